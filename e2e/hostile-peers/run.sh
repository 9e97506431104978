#!/usr/bin/env bash
# XA is a member and means harm; others are strangers. Whatever they throw at XB, XB answers, what it holds
# is bounded, and while XA floods it, XC's alerts take less than twice the time they take otherwise.
#
# A release build says more about time (HELIOGRAPH=.build/release/heliograph e2e/hostile-peers/run.sh); the
# story says which it ran. All share one machine here, and would not in life: XC runs at nice 0, XB at 5 and
# the harm at 19, so that what is measured is what XB leaves to XC, not what is left of the machine.
source "$(dirname "$0")/../lib.sh"

federate XA XB XC
TMPDIR="$work" /usr/bin/python3 -B "$here/e2e/hostile-peers/story.py" "$HELIOGRAPH" "$here" "$work"
for code in XB XC; do agrees "$code"; done
say "proved: one member's harm is that member's; nobody else waits for it, and it fills no memory"
