#!/usr/bin/env bash
# Builds the guest, CPython as a WebAssembly module with its standard library: see README.md.
set -euo pipefail

recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
library=$recipe/lib
cache=${BOOMSLANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/boomslang}
[[ $cache == /* ]] || cache=$PWD/$cache # the steps change their directory
results=$cache/guest       # one folder for each recipe, and `current`, a link to the newest
work=$cache/guest-build    # what makes the next build short; may be deleted at any time

for part in common debian toolchain; do
    source "$library/$part.sh"
done
for part in compilers libraries native cpython standard-library modules publish; do
    source "$recipe/steps/$part.sh"
done

usage() {
    cat <<'END'
Usage: build.sh [--path | --image COMMAND]

Builds the guest, unless it is built already, and prints the path of its folder.
  --path           prints that path, and builds nothing; fails if the guest has not been built
  --image COMMAND  also writes the golden image, Python started, into that folder, by the program
                   boomslang at the path COMMAND; and the same as a WebAssembly module

Environment:
  BOOMSLANG_CACHE          the cache folder (default: boomslang in the user's cache folder)
  BOOMSLANG_DEBIAN_MIRROR  a Debian mirror (default: the one that the machine's apt uses)
  PYTHON_SOURCE            a source archive of CPython instead of the pinned one
  JOBS                     compilers at a time (default: one for each processor)
END
}

jobs=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
steps=(sysroot compilers python_source native_python libraries cpython standard_library modules)

# A change of anything that the result depends on changes this key.
recipe_key() {
    {
        "$swift_bin/clang" --version
        contents_of .
        [[ -z ${PYTHON_SOURCE:-} ]] || sha256sum < "$PYTHON_SOURCE"
    } | sha256sum | cut -c 1-16
}

is_built() { [[ -f $results/$1/guest.json ]]; }

build() {
    fetch_downloads
    step sysroot
    step compilers steps/compilers.sh
    step python_source steps/cpython.sh patches
    step native_python steps/native.sh
    step libraries steps/libraries.sh
    step cpython steps/cpython.sh
    step standard_library steps/standard-library.sh python
    step modules steps/modules.sh host
}

make_current() {
    ln -sfn "$1" "$results/current.new"
    mv -T "$results/current.new" "$results/current"
}

# What the engine needs of an image can change with it, so the image is written each time; it takes a second.
write_image() {
    "$2" snapshot --module "$1/snapshot.wasm" "$1/boomslang.wasm" "$1/golden.image" || die "Python could not be started in the guest"
}

main() {
    case "$#:${1:-}" in
        0: | 1:--path | 2:--image) ;;
        1:--help | 1:-h) usage; return ;;
        *) usage >&2; exit 2 ;;
    esac
    [[ -z ${PYTHON_SOURCE:-} || -f $PYTHON_SOURCE ]] || die "there is no file $PYTHON_SOURCE (PYTHON_SOURCE)"

    # Neither configure nor make can be told of such a path.
    [[ $cache != *[[:space:]]* ]] || die "the cache folder's path must have no spaces: set BOOMSLANG_CACHE, not to $cache"

    locate_swift_tools
    local key
    key=$(recipe_key)
    if ! is_built "$key"; then
        [[ ${1:-} != --path ]] || die "the guest has not been built: run $recipe/build.sh"
        require_tools flock apt-get dpkg-deb tar gzip xz awk sha256sum make python3
        mkdir -p "$work"
        exec 9> "$work/lock"
        flock 9 # a second build waits here, and then finds the result of the first
        if ! is_built "$key"; then
            build
            publish "$key"
            log "built the guest in $SECONDS s"
        fi
    fi
    [[ $(readlink "$results/current" || true) == "$key" ]] || make_current "$key"
    [[ ${1:-} != --image ]] || write_image "$results/$key" "$2"
    printf '%s\n' "$results/$key"
}

main "$@"
