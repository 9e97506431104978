"""The stranger XB talks to XA's node: sends, is refused for what is wrong, receives."""

import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import peer

heliograph, xa, keys, trust = sys.argv[1:5]


def run(*arguments):
    return json.loads(subprocess.run([heliograph, *arguments, "--json"], capture_output=True, check=True).stdout)


def say(*words):
    print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)


xb = peer.Stranger("XB", keys, pathlib.Path(trust, "trust-list.der").read_bytes())
certificate = xb.encryption_certificate("XA")
key = xb.key_id(certificate)
created = peer.now()
notice = run("notice", "new", "--example", "green-notice", "--from", "XB", "--to", "XA", "--number", "42")


def message(notice, to=("XA",), message_id=None, sha1=False, later=0):
    message_id = message_id or peer.uuid7()
    inner = xb.inner(notice, list(to), message_id, created)
    moment = created + peer.datetime.timedelta(seconds=later)
    frame = xb.frame(inner, xb.seal(inner, certificate, sha1), "XA", key, message_id, moment)
    return message_id, inner, frame


message_id, inner, frame = message(notice)
said = xb.post("XA", frame)
assert said == "delivered", said
assert xb.post("XA", frame) == "delivered"
(item,) = run("inbox", "--dir", xa)["items"]
assert item["id"] == message_id and item["from"] == "XB" and item["contentDigest"] == peer.sha256(inner)
say("XB, written in Python from the document, sent a notice; XA holds it, and its evidence verifies with openssl")

other = dict(notice, threadId="XB-GN-2027-000043", noticeNo="XB-GN-2027-000043")
faults = {
    "refused id-conflict": message(other, message_id=message_id)[2],
    "rejected type-wrong": message(other)[1],
    "refused malformed": message(other, sha1=True)[2],
    "refused header-mismatch": message(other, later=1)[2],
    "refused notice-invalid": message({k: v for k, v in other.items() if k != "person"})[2],
    "rejected malformed": b"\x30\x03\x02\x01\x05",
}
for expected, envelope in faults.items():
    said = xb.post("XA", envelope)
    assert said == expected, f"{said}, not {expected}"
    say("XA answers:", said)
assert len(run("inbox", "--dir", xa)["items"]) == 1

xb.serve()
alert = run("notice", "new", "--example", "travel-alert", "--from", "XA", "--to", "XB", "--arrives-in", "5h")
path = pathlib.Path(xb.work, "alert.json")
path.write_text(json.dumps(alert))
run("notice", "send", str(path), "--as", "officer-7", "--approved-by", "chief-2", "--dir", xa)
for _ in range(300):
    delivery = run("outbox", "--dir", xa)["items"][0]
    if delivery["state"] == "delivered":
        break
    time.sleep(0.1)
assert delivery["state"] == "delivered", delivery
assert [n["alertNo"] for n in xb.inbox] == [alert["alertNo"]]
say("XA sent an alert; XB opened it with openssl, and XA holds XB's evidence:", delivery["state"])
