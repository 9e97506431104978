#!/usr/bin/env bash
# Where sharing fails: for each country and direction what was sent, in time or late, with what outcome, refused why, and
# met by silence. An independent script recomputes every number from the exported records, holds the records to outbox
# and inbox, and tries to work out what the published tables withhold.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
# at HOURS: clocks stand so many hours back from here on.
at() { days_ago 1 && export FAKETIME="-${1}h"; }
alert() { # FROM TO NUMBER ARRIVES-IN
    heliograph notice new --example travel-alert --from "$1" --to "$2" --number "$3" --arrives-in "$4" >"$work/alert.json"
    heliograph notice send "$work/alert.json" "${two[@]}" --dir "$work/$1" >/dev/null
}
outcome() { heliograph outcome --yes "$2" --result "$3" --at now --confirm "an exercise" --as officer-3 --dir "$work/$1" >/dev/null; }
thread() { heliograph notice new --example travel-alert --from "$1" --to XB --number "$2" | json 'it["threadId"]'; }

at 480
federate XA XB XC XD XE
sed -i 's/allowSpecimens: true/allowSpecimens: false/' "$work/XE/heliograph.json5"
for code in XA XB XE; do start "$code"; done
for n in $(seq 1 12); do alert XA XB "$n" "$((n * 3))h"; done
for n in $(seq 21 26); do alert XA XC "$n" 3h; done
for n in $(seq 31 32); do alert XA XC "$n" 90h; done
for n in $(seq 41 42); do alert XA XD "$n" 30h; done
for n in $(seq 51 53); do alert XA XE "$n" 30h; done
for n in $(seq 61 69); do alert XB XA "$n" 40h; done
for n in 71 72 73; do
    heliograph notice new --example green-notice --from XA --to XB --number "$n" >"$work/green.json"
    heliograph notice send "$work/green.json" "${two[@]}" --dir "$work/XA" >/dev/null
done
until_true 60 "XB has 15" inbox_counts XB 15
until_true 60 "XA has 9" inbox_counts XA 9
refused() { [ "$(outbox XA | json "sum(i['state']=='refused' for i in it['items'])")" -eq "$1" ]; }
until_true 60 "XE has refused three" refused 3
for n in 11 12; do heliograph notice cancel --yes "$(thread XA "$n")" "${two[@]}" --dir "$work/XA" >/dev/null; done
until_true 60 "XB has the cancels" inbox_counts XB 17
for code in XA XB XE; do stop "$code"; done

# Ten hours later XC is back: six travellers have landed there meanwhile. XD never comes back.
at 470
for code in XA XB XC; do start "$code"; done
until_true 90 "XC has eight" inbox_counts XC 8
heliograph notice new --example travel-alert --from XC --to XA --number 81 --arrives-in 30h >"$work/alert.json"
heliograph notice send "$work/alert.json" "${two[@]}" --dir "$work/XC" >/dev/null
for n in 1 2 3 4 5; do outcome XB "$(thread XA "$n")" refused; done
outcome XB "$(thread XA 6)" admitted-monitored
outcome XB "$(thread XA 7)" wrong-person
outcome XC "$(thread XA 21)" not-seen
for n in 61 62 63 64 65 66; do outcome XA "$(thread XB "$n")" refused; done
until_true 60 "XA has 18 in all" inbox_counts XA 18
for code in XA XB XC; do stop "$code"; done

at 10
for code in XA XB XC; do
    rm -f "$work/records.json"
    heliograph statistics --records "$work/records.json" --dir "$work/$code" --json >"$work/statistics.json"
    heliograph statistics --publish --dir "$work/$code" --json >"$work/published.json"
    say "$code: $(/usr/bin/python3 -B "$here/e2e/recompute_statistics.py" "$work"/{records,statistics,published}.json)"
    outbox "$code" >"$work/outbox.json"
    inbox "$code" >"$work/inbox.json"
    /usr/bin/python3 - "$work"/{records,outbox,inbox}.json <<'PY' || fail "the records of $code are not what outbox and inbox say"
import json, sys
records, outbox, inbox = (json.load(open(path))["items"] for path in sys.argv[1:])
warnings = ("travel-alert", "green-notice", "group-alert")
out, arrived = {}, {}
for item in outbox:
    if item["kind"] in warnings and item["operation"] != "cancel":
        out.setdefault((item["thread"], item["to"]), []).append(item)
for item in inbox:
    if item["kind"] in warnings and item["operation"] != "cancel":
        arrived.setdefault((item["thread"], item["from"]), []).append(item["received"])
sent = {(r["thread"], r["peer"]): r for r in records if r["direction"] == "sent"}
assert sent.keys() == out.keys()
for key, items in out.items():
    assert sent[key]["delivered"] == min((i["deliveredAt"] for i in items if i["deliveredAt"]), default=None), key
received = {(r["thread"], r["peer"]): r for r in records if r["direction"] == "received"}
assert received.keys() == arrived.keys()
for key, times in arrived.items():
    assert received[key]["delivered"] == min(times), key
text = open(sys.argv[1]).read()
assert "Identifier" not in text and "number" not in text
PY
    [ "$code" = XA ] || continue
    cp "$work/statistics.json" "$work/xa.json"
    cp "$work/published.json" "$work/xa-published.json"
    heliograph statistics --dir "$work/XA"
done
/usr/bin/python3 - "$work/xa.json" "$work/xa-published.json" <<'PY' || fail "XA's numbers are not those of the story"
import json, sys
it, public = (json.load(open(path)) for path in sys.argv[1:])
pair = {p["peer"]: p for p in it["pairs"]}
def cells(counts, name): return {c["what"]: c["count"] for c in counts[name]}
assert cells(pair["XB"]["sent"], "delivery") == {"in-time": 12, "no-journey": 3}
assert cells(pair["XB"]["sent"], "outcomes") == {
    "admitted-monitored": 1, "cancelled": 2, "no-feedback": 3, "pending": 3, "refused": 5, "wrong-person": 1}
assert cells(pair["XC"]["sent"], "delivery") == {"in-time": 2, "late": 6}
assert cells(pair["XD"]["sent"], "delivery") == {"not-delivered": 2}
assert cells(pair["XE"]["sent"], "refusals") == {"notice-invalid": 3}
assert cells(pair["XB"]["received"], "outcomes") == {"no-feedback": 3, "refused": 6}
assert pair["XB"]["reciprocity"] == {"sent": 15, "received": 9, "heardPercent": 70, "toldPercent": 66}
assert pair["XC"]["received"]["warnings"] == 1 and it["sent"]["wrongPerson"] == 1
assert [row["peer"] for row in public["sent"]["rows"]] == ["XB", "XC", "others"]
PY
from="$(date -u -d '3 days ago' +%F)"
[ "$(heliograph statistics --since "$from" --dir "$work/XA" --json | json 'it["sent"]["warnings"]')" -eq 0 ] || fail "a period does not bound"
sed -i 's/"outcome": "not-seen"/"outcome": null/' "$work/records.json"
/usr/bin/python3 -B "$here/e2e/recompute_statistics.py" "$work"/{records,statistics,published}.json 2>/dev/null &&
    fail "altered records still give the numbers"
for code in XA XB XC; do agrees "$code"; done
say "proved: every number comes out again from the records, and no withheld count from what is published"
