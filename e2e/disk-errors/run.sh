#!/usr/bin/env bash
# The disk of a real node fails under it: no space from some step on, an error of one write, of one sync, of one
# read, half a write. What cannot be synced ends the node, with a code, and it is started again as systemd would;
# a full disk is "later" for the peer and exit status 3 for the officer. Nothing acknowledged is lost, nothing is there twice.
#
# DISK_EVERY=N tries every Nth step of each kind (1 is all); DISK_ONLY="send,receive" only these scenarios.
source "$(dirname "$0")/../lib.sh"

fault_switch "$work/fault.so"
seconds=$SECONDS
mkdir "$work/disk"
(
    work="$work/disk"
    federate XA XB
    for code in XA XB; do
        sed -i 's/keyDrainMinutes: 60/keyDrainMinutes: 0/' "$work/$code/heliograph.json5"
    done
    mkdir "$work/XA/drop"
    sed -i "s#dropFolder: \"\"#dropFolder: \"$work/XA/drop\"#" "$work/XA/heliograph.json5"
    for code in XA XB; do cp -a "$work/$code" "$work/$code.first"; done
    notices 3000 "$work/from-XA" XA XB
    notices 3000 "$work/from-XB" XB XA
)
TMPDIR="$work" setpriv --pdeathsig TERM \
    /usr/bin/python3 -B "$here/e2e/disk-errors/story.py" "$HELIOGRAPH" "$work/disk"
say "$((SECONDS - seconds)) s"
