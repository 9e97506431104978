#!/usr/bin/env bash
# XB, a member that means harm, signs about XA's messages all that it may and more. Two officers of XA look into the outbox
# without end and a third exports the evidence; XC's messages are stored in less than twice the time they take otherwise.
#
# A release build says more about time (HELIOGRAPH=.build/release/heliograph e2e/evidence-flood/run.sh).
source "$(dirname "$0")/../lib.sh"

federate XA XB XC
start XA
start XB
start XC
notices 3 "$work/some" XA XB
for file in "$work/some"/*; do
    heliograph notice send "$file" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
done
until_true 60 "XB holds three" inbox_counts XB 3
until_true 60 "XA knows" delivered XA XB 3
stop XB
TMPDIR="$work" /usr/bin/python3 -B "$here/e2e/evidence-flood/story.py" "$HELIOGRAPH" "$here" "$work"
agrees XA
say "proved: what a member signs about one message has an end, and reading it holds nobody up"
