#!/usr/bin/env bash
# XB is killed three times in the middle of 1,000 incoming notices, XA once: after the last restart
# XB holds exactly 1,000, each once, and XA holds 1,000 delivered.
source "$(dirname "$0")/../lib.sh"

federate XA XB
notices 1000 "$work/notices" XA XB
heliograph notice send "$work"/notices/*.json --as officer-7 --approved-by chief-2 --dir "$work/XA" | tail -n 1
start XA

holds_at_least() { [ "$(grep -c '"event":"received"' "$work/XB/node.log")" -ge "$1" ]; }
for count in 50 300 550; do
    start XB
    until_true 120 "XB has received $count" holds_at_least "$count"
    stop XB KILL
    say "XB was killed after $(grep -c '"event":"received"' "$work/XB/node.log") had arrived"
done
start XB
until_true 120 "XB has received 750" holds_at_least 750
stop XA KILL
say "XA was killed"
start XA

until_true 180 "XA holds 1,000 delivered" delivered XA XB 1000
inbox XB >"$work/inbox.json"
[ "$(json 'len(it["items"])' <"$work/inbox.json")" -eq 1000 ] || fail "XB does not hold 1,000"
[ "$(json 'len({i["id"] for i in it["items"]})' <"$work/inbox.json")" -eq 1000 ] || fail "an id came twice"
[ "$(json 'len({i["thread"] for i in it["items"]})' <"$work/inbox.json")" -eq 1000 ] || fail "a notice came twice"
stop XA
stop XB
heliograph doctor --dir "$work/XB" --json >"$work/doctor.json" || true # the root's key is on this machine
[ "$(json '[i["ok"] for i in it["items"] if i["check"]=="store"]' <"$work/doctor.json")" = "[true]" ] ||
    fail "XB's store is not whole"
for code in XA XB; do agrees "$code"; done
say "proved: 1,000 sent, 1,000 held, each once, 1,000 delivered, after four kills"
