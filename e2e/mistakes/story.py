"""Makes each mistake of the table against real nodes, and scores the answers."""
import os
import subprocess
import sys

sys.dont_write_bytecode = True
program, here, work, transcript = sys.argv[1:5]
sys.path.insert(0, os.path.join(here, "e2e", "mistakes"))
import judge  # noqa: E402
import mistakes  # noqa: E402

environment = {k: v for k, v in os.environ.items() if not k.startswith("HELIOGRAPH")}


def heliograph(words, stdin=None):
    try:
        done = subprocess.run(
            [program, *words], cwd=os.path.join(work, "desk"), env=environment, text=True, capture_output=True,
            timeout=10, input=stdin)
    except subprocess.TimeoutExpired:  # a node that began, though it should not have
        return 124, "", ""
    return done.returncode, done.stdout, done.stderr


os.makedirs(os.path.join(work, "desk"))
world = mistakes.World(program, work, heliograph)
rows = mistakes.table(world)
names = [row.name for row in rows]
assert len(set(names)) == len(names), "two rows have one name"
points, failures, wide = {"48": 0, "own": 0, "words": 0}, [], []
totals = dict.fromkeys(points, 0)
with open(transcript, "w") as file:
    for row in rows:
        if row.before:
            row.before()
        status, out, err = heliograph(row.words)
        told = None
        if status != 0 and not row.once:
            told = heliograph([*row.words, "--json"])[1]
        if row.after:
            row.after()
        found = judge.faults(row, status, out, err, told)
        totals[row.group] += 2
        if not found:
            points[row.group] += 2
        else:
            failures.append((row, found))
        # A table of a verb that was carried out may be as wide as it is.
        if judge.width(err + ("" if row.status == 0 and row.words[0] in ("outbox", "inbox") else out)) > judge.COLUMNS:
            wide.append(row.name)
        shown = " ".join(f"'{w}'" if " " in w else w for w in row.words).replace(work, "…")
        file.write(f"== {row.name} ({row.group}): {'2' if not found else '0: ' + '; '.join(found)}\n")
        file.write(f"$ heliograph {shown}\n{(out + err).replace(work, '…')}[{status}]\n\n")
    names_in_logs = world.names_in_logs()
    total, most = sum(points.values()), sum(totals.values())
    lines = [
        f"the forty-eight: {points['48']} of {totals['48']}; others: {points['own']} of {totals['own']}; "
        f"words of the command line: {points['words']} of {totals['words']}; all: {total} of {most}",
        f"answers with a line over {judge.COLUMNS} columns: {len(wide)}" + (": " + ", ".join(wide) if wide else ""),
        "names in the logs: " + (", ".join(names_in_logs) or "none"),
    ]
    for row, found in failures:
        lines.append(f"  {row.group:5} {row.name}: {'; '.join(found)}")
    file.write("\n".join(lines) + "\n")
print("\n".join(lines))
if failures or names_in_logs or wide:
    sys.exit(1)
