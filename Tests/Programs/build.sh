#!/usr/bin/env bash
# Builds the programs that the engine's tests run: see README.md.
set -euo pipefail

recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${BOOMSLANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/boomslang}
output=$cache/programs      # the result, replaced as a whole
work=$cache/programs-build  # what makes the next build short; may be deleted at any time

library=$(cd "$recipe/../../Guest/lib" && pwd) # what every recipe for guests uses
for part in common debian toolchain; do
    source "$library/$part.sh"
done
for part in program manifest proposals; do
    source "$recipe/lib/$part.sh"
done
source "$recipe/cases.sh"
programs=(lua minigzip sqlite3)
for program in "${programs[@]}"; do
    source "$recipe/programs/$program.sh"
done

usage() {
    cat <<'END'
Usage: build.sh [--list]

Builds the test programs, unless they are built already, and prints the path of their manifest.
  --list  prints what would be built, and builds nothing

Environment:
  BOOMSLANG_CACHE          the cache folder (default: boomslang in the user's cache folder)
  BOOMSLANG_DEBIAN_MIRROR  a Debian mirror (default: the one that the machine's apt uses)
END
}

# A change of anything that the result depends on changes this key.
recipe_key() {
    {
        "$swift_bin/clang" --version
        contents_of "$library" .
    } | sha256sum | cut -d ' ' -f 1
}

is_up_to_date() {
    [[ -f $output/recipe.key && $(<"$output/recipe.key") == "$1" ]] \
        && (cd "$output" && sha256sum --check --status contents.sha256 2> /dev/null)
}

build() {
    fetch_downloads
    step sysroot
    step lua lib/program.sh programs/lua.sh programs/tmpfile.c
    step minigzip lib/program.sh programs/minigzip.sh
    step sqlite3 lib/program.sh programs/sqlite3.sh
    step proposals lib/proposals.sh proposals
}

# Lays the result out beside the old one and swaps the two.
publish() {
    local new=$work/publish program
    rm -rf "$new"
    mkdir -p "$new/cases/minigzip"
    for program in "${programs[@]}"; do
        cp "$work/built/$program.wasm" "$new/"
    done
    cp -R "$work/built/proposals" "$new/"
    cp -R "$recipe/cases/." "$new/cases/"
    make_minigzip_input "$new/cases/minigzip"
    write_manifest "$new/manifest.json"
    (cd "$new" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) > "$work/contents.sha256"
    mv "$work/contents.sha256" "$new/"
    printf '%s\n' "$1" > "$new/recipe.key"
    rm -rf "$output"
    mv "$new" "$output"
}

main() {
    case "$#:${1:-}" in
        0:) ;;
        1:--list) declare_cases; print_cases; return ;;
        1:--help | 1:-h) usage; return ;;
        *) usage >&2; exit 2 ;;
    esac

    locate_swift_tools
    local key
    key=$(recipe_key)
    if ! is_up_to_date "$key"; then
        require_tools flock apt-get dpkg-deb tar gzip xz awk sha256sum
        mkdir -p "$work"
        exec 9> "$work/lock"
        flock 9 # a second build waits here, and then finds the result of the first
        if ! is_up_to_date "$key"; then
            declare_cases
            build
            publish "$key"
        fi
    fi
    printf '%s\n' "$output/manifest.json"
}

main "$@"
