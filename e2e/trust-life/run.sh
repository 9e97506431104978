#!/usr/bin/env bash
# The whole life of a trust list: signers on machines of their own, a member suspended, restored and
# removed, a signer and the threshold changed, each version imported on one node and passed on by
# the nodes; then the lists that must be refused, and a fork that is said until it is settled.
source "$(dirname "$0")/../lib.sh"
federation="$work/federation"

# refused STATUS CODE ARGUMENTS…
refused() {
    local status="$1" code="$2" got=0 out
    shift 2
    out="$(heliograph "$@" --json 2>/dev/null)" || got=$?
    [ "$got" -eq "$status" ] && [ "$(json 'it["code"]' <<<"$out")" = "$code" ] ||
        fail "\`$*\` ended with $got and $out, not with $code"
    say "$code: heliograph $*" | sed "s#$work/##g"
}

signer() { heliograph federation signer new "$1" --out "$work/$1" >/dev/null; }

# votes FOLDER NAME…: the draft goes out, each signs with its own key elsewhere, and it comes back.
votes() {
    local folder="$1" name after=()
    shift
    heliograph federation draft --out "$work/draft.json" --dir "$folder" >/dev/null
    # Whoever looks at the list in force would not sign a rival of it.
    [ "$folder" != "$federation" ] || [ ! -e "$work/trust" ] || after=(--after "$work/trust/trust-list.der")
    for name in "$@"; do
        heliograph federation sign "$name" --key "$work/$name/$name.key" --draft "$work/draft.json" \
            "${after[@]}" --out "$work/$name.signed" >"$work/$name.read"
        heliograph federation collect "$work/$name.signed" --dir "$folder" >/dev/null
    done
}

publish() {
    heliograph federation publish --dir "$federation"
    rm -rf "$work/trust"
    digest="$(heliograph federation export --out "$work/trust" --dir "$federation")"
}

# version XB: which list XB holds.
version() { heliograph trust show --dir "$work/$1" --json | json 'it["version"]'; }
holds() { [ "$(version "$1")" -eq "$2" ]; }

number=0
# notice XA XB: XA's officer writes to XB.
notice() {
    number=$((number + 1))
    heliograph notice new --example green-notice --from "$1" --to "$2" --number "$number" --dir "$work/$1" |
        heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" >/dev/null
}

# bring N XB…: imported by hand on XA alone; the others hear of it with the next thing they send.
bring() {
    local version="$1" code
    shift
    say "XA is shown version $version, and takes it"
    heliograph trust diff "$work/trust" --dir "$work/XA"
    heliograph trust import "$work/trust" --dir "$work/XA"
    for code in "$@"; do
        notice "$code" XA
        until_true 30 "$code holds version $version" holds "$code" "$version"
    done
}

# as_xc METHOD PATH: XC's own keys ask XA; prints the status of the answer.
as_xc() {
    /usr/bin/python3 - "$1" "$2" "${endpoint[XA]}" "$work/xc" <<'PY'
import http.client, ssl, sys
method, path, address, keys = sys.argv[1:]
host, port = address.split(":")
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
context.load_cert_chain(keys + ".pem", keys + ".key")
connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=20)
connection.request(method, path, body=b"0" if method == "POST" else None)
print(connection.getresponse().status)
PY
}

# --- Version 1: three signers, two of whom must sign.
for name in anna bela cora dora; do signer "$name"; done
heliograph federation create --name story --threshold 2 --dir "$federation" \
    --signers "$work/anna/anna.der,$work/bela/bela.der,$work/cora/cora.der" >/dev/null
[ -z "$(ls "$federation/signers")" ] || fail "the secretariat holds a signer's key"
declare -A endpoint=()
read -r -a ports <<<"$(free_ports 3)"
for code in XA XB XC; do
    endpoint[$code]="127.0.0.1:${ports[${#endpoint[@]}]}"
    heliograph init --dir "$work/$code" --member "$code" --authority "Specimen Police of $code" \
        --listen "${endpoint[$code]}" --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
    heliograph federation propose "$work/$code/proposal.json" --dir "$federation" >/dev/null
done
refused 1 list-too-few-signers federation publish --dir "$federation"
votes "$federation" anna
refused 1 list-too-few-signers federation publish --dir "$federation"
votes "$federation" cora
heliograph federation draft --dir "$federation"
publish
heliograph trust diff "$work/trust" --digest "$digest" --dir "$work/XB" | grep -q 'XC joins' ||
    fail "the first list is not shown"
for code in XA XB XC; do
    [ "$code" = XC ] || start "$code"
    heliograph trust import "$work/trust" --digest "$digest" --dir "$work/$code" >/dev/null
done
asked() { heliograph trust show --dir "$work/XB" --json | json 'it["items"][0]["listVersion"]' | grep -qx 1; }
until_true 30 "XB asks XA as soon as it has its first list" asked
notice XA XC
say "three members; XC is down, and a message of XA waits for it"

# --- Version 2: XC is suspended.
heliograph federation suspend XC --dir "$federation"
votes "$federation" anna bela
grep -q 'XC is suspended' "$work/anna.read" || fail "anna does not see what she signs"
publish
bring 2 XB
start XC
until_true 30 "XC hears that it is suspended" holds XC 2
for name in transport issuing; do
    openssl x509 -inform DER -in "$work/XC/keys/$name.der"
done >"$work/xc.pem"
cp "$work/XC/keys/transport.key" "$work/xc.key"
[ "$(as_xc GET /exchange/v1/hello) $(as_xc GET /exchange/v1/trust-lists/2)" = "200 200" ] ||
    fail "a suspended member cannot fetch the cure"
[ "$(as_xc POST /exchange/v1/messages) $(as_xc POST /exchange/v1/evidence)" = "403 403" ] ||
    fail "a suspended member may send"
notice XC XB
heliograph notice new --example green-notice --from XA --to XC --number 900 --dir "$work/XA" >"$work/late.json"
{ heliograph doctor --dir "$work/XC" --json || true; } |
    json '[i["ok"] for i in it["items"] if i["check"]=="membership"]' | grep -qx '\[false\]' ||
    fail "the doctor of a suspended member says nothing"
refused 1 recipient-suspended notice send "$work/late.json" --as officer-7 --approved-by chief-2 --dir "$work/XA"
state() { outbox "$1" | json "[i['state'] for i in it['items'] if i['to']=='$2'][0]"; }
inbox_counts XC 0 || fail "something reached the suspended member"
[ "$(state XA XC)" = queued ] || fail "XA's message to XC is $(state XA XC)"
say "XC fetches hello and lists and nothing else; what waits for it waits on"

# --- Version 3: XC is restored, and both queues drain by themselves.
heliograph federation restore XC --dir "$federation"
votes "$federation" bela cora
publish
bring 3 XB
until_true 60 "what waited for XC is there" delivered XA XC 1
until_true 60 "what waited at XC has left" delivered XC XB 1
until_true 30 "XC holds version 3" holds XC 3
say "restored: both queues drained by themselves, and XC heard of it by them"

# --- Version 4: dora comes, anna goes. Old and new signers must agree.
heliograph federation signer add dora --certificate "$work/dora/dora.der" --dir "$federation" >/dev/null
heliograph federation signer remove anna --dir "$federation"
votes "$federation" bela dora
heliograph federation draft --dir "$federation" | tail -n 1
refused 1 list-too-few-signers federation publish --dir "$federation"
votes "$federation" anna
publish
bring 4 XB XC

# --- Version 5: three must sign from now on, this one included.
heliograph federation threshold 3 --dir "$federation"
votes "$federation" bela cora
refused 1 list-too-few-signers federation publish --dir "$federation"
votes "$federation" dora
publish
bring 5 XB XC

# --- Version 6: XC leaves.
heliograph federation remove --yes XC --dir "$federation"
votes "$federation" bela cora dora
publish
bring 6 XB
refused 1 recipient-unknown notice send "$work/late.json" --as officer-7 --approved-by chief-2 --dir "$work/XA"
stop XC
for code in XA XB; do
    [ "$(heliograph trust show --dir "$work/$code" --json | json 'it["digest"]')" = "$digest" ] ||
        fail "$code holds another list"
done
say "six versions, each imported on one node alone: XA and XB hold the same"

# --- Lists that must be refused.
refused 1 list-older trust import "$federation/published/3.der" --dir "$work/XA"
cp -r "$federation" "$work/rival"
heliograph federation suspend XB --dir "$work/rival" >/dev/null
votes "$work/rival" bela
refused 1 list-too-few-signers trust import "$work/bela.signed" --dir "$work/XA"
heliograph trust diff "$work/bela.signed" --dir "$work/XA" && fail "a refused list looks accepted"

# resign IN OUT KEY CERTIFICATE: the openssl tool adds a signature, whoever's.
resign() {
    openssl cms -resign -in "$1" -inform DER -signer <(openssl x509 -inform DER -in "$4") -inkey "$3" \
        -md sha256 -keyid -cades -nosmimecap -outform DER -out "$2"
}

# bela's key once more, in another certificate.
mkdir "$work/again"
key_id="$(openssl pkey -in "$work/bela/bela.key" -pubout -outform DER | sha256sum | cut -c1-40)"
cat >"$work/again/request" <<END
distinguished_name = name
x509_extensions = signer
[name]
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = $key_id
END
openssl req -x509 -new -key "$work/bela/bela.key" -subj /CN=again -days 30 -sha256 -outform DER \
    -config "$work/again/request" -out "$work/again/bela.der"
resign "$work/bela.signed" "$work/two.der" "$work/cora/cora.key" "$work/cora/cora.der"
resign "$work/two.der" "$work/three.der" "$work/bela/bela.key" "$work/again/bela.der"
refused 1 list-too-few-signers trust import "$work/three.der" --dir "$work/XA"
{ heliograph trust diff "$work/three.der" --dir "$work/XA" --json || true; } | json 'it["reason"]' |
    grep -q '^2 of the 3 ' || fail "they are not counted as two"
say "of three signatures two are by one key, in two certificates: it counts once"

sed 's/"federation": "story"/"federation": "another"/' "$work/draft.json" >"$work/foreign.json"
heliograph federation sign bela --key "$work/bela/bela.key" --draft "$work/foreign.json" \
    --out "$work/foreign.signed" >/dev/null
refused 1 list-foreign trust import "$work/foreign.signed" --dir "$work/XA"
refused 1 draft-mismatch federation collect "$work/foreign.signed" --dir "$work/rival"
echo >>"$work/foreign.json"
refused 1 list-malformed federation sign bela --key "$work/bela/bela.key" \
    --draft "$work/foreign.json" --out "$work/foreign.signed"

# --- A stranger's signature beside the real ones is ignored, at the secretariat and at a node.
signer mallory
heliograph federation signer remove mallory --dir "$federation" 2>/dev/null && fail "mallory is a signer"
votes "$federation" bela cora
resign "$work/cora.signed" "$work/joined.signed" "$work/mallory/mallory.key" "$work/mallory/mallory.der"
[ "$(heliograph federation collect "$work/joined.signed" --dir "$federation" --json |
    json '[it["taken"], it["ignored"], it["ready"]]')" = '[[], 2, false]' ] || fail "mallory counts"
votes "$federation" dora
publish
resign "$work/trust/trust-list.der" "$work/appended.der" "$work/mallory/mallory.key" "$work/mallory/mallory.der"
heliograph trust import "$work/appended.der" --dir "$work/XA"
holds XA 7 || fail "a stranger's signature voids a list"

# --- A fork by real signers: an alarm and a lasting state.
heliograph federation draft --out "$work/rival.json" --dir "$work/rival" >/dev/null
refused 1 draft-mismatch federation sign cora --key "$work/cora/cora.key" --draft "$work/rival.json" \
    --after "$work/trust/trust-list.der" --out "$work/rival.signed"
votes "$work/rival" cora dora
heliograph trust diff "$work/rival/signed.der" --dir "$work/XA" && fail "a fork looks accepted"
refused 1 list-fork trust import "$work/rival/signed.der" --dir "$work/XA"
grep -q '"level":"alarm".*trust-list-fork' "$work/XA/node.log" || fail "no alarm in the log"
forked() {
    heliograph doctor --dir "$work/XA" --json | json '[i["ok"] for i in it["items"] if i["check"]=="trust-list-fork"]'
}
alarm() { [ "$(forked)" = '[false]' ] && heliograph trust show --dir "$work/XA" | grep -q '^ALARM: version 7'; }
alarm || fail "the fork is not said"
stop XA
alarm || fail "a stopped node does not say it"
start XA
alarm || fail "a restart forgets it"
shown() {
    [ "$(heliograph trust show --dir "$work/XA" --json | json '[i["listVersion"] for i in it["items"]]')" = '[7, 7]' ]
}
until_true 30 "XA has told XB of list 7, and shows that XB holds it" shown
heliograph federation threshold 2 --dir "$federation" >/dev/null
votes "$federation" bela cora dora
publish
bring 8 XB
alarm || fail "a later list hides it"
heliograph trust show --dir "$work/XA" | head -n 4
heliograph trust forks --out "$work/proof" --dir "$work/XA"
for side in held other; do
    openssl cms -verify -noverify -inform DER -in "$work"/proof/version-7-$side-*.der 2>/dev/null |
        grep -q '"version": 7' || fail "the proof is not whole"
done
refused 1 not-found trust settle --yes 0000000000 --as administrator --dir "$work/XA"
heliograph trust settle --yes "$(heliograph trust forks --dir "$work/XA" --json | json 'it["items"][0]["other"]')" \
    --as administrator --dir "$work/XA"
[ "$(forked)" = '[true]' ] || fail "a settled fork is still said"
refused 1 list-fork trust import "$work/rival/signed.der" --dir "$work/XA"
[ "$(forked)" = '[true]' ] || fail "the same proof is news again"
heliograph trust show --dir "$work/XA" --json | json 'len(it["forks"])' | grep -qx 1 || fail "the proof is gone"
holds XB 8 || fail "XB is behind"
say "proved: eight lists by offline signers, gossip from one node, every bad list by its code, a fork that lasts"
