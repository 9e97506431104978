#!/usr/bin/env bash
# Types docs/getting-started.md as printed: every fenced block, in order, in one shell.
source "$(dirname "$0")/../lib.sh"

mkdir "$work/bin" "$work/walk"
ln -s "$HELIOGRAPH" "$work/bin/heliograph"
{
    echo 'set -euo pipefail'
    # What the walk starts in the background ends with it.
    echo 'trap '\''kill $(jobs -p) 2>/dev/null || true; wait'\'' EXIT'
    awk '/^```sh$/ {inside=1; next} /^```$/ {inside=0} inside' "$here/docs/getting-started.md"
} >"$work/walk.sh"
grep -q 'notice send' "$work/walk.sh" || fail "the walk has no commands"
(cd "$work/walk" && env -u HELIOGRAPH_DIR PATH="$work/bin:$PATH" bash -e "$work/walk.sh") | tee "$work/printed"
grep -q delivered "$work/printed" || fail "nothing was delivered"
say "proved: the commands of docs/getting-started.md do what it says, as printed"
