"""Judges the form of one answer to a mistake, whatever it is about."""
import json
import re

UNDONE = re.compile(
    r"[Nn]othing (was|is|of it was|leaves|has been)\b|No (node|federation) was made|[Nn]ot sent\b|was not (changed|sent|made|started)"
    r"|did not start|[Nn]othing changed|draft was not|stays? (in force|as (it|they) (was|were|is|are))|[Nn]othing of", re.S)
TRACE = re.compile(r"Fatal error|Swift/|Thread \d|stack trace|Illegal instruction|\bnil\b|Optional\(", re.S)
COLUMNS = 100


def width(text):
    return max((len(line) for line in text.splitlines()), default=0)


def faults(row, status, out, err, told):
    """What is wrong with the form and the words of an answer: a list of short sentences."""
    found = []
    # A line may be broken at any blank.
    said = re.sub(r"\s+", " ", err + out)
    if status != row.status and not (row.status == "*" and status in (1, 2)):
        found.append(f"exit status {status}, not {row.status}")
    if TRACE.search(said):
        found.append("a trace of the program's inside")
    for word in row.must:
        if not re.search(word, said, re.I | re.S):
            found.append(f"lacks /{word}/")
    for word in row.never:
        if re.search(word, said, re.S):
            found.append(f"has /{word}/")
    if row.status == 0:
        return found
    lines = [line for line in err.strip().splitlines() if line.strip()]
    if row.plain:
        if row.undone and not UNDONE.search(said):
            found.append("does not say what was not done")
        return found
    if len(lines) < 2:
        found.append("has no next step")
    if not re.search(r"[.?!:] \([a-z][a-z0-9-]+\)", re.sub(r"\s+", " ", err)):
        found.append("has no sentence with its code")
    if lines and not re.search(r"[.`)?!]$", lines[-1].strip()):
        found.append("its next step is no sentence")
    if row.undone and not UNDONE.search(said):
        found.append("does not say what was not done")
    if told is not None:
        found += json_faults(told, err)
    return found


def json_faults(told, err):
    try:
        answer = json.loads(told)
    except ValueError:
        return ["--json gives no JSON"]
    if sorted(answer) != ["code", "detail", "faults", "next", "sentence"]:
        return ["--json lacks a part"]
    if not answer["sentence"].strip() or not answer["next"].strip():
        return ["--json has an empty part"]
    if f"({answer['code']})" not in err:
        return ["--json has another code than the text"]
    return []
