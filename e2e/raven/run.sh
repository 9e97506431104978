#!/usr/bin/env bash
# What a data-protection officer looks for: every disclosure and consultation is in the record with who and
# why; a correction reaches every recipient and the board shows each confirmation, up to 100 %; the record cannot be
# changed by anyone who has the file.
source "$(dirname "$0")/../lib.sh"

two=(--as officer-7 --approved-by chief-2)
board() { heliograph notice board "$1" --dir "$work/XA" --json; }
percent() { [ "$(board "$1" | json 'it["items"][0]["percent"]')" -eq "$2" ]; }

federate XA XB XC XD
for code in XA XB XC XD; do start "$code"; done
thread="$(heliograph notice new --example green-notice --from XA --to XB,XC,XD --number 7 |
    heliograph notice send - "${two[@]}" --dir "$work/XA" --json | json 'it["thread"]')"
for code in XB XC XD; do until_true 30 "$code holds it" holds "$code" "$thread" issue; done
for code in XB XC XD; do heliograph inbox "$thread" --as "officer-of-$code" --dir "$work/$code" >/dev/null; done

correction="$(heliograph notice new --example correction --from XA --to XB,XC,XD --number 7 |
    json "{**it, 'about': {'thread': '$thread'}, 'reason': 'data-wrong', 'statement': 'The height was wrong.', 'fields': ['/person/description/heightCm']}" |
    heliograph notice send - "${two[@]}" --dir "$work/XA" --json | json 'it["thread"]')"
confirmed=0
for code in XB XC XD; do
    until_true 30 "$code holds the correction" holds "$code" "$correction" notify
    percent "$correction" $((confirmed * 100 / 3)) || fail "the board does not show $confirmed of 3: $(board "$correction")"
    heliograph notice confirm "$correction" --as "officer-of-$code" --dir "$work/$code" >/dev/null
    confirmed=$((confirmed + 1))
    until_true 30 "the board shows $confirmed of 3" percent "$correction" $((confirmed * 100 / 3))
done
say "the correction reached all three, and the board went from 0 to 100 % as each confirmed"

for code in XA XB XC XD; do stop "$code"; done
/usr/bin/python3 - "$work" <<'PY' || fail "the record is not what was done"
import sqlite3, sys
work = sys.argv[1]
def entries(code):
    rows = sqlite3.connect(f"{work}/{code}/store/store.db").execute(
        "SELECT sequence, operation, actor, recipients, justification FROM audit ORDER BY sequence").fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), f"{code}: the record has a gap"
    return rows
sent = [row for row in entries("XA") if row[1] == "disclosure"]
assert [(row[2], row[3], row[4]) for row in sent] == [
    ("officer-7", "XB XC XD", "sent; approved by chief-2")] * 2, sent
for code in ("XB", "XC", "XD"):
    rows = entries(code)
    assert [row[2] for row in rows if row[1] == "consultation"] == [f"officer-of-{code}"], rows
    assert len([row for row in rows if row[1] == "collection"]) == 2, rows
for code in ("XA", "XB"):
    store = sqlite3.connect(f"{work}/{code}/store/store.db")
    for sql in ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"):
        try:
            store.execute(sql)
        except sqlite3.Error as error:
            assert "append-only" in str(error), error
        else:
            raise AssertionError(f"{code}: {sql} went through")
PY
for code in XA XB XC XD; do agrees "$code"; done
say "proved: who saw what and why is on record and cannot be changed; a correction was confirmed by every recipient"
