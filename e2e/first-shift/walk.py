"""Makes one shell script of a page: `sh` blocks as they stand; a `sh refused CODE` block must fail with that code,
and what it says is left in a file of its own."""
import pathlib, re, sys

page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
print("set -euo pipefail")
print("trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT")
number = 0
for words, block in re.findall(r"^```sh([^\n]*)\n(.*?)^```$", page.read_text(), re.S | re.M):
    words = words.split()
    if not words:
        print(block)
        continue
    assert words[0] == "refused" and len(words) == 2, words
    number += 1
    name = f"{folder}/{number:02d}-{words[1]}"
    print(f"cat >'{name}.command' <<'TYPED'\n{block}TYPED")
    print(f"if {{ {block.strip()}\n}} >'{name}.said' 2>&1; then echo 'not refused:' >&2; cat '{name}.command' >&2; exit 1; fi")
assert number > 15, "the page has hardly any refusals"
