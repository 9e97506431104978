"""Faults in one process, by e2e/fault.c: which durable steps it makes, and a strike at one of them."""

import os
import pathlib
import time


class Switch:
    """The switch of a node or a command line whose data folder is `under`."""

    def __init__(self, library, under, place):
        self.under, place = pathlib.Path(under), pathlib.Path(place)
        self.control, self.trace = place / "fault-control", place / "fault-trace"
        self.environment = {
            "LD_PRELOAD": str(library), "FAULT_UNDER": str(self.under), "FAULT_CONTROL": str(self.control),
            "FAULT_TRACE": str(self.trace)}

    def set(self, order):
        """Counting starts anew with every order."""
        self.trace.write_text("")
        new = self.control.with_suffix(".new")
        new.write_text(order)
        os.rename(new, self.control)

    def clear(self):
        self.control.unlink(missing_ok=True)

    def steps(self):
        """(was struck, what it is), in order."""
        return [(line[0] == "*", line.split(" ", 3)[2:]) for line in self.trace.read_text().splitlines()]

    @property
    def struck(self):
        return [what for struck, what in self.steps() if struck]

    def quiet(self, seconds=0.25):
        """Waits until no step has been made for so long."""
        size, since = -1, time.monotonic()
        while time.monotonic() - since < seconds:
            if (now := self.trace.stat().st_size) != size:
                size, since = now, time.monotonic()
            time.sleep(0.02)
