# Shared by the stories: a federation of real nodes on loopback, in a folder that goes away.
# A story sources this, and ends only the processes it started.
set -euo pipefail

: "${HELIOGRAPH:?set HELIOGRAPH to the program, or run the story with ./dev e2e}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d "${TMPDIR:-/tmp}/heliograph-story.XXXXXX")"
declare -A node_pid=()

heliograph() { "$HELIOGRAPH" "$@"; }

finish() { finish_with $?; }

# finish_with STATUS: ends what the story started, with the story's own status.
finish_with() {
    local status=$1 code
    for code in "${!node_pid[@]}"; do
        kill -KILL "${node_pid[$code]}" 2>/dev/null || true
        wait "${node_pid[$code]}" 2>/dev/null || true
    done
    if [ "$status" -eq 0 ] && [ -z "${KEEP:-}" ]; then
        rm -rf "$work"
    else
        echo "left behind: $work" >&2
    fi
    exit "$status"
}
trap finish EXIT

say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$*"; }

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# json EXPRESSION: reads JSON from stdin as `it`, prints the Python expression.
json() { /usr/bin/python3 -c 'import json,sys; it=json.load(sys.stdin); r=eval(sys.argv[1]); print(json.dumps(r) if isinstance(r,(dict,list,bool)) or r is None else r)' "$1"; }

free_ports() { /usr/bin/python3 - "$1" <<'PY'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for s in held: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in held])
PY
}

# federate XA XB …: makes a data folder for each, and a trust list of $list_days that names them all.
federate() {
    local ports code index=0
    read -r -a ports <<<"$(free_ports $#)"
    heliograph federation create --dir "$work/federation" --name story --days "${list_days:-30}" >/dev/null
    for code in "$@"; do
        heliograph init --dir "$work/$code" --member "$code" --authority "Specimen Police of $code" \
            --listen "127.0.0.1:${ports[$index]}" --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
        heliograph federation propose "$work/$code/proposal.json" --dir "$work/federation" >/dev/null
        index=$((index + 1))
    done
    heliograph federation sign secretariat --dir "$work/federation" >/dev/null
    heliograph federation publish --dir "$work/federation" >/dev/null
    local digest
    digest="$(heliograph federation export --dir "$work/federation" --out "$work/trust")"
    for code in "$@"; do
        heliograph trust import "$work/trust" --digest "$digest" --dir "$work/$code" >/dev/null
    done
}

# programs_reach XA JSON5: the `api` of XA's configuration; names are proven from then on.
programs_reach() {
    sed -i -e '/^  officers: { trustNames: true },$/d' -e "s|^}\$|  api: $2,\n}|" "$work/$1/heliograph.json5"
}

# judges: a folder with the Python packages of e2e/requirements.txt, made once; prints it.
judges() {
    local folder="$here/.build/judges"
    if ! cmp -s "$here/e2e/requirements.txt" "$folder/made-of"; then
        rm -rf "$folder"
        /usr/bin/python3 -m venv "$folder" >&2
        "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$here/e2e/requirements.txt" >&2
        cp "$here/e2e/requirements.txt" "$folder/made-of"
    fi
    echo "$folder"
}

# notice_defaults XA: what no form and no passenger list can know, the authority has laid down for all of its notices.
notice_defaults() {
    sed -i 's/^}$/  noticeDefaults: { handling: ["H1", "H2"], classification: "restricted", retainDays: 365,\n    purpose: "prevent-child-sexual-abuse",\n    legalBasis: { code: "national-law", text: "Register Act, section 1", transferBasis: "safeguards" } },\n}/' \
        "$work/$1/heliograph.json5"
}

# new_list XA: the secretariat publishes one more trust list; XA alone is given it by hand.
new_list() {
    heliograph federation sign secretariat --dir "$work/federation" >/dev/null
    heliograph federation publish --dir "$work/federation" >/dev/null
    heliograph federation export --dir "$work/federation" --out "$work/trust" >/dev/null
    heliograph trust import "$work/trust" --dir "$work/$1" >/dev/null
}

# days_ago N: clocks stand so many days back from here on, for what is started.
days_ago() {
    unset LD_PRELOAD FAKETIME FAKETIME_SHARED
    [ "$1" -eq 0 ] && return
    local library left
    # A process that was killed leaves these behind, and one that gets its number cannot begin.
    for left in /dev/shm/faketime_shm_* /dev/shm/sem.faketime_sem_*; do
        [ -d "/proc/${left##*_}" ] || rm -f "$left"
    done
    library="$(dpkg -L libfaketime | grep '/libfaketime\.so' | head -n 1)"
    # Without names to share by, libfaketime moves the environment, and Swift loses its arguments.
    export LD_PRELOAD="$library" FAKETIME="-$1d" FAKETIME_SHARED="/none /none"
}

# fault_switch FILE: compiles e2e/fault.c, which strikes a process at a durable step of our choice.
fault_switch() {
    local clang
    clang="$(command -v clang || echo "$(dirname "$(readlink -f "$(command -v swift)")")/clang")"
    "$clang" -shared -fPIC -O1 -Wall -Wextra -Werror -o "$1" "$here/e2e/fault.c" -ldl
}

# start XB: runs the node and waits until it listens. Its log is kept in the data folder.
start() {
    local code="$1" out="$work/$1/node.out"
    : >"$out"
    "$HELIOGRAPH" run --dir "$work/$code" >"$out" 2>>"$work/$code/node.log" &
    node_pid[$code]=$!
    for _ in $(seq 600); do
        grep -q listening "$out" && return
        kill -0 "${node_pid[$code]}" 2>/dev/null || fail "$code ended: $(tail -n 3 "$work/$code/node.log")"
        sleep 0.05
    done
    fail "$code does not listen"
}

# stop XB [SIGNAL]
stop() {
    local code="$1" signal="${2:-TERM}"
    kill "-$signal" "${node_pid[$code]}"
    local status=0
    wait "${node_pid[$code]}" 2>/dev/null || status=$?
    unset "node_pid[$code]"
    [ "$signal" = KILL ] || [ "$status" -eq 0 ] || fail "$code ended with status $status"
}

# until_true SECONDS WHAT COMMAND…: polls a command until it succeeds.
until_true() {
    local end=$((SECONDS + $1)) what="$2"
    shift 2
    until "$@"; do
        [ $SECONDS -lt $end ] || fail "not in time: $what"
        sleep 0.1
    done
}

# type_page FILE: types every fenced sh block of a page, in order, in one shell; what it starts in the
# background ends with it. What it printed is left in $work/printed.
type_page() {
    mkdir "$work/bin" "$work/walk"
    ln -s "$HELIOGRAPH" "$work/bin/heliograph"
    {
        echo 'set -euo pipefail'
        echo 'trap '\''kill $(jobs -p) 2>/dev/null || true; wait'\'' EXIT'
        awk '/^```sh$/ {inside=1; next} /^```$/ {inside=0} inside' "$here/$1"
    } >"$work/walk.sh"
    grep -q 'notice send' "$work/walk.sh" || fail "the page has no commands"
    (cd "$work/walk" && env -u HELIOGRAPH_DIR PATH="$work/bin:$PATH" bash -e "$work/walk.sh" </dev/null) | tee "$work/printed"
}

inbox() { heliograph inbox --dir "$work/$1" --json; }
outbox() { heliograph outbox --dir "$work/$1" --json; }

# holds XB THREAD OPERATION: XB's inbox holds one such statement.
holds() { [ "$(inbox "$1" | json "len([i for i in it['items'] if i['thread']=='$2' and i['operation']=='$3'])")" -eq 1 ]; }

# refused CODE COMMAND…: the command is refused with that code.
refused() {
    local wanted="$1" said
    shift
    said="$("$@" || true)"
    [ "$(json 'it["code"]' <<<"$said")" = "$wanted" ] || fail "not $wanted: $said"
    say "$wanted: $(json 'it["sentence"]' <<<"$said")"
}

# agrees XB: everything in XB's store fits everything else.
agrees() {
    local said
    said="$({ heliograph doctor --deep --dir "$work/$1" --json || true; } |
        json "[[i['ok'], i['sentence']] for i in it['items'] if i['check']=='deep'][0]")"
    case "$said" in '[true,'*) ;; *) fail "$1's store: $said" ;; esac
}

# inbox_counts XB N: XB's inbox holds N.
inbox_counts() { [ "$(inbox "$1" | json 'len(it["items"])')" -eq "$2" ]; }

# delivered XA XB N: N of XA's deliveries to XB are delivered or retrieved.
delivered() {
    [ "$(outbox "$1" | json "sum(i['to']=='$2' and i['state'] in ('delivered','retrieved') for i in it['items'])")" -eq "$3" ]
}

# notices COUNT FOLDER FROM TO: writes COUNT different green notices.
notices() {
    mkdir -p "$2"
    heliograph notice new --example green-notice --from "$3" --to "$4" --number 1 --dir "$work/$3" >"$2/first"
    /usr/bin/python3 - "$1" "$2" <<'PY'
import json, sys
count, folder = int(sys.argv[1]), sys.argv[2]
text = open(folder + "/first").read()
number = json.loads(text)["noticeNo"]
for n in range(1, count + 1):
    open(f"{folder}/{n:05}.json", "w").write(text.replace(number, number[:-6] + f"{n:06}"))
PY
    rm "$2/first"
}
