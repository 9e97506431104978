#!/usr/bin/env bash
# A border post reports that another person was met: the issuer has a task with everything ready, two
# officers take the notice back, both recipients erase it for good and say so, and the board shows 100 %.
source "$(dirname "$0")/../lib.sh"

tasks() { heliograph tasks --dir "$work/$1" --json | json "sorted(i['task'] for i in it['items'])"; }
has_tasks() { [ "$(tasks "$1")" = "$2" ]; }
board() { heliograph notice board "$1" --dir "$work/XA" --json; }
percent() { [ "$(board "$1" | json "[b['percent'] for b in it['items'] if b['kind']=='$2'][0]")" -eq "$3" ]; }

# refused CODE COMMAND…
refused() {
    local wanted="$1" said
    shift
    said="$("$@" || true)"
    [ "$(json 'it["code"]' <<<"$said")" = "$wanted" ] || fail "not $wanted: $said"
}

federate XA XB XC
for code in XA XB XC; do start "$code"; done
two=(--as officer-7 --approved-by chief-2)

alert="$(heliograph notice new --example travel-alert --arrives-in 9h --from XA --to XB,XC |
    heliograph notice send - "${two[@]}" --dir "$work/XA" --json | json 'it["thread"]')"
for code in XB XC; do until_true 30 "$code holds the alert" holds "$code" "$alert" issue; done
id="$(inbox XB | json "[i['id'] for i in it['items'] if i['thread']=='$alert'][0]")"
name="$(heliograph inbox "$id" --as officer-3 --dir "$work/XB" --json | json "it['notice']['person']['identities'][0]['primaryIdentifier']")"

heliograph outcome --yes "$alert" --result wrong-person --at now --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "XA has the task" has_tasks XA '["wrong-person"]'
grep -q '"event":"wrong-person"' "$work/XA/node.log" || fail "the log says nothing"
[ "$(outbox XA | json "len([i for i in it['items'] if i['kind'] in ('correction','erasure')])")" -eq 0 ] ||
    fail "something was sent without a person's decision"
retract() { heliograph notice retract --yes "$alert" --statement "A namesake was meant." --dir "$work/XA" --json "$@"; }
[ "$(retract "${two[@]}" --preview | json "[[d['type'], d['to']] for d in it['items']]")" = \
    '[["erasure", ["XB", "XC"]], ["correction", ["XB", "XC"]]]' ] || fail "what is ready is not both, to both"
has_tasks XA '["wrong-person"]' || fail "looking settled it"
say "a wrong person is a task at once, with correction and order ready, and nothing was sent by itself"

refused approver-is-author retract --as officer-7 --approved-by "Officer-7"
retract "${two[@]}" >/dev/null
for code in XB XC; do
    until_true 30 "$code knows that it was cancelled" holds "$code" "$alert" cancel
    until_true 30 "$code has both" has_tasks "$code" '["confirmation", "confirmation"]'
done
percent "$alert" erasure 0 || fail "somebody has confirmed already"
order="$(board "$alert" | json "[b['thread'] for b in it['items'] if b['kind']=='erasure'][0]")"
correction="$(board "$alert" | json "[b['thread'] for b in it['items'] if b['kind']=='correction'][0]")"

stop XB
cp -r "$work/XB/store" "$work/copy"
start XB
heliograph notice erase --yes "$order" --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "the board shows half" percent "$alert" erasure 50
refused erased heliograph inbox "$id" --as officer-3 --dir "$work/XB" --json
refused erased heliograph inbox card "$id" --as officer-3 --dir "$work/XB" --json
stop XC
until_true 30 "nothing of XB is in hand" has_tasks XB '["confirmation"]'
start XC
heliograph notice erase --yes "$order" --as officer-4 --dir "$work/XC" >/dev/null
for code in XB XC; do heliograph notice confirm "$correction" --as officer-4 --dir "$work/$code" >/dev/null; done
for kind in erasure correction; do until_true 30 "the board shows all of $kind" percent "$alert" "$kind" 100; done
deleted() { [ "$(board "$order" | json "sorted(l['deleted'] for l in it['items'][0]['lines'])")" = '[2, 2]' ]; }
until_true 30 "both have signed that both messages are gone" deleted
for code in XA XB XC; do until_true 30 "$code has no task left" has_tasks "$code" '[]'; done
say "both recipients erased it and confirmed; the board of $alert shows 100 %"

# The bodies are gone, and a copy of them that somebody kept opens nothing with what is left of the keys.
stop XB
/usr/bin/python3 - "$work/XB/store" "$work/copy" <<'PY' || fail "a body or a key of the erased messages is left"
import sqlite3, sys
now, copy = (sqlite3.connect(f"{folder}/store.db") for folder in sys.argv[1:])
keys = sqlite3.connect(f"{sys.argv[1]}/keys.db")
erased = [row[0] for row in now.execute("SELECT id FROM erased_record")]
assert len(erased) == 6, len(erased)
assert [copy.execute("SELECT count(*) FROM record WHERE id = ?", (i,)).fetchone()[0] for i in erased] == [1] * 6
assert not any(now.execute("SELECT count(*) FROM record WHERE id = ?", (i,)).fetchone()[0] for i in erased)
assert not any(keys.execute("SELECT count(*) FROM data_key WHERE record = ?", (i,)).fetchone()[0] for i in erased)
ids = [row[0] for row in now.execute("SELECT id FROM erasure")]
assert len(ids) == 2
assert not any(now.execute("SELECT count(*) FROM blind WHERE id = ?", (i,)).fetchone()[0] for i in ids)
der = now.execute("SELECT remains FROM erasure LIMIT 1").fetchone()[0]
open(f"{sys.argv[1]}/remains.der", "wb").write(der)
assert [row[0] for row in now.execute("SELECT operation FROM audit WHERE operation = 'erasure'")] == ["erasure"] * 2
PY
[ -n "$name" ] || fail "no name to look for"
openssl cms -cmsout -print -inform DER -in "$work/XB/store/remains.der" >"$work/printed"
grep -q "eContent: <ABSENT>" "$work/printed" || fail "the remains hold content"
grep -qi "$name" "$work/printed" && fail "the remains name somebody"
grep -q "messageDigest" "$work/printed" || fail "the remains prove nothing"
agrees XB
say "bodies and keys are gone; ids, digests, evidence and the signature without content stay"

start XB
second="$(heliograph notice new --example travel-alert --number 2 --arrives-in 30h --from XA --to XB |
    heliograph notice send - "${two[@]}" --dir "$work/XA" --json | json 'it["thread"]')"
until_true 30 "XB holds the second" holds XB "$second" issue
heliograph outcome --yes "$second" --result wrong-person --at now --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "XA has the task" has_tasks XA '["wrong-person"]'
heliograph notice keep "$second" --reason "A namesake was met." "${two[@]}" --dir "$work/XA" >/dev/null
has_tasks XA '[]' || fail "it is a task still"
refused nothing-to-retract heliograph notice keep "$second" --reason "again" "${two[@]}" --dir "$work/XA" --json
refused transition-refused heliograph notice erase --yes "$order" --as officer-3 --dir "$work/XB" --json
say "a report that was mistaken is settled with a reason, and the notice stands"

for code in XA XC; do agrees "$code"; done
say "proved: wrong person to correction to erasure, confirmed by every recipient, with a person deciding at each end"
