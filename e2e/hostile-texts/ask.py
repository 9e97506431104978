"""Asks every verb with hostile texts, and looks at each byte of what it prints."""
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata

program, work = sys.argv[1], pathlib.Path(sys.argv[2])
MARK = "\x1b[1A\x1b[2K\x1b]0;owned\x07\r\x9b31m\u202e\u2066\u200b\u2028\x7fEND"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066\u2067\ufeff]")
asked = 0


def check(what, raw):
    text = raw.decode("utf-8", "surrogateescape")
    found = CONTROLS.search(text)
    assert not found, f"{what}: U+{ord(found[0]):04X} at {text[max(0, found.start() - 60):found.start() + 20]!r}"


def ask(*words):
    global asked
    asked += 1
    done = subprocess.run([program, *words], capture_output=True, timeout=120, stdin=subprocess.DEVNULL, cwd=work)
    check(" ".join(map(repr, words)), done.stdout)
    check(" ".join(map(repr, words)), done.stderr)
    return done


def verbs():
    """Each verb with its options and whether it takes operands, from its own help."""
    overview = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
    for line in overview.splitlines():
        found = re.match(r"  ([a-z]+(?: [a-z]+)*)  +[A-Z]", line) or re.match(r"  ([a-z ]{24}) [A-Z]", line)
        if found:
            yield found[1].strip().split()


# 1. Every argument of every verb.
skipped = {"demo", "run"}
for verb in verbs():
    if verb[0] in skipped:
        continue
    said = subprocess.run([program, *verb, "--help"], capture_output=True, text=True).stdout
    usage = next(line for line in said.splitlines() if line.startswith("  heliograph "))
    options = re.findall(r"--([a-z-]+) [A-Z]", usage)
    takes = usage.split(" ".join(verb), 1)[1].strip()
    operands = [MARK] if takes and not takes.startswith(("[--", "--")) else []
    given = [word for option in options if option != "dir" for word in (f"--{option}", MARK)]
    # A folder of its own for what might be made.
    for folder in (work / "XA", work / f"none{MARK}"):
        for machine in ([], ["--json"]):
            ask(*verb, *operands, *given, "--dir", str(folder), *machine)
            ask(*verb, *operands, "--dir", str(folder), *machine)
ask(MARK)
ask("notice", MARK)
ask("notice", "send", f"--{MARK}")


# 2. Every text of every file that somebody else may have written.
def places(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, path + (key,))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, path + (index,))
    elif isinstance(value, str):
        yield path


def bent(document, path, text):
    document = copy.deepcopy(document)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = text
    return document


def renamed(document, path, text):
    """The member's name is hostile, too."""
    document = copy.deepcopy(document)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if isinstance(inner, dict):
        inner[text] = inner.pop(path[-1])
    return document


file = work / "hostile.json"
for kind in ("green-notice", "travel-alert"):
    made = subprocess.run([program, "notice", "new", kind, "--example", "--from", "XA", "--to", "XB", "--dir", str(work / "XA")],
                          capture_output=True, check=True)
    notice = json.loads(made.stdout)
    for path in places(notice):
        for change in (bent, renamed):
            file.write_text(json.dumps(change(notice, path, MARK), ensure_ascii=False))
            ask("notice", "validate", str(file), "--dir", str(work / "XA"))
    file.write_text(json.dumps(bent(notice, next(places(notice)), MARK), ensure_ascii=False))
    ask("notice", "send", str(file), "--as", MARK, "--approved-by", MARK, "--dir", str(work / "XA"))
    ask("notice", "send", str(file), "--as", "officer-7", "--approved-by", "chief-2", "--dir", str(work / "XA"), "--json")

# A line break in a text of others makes no line.
for text in ('{"a\\nFALSE line":1,"a\\nFALSE line":2}', json.dumps(notice | {"x\nFALSE line": 1}),
             json.dumps(notice | {"handling": {"x\nFALSE line": "y"}})):
    file.write_text(text)
    for verb in ("validate", "send"):
        done = ask("notice", verb, str(file), *(("--as", "officer-7", "--approved-by", "chief-2") if verb == "send" else ()),
                   "--dir", str(work / "XA"))
        for line in (done.stdout + done.stderr).decode().splitlines():
            assert not line.startswith("FALSE"), line

proposal = json.loads((work / "XA" / "proposal.json").read_text())
for path in places(proposal):
    file.write_text(json.dumps(bent(proposal, path, MARK), ensure_ascii=False))
    ask("federation", "propose", str(file), "--dir", str(work / "federation"))
    ask("federation", "draft", "--dir", str(work / "federation"))

for name, text in (("form.csv", f"name;born{MARK}\n{MARK};{MARK}\n"), ("list.edi", f"UNA:+.? '\nUNB+{MARK}'NAD+FL+++{MARK}:{MARK}'"),
                   ("zone.txt", f"P<UTO{MARK}<<{MARK}\n{MARK}\n")):
    file = work / name
    file.write_text(text)
    for verb in (["import", "forms"], ["import", "manifest"], ["import", "mrz"]):
        for machine in ([], ["--json"]):
            ask(*verb, str(file), "--as", "officer-7", "--dir", str(work / "XA"), *machine)
ask("trust", "diff", str(file), "--dir", str(work / "XA"))
ask("trust", "import", str(file), "--dir", str(work / "XA"))

# 3. What was kept is shown again.
for code in ("XA", "XB"):
    for verb in (["inbox"], ["outbox"], ["tasks"], ["peers"], ["doctor"], ["trust", "show"], ["keys", "list"], ["notice", "list"], ["draft", "list"]):
        ask(*verb, "--dir", str(work / code))
    check(f"the log of {code}", (work / code / "node.log").read_bytes())
print(f"{asked} times asked")
