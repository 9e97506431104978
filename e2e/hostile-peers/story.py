"""Does XB harm in every way of harm.py, one after the other, and times XC's alerts meanwhile."""

import http.server
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

program, here, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path.insert(0, str(here / "e2e"))
import nodes
import peer

ALERTS = int(os.environ.get("HARM_ALERTS", "3000"))
SECONDS = float(os.environ.get("HARM_SECONDS", "8"))
# What XB may hold at its worst: a member's bodies being read and in hand, 128 MiB each, the same again
# while they are worked on, and itself.
MEMORY_MAX_MIB = 768
# How much longer XC's alerts may take: while XA floods XB with alerts, and while it does anything else. What
# is harm below the documents (handshakes, bytes) is only held to a rank and to its bounds.
FLOOD_RATIO_MAX, RATIO_MAX = 2.0, 4.0
processes = []


def say(*words):
    print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)


def run(*arguments):
    done = subprocess.run([program, *map(str, arguments), "--json"], capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def start(code):
    log = open(work / code / "node.log", "ab")
    process = subprocess.Popen(
        ["nice", "-n", "5" if code == "XB" else "0", program, "run", "--dir", work / code],
        stdout=subprocess.PIPE, stderr=log)
    processes.append(process)
    while b"listening" not in process.stdout.readline():
        assert process.poll() is None, f"{code} ended"
    return process


def stop(process):
    process.terminate()
    assert process.wait(60) == 0, "a node ended badly"


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
    answer = json.loads(answer)
    assert "done" in answer, answer
    return answer["done"]


def form(code):
    return run("notice", "new", "--example", "travel-alert", "--from", code, "--to", "XB", "--arrives-in", "9h",
               "--number", "1", "--dir", work / code)


def send(code, document):
    ask(code, {"operation": "notice.send", "as": "officer-7", "arguments": {"document": document, "approvedBy": "chief-2"}})


def keep(name, documents):
    (work / name).write_bytes(b"".join(len(d).to_bytes(4, "big") + d for d in documents))


# What XA will throw.


def record_alerts():
    """XA's own node signs and seals its alerts to XB; somebody with XB's keys takes them all down."""
    xb, taken, served = stranger("XB"), {}, []

    def answer(method, path, body):
        if path != "/exchange/v1/messages":
            return peer.Stranger.answer(xb, method, path, body)
        envelopes = peer.split_der(body)
        later = {"code": "peer-busy", "afterSeconds": 86_400}
        answers = []
        for envelope in envelopes:
            digest = peer.sha256(envelope)
            taken[digest] = envelope
            answers.append({"envelope": digest, "later": later})
        return json.dumps(xb.versions() | {"answers": answers, "evidenceBytes": []}).encode() + b"\n"

    xb.answer = answer
    original = http.server.ThreadingHTTPServer

    class Server(original):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            served.append(self)

    http.server.ThreadingHTTPServer = Server
    xb.serve()
    http.server.ThreadingHTTPServer = original
    xa, first = start("XA"), form("XA")

    def officer(share):
        for number in range(share, ALERTS, 4):
            send("XA", nodes.of_somebody_else(first, number + 1))

    officers = [threading.Thread(target=officer, args=(share,)) for share in range(4)]
    begin = time.monotonic()
    for one in officers:
        one.start()
    for one in officers:
        one.join()
    end = time.monotonic() + 120
    while len(taken) < ALERTS:
        assert time.monotonic() < end, f"XA's node brought {len(taken)} of {ALERTS}"
        time.sleep(0.1)
    stop(xa)
    served[0].shutdown()
    served[0].server_close()
    keep("alerts", taken.values())
    say(f"XA's node made {ALERTS} alerts in {time.monotonic() - begin:.0f} s; none has reached XB yet")


def stranger(code):
    return peer.Stranger(code, work / code / "keys", (work / "trust/trust-list.der").read_bytes())


def prepare_rest(xa):
    """Frames that are XA's and hold nothing; evidence of XA about messages that XB never sent."""
    created, digest = peer.now(), peer.sha256(b"nothing")
    frames, evidence = [], []
    for _ in range(128):
        frames.append(xa.frame(b"nothing", b"\x30\x03\x02\x01\x05", "XB", "ab" * 20, peer.uuid7(), created))
        entry = {"step": "delivered", "by": "XA", "from": "XB", "id": peer.uuid7(), "seal": 1, "recipient": "XA",
                 "contentDigest": digest, "at": peer.text(created)}
        evidence.append(xa.sign(json.dumps({"version": 1, "entries": [entry]}).encode(), peer.EVIDENCE))
    # The same word about XC's: not XA's to say.
    entry = {"step": "delivered", "by": "XC", "from": "XB", "id": peer.uuid7(), "seal": 1, "recipient": "XC",
             "contentDigest": digest, "at": peer.text(created)}
    evidence.append(xa.sign(json.dumps({"version": 1, "entries": [entry]}).encode(), peer.EVIDENCE))
    keep("refusable", frames)
    keep("unfounded", evidence)
    parts = [xa.trust_list, (xa.keys / "bundle.der").read_bytes(), (xa.keys / "revoked.crl").read_bytes()]
    lengths = {"trustListBytes": len(parts[0]), "keyBundleBytes": len(parts[1]), "revocationListBytes": [len(parts[2])]}
    keep("announcement", [json.dumps(xa.versions() | lengths).encode() + b"\n" + b"".join(parts)])


def worst_keys(xa, certificate):
    """A message for 256 recipients, XB the last of them: as many key agreements as there may be."""
    codes = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "CDEFGHIJKL"][:255] + ["XB"]
    recipients, keys = [], []
    folder = xa.work / "recipients"
    folder.mkdir()
    for code in codes[:-1]:
        path = folder / f"{code}.pem"
        peer.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                     f"/CN={code}", "-addext", "subjectKeyIdentifier=hash", "-keyout", folder / "key", "-out", path)
        recipients.append(path)
        shown = peer.openssl("x509", "-in", path, "-noout", "-ext", "subjectKeyIdentifier").decode()
        keys.append(re.search(r"((?:[0-9A-F]{2}:){19}[0-9A-F]{2})", shown)[1].replace(":", "").lower())
    own = folder / "XB.pem"
    own.write_bytes(peer.openssl("x509", "-inform", "DER", data=certificate))
    recipients.append(own)
    keys.append(xa.key_id(certificate))
    frames = []
    for _ in range(4):
        created, message_id = peer.now(), peer.uuid7()
        inner = xa.inner(form("XA") | {"to": codes}, codes, message_id, created)
        options = []
        for path in recipients:
            options += ["-recip", path, "-keyopt", "ecdh_kdf_md:sha256"]
        envelope = peer.openssl("cms", "-encrypt", "-binary", "-aes-256-gcm", "-outform", "DER", "-keyid", *options, data=inner)
        listed = [{"member": c, "precedence": "routine", "deadline": None, "keyID": k} for c, k in zip(codes, keys)]
        frames.append(xa.frame(inner, envelope, "XB", keys[-1], message_id, created, {"to": codes, "recipients": listed}))
    keep("recipients", frames)
    return frames[0]


# What XC measures.


class Watch:
    """XC sends an alert now and then, and takes the time until its node holds XB's evidence."""

    def __init__(self):
        self.first, self.number = form("XC"), 0
        self.log = open(work / "XC/node.log", "rb")

    def one(self):
        self.number += 1
        self.log.seek(0, os.SEEK_END)
        begin = time.monotonic()
        send("XC", nodes.of_somebody_else(self.first, self.number))
        rest = b""
        while b'"delivery-closed"' not in rest:
            assert time.monotonic() < begin + 60, "XC's alert does not arrive"
            more = self.log.read()
            rest += more
            if not more:
                time.sleep(0.001)
        assert b'"state":"delivered"' in rest, rest
        return (time.monotonic() - begin) * 1_000

    def alerts(self, seconds):
        """At a steady pace, four a second."""
        times, begin = [], time.monotonic()
        while time.monotonic() < begin + seconds:
            next_one = time.monotonic() + 0.25
            times.append(self.one())
            time.sleep(max(0, next_one - time.monotonic()))
        return times


def held(process):
    """Resident memory now and at most, MiB; open files."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    now, most = (int(re.search(rf"{key}:\s+(\d+)", status)[1]) / 1024 for key in ("VmRSS", "VmHWM"))
    return now, most, len(os.listdir(f"/proc/{process.pid}/fd"))


def main():
    optimised = "release" if "/release/" in os.path.realpath(program) else "debug"
    say(f"a {optimised} build, {os.cpu_count()} cores; XC at nice 0, XB at 5, harm at 19")
    record_alerts()
    xb, xc = start("XB"), start("XC")
    xa = stranger("XA")
    certificate = xa.encryption_certificate("XB")
    prepare_rest(xa)
    said = xa.post("XB", worst_keys(xa, certificate))
    say(f"a message for 256 recipients: {said}")
    url = xa.members["XB"]["endpoints"][0].removeprefix("https://")
    host, port = url.rsplit(":", 1)
    settings = work / "settings.json"
    settings.write_text(json.dumps({
        "address": [host, int(port)], "work": str(work), "root": str(xa.work / "XB-root.pem"),
        "chain": str(xa.work / "chain.pem"), "key": str(xa.keys / "transport.key")}))
    watch = Watch()
    for _ in range(10):
        watch.one()
    worst, files_most = {}, 0
    print(f"{'harm':20} {'XC, quiet':>10} {'meanwhile':>10} {'ratio':>6} {'p95':>7} {'XB MiB':>7} {'files':>6}  what was done")
    kinds = re.findall(r'^    "([^"]+)": lambda', (here / "e2e/hostile-peers/harm.py").read_text(), re.M)
    chosen = [kind for kind in kinds if kind in os.environ.get("HARM", ",".join(kinds)).split(",")]
    for kind in chosen:
        before = watch.alerts(SECONDS / 2)
        harm = subprocess.Popen([sys.executable, "-B", here / "e2e/hostile-peers/harm.py", kind, settings],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        processes.append(harm)
        time.sleep(1)
        meanwhile = watch.alerts(SECONDS)
        now, most, files = held(xb)
        out, _ = harm.communicate(timeout=60)
        did = json.loads(out)
        time.sleep(1)
        quiet = before + watch.alerts(SECONDS / 2)
        ratio = statistics.median(meanwhile) / statistics.median(quiet)
        worst[kind] = ratio
        files_most = max(files_most, files)
        p95 = sorted(meanwhile)[int(len(meanwhile) * 0.95)]
        shown = ", ".join(f"{what} {much / did['seconds']:.0f}/s" for what, much in did["done"].items())
        print(f"{kind:20} {statistics.median(quiet):7.1f} ms {statistics.median(meanwhile):7.1f} ms {ratio:6.2f} "
              f"{p95:4.0f} ms {now:7.0f} {files:6}  {shown}", flush=True)
    assert xb.poll() is None, "XB ended"
    said = xa.post("XB", xa.frame(b"x", b"\x30\x03\x02\x01\x05", "XB", "ab" * 20, peer.uuid7(), peer.now()))
    assert said == "refused malformed", f"XB answers XA: {said}"
    memory = held(xb)[1]
    for process in (xb, xc):
        stop(process)
    for kind, bound in (("alerts", FLOOD_RATIO_MAX), (max(worst, key=worst.get), RATIO_MAX)):
        if kind in worst:
            say(f"{kind}: the ratio of XC's median delivery times is {worst[kind]:.2f}; the bound is {bound}")
    say(f"XB's resident memory was {memory:.0f} MiB at most; the bound is {MEMORY_MAX_MIB} MiB; {files_most} files at most")
    over = {kind: round(ratio, 2) for kind, ratio in worst.items() 
            if ratio >= (FLOOD_RATIO_MAX if kind == "alerts" else RATIO_MAX)}
    assert not over, f"XC waited too long: {over}"
    assert memory < MEMORY_MAX_MIB, "XB held too much"


# What was started ends with the story, however it ends.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
try:
    main()
finally:
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()
