# Messages, checks and resumable steps. Uses: recipe, library, work.

log() { printf '%s\n' "$*" >&2; }

die() {
    log "build.sh: error: $*"
    exit 1
}

require_tools() {
    local tool
    for tool in "$@"; do
        command -v "$tool" > /dev/null || die "the command '$tool' is needed and was not found"
    done
}

# run_logged NAME COMMAND...: keeps the output in a log, and shows its end if the command fails.
run_logged() { run_logged_input "$@" < /dev/null; }

# The same for a command that reads its input.
run_logged_input() {
    local name=$1 log=$work/logs/$1.log
    shift
    mkdir -p "$work/logs"
    if ! "$@" > "$log" 2>&1; then
        tail -n 25 "$log" >&2
        die "$name failed: $1 (all of its output: $log)"
    fi
}

has_sha256() {
    [[ -f $1 ]] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --status
}

# step NAME PATH...: runs build_NAME, unless it already ran with the same compiler, versions, library and paths of the
# recipe (files, or folders with all that is in them), after the same earlier steps.
earlier_steps=
step() {
    local name=$1 stamp=$work/stamps/$1 key started=$SECONDS
    shift
    key=$({ printf '%s\n' "$earlier_steps"; "$swift_bin/clang" --version; contents_of "$library"/*.sh versions "$@"; } | sha256sum)
    earlier_steps=$key
    if [[ -f $stamp && $(<"$stamp") == "$key" ]]; then
        return
    fi
    log "building $name"
    rm -f "$stamp"
    "build_$name"
    mkdir -p "$work/stamps"
    printf '%s\n' "$key" > "$stamp"
    log "built $name in $((SECONDS - started)) s"
}

# contents_of PATH...: names and contents of files, for a key. Relative paths are the recipe's.
contents_of() {
    (cd "$recipe" && find "$@" -type f ! -name '*.md' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sed "s|$library/||")
}
