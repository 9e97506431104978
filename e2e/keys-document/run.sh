#!/usr/bin/env bash
# Types docs/keys.md as printed: ceremony, rotation of every key, compromise, a new root.
source "$(dirname "$0")/../lib.sh"

type_page docs/keys.md
grep -q delivered "$work/printed" || fail "nothing was delivered under the new root"
if grep -h '"level":"alarm"' "$work"/walk/*.log | grep -v '"event":"key-revoked"'; then fail "a node raised an alarm"; fi
left="$(cd "$work/walk/xa/keys" && ls root*.key 2>/dev/null || true)"
[ -z "$left" ] || fail "a root's private key is on the node: $left"
say "proved: the commands of docs/keys.md do what it says, as printed"
