#!/usr/bin/env bash
# A register that may share only what was assessed as high: a medium risk is refused by the rule, and an alert 20 hours
# before the flight lands, once the grade is high, is immediate and arrives in front of the officer at once.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)

federate XA XB
sed -i 's/policy: ""/policy: "policy.json5"/' "$work/XA/heliograph.json5"
printf '%s\n' "{ everybody: { riskGradeMin: 'high' } }" >"$work/XA/policy.json5"
start XA
start XB

alert() { # GRADE: an alert whose grade is known at home alone
    heliograph notice new --example travel-alert --number 7 --arrives-in 20h --from XA --to XB |
        json "{**it, 'domesticRisk': {'grade': '$1', 'assessedOn': '2026-11-01', 'gateway': 'register act, section 9'}}"
}
alert medium >"$work/medium.json"
refused policy-risk-grade heliograph notice send "$work/medium.json" "${two[@]}" --dir "$work/XA" --json
heliograph notice new --example travel-alert --number 7 --arrives-in 20h --from XA --to XB >"$work/none.json"
refused policy-risk-grade heliograph notice send "$work/none.json" "${two[@]}" --dir "$work/XA" --json
[ "$(outbox XA | json 'len(it["items"])')" -eq 0 ] || fail "something is queued"

alert high >"$work/high.json"
sent="$(heliograph notice send "$work/high.json" "${two[@]}" --dir "$work/XA" --json)"
thread="$(json 'it["thread"]' <<<"$sent")"
[ "$(json 'it["deliveries"][0]["precedence"]' <<<"$sent")" = immediate ] || fail "20 hours are not immediate: $sent"
until_true 30 "XB holds the alert" holds XB "$thread" issue
[ "$(outbox XA | json "[i['inTime'] for i in it['items'] if i['thread']=='$thread'][0]")" = true ] || fail "not in time"
arrived="$(heliograph inbox "$thread" --as officer-3 --dir "$work/XB" --json)"
grep -q domesticRisk <<<"$arrived" && fail "the assessment left the country"
heliograph outcome --yes "$thread" --result refused --at now --confirm "an exercise" --port XBB --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "XA knows that entry was refused" holds XA "$thread" final
for code in XA XB; do agrees "$code"; done
say "proved: a medium risk is blocked by the rule; a high one, 20 hours before, arrived as immediate and in time, and its outcome is back"
