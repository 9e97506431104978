"""Floods XA with XB's evidence, lets officers read it, and times XC's messages meanwhile."""

import datetime
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

program, here, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path.insert(0, str(here / "e2e"))
import peer

RATIO_MAX = 2.0
WORDS_MAX = 8
stopping = threading.Event()


def say(*words):
    print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)


def run(*words, code="XA", nice=0):
    # The command lines of the officers share the machine with the nodes here, and would not in life.
    done = subprocess.run(["nice", "-n", str(nice), program, *map(str, words), "--dir", work / code, "--json"], capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


xb = peer.Stranger("XB", work / "XB/keys", (work / "trust/trust-list.der").read_bytes())
sent = [run("outbox", item["id"]) for item in run("outbox")["items"]]
begin = peer.now()


def entry(message, step, second, **more):
    return {"step": step, "by": "XB", "from": "XA", "id": message["id"], "seal": 1, "recipient": "XB",
            "contentDigest": message["contentDigest"], "at": peer.text(begin + datetime.timedelta(seconds=second))} | more


def post(documents):
    status, body = xb.request("XA", "POST", "/exchange/v1/evidence", b"".join(documents))
    assert status == 200, (status, body)
    answer = json.loads(body[: body.index(b"\n")] if b"\n" in body else body)
    return len(answer["held"]), len(answer["refused"])


def sign(entries):
    return xb.sign(json.dumps({"version": 1, "entries": entries}).encode(), peer.EVIDENCE)


# All that may be said, a word a document; then a document of 256 words, and the rest again and again.
held = refused = 0
for message in sent:
    for step in ("delivered", "retrieved", "refused", "relayed", "recalled", "deleted"):
        more = {"code": "notice-invalid"} if step == "refused" else {}
        got = post([sign([entry(message, step, n, **more)]) for n in range(12)])
        held, refused = held + got[0], refused + got[1]
    got = post([sign([entry(message, "retrieved", n % 200) for n in range(256)])])
    assert got == (0, 1), got
say(f"{held} documents of XB are held, {refused} are not")
entries = [len([e for e in run("outbox", message["id"])["evidence"] if e["by"] == "XB"]) for message in sent]
assert all(count <= 6 * WORDS_MAX for count in entries), entries


class Watch:
    """XC sends a notice now and then, and takes the time until its node holds XA's evidence."""

    def __init__(self):
        made = subprocess.run([program, "notice", "new", "--example", "green-notice", "--from", "XC", "--to", "XA", "--number", "1",
                               "--dir", work / "XC"], capture_output=True, check=True)
        self.text, self.number = made.stdout.decode(), 0
        self.log = open(work / "XC/node.log", "rb")

    def one(self):
        self.number += 1
        number = json.loads(self.text)["noticeNo"]
        file = work / "next.json"
        file.write_text(self.text.replace(number, number[:-6] + f"{self.number:06}"))
        self.log.seek(0, 2)
        run("notice", "send", file, "--as", "officer-7", "--approved-by", "chief-2", code="XC")
        left, rest = time.monotonic(), b""
        while b'"delivery-closed"' not in rest:
            assert time.monotonic() < left + 60, "XC's notice does not arrive"
            rest += self.log.read()
            time.sleep(0.001)
        first, last = (next(json.loads(line)["time"] for line in rest.splitlines() if word in line)
                       for word in (b'"request-leaves"', b'"delivery-closed"'))
        read = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
        return (read(last) - read(first)) * 1_000

    def many(self, count):
        return [self.one() for _ in range(count)]


def officer():
    while not stopping.is_set():
        for message in sent:
            run("outbox", message["id"], nice=19)


def exporter():
    folder = work / "export"
    while not stopping.is_set():
        shutil.rmtree(folder, ignore_errors=True)
        run("evidence", "export", sent[0]["id"], "--out", folder, nice=19)


watch = Watch()
watch.many(5)
quiet = watch.many(15)
readers = [threading.Thread(target=one) for one in (officer, officer, exporter)]
for reader in readers:
    reader.start()
meanwhile = watch.many(30)
stopping.set()
for reader in readers:
    reader.join()
quiet += watch.many(15)
ratio = statistics.median(meanwhile) / statistics.median(quiet)
say(f"XC's notices: {statistics.median(quiet):.1f} ms quiet, {statistics.median(meanwhile):.1f} ms meanwhile, "
    f"at most {max(meanwhile):.0f} ms; the ratio is {ratio:.2f}, the bound {RATIO_MAX}")
assert ratio < RATIO_MAX, ratio
