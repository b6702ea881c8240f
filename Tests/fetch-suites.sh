#!/usr/bin/env bash
# Gets the official specification testsuite and converts it to what SpecificationTests reads, for machines that do not
# have it beside the checkout. Needs git, a connection, and wasm-tools (better) or wabt's wast2json in PATH.
set -euo pipefail

repository=https://github.com/WebAssembly/testsuite
commit=a8101597d3c3c660086c3cd1eedee608ff18d3c3
cache=${BOOMSLANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/boomslang}/spec
output=$cache/fetched   # replaced as a whole

fail() {
    echo "fetch-suites.sh: $*" >&2
    exit 1
}

if command -v wasm-tools >/dev/null; then
    convert() { wasm-tools json-from-wast "$1" --output "$2" --wasm-dir "${2%/*}"; }
elif command -v wast2json >/dev/null; then
    convert() { wast2json --enable-all "$1" --output "$2"; }
else
    fail "neither wasm-tools nor wast2json is in PATH; one of them has to convert the scripts"
fi
command -v git >/dev/null || fail "git is not in PATH"

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetching-XXXXXX")
trap 'rm -rf "$work"' EXIT

git init --quiet "$work/source"
git -C "$work/source" fetch --quiet --depth 1 "$repository" "$commit" || fail "cannot fetch $commit from $repository"
git -C "$work/source" checkout --quiet FETCH_HEAD

mkdir "$work/json"
cd "$work/source"   # so that the scripts' names have no folder
failed=()
for script in *.wast; do
    convert "$script" "$work/json/${script%.wast}.json" 2>"$work/error" || {
        failed+=("$script")
        rm -f "$work/json/${script%.wast}".*
        cat "$work/error" >&2
    }
done
converted=$(find "$work/json" -name '*.json' | wc -l)
[ "$converted" -gt 0 ] || fail "no script could be converted"
# Scripts that are missing would make the tests pass without having run.
[ ${#failed[@]} -eq 0 ] || fail "not converted, nothing installed: ${failed[*]}"

rm -rf "$output"
mv "$work/json" "$output"
echo "$converted scripts in $output"
