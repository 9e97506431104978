#!/usr/bin/env bash
# REST by curl alone, at two nodes: who asks and who is refused, a notice given twice and sent once, an alert of two
# officers, what arrives and what is reported back, lists by pages, tags, a UNIX socket with the kernel's user, TLS with a
# client certificate; an administrator sees no name. Then two judges that nobody here wrote: openapi-spec-validator, and
# schemathesis as a principal of every role. JUDGE_SECONDS bounds each of its runs.
source "$(dirname "$0")/../lib.sh"

judges="$(judges)"
federate XA XB
read -r port_a port_b <<<"$(free_ports 2)"
a="http://127.0.0.1:$port_a/api/v1" b="https://127.0.0.1:$port_b/api/v1"

# A certificate for XB's listener, and one for an officer of XB, both of an authority of the agency.
tls="$work/tls"
mkdir "$tls"
ca=(-CA "$tls/ca.pem" -CAkey "$tls/ca.key" -days 2)
key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
{
    openssl req -x509 "${key[@]}" -keyout "$tls/ca.key" -out "$tls/ca.pem" -subj "/CN=agency" -days 2
    openssl req -x509 "${key[@]}" -keyout "$tls/api.key" -out "$tls/api.pem" -subj "/CN=api" "${ca[@]}" \
        -addext "subjectAltName=IP:127.0.0.1" -addext "basicConstraints=critical,CA:FALSE"
    for name in border stranger; do
        openssl req -x509 "${key[@]}" -keyout "$tls/$name.key" -out "$tls/$name.pem" -subj "/CN=$name" "${ca[@]}" \
            -addext "basicConstraints=critical,CA:FALSE"
    done
} 2>"$tls/said" || fail "openssl: $(cat "$tls/said")"

# Another user of the machine must reach the socket, and nothing else of the story.
chmod 711 "$work"
mkdir -m 755 "$work/sockets"
programs_reach XA "{ listen: \"127.0.0.1:$port_a\", names: [\"node.agency.example\"], socket: \"$work/sockets/xa\" }"
programs_reach XB "{ listen: \"127.0.0.1:$port_b\", certificate: \"$tls/api.pem\", key: \"$tls/api.key\", clientAuthorities: \"$tls/ca.pem\" }"

declare -A token=()
# officer XA NAME ROLES [WORDS…]: adds an officer, and makes a token.
officer() {
    local code="$1" name="$2" roles="$3"
    shift 3
    heliograph officer add "$name" --roles "$roles" "$@" --dir "$work/$code" >/dev/null
    token[$name]="$(heliograph token new "$name" --dir "$work/$code" --json | json 'it["token"]')"
}
officer XA duty-1 duty
officer XA chief-2 supervisor
officer XA records-3 records
officer XA admin-4 administrator
officer XA observer-5 observer
officer XA program-6 integrator --rights lists.read,notices.read,notices.write,inbox.read,report,screen,count,observe
officer XB border-7 duty
officer XB chief-8 supervisor
officer XB gone-9 duty
for code in XA XB; do start "$code"; done

# call METHOD URL [CURL WORDS…]: asks once. Leaves status, head and body behind.
call() {
    local method=(-X "$1") url="$2"
    [ "$1" != HEAD ] || method=(--head)
    # Without a body of any kind curl sends no length, and a POST needs one.
    case "$1 $*" in POST*--data*) ;; POST*) method+=(--data '') ;; esac
    shift 2
    : >"$work/body"
    status="$(curl -sS --max-time 60 --cacert "$tls/ca.pem" -o "$work/body" -D "$work/head" -w '%{http_code}' "${method[@]}" "$url" "$@")" ||
        fail "curl: $url"
}
# as NAME METHOD URL [CURL WORDS…]: the same with NAME's token.
as() {
    local name="$1"
    shift
    call "$@" -H "Authorization: Bearer ${token[$name]}"
}
# give JSON: words for curl that send it.
give() { words=(-H 'Content-Type: application/json' --data-binary "$1"); }
# answers STATUS [CODE]: the last answer had this status, and this code of a problem.
answers() {
    [ "$status" = "$1" ] || fail "not $1 but $status: $(cat "$work/body")"
    [ $# -lt 2 ] || { [ "$(told 'it["code"]')" = "$2" ] && [ "$(told 'it["status"]')" = "$1" ] &&
        field content-type | grep -q '^application/problem+json'; } || fail "not $2: $(cat "$work/body")"
}
told() { json "$1" <"$work/body"; }
# field NAME: the value of a field of the last answer.
field() { tr -d '\r' <"$work/head" | awk -F': ' -v name="$1" 'tolower($1) == name {print substr($0, length($1) + 3)}'; }

# MARK: who asks

as duty-1 GET "$a/whoami"
answers 200
[ "$(told 'it["name"]')" = duty-1 ] && [ "$(told 'it["proven"]')" = true ] || fail "who am I: $(cat "$work/body")"
call GET "$a/whoami"
answers 401 access-refused
[ -n "$(field www-authenticate)" ] || fail "a 401 does not say how to say who asks"
call GET "$a/whoami" -H "Authorization: Bearer ${token[duty-1]}x"
answers 401 access-refused
as border-7 GET "$a/whoami"
answers 401 access-refused
as gone-9 GET "$b/whoami"
answers 200
heliograph officer suspend gone-9 --reason "left the desk" --dir "$work/XB" >/dev/null
as gone-9 GET "$b/whoami"
answers 403 officer-suspended
heliograph officer resume gone-9 --reason "came back" --dir "$work/XB" >/dev/null
as gone-9 GET "$b/whoami"
answers 200
id="$(heliograph token list --dir "$work/XB" --json | json '[i["id"] for i in it["items"] if i["officer"] == "gone-9"][0]')"
heliograph token revoke "$id" --dir "$work/XB" >/dev/null
as gone-9 GET "$b/whoami"
answers 401 access-refused
as observer-5 POST "$a/notices/x/cancel"
answers 403 right-missing
say "who asks is known; no token, a wrong, a foreign and a revoked one, a suspension and a missing right are refused"

# MARK: what is asked

as duty-1 GET "$a/nowhere"
answers 404 not-found
as duty-1 DELETE "$a/inbox"
answers 405 request-invalid
[ "$(field allow)" = "GET, HEAD" ] || fail "Allow: $(field allow)"
as duty-1 POST "$a/notices" -H 'Content-Type: text/plain' --data '{}'
answers 415 media-type
as duty-1 POST "$a/notices" -H 'Content-Type: application/json' --data '{'
answers 400 usage
as duty-1 GET "$a/inbox?limit=0"
answers 400 usage
as duty-1 GET "$a/inbox?live=true&withdrawn=true"
answers 422 usage
as duty-1 GET "$a/whoami" -H 'Origin: http://127.0.0.1'
answers 400 request-invalid
as duty-1 GET "$a/whoami" -H 'Host: elsewhere.example'
answers 400 request-invalid
as duty-1 GET "$a/whoami" -H 'Host: node.agency.example'
answers 200
head -c 9000000 /dev/zero >"$work/long"
as duty-1 POST "$a/notices" -H 'Content-Type: application/json' --data-binary "@$work/long"
answers 413 body-too-large
status="$(curl -sS -o "$work/body" -D "$work/head" -w '%{http_code}' -X POST "$a/notices" -H "Authorization: Bearer ${token[duty-1]}")"
answers 411 request-invalid
as duty-1 GET "$a/inbox/$(printf 'x%.0s' $(seq 8100))"
answers 400 request-invalid
call GET "$a/openapi.json"
answers 200
cp "$work/body" "$work/openapi.json"
say "an address, a method, a type, a form, a page of the web, a foreign host and what is too long are refused"

# MARK: once

heliograph notice new --example operation --number 1 --from XA --to XB --dir "$work/XA" >"$work/operation.json"
give "{\"document\": $(cat "$work/operation.json")}"
once=(-H "Idempotency-Key: 0b0ca6b2-f0a5-4c3a-8f7e-2d5d7b1f7a01")
as duty-1 POST "$a/notices" "${words[@]}" "${once[@]}"
answers 200
cp "$work/body" "$work/first"
operation="$(told 'it["thread"]')"
as duty-1 POST "$a/notices" "${words[@]}" "${once[@]}"
answers 200
cmp -s "$work/first" "$work/body" && [ "$(field idempotent-replayed)" = true ] || fail "the second answer is another one"
as duty-1 POST "$a/notices/preview" "${words[@]}"
answers 400 usage
give '{"document": {}}'
as duty-1 POST "$a/notices" "${words[@]}" "${once[@]}"
answers 422 key-repeated
give "{\"document\": $(cat "$work/operation.json")}"
as duty-1 POST "$a/notices" "${words[@]}"
answers 409 already-sent
as duty-1 GET "$a/notices"
[ "$(told 'it["total"]')" -eq 1 ] || fail "not one thread: $(cat "$work/body")"
say "given twice under one key: one thread, and the same answer; without the key: already-sent"

# MARK: an alert of two officers

heliograph notice new --example travel-alert --number 7 --arrives-in 30h --from XA --to XB --dir "$work/XA" >"$work/alert.json"
mapfile -t names < <(json '"\n".join(sorted({i[k] for i in it["person"]["identities"] for k in ("primaryIdentifier", "secondaryIdentifier") if i.get(k)} | {d["number"] for d in it["person"].get("documents", [])}))' <"$work/alert.json")
family="$(json 'it["person"]["identities"][0]["primaryIdentifier"]' <"$work/alert.json")"
[ ${#names[@]} -ge 2 ] || fail "the alert names nobody"
give "{\"document\": $(cat "$work/alert.json")}"
as duty-1 POST "$a/notices" "${words[@]}"
answers 422 approver-missing
give "{\"document\": $(cat "$work/alert.json"), \"approvedBy\": \"duty-1\"}"
as duty-1 POST "$a/notices" "${words[@]}"
answers 403 approver-is-author
give "{\"document\": $(cat "$work/alert.json"), \"approvedBy\": \"chief-2\"}"
as duty-1 POST "$a/notices" "${words[@]}"
answers 409 approval-waits
held="$(told 'it["causes"][0]')"
as duty-1 POST "$a/notices" "${words[@]}"
answers 409 approval-waits
as duty-1 POST "$a/approvals/$held/give"
answers 403 right-missing
as chief-2 GET "$a/approvals"
[ "$(told '[[i["id"], i["state"], i["author"]] for i in it["items"]]')" = "[[\"$held\", \"waiting\", \"duty-1\"]]" ] ||
    fail "not one held call: $(cat "$work/body")"
as chief-2 POST "$a/approvals/$held/give"
answers 409 approval-unread
as chief-2 GET "$a/approvals/$held"
answers 200
[ "$(told 'it["arguments"]["document"]["threadId"]')" = "$(json 'it["threadId"]' <"$work/alert.json")" ] || fail "another call is shown"
as chief-2 POST "$a/approvals/$held/give"
answers 200
alert="$(told 'it["answer"]["thread"]')"
as duty-1 GET "$a/approvals"
[ "$(told '[i["state"] for i in it["items"]]')" = '["done"]' ] || fail "the held call is not done: $(cat "$work/body")"
as chief-2 POST "$a/approvals/$held/give"
answers 409 approval-not-due
say "an alert is held, read and approved; each officer with a token of their own"

# MARK: what arrives, and what is reported back

arrived() { as border-7 GET "$b/inbox?kind=travel-alert" && [ "$status" = 200 ] && [ "$(told 'len(it["items"])')" -eq 1 ]; }
until_true 60 "XB holds the alert" arrived
[ "$(told 'it["items"][0]["thread"]')" = "$alert" ] || fail "another alert: $(cat "$work/body")"
as border-7 GET "$b/inbox/$alert/card"
answers 200
grep -qi "$family" "$work/body" || fail "the card does not name the person"
give '{"result": "admitted", "at": "now", "interim": true, "note": "at the desk"}'
as border-7 POST "$b/notices/$alert/outcome" "${words[@]}"
answers 200
reported() { as duty-1 GET "$a/inbox?kind=outcome" && [ "$(told 'len(it["items"])')" -eq 1 ]; }
until_true 60 "XA has the outcome" reported
as duty-1 GET "$a/inbox/$(told 'it["items"][0]["id"]')"
answers 200
grep -q "at the desk" "$work/body" || fail "the outcome is another one: $(cat "$work/body")"
said() { as duty-1 GET "$a/outbox/$alert" && [ "$status" = 200 ] && grep -q '"delivered"' "$work/body"; }
until_true 60 "XA knows of the delivery" said
say "XB has the alert and its card, and XA the outcome, over REST alone"

# MARK: lists

for number in 2 3 4; do
    heliograph notice new --example operation --number "$number" --from XA --to XB --dir "$work/XA" >"$work/more.json"
    give "{\"document\": $(cat "$work/more.json")}"
    as program-6 POST "$a/notices" "${words[@]}"
    answers 200
done
threads="" page=1
while :; do
    as program-6 GET "$a/notices?limit=2&page=$page"
    answers 200
    threads+="$(told '"".join(i["thread"] + "\n" for i in it["items"])')"$'\n'
    [ "$(told 'it["more"]')" = true ] || break
    page=$((page + 1))
done
[ "$page" -eq 3 ] && [ "$(sort -u <<<"$threads" | grep -c .)" -eq 5 ] || fail "pages: $threads"
as program-6 GET "$a/peers"
answers 200
as program-6 GET "$a/notices?numbers=true"
tag="$(field etag)"
[ -n "$tag" ] || fail "no tag"
as program-6 GET "$a/notices?numbers=true" -H "If-None-Match: $tag"
answers 304
[ ! -s "$work/body" ] || fail "a 304 has a body"
as program-6 HEAD "$a/notices?numbers=true"
answers 200
[ "$(field etag)" = "$tag" ] && [ "$(field content-length)" -gt 100 ] || fail "a HEAD is not as its GET"
say "lists by pages; an unchanged one is not sent again; a HEAD is as its GET"

# MARK: an administrator sees no name

: >"$work/seen"
for path in notices "notices/$alert" "notices/$alert/board" "notices/$alert/totals" outbox "outbox/$alert" inbox "inbox/$alert" \
    "inbox/$alert/card" tasks drafts approvals "approvals/$held" peers directory policy doctor trust keys officers tokens audit handovers; do
    as admin-4 GET "$a/$path"
    cat "$work/body" >>"$work/seen"
done
for name in "${names[@]}"; do
    ! grep -qi -- "$name" "$work/seen" || fail "an administrator sees a name: $name"
done
as admin-4 GET "$a/inbox/$alert/card"
answers 403 right-missing
as duty-1 GET "$a/notices"
grep -qi "$family" "$work/body" || fail "an officer does not see the name either"
say "no answer to an administrator has a name or a document of the alert"

# MARK: the socket, and certificates

curl -sS --unix-socket "$work/sockets/xa" http://node/api/v1/whoami -o "$work/body"
[ "$(told 'it["name"]')" = null ] && [ "$(told '"officers.manage" in it["rights"]')" = true ] || fail "the owner at the socket: $(cat "$work/body")"
if [ "$(id -u)" -eq 0 ]; then
    by_kernel() { setpriv --reuid 65534 --regid 65534 --clear-groups curl -sS --unix-socket "$work/sockets/xa" "http://node/api/v1/$1" >"$work/body"; }
    by_kernel whoami
    [ "$(told 'it["code"]')" = access-refused ] || fail "an unknown user: $(cat "$work/body")"
    heliograph officer link duty-1 --user 65534 --dir "$work/XA" >/dev/null
    by_kernel whoami
    [ "$(told 'it["name"]')" = duty-1 ] || fail "the linked user: $(cat "$work/body")"
    heliograph officer unlink duty-1 --dir "$work/XA" >/dev/null
fi
shown=(--cert "$tls/border.pem" --key "$tls/border.key")
call GET "$b/whoami" "${shown[@]}"
answers 401 access-refused
print="$(openssl x509 -in "$tls/border.pem" -noout -fingerprint -sha256 | sed 's/.*=//')"
heliograph officer link border-7 --certificate "$print" --dir "$work/XB" >/dev/null
call GET "$b/whoami" "${shown[@]}"
answers 200
[ "$(told 'it["name"]')" = border-7 ] || fail "the certificate: $(cat "$work/body")"
call GET "$b/whoami" --cert "$tls/stranger.pem" --key "$tls/stranger.key"
answers 401 access-refused
curl -sS --cacert "$tls/ca.pem" --tls-max 1.1 "$b/whoami" >/dev/null 2>&1 && fail "TLS 1.1 is spoken"
curl -sS "http://127.0.0.1:$port_b/api/v1/whoami" >/dev/null 2>&1 && fail "a TLS listener answers without TLS"
say "the kernel's user at the socket, and a linked certificate, are officers; others are nobody"

# MARK: two judges

"$judges/bin/openapi-spec-validator" "$work/openapi.json" >"$work/judged" 2>&1 || fail "$(cat "$work/judged")"
cmp -s <(json 'it' <"$work/openapi.json") <(json 'it' <"$here/Schemas/openapi.json") || fail "another description is served"
cd "$work"
# The administrator comes last: schemathesis follows what lists show, and removes officers and their tokens.
for name in duty-1 chief-2 records-3 observer-5 program-6 admin-4; do
    "$judges/bin/schemathesis" --config-file "$here/e2e/rest/schemathesis.toml" run "$work/openapi.json" \
        --url "http://127.0.0.1:$port_a" -H "Authorization: Bearer ${token[$name]}" --checks all --phases examples,coverage,fuzzing,stateful \
        --seed 7444 --max-examples 25 --max-time "${JUDGE_SECONDS:-60}" --rate-limit 180/s --request-timeout 30 --continue-on-failure \
        --warnings off --no-color --report har --report-har-path "$work/$name.har" >"$work/$name.judged" 2>&1 ||
        fail "schemathesis as $name: $(sed -n '/FAILURES\|ERRORS/,$p' "$work/$name.judged" | head -n 60)"
    done="$(json 'len({(e["request"]["method"], e["request"]["url"].split("?")[0]) for e in it["log"]["entries"] if e["response"]["status"] == 200})' <"$work/$name.har")"
    [ "$done" -ge 8 ] || fail "schemathesis as $name got nothing done"
    say "schemathesis as $name: $(grep -E 'generated' "$work/$name.judged" | sed 's/^ *//'); $done addresses had something done; $(tail -n 1 "$work/$name.judged" | tr -d '=' | sed 's/^ *//')"
done
for code in XA XB; do
    kill -0 "${node_pid[$code]}" || fail "$code ended"
    agrees "$code"
    stop "$code"
done
say "proved: REST by curl, refusals, once, two officers, pages, tags, socket, certificates; and no finding of two judges in any role"
