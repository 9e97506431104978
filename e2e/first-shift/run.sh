#!/usr/bin/env bash
# Types docs/first-shift.md as printed, in one shell: every block, and each refusal, which is judged for what
# happened, what was not done, and a next step that its reader can take.
source "$(dirname "$0")/../lib.sh"

mkdir "$work/bin" "$work/walk" "$work/refusals"
ln -s "$HELIOGRAPH" "$work/bin/heliograph"
/usr/bin/python3 "$here/e2e/first-shift/walk.py" "$here/docs/first-shift.md" "$work/refusals" >"$work/walk.sh"
(cd "$work/walk" && env -u HELIOGRAPH_DIR PATH="$work/bin:$PATH" bash -e "$work/walk.sh") >"$work/printed" 2>"$work/said" ||
    fail "the page stopped: $(tail -n 5 "$work/said" "$work/printed")"
/usr/bin/python3 "$here/e2e/first-shift/judge.py" "$work/refusals" "$HELIOGRAPH"

shows() { grep -q -- "$1" "$work/printed" || fail "nothing printed says: $1"; }
shows "WITHDRAWN by LU. Do not act on it."
shows "Luqa Airport (MLA), Malta"
shows "solicitation of a child"
shows "Not sent to MT yet. No node runs on this data folder"
shows "Call MT: +356 000 0000"

say "proved: a first shift as printed, and every refusal on the way says what happened, what was not done, and what to do"
