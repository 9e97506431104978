#!/usr/bin/env bash
# Several who travel together, person by person: one goes on alone and one comes by another flight, each with a deadline of
# its own in each country, worked out by hand here; a country hears first of whoever lands first; who stays behind is
# waited for no more; the report says what became of whom.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
send() { heliograph notice send - "${two[@]}" --dir "$work/$1" --json; }
deadline() { outbox XA | json "max((i['sequence'], i['deadline']) for i in it['items'] if i['thread']=='$thread' and i['to']=='$1')[1]"; }

federate XA XB XC
for code in XA XB XC; do start "$code"; done

# The group lands in XB; the second goes there by a flight of its own a day earlier, and on to XC.
heliograph notice new --example travel-alert --number 8 --arrives-in 30h --from XA --to XB,XC >"$work/own.json"
heliograph notice new --example group-alert --number 1 --arrives-in 54h --from XA --to XB |
    /usr/bin/python3 -c "import json, sys
group, own = json.load(sys.stdin), json.load(open(sys.argv[1]))
group['to'] = ['XB', 'XC']
group['members'][1]['itinerary'] = own['itinerary']
print(json.dumps(group))" "$work/own.json" >"$work/group.json"
said="$(heliograph notice send "$work/group.json" --as officer-7 --dir "$work/XA" --json || true)"
[ "$(json 'it["code"]' <<<"$said")" = approver-missing ] || fail "one officer sent a group: $said"
sent="$(send XA <"$work/group.json")"
thread="$(json 'it["thread"]' <<<"$sent")"
[ "$(json 'it["warnings"]' <<<"$sent")" = '[]' ] || fail "warned of: $sent"
for code in XB XC; do until_true 30 "$code holds it" holds "$code" "$thread" issue; done

# By hand, from wall clocks and zones, less two hours: what each card must say.
/usr/bin/python3 - "$work/group.json" >"$work/wanted" <<'PY'
import json, sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
group = json.load(open(sys.argv[1]))
for country in ("XB", "XC"):
    found = {}
    for member in group["members"]:
        if member.get("state", "travelling") != "travelling": continue
        for leg in member.get("itinerary", group["itinerary"])["legs"]:
            if leg["to"] == {"XB": "XBB", "XC": "XCC"}[country]:
                local = datetime.fromisoformat(leg["arriveLocal"]).replace(tzinfo=ZoneInfo(leg["arriveTz"]))
                found.setdefault(member["memberNo"], local.astimezone(timezone.utc) - timedelta(hours=2))
    for number, act in sorted(found.items()): print(country, number, act.strftime("%Y-%m-%dT%H:%M:%SZ"))
PY
cards() { # the same from the cards of XB and XC
    local code
    for code in XB XC; do
        heliograph inbox card "$thread" --as officer-3 --dir "$work/$code" --json | /usr/bin/python3 -c "
import json, re, sys
from datetime import datetime
for section in json.load(sys.stdin)['sections']:
    for row in section['rows']:
        if section['heading'].startswith('Person ') and row['label'] == 'Act by':
            # The day is said once if it is the same here and in UTC.
            local, rest = row['text'].split(' local = ')
            day, time = re.match(r'(?:(\d+ \w+ \d+) )?(\d\d:\d\d)Z', rest).groups()
            moment = datetime.strptime((day or ' '.join(local.split()[1:4])) + ' ' + time, '%d %b %Y %H:%M')
            print('$code', section['heading'].split()[1], moment.strftime('%Y-%m-%dT%H:%M:%SZ'))"
    done
}
cards >"$work/found"
diff "$work/wanted" "$work/found" || fail "a card has another deadline than was worked out"
for code in XB XC; do
    [ "$(deadline "$code")" = "$(awk -v code="$code" '$1 == code {print $3}' "$work/wanted" | sort | head -n 1)" ] ||
        fail "$code's deadline is not the earliest"
done
say "three deadlines of two persons in two countries: $(tr '\n' ';' <"$work/wanted")"

# The second did not board: XC waits for nobody any more, XB for the first alone.
/usr/bin/python3 -c "import json, sys
group = json.load(open(sys.argv[1]))
group.update(operation='update-itinerary', sequence=2, change={'reason': 'The second did not board.'}, to=['XB'])
group['members'][1]['state'] = 'not-boarded'
print(json.dumps(group))" "$work/group.json" | send XA >/dev/null
until_true 30 "XB holds the update" holds XB "$thread" update-itinerary
until_true 30 "XC knows that it ended for it" holds XC "$thread" cancel
[ "$(deadline XB)" = "$(awk '$1 == "XB" && $2 == 1 {print $3}' "$work/wanted")" ] || fail "XB's deadline is still that of who did not board"
say "who did not board has no deadline: XB's is now the other's, and XC hears that nobody comes"

heliograph notice new --example outcome --operation final --answers "$thread/2" --from XB --to XA |
    json '{**it, "result": "refused", "confirmation": "an exercise", "refusalBasis": "Entry law of XB", "members": [{"memberNo": 1, "result": "refused"}, {"memberNo": 2, "result": "not-seen"}]}' |
    send XB >/dev/null
until_true 30 "XA knows what became of each" holds XA "$thread" final
[ "$(heliograph tasks --dir "$work/XA" --json | json 'it["items"]')" = '[]' ] || fail "somebody is still waited for"

for code in XA XB XC; do agrees "$code"; done
say "proved: a group has a deadline a person and country, the earliest leads, and whoever stays behind is waited for no more"
