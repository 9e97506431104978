#!/usr/bin/env bash
# What every verb prints with --json is what its schema in Schemas/cli says, by another validator.
source "$(dirname "$0")/../lib.sh"

checked=0
# like SCHEMA ARGUMENTS…: runs the verb and holds its output to the schema.
like() {
    local schema="$here/Schemas/cli/${1// /-}.schema.json"
    shift
    heliograph "$@" --json >"$work/out" 2>/dev/null || true
    /usr/bin/python3 - "$schema" "$work/out" <<'PY' || fail "heliograph $* is not like $(basename "$schema"): $(cat "$work/out")"
import json, sys
from jsonschema import Draft202012Validator
schema, out = (json.load(open(path)) for path in sys.argv[1:])
Draft202012Validator.check_schema(schema)
Draft202012Validator(schema).validate(out)
PY
    echo "${schema##*/}" >>"$work/schemas"
    checked=$((checked + 1))
}

port="$(free_ports 2)"
like "federation create" federation create --dir "$work/federation" --name story
for pair in "XA ${port% *}" "XB ${port#* }"; do
    like init init --dir "$work/${pair% *}" --member "${pair% *}" --authority "Specimen Police" \
        --listen "127.0.0.1:${pair#* }" --telephone "+999 000 000" --hours 24x7 --specimens
    like "federation propose" federation propose "$work/${pair% *}/proposal.json" --dir "$work/federation"
done
notice_defaults XA
like "federation sign" federation sign secretariat --dir "$work/federation"
like "federation draft" federation draft --dir "$work/federation"
like "federation publish" federation publish --dir "$work/federation"
like "federation export" federation export --dir "$work/federation" --out "$work/trust"
digest="$(json 'it["digest"]' <"$work/out")"
for code in XA XB; do
    like "trust import" trust import "$work/trust" --digest "$digest" --dir "$work/$code"
    like "trust show" trust show --dir "$work/$code"
done
# The second list, with every verb of the draft, and its fork.
like "federation territories" federation territories XB --answers-for GI --dir "$work/federation"
like "federation suspend" federation suspend XB --dir "$work/federation"
like "federation restore" federation restore XB --dir "$work/federation"
like "federation signer new" federation signer new anna --out "$work/anna"
like "federation signer add" federation signer add anna --certificate "$work/anna/anna.der" --dir "$work/federation"
like "federation signer add" federation signer add bela --dir "$work/federation"
like "federation signer remove" federation signer remove bela --dir "$work/federation"
like "federation threshold" federation threshold 2 --dir "$work/federation"
like refusal federation publish --dir "$work/federation"
like "federation draft" federation draft --out "$work/draft" --dir "$work/federation"
like "federation sign" federation sign anna --key "$work/anna/anna.key" --draft "$work/draft" --out "$work/signed"
like "federation sign" federation sign anna --key "$work/anna/anna.key" --draft "$work/draft" --after "$work/trust/trust-list.der" --out "$work/signed"
like "federation collect" federation collect "$work/signed" --dir "$work/federation"
cp -r "$work/federation" "$work/rival"
like "federation sign" federation sign secretariat --dir "$work/federation"
like "federation publish" federation publish --dir "$work/federation"
like "trust diff" trust diff "$work/trust" --dir "$work/XA"
like "trust diff" trust diff "$work/federation/published/2.der" --dir "$work/XA"
like "trust import" trust import "$work/federation/published/2.der" --dir "$work/XA"
like "federation remove" federation remove --yes XB --dir "$work/rival"
like "federation sign" federation sign secretariat --dir "$work/rival"
like "trust diff" trust diff "$work/rival/signed.der" --dir "$work/XA"
like refusal trust import "$work/rival/signed.der" --dir "$work/XA"
like "trust show" trust show --dir "$work/XA"
like "trust forks" trust forks --out "$work/forks" --dir "$work/XA"
like "trust settle" trust settle --yes "$(json 'it["items"][0]["other"]' <"$work/out")" --as administrator --dir "$work/XA"

start XA
start XB
heliograph notice new --example travel-alert --from XA --to XB --arrives-in 5h >"$work/alert.json"
heliograph notice new --example green-notice --from XA --to XB --number 8 >"$work/green.json"
like "notice validate" notice validate "$work/alert.json" --specimens
like refusal notice validate "$work/alert.json" --dir "$work/none"
like "notice preview" notice preview "$work/alert.json" --to XB --dir "$work/XA"
previewed="$(json 'it["noticeDigest"]' <"$work/out")"
like "notice send" notice send "$work/alert.json" --as officer-7 --approved-by chief --dir "$work/XA"
id="$(json 'it["messages"][0]["id"]' <"$work/out")"
echo nothing >"$work/no.json"
like "notice send" notice send "$work/green.json" "$work/no.json" "$work/alert.json" --as officer-7 --approved-by chief-2 --dir "$work/XA"
until_true 30 "XB has both" delivered XA XB 2
heliograph notice new --example green-notice --from XA --to XB --number 20 >"$work/film.json"
head -c 300000 /dev/urandom >"$work/film.mp4"
like "notice send" notice send "$work/film.json" --attach "$work/film.mp4" --as officer-7 --approved-by chief-2 --dir "$work/XA"
film="$(json 'it["messages"][0]["id"]' <"$work/out")"
film_arrived() { [ "$(outbox XA | json "[i['attachmentsArrived'] for i in it['items'] if i['id']=='$film'][0]")" = 1 ]; }
until_true 30 "XB has the film" film_arrived
like outbox outbox "$film" --dir "$work/XA"
like inbox inbox "$film" --dir "$work/XB"
like inbox inbox "$film" --as officer-3 --dir "$work/XB"
like "inbox attachment" inbox attachment "$film" "$(sha256sum "$work/film.mp4" | head -c 16)" --out "$work/taken.mp4" --as officer-3 --dir "$work/XB"
cmp -s "$work/film.mp4" "$work/taken.mp4" || fail "what was taken out is not what was attached"
heliograph notice new --example travel-alert --from XA --to XB --arrives-in 3h --number 10 >"$work/flash.json"
like refusal notice send "$work/flash.json" --as officer-7 --dir "$work/XA"
like "notice send" notice send "$work/flash.json" --as officer-7 --emergency "lands in three hours" --dir "$work/XA"
like tasks tasks --dir "$work/XA"
like "notice show" notice show "$(json 'it["threadId"]' <"$work/flash.json")" --dir "$work/XA"
like "notice show" notice show "$(json 'it["threadId"]' <"$work/flash.json")" --as chief-2 --dir "$work/XA"
like "notice approve" notice approve "$(json 'it["threadId"]' <"$work/flash.json")" --as chief-2 --dir "$work/XA"
printf '{everybody: {withoutKinds: ["incident"]}}' >"$work/policy.json5"
like "policy check" policy check "$work/policy.json5"
like "policy show" policy show --dir "$work/XA"
heliograph inbox "$id" --dir "$work/XB" >/dev/null
like refusal notice forward --yes "$id" --to XA --number 3 --as officer-3 --approved-by chief-1 --dir "$work/XA"
like "notice forward" notice forward --yes "$id" --to XA --number 3 --as officer-3 --approved-by chief-1 --dir "$work/XB"
/usr/bin/python3 -B "$here/e2e/travel_data.py" forms uk 40 --out "$work/forms.csv" --key "$work/forms.key"
/usr/bin/python3 -B "$here/e2e/travel_data.py" manifest 40 --subjects "$work/green.json" --out "$work/list.edi" --key "$work/list.key"
like "import forms" import forms "$work/forms.csv" --profile uk --as officer-7 --result "$work/forms.json" --dir "$work/XA"
like refusal import forms "$work/list.edi" --profile uk --as officer-7 --dir "$work/XA"
like "import manifest" import manifest "$work/list.edi" --as officer-7 --result "$work/list.json" --dir "$work/XA"
json '"\n".join(it["person"]["documents"][0]["mrz"])' <"$work/green.json" >"$work/zone"
like "import mrz" import mrz "$work/zone" --as officer-7 --dir "$work/XA"
like "draft list" draft list --dir "$work/XA"
number="$(json '[i["number"] for i in it["items"] if i["source"]=="manifest"][0]' <"$work/out")"
like "import mrz" import mrz "$work/zone" --draft "$number" --as officer-7 --dir "$work/XA"
like "draft show" draft show "$number" --as officer-7 --dir "$work/XA"
json 'it["notice"]' <"$work/out" >"$work/edited.json"
like "draft change" draft change "$number" "$work/edited.json" --as officer-7 --dir "$work/XA"
like refusal draft send "$number" --as officer-7 --dir "$work/XA"
like "draft discard" draft discard --yes "$number" --reason "journey given up" --as officer-7 --dir "$work/XA"
like "draft list" draft list --dir "$work/XA"
# The other drafts may be of journeys to XC, which is no member here.
like "draft send" draft send "$(json '[i["number"] for i in it["items"] if i["state"]=="open"][0]' <"$work/out")" --as officer-7 --approved-by chief-2 --dir "$work/XA"
like statistics statistics --records "$work/records.json" --dir "$work/XA"
like statistics statistics --publish --dir "$work/XA"
like refusal statistics --from yesterday --dir "$work/XA"
like refusal statistics operation XA-OP-2027-000001 --dir "$work/XA"
zero="{'personsChecked': 9, 'interviews': 0, 'secondaryInspections': 0, 'refusals': 0, 'arrests': 1, 'victimsIdentified': 0, 'devicesExamined': 0, 'newCases': 0}"
heliograph notice new --example operation --from XA --to XB >"$work/announce.json"
joint="$(heliograph notice send "$work/announce.json" --as officer-7 --dir "$work/XA" --json | json 'it["thread"]')"
for operation in task consolidate; do
    json "{**it, 'operation': '$operation', 'sequence': 2 + ('$operation' == 'consolidate'), 'change': {'reason': 'It goes on.'},
        'tasks': [{'id': 'T-01', 'to': ['XB'], 'what': 'Check.', 'due': it['window']['to']}], 'statistics': $zero, 'byCountry': [{'member': 'XA', 'statistics': $zero}]}" \
        <"$work/announce.json" >"$work/joint.json"
    heliograph notice send "$work/joint.json" --as officer-7 --dir "$work/XA" >/dev/null
done
like "statistics operation" statistics operation "$joint" --dir "$work/XA"
like "statistics operation" statistics operation "$joint" --publish --dir "$work/XA"
like "notice list" notice list --dir "$work/XA"
like "notice number" notice number travel-alert --dir "$work/XA"
like "notice show" notice show "$id" --dir "$work/XA"
like outbox outbox --dir "$work/XA"
like outbox outbox "$id" --dir "$work/XA"
like refusal outbox retry "$id" --dir "$work/XA"
like inbox inbox --dir "$work/XB"
like inbox inbox --as officer-3 --kind travel-alert --limit 2 --page 2 --dir "$work/XB"
like outbox outbox --as officer-7 --to XB --since 2026-01-01 --live --dir "$work/XA"
like "notice list" notice list --as officer-7 --withdrawn --dir "$work/XA"
like tasks tasks --as officer-7 --dir "$work/XA"
like search search EXAMPLE --as officer-3 --dir "$work/XB"
like search search XA-TA --as officer-7 --dir "$work/XA"
[ "$(json 'len(it["items"]) > 0 and all(i["own"] for i in it["items"])' <"$work/out")" = true ] || fail "no own alert is found by its number"
like refusal search "?" --as officer-7 --dir "$work/XA"
like refusal inbox --since yesterday --dir "$work/XB"
like inbox inbox "$id" --dir "$work/XB"
like inbox inbox "$id" --as officer-3 --dir "$work/XB"
[ "$(json 'it["noticeDigest"]' <"$work/out")" = "$previewed" ] || fail "what arrived is not what was previewed"
like "inbox card" inbox card "$id" --as officer-3 --dir "$work/XB"
like outcome outcome --yes "$id" --result refused --at now --confirm "an exercise" --as officer-3 --dir "$work/XB"
like refusal notice keep "$id" --reason "again" --as officer-7 --approved-by chief --dir "$work/XA"
heliograph notice new --example travel-alert --from XA --to XB --arrives-in 60h --number 12 >"$work/wrong.json"
wrong="$(json 'it["threadId"]' <"$work/wrong.json")"
heliograph notice send "$work/wrong.json" --as officer-7 --approved-by chief --dir "$work/XA" >/dev/null
until_true 30 "XB holds it" inbox_counts XB 9
heliograph outcome --yes "$wrong" --result wrong-person --at now --as officer-3 --dir "$work/XB" >/dev/null
reported() { heliograph tasks --dir "$work/XA" | grep -q wrong-person; }
until_true 30 "XA has the report" reported
like tasks tasks --dir "$work/XA"
like "notice retract" notice retract "$wrong" --statement "A namesake." --preview --as officer-7 --approved-by chief --dir "$work/XA"
like "notice retract" notice retract --yes "$wrong" --statement "A namesake." --as officer-7 --approved-by chief --dir "$work/XA"
like "notice board" notice board "$wrong" --dir "$work/XA"
until_true 30 "XB has all three" inbox_counts XB 12
heliograph outcome --yes "$id" --result wrong-person --at now --confirm "an exercise" --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "XA has the report" reported
like "notice keep" notice keep "$(json 'it["threadId"]' <"$work/alert.json")" --reason "A namesake." --as officer-7 --approved-by chief --dir "$work/XA"
like refusal notice erase "${wrong/TA/ER}" --as officer-3 --dir "$work/XB"
like "notice erase" notice erase "${wrong/TA/ER}" --preview --as officer-3 --dir "$work/XB"
like "notice erase" notice erase --yes "${wrong/TA/ER}" --as officer-3 --dir "$work/XB"
like "notice confirm" notice confirm "${wrong/TA/CN}" --as officer-3 --dir "$work/XB"
like refusal inbox "$wrong" --as officer-3 --dir "$work/XB"
heliograph notice new --example travel-alert --from XA --to XB --arrives-in 120h --number 14 >"$work/one.json"
heliograph notice send "$work/one.json" --as officer-7 --approved-by chief --dir "$work/XA" >/dev/null
json "{**it, 'alertNo': it['alertNo'][:-6] + '000015', 'threadId': it['threadId'][:-6] + '000015', 'itinerary': {**it['itinerary'], 'source': 'api'}}" <"$work/one.json" >"$work/two.json"
like refusal notice send "$work/two.json" --as officer-7 --approved-by chief --dir "$work/XA"
like "notice merge" notice merge "$work/two.json" --into "$(json 'it["threadId"]' <"$work/one.json")" --dir "$work/XA"
like "notice cancel" notice cancel --yes "$id" --as officer-7 --dir "$work/XA"
like "evidence export" evidence export --yes "$id" --out "$work/proof" --dir "$work/XA"
like peers peers --dir "$work/XA"
like directory directory --dir "$work/XA"
like directory directory XB --dir "$work/XA"
like refusal directory XD --dir "$work/XA"
heliograph notice new --example operation --from XA --to XB --number 30 |
    heliograph notice send - --as officer-7 --dir "$work/XA" --json | json 'it["thread"]' >"$work/operation"
like "notice totals" notice totals "$(cat "$work/operation")" --dir "$work/XA"
like refusal notice totals XA-OP-2027-009999 --dir "$work/XA"
heliograph notice new --example information-request --from XA --to XB --number 77 |
    heliograph notice send - --as officer-7 --approved-by chief --dir "$work/XA" --json | json 'it["thread"]' >"$work/asked"
asked="$(cat "$work/asked")"
until_true 30 "XB has the question" holds XB "$asked" request
like refusal reply "$asked" --as officer-3 --dir "$work/XB"
like reply reply "$asked" --operation reply --blank --as officer-3 --dir "$work/XB"
like reply reply "$asked" --operation reply --text "Two entries." --as officer-3 --approved-by chief-1 --dir "$work/XB"
until_true 30 "XA has the answer" holds XA "$asked" reply

key() { heliograph keys list --dir "$work/XA" --json | json "[k['id'] for k in it['items'] if k['role']=='$1' and k['state']=='$2'][0]"; }
like "keys list" keys list --dir "$work/XA"
like "keys stage" keys stage signing --dir "$work/XA"
like "keys publish" keys publish signing --dir "$work/XA"
preflight() { heliograph keys preflight signing --dir "$work/XA" >/dev/null 2>&1; }
until_true 30 "XB has shown the key" preflight
like "keys preflight" keys preflight signing --dir "$work/XA"
like "keys activate" keys activate signing --dir "$work/XA"
like "keys undo" keys undo signing --dir "$work/XA"
given_up="$(key signing draining)"
like "keys retire" keys retire --yes "$given_up" --force --dir "$work/XA"
like refusal keys destroy --yes "$given_up" --dir "$work/XA"
like "keys destroy" keys destroy --yes "$given_up" --force --dir "$work/XA"
like "keys revoke" keys revoke --yes "$(key encryption active)" --reason "a copy was found" --dir "$work/XA"
like "keys rotate" keys rotate transport --dir "$work/XA"
mkdir "$work/medium"
mv "$work/XA/keys/root.key" "$work/XA/keys/root.der" "$work/medium"
cp "$work/medium/root.der" "$work/XA/keys"
request="$(heliograph keys stage issuing --dir "$work/XA" --json | json 'it["request"]')"
like "keys certify" keys certify "$request" --root "$work/medium" --out "$work/issuing.der"
like "keys stage" keys stage issuing --certificate "$work/issuing.der" --dir "$work/XA"
like "keys list" keys list --dir "$work/XA"
# Who asks: while this user is an officer by the kernel's word, a second one must come by another way.
like whoami whoami --dir "$work/XA"
like "officer add" officer add chief-9 --roles supervisor --dir "$work/XA"
like "officer add" officer add desk-1 --roles duty,administrator --dir "$work/XA"
like "officer link" officer link desk-1 --user "$(id -u)" --dir "$work/XA"
like refusal whoami --as officer-7 --dir "$work/XA"
for number in 60 61; do
    heliograph notice new --example travel-alert --from XA --to XB --number $number >"$work/held.json"
    like refusal notice send "$work/held.json" --approved-by chief-9 --dir "$work/XA"
done
like "officer unlink" officer unlink desk-1 --dir "$work/XA"
like "approval list" approval list --dir "$work/XA"
held() { heliograph approval list --dir "$work/XA" --json | json "[c['id'] for c in it['items'] if c['state']=='waiting'][-1]"; }
like "approval show" approval show "$(held)" --as chief-9 --dir "$work/XA"
like "approval give" approval give "$(held)" --as chief-9 --dir "$work/XA"
like "approval decline" approval decline "$(held)" --reason "another day" --as chief-9 --dir "$work/XA"
like "officer list" officer list --dir "$work/XA"
like "officer show" officer show desk-1 --dir "$work/XA"
like "officer change" officer change desk-1 --roles duty,administrator --dir "$work/XA"
like "officer suspend" officer suspend chief-9 --reason "on leave" --dir "$work/XA"
like "officer resume" officer resume chief-9 --reason "back" --dir "$work/XA"
like "officer remove" officer remove --yes chief-9 --reason "retired" --dir "$work/XA"
like refusal officer remove --yes desk-1 --reason "retired" --dir "$work/XA"
like "token new" token new desk-1 --days 30 --networks 127.0.0.0/8 --dir "$work/XA"
like "token list" token list --dir "$work/XA"
like "token revoke" token revoke "$(heliograph token list --dir "$work/XA" --json | json 'it["items"][0]["id"]')" --dir "$work/XA"
like audit audit --limit 5 --dir "$work/XA"

stop XB
heliograph notice new --example green-notice --from XA --to XB --number 9 >"$work/late.json"
heliograph notice send "$work/late.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
like "outbox retry" outbox retry "$(json 'it["threadId"]' <"$work/late.json")" --dir "$work/XA"
like handover handover --dir "$work/XA"
like "handover retry" handover retry --dir "$work/XA"
like doctor doctor --dir "$work/XA"
like explain explain id-conflict
like explain explain
like complete complete notice se
like version version
like manual manual
like completion completion
like manual manual --out "$work"
like demo demo --dir "$work/demo" --keep

missing="$(comm -23 <(cd "$here/Schemas/cli" && ls ./*.schema.json | sed 's#./##' | sort) <(sort -u "$work/schemas"))"
[ -z "$missing" ] || fail "nothing was held to $missing"
"$here/Schemas/cli/make" && git -C "$here" diff --quiet -- Schemas/cli || fail "Schemas/cli/make gives other files"
say "proved: $checked outputs are as their schemas say; the previewed digest is the digest that arrived"
