"""Each scenario once to count its steps, then once for every kind of failure at every step it may strike."""

import collections
import datetime
import os
import pathlib
import signal
import sys
import time

stories = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(stories), str(stories / "crash-matrix")]

from exchange import CancelArrives, Receive, Retrieve, Send
from keeping import Rotate, TrustByPeer
from nodes import Node, wait_until
from tools import Export, Import
from world import World, say

# Every write of a commit goes the same way: by default every ninth write and read is struck, and all else always.
EVERY = int(os.environ.get("DISK_EVERY", "0"))
ONLY = os.environ.get("DISK_ONLY", "").split(",")
SCENARIOS = [Send, Receive, CancelArrives, Retrieve, Rotate, TrustByPeer, Export, Import]
FAILURES = [("write", "ENOSPC"), ("write", "EIO"), ("write", "short"), ("fsync", "EIO"), ("rename", "EIO"),
            ("unlink", "EIO"), ("truncate", "EIO"), ("read", "EIO")]
FOREVER = 1_000_000
# A line that repeats is logged again after so many seconds.
LOG_REST = 600
STORE = {f"store/{name}.db{journal}" for name in ("store", "keys") for journal in ("", "-wal")}
# What the node ends with: SQLite takes a read that fails for damage, and then a person must look.
ENDS = {3: "store-failed", 4: "store-corrupt"}


def strike(world, scenario, call, error, number):
    """One run with one failure.

    Returns where it struck, and what somebody was told; nothing if it did not strike.
    """
    order = f"{call} {error} {number}" + (f" {FOREVER}" if error == "ENOSPC" else "")
    scenario.before(world)
    scenario.log_size = world.xa.log_size()
    world.switch.set(order)
    scenario.act(world)
    try:
        wait_until("it is over, or somebody is told", lambda: (
            scenario.is_struck(world) or scenario.is_over(world) or world.switch.struck and told(world, scenario)), 30)
        world.switch.quiet()
        struck = world.switch.struck
        verdict = judge(world, scenario, call, error, struck[0] if struck else ("", ""))
        world.switch.clear()
        if struck:
            scenario.again(world)
        wait_until(f"{scenario.name} is over after all", lambda: scenario.is_over(world))
        scenario.check(world)
    except AssertionError as problem:
        raise AssertionError(f"{scenario.name}, {order}, {world.switch.struck[:1]}: {problem}") from problem
    return verdict if struck else None


def told(world, scenario):
    """The code that the officer or the peer was told, or that stands in the log."""
    if scenario.is_tool:
        return scenario.told(world)
    logged = [line for line in world.xa.logged(scenario.log_size) if line.get("code")]
    if not logged:
        # The log says once in ten minutes that the disk is full.
        since = time.time() - LOG_REST
        logged = [line for line in world.xa.logged(0) if line.get("code") == "disk-full" and moment(line) > since]
    return scenario.told(world) or (logged and f"{logged[-1]['event']}: {logged[-1]['code']}")


def moment(line):
    return datetime.datetime.fromisoformat(line["time"].replace("Z", "+00:00")).timestamp()


def judge(world, scenario, call, error, step):
    """What the node made of it: a word for the table."""
    _, path = step
    if scenario.is_tool:
        return f"exit {scenario.status}: {scenario.answer.get('code', 'done')}"
    if error == "EIO" and call in ("fsync", "write") and path in STORE:
        # It must not go on as if nothing were.
        wait_until("the node ends", lambda: not world.xa.is_running, 15)
    if world.xa.is_running:
        return told(world, scenario) or "goes on"
    status = world.xa.wait()
    assert status in ENDS and (status == 3 or call == "read"), f"it ended with status {status}"
    said = world.xa.logged(scenario.log_size, "store-ended")
    assert [(line["code"], line["level"]) for line in said] == [(ENDS[status], "alarm")], said
    assert error not in ("ENOSPC", "short"), "it ended by what it should outlive"
    return f"node ends: {ENDS[status]}"


def count(world, scenario, calls):
    """How many steps of a kind there are."""
    scenario.before(world)
    # A strike far beyond the end counts and does nothing.
    world.switch.set("count" if calls == "all" else f"{calls} EIO {FOREVER}")
    scenario.act(world)
    wait_until(f"{scenario.name} is over", lambda: scenario.is_over(world))
    world.switch.quiet()
    world.switch.clear()
    scenario.again(world)
    scenario.check(world)
    return len(world.switch.steps())


def tell(world):
    rows = []
    for kind in SCENARIOS:
        if ONLY != [""] and kind.name not in ONLY:
            continue
        scenario, began, struck = kind(), time.monotonic(), 0
        scenario.begin(world)
        for call, error in FAILURES:
            steps = count(world, scenario, call)
            every = EVERY or (9 if call in ("write", "read") else 1)
            verdicts = collections.Counter()
            for number in range(1, steps + 1, every):
                verdict = strike(world, scenario, call, error, number)
                verdicts[verdict] += 1
            verdicts.pop(None, None)
            struck += verdicts.total()
            if verdicts:
                rows.append((scenario.name, f"{call} {error}", verdicts.total(),
                             ", ".join(f"{verdict} ({times})" for verdict, times in verdicts.most_common())))
        scenario.end(world)
        say(f"{scenario.name}: struck {struck} times, {time.monotonic() - began:.0f} s")
    print()
    for row in [("scenario", "failure", "struck", "what the node, the officer or the peer said"), *rows]:
        print(f"{row[0]:<20}{row[1]:<15}{row[2]:>6}  {row[3]}")
    print()
    say(f"proved: {sum(row[2] for row in rows)} failures of the disk in {len({row[0] for row in rows})} scenarios; "
        "each time nothing acknowledged was lost, nothing was there twice, and both ends agreed")


def leave(*_):
    sys.exit(1)


signal.signal(signal.SIGTERM, leave)
os.umask(0o077)
try:
    world = World(*sys.argv[1:3])
    world.refusals = {"store-corrupt", "file-unwritable", "file-unreadable"}
    tell(world)
finally:
    Node.end_all()
