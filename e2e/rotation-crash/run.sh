#!/usr/bin/env bash
# XA is killed right before and right after every change of its key folder that a rotation makes,
# then started again: the rotation finishes or was undone, the log says which, and alerts go both ways.
source "$(dirname "$0")/../lib.sh"

fault_switch "$work/fault.so"
export FAULT_UNDER="$work/XA/keys" FAULT_CONTROL="$work/fault-control" FAULT_TRACE="$work/fault-trace"

federate XA XB
for code in XA XB; do sed -i 's/keyDrainMinutes: 60/keyDrainMinutes: 0/' "$work/$code/heliograph.json5"; done
start XB
start XA
stop XA

# keys STATES…: how many encryption keys of XA are in these states.
keys() { heliograph keys list --dir "$work/XA" --json | json "sum(k['role']=='encryption' and k['state'] in '$*'.split() for k in it['items'])"; }
settled() { [ "$(keys staged published draining)" -eq 0 ]; }
gone() { ! kill -0 "${node_pid[XA]}" 2>/dev/null; }
over() { gone || { [ "$(keys active retired)" -gt "$before" ] && settled; } 2>/dev/null; }

number=0 count=0 rows=""
while :; do
    number=$((number + 1))
    crashed=0
    for when in before after; do
        before="$(keys active retired)"
        : >"$work/XA/node.log"
        rm -f "$FAULT_TRACE"
        LD_PRELOAD="$work/fault.so" start XA
        echo "kill-$when $number" >"$FAULT_CONTROL"
        heliograph keys rotate encryption --dir "$work/XA" >/dev/null 2>&1 || true
        until_true 60 "XA is killed, or the rotation ends" over
        if gone; then
            wait "${node_pid[XA]}" 2>/dev/null || true
            unset "node_pid[XA]"
            crashed=1
            rm "$FAULT_CONTROL"
            : >"$work/XA/node.log"
            start XA
            until_true 60 "the rotation is over after a crash $when change $number" settled
            after="$(keys active retired)"
            if [ "$after" -gt "$before" ]; then verdict=finished; else verdict=undone; fi
            said="$(grep -o '"event":"rotation-[a-z]*"' "$work/XA/node.log" | head -n 1 | cut -d'"' -f4 || true)"
            rows+="$when $(awk '$1 == "*" { print $3, $4 }' "$FAULT_TRACE")|$verdict|${said:--}"$'\n'
        fi
        rm -f "$FAULT_CONTROL"
        count=$((count + 1))
        for pair in XA:XB XB:XA; do
            heliograph notice new --example travel-alert --from "${pair%:*}" --to "${pair#*:}" --arrives-in 5h \
                --number "$count" >"$work/alert.json"
            heliograph notice send "$work/alert.json" --as officer-7 --approved-by chief-2 --dir "$work/${pair%:*}" >/dev/null
        done
        until_true 60 "XB has XA's alert" delivered XA XB "$count"
        until_true 60 "XA has XB's alert" delivered XB XA "$count"
        stop XA
    done
    [ $crashed -eq 1 ] || break
done

printf '%-52s %-9s %s\n' "killed" "rotation" "the log says"
printf '%s' "$rows" | while IFS='|' read -r place verdict said; do printf '%-52s %-9s %s\n' "$place" "$verdict" "$said"; done
[ "$number" -gt 8 ] || fail "only $number changes were found"
# A rotation that was found under way says so; one that was not begun leaves nothing to say.
printf '%s' "$rows" | awk -F'|' '$2 == "finished" && $3 == "-" && $1 !~ /bundle|ring/ { bad = 1 } END { exit bad }' ||
    fail "a rotation was finished without a word"
# XB has heard every alert once.
inbox_counts XB "$count" || fail "XB does not hold $count alerts"
for code in XA XB; do agrees "$code"; done
say "proved: killed at $((number * 2 - 2)) places, every rotation was finished or undone; no alert was lost"
