#!/usr/bin/env bash
# Everything that may be wrong with what a node is given, thrown at real nodes at the outermost door:
# each has its code, each node goes on, nothing that was queued is lost, no name stands in a log.
#
# In a mount namespace of its own, so that the small disk goes away with the story, however it ends.
if [ -z "${IN_NAMESPACE:-}" ]; then
    map=()
    [ "$(id -u)" -eq 0 ] || map=(--map-root-user)
    unshare --mount "${map[@]}" true || {
        echo "FAILED: no mount namespace can be made here, so a full disk cannot be shown" >&2
        exit 1
    }
    IN_NAMESPACE=1 exec unshare --mount "${map[@]}" "$0" "$@"
fi
source "$(dirname "$0")/../lib.sh"

faketime_library="$(dpkg -L libfaketime 2>/dev/null | grep '/libfaketime\.so' | head -n 1)" || true
[ -n "$faketime_library" ] || fail "faketime is not installed; ./dev e2e installs it"
# Two days old, so that a clock that is slow does not find certificates that are not valid yet.
heliograph() { faketime -f -2d "$HELIOGRAPH" "$@"; }
federate XA XB XC XD XE XF XS
sed -i 's/verificationsPerDay: 100/verificationsPerDay: 2/' "$work/XB/heliograph.json5"
"$HELIOGRAPH" init --dir "$work/stranger" --member XA --authority "Another XA" --telephone "+999 000 000" --hours 24x7 --specimens >/dev/null
TMPDIR="$work" TZ=UTC0 FAKETIME_LIBRARY="$faketime_library" \
    /usr/bin/python3 -B "$here/e2e/bad-input/story.py" "$HELIOGRAPH" "$here" "$work"
