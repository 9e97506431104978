#!/usr/bin/env bash
# Somebody has copied XA's signing and transport keys. What that is good for before the revocation,
# and what it is not good for; after it, nothing, however far back it is dated.
source "$(dirname "$0")/../lib.sh"

federate XA XB XC
for code in XA XB XC; do start "$code"; done
mkdir "$work/thief"
cp -r "$work/XA/keys" "$work/thief/keys"
rm "$work/thief/keys/issuing.key" "$work/thief/keys/root.key"
say "somebody has XA's signing and transport keys, and not its issuing CA"

heliograph notice new --example green-notice --from XA --to XB --number 1 --dir "$work/XA" >"$work/1.json"
id="$(heliograph notice send "$work/1.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" --json | json 'it["messages"][0]["id"]')"
until_true 30 "XB has XA's notice" delivered XA XB 1
stop XC
heliograph notice new --example green-notice --from XA --to XC --number 2 --dir "$work/XA" >"$work/2.json"
heliograph notice send "$work/2.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
say "XB holds a notice of XA's from before; another waits for XC, which is down"

thief() { TMPDIR="$work" /usr/bin/python3 -B "$here/e2e/stolen-key/thief.py" "$HELIOGRAPH" "$work" "$@"; }
thief before

key="$(heliograph keys list --dir "$work/XA" --json |
    json '[k["id"] for k in it["items"] if k["role"]=="signing" and k["state"]=="active"][0]')"
heliograph keys revoke --yes "$key" --reason "copied by a contractor" --dir "$work/XA" >/dev/null
shown() {
    heliograph keys list --dir "$work/XA" --json | json \
        "[k['notShownBy'] for k in it['items'] if k['role']=='signing' and k['state']=='active'][0]" | grep -qv XB
}
until_true 30 "XB has shown that it knows" shown
say "XA has revoked it; XB has signed that it knows"
thief after XB

start XC
until_true 30 "XC has the notice that waited, signed anew" inbox_counts XC 1
grep -q '"event":"issued-anew"' "$work/XA/node.log" || fail "the waiting notice was not issued anew"
thief after XC
say "XC heard of it with its first contact"

heliograph evidence export --yes "$id" --dir "$work/XA" --out "$work/evidence" >/dev/null
(
    cd "$work/evidence"
    awk '/^```/ { inside = !inside; next } inside' README.md | bash -e >/dev/null
) || fail "evidence from before does not verify any more"
say "proved: a revoked key is worth nothing anywhere, and evidence from before it stands"
