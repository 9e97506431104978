"""A node that answers with the worst that its schemas allow, and a terminal that looks at what is shown of it."""

import difflib
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
import unicodedata

COLUMNS, ROWS = 80, 24
NOW = "2027-01-21 12:00:00"
LONG = int(os.environ.get("SCREEN_ROWS", "10000"))
TEXTS = [
    "محمد عبد الله", "a\u202eb\u2066c", "\u001b[2J\u001b]0;owned\u0007", "two\nlines\tand\u0000more", "国際警察機構の職員", "n" * 300,
    "word " * 40 + "end", "e\u0301" * 30, "-", "\u200b\u200d", "../../etc/passwd; rm -rf ~", "Anna Maria Specimen",
]
# Each verb as it is typed, and the answers that it asks for: by operation, a schema and, where that has several forms, which.
VERBS = [
    ("inbox", {"inbox.list": ("inbox", 0)}), ("inbox XB-TA-2027-000001", {"inbox.show": ("inbox", 1)}),
    ("inbox XB-TA-2027-000001 --as kask", {"inbox.card": ("inbox-card", None)}),
    ("outbox", {"outbox.list": ("outbox", 0)}), ("outbox XA-TA-2027-000001", {"outbox.show": ("outbox", 1)}),
    ("outbox retry XA-TA-2027-000001", {"outbox.retry": ("outbox-retry", None)}),
    ("notice list", {"notice.list": ("notice-list", None)}),
    ("notice show XA-TA-2027-000001", {"notice.show": ("notice-show", None)}),
    ("notice approve XA-TA-2027-000001 --as kask", {"notice.approve": ("notice-approve", None)}),
    ("notice board XA-TA-2027-000001", {"notice.board": ("notice-board", None)}),
    ("notice totals XA-OP-2027-000001", {"notice.totals": ("notice-totals", None)}),
    ("notice number travel-alert", {"notice.number": ("notice-number", None)}),
    ("notice keep XA-TA-2027-000001 --reason r --as a --approved-by b", {"notice.keep": ("notice-keep", None)}),
    ("tasks", {"tasks": ("tasks", None)}), ("draft list", {"draft.list": ("draft-list", None)}),
    ("draft show XA-TA-2027-000001 --as kask", {"draft.show": ("draft-show", None)}),
    ("handover", {"handover.list": ("handover", None)}), ("handover retry", {"handover.retry": ("handover-retry", None)}),
    ("peers", {"peers": ("peers", None)}), ("directory", {"directory": ("directory", None)}),
    ("doctor", {"doctor": ("doctor", None)}), ("trust show", {"trust.show": ("trust-show", None)}),
    ("trust forks", {"trust.forks": ("trust-forks", None)}), ("keys list", {"keys.list": ("keys-list", None)}),
    ("keys preflight signing", {"keys.preflight": ("keys-preflight", None)}),
    ("keys rotate signing", {"keys.rotate": ("keys-rotate", None)}),
    ("policy show", {"policy.show": ("policy-show", None)}),
    ("statistics", {"statistics": ("statistics", 0)}), ("statistics --publish", {"statistics": ("statistics", 1)}),
    ("statistics operation XA-OP-2027-000001", {"statistics.operation": ("statistics-operation", None)}),
    ("search EXAMPLESSON --as kask", {"search": ("search", None)}),
    ("notice preview FILE --to XB", {"notice.preview": ("notice-preview", None)}),
    ("notice merge FILE --into XA-TA-2027-000001", {"notice.merge": ("notice-merge", None)}),
    ("notice send FILE --as a --approved-by b", {"notice.send": ("notice-send", 0)}),
    ("notice send FILE FILE --as a --approved-by b", {"notice.send": ("notice-send", 0)}),
    ("notice cancel XA-TA-2027-000001 --reason r --as a --yes", {"notice.cancel": ("notice-cancel", None)}),
    ("notice forward XB-TA-2027-000001 --to XC --number 7 --as a --yes", {"notice.forward": ("notice-forward", None)}),
    ("notice retract XA-TA-2027-000001 --statement s --as a --approved-by b --yes", {"notice.retract": ("notice-retract", None)}),
    ("notice confirm XB-CN-2027-000001 --as a", {"notice.confirm": ("notice-confirm", None)}),
    ("notice erase XB-ER-2027-000001 --as a --yes", {"notice.erase": ("notice-erase", None)}),
    ("outcome XB-TA-2027-000001 --result refused --at now --as a --yes", {"outcome": ("outcome", None)}),
    ("draft send XA-TA-2027-000001 --as a", {"draft.send": ("draft-send", 0)}),
    ("draft discard XA-TA-2027-000001 --reason r --as a --yes", {"draft.discard": ("draft-discard", None)}),
    ("draft change XA-TA-2027-000001 FILE --as a", {"draft.change": ("draft-change", None)}),
    ("trust settle 3f2a9c11 --as a --yes", {"trust.settle": ("trust-settle", None)}),
    ("keys stage signing", {"keys.stage": ("keys-stage", None)}), ("keys publish signing", {"keys.publish": ("keys-publish", None)}),
    ("keys activate signing", {"keys.activate": ("keys-activate", None)}), ("keys undo signing", {"keys.undo": ("keys-undo", None)}),
    ("keys retire 3f2a9c", {"keys.retire": ("keys-retire", None)}), ("keys destroy 3f2a9c --yes", {"keys.destroy": ("keys-destroy", None)}),
    ("keys revoke 3f2a9c --reason r --yes", {"keys.revoke": ("keys-revoke", None)}),
    ("help", {}), ("help outcome", {}), ("explain", {}), ("notice", {}), ("inbx", {}), ("notice send --sate x", {}),
]


class Worst:
    """Values by a schema: each text is another of the worst texts, each list has `rows` elements."""

    def __init__(self, rows):
        self.rows = rows
        self.count = 0

    def next(self, choices):
        self.count += 1
        return choices[self.count % len(choices)]

    def value(self, schema, name=""):
        if "enum" in schema:
            return self.next(schema["enum"])
        if "const" in schema:
            return schema["const"]
        if "anyOf" in schema:
            # A value is there in four of five places.
            forms = [form for form in schema["anyOf"] if form != {"type": "null"}]
            nullable = len(forms) < len(schema["anyOf"])
            return None if nullable and self.next(range(5)) == 0 else self.value(self.next(forms), name)
        kind = schema.get("type")
        if kind == "object":
            if not schema.get("properties"):
                return {text: 7 for text in TEXTS[:2]} if schema.get("additionalProperties") else {"text": self.next(TEXTS)}
            return {key: self.value(part, key) for key, part in schema["properties"].items()}
        if kind == "array":
            rows = self.rows if name in ("items", "countries", "rows") else 2
            return [self.value(schema["items"]) for _ in range(rows)]
        if kind == "integer":
            return self.next([0, 1, 41, 9_999_999])
        if kind == "boolean":
            return self.next([True, False])
        if kind == "string":
            return self.text(schema.get("pattern", ""))
        return self.next(TEXTS)

    def text(self, pattern):
        number = self.count = self.count + 1
        if pattern.startswith("^\\d{4}-"):
            return f"2027-0{1 + number % 3}-{10 + number % 18}T0{number % 10}:30:00Z"
        if pattern.startswith("^[A-Z]{2}"):
            return self.next(["XB", "XC", "MT"])
        if "{64}" in pattern:
            return f"{number:064x}"
        if "{40}" in pattern:
            return f"{number:040x}"
        if pattern.startswith("^[0-9a-f]{8}-"):
            return f"019401e5-6b2a-7cc3-8a9d-{number:012x}"
        return self.next(TEXTS)


class FakeNode:
    """Holds the lock of a data folder and answers on its socket."""

    def __init__(self, folder, schemas):
        self.schemas = schemas
        self.answers = {}
        self.rows = 3
        self.lock = open(folder / "lock", "a+")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.door = socket.socket(socket.AF_UNIX)
        os.chdir(folder)
        pathlib.Path("node.sock").unlink(missing_ok=True)
        self.door.bind("node.sock")
        os.chmod("node.sock", 0o600)
        self.door.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            caller, _ = self.door.accept()
            with caller:
                lines = caller.makefile("rwb")
                for line in lines:
                    lines.write(json.dumps(self.answer(json.loads(line))).encode() + b"\n")
                    lines.flush()

    def answer(self, call):
        known = self.answers.get(call["operation"])
        if known is None:
            return {"refused": {"code": "usage", "sentence": f"The story has no answer to {call['operation']}.", "next": "-", "faults": []}}
        name, form = known
        schema = json.loads((self.schemas / f"{name}.schema.json").read_text())
        if form is not None:
            schema = schema["anyOf"][form]
        return {"done": Worst(self.rows).value(schema)}


def screen(program, words, folder):
    """What a terminal of 80 columns is sent."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="screen", PAGER="cat", HELIOGRAPH_DIR=str(folder))
        os.environ.pop("NO_COLOR", None)
        os.execvp("faketime", ["faketime", "-f", NOW, program, *words])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    sent = b""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            part = os.read(terminal, 1 << 20)
        except OSError:
            break
        if not part:
            break
        sent += part
    else:
        sys.exit(f"FAILED: `{' '.join(words)}` did not end")
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    # A bar of progress is written over by what follows on its line.
    shown = re.sub("[^\n\r]*\r", "", sent.decode().replace("\r\n", "\n"))
    return shown, os.waitstatus_to_exitcode(status)


def width(text):
    """Columns of a text by Unicode, not by our own table."""
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def faults(shown):
    """What is wrong with lines on a screen."""
    plain = re.sub("\u001b\\[(?:1|31|0)m", "", shown)
    for number, line in enumerate(plain.split("\n"), 1):
        # Lines of a document stay whole, so that they can be copied.
        is_document = line.lstrip()[:1] in tuple('"{}[]')
        if width(line) > COLUMNS and not is_document:
            yield f"line {number} has {width(line)} columns: {line!r}"
        bad = [c for c in line if unicodedata.category(c) == "Cc" or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"]
        if bad:
            yield f"line {number} has {bad!r}"
        depth = 0
        for c in line:
            depth += (c == "\u2068") - (c == "\u2069")
            if depth == 0 and unicodedata.bidirectional(c) in ("R", "AL") and not is_document:
                yield f"line {number} has letters from right to left without marks around them: {line!r}"
                break
            if not 0 <= depth <= 1:
                yield f"line {number} has a mark of direction that is not closed: {line!r}"
                break
        if depth != 0:
            yield f"line {number} leaves a mark of direction open: {line!r}"


def main(program, folder, schemas, kept):
    folder, kept = pathlib.Path(folder), pathlib.Path(kept)
    node = FakeNode(folder, pathlib.Path(schemas))
    pathlib.Path("notice.json").write_text("{}")
    wrong, screens, asked = [], [], 0
    for rows in (3, LONG):
        node.rows = rows
        for words, answers in VERBS:
            if rows == LONG and not answers:
                continue
            node.answers = answers
            shown, status = screen(program, [word.replace("FILE", "notice.json") for word in words.split()], folder)
            asked += 1
            wrong += [f"`{words}` with {rows} rows: {fault}" for fault in list(faults(shown))[:3]]
            if "has no answer to" in shown or status not in (0, 1, 2):
                wrong.append(f"`{words}` with {rows} rows: status {status}, {shown[-300:]!r}")
            if rows == 3:
                screens.append(f"$ heliograph {words}\n{shown}")
    if wrong:
        print("\n".join(wrong[:40]))
        sys.exit(f"FAILED: {len(wrong)} faults on the screens")
    text = "\n".join(screens).replace(str(folder), "FOLDER")
    if os.environ.get("SCREENS") == "write":
        kept.write_text(text)
    difference = list(difflib.unified_diff(kept.read_text().split("\n"), text.split("\n"), "screens.txt", "now", lineterm=""))
    if difference:
        print("\n".join(difference[:60]))
        sys.exit("FAILED: the screens are not those of screens.txt; look at them, and write them with SCREENS=write")
    print(f"proved: {asked} screens of {len(VERBS)} commands fit 80 columns and hold still, with lists of 3 and of {LONG} rows")


main(*sys.argv[1:5])
