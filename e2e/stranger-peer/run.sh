#!/usr/bin/env bash
# A peer in Python (e2e/peer.py), written from docs/wire-protocol.md alone, with the openssl tool and
# the standard library: it sends, is refused for six faults with the right codes, and receives.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XA
TMPDIR="$work" /usr/bin/python3 -B "$here/e2e/stranger-peer/story.py" "$HELIOGRAPH" "$work/XA" "$work/XB/keys" "$work/trust"
say "proved: the document is enough to write a peer"
