#!/usr/bin/env bash
# Every kind of notice between two real nodes: what each begins with goes from XA to XB, every first
# answer comes back, and what the table does not allow is refused by name.
source "$(dirname "$0")/../lib.sh"

new() { heliograph notice new --example "$@"; }
send() { heliograph notice send - --as officer-7 --approved-by chief-2 --dir "$work/$1" --json; }
count() { inbox "$1" | json "len([i for i in it['items'] if i['thread']=='$2' and i['operation']=='$3'])"; }
holds() { [ "$(count "$1" "$2" "$3")" -eq 1 ]; }

# refused CODE COMMAND…: it fails with this code.
refused() {
    local wanted="$1" said
    shift
    said="$("$@" || true)"
    [ "$(json 'it["code"]' <<<"$said")" = "$wanted" ] || fail "not $wanted: $said"
}

# there KIND OPERATION NUMBER: XA begins a thread; prints its number when XB holds it.
there() {
    local thread
    thread="$(new "$1" --operation "$2" --number "$3" --from XA --to XB | send XA | json 'it["thread"]')"
    until_true 30 "XB holds $1 $2" holds XB "$thread" "$2"
    echo "$thread"
}

# back KIND OPERATION THREAD [SEQUENCE]: XB answers, and XA holds it.
back() {
    new "$1" --operation "$2" --answers "$3/1" --sequence "${4:-1}" --from XB --to XA | send XB >/dev/null
    until_true 30 "XA holds $1 $2" holds XA "$3" "$2"
}

# both KIND OPENING ANSWER…: for each answer a thread of its own.
number=0
both() {
    local kind="$1" opening="$2" thread
    shift 2
    number=$((number + 1))
    there "$kind" "$opening" "$number" >/dev/null
    for operation in "$@"; do
        number=$((number + 1))
        thread="$(there "$kind" "$opening" "$number")"
        back "$kind" "$operation" "$thread"
        answered="$thread"
    done
    say "$kind: $opening there${1:+; back: $*}"
}

federate XA XB
sed -i 's/verificationTickSeconds: 60/verificationTickSeconds: 2/' "$work/XB/heliograph.json5"
start XA
start XB

both green-notice issue
both travel-alert issue
both group-alert issue
both correction notify confirm refuse
both erasure order confirm refuse
both information-request request accept partial reply refuse extend
both use-consent request deny grant
back use-consent revoke "$answered" 2
both operation announce join decline
both certificate request accept refuse reply
back certificate revoke "$answered" 2
shown="$(there certificate verify 800)"
until_true 30 "XB's node answers by itself" holds XA "$shown" confirm
say "certificate: verify there; back: confirm, by the node"
both hit report confirm reject
both intelligence-product publish
both criminal-record request accept reply refuse
both directory publish
both incident report acknowledge

alert="$(heliograph notice new --example travel-alert --number 900 --arrives-in 20h --from XA --to XB | send XA | json 'it["thread"]')"
until_true 30 "XB holds the alert" holds XB "$alert" issue
heliograph outcome --yes "$alert" --result admitted --at now --confirm "an exercise" --as officer-3 --dir "$work/XB" >/dev/null
until_true 30 "XA holds the outcome" holds XA "$alert" final
say "outcome: final back"

thread="$(there information-request request 901)"
back information-request reply "$thread"
refused transition-refused send XB < <(new information-request --operation refuse --answers "$thread/1" --sequence 2 --from XB --to XA)
refused thread-unknown send XB < <(new erasure --operation confirm --answers XA-ER-2027-000999/1 --from XB --to XA)
refused notice-invalid send XA < <(new erasure --operation confirm --answers XA-ER-2027-000999/1 --from XA --to XB)
say "an answer after the answer, one to nothing, and one to oneself are refused by name"

asked="$(there erasure order 902)"
heliograph notice cancel --yes "$asked" --as officer-7 --dir "$work/XA" >/dev/null
until_true 30 "XB knows of the cancel" holds XB "$asked" cancel
refused transition-refused send XB < <(new erasure --operation confirm --answers "$asked/1" --from XB --to XA)
[ "$(heliograph notice show "$asked" --dir "$work/XA" --json | json 'it["state"]')" = cancelled ] ||
    fail "XA does not show it cancelled"
[ "$(heliograph notice show "$thread" --dir "$work/XB" --json | json 'it["state"]')" = answered ] ||
    fail "XB does not show its own side answered"
say "what was cancelled is not answered, and each side shows where it stands itself"

for code in XA XB; do agrees "$code"; done
say "proved: every kind of notice goes there, and every kind of answer comes back"
