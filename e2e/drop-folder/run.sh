#!/usr/bin/env bash
# Received notices reach a national system by a drop folder: at least once, also those that came
# while the folder could not be written, and after a kill.
source "$(dirname "$0")/../lib.sh"

federate XA XB
mkdir "$work/drop"
sed -i "s#dropFolder: \"\"#dropFolder: \"$work/drop\"#" "$work/XB/heliograph.json5"
start XA
start XB
notices 20 "$work/notices" XA XB
send() { heliograph notice send "$@" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null; }
holds() { [ "$(find "$work/drop" -name '*.json' 2>/dev/null | wc -l)" -eq "$1" ]; }

send "$work"/notices/0000[1-5].json
until_true 30 "five are handed over" holds 5
/usr/bin/python3 - "$work/drop" "$here/Schemas/handover/file.schema.json" <<'PY'
import json, os, sys
from jsonschema import Draft202012Validator
schema = json.load(open(sys.argv[2]))
Draft202012Validator.check_schema(schema)
for name in os.listdir(sys.argv[1]):
    item = json.load(open(os.path.join(sys.argv[1], name)))
    Draft202012Validator(schema).validate(item)
    assert name == f"{item['from']}-{item['id']}.json", name
    assert item["notice"]["noticeNo"] == item["thread"], item["thread"]
PY
say "five notices came, and five files hold them"

mv "$work/drop" "$work/away"
send "$work"/notices/0000[6-9].json
until_true 30 "nine have arrived" inbox_counts XB 9
waits() { [ "$(heliograph handover --dir "$work/XB" --json | json 'len(it["items"])')" -eq "$1" ]; }
until_true 10 "four wait" waits 4
say "the folder is gone: four wait, and the node takes notices all the same"
stop XB KILL
mv "$work/away" "$work/drop"
start XB
heliograph handover retry --dir "$work/XB"
until_true 30 "nine are handed over" holds 9
until_true 10 "none waits" waits 0
say "proved: nine notices, nine files, after a folder that was gone and a kill"
