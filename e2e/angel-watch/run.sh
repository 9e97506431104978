#!/usr/bin/env bash
# A day of a centre that warns before departure: 500 routine notices wait, an alert still leaves first and
# its deadlines are those worked out by hand; the default asks for nothing; a second agency's report of the same trip,
# with the name in another spelling and day and month exchanged, is found before it is sent, and one
# message leaves; an emergency at night is released by one officer and approved by another.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
send() { heliograph notice send "$@" --dir "$work/XA" --json; }

# refused CODE COMMAND…: it fails with this code; prints the sentence.
refused() {
    local wanted="$1" said
    shift
    said="$("$@" || true)"
    [ "$(json 'it["code"]' <<<"$said")" = "$wanted" ] || fail "not $wanted: $said"
    json 'it["sentence"]' <<<"$said"
}

federate XA XB XC
notices 500 "$work/routine" XA XB
heliograph notice send "$work"/routine/*.json "${two[@]}" --dir "$work/XA" | tail -n 1

heliograph notice new --example travel-alert --number 7 --arrives-in 30h --from XA --to XB,XC >"$work/first.json"
[ "$(json 'it["requests"]' <"$work/first.json")" = '["none-information-only"]' ] || fail "it asks for more than to know"
alert="$(send "$work/first.json" "${two[@]}" | json 'it["thread"]')"
# By hand: each first arrival, from the wall clock of the place and its zone, less the two hours.
/usr/bin/python3 - "$work/first.json" <(outbox XA) "$alert" <<'PY' || fail "a deadline is not what it should be"
import json, sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
notice, outbox, thread = json.load(open(sys.argv[1])), json.load(open(sys.argv[2])), sys.argv[3]
for leg, country in zip(notice["itinerary"]["legs"], notice["to"]):
    local = datetime.fromisoformat(leg["arriveLocal"]).replace(tzinfo=ZoneInfo(leg["arriveTz"]))
    wanted = (local.astimezone(timezone.utc) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = [i["deadline"] for i in outbox["items"] if i["thread"] == thread and i["to"] == country]
    assert found == [wanted], (country, found, wanted)
PY
for code in XB XA XC; do start "$code"; done
until_true 60 "XB holds the alert" holds XB "$alert" issue
until_true 120 "XB has all of it" inbox_counts XB 501
first="$(inbox XB | json "sorted(it['items'], key=lambda i: (i['received'], i['precedence'] == 'routine'))[0]['thread']")"
[ "$first" = "$alert" ] || fail "$first came before the alert"
say "the alert left before 500 routine notices, with the deadlines worked out by hand"

# The other agency: no document, another spelling, day and month exchanged where they may be.
json "{**it, 'alertNo': it['alertNo'][:-6] + '000800', 'threadId': it['threadId'][:-6] + '000800',
    'person': {**{k: v for k, v in it['person'].items() if k != 'documents'},
        'identities': [{**it['person']['identities'][0],
            'primaryIdentifier': it['person']['identities'][0]['secondaryIdentifier'].title(),
            'secondaryIdentifier': it['person']['identities'][0]['primaryIdentifier'].title()}],
        'birth': {'date': (lambda y, m, d: '-'.join((y, d, m) if int(d) <= 12 else (y, m, d)))(*it['person']['birth']['date'].split('-'))}}}" \
    <"$work/first.json" >"$work/second.json"
said="$(refused same-trip send "$work/second.json" "${two[@]}")"
case "$said" in *"$alert"*) ;; *) fail "the first thread is not named: $said" ;; esac
refused same-trip send "$work/second.json" "${two[@]}" --supplement "$alert" >/dev/null
say "found before it was sent: $said"

# It also knows that the flight was booked to go an hour later: that is one proposal, and one message.
/usr/bin/python3 - "$work/second.json" >"$work/later.json" <<'PY'
import json, sys
from datetime import datetime, timedelta
notice = json.load(open(sys.argv[1]))
for leg in notice["itinerary"]["legs"]:
    for key in ("departLocal", "arriveLocal"):
        leg[key] = (datetime.fromisoformat(leg[key]) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
json.dump(notice, sys.stdout)
PY
refused same-trip send "$work/later.json" "${two[@]}" >/dev/null
heliograph notice merge "$work/later.json" --into "$alert" --dir "$work/XA" >"$work/proposal.json"
[ "$(json '[it["threadId"], it["sequence"]]' <"$work/proposal.json")" = "[\"$alert\", 2]" ] || fail "no proposal"
sent="$(send "$work/later.json" "${two[@]}" --supplement "$alert")"
[ "$(json '[it["thread"], it["sequence"], len(it["messages"])]' <<<"$sent")" = "[\"$alert\", 2, 1]" ] ||
    fail "not one message of the first thread: $sent"
for code in XB XC; do
    until_true 30 "$code holds the update" holds "$code" "$alert" update-itinerary
    [ "$(inbox "$code" | json "len([i for i in it['items'] if i['kind']=='travel-alert' and i['state']=='new'])")" -eq 1 ] ||
        fail "$code has the trip twice"
done
say "two reports, one thread, one message; each country has the trip once"

heliograph notice new --example travel-alert --number 8 --arrives-in 3h --from XA --to XB >"$work/night.json"
refused approver-missing send "$work/night.json" --as officer-7 >/dev/null
night="$(send "$work/night.json" --as officer-7 --emergency "Lands in three hours." | json 'it["thread"]')"
until_true 30 "XB holds it" holds XB "$night" issue
due() { heliograph tasks --dir "$work/XA" --json | json "[i['task'] for i in it['items']]"; }
[ "$(due)" = '["second-approval"]' ] || fail "the second approval is no task"
{ heliograph doctor --dir "$work/XA" || true; } | grep -q "1 emergency" || fail "doctor does not say so"
refused approver-is-author heliograph notice approve "$night" --as "OFFICER-7 " --dir "$work/XA" --json >/dev/null
refused approval-unread heliograph notice approve "$night" --as chief-2 --dir "$work/XA" --json >/dev/null
heliograph notice show "$night" --as chief-2 --dir "$work/XA" | grep -q "TRAVEL ALERT $night" || fail "the second officer cannot read it"
heliograph notice approve "$night" --as chief-2 --dir "$work/XA" >/dev/null
heliograph notice show "$night" --dir "$work/XA" | grep -q "approved by chief-2" || fail "nobody sees who approved"
[ "$(due)" = '[]' ] || fail "it is a task still"
say "one officer released what could not wait, and another approved it"

for code in XA XB XC; do agrees "$code"; done
say "proved: alert before arrival, deadlines, no duplicates across agencies, four eyes with an emergency"
