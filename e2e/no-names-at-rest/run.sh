#!/usr/bin/env bash
# The demonstration leaves three stopped nodes whose files, logs included, hold no name.
source "$(dirname "$0")/../lib.sh"

heliograph demo --dir "$work/demo" --keep
heliograph inbox --dir "$work/demo/xb" --json >"$work/inbox.json"
/usr/bin/python3 - "$work/inbox.json" <<'PY'
import json, sys
items = json.load(open(sys.argv[1]))["items"]
for key in "id kind operation from precedence deadline state".split():
    assert all(key in item for item in items), key
assert items[0]["from"] == "XA", items[0]
print("XB's inbox:", [(i["kind"], i["precedence"], i["state"]) for i in items])
PY

# Every name and document number of the two notices, as an officer of XB reads them.
json '"\n".join(i["id"] for i in it["items"])' <"$work/inbox.json" | while read -r id; do
    heliograph inbox "$id" --as officer-9 --dir "$work/demo/xb" --json
done | /usr/bin/python3 -c '
import json, sys
for line in sys.stdin:
    person = json.loads(line)["notice"]["person"]
    for identity in person["identities"]:
        for key in ("primaryIdentifier", "secondaryIdentifier"):
            for word in identity.get(key, "").split():
                if len(word) > 3: print(word)
    for document in person.get("documents", []): print(document["number"])
' | sort -u >"$work/words"
[ "$(wc -l <"$work/words")" -ge 4 ] || fail "the notices have no names to look for"

files=0
while read -r file; do
    files=$((files + 1))
    if strings -a -n 4 "$file" | grep -i -F -f "$work/words"; then fail "$file holds a name"; fi
done < <(find "$work/demo" -type f)
say "looked for $(tr '\n' ' ' <"$work/words")in $files files"

# The looking itself must be able to find: the same words in a file of their own.
strings -a -n 4 "$work/words" | grep -q -i -F -f "$work/words" || fail "the search finds nothing at all"
say "proved: three stopped nodes, the first item of XB's inbox is from XA, no name in any file"
