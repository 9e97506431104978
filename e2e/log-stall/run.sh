#!/usr/bin/env bash
# A reader of the log that does not read: the node sends, receives and stops all the same, and says how many
# lines are gone once somebody reads.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XB
mkfifo "$work/log"
# Held open and not read: as full as it can be after a few lines.
exec 9<>"$work/log"
/usr/bin/python3 -c 'import fcntl; fcntl.fcntl(9, 1031, 4096)'
"$HELIOGRAPH" run --dir "$work/XA" >"$work/XA/node.out" 2>&9 &
node_pid[XA]=$!
until_true 30 "XA listens" grep -q listening "$work/XA/node.out"
notices 40 "$work/many" XA XB
heliograph notice send "$work"/many/* --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 60 "XB holds all of XA's" inbox_counts XB 40
notices 3 "$work/back" XB XA
heliograph notice send "$work"/back/* --as officer-7 --approved-by chief-2 --dir "$work/XB" >/dev/null
until_true 60 "XA holds all of XB's" inbox_counts XA 3
say "nobody reads XA's log; 40 notices left and 3 arrived"

stop XA
say "XA stopped when it was asked to"
said="$(timeout 2 cat "$work/log" | head -c 3000 || true)"
grep -q '"event":"listening"' <<<"$said" || fail "the first lines are not there: $said"
say "proved: whoever does not read the log loses lines, and the node does its work"
