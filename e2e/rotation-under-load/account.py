"""Counts what three stopped nodes hold, and prints what happened."""
import json
import pathlib
import sqlite3
import sys

work, version = pathlib.Path(sys.argv[1]), sys.argv[2]
codes = ["XA", "XB", "XC"]
sent = json.loads((work / "sent.json").read_text())


def rows(code, query):
    with sqlite3.connect(f"file:{work}/{code}/store/store.db?mode=ro", uri=True) as store:
        return store.execute(query).fetchall()


def count(code, event):
    text = (work / code / "node.log").read_text()
    return sum(f'"event":"{event}"' in line for line in text.splitlines())


held = {code: {(s, bytes(i)) for s, i in rows(code, "SELECT sender, id FROM inbox")} for code in codes}
threads = {code: rows(code, "SELECT sender, thread, count(*) FROM inbox GROUP BY 1, 2") for code in codes}
table, faults = [], []
for code in codes:
    deliveries = rows(code, "SELECT id, recipient, state, created, delivered_at, deadline FROM delivery")
    live = [row for row in deliveries if row[2] != "superseded"]
    lost = [row for row in live if row[2] != "delivered" or (code, bytes(row[0])) not in held[row[1]]]
    late = [row for row in live if row[4] is None or row[4] > row[5]]
    double = sum(n - 1 for other in codes for sender, _, n in threads[other] if sender == code)
    slowest = max((row[4] or 0) // 1000 - row[3] // 1000 for row in live)
    keys = json.loads((work / f"{code}.keys").read_text())["items"]
    replaced = {
        role: sum(key["role"] == role and key["state"] in ("retired", "destroyed") for key in keys)
        for role in ("signing", "transport", "encryption", "issuing")}
    reseals = rows(code, "SELECT count(*) FROM envelope WHERE seal > 1")[0][0]
    table.append([
        code, sent[code], len(live), len(lost), double, len(late), slowest, reseals,
        " ".join(f"{role[:4]}:{n}" for role, n in replaced.items())])
    if len(live) != sent[code] or lost or double or late:
        faults.append(code)
    if min(replaced.values()) < 2:
        faults.append(f"{code} replaced {replaced}")
    if count(code, "reception-failed") or count(code, "keys-not-used") or count(code, "key-step-failed"):
        faults.append(f"{code}'s log has alarms")

head = ["node", "given", "delivered", "lost", "double", "late", "slowest s", "sealed again", "keys replaced"]
widths = [max(len(str(row[i])) for row in [head, *table]) for i in range(len(head))]
for row in [head, *table]:
    print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)))
print(f"trust list: versions 1 to {version} at every node")
if faults:
    sys.exit(f"FAILED: {faults}")
