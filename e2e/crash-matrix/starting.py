"""A data folder at its beginnings: made, started, brought up from an earlier schema, stopped."""

import pathlib
import re
import shutil
import signal
import socket
import sqlite3

from exchange import Live
from nodes import wait_until


class Init:
    """`heliograph init`: what was broken off is no node, and says so; `init` again makes it whole."""
    name = "init"

    def begin(self, world):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.words = ("init", "--member", "XA", "--authority", "Specimen Police of XA", "--listen",
                      f"127.0.0.1:{port}", "--telephone", "+999 000 000", "--hours", "24x7", "--specimens")

    def end(self, world):
        world.restore("XA.first")

    def before(self, world):
        shutil.rmtree(world.xa.folder)

    def act(self, world):
        self.answer = world.struck_command(*self.words)

    def is_struck(self, world):
        return self.answer is None

    def is_over(self, world):
        return True

    def again(self, world):
        status, answer = world.command("doctor")
        if (world.xa.folder / "heliograph.json5").exists():
            assert answer["items"], answer
            return
        assert (status, answer["code"]) == (1, "folder-missing"), answer
        status, answer = world.command(*self.words)
        assert status == 0, answer

    def check(self, world):
        """Whole: it starts, with every key."""
        world.xa.log.touch()
        environment, world.xa.environment = world.xa.environment, {}
        try:
            world.xa.start()
            sound(world)
            world.xa.stop()
        finally:
            world.xa.environment = environment


def sound(world):
    for item in world.xa.look("doctor", deep=True)["items"]:
        if item["check"] in ("store", "deep", "keys", "bundle"):
            assert item["ok"], item["sentence"]


class FirstStart:
    """A node starts for the first time, on the empty store that `init` made."""
    name = "first start"
    template = "XA.bare"

    def begin(self, world):
        shutil.copytree(world.work / "XA.first", world.work / self.template)

    def end(self, world):
        world.restore("XA.first")

    def before(self, world):
        world.restore(self.template)

    def act(self, world):
        world.xa.run()
        self.line = b""
        if b"listening" not in world.xa.process.stdout.readline():
            world.xa.wait()

    def is_struck(self, world):
        return not world.xa.is_running

    def is_over(self, world):
        return True

    def again(self, world):
        world.xa.wait()
        world.xa.start()

    def check(self, world):
        sound(world)
        self.holds(world)
        world.xa.stop()

    def holds(self, world):
        assert world.seen(world.xa, "inbox")["items"] == []


def ways_back():
    """From the newest schema to the first, as the tests of migrations have them: (number, SQL), the newest first."""
    text = (pathlib.Path(__file__).parents[2] / "Tests/StoreConformance/MigrationTests.swift").read_text()
    ways = re.findall(r'\(\s*(\d+),\s*(?:"""(.*?)"""|"([^"]*)")\s*\)', text, re.S)
    return [(int(number), long or short) for number, long, short in ways]


class Migration(FirstStart):
    """The first start of this program on a store of the first schema, which holds notices."""
    name = "schema 1"
    template = "XA.schema1"

    def begin(self, world):
        world.begin_anew()
        world.xb.start()
        world.xa.start()
        ids = [world.send(world.xb)[1] for _ in range(5)]
        wait_until("XA has five", lambda: all(world.state(world.xb, id) == "delivered" for id in ids))
        world.owed["XA"] = {item["thread"] for item in world.seen(world.xa, "inbox")["items"]}
        world.dropped()
        self.ids = sorted(ids)
        world.xa.stop()
        world.xb.stop()
        # What the later schemas added is taken away; the first has its number and none of it.
        ways = ways_back()
        self.newest = ways[0][0]
        for name, scripts in (("store", [sql for _, sql in ways]), ("keys", ["DROP TABLE identity;"])):
            with sqlite3.connect(world.xa.folder / f"store/{name}.db") as store:
                if name == "store":
                    assert store.execute("PRAGMA user_version").fetchone() == (self.newest,)
                for script in scripts:
                    store.executescript(script)
                store.execute("PRAGMA user_version = 1")
                store.execute("PRAGMA journal_mode = DELETE")
            store.close()
        shutil.copytree(world.xa.folder, world.work / self.template)

    def end(self, world):
        """Goes on with the store that was brought up."""
        world.restore(self.template)

    def check(self, world):
        store = sqlite3.connect(world.xa.folder / "store/store.db")
        assert store.execute("PRAGMA user_version").fetchone() == (self.newest,), "it was not brought up"
        for table in ("trust_fork", "attachment", "decision", "erasure", "erased_record"):
            assert store.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert store.execute("SELECT count(*) FROM identity").fetchone() == (1,)
        store.close()
        super().check(world)

    def holds(self, world):
        assert sorted(item["id"] for item in world.seen(world.xa, "inbox")["items"]) == self.ids, "a notice is lost"


class Start(Live):
    """A stopped node starts, and sends what was queued while it was stopped."""
    name = "start"

    def before(self, world):
        if world.xa.is_running:
            world.xa.stop()
        self.thread, self.message = world.send(world.xa)
        world.owed["XB"].add(self.thread)

    def act(self, world):
        world.xa.run()
        if b"listening" not in world.xa.process.stdout.readline():
            world.xa.wait()

    def is_over(self, world):
        return world.xa.is_running and world.state(world.xa, self.message) == "delivered"


class Stop(Live):
    """A node that has taken a notice in is told to stop: what the journal holds goes into the files."""
    name = "stop"

    def before(self, world):
        if not world.xa.is_running:
            world.xa.start()
        self.thread, self.message = world.send(world.xb)
        world.owed["XA"].add(self.thread)
        wait_until("XA has it", lambda: world.state(world.xb, self.message) == "delivered")

    def act(self, world):
        world.xa.signal(signal.SIGTERM)
        self.status = world.xa.wait()

    def is_struck(self, world):
        return self.status == -signal.SIGKILL

    def is_over(self, world):
        return True

    def again(self, world):
        pass

    def check(self, world):
        world.xa.start()
        super().check(world)
