#!/usr/bin/env bash
# One day of a joint operation, modelled on Europol's action days against travelling offenders: XA leads, XB and XC
# join, XD declines; airports are tasked, arrivals observed, each member counts for itself, and the lead's totals are
# the sum of what the members sent, or are refused. What came out of it under H2 is passed on only with consent.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" --json; }
holds() { [ "$(inbox "$1" | json "len([i for i in it['items'] if i['thread']=='$2' and i['operation']=='$3' and i['sequence']==$4])")" -eq 1 ]; }

federate XA XB XC XD
for code in XA XB XC XD; do start "$code"; done

day="$(date -u +%F)"
base() { # OPERATION: what XA says of the operation, whole
    new operation --operation announce --number 1 --from XA --to "$2" |
        json "{**it, 'operation': '$1', 'title': 'OP PAPER LANTERN', 'window': {'from': '${day}T00:00:00Z', 'to': '${day}T23:59:59Z'}, 'places': ['XBB', 'XCC']}"
}
thread="$(base announce XB,XC,XD | send XA | json 'it["thread"]')"
for code in XB XC XD; do until_true 30 "$code knows of it" holds "$code" "$thread" announce 1; done

# answer XB OPERATION SEQUENCE [FIELDS]: XB's next statement in the operation.
answer() {
    local fields="${4-}"
    [ -n "$fields" ] || fields='{}'
    new operation --operation "$2" --answers "$thread/1" --sequence "$3" --from "$1" --to XA |
        json "{**it, **$fields}" | send "$1" >/dev/null
    until_true 30 "XA holds $2 of $1" holds_of XA "$thread" "$2" "$3" "$1"
}
holds_of() { [ "$(inbox "$1" | json "len([i for i in it['items'] if i['thread']=='$2' and i['operation']=='$3' and i['sequence']==$4 and i['from']=='$5'])")" -eq 1 ]; }
answer XB join 1
answer XC join 1
answer XD decline 1
refused transition-refused send XB < <(new operation --operation observe --answers "$thread/1" --sequence 2 --from XB --to XA)
say "announced to three; two join, one declines; nobody observes what is not running"

base task XB,XC | json "{**it, 'sequence': 2, 'change': {'reason': 'Two take part.'}, 'tasks': [
    {'id': 'T-01', 'to': ['XB'], 'what': 'Check arrivals of these flights.', 'flights': ['ZZ418', 'ZZ77'], 'due': '${day}T23:00:00Z'},
    {'id': 'T-02', 'to': ['XC'], 'what': 'Interviews at the transit desk.', 'due': '${day}T23:00:00Z'}]}" | send XA >/dev/null
for code in XB XC; do until_true 30 "$code has its task" holds "$code" "$thread" task 2; done
until_true 30 "XD, which declined, hears that it ended for it" holds XD "$thread" cancel 2
now="$(date -u +%FT%TZ)"
answer XB observe 2 "{'observations': [{'task': 'T-01', 'at': '$now', 'place': 'XBB', 'count': 3}]}"
answer XB observe 3 "{'observations': [{'task': 'T-01', 'at': '$now', 'place': 'XBB', 'count': 3}, {'task': 'T-01', 'at': '$now', 'place': 'XBB', 'count': 2}]}"

counts() { # CHECKED INTERVIEWS SECOND REFUSALS ARRESTS VICTIMS DEVICES CASES
    echo "{'personsChecked': $1, 'interviews': $2, 'secondaryInspections': $3, 'refusals': $4, 'arrests': $5, 'victimsIdentified': $6, 'devicesExamined': $7, 'newCases': $8}"
}
xb="$(counts 412 9 14 2 1 0 5 1)"
first="$(counts 260 4 6 1 0 0 2 0)"
xc="$(counts 263 5 6 1 0 1 2 1)"
answer XB statistics 4 "{'statistics': $xb}"
answer XC statistics 2 "{'statistics': $first}"
# Counted again: what is sent later takes the place of what was sent before.
answer XC statistics 3 "{'statistics': $xc}"
refused notice-invalid send XC < <(new operation --operation statistics --answers "$thread/1" --sequence 4 --from XC --to XA |
    json "{**it, 'statistics': $(counts 3 0 0 0 4 0 0 0)}")

total() { # TOTAL BY-COUNTRY: the lead's totals
    base consolidate XB,XC | json "{**it, 'sequence': 3, 'change': {'reason': 'The day is over.'}, 'statistics': $1, 'byCountry': [${2}]}"
}
xb_line="{'member': 'XB', 'statistics': $xb}"
xc_line="{'member': 'XC', 'statistics': $xc}"
sum="$(/usr/bin/python3 -c "print({k: $xb[k] + $xc[k] for k in $xb})")"
refused totals-mismatch send XA < <(total "$(/usr/bin/python3 -c "print({k: $xb[k] + $first[k] for k in $xb})")" "$xb_line, {'member': 'XC', 'statistics': $first}")
refused totals-mismatch send XA < <(total "$xb" "$xb_line")
refused totals-mismatch send XA < <(total "$(/usr/bin/python3 -c "print({k: 2 * $xb[k] + $xc[k] for k in $xb})")" "$xb_line, $xc_line, {'member': 'XD', 'statistics': $xb}")
refused notice-invalid send XA < <(total "$xb" "$xb_line, $xc_line")
heliograph notice totals "$thread" --dir "$work/XA"
heliograph notice totals "$thread" --dir "$work/XA" --json >"$work/totals.json"
base consolidate XB,XC | /usr/bin/python3 -c "import json, sys
notice, totals = json.load(sys.stdin), json.load(open(sys.argv[1]))
notice.update(sequence=3, change={'reason': 'The day is over.'}, statistics=totals['statistics'], byCountry=totals['byCountry'])
print(json.dumps(notice))" "$work/totals.json" >"$work/consolidated.json"
send XA <"$work/consolidated.json" >/dev/null
for code in XB XC; do until_true 30 "$code has the totals" holds "$code" "$thread" consolidate 3; done
json "{**it, 'operation': 'close', 'sequence': 4, 'createdAt': '$(date -u +%FT%TZ)'}" <"$work/consolidated.json" | send XA >/dev/null
for code in XB XC; do until_true 30 "$code knows that it is closed" holds "$code" "$thread" close 4; done
refused transition-refused send XC < <(new operation --operation statistics --answers "$thread/1" --sequence 4 --from XC --to XA)

# Outside the nodes: what XB and XC say that they sent, as it lies with them, against what lies with XC of XA's.
held() { # NODE OPERATION FROM
    local id
    id="$(inbox "$1" | json "sorted((i for i in it['items'] if i['thread']=='$thread' and i['operation']=='$2' and i['from']=='$3'), key=lambda i: i['sequence'])[-1]['id']")"
    heliograph inbox "$id" --as officer-3 --dir "$work/$1" --json | json 'it["notice"]'
}
held XC close XA >"$work/closed.json"
/usr/bin/python3 - "$work/closed.json" "$xb" "$xc" <<'PY' || fail "the published total is not the sum"
import ast, json, sys
closed, xb, xc = json.load(open(sys.argv[1])), ast.literal_eval(sys.argv[2]), ast.literal_eval(sys.argv[3])
assert closed["statistics"] == {k: xb[k] + xc[k] for k in xb}, closed["statistics"]
assert {l["member"]: l["statistics"] for l in closed["byCountry"]} == {"XB": xb, "XC": xc}
PY
say "the total is the sum of what the members sent: $sum"

# What came out of it, graded 4x4, under H1 and H2.
product="$(new intelligence-product --number 2 --from XB --to XA |
    json "{**it, 'handling': {'codes': ['H1', 'H2'], 'text': None}, 'evaluation': {'scheme': '4x4', 'source': 'B', 'info': '2'}}" | send XB | json 'it["thread"]')"
until_true 30 "XA holds it" holds XA "$product" publish 1
forward() { heliograph notice forward --yes "$product" --to XC --number 3 --as officer-3 --approved-by chief-1 --dir "$work/XA" --json; }
refused onward-refused forward
asked="$(new use-consent --number 4 --from XA --to XB |
    json "{**it, 'about': {'thread': '$product'}, 'use': 'onward-transfer', 'onwardTo': ['XC']}" | send XA | json 'it["thread"]')"
until_true 30 "XB is asked" holds XB "$asked" request 1
refused onward-refused forward
new use-consent --operation grant --answers "$asked/1" --from XB --to XA |
    json '{**it, "granted": {"uses": ["onward-transfer"], "onwardTo": ["XC"]}}' | send XB >/dev/null
until_true 30 "XA has the consent" holds XA "$asked" grant 1
passed="$(forward | json 'it["thread"]')"
until_true 30 "XC holds what was passed on" holds XC "$passed" publish 1
new use-consent --operation revoke --answers "$asked/1" --sequence 2 --from XB --to XA | send XB >/dev/null
until_true 30 "XA knows that it was revoked" holds XA "$asked" revoke 2
refused onward-refused heliograph notice forward --yes "$product" --to XD --number 5 --as officer-3 --approved-by chief-1 --dir "$work/XA" --json
refused notice-invalid send XB < <(new intelligence-product --number 6 --from XB --to XA | json "{**it, 'handling': {'codes': ['H3'], 'text': None}}")

for code in XA XB XC XD; do agrees "$code"; done
say "proved: an operation from announcement to close; totals = sum of the members' own statements; H2 was passed on once it was granted"
