#!/usr/bin/env bash
# A peer in Python, written from docs/wire-protocol.md alone, with the openssl tool and the standard
# library: it sends, is refused for six faults with the right codes, and receives.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XA
# The arc of the object identifiers, as the document prints it.
arc="$(grep -o '`2\.25\.[0-9]*`' "$here/docs/wire-protocol.md" | head -n 1 | tr -d '`')"
mkdir "$work/peer"
sed "s/@ARC@/$arc/" "$here/e2e/stranger-peer/peer.py" >"$work/peer/peer.py"
cp "$here/e2e/stranger-peer/story.py" "$work/peer/"
/usr/bin/python3 "$work/peer/story.py" "$HELIOGRAPH" "$work/XA" "$work/XB/keys" "$work/trust"
say "proved: the document is enough to write a peer"
