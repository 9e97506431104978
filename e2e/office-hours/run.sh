#!/usr/bin/env bash
# A member says when its office answers, in a zone of a half hour: routine mail waits for it and the outbox says
# so, flash does not; questions and arrivals are tasks at both ends.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - "${two[@]}" --dir "$work/$1" --json | json 'it["thread"]'; }
waits() { [ "$(outbox XA | json "[i['code'] for i in it['items'] if i['thread']=='$1'][0]")" = outside-hours ]; }
tasks() { heliograph tasks --dir "$work/$1" --json | json "[i['task'] for i in it['items']]"; }
has_tasks() { [ "$(tasks "$1")" = "$2" ]; }

federate XA XB
start XA
start XB

# Open only on the day after tomorrow, by the clock of Kathmandu.
hours="$(/usr/bin/python3 - <<'PY'
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
day = datetime.now(ZoneInfo("Asia/Kathmandu")) + timedelta(days=2)
print({"always": False, "zone": "Asia/Kathmandu", "days": [{"day": day.strftime("%a").lower(), "from": "08:00", "to": "16:30"}]})
PY
)"
entry="$(new directory --operation publish --number 1 --from XB --to XA | json "{**it, 'hours': $hours}" | send XB)"
until_true 30 "XA holds the entry" holds XA "$entry" publish
routine="$(new green-notice --number 1 --from XA --to XB | send XA)"
until_true 30 "the routine notice waits for the office" waits "$routine"
flash="$(new travel-alert --number 2 --arrives-in 3h --from XA --to XB | send XA)"
until_true 30 "flash goes at any hour" holds XB "$flash" issue
/usr/bin/python3 - <(outbox XA) "$routine" <<'PY' || fail "it waits for another moment than the opening"
import json, sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo
items = json.load(open(sys.argv[1]))["items"]
found = [i["nextAttempt"] for i in items if i["thread"] == sys.argv[2]][0]
day = datetime.now(ZoneInfo("Asia/Kathmandu")) + timedelta(days=2)
opening = day.replace(hour=8, minute=0, second=0, microsecond=0).astimezone(timezone.utc)
late = datetime.fromisoformat(found.replace("Z", "+00:00")) - opening
assert timedelta(0) <= late <= timedelta(seconds=5), (found, opening)
PY
say "routine waits until the office opens, 08:00 by the clock of its own zone; flash went"
new directory --operation publish --number 1 --from XB --to XA | json "{**it, 'operation': 'update', 'sequence': 2,
    'hours': {'always': True}, 'change': {'reason': 'All hours.'}}" | send XB >/dev/null
until_true 30 "XA holds the new entry" holds XA "$entry" update
heliograph outbox retry "$routine" --dir "$work/XA" >/dev/null
until_true 30 "XB holds the routine notice" holds XB "$routine" issue
say "an office that always answers is waited for by nobody"

asked="$(new information-request --number 3 --from XA --to XB | json "{**it, 'due': '$(date -u -d '+4 seconds' +%Y-%m-%dT%H:%M:%SZ)'}" | send XA)"
until_true 30 "XB has the question as a task" has_tasks XB '["reply"]'
until_true 60 "the log of XB says that it is late" grep -q '"event":"task-overdue".*"task":"reply"' "$work/XB/node.log"
until_true 60 "the log of XA says so too" grep -q '"event":"task-due".*"task":"unanswered"' "$work/XA/node.log"
has_tasks XA '["unanswered"]' || fail "XA has no task: $(tasks XA)"
new information-request --operation reply --answers "$asked/1" --from XB --to XA | send XB >/dev/null
until_true 30 "XA has the answer, and no task" has_tasks XA '[]'
has_tasks XB '[]' || fail "XB has a task still: $(tasks XB)"
say "a question is a task until it is answered, and both logs say when it is late"

for code in XA XB; do agrees "$code"; done
say "proved: hours, zone and holidays of a peer, and the clocks of questions"
