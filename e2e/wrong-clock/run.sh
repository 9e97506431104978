#!/usr/bin/env bash
# A node whose clock is twenty minutes ahead sends a flash alert: its peers refuse it, people are told at once, and
# when the clock is set the alert reaches its reader by itself. What it would send meanwhile is not signed.
source "$(dirname "$0")/../lib.sh"

library="$(dpkg -L libfaketime | grep '/libfaketimeMT\.so' | head -n 1)"
echo "+0" >"$work/clock"
# Only XA and its officers go by this clock, which can be set while they run.
by_clock() {
    env LD_PRELOAD="$library" FAKETIME_TIMESTAMP_FILE="$work/clock" FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 \
        FAKETIME_SHARED="/none /none" "${@/#heliograph/$HELIOGRAPH}"
}
federate XA XB XC XD
# XB and XC hear two each whose clocks are right, and XA cannot outvote these: they refuse for good.
for code in XB XC XD; do start "$code"; done
for code in XB XC; do
    notices 1 "$work/base-$code" "$code" "$([ "$code" = XB ] && echo XC,XD || echo XB,XD)"
    heliograph notice send "$work/base-$code/"* --as officer-3 --approved-by chief-3 --dir "$work/$code" >/dev/null
done
has_sent_both() { [ "$(outbox "$1" | json "[i['state'] for i in it['items']]")" = '["delivered", "delivered"]' ]; }
for code in XB XC; do until_true 30 "$code has heard two" has_sent_both "$code"; done

alert() { by_clock heliograph notice new travel-alert --example --from XA --to XB,XC --arrives-in 5h --number "$1" --dir "$work/XA" >"$work/alert-$1.json"; }
send_alert() { by_clock heliograph notice send "$work/alert-$1.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" --json; }
echo "+20m" >"$work/clock"
# Nobody has told XA the time yet: it signs the first alert.
alert 1
send_alert 1 >/dev/null
# In the place of its shell, so that the story ends the node and not a shell before it.
(env() { exec /usr/bin/env "$@"; }; by_clock heliograph run --dir "$work/XA") >"$work/XA/node.out" 2>"$work/XA/node.log" &
node_pid[XA]=$!
until_true 30 "XA listens" grep -q listening "$work/XA/node.out"
are_refused() { outbox XA | json "[i['state'] for i in it['items'] if i['thread'].endswith('000001')]" | grep -q '"refused", "refused"'; }
until_true 30 "XB and XC refuse the alert" are_refused
grep '"event":"delivery-refused"' "$work/XA/node.log" | grep -q '"level":"alarm"' || fail "the log has no alarm"
[ "$(by_clock heliograph tasks --dir "$work/XA" --json | json "[i['task'] for i in it['items']]")" = '["refusal", "refusal"]' ] ||
    fail "it is nobody's task: $(by_clock heliograph tasks --dir "$work/XA")"
say "XB and XC refused it as from the future; XA has an alarm and a task"

alert 2
said="$(send_alert 2 || true)"
[ "$(json 'it.get("code")' <<<"$said")" = clock-in-doubt ] || fail "a second alert was signed: $said"
say "$(json 'it["sentence"]' <<<"$said")"

echo "+0" >"$work/clock"
arrived() { [ "$(inbox XB | json "len([i for i in it['items'] if i['thread'].endswith('000001') and i['from']=='XA'])")" -eq 1 ]; }
until_true 150 "the alert reaches XB by itself" arrived
no_task() { [ "$(by_clock heliograph tasks --dir "$work/XA" --json | json 'it["items"]')" = '[]' ]; }
until_true 60 "no task is left" no_task
say "proved: a flash alert from a wrong clock reaches its reader once the clock is set, and people are told meanwhile"
