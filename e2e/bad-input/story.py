"""Throws everything that may be wrong at real nodes, and shows that they go on as if nothing had been."""

import os
import pathlib
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import clocks
import command_line
import folder
import full_disk
import imports
import messages
import tls_door
import vectors
from forge import Forger
from nodes import Node, wait_until
from world import World

QUEUED = 5


def queue_before(world):
    """Notices to XD, which is stopped until the end."""
    files = world.notices("XB", "XD", range(1, QUEUED + 1))
    world.node["XB"].do("notice", "send", *files, "--as", "officer-7", "--approved-by", "chief-2")


def all_arrives_once(world):
    sender, receiver = world.node["XB"], world.node["XD"]
    receiver.start()
    sent = {item["id"] for item in sender.items("outbox") if item["to"] == "XD"}
    assert len(sent) == QUEUED
    wait_until("XD has what was queued", lambda: all(
        item["state"] == "delivered" for item in sender.items("outbox") if item["to"] == "XD"))
    held = [item["id"] for item in receiver.items("inbox")]
    assert sorted(held) == sorted(sent), "not each once"
    world.table.say(f"the {QUEUED} notices that were queued before it all have arrived, each once")


def nothing_leaked(world):
    """No name in a log, in the table, or in any other file of a data folder."""
    assert len(world.words) >= 4, "the rows have no names to look for"
    assert world.names_in(" ".join(world.words).encode()), "the search finds nothing at all"
    files = 0
    for node in Node.every:
        if node.is_running:
            node.stop()
        lines = node.logged()
        assert all(line["event"] for line in lines)
        for path in node.folder.rglob("*"):
            if path.is_file():
                files += 1
                assert not world.names_in(path.read_bytes()), f"{path} holds {world.names_in(path.read_bytes())}"
    assert not world.names_in(world.table.text().encode()), "the table holds a name"
    world.table.say(f"no name and no document number in the table and in {files} files, logs among them;",
                    f"looked for {len(world.words)}")


def tell(world):
    table, start = world.table, time.monotonic()

    def chapter(title):
        table.say(f"[{time.monotonic() - start:3.0f} s] {title}")

    chapter("XS is suspended; XB queues notices to XD, which is stopped")
    second_list = world.suspend("XS")
    for node in world.node.values():
        node.do("trust", "import", second_list)
    first = world.node["XB"].start().process.pid
    queue_before(world)
    stranger = world.stranger("XA")
    xa, xc = Forger(world.program, stranger, "XB"), Forger(world.program, world.stranger("XC"), "XB")
    world.remember(xa.notice())

    frozen = folder.freeze(world)
    chapter("clocks")
    clocks.put_off(world, xa)
    clocks.receiver(world, stranger)
    sent = clocks.sender(world)
    chapter("the data folder")
    folder.run(world)
    # With its clock right again, so that what it had sent too early goes out once more.
    world.node["XE"].start()
    chapter("the command line")
    command_line.run(world)
    chapter("imports")
    imports.run(world)
    chapter("the TLS door")
    tls_door.run(world, xa, xc, xa.message()[2])
    chapter("messages and evidence")
    messages.run(world, xa, xc)
    chapter("the vectors")
    vectors.run(world)
    chapter("a silent node")
    folder.thaw(world, frozen)
    chapter("a full disk")
    full_disk.run(world, stranger)
    chapter("clocks that agree")
    clocks.sender_is_right_again(world, sent)
    clocks.refused_for_good(world, xa)
    chapter("what was queued before")
    all_arrives_once(world)
    assert world.node["XB"].process.pid == first and world.node["XB"].is_running, "XB was started again"
    nothing_leaked(world)
    table.explain_all()
    print("\n" + table.text() + "\n")
    table.say(f"proved: {len(table.rows)} rows, each with its code, in {time.monotonic() - start:.0f} s")


def leave(*_):
    sys.exit(1)


signal.signal(signal.SIGTERM, leave)
os.umask(0o077)
try:
    tell(World(*sys.argv[1:4]))
finally:
    Node.end_all()
