#!/usr/bin/env bash
# Update while XB is down: only the newest arrives. Cancel before delivery: nothing arrives.
# Cancel after it: XB shows it cancelled. All of it stays in XA's history.
source "$(dirname "$0")/../lib.sh"

update() {
    /usr/bin/python3 - "$1" "$2" <<'PY'
import json, sys
document = json.load(open(sys.argv[1]))
document["operation"] = "update-itinerary"
document["sequence"] += 1
document["change"] = {"reason": "rebooked"}
json.dump(document, open(sys.argv[2], "w"))
PY
}

send() { heliograph notice send "$1" --as officer-7 --approved-by chief-2 --dir "$work/XA" --json; }
alert() { heliograph notice new --example travel-alert --from XA --to XB --arrives-in 20h --number "$1"; }

federate XA XB
start XA

alert 1 >"$work/one.json"
update "$work/one.json" "$work/one-updated.json"
send "$work/one.json" >/dev/null
send "$work/one-updated.json" >/dev/null
alert 2 >"$work/two.json"
two="$(send "$work/two.json" | json 'it["thread"]')"
heliograph notice cancel --yes "$two" --as officer-7 --dir "$work/XA"
alert 3 >"$work/three.json"
three="$(send "$work/three.json" | json 'it["thread"]')"
say "XB is down; one alert was updated, one was cancelled, one waits"

start XB
until_true 60 "XB holds two" inbox_counts XB 2
until_true 30 "XA knows" delivered XA XB 2
sleep 1
inbox_counts XB 2 || fail "more than two arrived"
inbox XB | json '[(i["thread"], i["sequence"]) for i in it["items"]]'
[ "$(inbox XB | json 'sorted(i["sequence"] for i in it["items"])')" = "[1, 2]" ] ||
    fail "the updated alert did not arrive as its newest version alone"
inbox XB | json '"\n".join(i["thread"] for i in it["items"])' | grep -q "$two" &&
    fail "the cancelled alert arrived"
say "only the newest version of the first arrived, and nothing of the second"

heliograph notice cancel --yes "$three" --as officer-7 --reason "wrong person" --dir "$work/XA"
cancelled() {
    [ "$(inbox XB | json "[i['state'] for i in it['items'] if i['thread']=='$three' and i['operation']=='issue']")" = '["cancelled"]' ]
}
until_true 30 "XB shows it cancelled" cancelled
say "the third was cancelled after delivery, and XB shows it so"

history() { heliograph notice show "$1" --dir "$work/XA" --json; }
one="$(json 'it["threadId"]' <"$work/one.json")"
[ "$(history "$one" | json '[v["operation"] for v in it["history"]]')" = '["issue", "update-itinerary"]' ] ||
    fail "XA's history of the first is not whole"
[ "$(history "$one" | json 'it["history"][0]["messages"][0]["deliveries"][0]["state"]')" = superseded ] ||
    fail "the first version is not shown as superseded"
[ "$(history "$two" | json 'it["history"][0]["messages"][0]["deliveries"][0]["state"]')" = cancelled ] ||
    fail "the second is not shown as cancelled"
[ "$(history "$three" | json 'it["state"]')" = cancelled ] || fail "the third is not cancelled in XA"
for code in XA XB; do agrees "$code"; done
say "proved: superseded and cancelled as promised, and XA's history has all of it"
