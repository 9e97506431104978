#!/usr/bin/env bash
# XC is off for twenty days. Meanwhile XA and XB replace every key and retire the former ones, the
# trust list it holds expires, and so do its own certificates. It comes back: all heals by itself.
source "$(dirname "$0")/../lib.sh"

settled() { ! heliograph keys list --dir "$work/$1" --json | grep -q '"state":"\(staged\|published\)"'; }
list_version() { [ "$(heliograph trust show --dir "$work/$1" --json | json 'it["version"]')" -eq "$2" ]; }
green() {
    heliograph notice new --example green-notice --from "$1" --to "$2" --number "$3" --dir "$work/$1" >"$work/green.json"
    heliograph notice send "$work/green.json" --as officer-7 --approved-by chief-2 --dir "$work/$1" >/dev/null
}

days_ago 35
federate XA XB XC
for code in XA XB XC; do sed -i 's/keyDrainMinutes: 60/keyDrainMinutes: 0/' "$work/$code/heliograph.json5"; done
say "35 days ago: three nodes, trust list 1 for 30 days, leaf keys for 30 days"

days_ago 20
for code in XA XB XC; do start "$code"; done
green XA XC 1
until_true 30 "XC has XA's first notice" inbox_counts XC 1
stop XA
green XC XA 1
stop XC
stop XB
say "20 days ago: all talk to each other; XC is switched off with a notice for XA in its queue"

days_ago 0
new_list XA
start XA
start XB
until_true 30 "XB has list 2 from XA" list_version XB 2
for role in encryption signing transport issuing; do
    for code in XA XB; do
        heliograph keys rotate "$role" --dir "$work/$code" >/dev/null
        until_true 60 "$code uses a new $role key" settled "$code"
    done
done
for code in XA XB; do
    until_true 60 "$code's keys" settled "$code"
    for key in $(heliograph keys list --dir "$work/$code" --json |
        json "' '.join(k['id'] for k in it['items'] if k['state']=='draining' and k['role'] != 'issuing')"); do
        if heliograph keys retire "$key" --dir "$work/$code" >/dev/null 2>"$work/refused"; then fail "retired while XC lags"; fi
        grep -q peers-lag "$work/refused" || fail "not refused as peers-lag: $(cat "$work/refused")"
        heliograph keys retire --yes "$key" --force --dir "$work/$code" >/dev/null
    done
done
new_list XA
until_true 60 "XB has list 3 from XA" list_version XB 3
green XA XC 2
green XB XC 1
say "today: XA and XB have replaced and retired every key, lists 2 and 3 are in force; two notices wait for XC"

start XC
grep -q keys-replaced-at-start "$work/XC/node.log" || fail "XC did not replace its keys"
until_true 60 "XC walks to list 3" list_version XC 3
until_true 60 "XC has what waited for it" inbox_counts XC 3
until_true 60 "XA has what waited in XC" inbox_counts XA 1
grep -q '"event":"issued-anew"' "$work/XC/node.log" || fail "XC sent a notice under a signature that has ended"
green XC XB 2
until_true 60 "XB has XC's new notice" inbox_counts XB 1
until_true 60 "XA's notice is delivered" delivered XA XC 2
for code in XA XB XC; do agrees "$code"; done
say "proved: XC came back with an old bundle, an old list and ended certificates; both directions healed"
