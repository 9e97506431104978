"""A disk that fills while notices come in: "later", nothing acknowledged is lost, and all arrives in the end."""

import shutil
import subprocess

from forge import Forger
from nodes import wait_until

NOTICES = 30
DISK = "24m"


def mount(store):
    """Puts the store on a small disk of its own."""
    aside = store.with_name("aside")
    shutil.move(store, aside)
    store.mkdir(mode=0o700)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=700", "tmpfs", store], capture_output=True)
    assert done.returncode == 0, f"no small disk can be mounted, so a full one is not shown: {done.stderr.decode()}"
    for file in aside.iterdir():
        shutil.move(file, store)


def fill(path, leave=0):
    """Takes all that is left of the disk but `leave` bytes."""
    free = shutil.disk_usage(path.parent).free - leave
    with open(path, "wb", buffering=0) as file:
        try:
            while free > 0:
                free -= file.write(b"\xa5" * min(free, 65_536))
        except OSError:
            pass


def run(world, stranger):
    node, sender, table = world.node["XF"], world.node["XB"], world.table
    store = node.folder / "store"
    mount(store)
    try:
        node.start()
        xf = Forger(world.program, stranger, "XF")
        filler = store / "filler"
        fill(filler, leave=4 << 20)
        acknowledged, put_off = [], []
        while len(put_off) < 5:
            assert len(acknowledged) < 400, "the disk does not fill"
            message_id, _, frame = xf.message()
            said = xf.post(frame)
            if said == "delivered":
                acknowledged.append(message_id)
                continue
            if not put_off:
                table.row("a message when the disk is full", "messages", said, "later disk-full", xf.is_answered)
            assert said == "later disk-full", said
            put_off.append(frame)
        fill(store / "filler-2")
        queue(world)
        wait_until("XF puts XB off", lambda: codes(sender) == {"disk-full"})
        table.row(f"{NOTICES} notices of XB when the disk is full", "node to node",
                  "later " + " ".join(codes(sender)), "later disk-full", xf.is_answered)
        held = {item["id"] for item in node.items("inbox")}
        assert held == set(acknowledged), f"{len(held)} held, {len(acknowledged)} acknowledged"
        files = world.notices("XF", "XB", [1])
        status, answer = world.program.ask("notice", "send", *files, "--as", "officer-7", "--approved-by", "chief-2", "--dir", node.folder)
        table.row("a notice sent when the disk is full", "notice send", f"{status} {answer['code']}", "3 disk-full",
                  xf.is_answered)
        # A crash in the middle of it.
        node.kill()
        node.start()
        table.row("a message after a start on the full disk", "messages", xf.post(put_off[0]), "later disk-full",
                  xf.is_answered)
        assert {item["id"] for item in node.items("inbox")} == held, "what was acknowledged is lost"
        filler.unlink()
        (store / "filler-2").unlink()
        assert all(xf.post(frame) == "delivered" for frame in put_off), "not taken with space again"
        wait_until("XB's notices arrive", lambda: states(sender) == ["delivered"] * NOTICES, 90)
        inbox = [(item["from"], item["id"]) for item in node.items("inbox")]
        expected = len(acknowledged) + len(put_off) + NOTICES
        assert len(inbox) == len(set(inbox)) == expected, f"{len(inbox)} held, not {expected}"
        table.say(f"with space again: {expected} held, each once; {len(acknowledged)} were there before it was full")
        node.stop()
    finally:
        if node.is_running:
            node.kill()
        subprocess.run(["umount", store], check=True)


def queue(world):
    files = world.notices("XB", "XF", range(500, 500 + NOTICES))
    world.node["XB"].do("notice", "send", *files, "--as", "officer-7", "--approved-by", "chief-2")


def deliveries(sender):
    return [item for item in sender.items("outbox") if item["to"] == "XF"]


def states(sender):
    return [item["state"] for item in deliveries(sender)]


def codes(sender):
    return {item["code"] for item in deliveries(sender)}
