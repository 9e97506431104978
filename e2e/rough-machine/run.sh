#!/usr/bin/env bash
# What a machine does to a process: signals that end others, files of TLS secrets, another program's OpenSSL
# configuration, core dumps, an output that cannot be written.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XB
printf 'openssl_conf = i\n[i]\nalg_section = a\n[a]\ndefault_properties = fips=yes\n' >"$work/fips.cnf"
export SSLKEYLOGFILE="$work/secrets" OPENSSL_CONF="$work/fips.cnf"
start XA
unset SSLKEYLOGFILE OPENSSL_CONF
notices 2 "$work/some" XA XB
heliograph notice send "$(ls "$work"/some/* | head -n 1)" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
until_true 30 "XB holds it" inbox_counts XB 1
[ ! -e "$work/secrets" ] || fail "the secrets of TLS stand in a file"
say "a node under fips=yes and SSLKEYLOGFILE goes by its own settings"

for signal in HUP USR1 USR2 ALRM VTALRM; do
    kill "-$signal" "${node_pid[XA]}"
    until_true 10 "$signal is in the log" grep -q "\"event\":\"signal-passed-over\"" "$work/XA/node.log"
done
[ "$(grep -c signal-passed-over "$work/XA/node.log")" -ge 1 ] && kill -0 "${node_pid[XA]}" || fail "a signal ended the node"
heliograph notice send "$(ls "$work"/some/* | tail -n 1)" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
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
say "proved: signals, secrets, settings, cores and full outputs of the machine do not reach the node"
