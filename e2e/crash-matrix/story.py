"""One lane of the matrix: each scenario once to count its steps, then once for every place.

A place is before each step, and after each but a write: what comes after a write comes before the next step."""

import json
import os
import pathlib
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from exchange import Attach, Cancel, CancelArrives, Fetch, Receive, Retrieve, Send
from keeping import Revoke, Rotate, TrustByHand, TrustByPeer
from nodes import Node, wait_until
from starting import FirstStart, Init, Migration, Start, Stop
from world import World, say

EVERY = int(os.environ.get("CRASH_EVERY", "1"))
ONLY = os.environ.get("CRASH_ONLY", "").split(",")
LANES = {
    "keeping": [Init, FirstStart, Migration, Start, Stop, TrustByHand, TrustByPeer],
    "exchange": [Send, Attach, Cancel, Receive, Fetch, CancelArrives, Retrieve, Rotate, Revoke],
}
CALLS = ("write", "fsync", "rename", "unlink", "truncate")


def strike(world, scenario, order):
    """One run of a scenario.

    Returns the step at which it was struck, if it was.
    """
    scenario.before(world)
    world.switch.set(order)
    scenario.act(world)
    wait_until(f"{scenario.name} is over ({order})", lambda: scenario.is_struck(world) or scenario.is_over(world))
    if not scenario.is_struck(world):
        world.switch.quiet()
    struck = scenario.is_struck(world)
    world.switch.clear()
    step = " ".join(world.switch.struck[0]) if world.switch.struck else ""
    assert bool(step) == struck, f"{order}: {step or 'no step'}, and the process is {'dead' if struck else 'alive'}"
    try:
        if struck:
            scenario.again(world)
        wait_until(f"{scenario.name} is over after all", lambda: scenario.is_over(world))
        scenario.check(world)
    except AssertionError as error:
        raise AssertionError(f"{scenario.name}, {order}, {step}: {error}") from error
    return step


def places(steps):
    """Where to strike; how many there are is from one run, and the next may have more or fewer steps."""
    found = [f"kill-before {number}" for number in range(1, len(steps) + 1)]
    found += [f"kill-after {number}" for number, step in enumerate(steps, 1) if step[0] != "write"]
    return found[::EVERY]


def tell(world, lane):
    rows = []
    for kind in LANES[lane]:
        if ONLY != [""] and kind.name not in ONLY:
            continue
        began = time.monotonic()
        scenario = kind()
        scenario.begin(world)
        strike(world, scenario, "count")
        steps = [what for _, what in world.switch.steps()]
        calls = [sum(step[0] == call for step in steps) for call in CALLS]
        assert calls[0] and calls[1], f"{scenario.name}: no durable step was seen"
        orders = places(steps)
        struck = sum(bool(strike(world, scenario, order)) for order in orders)
        scenario.end(world)
        rows.append((scenario.name, *calls, len(orders), struck, round(time.monotonic() - began)))
        say(f"{scenario.name}: {len(steps)} steps, killed at {struck} of {len(orders)} places")
    (world.work / "rows.json").write_text(json.dumps(rows))


def leave(*_):
    sys.exit(1)


signal.signal(signal.SIGTERM, leave)
os.umask(0o077)
try:
    tell(World(*sys.argv[1:3]), sys.argv[3])
finally:
    Node.end_all()
