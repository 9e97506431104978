#!/usr/bin/env bash
# Ordinary mistakes, made against real nodes. Every answer says what happened, what was not done, and a next
# step that its reader can take. Prints the score; the whole transcript is left in $TRANSCRIPT if that is set.
source "$(dirname "$0")/../lib.sh"

# A second federation whose list ran out ten days ago: its node receives, and sends nothing.
mkdir "$work/old"
TMPDIR="$work" /usr/bin/env bash -c '
    source "$1/e2e/lib.sh"; trap - EXIT; rm -rf "$work"; work="$2"
    days_ago 40; list_days=30 federate XE XF' - "$here" "$work/old"
federate XA XB XC XD
notice_defaults XA
echo '{ recipients: { XC: { deny: "no agreement" } } }' >"$work/XB/policy.json5"
sed -i 's/^  policy: ""/  policy: "policy.json5"/' "$work/XB/heliograph.json5"
for code in XA XB XC; do start "$code"; done
ln -s "$work/old/XE" "$work/XE"
start XE

/usr/bin/python3 -B "$here/e2e/mistakes/story.py" "$HELIOGRAPH" "$here" "$work" "${TRANSCRIPT:-$work/transcript}"
say "proved: each mistake is told with what happened, what was not done, and a next step"
