#!/usr/bin/env bash
# Two nodes whose every private key is on a token of its own (SoftHSM): the main job, every rotation,
# a key that is revoked; a wrong PIN, a token that is away, and one that is pulled out of a running node.
source "$(dirname "$0")/../lib.sh"

module=/usr/lib/softhsm/libsofthsm2.so
[ -e "$module" ] || fail "there is no $module; ./dev e2e installs softhsm2"
nodes=(XA XB)

# on_token XA COMMAND…: runs it where the token of XA is in a slot.
on_token() { SOFTHSM2_CONF="$work/$1.softhsm" "${@:2}"; }
of() { on_token "$1" "$HELIOGRAPH" "${@:2}" --dir "$work/$1"; }
run_on_token() {
    export SOFTHSM2_CONF="$work/$1.softhsm"
    start "$1"
    unset SOFTHSM2_CONF
}

read -r -a ports <<<"$(free_ports 2)"
heliograph federation create --dir "$work/federation" --name story --days 30 >/dev/null
index=0
for code in "${nodes[@]}"; do
    mkdir -p "$work/$code.slot"
    printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$work/$code.slot" \
        >"$work/$code.softhsm"
    (umask 077 && echo "pin-of-$code" >"$work/$code.pin")
    on_token "$code" softhsm2-util --init-token --free --label "heliograph $code" \
        --so-pin 12345678 --pin "pin-of-$code" >/dev/null
    uri="pkcs11:token=heliograph%20$code?module-path=$module&pin-source=file:$work/$code.pin"
    on_token "$code" "$HELIOGRAPH" init --dir "$work/$code" --member "$code" \
        --authority "Specimen Police of $code" --listen "127.0.0.1:${ports[$index]}" --specimens \
        --telephone "+999 000 000" --hours 24x7 --key-store "$uri" >/dev/null
    sed -i 's/keyDrainMinutes: 60/keyDrainMinutes: 0/' "$work/$code/heliograph.json5"
    heliograph federation propose "$work/$code/proposal.json" --dir "$work/federation" >/dev/null
    index=$((index + 1))
done
heliograph federation sign secretariat --dir "$work/federation" >/dev/null
heliograph federation publish --dir "$work/federation" >/dev/null
digest="$(heliograph federation export --dir "$work/federation" --out "$work/trust")"
for code in "${nodes[@]}"; do of "$code" trust import "$work/trust" --digest "$digest" >/dev/null; done
say "root, issuing CA and leaves of both members were made on their tokens"

for code in "${nodes[@]}"; do run_on_token "$code"; done
number=0
# exchanged: one more notice each way is delivered with evidence and stands in the inbox.
exchanged() {
    number=$((number + 1))
    local from to
    for from in XA XB; do
        to=XB
        [ "$from" = XA ] || to=XA
        heliograph notice new --example green-notice --from "$from" --to "$to" --number "$number" --dir "$work/$from" \
            >"$work/notice.json"
        heliograph notice send "$work/notice.json" --as officer-7 --approved-by chief-2 --dir "$work/$from" >/dev/null
    done
    for from in XA XB; do
        to=XB
        [ "$from" = XA ] || to=XA
        until_true 20 "$from's notice $number at $to" delivered "$from" "$to" "$number"
        until_true 20 "$to's inbox" inbox_counts "$to" "$number"
    done
}
exchanged
say "a notice each way: signed, opened and carried with keys on tokens"

# settled NODE ROLE: no key of the role is on its way in or out.
settled() {
    [ "$(heliograph keys list --dir "$work/$1" --json | json \
        "sum(k['role']=='$2' and k['state'] in ('staged','published','draining') for k in it['items'])")" -eq 0 ]
}
for role in encryption signing transport issuing; do
    for code in "${nodes[@]}"; do heliograph keys rotate "$role" --dir "$work/$code" >/dev/null; done
    for code in "${nodes[@]}"; do until_true 30 "$code has a new $role key" settled "$code" "$role"; done
done
for code in "${nodes[@]}"; do
    for role in encryption signing transport; do until_true 30 "$code's $role key" settled "$code" "$role"; done
done
exchanged
say "encryption, signing, transport and issuing keys were replaced on the tokens"

key="$(heliograph keys list --dir "$work/XA" --json | json \
    "[k['id'] for k in it['items'] if k['role']=='signing' and k['state']=='active'][0]")"
heliograph keys revoke --yes "$key" --reason "a trial" --dir "$work/XA" >/dev/null
until_true 20 "XB holds XA's revocation list" grep -q revocation-list-accepted "$work/XB/node.log"
exchanged
former="$(heliograph keys list --dir "$work/XA" --json | json \
    "[k['id'] for k in it['items'] if k['role']=='transport' and k['state']=='retired'][0]")"
heliograph keys destroy --yes "$former" --force --dir "$work/XA" >/dev/null
say "a signing key was revoked and replaced, a former transport key destroyed"

for code in "${nodes[@]}"; do
    heliograph keys list --dir "$work/$code" --json >"$work/$code.keys"
    [ "$(json 'sorted({k["place"] for k in it["items"] if k["state"] != "destroyed"})' <"$work/$code.keys")" = '["token"]' ] ||
        fail "keys of $code are elsewhere: $(cat "$work/$code.keys")"
    heliograph doctor --dir "$work/$code" --json >"$work/$code.doctor" || true
    [ "$(json 'sum(i["check"].startswith("key-") and i["ok"] and "(token)" in i["sentence"] for i in it["items"])' \
        <"$work/$code.doctor")" -eq 4 ] || fail "doctor of $code: $(cat "$work/$code.doctor")"
done
say "keys list says token for all; doctor used each"

# A token that is pulled out of a running node: nothing is refused for good.
mv "$work/XB.slot" "$work/XB.away"
heliograph notice new --example green-notice --from XA --to XB --number 80 --dir "$work/XA" >"$work/notice.json"
heliograph notice send "$work/notice.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 20 "XA has tried" grep -q peer-not-reached "$work/XA/node.log"
[ "$(outbox XA | json 'sum(i["state"] in ("queued","sending") for i in it["items"])')" -eq 1 ] || fail "it does not wait"
heliograph doctor --dir "$work/XB" --json >"$work/XB.doctor" || true
[ "$(json 'sum(i["check"].startswith("key-") and not i["ok"] and "token" in i["sentence"] for i in it["items"])' \
    <"$work/XB.doctor")" -eq 4 ] || fail "doctor of XB without its token: $(cat "$work/XB.doctor")"
if out="$(heliograph keys rotate encryption --dir "$work/XB" --json 2>/dev/null)"; then fail "a key was made nowhere"; fi
[ "$(json 'it["code"]' <<<"$out")" = token-missing ] || fail "rotation without the token: $out"
stop XB
mv "$work/XB.away" "$work/XB.slot"
run_on_token XB
number=$((number + 1))
until_true 60 "what came while the token was away" delivered XA XB "$number"
until_true 20 "XB's inbox" inbox_counts XB "$number"
say "a token was pulled out of a running node and put back: token-missing meanwhile, and nothing lost"

# refused CODE NODE: the stopped node is not opened.
refused() {
    local out got=0
    out="$(of "$2" inbox --json 2>/dev/null)" || got=$?
    [ "$got" -ne 0 ] && [ "$(json 'it["code"]' <<<"$out")" = "$1" ] || fail "not $1: $got $out"
    ! grep -q "pin-of" <<<"$out" || fail "the PIN is told"
    say "$1: $(json 'it["sentence"]' <<<"$out")"
}
stop XB
heliograph notice new --example green-notice --from XA --to XB --number 90 --dir "$work/XA" >"$work/notice.json"
heliograph notice send "$work/notice.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
echo wrong-one >"$work/XB.pin"
refused token-pin-refused XB
echo pin-of-XB >"$work/XB.pin"
chmod 640 "$work/XB.pin"
refused key-exposed XB
chmod 600 "$work/XB.pin"
mv "$work/XB.slot" "$work/XB.away"
mkdir "$work/XB.slot"
refused token-missing XB
rmdir "$work/XB.slot"
mv "$work/XB.away" "$work/XB.slot"
run_on_token XB
number=$((number + 1))
until_true 60 "what waited is delivered" delivered XA XB "$number"
until_true 20 "XB's inbox" inbox_counts XB "$number"
say "with token and PIN back, what waited came"

for code in "${nodes[@]}"; do stop "$code"; done
/usr/bin/python3 "$here/e2e/hsm/search.py" "$work/XA" "$work/XB"
for code in "${nodes[@]}"; do
    ! grep -rqa "pin-of" "$work/$code" || fail "the PIN is in the folder of $code"
    ! grep -h '"level":"alarm"' "$work/$code/node.log" | grep -v '"event":"key-revoked"\|"code":"token-missing"' ||
        fail "$code raised an alarm"
done
say "proved: the whole job and every rotation with private keys on a token and in no file"
