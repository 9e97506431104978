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
# `received` has whole seconds, so the order of arrival is taken from XB's log.
first="$(grep -m 1 '"event":"received"' "$work/XB/node.log" | json 'it["kind"]')"
[ "$first" = travel-alert ] || fail "the first to arrive was a $first"
[ "$(inbox XB | json 'it["items"][0]["kind"]')" = travel-alert ] || fail "the inbox does not show it first"
until_true 30 "XA holds 501 delivered" delivered XA XB 501
say "proved: the travel alert overtook 500 routine notices, and stands first in XB's inbox"
