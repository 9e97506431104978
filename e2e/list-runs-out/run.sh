#!/usr/bin/env bash
# XA is cut off from every newer trust list: past two thirds of its life the list is stale and XA
# warns; past its end XA queues and still receives, and sends nothing; with the first contact it heals.
source "$(dirname "$0")/../lib.sh"

list_days=9
days_ago 12
federate XA XB XC

age() { heliograph trust show --dir "$work/XA" --json | json '[it["age"], it["daysLeft"]]'; }
green() {
    heliograph notice new --example green-notice --from XA --to XB --number "$1" --dir "$work/XA" >"$work/green.json"
    heliograph notice send "$work/green.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
}
doctor() { { heliograph doctor --dir "$work/XA" --json || true; } | json "[i['sentence'] for i in it['items'] if i['check']=='trust-list'][0]"; }

days_ago 5
start XA
start XB
say "the list is $(age); doctor says: $(doctor)"
grep -q '"event":"trust-list-stale"' "$work/XA/node.log" || fail "no warning in the log"
green 1
until_true 30 "a stale list still sends" delivered XA XB 1
stop XA
stop XB

days_ago 2
start XA
start XB
say "the list is $(age); doctor says: $(doctor)"
grep -q '"event":"trust-list-expired"' "$work/XA/node.log" || fail "no alarm in the log"
green 2
waits() { outbox XA | grep -q '"code":"list-expired"'; }
until_true 30 "the second notice is queued, and says why" waits
inbox_counts XB 1 || fail "something was sent under an expired list"
TMPDIR="$work" /usr/bin/python3 -B "$here/e2e/list-runs-out/stranger.py" "$HELIOGRAPH" "$work" || fail "XA does not receive"
inbox_counts XA 1 || fail "XA does not hold what it received"
say "XA queues and does not send; it has received a notice from XC all the same"

new_list XB
holds() { [ "$(heliograph trust show --dir "$work/XA" --json | json 'it["version"]')" -eq 2 ]; }
until_true 30 "XA holds list 2" holds
until_true 60 "XA sends what waited" delivered XA XB 2
say "proved: stale warns, expired queues and receives, one contact heals: $(age)"
