#!/usr/bin/env bash
# A film of 200 MB from XA to XB: killed at 90 %, with a byte of what was there altered meanwhile; an alert overtakes it;
# a second file is withdrawn half-way. Bytes over the wire and peak memory are measured: `carried`, `peak`.
source "$(dirname "$0")/../lib.sh"

# What XB fetches comes through a relay of ours, which counts bytes, limits their rate, and cuts.
ports="$(free_ports 3)"
read -r port_xa port_xb port_relay <<<"$ports"
heliograph federation create --dir "$work/federation" --name story --days 30 >/dev/null
heliograph init --dir "$work/XA" --member XA --authority "Specimen Police of XA" --listen "127.0.0.1:$port_xa" \
    --endpoint "https://127.0.0.1:$port_relay" --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
heliograph init --dir "$work/XB" --member XB --authority "Specimen Police of XB" --listen "127.0.0.1:$port_xb" \
    --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
for code in XA XB; do heliograph federation propose "$work/$code/proposal.json" --dir "$work/federation" >/dev/null; done
heliograph federation sign secretariat --dir "$work/federation" >/dev/null
heliograph federation publish --dir "$work/federation" >/dev/null
digest="$(heliograph federation export --dir "$work/federation" --out "$work/trust")"
for code in XA XB; do heliograph trust import "$work/trust" --digest "$digest" --dir "$work/$code" >/dev/null; done

setpriv --pdeathsig TERM /usr/bin/python3 -B "$here/e2e/large-attachment/story.py" \
    "$HELIOGRAPH" "$work" "$port_relay" "$port_xa"
