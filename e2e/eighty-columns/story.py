"""A node that answers with the worst that its schemas allow, and a terminal that looks at what is shown of it."""

import difflib
import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
import unicodedata

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import verbs  # noqa: E402
from verbs import TEXTS  # noqa: E402

COLUMNS, ROWS = 80, 24
NOW = "2027-01-21 12:00:00"
LONG = int(os.environ.get("SCREEN_ROWS", "10000"))


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
        if kind == "string" and name == "card":
            return self.page()
        if kind == "string":
            return self.text(schema.get("pattern", ""))
        return self.next(TEXTS)

    def page(self):
        """A page that the node itself writes: it has closed foreign texts, and broken the lines."""
        return "\n".join(f"  {text[:70]}" if text.isascii() and text.isprintable() else "  \u2068محمد 国際\u2069" for text in TEXTS)

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
        if callable(known):
            return {"done": known(call, Worst(self.rows))}
        name, form = known
        schema = json.loads((self.schemas / f"{name}.schema.json").read_text())
        if form is not None:
            schema = schema["anyOf"][form]
        return {"done": Worst(self.rows).value(schema)}


def screen(program, words, folder):
    """What a terminal of 80 columns is sent."""
    child, terminal = pty.fork()
    if child == 0:
        # The sandbox of `man` ends its helpers beside the library of faketime.
        os.environ.update(TERM="screen", PAGER="cat", HELIOGRAPH_DIR=str(folder), MAN_DISABLE_SECCOMP="1")
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


def unshown(program, typed):
    """The verbs of help, and the one that help leaves out, which nothing here types."""
    shown = subprocess.run([program, "help"], capture_output=True, text=True, check=True).stdout
    names = {match[1] for match in re.finditer(r"^  ([a-z][a-z -]*?)(?:  | *$| (?=[A-Z]))", shown, re.M)} | {"complete"}
    if len(names) < 80:
        sys.exit(f"FAILED: help has {len(names)} verbs only; is it read right?")
    def types(words, name):
        longer = any(other.startswith(name + " ") and (words + " ").startswith(other + " ") for other in names)
        return (words + " ").startswith(name + " ") and not longer
    missing = [name for name in sorted(names) if name not in verbs.NOT_SHOWN and not any(types(words, name) for words in typed)]
    stale = [name for name in verbs.NOT_SHOWN if name not in names]
    return missing, stale


def shown_alone(program, folder):
    """The screens of verbs that need no node, in a folder of their own, with what differs from run to run taken out."""
    os.chdir(folder)
    write_files(3)
    digest, screens, wrong = "", [], []
    for words in verbs.LOCAL:
        requests = sorted(str(path) for path in pathlib.Path(".").glob("node/keys/issuing-*.csr"))
        if words.startswith("keys stage"):
            # With the root at the node no request is written.
            os.mkdir("medium")
            for name in ("root.key", "root.der"):
                shutil.move(f"node/keys/{name}", f"medium/{name}")
        if "REQUEST" in words and requests:
            shutil.copy(requests[0], "request.csr")
        put = {**verbs.WORDS, "DIGEST": digest, "REQUEST": "request.csr"}
        shown, status = screen(program, [put.get(word, word) for word in words.split()], folder / "node")
        # A pager shows what is struck over as bold.
        shown = re.sub(".\b", "", shown)
        found = re.search(r"[0-9a-f]{64}", shown)
        if words.startswith("federation export") and found:
            digest = found[0]
        if not words.startswith(verbs.WIDE):
            wrong += [f"`{words}`: {fault}" for fault in list(faults(shown))[:3]]
        if status not in (0, 1, 2):
            wrong.append(f"`{words}`: status {status}, {shown[-300:]!r}")
        if words.startswith(verbs.PART):
            shown = shown[:600] + "[…]\n"
        screens.append(f"$ heliograph {words}\n{shown}")
    return screens, wrong


def same(text):
    """The text without what differs from run to run: keys and digests, ids, and versions of other programs."""
    text = re.sub(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b", lambda found: "0" * len(found[0]), text)
    text = re.sub(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{6,64}\b", lambda found: "0" * len(found[0]), text)
    return re.sub(r"OpenSSL \S+ .*", "OpenSSL", text)


def write_files(rows):
    """The files that verbs read: forms, passenger lists, zones, a policy and a notice."""
    pathlib.Path("notice.json").write_text("{}")
    forms = "last_name,date_of_birth,citizenship,passport_number,passport_country,departure_place,departure_at,arrival_place," \
        "arrival_at,means_of_travel,offences,conviction_date,conviction_country,reported_on\n"
    pathlib.Path("forms.csv").write_text(forms + "Specimen,1955-01-17,UTO,T1,UTO,XAA,2027-02-01,XBB,2027-02-01,air,LZ23,2018-01-01,XA,2027-01-20\n" * rows)
    passenger = "NAD+FL+++SPECIMEN-VANDERTEST:ORRIN QUILLMR'ATT+2++M'DTM+329:550117'DOC+P+T00000001'"
    for name, people in (("list.edi", passenger * rows), ("poor.edi", "NAD+FL+++X'" * rows + passenger)):
        lines = "BGM+745'NAD+MS+++XYZ HELPDESK'COM+44 222 222222:TE'TDT+20+ZZ900'LOC+125+XAA'DTM+189:2702051040:201'LOC+87+XBB'" \
            f"DTM+232:2702052005:201'{people}CNT+42:{people.count('NAD')}'"
        lines = f"UNH+PAX001+PAXLST:D:12B:UN:IATA'{lines}UNT+{lines.count(chr(39)) + 2}+PAX001'"
        pathlib.Path(name).write_text(
            f"UNA:+.? 'UNB+UNOA:4+XYZ+CUSTOMS+270121:0335+0000001++API'UNG+PAXLST+XYZ AIRLINES+CUSTOMS+270121:0335+1+UN+D:12B'{lines}"
            "UNE+1+1'UNZ+1+0000001'")
    zone = "P<UTOSPECIMENB<<ORRIN<QUILL<<<<<<<<<<<<<<<<<<\nT00000001"
    pathlib.Path("zones.txt").write_text(f"P<UTO\n\n{zone}\n\nP<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n")
    pathlib.Path("policy.json5").write_text("{ recipients: { XC: { deny: 'no agreement' } } }")
    pathlib.Path("poor.json5").write_text("{ 'محمد \u202e x': 1 }")
    pathlib.Path("poor.json").write_text(json.dumps({"type": TEXTS[0], "from": TEXTS[1], TEXTS[5]: TEXTS[6], "to": [TEXTS[2]]}))


def main(program, folder, schemas, kept):
    folder, kept = pathlib.Path(folder), pathlib.Path(kept)
    missing, stale = unshown(program, [words for words, _ in verbs.VERBS] + verbs.LOCAL)
    if missing or stale:
        sys.exit(f"FAILED: no screen of these verbs, and no reason in NOT_SHOWN: {missing}; in NOT_SHOWN and no verb: {stale}")
    # Of one length on every machine, because paths stand in lines that are broken.
    base = pathlib.Path(tempfile.mkdtemp(prefix="eighty-", dir="/tmp"))
    try:
        folder = pathlib.Path(shutil.copytree(folder, base / "XA", symlinks=True))
        (base / "own").mkdir()
        show(program, folder, base, schemas, kept)
    finally:
        shutil.rmtree(base)


def show(program, folder, base, schemas, kept):
    screens, wrong = shown_alone(program, base / "own")
    screens = [same(text) for text in screens]
    asked = len(screens)
    node = FakeNode(folder, pathlib.Path(schemas))
    shutil.copytree(base / "own" / "trust", "trust")
    for is_kept, rows in ((True, 3), (False, LONG)):
        node.rows = rows
        write_files(rows)
        for words, answers in verbs.VERBS:
            if not is_kept and not answers:
                continue
            node.answers = answers
            put = {"FILE": "notice.json", "@new": "new"}
            shown, status = screen(program, [put.get(word, word) for word in words.split()], folder)
            shutil.rmtree("new", ignore_errors=True)
            pathlib.Path("new").unlink(missing_ok=True)
            asked += 1
            wrong += [f"`{words}` with {rows} rows: {fault}" for fault in list(faults(shown))[:3]]
            if "has no answer to" in shown or status not in (0, 1, 2) and words != "run":
                wrong.append(f"`{words}` with {rows} rows: status {status}, {shown[-300:]!r}")
            if is_kept:
                screens.append(f"$ heliograph {words}\n{shown}")
    text = "\n".join(screens).replace(str(base), "/tmp/eighty-00000000")
    if os.environ.get("SCREENS") == "write":
        kept.write_text(text)
    if wrong:
        print("\n".join(wrong[:40]))
        sys.exit(f"FAILED: {len(wrong)} faults on the screens")
    difference = list(difflib.unified_diff(kept.read_text().split("\n"), text.split("\n"), "screens.txt", "now", lineterm=""))
    if difference:
        print("\n".join(difference[:60]))
        sys.exit("FAILED: the screens are not those of screens.txt; look at them, and write them with SCREENS=write")
    commands = len(verbs.VERBS) + len(verbs.LOCAL)
    print(f"proved: {asked} screens of {commands} commands fit 80 columns and hold still, with lists of 3 and of {LONG} rows; "
          f"every verb is among them but {', '.join(verbs.NOT_SHOWN)}")


main(*sys.argv[1:5])
