"""XA, which is struck, and XB, which runs throughout."""

import itertools
import json
import os
import pathlib
import random
import shutil
import time

from faults import Switch
from nodes import Node, Program, wait_until


def say(*words):
    print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)


class World:
    def __init__(self, heliograph, work):
        self.work = pathlib.Path(work)
        self.program = Program(heliograph)
        self.xa, self.xb = Node(self.program, self.work / "XA"), Node(self.program, self.work / "XB")
        self.switch = Switch(self.work.parent / "fault.so", self.work / "XA", self.work)
        self.xa.environment = self.switch.environment
        self.numbers = {code: itertools.count(1) for code in ("XA", "XB")}
        # Threads that XB, and that XA, must hold, once each.
        self.owed = {"XA": set(), "XB": set()}
        self.looks = 0
        # Codes that may end a command for good; a kill gives none.
        self.refusals = set()

    def command(self, *words):
        """A command line to XA that may be answered by a node that dies: exit status and answer."""
        return self.program.ask(*words, "--dir", self.xa.folder)

    def struck_command(self, *words):
        """A command line under the switch, on the stopped XA: None if it was killed."""
        process = self.program.start(*words, "--dir", self.xa.folder, env=os.environ | self.switch.environment)
        out, complaint = process.communicate(timeout=90)
        if process.returncode < 0:
            return None
        assert process.returncode == 0, f"{words}: {out.decode()}{complaint.decode()}"
        return json.loads(out)

    def notice(self, sender):
        """The file of a notice that was not sent yet, and its thread."""
        path = self.work / f"from-{sender}" / f"{next(self.numbers[sender]):05}.json"
        return path, json.loads(path.read_text())["noticeNo"]

    def film(self):
        """A file of some chunks, the same each time."""
        path = self.work / "film.mp4"
        if not path.exists():
            path.write_bytes(random.Random(1).randbytes(150_000))
        return path

    def send(self, sender, *words):
        """Sends one more notice from a node that nothing happens to."""
        path, thread = self.notice(sender.folder.name)
        answer = sender.do("notice", "send", path, "--as", "officer-7", "--approved-by", "chief-2", *words)
        return thread, answer["messages"][0]["id"]

    def restore(self, template, node=None):
        """A folder as it was once, with its log."""
        node = node or self.xa
        shutil.rmtree(node.folder)
        shutil.copytree(self.work / template, node.folder)
        node.log.touch()

    def begin_anew(self):
        """Both as they were first, so that looking at everything after each strike stays short."""
        for node in (self.xa, self.xb):
            if node.is_running:
                node.stop()
            self.restore(f"{node.folder.name}.first", node)
        self.owed = {"XA": set(), "XB": set()}
        self.looks = 0

    def seen(self, node, command, **arguments):
        """What a node shows, running or stopped. Nothing if it was killed: no command line of ours is to open
        what it left, before it is started again."""
        if node.is_running or (node.process and node.process.returncode != 0):
            operation = command.replace(" ", ".") if " " in command else f"{command}.list"
            return (node.is_running and node.look(operation, **arguments)) or {"items": []}
        return self.program.do(*command.split(), "--dir", node.folder)

    def state(self, node, message):
        """What became of a message that the node sent."""
        items = self.seen(node, "outbox")["items"]
        return next((item["state"] for item in items if item["id"] == message), None)

    def threads(self, node):
        return {item["thread"] for item in self.seen(node, "inbox")["items"]}

    def states(self, node, thread):
        """The states of a thread in the inbox, by sequence."""
        found = sorted((item["sequence"], item["state"]) for item in self.seen(node, "inbox")["items"] if item["thread"] == thread)
        assert len({sequence for sequence, _ in found}) == len(found), f"{thread} is there twice: {found}"
        return [state for _, state in found]

    def agree(self, whole=False):
        """XA's store fits itself, and now and then XB's, which nothing happens to; each inbox holds what it is
        owed, once; and so does the drop folder."""
        self.looks += 1
        for node in (self.xa, self.xb):
            deep = node == self.xa or whole or self.looks % 20 == 0
            for item in node.look("doctor", deep=deep)["items"]:
                if item["check"] in ("deep", "store"):
                    assert item["ok"], f"{node.folder.name}: {item['sentence']}"
            inbox = node.look("inbox.list")["items"]
            ids = [(item["from"], item["id"]) for item in inbox]
            assert len(ids) == len(set(ids)), f"{node.folder.name} holds a message twice"
            threads = {item["thread"] for item in inbox}
            assert threads == self.owed[node.folder.name], \
                f"{node.folder.name}: {threads ^ self.owed[node.folder.name]}"
        self.dropped()

    def dropped(self):
        expected = {f"{item['from']}-{item['id']}.json" for item in self.seen(self.xa, "inbox")["items"]}
        folder = self.xa.folder / "drop"

        def whole():
            names = {path.name for path in folder.iterdir() if path.suffix == ".json"}
            assert names <= expected, f"files of no notice: {names - expected}"
            return names == expected
        wait_until("every notice is in the drop folder", whole, 20)
        for path in folder.glob("*.json"):
            assert json.loads(path.read_text())["notice"], f"{path.name} is not whole"
        wait_until("nothing waits to be handed over", lambda: not self.seen(self.xa, "handover")["items"], 20)
