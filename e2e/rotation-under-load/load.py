"""Gives alerts to three running nodes at a steady rate, through their sockets."""
import json
import pathlib
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import nodes

work, rate, seconds = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
codes = ["XA", "XB", "XC"]
officers_each = 3
sent = {code: 0 for code in codes}
faults = []
behind = [0.0]
counting = threading.Lock()


def ask(code, command):
    with socket.socket(socket.AF_UNIX) as door:
        door.settimeout(60)
        door.connect(str(work / code / "node.sock"))
        door.sendall(json.dumps(command).encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            more = door.recv(1 << 16)
            assert more, f"{code} hung up"
            answer += more
    return json.loads(answer)


def officer(code, place):
    """One of several who write alerts on one node, each at its share of the rate."""
    form = json.loads((work / f"{code}.json").read_text())
    others = [other for other in codes if other != code]
    share = rate / len(codes) / officers_each
    begin, turn = time.monotonic(), 0
    while time.monotonic() - begin < seconds:
        with counting:
            sent[code] += 1
            number = sent[code]
        alert = nodes.of_somebody_else(form, number) | {"to": [others[number % 2]]}
        answer = ask(code, {"operation": "notice.send", "as": f"officer-{place}", "arguments": {
            "document": alert, "approvedBy": "chief-2"}})
        if "done" not in answer:
            faults.append(answer)
            return
        turn += 1
        wait = begin + turn / share - time.monotonic()
        behind[0] = max(behind[0], -wait)
        if wait > 0:
            time.sleep(wait)


threads = [threading.Thread(target=officer, args=(code, place)) for code in codes for place in range(officers_each)]
begin = time.monotonic()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not faults, faults[0]
(work / "sent.json").write_text(json.dumps(sent))
total, took = sum(sent.values()), time.monotonic() - begin
print(f"gave {total} alerts in {took:.0f} s, {total / took:.0f}/s; never more than {behind[0]:.1f} s behind the rate")
