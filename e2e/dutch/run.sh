#!/usr/bin/env bash
# A police with liaison officers at its embassies, modelled on the Dutch: what warns XC of a traveller is copied to XA's
# liaison post there, XL, which has a node of its own: the same bytes, the same deadline, every update and the cancel;
# and a post that cannot be reached or may not have it never holds a warning up.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - "${two[@]}" --dir "$work/$1" --json; }
policy() { printf '%s\n' "$1" >"$work/XA/policy.json5"; }
to() { json 'sorted(d["to"] for d in it["deliveries"])'; }

federate XA XB XC XL
sed -i 's/policy: ""/policy: "policy.json5"/' "$work/XA/heliograph.json5"
policy "{ liaisonPosts: { XC: ['XL'] } }"
heliograph policy check "$work/XA/policy.json5" >/dev/null
for bad in "{ liaisonPosts: { XC: ['XL'], XB: ['XL'] } }" "{ liaisonPosts: { XL: ['XC'], XC: ['XB'] } }" "{ liaisonPosts: ['XL'] }"; do
    printf '%s\n' "$bad" >"$work/bad.json5"
    said="$(heliograph policy check "$work/bad.json5" --json || true)"
    [ "$(json 'it["code"]' <<<"$said")" = policy-invalid ] || fail "taken: $bad: $said"
done
for code in XA XB XC XL; do start "$code"; done

# Who sits at the post, for everybody to call.
new directory --number 1 --from XL --to XA,XC | json "{**it, 'authority': 'Liaison post of XA in XC',
    'contacts': [{'for': 'liaison', 'office': 'Embassy of XA in XC', 'telephone': '+00 000 777'}]}" | send XL >/dev/null
known() { [ "$(heliograph directory XL --dir "$work/XC" --json | json "[c['office'] for i in it['items'] for c in i['contacts'] if c['for']=='liaison']")" = '["Embassy of XA in XC"]' ]; }
until_true 30 "XC knows whom to call" known

# A journey through XB to XC: XB has no post.
new travel-alert --number 7 --arrives-in 20h --from XA --to XB,XC >"$work/alert.json"
preview="$(heliograph notice preview "$work/alert.json" --to XL --dir "$work/XA" --json)"
sent="$(send XA <"$work/alert.json")"
thread="$(json 'it["thread"]' <<<"$sent")"
[ "$(to <<<"$sent")" = '["XB", "XC", "XL"]' ] || fail "not copied: $sent"
[ "$(json 'it["warnings"]' <<<"$sent")" = '[]' ] || fail "the post is off the route: $sent"
for code in XB XC XL; do until_true 30 "$code holds the alert" holds "$code" "$thread" issue; done
outbox XA | json "[[i['to'], i['deadline'], i['precedence'], i['inTime']] for i in it['items'] if i['thread']=='$thread']" >"$work/lines"
/usr/bin/python3 - "$work/lines" <<'PY' || fail "the post has another deadline than its country: $(cat "$work/lines")"
import json, sys
lines = {line[0]: line[1:] for line in json.load(open(sys.argv[1]))}
assert lines["XL"] == lines["XC"] and lines["XL"][0] and lines["XL"][2] is True, lines
assert lines["XB"][0] < lines["XC"][0], lines
PY
digest() { heliograph inbox "$thread" --as officer-3 --dir "$work/$1" --json | json 'it["noticeDigest"]'; }
[ "$(digest XC)" = "$(digest XL)" ] || fail "the post reads something else than its country"
[ "$(json 'it["noticeDigest"]' <<<"$preview")" = "$(digest XL)" ] || fail "what was previewed is not what arrived"
say "the alert to XC is also at the post there: the same bytes, the same deadline, evidence of its own"

json "{**it, 'operation': 'correct', 'sequence': 2, 'change': {'reason': 'Year of conviction.'}, 'convictionSummary': {**it['convictionSummary'], 'year': it['convictionSummary']['year'] - 1}}" \
    <"$work/alert.json" | send XA >/dev/null
for code in XC XL; do until_true 30 "$code holds the correction" holds "$code" "$thread" correct; done
green="$(new green-notice --number 8 --from XA --to XC | send XA)"
[ "$(to <<<"$green")" = '["XC", "XL"]' ] || fail "a green notice is not copied: $green"
# Neither a warning to elsewhere, nor what is no warning about a person, nor an answer.
[ "$(new green-notice --number 9 --from XA --to XB | send XA | to)" = '["XB"]' ] || fail "copied without need"
[ "$(new information-request --number 10 --from XA --to XC | send XA | to)" = '["XC"]' ] || fail "a question is copied"
[ "$(new intelligence-product --number 11 --from XA --to XC | send XA | to)" = '["XC"]' ] || fail "a product is copied"
heliograph outcome --yes "$thread" --result refused --at now --confirm "an exercise" --port XCC --as officer-3 --dir "$work/XC" >/dev/null
until_true 30 "XA knows that entry was refused" holds XA "$thread" final
[ "$(heliograph tasks --dir "$work/XL" --json | json 'it["items"]')" = '[]' ] || fail "the post owes an outcome: $(heliograph tasks --dir "$work/XL")"
say "what follows reaches the post too; it owes no outcome: that is its country's"

# A post that is away has it when it is back; one that the policy keeps from it holds nothing up.
stop XL
waits="$(new travel-alert --number 12 --arrives-in 60h --from XA --to XC | send XA | json 'it["thread"]')"
until_true 30 "XC holds it at once" holds XC "$waits" issue
start XL
until_true 60 "the post holds it once it is back" holds XL "$waits" issue
policy "{ liaisonPosts: { XC: ['XL'] }, recipients: { XL: { deny: 'the post is closed' } } }"
closed="$(new travel-alert --number 13 --arrives-in 120h --from XA --to XC | send XA)"
[ "$(to <<<"$closed")" = '["XC"]' ] || fail "a closed post: $closed"
until_true 30 "XC holds it" holds XC "$(json 'it["thread"]' <<<"$closed")" issue
grep -q '"event":"copy-not-sent"' "$work/XA/node.log" || fail "the log does not say that the copy was not sent"
policy "{ liaisonPosts: { XC: ['XL'] } }"
heliograph notice cancel --yes "$thread" --as officer-7 --dir "$work/XA" >/dev/null
for code in XB XC XL; do until_true 30 "$code knows of the cancel" holds "$code" "$thread" cancel; done

for code in XA XB XC XL; do agrees "$code"; done
say "proved: warnings to XC are copied to the liaison post there, to the byte and in time, with every update and the cancel"
