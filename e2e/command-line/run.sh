#!/usr/bin/env bash
# What programs rely on: exit status, one JSON object, a refusal in its parts, help with an example.
source "$(dirname "$0")/../lib.sh"

# refused STATUS CODE ARGUMENTS…: the command ends with this status and this code, in JSON.
refused() {
    local status="$1" code="$2" got=0 out
    shift 2
    out="$(heliograph "$@" --json 2>/dev/null)" || got=$?
    [ "$got" -eq "$status" ] || fail "\`$*\` ended with $got, not $status: $out"
    [ "$(json 'sorted(it)' <<<"$out")" = '["code", "detail", "faults", "next", "sentence"]' ] ||
        fail "\`$*\` refuses in other parts: $out"
    [ "$(json 'it["code"]' <<<"$out")" = "$code" ] || fail "\`$*\` refused with $out, not $code"
    say "$code: heliograph $*" | sed "s#$work#…#g"
}

refused 2 usage nonsense
refused 2 usage inbox --unknown
refused 2 usage notice send
refused 1 folder-missing inbox --dir "$work/none"
refused 1 file-unreadable notice validate "$work/none.json"
echo '{"a":1,"a":2}' >"$work/twice.json"
refused 1 notice-invalid notice validate "$work/twice.json"

verbs() { heliograph --help | grep '^  [a-z]' | cut -c3-26 | sort -u; }
verbs | while read -r verb; do
    # shellcheck disable=SC2086
    heliograph $verb --help | grep -A1 '^Example:' | grep -q "heliograph $verb" ||
        fail "\`$verb --help\` has no example"
done
say "every verb has help with an example"

# What the administrator's handbook shows is what the program takes.
shown=0
while read -r line; do
    read -r -a words <<<"$line"
    verb=""
    for count in 3 2 1; do
        [ -n "$verb" ] || ! heliograph "${words[@]:1:$count}" --help 2>/dev/null | grep -q '^Example:' ||
            verb="${words[*]:1:$count}"
    done
    [ -n "$verb" ] || fail "there is no verb in \`$line\`"
    # shellcheck disable=SC2086
    help="$(heliograph $verb --help)"
    for word in "${words[@]}"; do
        [[ "$word" != --* ]] || grep -q -- "$word " <<<"$help" || fail "\`$verb\` does not know $word"
    done
    shown=$((shown + 1))
done < <(grep -oP '^    \Kheliograph .*' "$here/docs/administrator.md" | sed 's/ >.*//')
[ "$shown" -gt 15 ] || fail "docs/administrator.md has hardly a command"
say "the handbook's $shown commands are verbs with their options"

mkdir "$work/bin"
ln -s "$HELIOGRAPH" "$work/bin/heliograph"
PATH="$work/bin:$PATH" bash -c 'source /dev/stdin
    COMP_WORDS=(heliograph notice s); COMP_CWORD=2; _heliograph; echo "${COMPREPLY[@]}"
    COMP_WORDS=(heliograph federation signer r); COMP_CWORD=3; _heliograph; echo "${COMPREPLY[@]}"
    COMP_WORDS=(heliograph federation signer new --o); COMP_CWORD=4; _heliograph; echo "${COMPREPLY[@]}"
    COMP_WORDS=(heliograph notice send --a); COMP_CWORD=3; _heliograph; echo "${COMPREPLY[@]}"
' <<<"$(heliograph completion bash)" >"$work/completed"
[ "$(cat "$work/completed")" = "$(printf 'send show\nremove\n--out\n--attach --as --approved-by')" ] ||
    fail "completion says $(cat "$work/completed")"
# Twice, as after an upgrade; every reader of the machine may read the pages.
heliograph manual --out "$work/man1" >/dev/null
heliograph manual --out "$work/man1" >/dev/null
[ "$(stat -c %a "$work/man1" "$work"/man1/* | sort -u | tr '\n' ' ')" = "644 755 " ] || fail "not everybody may read the manual"
for page in "$work"/man1/*; do
    [ -z "$(man --warnings -l "$page" 2>&1 >/dev/null)" ] || fail "$page is no clean page of the manual"
done
verbs | while read -r verb; do
    man -l "$work/man1/heliograph-${verb%% *}.1" | grep -q "^ *$verb" || fail "no page has \`$verb\`"
    man -l "$work/man1/heliograph.1" | grep -q "^ *$verb" || fail "the page over all has not \`$verb\`"
done
say "the pages of the manual and completion know every verb"

# The ways of other programs.
for words in help --help -h "help notice send" "notice send -h" notice "help notice" -V --version; do
    # shellcheck disable=SC2086
    heliograph $words >/dev/null || fail "\`heliograph $words\` ended with $?"
done
[ "$(heliograph -V)" = "$(heliograph version)" ] || fail "-V is not the version"
refused 2 usage inbx
refused 2 usage notice snd
refused 2 usage notice show a b
refused 2 usage inbox --state=nwe
said() { heliograph "$@" 2>&1 || true; }
said notices send | grep -q 'Did you mean `notice send`?' || fail "nothing is proposed for \`notices send\`"
said inbox --sate new | grep -q 'Did you mean `--state`?' || fail "nothing is proposed for --sate"
said explain PEER_UNREACHABLE | grep -q "peer" || fail "explain takes no capitals"
heliograph explain | grep -q "^  peer-unreachable " || fail "explain lists no codes"
heliograph --json version | json 'it["wire"]' >/dev/null || fail "an option before the verb is not taken"
say "help, version, did-you-mean and options stand where other programs have them"

heliograph notice new --example travel-alert --from XA --to XB --arrives-in 5h >"$work/alert.json"
/usr/bin/python3 - "$work/alert.json" "$work/bad.json" <<'PY'
import json, sys
it = json.load(open(sys.argv[1]))
it["person"]["birth"]["date"] = "1977-02-29"
it["handling"] = {"codes": ["H3"], "text": None}
json.dump(it, open(sys.argv[2], "w"))
PY
heliograph notice validate "$work/bad.json" --specimens --json >"$work/faults" && fail "it is valid"
[ "$(json 'all(sorted(f) == ["code", "layer", "pointer", "sentence"] for f in it["faults"]) and len(it["faults"]) >= 2' <"$work/faults")" = true ] ||
    fail "not every fault is named: $(cat "$work/faults")"
say "a refused notice names every fault at once: $(json '[f["code"] for f in it["faults"]]' <"$work/faults")"

federate XA XB
# made CODE TELEPHONE HOURS …
made() { local code="$1" telephone="$2" hours="$3"; shift 3; refused 2 usage init --dir "$work/none" --member "$code" \
    --authority "Specimen Police" --telephone "$telephone" --hours "$hours" "$@"; }
refused 2 usage init --dir "$work/none" --member LU --authority "Specimen Police" --hours 24x7
refused 2 usage init --dir "$work/none" --member LU --authority "Specimen Police" --telephone "+352 000 000 000"
made LU hello 24x7
made LU "+00 000 000" 24x7
made LU "+352 000 000 000" "$(printf 'day\nnight')"
made XA "+352 000 000 000" 24x7
made QQ "+352 000 000 000" 24x7 --specimens
made LU "+352 000 000 000" 24x7 --answers-for QQ
made LU "+352 000 000 000" 24x7 --endpoint https://lu.example/path
refused 2 usage init --dir "$work/none" --example XA --telephone "+352 000 000 000"
refused 1 member-unknown init --dir "$work/none" --example QQ
[ ! -e "$work/none" ] || fail "what was refused left a folder"
refused 1 folder-not-empty init --dir "$work/XA" --member XA --authority "Specimen" \
    --telephone "+999 000 000" --hours 24x7 --specimens
printf "{recipients: {XC: {remove: [\"photos\"]}}}" >"$work/policy.json5"
refused 1 policy-invalid policy check "$work/policy.json5"
refused 1 file-unreadable policy check "$work/none.json5"
refused 1 officer-missing notice send "$work/alert.json" --dir "$work/XA"
refused 1 recipient-unknown notice send "$work/alert.json" --to XC --as officer-7 --approved-by chief-2 --dir "$work/XA"
refused 1 not-found inbox 01a20a6d-1e08-7992-9e65-bfa1745b4acf --dir "$work/XA"

# Nobody is an officer whom nobody can see, and no file of somebody's is in the way of a new one.
for name in ' ' "$(printf '\u200b')" "$(printf 'a\nb')" "$(printf '\033[31mx')"; do
    refused 1 officer-missing notice send "$work/alert.json" --as "$name" --approved-by chief-2 --dir "$work/XA"
    refused 1 officer-missing notice send "$work/alert.json" --as officer-7 --approved-by "$name" --dir "$work/XA"
done
refused 1 approver-is-author notice send "$work/alert.json" --as officer-7 --approved-by "OFFICER-7 " --dir "$work/XA"
echo precious >"$work/records.new"
heliograph statistics --records "$work/records" --dir "$work/XA" >/dev/null
[ "$(cat "$work/records.new")" = precious ] || fail "a file beside the new one was taken away"
[ "$(HELIOGRAPH_DIR="$work/none" heliograph --dir "$work/XA" search --as officer-7 --json -- EXAMPLESSON | json 'it["items"]')" = "[]" ] ||
    fail "an option before the verb is lost behind --"

start XA
refused 3 folder-in-use run --dir "$work/XA"
heliograph notice send "$work/alert.json" --as officer-7 --approved-by chief-2 --dir "$work/XA" --json |
    json 'sorted(it)' | grep -q deliveries || fail "a running node does not take commands"
shown_thread="$(json 'it["threadId"]' <"$work/alert.json")"
source "$here/e2e/command-line/shells.sh"
stop XA

# Somebody holds the lock, and nobody answers.
/usr/bin/python3 -c 'import fcntl,sys,time; f=open(sys.argv[1],"r+"); fcntl.flock(f,fcntl.LOCK_EX); print("held",flush=True); time.sleep(60)' \
    "$work/XA/lock" >"$work/held" &
node_pid[holder]=$!
until_true 10 "the lock is held" grep -q held "$work/held"
refused 3 node-silent inbox --dir "$work/XA"
stop holder KILL

chmod 644 "$work/XA/keys/signing.key"
refused 1 key-exposed inbox --dir "$work/XA"
mv "$work/XA/keys/signing.key" "$work/signing.key"
refused 1 key-missing inbox --dir "$work/XA"
install -m 600 "$work/signing.key" "$work/XA/keys/signing.key"
heliograph inbox --dir "$work/XA" >/dev/null

/usr/bin/python3 -c 'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute("PRAGMA user_version=99"); c.commit()' "$work/XA/store/store.db"
refused 1 store-newer inbox --dir "$work/XA"

heliograph init --dir "$work/example" --example XA >/dev/null
sed -i 's/allowExampleKeys: true/allowExampleKeys: false/' "$work/example/heliograph.json5"
refused 4 example-keys run --dir "$work/example"
sed -i 's/allowExampleKeys: false/allowExampleKey: true/' "$work/example/heliograph.json5"
refused 4 configuration-invalid run --dir "$work/example"

say "proved: exit status, refusals and help are as documented"
