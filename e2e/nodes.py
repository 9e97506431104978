"""Real nodes of the story: processes of ours, started, stopped, frozen, and asked over their doors."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import time


def wait_until(what, holds, seconds=60):
    end = time.monotonic() + seconds
    while True:
        result = holds()
        if result:
            return result
        assert time.monotonic() < end, f"not in time: {what}"
        time.sleep(0.05)


def of_somebody_else(alert, number):
    """The alert about another traveller for each number, with a number of its own in its thread: two reports of one
    trip would be taken for one."""
    own = alert["threadId"]
    alert = json.loads(json.dumps(alert).replace(own, f"{own[:-6]}{number:06}"))
    document = alert["person"]["documents"][0]
    document["number"] = f"D{number:08}"
    document.pop("mrz", None)
    # Day and month of another do not make this one when they are taken for each other.
    year, rest = divmod(number, 12 * 16)
    alert["person"]["birth"]["date"] = f"{1950 + year % 55}-{1 + rest // 16:02}-{13 + rest % 16:02}"
    return alert


def call(operation, **arguments):
    """A call as the socket takes it: `as` names the officer, all else is a field of the request."""
    claim = {"as": arguments.pop("as")} if "as" in arguments else {}
    return json.dumps({"operation": operation, **claim, "arguments": arguments}).encode()


class Program:
    """The command line."""

    def __init__(self, path):
        self.path = path

    def start(self, *words, data=None, **options):
        return subprocess.Popen(
            [self.path, *map(str, words), "--json"], stdin=subprocess.PIPE if data else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    @staticmethod
    def finish(process, data=None):
        """Exit status, and the object on stdout."""
        try:
            out, complaint = process.communicate(data, timeout=90)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"{process.args} does not end") from None
        assert process.returncode >= 0, f"{process.args} ended by signal {-process.returncode}"
        return process.returncode, json.loads(out) if out else complaint.decode()

    def ask(self, *words, data=None, **options):
        return self.finish(self.start(*words, data=data, **options), data)

    def do(self, *words, **options):
        status, answer = self.ask(*words, **options)
        assert status == 0, f"{words}: {answer}"
        return answer


class Node:
    every = []

    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.log, self.process = self.folder / "node.log", None
        # What it is started with besides, such as a fault switch.
        self.environment = {}
        # Words before its command line, such as those that enter a network namespace.
        self.prefix = []
        self.log.touch()
        Node.every.append(self)

    def run(self, clock=None):
        """Starts it; ends with this process, if that should be killed.

        - clock: what libfaketime is to show instead, such as `+6m`.
        """
        environment = os.environ | self.environment
        if clock:
            environment |= {"FAKETIME": clock, "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                            "LD_PRELOAD": os.environ["FAKETIME_LIBRARY"]}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, "setpriv", "--pdeathsig", "KILL", self.program.path, "run", "--dir", self.folder],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=environment)

    def start(self, clock=None):
        self.run(clock)
        line = self.process.stdout.readline()
        assert b"listening" in line, f"{self.folder.name} does not start: {self.log.read_text()[-300:]}"
        return self

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.wait() == 0, f"{self.folder.name} ended with {self.process.returncode}"

    def kill(self):
        self.process.kill()
        self.wait()

    def wait(self):
        status = self.process.wait(30)
        # What libfaketime shares between processes, and leaves behind.
        for name in ("faketime_shm", "sem.faketime_sem"):
            pathlib.Path(f"/dev/shm/{name}_{self.process.pid}").unlink(missing_ok=True)
        return status

    def signal(self, number):
        self.process.send_signal(number)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def do(self, *words):
        return self.program.do(*words, "--dir", self.folder)

    def items(self, noun):
        return self.do(noun)["items"]

    def look(self, operation, **arguments):
        """What a running node answers on its socket, as to the command line; None if it ends over it."""
        folder = os.open(self.folder, os.O_PATH)
        try:
            with socket.socket(socket.AF_UNIX) as door:
                door.settimeout(60)
                door.connect(f"/proc/self/fd/{folder}/node.sock")
                door.sendall(call(operation, **arguments) + b"\n")
                line = b"".join(iter(lambda: door.recv(1 << 20), b""))
        except (ConnectionError, FileNotFoundError):
            return None
        finally:
            os.close(folder)
        if not line:
            return None
        answer = json.loads(line)
        if answer.get("refused", {}).get("code") in ("store-failed", "store-corrupt"):
            # It is about to end.
            return None
        assert "done" in answer, f"{command}: {answer}"
        return answer["done"]

    def answers_commands(self):
        """Through the socket: while the process lives it has the lock, so nothing else can answer."""
        return self.is_running and bool(self.items("peers"))

    def log_size(self):
        return self.log.stat().st_size

    def logged(self, since=0, event=None):
        with self.log.open("rb") as file:
            file.seek(since)
            # A node that ends by an error says so in a sentence besides.
            lines = [json.loads(line) for line in file.read().splitlines() if line.startswith(b"{")]
        return [line for line in lines if event in (None, line["event"])]

    @classmethod
    def end_all(cls):
        for node in cls.every:
            if node.is_running:
                node.kill()
