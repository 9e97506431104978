#!/usr/bin/env bash
# Texts of others that would move a cursor, hide a line, or turn a word around reach no terminal and no log: every verb is
# asked with them in every argument, and with files that hold them in every field.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XA
start XB
notices 1 "$work/some" XA XB
heliograph notice send "$work"/some/* --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 30 "XB holds it" inbox_counts XB 1
/usr/bin/python3 "$(dirname "$0")/ask.py" "$HELIOGRAPH" "$work"
say "proved: no verb and no log passes on a text that does something to a screen"
