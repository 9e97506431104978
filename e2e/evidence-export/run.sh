#!/usr/bin/env bash
# A court checks with openssl alone: the README's commands pass, and with one byte of any file
# changed they fail.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XA
start XB
heliograph notice new --example travel-alert --from XA --to XB --arrives-in 5h >"$work/alert.json"
id="$(heliograph notice send "$work/alert.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" --json | json 'it["messages"][0]["id"]')"
until_true 30 "XB has it" delivered XA XB 1
heliograph inbox "$id" --as officer-3 --dir "$work/XB" >/dev/null
read_there() { [ "$(outbox XA | json 'it["items"][0]["state"]')" = retrieved ]; }
until_true 30 "XA knows that it was read" read_there

commands() { awk '/^```sh$/ {on=1; next} /^```$/ {on=0} on' "$1/README.md"; }
check() { (cd "$1" && commands . | env -i PATH=/usr/bin:/bin bash -e -o pipefail) >"$work/checked" 2>&1; }

for side in XA XB; do
    heliograph evidence export --yes "$id" --out "$work/proof-$side" --dir "$work/$side"
    check "$work/proof-$side" || fail "the README's commands fail at $side: $(tail -n 3 "$work/checked")"
    say "$side's export passes with openssl alone: $(ls "$work/proof-$side" | wc -l) files"
done
grep -q "XB says delivered" "$work/proof-XA/README.md" || fail "the delivery is not shown"

tried=0
heliograph evidence export --yes "$id" --out "$work/again" --dir "$work/XA" >/dev/null
for file in "$work"/again/*; do
    name="$(basename "$file")"
    rm -rf "$work/altered"
    cp -r "$work/again" "$work/altered"
    # One bit of the middle byte.
    /usr/bin/python3 - "$work/altered/$name" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 1
open(sys.argv[1], "wb").write(data)
PY
    check "$work/altered" && fail "an altered $name passes"
    # The same with the list of digests made to agree: then signatures must tell. A README can say
    # anything about itself, so it is left out here.
    if [ "$name" != README.md ] && [ "$name" != SHA256SUMS ]; then
        (cd "$work/altered" && cut -d'*' -f2 SHA256SUMS | xargs openssl dgst -sha256 -r >sums && mv sums SHA256SUMS)
        check "$work/altered" && fail "an altered $name passes once its digest is made to agree"
    fi
    tried=$((tried + 1))
    say "altered and noticed: $name"
done
say "proved: both exports pass with openssl alone; each of $tried files was altered, and each time it failed"
