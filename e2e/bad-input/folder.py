"""What may be wrong with a data folder: the node says so and does not start, and starts once it is mended."""

import os
import signal
import sqlite3

STOPS = 10
DOES_NOT_START = "does not start; mended, it does"


def run(world):
    node, table = world.node["XE"], world.table
    configuration, store = node.folder / "heliograph.json5", node.folder / "store/store.db"
    key = node.folder / "keys/signing.key"
    good, good_key = configuration.read_bytes(), key.read_bytes()

    def version(number):
        with sqlite3.connect(store) as database:
            before = database.execute("PRAGMA user_version").fetchone()[0]
            database.execute(f"PRAGMA user_version = {number}")
        return before

    current = version(99)
    version(current)

    agencies = node.folder / "agencies.json5"

    def mend_configuration():
        configuration.write_bytes(good)

    def mend_key():
        key.write_bytes(good_key)
        key.chmod(0o600)

    for what, spoil, mend, expected in (
        ("a store of a newer version", lambda: version(99), lambda: version(current), "4 store-newer"),
        ("a signing key that is missing", key.unlink, mend_key, "4 key-missing"),
        ("a signing key that others may read", lambda: key.chmod(0o644), mend_key, "4 key-exposed"),
        ("a signing key that is cut short", lambda: key.write_bytes(good_key[:60]), mend_key, "4 key-unusable"),
        ("a configuration with an unknown key",
         lambda: configuration.write_bytes(good.replace(b"listen:", b"listens:")), mend_configuration,
         "4 configuration-invalid"),
        ("a configuration that is not JSON5", lambda: configuration.write_bytes(good[: len(good) // 2]),
         mend_configuration, "4 configuration-invalid"),
        ("a configuration that is not text", lambda: configuration.write_bytes(os.urandom(400)), mend_configuration,
         "4 configuration-invalid"),
        ("a port that is no port", lambda: configuration.write_bytes(
            good.replace(b'listen: "127.0.0.1:', b'listen: "127.0.0.1:9')), mend_configuration,
         "4 configuration-invalid"),
        ("agencies in a file that is not there",
         lambda: configuration.write_bytes(good.replace(b'agencies: ""', b'agencies: "nowhere.json5"')),
         mend_configuration, "4 file-unreadable"),
        ("an agency without a folder", lambda: (agencies.write_text("{ border: { kinds: [] } }"), configuration.write_bytes(
            good.replace(b'agencies: ""', b'agencies: "agencies.json5"'))), mend_configuration, "4 configuration-invalid"),
        ("a store that is not a database", lambda: spoiled(store), lambda: restored(store), "4 store-corrupt"),
    ):
        spoil()
        status, answer = world.program.ask("run", "--dir", node.folder)
        said = f"{status} {answer['code']}"
        assert answer["sentence"] and answer["next"], answer
        mend()
        node.start()
        assert node.answers_commands(), f"{what}: mended, it does not answer"
        node.stop()
        table.row(what, "folder", said, expected, DOES_NOT_START)

    for _ in range(STOPS):
        node.start()
        node.stop()
    table.row(f"SIGTERM as soon as it listens, {STOPS} times", "process", "exit 0", "exit 0",
              "stops cleanly, and starts again", has_code=False)

    running = world.node["XB"]
    status, answer = world.program.ask("run", "--dir", running.folder)
    table.row("a second run on the folder", "folder", f"{status} {answer['code']}", "3 folder-in-use",
              running.answers_commands)


def spoiled(store):
    store.rename(store.with_suffix(".good"))
    store.write_bytes(b"This is no database. " * 500)


def restored(store):
    store.with_suffix(".good").rename(store)


def freeze(world):
    """XF stops in its tracks; a command waits for it as long as it may."""
    node = world.node["XF"].start()
    node.signal(signal.SIGSTOP)
    return world.program.start("peers", "--dir", node.folder)


def thaw(world, command):
    node = world.node["XF"]
    status, answer = world.program.finish(command)
    node.signal(signal.SIGCONT)
    assert answer["sentence"] and answer["next"], answer
    world.table.row("a node that is stopped in its tracks", "node socket", f"{status} {answer['code']}",
                    "3 node-silent", node.answers_commands)
    node.stop()
