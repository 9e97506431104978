#!/usr/bin/env bash
# A newcomer imports the list before any older member has it: both sides say so, an alert to an older member waits
# with its code, and goes once that member holds the list.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

federate XA XB
start XA
start XB

peer_code() { heliograph peers --dir "$work/$1" --json | json "[i['lastCode'] for i in it['items'] if i['member']=='$2'][0]"; }
is_code() { [ "$(peer_code XC "$1")" = "peer-does-not-know-us" ]; }
check() { { heliograph doctor --dir "$work/XC" --json || true; } | json "[i for i in it['items'] if i['check']=='peers'][0]"; }

say "XC joins, and the list that names it is at XC alone"
port="$(free_ports 1)"
heliograph init --dir "$work/XC" --member XC --authority "Specimen Police of XC" --listen "127.0.0.1:$port" \
    --telephone "+999 000 333" --hours 24x7 --specimens >"$work/init.out"
root="$(heliograph keys list --dir "$work/XC" --json | json "[k['id'] for k in it['items'] if k['role']=='root'][0]")"
grep -qx "Root key $root" "$work/init.out" || fail "init does not print the root key: $(cat "$work/init.out")"
heliograph federation propose "$work/XC/proposal.json" --dir "$work/federation" | grep -qx "  root key  $root" ||
    fail "propose does not show the root key"
heliograph federation draft --dir "$work/federation" | grep -q "^XC joins: root key $root, at https://127.0.0.1:$port, " ||
    fail "draft does not show the root key"
heliograph federation sign secretariat --dir "$work/federation" >/dev/null
heliograph federation publish --dir "$work/federation" >/dev/null
digest="$(heliograph federation export --dir "$work/federation" --out "$work/trust")"
refused list-digest-missing heliograph trust import "$work/trust" --dir "$work/XC" --json
wrong="$(printf '%064d' 0)"
refused list-digest-mismatch heliograph trust import "$work/trust" --digest "$wrong" --dir "$work/XC" --json
for verb in import diff; do
    for given in "" "--digest $wrong"; do
        # shellcheck disable=SC2086
        said="$(for json in "" --json; do heliograph trust "$verb" "$work/trust" $given $json --dir "$work/XC" 2>&1 || true; done)"
        ! grep -q "${digest:0:12}" <<<"$said" || fail "trust $verb $given says the right digest: $said"
        grep -q 'telephone' <<<"$said" || fail "trust $verb $given does not say where the digest comes from: $said"
    done
done
heliograph trust import "$work/trust" --digest "$digest" --dir "$work/XC" >/dev/null
start XC

until_true 30 "XC sees that XA does not know it" is_code XA
until_true 30 "XC sees that XB does not know it" is_code XB
check | grep -q 'Nobody has answered this node yet (XA: peer-does-not-know-us, XB: peer-does-not-know-us)' ||
    fail "doctor: $(check)"
check | grep -q 'heliograph trust import' || fail "doctor names no next step: $(check)"
say "XC: $(check | json 'it["sentence"]')"

key="$(heliograph keys list --dir "$work/XC" --json | json "[k['id'] for k in it['items'] if k['role']=='transport'][0]")"
for code in XA XB; do
    line="$(grep '"handshake-refused"' "$work/$code/node.log" | head -n 1)"
    [ "$(json '[it["level"], it["code"], it["claims"], it["key"]]' <<<"$line")" = "[\"warning\", \"member-unknown\", \"XC\", \"$key\"]" ] ||
        fail "$code's log: $line"
    [ "$(grep -c '"handshake-refused"' "$work/$code/node.log")" -eq 1 ] || fail "$code says it more than once"
    # What a stranger writes into a certificate is in no log.
    ! grep -q "Specimen Police of XC" "$work/$code/node.log" || fail "$code logs the stranger's words"
done
grep '"announcement-refused"' "$work/XC/node.log" | head -n 1 | json '[it["peer"], it["code"]]' | grep -q 'peer-does-not-know-us' ||
    fail "XC's log names no peer"
say "XA and XB: one line each, with the key that XC's own keys list shows"

heliograph notice new travel-alert --example --from XC --to XA --arrives-in 5h --number 1 --dir "$work/XC" >"$work/alert.json"
heliograph notice send "$work/alert.json" --as officer-7 --approved-by chief-2 --dir "$work/XC" >/dev/null
waits() { [ "$(outbox XC | json "[i['code'] for i in it['items']]")" = '["peer-does-not-know-us"]' ]; }
until_true 30 "the alert waits with the code" waits
say "an alert to XA waits: $(outbox XC | json "it['items'][0]['code']")"

say "an older member takes the list"
heliograph trust import "$work/trust" --dir "$work/XA" >/dev/null
until_true 60 "the alert is delivered" delivered XC XA 1
# XB gets the list from XA, as it does every list: nobody imports it there.
has_list() { [ "$(heliograph trust show --dir "$work/XB" --json | json "it['version']")" -eq 2 ]; }
until_true 60 "XB has the list" has_list
answers() { check | json "it['sentence']" | grep -q '^The last answers came'; }
until_true 60 "XA and XB answer XC" answers
say "joined: $(check | json 'it["sentence"]')"
for code in XA XB XC; do agrees "$code"; done
