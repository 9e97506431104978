#!/usr/bin/env bash
# What a terminal of 80 columns shows of the worst answers that a node can give: Arabic and right-to-left marks, names of
# 300 letters, control characters, wide and combining letters, lists of 10,000 rows. A program of ours stands in for the
# node and answers every operation by its schema; the real command line asks it in a real pseudo-terminal.
# Verbs that need no node make a federation in a folder of their own. A verb of `heliograph help` that is neither typed here
# nor named in verbs.py with a reason fails the story.
# Every line fits, nothing moves the cursor, every mark of direction is closed on its line, and the screens are those
# of screens.txt. SCREENS=write writes that file anew; look at it before it is committed.
source "$(dirname "$0")/../lib.sh"

federate XA
TZ=Europe/Malta setpriv --pdeathsig TERM /usr/bin/python3 -B "$here/e2e/eighty-columns/story.py" \
    "$HELIOGRAPH" "$work/XA" "$here/Schemas/cli" "$here/e2e/eighty-columns/screens.txt"
