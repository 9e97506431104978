#!/usr/bin/env bash
# Strangers behind the address of a member: three hundred handshakes that never end, begun again as soon as they are cut
# off, do not keep the member out.
source "$(dirname "$0")/../lib.sh"

federate XA XB XC
start XA
port="$(sed -n 's/.*listen: "127.0.0.1:\([0-9]*\)".*/\1/p' "$work/XA/heliograph.json5")"
[ -n "$port" ] || fail "no port of XA"
/usr/bin/python3 - "$port" >"$work/crowd" <<'PY' &
# Half a ClientHello on each connection.
import os, selectors, socket, sys, time
port, waiting, begun = int(sys.argv[1]), selectors.DefaultSelector(), 0
end, said = time.monotonic() + 300, False
parent = os.getppid()
while time.monotonic() < end and os.getppid() == parent:
    while len(waiting.get_map()) < 300:
        one = socket.socket()
        one.settimeout(2)
        try:
            one.connect(("127.0.0.1", port))
            one.send(bytes.fromhex("1603010200010001fc0303") + os.urandom(20))
        except OSError:
            one.close()
            break
        begun += 1
        waiting.register(one, selectors.EVENT_READ)
    if begun >= 1000 and not said:
        print("full", flush=True)
        said = True
    for key, _ in waiting.select(0.05):
        waiting.unregister(key.fileobj)
        key.fileobj.close()
PY
crowd=$!
trap 'ended=$?; kill "$crowd" 2>/dev/null || true; finish_with $ended' EXIT
until_true 60 "the crowd is there" grep -q full "$work/crowd"

# XB and XC come from the crowd's own address.
start XB
start XC
for code in XB XC; do
    notices 3 "$work/of-$code" "$code" XA
    for file in "$work/of-$code"/*; do
        heliograph notice send "$file" --as officer-7 --approved-by chief-2 --dir "$work/$code" >/dev/null
    done
done
until_true 60 "XA holds all six" inbox_counts XA 6
kill -0 "$crowd" || fail "the crowd has gone"
[ "$(grep -c '"event":"handshakes-crowded"' "$work/XA/node.log")" -eq 1 ] || fail "the crowd is not one line in the log"
grep '"event":"handshakes-crowded"' "$work/XA/node.log" | grep -q '"address":"127.0.0.1"' || fail "the line does not name the address"
say "proved: two members were heard through a crowd at their own address, and the log says so once"
