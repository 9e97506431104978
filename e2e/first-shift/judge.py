"""Judges what a person is told when something is refused: the code, what happened, what was not done, and a next
step that this reader can take. An officer never has to make a node or to open a file that an installed system lacks."""
import pathlib, re, subprocess, sys

folder, program = pathlib.Path(sys.argv[1]), sys.argv[2]
verbs = [line.strip().split("  ")[0] for line in
         subprocess.run([program], capture_output=True, text=True).stdout.splitlines() if line.startswith("  ")]
changing = ("notice send", "notice cancel", "notice approve", "outcome", "draft ", "notice forward")
faults = []


def hold(is_so, what, where):
    if not is_so:
        faults.append(f"{what}: {where}")


def unbroken(text, code):
    """The sentence with its code, each fault and cause, and the next step: one line each, as before they were broken."""
    lines = [""]
    is_head = True
    for line in text.strip().splitlines():
        # The sentence goes on until its code; a fault or cause begins with two blanks and goes on with four.
        if is_head or line.startswith("    ") or (lines[-1] and not line.startswith(" ") and not lines[-1].startswith(" ") and not was_head):
            lines[-1] = (lines[-1] + " " + line.strip()).strip() if not lines[-1].startswith(" ") else lines[-1] + " " + line.strip()
        else:
            lines.append(line)
        was_head = is_head
        is_head = is_head and not line.endswith(f"({code})")
    return lines


for said in sorted(folder.glob("*.said")):
    text, typed = said.read_text(), said.with_suffix(".command").read_text()
    code = said.stem.split("-", 1)[1]
    lines = unbroken(text, code)
    where = f"{said.stem}:\n{typed}{text}"
    hold(f"({code})" in lines[0], "another code", where)
    first = lines[0].rsplit(" (", 1)[0]
    hold(first.endswith(".") and len(first.split()) >= 4, "no sentence says what happened", where)
    if any(f"heliograph {verb}" in typed for verb in changing):
        hold(re.search(r"Nothing was \w+\.", first), "what was not done is not said", where)
    step = lines[-1]
    hold(step != lines[0] and step.endswith("."), "no next step", where)
    hold(re.match(r"(`heliograph|[A-Z][a-z]+)", step), "the next step is no sentence", where)
    for quoted in re.findall(r"`heliograph (?:help )?([a-z]+(?: [a-z]+)?)", text):
        hold(any(quoted == verb or verb.startswith(quoted.split()[0]) for verb in verbs), f"no such verb {quoted}", where)
    for forbidden in ("heliograph init", "docs/", "schema", "OPERAND", "Fatal", "precondition"):
        hold(forbidden not in text, f"an officer is told `{forbidden}`", where)
    for pointer in re.findall(r"^  (/\S*): (.*)$", "\n".join(lines), re.M):
        # Behind the sentence stand the line of the file and the code.
        sentence = re.sub(r" \(line \d+(, column \d+)?\)$", "", pointer[1].rsplit(" (", 1)[0])
        hold(re.search(r"[.?]$", sentence), "a fault is no sentence", where)
    print(f"  {said.stem}: {first}")
sys.exit("\n".join(faults) or None)
