"""Clocks that are wrong: of a sender, of a receiver, and a message that is past its life."""

import signal
import time

from forge import Forger
from nodes import wait_until

# Seconds: how far the sender is ahead, and how far it may be.
AHEAD, ALLOWED = 360, 300


def receiver(world, stranger):
    """XE's clock is wrong; it says "later", and takes the same message once its clock is right."""
    node = world.node["XE"]
    waiting = []
    for what, clock, expected in (
        ("a receiver ten minutes slow", "-10m", "later future-dated"),
        ("a receiver ten days fast", "+10d", "later expired"),
    ):
        node.start(clock)
        xe = Forger(world.program, stranger, "XE")
        waiting.append(xe.message()[2])
        mark = node.log_size()
        world.table.row(what, "messages", xe.post(waiting[-1]), expected, xe.is_answered)
        assert node.logged(mark, "clock-in-doubt"), "no alarm"
        node.stop()
    # XB must not hear a right clock yet: `sender` is about one that nobody has confirmed.
    world.node["XB"].signal(signal.SIGSTOP)
    node.start()
    assert [xe.post(message) for message in waiting] == ["delivered", "delivered"]
    world.table.say("the same two messages were taken once the receiver's clock was right")
    node.stop()
    world.node["XB"].signal(signal.SIGCONT)


def sender(world):
    """XE sends with a clock six minutes ahead; nobody has confirmed XB's clock yet."""
    sender, receiver = world.node["XE"], world.node["XB"]
    sender.start(f"+{AHEAD}s")
    sent = time.time()
    sender.do("notice", "send", *world.notices("XE", "XB", [1]), "--as", "officer-7", "--approved-by", "chief-2")
    (delivery,) = wait_until("XB answers XE", lambda: [
        item for item in sender.items("outbox") if item["code"] == "future-dated" or item["state"] not in ("queued", "sending")])
    said = "later " + str(delivery["code"])
    world.table.row("a sender six minutes ahead", "node to node", said, "later future-dated", receiver.answers_commands)
    assert sender.logged(event="clocks-disagree"), "XE's administrator is not warned"
    assert delivery["state"] == "queued", delivery
    sender.stop()
    return sent


def sender_is_right_again(world, sent):
    """What XE had sent too early arrives as it is, once XB's clock has come near enough.

    - sent: when, in seconds of the true clock.
    """
    node = world.node["XE"]
    (delivery,) = node.items("outbox")
    time.sleep(max(0, sent + AHEAD - ALLOWED + 1 - time.time()))
    # It may have gone by itself in the meantime; then there is nothing to try.
    world.program.ask("outbox", "retry", delivery["id"], "--dir", node.folder)
    wait_until("XE's notice arrives", lambda: [item["state"] for item in node.items("outbox")] == ["delivered"])
    world.table.say("the notice that XE sent with its clock ahead has arrived")


def put_off(world, xa):
    """Nobody has confirmed XB's clock yet: what its clock alone says against is put off, not refused."""
    for what, message, expected in (
        ("an expired message", expired(xa), "later expired"),
        ("a message from six minutes ahead", xa.message(later=AHEAD)[2], "later future-dated"),
    ):
        world.table.row(f"{what}, XB's clock not confirmed", "messages", xa.post(message), expected, xa.is_answered)


def refused_for_good(world, xa):
    """A receiver whose clock agrees with a peer's refuses for good."""
    node = world.node["XB"]
    xa.stranger.serve()
    node.do("notice", "send", *world.notices("XB", "XA", [999]), "--as", "officer-7", "--approved-by", "chief-2")
    wait_until("XA confirms XB's clock", lambda: any(
        item["to"] == "XA" and item["state"] == "delivered" for item in node.items("outbox")))
    for what, message, expected in (
        ("an expired message", expired(xa), "refused expired"),
        ("a message from six minutes ahead", xa.message(later=AHEAD)[2], "refused future-dated"),
    ):
        world.table.row(f"{what}, XB's clock confirmed", "messages", xa.post(message), expected, xa.is_answered)


def expired(xa):
    """Made six days ago, good for five."""
    return xa.message(later=-6 * 86_400)[2]
