#!/usr/bin/env bash
# A joint operation of three countries: announced, joined, tasked, observed, counted and closed. The lead's totals are
# held to what each member counted, a count that was sent again replaces the first, and what is published withholds
# small counts and whatever gives them away, as an independent script finds.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example operation "$@"; }
send() { # NODE: sends the statement on stdin
    cat >"$work/statement.json"
    heliograph notice send "$work/statement.json" --as officer-7 --approved-by chief-2 --dir "$work/$1" --json
}
holds() { [ "$(inbox "$1" | json "len([i for i in it['items'] if i['thread']=='$2' and i['operation']=='$3'])")" -eq "$4" ]; }
answer() { # NODE OPERATION SEQUENCE [CHANGE]
    new --operation "$2" --answers "$thread/1" --sequence "$3" --from "$1" --to XA | json "${4:-it}" | send "$1" >/dev/null
}
next() { # OPERATION SEQUENCE CHANGE: the lead's next statement, everything repeated
    json "{**it, 'operation': '$1', 'sequence': $2, 'change': {'reason': 'The operation goes on.', 'code': 'review'}, $3}" \
        <"$work/announce.json" | send XA >/dev/null
}
# counts CHECKED INTERVIEWS SECONDARY REFUSALS ARRESTS VICTIMS DEVICES CASES
counts() {
    printf '{"personsChecked":%d,"interviews":%d,"secondaryInspections":%d,"refusals":%d,"arrests":%d,"victimsIdentified":%d,"devicesExamined":%d,"newCases":%d}' "$@"
}
totals() { # three objects, of XA, XB and XC: the members of a consolidated statement
    /usr/bin/python3 - "$@" <<'PY'
import json, sys
parts = dict(zip(("XA", "XB", "XC"), map(json.loads, sys.argv[1:])))
print("'statistics': " + repr({k: sum(p[k] for p in parts.values()) for k in parts["XA"]})
      + ", 'byCountry': " + repr([{"member": m, "statistics": p} for m, p in parts.items()]))
PY
}
operation() { heliograph statistics operation "$thread" --dir "$work/$1" --json "${@:2}" || true; }

federate XA XB XC
for code in XA XB XC; do start "$code"; done
new --from XA --to XB,XC --number 7 >"$work/announce.json"
thread="$(send XA <"$work/announce.json" | json 'it["thread"]')"
for code in XB XC; do
    until_true 30 "$code holds the announcement" holds "$code" "$thread" announce 1
    answer "$code" join 1
done
until_true 30 "XA knows that both have joined" holds XA "$thread" join 2
task="'tasks': [{'id': 'T-01', 'to': ['XB', 'XC'], 'what': 'Check arrivals of these flights.', 'flights': ['ZZ418'], 'due': it['window']['to']}]"
next task 2 "$task"
for code in XB XC; do
    until_true 30 "$code has its task" holds "$code" "$thread" task 1
    answer "$code" observe 2
done
[ "$(operation XA | json 'it["code"]')" = not-found ] || fail "there are totals of nothing"

xa="$(counts 900 40 31 8 20 6 55 12)"
xb="$(counts 412 9 14 6 3 2 15 7)"
xc="$(counts 130 30 22 9 16 28 40 1)"
corrected="$(counts 130 30 22 9 17 28 40 1)"
answer XB statistics 3 "{**it, 'statistics': $xb}"
answer XC statistics 3 "{**it, 'statistics': $xc}"
answer XC statistics 4 "{**it, 'statistics': $corrected}"
until_true 30 "XA has three counts" holds XA "$thread" statistics 3
[ "$(operation XA | json "[r['count'] for r in it['rows'] if r['what']=='arrests']")" = "[3, 17, 20]" ] || fail "a count sent again does not replace the first"
consolidate() { # SEQUENCE, and an object of each
    json "{**it, 'operation': 'consolidate', 'sequence': $1, 'change': {'reason': 'The operation goes on.', 'code': 'review'}, $task, $(totals "${@:2}")}" \
        <"$work/announce.json" | send XA || true
}
[ "$(consolidate 3 "$xa" "$xb" "$xc" | json 'it["code"]')" = totals-mismatch ] || fail "an older count of XC's was taken for its last"
consolidate 3 "$xa" "$xb" "$corrected" >/dev/null
operation XA >"$work/counts.json"
[ "$(json "it['agrees']" <"$work/counts.json")" = true ] || fail "the totals do not agree: $(cat "$work/counts.json")"
# XC counts once more after the totals were sent.
answer XC statistics 5 "{**it, 'statistics': $(counts 130 30 22 9 18 28 40 1)}"
until_true 30 "XA has XC's last count" holds XA "$thread" statistics 4
[ "$(operation XA | json "[it['agrees'], it['differences']]")" = '[false, [{"member": "XC", "what": "arrests", "counted": 18, "stated": 17}]]' ] ||
    fail "totals that are not what the members counted are not noticed: $(operation XA)"
say "totals of an older count are refused; a count that comes after them is named"
answer XC statistics 6 "{**it, 'statistics': $corrected}"
until_true 30 "XA has XC's correction" holds XA "$thread" statistics 5
next close 4 "$task, $(totals "$xa" "$xb" "$corrected")"
for code in XB XC; do
    until_true 30 "$code holds the end" holds "$code" "$thread" close 1
    [ "$(operation "$code" | json "it['rows']")" = "$(json "it['rows']" <"$work/counts.json")" ] || fail "$code has other totals"
done

operation XA --publish >"$work/public.json"
say "published: $(/usr/bin/python3 -B "$here/e2e/recompute_statistics.py" --operation "$work/counts.json" "$work/public.json")"
/usr/bin/python3 - "$work/public.json" <<'PY' || fail "what is published is not what it should be: $(cat "$work/public.json")"
import json, sys
it = json.load(open(sys.argv[1]))
of = lambda what: {r["member"]: r["count"] for r in it["rows"] if r["what"] == what}
assert of("arrests") == {"XA": 20, "XB": None, "XC": None, "all": 40}, of("arrests")
assert of("victimsIdentified") == {"XA": None, "XB": None, "XC": 28, "all": 36}, of("victimsIdentified")
assert of("newCases") == {"XA": 12, "XB": None, "XC": None, "all": 20}, of("newCases")
assert of("personsChecked") == {"XA": 900, "XB": 412, "XC": 130, "all": 1442}
assert it["differences"] == []
PY
# The judge sees it if only the small count itself is withheld, or if it is printed.
for change in "it['rows'][[(r['what'], r['member']) for r in it['rows']].index(('arrests', 'XC'))].update(count=17)" \
    "it['rows'][[(r['what'], r['member']) for r in it['rows']].index(('arrests', 'XB'))].update(count=3)"; do
    json "[$change, it][1]" <"$work/public.json" >"$work/leaky.json"
    /usr/bin/python3 -B "$here/e2e/recompute_statistics.py" --operation "$work/counts.json" "$work/leaky.json" 2>/dev/null &&
        fail "the judge lets a leak pass"
done
for code in XA XB XC; do agrees "$code"; done
say "proved: three countries' counts, totals held to them, and small counts that nobody can work out from what is published"
