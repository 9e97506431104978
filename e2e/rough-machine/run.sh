#!/usr/bin/env bash
# What a machine does to a process: signals that end others, files of TLS secrets, another program's OpenSSL
# configuration, core dumps, an output that cannot be written, limits, an init that is killed, other users, a full disk.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XB
printf 'openssl_conf = i\n[i]\nalg_section = a\n[a]\ndefault_properties = fips=yes\n' >"$work/fips.cnf"
export SSLKEYLOGFILE="$work/secrets" OPENSSL_CONF="$work/fips.cnf"
start XA
unset SSLKEYLOGFILE OPENSSL_CONF
notices 3 "$work/some" XA XB
heliograph notice send "$(ls "$work"/some/* | head -n 1)" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 30 "XB holds it" inbox_counts XB 1
[ ! -e "$work/secrets" ] || fail "the secrets of TLS stand in a file"
say "a node under fips=yes and SSLKEYLOGFILE goes by its own settings"

for signal in HUP USR1 USR2 ALRM VTALRM; do
    kill "-$signal" "${node_pid[XA]}"
    until_true 10 "$signal is in the log" grep -q "\"event\":\"signal-passed-over\"" "$work/XA/node.log"
done
[ "$(grep -c signal-passed-over "$work/XA/node.log")" -ge 1 ] && kill -0 "${node_pid[XA]}" || fail "a signal ended the node"
heliograph notice send "$(ls "$work"/some/* | sed -n 2p)" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 30 "XB holds both" inbox_counts XB 2
say "HUP, USR1, USR2, ALRM and VTALRM are passed over with a line"

grep -q 'Max core file size *0 *0' "/proc/${node_pid[XA]}/limits" || fail "a core file may be written"
say "no core file"

for words in "notice new green-notice --example --from XA --to XB" "trust show --dir $work/XA" "doctor --dir $work/XA --json" version; do
    status=0
    # shellcheck disable=SC2086
    heliograph $words >/dev/full 2>"$work/said" || status=$?
    [ "$status" -eq 1 ] && grep -q file-unwritable "$work/said" || fail "$words: status $status, $(cat "$work/said")"
done
heliograph trust show --dir "$work/XA" | head -n 1 >/dev/null || fail "a reader that has enough is no error"

# The limits of a process: too few files are named at the start; when strangers use them up, the log says so, and it passes.
status=0
(ulimit -n 100 && exec "$HELIOGRAPH" run --dir "$work/XA") >/dev/null 2>"$work/said" || status=$?
[ "$status" -eq 3 ] && grep -q folder-in-use "$work/said" || [ "$status" -eq 4 ] && grep -q limit-too-low "$work/said" ||
    fail "100 files: status $status, $(cat "$work/said")"
stop XB
(ulimit -n 140 && exec "$HELIOGRAPH" run --dir "$work/XB") >"$work/XB/node.out" 2>>"$work/XB/node.log" &
node_pid[XB]=$!
until_true 30 "XB listens" grep -q listening "$work/XB/node.out"
/usr/bin/python3 - "$(sed -n 's/.*listen: "127.0.0.1:\([0-9]*\)".*/\1/p' "$work/XB/heliograph.json5")" <<'PY' &
import socket, sys, time
held = []
for _ in range(200):
    one = socket.socket()
    one.settimeout(2)
    try: one.connect(("127.0.0.1", int(sys.argv[1])))
    except OSError: pass
    held.append(one)
time.sleep(8)
PY
strangers=$!
until_true 30 "the log says that files are used up" grep -q descriptors-used-up "$work/XB/node.log"
wait "$strangers"
heliograph notice send "$(ls "$work"/some/* | sed -n 3p)" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 60 "XB holds three" inbox_counts XB 3
say "too few files are named, and running out of them passes"

# An init that is killed is begun anew.
for pause in 0.02 0.05 0.1 0.2; do
    "$HELIOGRAPH" init --dir "$work/XK" --member XK --authority K --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null 2>&1 &
    init=$!
    sleep "$pause"
    kill -KILL "$init" 2>/dev/null || true
    wait "$init" 2>/dev/null || true
    [ -e "$work/XK/heliograph.json5" ] && [ ! -e "$work/XK/init.unfinished" ] && rm -rf "$work/XK"
done
heliograph init --dir "$work/XK" --member XK --authority K --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
heliograph outbox --dir "$work/XK" >/dev/null || fail "the node that was begun anew does not open"
say "an init that is killed is begun anew"

if [ "$(id -u)" -eq 0 ]; then
    stop XA
    chown -R nobody "$work/XA"
    status=0
    heliograph outbox --dir "$work/XA" >/dev/null 2>"$work/said" || status=$?
    [ "$status" -eq 1 ] && grep -q wrong-user "$work/said" || fail "root on another's folder: status $status, $(cat "$work/said")"
    [ -z "$(find "$work/XA" -user root)" ] || fail "root left files"
    chown -R root "$work/XA"
    say "root leaves nothing in the folder of another user"

    mkdir "$work/small"
    mount -t tmpfs -o size=40m,mode=700 none "$work/small"
    trap 'ended=$?; (umount -l "$work/small" 2>/dev/null || true); finish_with $ended' EXIT
    cp -a "$work/XA/store/." "$work/small"
    mv "$work/XA/store" "$work/store.away"
    mkdir "$work/XA/store"
    mount --move "$work/small" "$work/XA/store" 2>/dev/null || mount --bind "$work/small" "$work/XA/store"
    trap 'ended=$?; (umount -l "$work/XA/store" 2>/dev/null || true); (umount -l "$work/small" 2>/dev/null || true); finish_with $ended' EXIT
    start XA
    heliograph doctor --dir "$work/XA" --json >"$work/said" || true
    json "[i['ok'] for i in it['items'] if i['check']=='disk' and '/store' in i['sentence']]" <"$work/said" | grep -q false || fail "a small volume is not named"
    dd if=/dev/zero of="$work/XA/store/full" bs=64k status=none 2>/dev/null || true
    heliograph doctor --dir "$work/XA" --json >"$work/said" || true
    json "sum(not i['ok'] for i in it['items'] if i['check'] in ('disk','store'))" <"$work/said" | grep -q '[12]' || fail "a full disk is green: $(cat "$work/said")"
    rm "$work/XA/store/full"
    stop XA
    say "the doctor names a full disk"
fi
say "proved: signals, secrets, settings, cores, limits, owners and full outputs of the machine do not reach the node"
