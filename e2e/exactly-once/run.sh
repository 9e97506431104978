#!/usr/bin/env bash
# Types docs/integrate.md as printed, and runs its program as printed: fifty alerts go to the node through a line that
# cuts connections before the request is there and after the answer has left, while the node is killed five times. Every
# alert is held once, a second officer reads and approves each over REST, and there are exactly fifty threads at both
# ends. Run again from the beginning, the program is told that all of it was done.
source "$(dirname "$0")/../lib.sh"

federate XA XB
sed -i '/^  officers: { trustNames: true },$/d' "$work/XA/heliograph.json5"
# What arrives at XA meanwhile: more than one page of it.
heliograph notice new --example operation --number 1 --from XB --to XA --dir "$work/XB" >"$work/first.json"
/usr/bin/python3 - "$work" <<'PY'
import json, sys
text = open(sys.argv[1] + "/first.json").read()
number = json.loads(text)["threadId"]
for n in range(1, 46):
    open(f"{sys.argv[1]}/from-xb-{n:02}.json", "w").write(text.replace(number, number[:-6] + f"{n:06}"))
PY
heliograph notice send "$work"/from-xb-*.json --as officer-7 --dir "$work/XB" >/dev/null

# The page, with the node that it starts.
mkdir "$work/bin" "$work/walk"
ln -s "$HELIOGRAPH" "$work/bin/heliograph"
ln -s "$work/XA" "$work/walk/xa"
block() { awk -v kind="$1" '$0 == "```" kind {inside=1; next} /^```$/ {inside=0} inside' "$here/docs/integrate.md"; }
block python >"$work/walk/give.py"
{
    echo 'set -euo pipefail; trap '\''kill $(jobs -p); wait'\'' EXIT'
    block sh
} >"$work/walk.sh"
(cd "$work/walk" && env -u HELIOGRAPH_DIR PATH="$work/bin:/usr/bin:$PATH" bash "$work/walk.sh" </dev/null >"$work/printed" 2>"$work/said") ||
    fail "the page stopped: $(tail -n 5 "$work/said" "$work/printed")"
grep -q '"name":"case-system"' "$work/printed" || fail "the page does not show who asks"
[ "$(grep -o '"thread":"XA-OP-[^"]*"' "$work/printed" | sort | uniq -c | awk '{print $1}')" -ge 3 ] &&
    [ "$(grep -o '"total":[0-9]*' "$work/printed")" = '"total":1' ] || fail "not one notice: $(cat "$work/printed")"
say "the page's commands do what it says: one notice, given twice"

# Fifty alerts of fifty persons.
mkdir "$work/walk/alerts"
heliograph notice new --example travel-alert --number 1 --arrives-in 30h --from XA --to XB --dir "$work/XA" >"$work/alert.json"
/usr/bin/python3 - "$work/alert.json" "$work/walk/alerts" <<'PY'
import copy, json, sys
alert = json.load(open(sys.argv[1]))
for n in range(1, 51):
    one = copy.deepcopy(alert)
    for name in ("alertNo", "threadId"):
        one[name] = one[name][:-6] + f"{n:06}"
    person = one["person"]
    for identity in person["identities"]:
        identity["primaryIdentifier"] = "TRAVELLER" + chr(65 + n // 10) * 3 + chr(75 + n % 10) * 3
    for document in person.get("documents", []):
        document["number"] = f"X{n:07}"
        document.pop("mrz", None)
    json.dump(one, open(f"{sys.argv[2]}/{n:02}.json", "w"))
PY
for name in chief-2 reader-3; do
    heliograph officer add "$name" --roles "$([ "$name" = chief-2 ] && echo supervisor || echo duty)" --dir "$work/XA" >/dev/null
    heliograph token new "$name" --dir "$work/XA" --json | json 'it["token"]' >"$work/$name"
done
for code in XB XA; do start "$code"; done
until_true 60 "XA has what XB sent" inbox_counts XA 45

read -r port <<<"$(free_ports 1)"
echo "${node_pid[XA]}" >"$work/xa.pid"
/usr/bin/python3 "$here/e2e/exactly-once/line.py" "$port" 17444 "$work/xa.pid" 50 >"$work/line" &
node_pid[line]=$!
# give: the page's program, through the line.
give() { (cd "$work/walk" && NODE="http://127.0.0.1:$port" /usr/bin/python3 give.py) >"$work/given" 2>"$work/doubts"; }
give &
node_pid[give]=$!
for kill in 1 2 3 4 5; do
    wait "${node_pid[XA]}" 2>/dev/null || true
    kill -0 "${node_pid[give]}" 2>/dev/null || fail "the program ended before kill $kill: $(cat "$work/doubts")"
    start XA
    echo "${node_pid[XA]}" >"$work/xa.pid.new" && mv "$work/xa.pid.new" "$work/xa.pid"
done
wait "${node_pid[give]}" || fail "the program: $(cat "$work/doubts")"
unset "node_pid[give]"
[ "$(json 'it["given"]' <"$work/given")" = "$(/usr/bin/python3 -c 'import json; print(json.dumps(["approval-waits"] * 50))')" ] ||
    fail "not all are held: $(cat "$work/given")"
[ "$(json '[len(it["arrived"]), len(set(it["arrived"]))]' <"$work/given")" = "[45, 45]" ] || fail "not all was read: $(cat "$work/given")"
say "fifty alerts given, 45 messages read by pages; the program was in doubt $(grep -c doubt "$work/doubts") times"

# The second officer, over REST: each is read and approved.
/usr/bin/python3 - "$work/chief-2" <<'PY' || fail "the second officer could not approve"
import json, sys, urllib.error, urllib.request
def ask(method, path):
    request = urllib.request.Request("http://127.0.0.1:17444/api/v1" + path, method=method, data=b"" if method == "POST" else None)
    request.add_header("Authorization", "Bearer " + open(sys.argv[1]).read().strip())
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as refusal:
        sys.exit(refusal.read().decode())
held = [call["id"] for call in ask("GET", "/approvals")["items"] if call["state"] == "waiting"]
assert len(held) == 50, len(held)
for one in held:
    assert ask("GET", f"/approvals/{one}")["arguments"]["document"]["type"] == "travel-alert"
    assert ask("POST", f"/approvals/{one}/give")["state"] == "done"
PY
threads() { curl -sS -H "Authorization: Bearer $(cat "$work/reader-3")" "http://127.0.0.1:17444/api/v1/notices?kind=travel-alert" | json '[it["total"], len({i["thread"] for i in it["items"]})]'; }
[ "$(threads)" = "[50, 50]" ] || fail "not fifty threads: $(threads)"

# The program from its beginning, as after a loss of its own memory.
give || fail "the program, again: $(cat "$work/doubts")"
[ "$(json 'sorted(set(it["given"]))' <"$work/given")" = '["already-sent"]' ] || fail "given again: $(cat "$work/given")"
[ "$(threads)" = "[50, 50]" ] || fail "more than fifty threads: $(threads)"
alerts() { [ "$(inbox XB | json "len([i for i in it['items'] if i['kind'] == 'travel-alert'])")" -eq 50 ]; }
until_true 120 "XB has fifty alerts" alerts
kill -TERM "${node_pid[line]}"
wait "${node_pid[line]}" || fail "the line ended"
unset "node_pid[line]"
grep -q "'killed': 5" "$work/line" || fail "the node was not killed five times: $(cat "$work/line")"
for code in XA XB; do
    agrees "$code"
    stop "$code"
done
say "the line: $(cat "$work/line")"
say "proved: docs/integrate.md as printed; fifty alerts over a line that breaks, five kills, exactly fifty threads at both ends"
