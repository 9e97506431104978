"""Command lines on a stopped node, and what they write: an export, a trust list."""

import json
import os
import shutil

from keeping import new_list, version
from nodes import wait_until


class Tool:
    """XA is stopped; the command line works on its folder under the switch."""
    is_tool = True

    def begin(self, world):
        if world.xa.is_running:
            world.xa.stop()

    def end(self, world):
        world.xa.start()
        world.agree(whole=True)
        world.xa.stop()

    def run(self, world, *words):
        process = world.program.start(
            *words, "--dir", world.xa.folder, env=os.environ | world.switch.environment)
        self.status, answer = world.program.finish(process)
        self.answer = answer if isinstance(answer, dict) else json.loads(answer)

    def is_struck(self, world):
        return False

    def told(self, world):
        return self.status != 0

    def check(self, world):
        answer = world.program.ask("doctor", "--deep", "--dir", world.xa.folder)[1]
        for item in answer["items"]:
            if item["check"] in ("store", "deep"):
                assert item["ok"], item["sentence"]


class Export(Tool):
    """`evidence export` into a folder on the failing disk."""
    name = "evidence export"

    def begin(self, world):
        world.begin_anew()
        world.xb.start()
        world.xa.start()
        thread, self.id = world.send(world.xa)
        world.owed["XB"].add(thread)
        wait_until("XB has it", lambda: world.state(world.xa, self.id) == "delivered")
        super().begin(world)
        self.out = world.xa.folder / "export"
        self.act(world)
        self.whole = self.files()

    def files(self):
        return {path.name: path.stat().st_size for path in self.out.iterdir()}

    def before(self, world):
        shutil.rmtree(self.out, ignore_errors=True)

    def act(self, world):
        self.run(world, "evidence", "export", self.id, "--out", self.out)
        if self.status == 0 and hasattr(self, "whole"):
            assert set(self.files()) == set(self.whole), "it said done, and a file is missing"

    def is_over(self, world):
        return self.status == 0

    def again(self, world):
        if self.status != 0:
            # Nothing half is left that would stand in the way.
            self.act(world)
            assert self.status == 0, self.answer

    def check(self, world):
        assert all(size > 0 for size in self.files().values())
        super().check(world)


class Import(Tool):
    """`trust import` on a stopped node."""
    name = "trust import"

    def begin(self, world):
        world.begin_anew()
        world.xb.start()

    def before(self, world):
        self.version = new_list(world)

    def act(self, world):
        self.run(world, "trust", "import", world.work / "trust")
        assert self.status == 0 or self.answer["code"] in ("disk-full", "store-failed", "file-unreadable",
                                                            "store-corrupt", "key-unusable"), self.answer

    def is_over(self, world):
        return version(world) == self.version

    def again(self, world):
        status, answer = world.command("trust", "import", world.work / "trust")
        assert status == 0, answer
