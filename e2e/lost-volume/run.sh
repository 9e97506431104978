#!/usr/bin/env bash
# A store that was emptied, or whose volume is not mounted, is not taken for a new one; parts of another node are not
# taken for this one's; what waited in the queue is still there when the store is back.
source "$(dirname "$0")/../lib.sh"

federate XA XB
start XA
notices 3 "$work/some" XA XB
for file in "$work"/some/*; do
    heliograph notice send "$file" --as officer-7 --approved-by chief-2 --dir "$work/XA" >/dev/null
done
stop XA
say "three notices wait for XB, which is off"

files() { (cd "$work/XA" && find . -path './store*' -type f -printf '%p %s\n' -o -path './keys*' -type f -printf '%p %s\n' | sort); }

# refused CODE: neither `run` nor a command works, both name CODE, and the folder stays as it is.
refused() {
    local status=0 before after
    before="$(files)"
    timeout 60 "$HELIOGRAPH" run --dir "$work/XA" >/dev/null 2>"$work/said" || status=$?
    [ "$status" -ne 0 ] && [ "$status" -ne 124 ] || fail "the node runs ($1 was expected)"
    grep -q "$1" "$work/said" || fail "run does not say $1: $(cat "$work/said")"
    status=0
    heliograph outbox --dir "$work/XA" >/dev/null 2>"$work/said" || status=$?
    [ "$status" -ne 0 ] && grep -q "$1" "$work/said" || fail "outbox does not say $1: $(cat "$work/said")"
    after="$(files)"
    [ "$before" = "$after" ] || fail "the folder was changed: $before, then $after"
    say "$1: $2"
}

for name in store.db keys.db; do
    cp -p "$work/XA/store/$name" "$work/kept"
    : >"$work/XA/store/$name"
    refused store-corrupt "$name was emptied"
    cp -p "$work/kept" "$work/XA/store/$name"
done
mv "$work/XA/store" "$work/volume"
refused store-missing "the folder of the store is gone"
mkdir -m 700 "$work/XA/store"
refused store-missing "the volume of the store is not mounted"
rmdir "$work/XA/store"
cp -a "$work/XB/store" "$work/XA/store"
refused folder-mixed "another member's store"
rm -r "$work/XA/store"
mv "$work/volume" "$work/XA/store"
for part in store/keys.db keys/storage.key heliograph.json5; do
    cp -p "$work/XA/$part" "$work/kept"
    cp -p "$work/XB/$part" "$work/XA/$part"
    refused folder-mixed "another member's $part"
    cp -p "$work/kept" "$work/XA/$part"
done

start XA
start XB
until_true 60 "XB holds all three" inbox_counts XB 3
say "proved: a store that is gone is missed, and nothing that waited in it is lost"
