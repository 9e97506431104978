#!/usr/bin/env bash
# 500 routine notices wait for XB, then a travel alert that lands in five hours: XB gets it first.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XA
notices 500 "$work/notices" XA XB
heliograph notice send "$work"/notices/*.json --as officer-7 --approved-by chief-2 --dir "$work/XA" | tail -n 1
heliograph notice new --example travel-alert --from XA --to XB --arrives-in 5h --number 7 >"$work/alert.json"
heliograph notice send "$work/alert.json" --as officer-7 --approved-by chief-2 --dir "$work/XA"
say "501 deliveries wait for XB, which is down; the alert was queued last"

start XB
until_true 120 "XB holds 501" inbox_counts XB 501
# The alert leaves first and alone. What leaves beside it, on a connection of its own, may be stored a moment earlier: an alert takes longer to judge.
alert="$(outbox XA | json "next(i['id'] for i in it['items'] if i['kind']=='travel-alert')")"
grep '"event":"request-leaves"' "$work/XA/node.log" | head -n 1 | grep -q "$alert" || fail "the alert was not the first to leave"
place="$(grep '"event":"received"' "$work/XB/node.log" | grep -n "$alert" | cut -d: -f1)"
beside="$(grep '"event":"request-leaves"' "$work/XA/node.log" | sed -n 2p | json 'it["count"]')"
[ "$place" -le $((1 + beside)) ] || fail "the alert was number $place to arrive, and $beside left beside it"
[ "$(inbox XB | json 'it["items"][0]["kind"]')" = travel-alert ] || fail "the inbox does not show it first"
until_true 30 "XA holds 501 delivered" delivered XA XB 501
say "proved: the travel alert overtook 500 routine notices, and stands first in XB's inbox"
