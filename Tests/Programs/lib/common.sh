# Messages, checks and resumable steps. Uses: recipe, work.

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
run_logged() {
    local name=$1 log=$work/logs/$1.log
    shift
    mkdir -p "$work/logs"
    if ! "$@" > "$log" 2>&1 < /dev/null; then
        tail -n 25 "$log" >&2
        die "$name failed: $1 (all of its output: $log)"
    fi
}

has_sha256() {
    [[ -f $1 ]] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --status
}

# step NAME FILE...: runs build_NAME, unless it already ran with the same compiler, versions and files.
step() {
    local name=$1 stamp=$work/stamps/$1 key
    shift
    key=$(cd "$recipe" && { "$swift_bin/clang" --version; cat versions lib/common.sh "$@"; } | sha256sum)
    if [[ -f $stamp && $(<"$stamp") == "$key" ]]; then
        return
    fi
    log "building $name"
    rm -f "$stamp"
    "build_$name"
    mkdir -p "$work/stamps"
    printf '%s\n' "$key" > "$stamp"
}
