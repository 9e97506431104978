#!/usr/bin/env bash
# A day of a desk that issues child protection certificates, modelled on the International Child Protection
# Certificate of the UK: a school abroad has one asked for with the applicant's consent; XA issues it; whoever is
# shown it asks XA's node, which answers by itself at its next tick: genuine, not genuine whether altered or unknown,
# revoked, expired. Every answer has one shape and one length; how often a member may ask is bounded.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" --json; }
# The check character of ISO 7064 MOD 37,36, worked out here and not by the program.
checked() { /usr/bin/python3 - "$1" <<'PY'
import sys
product = 36
for character in sys.argv[1].replace("-", ""):
    product = ((product + int(character, 36)) % 36 or 36) * 2 % 37
print(sys.argv[1] + "-" + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(37 - product) % 36])
PY
}

federate XA XB
# The desk answers every two seconds, so that the story is short; a member may ask eight times a day.
sed -i 's/verificationTickSeconds: 60/verificationTickSeconds: 2/; s/verificationsPerDay: 100/verificationsPerDay: 8/' \
    "$work/XA/heliograph.json5"
start XA
start XB

# Asked for with consent; without it the request is no request.
request() { new certificate --operation request --number "$1" --from XB --to XA; }
said="$(request 1 | json '{k: v for k, v in it.items() if k != "consent"}' | send XB || true)"
[ "$(json '[it["code"], it["faults"][0]["pointer"]]' <<<"$said")" = '["notice-invalid", "/consent"]' ] ||
    fail "a request without consent: $said"

# issued N VALID-UNTIL: XB asks about person N, XA issues certificate N; prints the thread.
issued() {
    local thread number
    thread="$(request "$1" | send XB | json 'it["thread"]')"
    until_true 30 "XA holds the request" holds XA "$thread" request
    number="$(checked "XA-CP-2027-$(printf %06d "$1")")"
    new certificate --operation reply --answers "$thread/1" --from XA --to XB |
        json "{**it, 'certificateNo': '$number', 'validUntil': '$2'}" | send XA >/dev/null
    until_true 30 "XB holds the certificate" holds XB "$thread" reply
    echo "$thread"
}
year="$(date -u -d '+11 months' +%F)"
first="$(issued 1 "$year")"
second="$(issued 2 "$year")"
request 3 | send XB >"$work/third"
until_true 30 "XA holds the third request" holds XA "$(json 'it["thread"]' <"$work/third")" request
said="$(new certificate --operation reply --answers "$(json 'it["thread"]' <"$work/third")/1" --from XA --to XB |
    json "{**it, 'certificateNo': '$(checked XA-CP-2027-000001)'}" | send XA || true)"
[ "$(json 'it["code"]' <<<"$said")" = certificate-number ] || fail "one number was issued twice: $said"
say "two certificates issued on consent; a number is issued once"

# verify THREAD-NUMBER CERTIFICATE-NUMBER HOLDER [EDIT]: XB was shown a certificate; prints the thread.
verify() {
    local number
    number="$(checked "XA-CP-2027-$(printf %06d "$2")")"
    new certificate --operation verify --number "$3" --from XB --to XA |
        json "{**it, 'threadId': it['threadId'][:-6] + '$(printf %06d "$1")', 'certificateNo': '$number'}" |
        json "${4:-it}" | send XB | json 'it["thread"]'
}
answered() { holds XB "$1" confirm; }
answer() { heliograph inbox "$(inbox XB | json "[i['id'] for i in it['items'] if i['thread']=='$1' and i['operation']=='confirm'][0]")" --as officer-3 --dir "$work/XB" --json; }
# says THREAD ANSWER: waits for the answer, which must be this.
says() {
    until_true 60 "XA's node answers" answered "$1"
    answer "$1" >"$work/answer-$1.json"
    [ "$(json 'it["notice"]["verification"]' <"$work/answer-$1.json")" = "$2" ] ||
        fail "not $2: $(json 'it["notice"]["verification"]' <"$work/answer-$1.json")"
}

genuine="$(verify 11 1 1)"
# The surname by one character; the number by one digit and its check character; another's number; nobody's.
other='{**it, "person": {**it["person"], "documents": [], "identities": [{**it["person"]["identities"][0], "primaryIdentifier": it["person"]["identities"][0]["primaryIdentifier"][:-1] + "Q"}]}}'
altered="$(verify 12 1 1 "$other")"
digit="$(verify 13 7 1)"
another="$(verify 14 2 1)"
unknown="$(verify 15 999 999)"
says "$genuine" genuine
for thread in "$altered" "$digit" "$another" "$unknown"; do says "$thread" not-genuine; done
# A number whose check character is wrong is none: XB's own node says so, and XA is never asked.
wrong="$(new certificate --operation verify --number 1 --from XB --to XA |
    json "{**it, 'threadId': it['threadId'][:-6] + '000016', 'certificateNo': 'XA-CP-2027-000001-' + ('0' if '$(checked XA-CP-2027-000001)'[-1] != '0' else '1')}" | send XB || true)"
[ "$(json '[it["code"], it["faults"][0]["code"]]' <<<"$wrong")" = '["notice-invalid", "check-character"]' ] ||
    fail "a mistyped number: $wrong"
say "genuine, and not genuine: altered by one character, another's, unknown"

new certificate --operation revoke --answers "$first/1" --sequence 2 --from XA --to XB |
    json "{**it, 'certificateNo': '$(checked XA-CP-2027-000001)'}" | send XA >/dev/null
until_true 30 "XB knows that it is revoked" holds XB "$first" revoke
revoked="$(verify 17 1 1)"
says "$revoked" revoked
# What the holder of a revoked certificate is told, a stranger is not.
stranger="$(verify 18 1 2)"
says "$stranger" not-genuine
still="$(verify 19 2 2)"
says "$still" genuine
say "revoked: said to who is shown it with its holder's name, and to nobody else"

# One shape and one length, whatever is said; and the answers to one tick bear one time.
/usr/bin/python3 - "$work"/answer-*.json <<'PY' || fail "an answer can be told by its shape"
import json, sys
answers = [json.load(open(path)) for path in sys.argv[1:]]
notices = [a["notice"] for a in answers]
assert len({tuple(sorted(n)) for n in notices}) == 1, "members differ"
assert len({len(json.dumps(n)) for n in notices}) == 1, "lengths differ"
assert len({(a["precedence"], a["deadline"]) for a in answers}) == 1, "precedences differ"
assert {n["verification"] for n in notices} == {"genuine", "not-genuine", "revoked"}, "an answer is missing"
negative = [n for n in notices if n["verification"] == "not-genuine"]
same = ("certificateNo", "threadId", "inReplyTo", "createdAt", "retainUntil")
assert len({json.dumps({k: v for k, v in n.items() if k not in same}) for n in negative}) == 1, "one says more"
PY
# As information, and no part of the proof: from question to answer.
for thread in "$genuine" "$altered" "$unknown" "$revoked"; do
    say "  $(json 'it["notice"]["verification"]' <"$work/answer-$thread.json"): asked $(heliograph notice show "$thread" --dir "$work/XB" --json |
        json 'it["history"][0]["created"][11:]'), answered $(json 'it["notice"]["createdAt"][11:]' <"$work/answer-$thread.json")"
done

# Eight were taken in. The ninth is refused by name, signed, whatever it asks about.
ninth="$(verify 20 2 2)"
state() { outbox XB | json "[[i['state'], i['code']] for i in it['items'] if i['thread']=='$1'][0]"; }
is_refused() { [ "$(state "$1")" = '["refused", "verification-limit"]' ]; }
until_true 30 "the ninth is refused" is_refused "$ninth"
tenth="$(verify 21 998 1)"
until_true 30 "so is one about nothing" is_refused "$tenth"
answered "$ninth" && fail "the ninth was answered"
thread="$(request 4 | send XB | json 'it["thread"]')"
until_true 30 "other questions are taken in" holds XA "$thread" request
[ "$(heliograph tasks --dir "$work/XA" --json | json "sorted(i['thread'][-6:] for i in it['items'])")" = '["000003", "000004"]' ] ||
    fail "a verification is somebody's task"
say "after eight a day the code is verification-limit, for whatever is asked"

for code in XA XB; do agrees "$code"; done
say "proved: issued on consent, verified by the node itself in one shape and one length, revoked at once, no oracle: eight a day, and a number alone says nothing"
