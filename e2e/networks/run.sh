#!/usr/bin/env bash
# Two nodes over lines as they are: far, lossy, thin, cut one way, with a film under way, and with an address that changes. Alerts and a batch
# both ways, an update and a cancel through the cut: all of it arrives, once, and as its newest version; the sender sees
# what has not arrived yet. The times are printed, and judge nothing.
#
# The line is a program of ours between two network namespaces, for which this needs root or user namespaces.
if [ -z "${IN_NAMESPACE:-}" ]; then
    map=()
    [ "$(id -u)" -eq 0 ] || map=(--map-root-user)
    if [ ! -w /dev/net/tun ] || ! unshare --net --mount "${map[@]}" true 2>/dev/null; then
        echo "skipped: no network namespace or no /dev/net/tun here, so no line of ours; nothing was tried"
        exit 0
    fi
    IN_NAMESPACE=1 exec unshare --net --mount "${map[@]}" "$0" "$@"
fi
source "$(dirname "$0")/../lib.sh"

# The addresses are on the line, and each node listens wherever it may be reached.
heliograph federation create --dir "$work/federation" --name story --days 30 >/dev/null
number=1
for code in XA XB; do
    heliograph init --dir "$work/$code" --member "$code" --authority "Specimen Police of $code" \
        --listen 0.0.0.0:7443 --endpoint "https://10.77.0.$number:7443" --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
    heliograph federation propose "$work/$code/proposal.json" --dir "$work/federation" >/dev/null
    number=$((number + 1))
done
heliograph federation sign secretariat --dir "$work/federation" >/dev/null
heliograph federation publish --dir "$work/federation" >/dev/null
digest="$(heliograph federation export --dir "$work/federation" --out "$work/trust")"
for code in XA XB; do heliograph trust import "$work/trust" --digest "$digest" --dir "$work/$code" >/dev/null; done

TMPDIR="$work" setpriv --pdeathsig TERM \
    /usr/bin/python3 -B "$here/e2e/networks/story.py" "$HELIOGRAPH" "$work"
