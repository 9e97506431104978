#!/usr/bin/env bash
# What may be told to whom, between three real nodes: preview, renditions, refusals by name, a block that
# a supervisor lifts, a right that is lost with a message under way, a cancel that goes all the same, a
# member that must ask, and a notice that is passed on only where its issuer agreed.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" --json "${@:2}"; }
state() { outbox XA | json "[i['code'] if i['state']=='queued' else i['state'] for i in it['items'] if i['thread']=='$1' and i['to']=='$2'][0]"; }
is() { [ "$(state "$1" "$2")" = "$3" ]; }
policy() { printf '%s\n' "$1" >"$work/XA/policy.json5"; }

federate XA XB XC
sed -i 's/policy: ""/policy: "policy.json5"/' "$work/XA/heliograph.json5"
policy "{
  supervisors: ['chief-2'],
  domesticOnly: ['/person/fbiNumber'],           // never leaves
  recipients: {
    XB: { riskGradeMin: 'high' },                // only high and above
    XC: { remove: ['/person/photos', '/warnings'], humanRightsBlock: 'capital punishment' },
  },
}"
heliograph policy check "$work/XA/policy.json5" >/dev/null
for code in XA XB XC; do start "$code"; done

# A notice with a field that is ours alone, and one that XC may not see.
green() { # NUMBER GRADE
    new green-notice --number "$1" --from XA --to XB,XC | json "{**it, 'threat': {**it['threat'], 'grade': '$2'},
        'warnings': ['violent'], 'person': {**it['person'], 'fbiNumber': 'FBI-SPECIMEN-77'}}"
}
green 1 medium >"$work/medium.json"
refused policy-risk-grade send XA --to XB <"$work/medium.json"
green 2 high >"$work/high.json"
refused policy-human-rights send XA <"$work/high.json"
refused override-refused heliograph notice send "$work/high.json" --as officer-7 --approved-by chief-9 \
    --override "a child is at risk" --dir "$work/XA" --json
policy "$(sed "s/, humanRightsBlock: 'capital punishment'//" "$work/XA/policy.json5")"
previewed="$(heliograph notice preview "$work/high.json" --to XC --dir "$work/XA" --json)"
for field in fbiNumber warnings XB; do
    grep -q "$field" <<<"$(json 'it["notice"]' <<<"$previewed")" && fail "the preview for XC shows $field"
done
policy "$(sed "s/'\/warnings']/&, humanRightsBlock: 'capital punishment'/" "$work/XA/policy.json5")"
sent="$(send XA --override "a child is at risk" <"$work/high.json")"
thread="$(json 'it["thread"]' <<<"$sent")"
[ "$(json 'len(it["messages"])' <<<"$sent")" -eq 2 ] || fail "not two renditions: $sent"
for code in XB XC; do until_true 30 "$code holds it" holds "$code" "$thread" issue; done
for code in XB XC; do
    arrived="$(heliograph inbox "$thread" --as officer-3 --dir "$work/$code" --json)"
    [ "$(json 'it["notice"]["to"]' <<<"$arrived")" = "[\"$code\"]" ] || fail "$code sees another recipient"
    grep -q FBI-SPECIMEN <<<"$arrived" && fail "$code has the domestic field"
    digest="$(json "[m['noticeDigest'] for m in it['messages'] if m['to']==['$code']][0]" <<<"$sent")"
    [ "$(json 'it["noticeDigest"]' <<<"$arrived")" = "$digest" ] || fail "$code holds other bytes than were sent"
    declare "arrived_$code=$arrived"
done
[ "$(json 'it["noticeDigest"]' <<<"$previewed")" = "$(json 'it["noticeDigest"]' <<<"$arrived_XC")" ] ||
    fail "what arrived is not what was previewed"
grep -q warnings <<<"$arrived_XB" || fail "XB has lost a field"
grep -aq FBI-SPECIMEN "$work/XC/store/store.db" "$work/XC/node.log" && fail "the domestic field is on XC's disk"
say "two renditions; what was previewed is what arrived, and nobody sees the other"

stop XC
green 3 high >"$work/waits.json"
waiting="$(send XA --override "a child is at risk" <"$work/waits.json" | json 'it["thread"]')"
until_true 30 "XB holds it" holds XB "$waiting" issue
policy "{recipients: {XC: {deny: 'the agreement has ended'}}}"
start XC
until_true 60 "XA sees why XC gets nothing" is "$waiting" XC policy-denied
holds XC "$waiting" issue && fail "XC got what it may not have"
heliograph notice cancel --yes "$thread" --as officer-7 --dir "$work/XA" >/dev/null
until_true 60 "XC knows of the cancel" holds XC "$thread" cancel
say "who lost its right got nothing more, and hears of the cancel of what it has"

policy "{everybody: {mustSubscribe: true}}"
alert() { new travel-alert --number "$1" --arrives-in "$2" --from XA --to "$3"; }
refused policy-not-subscribed send XA < <(alert 21 30h XB)
entry() { new directory --operation publish --number 1 --from XB --to XA; }
entry | json '{**it, "subscriptions": ["travel-alert"]}' | send XB >/dev/null
until_true 30 "XA holds XB's entry" holds XA "$(entry | json 'it["threadId"]')" publish
subscribed="$(send XA < <(alert 21 30h XB) | json 'it["thread"]')"
until_true 30 "XB holds what it asked for" holds XB "$subscribed" issue
refused policy-not-subscribed send XA < <(alert 22 60h XC)
heliograph notice cancel --yes "$(entry | json 'it["threadId"]')" --as officer-7 --dir "$work/XB" >/dev/null
until_true 30 "XA knows that XB asks no more" holds XA "$(entry | json 'it["threadId"]')" cancel
refused policy-not-subscribed send XA < <(alert 23 90h XB)
say "a member that must ask gets what it asks for, as long as it does"

policy "{}"
forward() { heliograph notice forward --yes "$subscribed" --to XC --number 40 --as officer-3 --approved-by chief-1 --dir "$work/XB" --json; }
refused onward-refused forward
asked="$(new use-consent --operation request --number 41 --from XB --to XA | json "{**it, 'about': {'thread': '$subscribed'},
    'use': 'onward-transfer', 'onwardTo': ['XC']}" | send XB | json 'it["thread"]')"
until_true 30 "XA is asked" holds XA "$asked" request
new use-consent --operation grant --answers "$asked/1" --from XA --to XB |
    json '{**it, "granted": {"uses": ["onward-transfer"], "onwardTo": ["XC"]}}' | send XA >/dev/null
until_true 30 "XB has the consent" holds XB "$asked" grant
passed="$(forward | json 'it["thread"]')"
until_true 30 "XC holds what was passed on" holds XC "$passed" issue
say "an H2 notice was passed on only once its issuer agreed"

for code in XA XB XC; do agrees "$code"; done
say "proved: fields, recipients, subscriptions and onward transfer go by the policy, and each refusal names its rule"
