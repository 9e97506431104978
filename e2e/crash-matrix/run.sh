#!/usr/bin/env bash
# A node is killed right before and right after every durable step it makes - each write, sync, rename, removal and
# truncation of store, journal, keys, lists and drop folder - in the middle of everything it does. After each kill it
# is started again: nothing acknowledged is lost, nothing is there twice, and both ends agree.
#
# CRASH_EVERY=N tries every Nth place only; CRASH_ONLY="send,receive" only these scenarios.
source "$(dirname "$0")/../lib.sh"

fault_switch "$work/fault.so"
seconds=$SECONDS

# lane NAME: a federation of its own, and its share of the scenarios.
lane() {
    work="$work/$1"
    mkdir "$work"
    federate XA XB
    for code in XA XB; do
        sed -i 's/keyDrainMinutes: 60/keyDrainMinutes: 0/' "$work/$code/heliograph.json5"
    done
    mkdir "$work/XA/drop"
    sed -i "s#dropFolder: \"\"#dropFolder: \"$work/XA/drop\"#" "$work/XA/heliograph.json5"
    for code in XA XB; do cp -a "$work/$code" "$work/$code.first"; done
    notices 3000 "$work/from-XA" XA XB
    notices 3000 "$work/from-XB" XB XA
    TMPDIR="$work" exec setpriv --pdeathsig TERM \
        /usr/bin/python3 -B "$here/e2e/crash-matrix/story.py" "$HELIOGRAPH" "$work" "$1"
}

lane keeping &
keeping=$!
lane exchange &
exchange=$!
wait $keeping || status=$?
wait $exchange || status=$?
[ "${status:-0}" -eq 0 ] || fail "a lane of the matrix failed"

/usr/bin/python3 - "$work" <<'PY'
import json, sys
head = ("scenario", "write", "sync", "rename", "remove", "truncate", "places", "killed, and whole after", "seconds")
rows = [row for lane in ("keeping", "exchange") for row in json.load(open(f"{sys.argv[1]}/{lane}/rows.json"))]
print()
for row in [head, *rows]:
    print(f"{row[0]:<20}" + "".join(f"{cell:>9}" for cell in row[1:7]) + f"{row[7]:>25}{row[8]:>9}")
print(f"\nproved: killed at {sum(row[7] for row in rows)} places in {len(rows)} scenarios; each time nothing "
      "acknowledged was lost, nothing was there twice, and both ends agreed")
PY
say "$((SECONDS - seconds)) s"
