"""The table of the story: what came in, at which door, what was said, and that the node still answers."""

import re
import time


class Table:
    def __init__(self, program, root):
        self.program, self.rows, self.codes = program, [], set()
        # Every code that docs/errors.md has, of errors and of faults.
        listed = re.findall(r"^\| `([a-z0-9-]+)` \|", (root / "docs/errors.md").read_text(), re.MULTILINE)
        self.known = set(listed)
        assert len(self.known) > 100, "docs/errors.md is not a table of codes"

    def say(self, *words):
        print(time.strftime("%H:%M:%S", time.gmtime()), "", *words, flush=True)

    def row(self, what, door, said, expected, answering, has_code=True):
        """One row: `said` must be as expected, and the node must go on.

        - answering: what asks the node, or a sentence for a node that is not to run.
        - has_code: whether this door gives codes at all; TLS and a TCP socket do not.
        """
        assert said == expected, f"{what}: {said}, not {expected}"
        codes = self.known.intersection(said.replace(",", " ").split())
        assert bool(codes) == has_code, f"{what}: {said} has no code of docs/errors.md"
        self.codes |= codes
        if callable(answering):
            assert answering(), f"{what}: the node does not answer afterwards"
            answering = "yes"
        self.rows.append((what, door, said, answering))

    def explain_all(self):
        for code in sorted(self.codes):
            answer = self.program.do("explain", code)
            assert answer["meaning"] and answer["next"], f"{code} is not explained"
        self.say(f"`heliograph explain` knows all {len(self.codes)} codes of the table")

    def text(self):
        rows = [("input", "door", "code", "node still answering"), *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        return "\n".join(
            " | ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0])).rstrip() for row in rows)
