"""Five lines, one after the other, between the same two nodes."""

import calendar
import json
import os
import pathlib
import shutil
import signal
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from link import Link, Namespace
from nodes import Node, Program, wait_until

ONLY = os.environ.get("NETWORKS_ONLY", "").split(",")
LANGUAGES = ("en", "fr", "es", "ar")


def say(*words):
    print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)


class World:
    def __init__(self, heliograph, work):
        self.work, self.program = pathlib.Path(work), Program(heliograph)
        self.spaces = [Namespace(), Namespace()]
        self.link = Link(*self.spaces, ("10.77.0.1", "10.77.0.2"))
        self.nodes = {}
        for code, space in zip(("XA", "XB"), self.spaces):
            self.nodes[code] = Node(self.program, self.work / code)
            self.nodes[code].prefix = space.prefix
            self.nodes[code].start()
        self.number = 0
        self.sent, self.rows = {}, []

    def document(self, kind, sender, to, *more, large=False):
        self.number += 1
        notice = self.program.do(
            "notice", "new", "--example", kind, "--from", sender, "--to", to, "--number", self.number, *more)
        if large:
            notice["narrative"] = {code: {"text": "Specimen. " * 2_000, "status": "original"} for code in LANGUAGES}
        path = self.work / f"{self.number}.json"
        path.write_text(json.dumps(notice))
        return path, notice

    def send(self, sender, label, paths, *more):
        """One command line; notes when."""
        before = time.time()
        answer = self.nodes[sender].do("notice", "send", *paths, *more, "--as", "officer-7", "--approved-by", "chief-2")
        messages = [message["id"] for one in answer.get("items", [answer]) for message in one["messages"]]
        assert len(messages) == len(paths), answer
        for message in messages:
            self.sent[message] = (label, before)
        return messages

    def alert(self, sender, to, hours):
        path, notice = self.document("travel-alert", sender, to, "--arrives-in", f"{hours}h")
        return self.send(sender, f"alert {sender}-{to}, lands in {hours} h", [path]), notice

    def batch(self, sender, to, count, large=False):
        paths = [self.document("green-notice", sender, to, large=large)[0] for _ in range(count)]
        size = " of 80 KB" if large else ""
        return self.send(sender, f"{count} notices{size} {sender}-{to}", paths)

    def deliveries(self, sender):
        return {item["id"]: item for item in self.nodes[sender].look("outbox.list")["items"]}

    def all_delivered(self, seconds):
        """Nothing is open at either end, and the sender of each knows."""
        def over():
            return all(item["state"] in ("delivered", "superseded", "cancelled")
                       for code in self.nodes for item in self.deliveries(code).values())
        wait_until("all of it is delivered, and the senders know", over, seconds)

    def arrivals(self):
        times = {}
        for node in self.nodes.values():
            for line in node.logged(event="received"):
                moment = time.strptime(line["time"][:19], "%Y-%m-%dT%H:%M:%S")
                times[line["id"]] = calendar.timegm(moment) + float("0" + line["time"][19:23])
        return times

    def row(self, section):
        """When what was sent in this section was stored at the recipient, in seconds after its command."""
        times, groups = self.arrivals(), {}
        for message, (label, before) in self.sent.items():
            if message in times:
                groups.setdefault(label, []).append(times[message] - before)
        for label, took in groups.items():
            self.rows.append((section, label, len(took), f"{statistics.median(took):.1f}", f"{max(took):.1f}"))
        refused = sum(len(node.logged(event="send-failed")) for node in self.nodes.values())
        say(f"{section}: all of it has arrived; {self.link.counts}; so far {refused} requests had to be made again")
        self.sent = {}

    def once(self):
        for code, node in self.nodes.items():
            ids = [(item["from"], item["id"]) for item in node.look("inbox.list")["items"]]
            assert len(ids) == len(set(ids)), f"{code} holds a message twice"

    def versions(self, code, thread):
        return sorted((item["sequence"], item["state"]) for item in self.nodes[code].look("inbox.list")["items"]
                      if item["thread"] == thread)


def traffic(world, large=False):
    world.batch("XA", "XB", 12 if large else 40, large)
    world.batch("XB", "XA", 4 if large else 10, large)
    world.alert("XA", "XB", 20)
    world.alert("XA", "XB", 3)
    world.alert("XB", "XA", 3)


def far(world):
    world.link.set(round_trip=0.3)
    traffic(world)
    world.all_delivered(300)


def lossy(world):
    world.link.set(round_trip=0.3, loss=0.05)
    traffic(world)
    world.all_delivered(600)


def thin(world):
    world.link.set(round_trip=0.1, rate=64_000)
    traffic(world, large=True)
    time.sleep(20)
    # What lands soonest does not wait for the line to be free.
    world.alert("XA", "XB", 3)
    world.all_delivered(1_500)


def film(world):
    """A file of some minutes of the line is fetched; what is urgent shares the line with a piece of it."""
    world.link.set(round_trip=0.1, rate=64_000)
    path = world.work / "film.mp4"
    path.write_bytes(os.urandom(800_000))
    notice, _ = world.document("green-notice", "XA", "XB")
    sent = world.send("XA", "notice with a film of 800 KB", [notice], "--attach", path)

    def arrived():
        return world.deliveries("XA")[sent[0]]["attachmentsArrived"]
    world.all_delivered(60)
    time.sleep(20)
    for _ in range(3):
        world.alert("XA", "XB", 3)
        world.all_delivered(120)
        assert not arrived(), "the film was there before the alerts"
        time.sleep(5)
    began = time.monotonic()
    wait_until("the film is there, and XA knows", arrived, 600)
    say(f"film: the alerts came while it was under way; it was there {time.monotonic() - began:.0f} s after them")


def update(world, notice, **change):
    notice = notice | {"operation": "update-itinerary", "sequence": notice["sequence"] + 1,
                       "change": {"reason": "rebooked"}}
    world.number += 1
    path = world.work / f"{world.number}.json"
    path.write_text(json.dumps(notice))
    world.send("XA", "update XA-XB, through the cut", [path])


def cut(world):
    """Nothing goes from XA to XB, all from XB to XA."""
    world.link.set(round_trip=0.1)
    (_, first), (_, second) = world.alert("XA", "XB", 20), world.alert("XA", "XB", 20)
    world.all_delivered(60)
    world.row("cut, before")
    held = len(world.nodes["XB"].look("inbox.list")["items"])
    world.link.cut(0)
    update(world, first)
    answer = world.nodes["XA"].do("notice", "cancel", second["threadId"], "--as", "officer-7", "--reason", "wrong person")
    world.sent[answer["messages"][0]["id"]] = ("cancel XA-XB, through the cut", time.time())
    _, third = world.alert("XA", "XB", 3)
    update(world, third)
    world.alert("XB", "XA", 3)
    began = time.monotonic()
    wait_until("XA's officers see why it has not arrived", lambda: any(
        item["state"] in ("queued", "sending") and item["code"] for item in world.deliveries("XA").values()), 120)
    say(f"cut: after {time.monotonic() - began:.0f} s the outbox names the cause")
    assert len(world.nodes["XB"].look("inbox.list")["items"]) == held, "something came through a cut"
    world.link.cut(0, False)
    healed = time.monotonic()
    world.all_delivered(300)
    say(f"cut: {time.monotonic() - healed:.0f} s after it was healed all is delivered")
    assert world.versions("XB", first["threadId"]) == [(1, "superseded"), (2, "new")]
    assert world.versions("XB", second["threadId"]) == [(1, "cancelled"), (2, "new")]
    # The first version of the third may have been on its way already.
    assert world.versions("XB", third["threadId"])[-1] == (2, "new")
    assert world.versions("XB", third["threadId"])[:-1] in ([], [(1, "superseded")])


def address(world):
    """XB's provider gives it another address in the middle of a batch; the trust list says so later."""
    world.link.set(round_trip=0.1, rate=1_000_000)
    world.batch("XA", "XB", 40)
    world.spaces[1].readdress("10.77.0.3")
    sent, _ = world.alert("XB", "XA", 3)
    wait_until("XB's alert reaches XA from its new address",
               lambda: world.deliveries("XB")[sent[0]]["state"] == "delivered", 200)
    say("address: XB sends from its new address; XA knows only the old one")
    world.alert("XA", "XB", 3)
    proposal = json.loads((world.work / "XB/proposal.json").read_text())
    text = json.dumps(proposal).replace("10.77.0.2", "10.77.0.3")
    (world.work / "moved.json").write_text(text)
    federation = world.work / "federation"
    for words in (("propose", world.work / "moved.json"), ("sign", "secretariat"), ("publish",)):
        world.program.do("federation", *words, "--dir", federation)
    shutil.rmtree(world.work / "trust")
    world.program.do("federation", "export", "--dir", federation, "--out", world.work / "trust")
    listed = time.monotonic()
    # By hand: XB can tell XA that there is one, and XA would fetch it where XB no longer is.
    for node in world.nodes.values():
        node.do("trust", "import", world.work / "trust")
    world.all_delivered(300)
    say(f"address: {time.monotonic() - listed:.0f} s after the new list all is delivered")


def tell(world):
    sections = {"far": ("300 ms", far), "lossy": ("300 ms, 5 % lost", lossy), "thin": ("64 kbit/s", thin),
                "film": ("64 kbit/s, film under way", film),
                "cut": ("cut one way", cut), "address": ("address changes", address)}
    for name, (what, section) in sections.items():
        if ONLY != [""] and name not in ONLY:
            continue
        section(world)
        world.row(what)
        world.once()
    for code, node in world.nodes.items():
        for item in node.look("doctor", deep=True)["items"]:
            if item["check"] == "deep":
                assert item["ok"], f"{code}: {item['sentence']}"
        node.stop()
    print()
    for row in [("line", "what", "count", "median s", "longest s"), *world.rows]:
        print(f"{row[0]:<28}{row[1]:<36}{row[2]:>6}{row[3]:>10}{row[4]:>11}")
    print()
    say("proved: over each line all of it arrived, each once, as its newest version, and both ends agree")


def leave(*_):
    sys.exit(1)


signal.signal(signal.SIGTERM, leave)
os.umask(0o077)
try:
    tell(World(*sys.argv[1:3]))
finally:
    Node.end_all()
