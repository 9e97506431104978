#!/usr/bin/env bash
# A unit that works with foreign police against child sex tourism, modelled on the FBI's initiative: it shares what it knows
# of methods, without a named person; it asks, gets a part and then the rest; and what is not answered in time is
# overdue from its very minute on, at both ends.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" --json; }

# It begins ten days ago, by the clocks of nodes and officers; an answer will be due in a minute from now.
library="$(dpkg -L libfaketime 2>/dev/null | grep '/libfaketime\.so' | head -n 1)" || true
[ -n "$library" ] || fail "faketime is not installed; ./dev e2e installs it"
heliograph() { faketime -f -10d "$HELIOGRAPH" "$@"; }
federate XA XB XC
days_ago 10
for code in XA XB XC; do start "$code"; done
days_ago 0
due="$(date -u -d '+60 seconds' +%FT%TZ)"

product() { # NUMBER TO
    new intelligence-product --number "$1" --from XA --to "$2" |
        json "{**it, 'title': 'Volunteering as a way to children', 'evaluation': {'scheme': '6x6', 'source': 'B', 'info': '2'}}"
}
first="$(product 1 XB,XC | send XA | json 'it["thread"]')"
for code in XB XC; do until_true 30 "$code holds the product" holds "$code" "$first" publish; done
arrived="$(heliograph inbox "$first" --as officer-3 --dir "$work/XB" --json)"
[ "$(json '[it["notice"]["evaluation"], "person" in it["notice"]]' <<<"$arrived")" = \
    '[{"scheme": "6x6", "source": "B", "info": "2"}, false]' ] || fail "not as it was graded, or with a person: $arrived"
refused notice-invalid send XA < <(product 2 XB | json "{**it, 'evaluation': {'scheme': '4x4', 'source': 'F', 'info': '6'}}")
product 1 XB,XC | json "{**it, 'operation': 'update', 'sequence': 2, 'summary': 'Short placements are now offered by post as well, without any check.', 'change': {'reason': 'New trend.'}}" | send XA >/dev/null
for code in XB XC; do until_true 30 "$code holds the update" holds "$code" "$first" update; done
heliograph notice cancel --yes "$first" --as officer-7 --reason "withdrawn" --dir "$work/XA" >/dev/null
for code in XB XC; do until_true 30 "$code knows that it was withdrawn" holds "$code" "$first" cancel; done
say "a product without a person: published, updated, withdrawn; its grade is kept as it was given"

state() { heliograph notice show "$1" --dir "$work/$2" --json | json 'it["state"]'; }
question() { # NUMBER DUE
    new information-request --number "$1" --from XA --to XB | json "{**it, 'due': '$2'}"
}
reply() { # OPERATION THREAD SEQUENCE
    new information-request --operation "$1" --answers "$2/1" --sequence "$3" --from XB --to XA
}
asked="$(question 11 "$due" | send XA | json 'it["thread"]')"
late="$(question 12 "$due" | send XA | json 'it["thread"]')"
for thread in "$asked" "$late"; do until_true 30 "XB is asked" holds XB "$thread" request; done
[ "$(state "$asked" XA)" = open ] || fail "the question is not open: $(state "$asked" XA)"
reply partial "$asked" 1 | json "{**it, 'answer': 'Two entries last year; the archive is being searched.'}" | send XB >/dev/null
until_true 30 "XA has a part" holds XA "$asked" partial
[ "$(state "$asked" XB)" = partial ] || fail "XB does not stand at a part"
[ "$(heliograph tasks --dir "$work/XB" --json | json "sorted(i['thread'] for i in it['items'] if i['task']=='reply')")" = "[\"$asked\", \"$late\"]" ] ||
    fail "a part is no last word: $(heliograph tasks --dir "$work/XB")"
reply reply "$asked" 2 | send XB >/dev/null
until_true 30 "XA has the answer" holds XA "$asked" reply
[ "$(state "$asked" XB)" = answered ] || fail "XB does not stand at answered"
refused transition-refused send XB < <(reply partial "$asked" 3)
say "a question was open, then answered in part, then answered"

# The other question is not answered. Ten days later the nodes are up again, a little before it is due.
for code in XA XB XC; do stop "$code"; done
heliograph() { "$HELIOGRAPH" "$@"; }
start XA
start XB
task() { heliograph tasks --dir "$work/$1" --json | json "[[i['overdue'], i['due']] for i in it['items'] if i['thread']=='$late' and i['task']=='$2']"; }
before="$(task XB reply)" before_asker="$(task XA unanswered)"
# What was looked at before the time must not have been late; a machine that was too slow for that has shown less.
if [[ "$(date -u +%FT%TZ)" < "$due" ]]; then
    [ "$before" = "[[false, \"$due\"]]" ] || fail "it is late before its time: $before"
    [ "$before_asker" = "[]" ] || fail "the asker counts it as unanswered before its time: $before_asker"
    say "before its minute it is a task at XB, and not late; XA lists nothing"
fi
is_late() { [ "$(task XB reply)" = "[[true, \"$due\"]]" ]; }
until_true 120 "it is late at XB" is_late
is_listed() { case "$(task XA unanswered)" in '[[false, '*) ;; *) return 1 ;; esac; }
until_true 60 "XA lists it as unanswered" is_listed
logged() { grep "\"event\":\"$2\"" "$work/$1/node.log" | grep -q "\"task\":\"$3\",\"thread\":\"$late\""; }
until_true 60 "the log of XB says that it is late" logged XB task-overdue reply
until_true 60 "the log of XA says that it is unanswered" logged XA task-due unanswered
/usr/bin/python3 - "$work" "$late" "$due" <<'PY' || fail "the log was told at another time"
import json, sys
work, thread, due = sys.argv[1:]
def lines(code, event):
    for line in open(f"{work}/{code}/node.log"):
        if line.startswith("{"):
            entry = json.loads(line)
            if entry["event"] == event and entry.get("thread") == thread: yield entry
for code, event in (("XB", "task-overdue"), ("XA", "task-due")):
    (entry,) = lines(code, event)
    assert entry["time"] >= due, (code, entry["time"], due)
    print(f"          {code} {event} at {entry['time']}; due {due}")
PY
say "from its minute on it is late at XB and unanswered at XA, and each log says so once, not before"
reply reply "$late" 1 | send XB >/dev/null
until_true 30 "XA has the answer, late" holds XA "$late" reply
[ "$(task XB reply)$(task XA unanswered)" = "[][]" ] || fail "it is a task still"

for code in XA XB; do agrees "$code"; done
say "proved: a product without a person, a question open, in part and answered, and what is late shows at its minute"
