#!/usr/bin/env bash
# The life of a green notice: two countries have it, without two of the identifiers it is refused by the named rule, it
# is modified, suspended, resumed, extended and cancelled, both show it, both erase it and say so.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
send() { heliograph notice send "$@" --dir "$work/XA" --json; }
shown() { heliograph notice show "$thread" --dir "$work/XA" --json | json 'it["state"]'; }

federate XA XB XC
for code in XA XB XC; do start "$code"; done
heliograph notice new --example green-notice --number 7 --from XA --to XB,XC >"$work/1.json"

json "{**it, 'person': {k: v for k, v in it['person'].items() if k not in ('documents', 'description', 'photos')}}" <"$work/1.json" >"$work/bare.json"
said="$(send "$work/bare.json" "${two[@]}" || true)"
[ "$(json '[it["code"], [f["code"] for f in it["faults"]]]' <<<"$said")" = '["notice-invalid", ["identifiers-insufficient"]]' ] ||
    fail "not refused by the rule of identifiers: $said"
json "{**it, 'validUntil': str(int(it['createdAt'][:4]) + 6) + '-01-01', 'retainUntil': str(int(it['createdAt'][:4]) + 6) + '-01-01'}" <"$work/1.json" >"$work/long.json"
said="$(send "$work/long.json" "${two[@]}" || true)"
json '[f["code"] for f in it["faults"]]' <<<"$said" | grep -q too-long || fail "six years are taken: $said"
say "identifiers and five years are asked for by name"

thread="$(send "$work/1.json" "${two[@]}" | json 'it["thread"]')"
for code in XB XC; do until_true 30 "$code holds it" holds "$code" "$thread" issue; done

sequence=1
# step OPERATION STATE: the next statement, by two officers; both hold it.
step() {
    sequence=$((sequence + 1))
    json "{**it, 'operation': '$1', 'sequence': $sequence, 'change': {'reason': 'A step in its life.'}}" <"$work/1.json" >"$work/next.json"
    send "$work/next.json" "${two[@]}" >/dev/null
    for code in XB XC; do until_true 30 "$code holds $1" holds "$code" "$thread" "$1"; done
    [ "$(shown)" = "$2" ] || fail "after $1 it is $(shown)"
}
step modify in-force
step suspend suspended
said="$(json "{**it, 'operation': 'extend', 'sequence': 4, 'change': {'reason': 'Too soon.'}}" <"$work/1.json" | send - "${two[@]}" || true)"
[ "$(json 'it["code"]' <<<"$said")" = transition-refused ] || fail "a suspended notice was extended: $said"
step resume in-force
step extend in-force
sequence=$((sequence + 1))
heliograph notice retract --yes "$thread" --statement "The person was cleared." --because out-of-date "${two[@]}" --dir "$work/XA" >/dev/null
for code in XB XC; do until_true 30 "$code holds cancel" holds "$code" "$thread" cancel; done
[ "$(shown)" = cancelled ] || fail "it is $(shown)"
order="$(heliograph notice board "$thread" --dir "$work/XA" --json | json "[b['thread'] for b in it['items'] if b['kind']=='erasure'][0]")"
for code in XB XC; do
    [ "$(inbox "$code" | json "sorted({i['state'] for i in it['items'] if i['thread']=='$thread' and i['operation']!='cancel'})")" = '["cancelled"]' ] ||
        fail "$code does not show all of it cancelled"
    until_true 30 "$code holds the order" holds "$code" "$order" order
    heliograph notice erase --yes "$order" --as officer-3 --dir "$work/$code" >/dev/null
done
receipts() { [ "$(heliograph notice board "$order" --dir "$work/XA" --json | json "[it['items'][0]['percent']] + [l['deleted'] for l in it['items'][0]['lines']]")" = "[100, $sequence, $sequence]" ]; }
until_true 60 "both have signed for all $sequence messages" receipts
for code in XA XB XC; do agrees "$code"; done
say "proved: issue, modify, suspend, resume, extend and cancel at both, by rules with names, and deletion receipts for all $sequence messages"
