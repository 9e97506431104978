#!/usr/bin/env bash
# Types docs/getting-started.md as printed: every fenced block, in order, in one shell.
source "$(dirname "$0")/../lib.sh"

type_page docs/getting-started.md
grep -q delivered "$work/printed" || fail "nothing was delivered"
say "proved: the commands of docs/getting-started.md do what it says, as printed"
