#!/usr/bin/env bash
# The worked example of docs/maintain.md: an operation added as printed is asked by the command line, stands in
# help and man page, and its output is as its schema says. At most three files change.
source "$(dirname "$0")/../lib.sh"

command -v swift >/dev/null || { say "skipped: there is no Swift toolchain on the PATH"; exit 0; }
mkdir "$work/tree"
git -C "$here" ls-files -z | (cd "$here" && xargs -0 cp --parents -P -t "$work/tree" 2>/dev/null) || true
/usr/bin/python3 - "$here/docs/maintain.md" >"$work/patch" <<'PY'
import re, sys
text = open(sys.argv[1]).read()
print("\n".join(re.findall(r"^```diff\n(.*?)^```$", text, re.S | re.M)))
PY
changed="$(grep -c '^+++ ' "$work/patch")"
# The third is the schema, which a test writes.
[ "$changed" -le 2 ] || fail "the example changes $changed files, and a schema"
(cd "$work/tree" && git init -q . && git apply --verbose "$work/patch")
say "the example is applied: $changed files; building it takes some minutes"
(cd "$work/tree" && swift build --product heliograph --scratch-path "$work/build" >"$work/log" 2>&1) \
    || { tail -20 "$work/log"; fail "the example does not build"; }
built="$work/build/debug/heliograph"
HELIOGRAPH_EXAMPLES="$here/keys-example" "$built" init --dir "$work/xa" --example XA >/dev/null
"$built" clock --dir "$work/xa" --json >"$work/out"
/usr/bin/python3 - "$work/out" <<'PY'
import json, sys
assert json.load(open(sys.argv[1])) == {"offsetSeconds": None, "trusted": False}, open(sys.argv[1]).read()
PY
"$built" clock --help | grep -q "beside its peers" || fail "no help"
"$built" manual | grep -q "^.B clock" || fail "not in the man page"
say "proved: an operation of two files has a verb, help and a page in the manual, and answers"
