# The cases of the manifest: declared with wasi_case and function_case, then listed or written.

case_entries=()  # one JSON object each
case_listing=()  # one line each, for --list

json_string() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

json_array() {
    local separator='' item
    printf '['
    for item in "$@"; do
        printf '%s%s' "$separator" "$(json_string "$item")"
        separator=', '
    done
    printf ']'
}

# wasi_case NAME PROGRAM [OPTION VALUE...] -- ARGUMENT...
wasi_case() {
    local name=$1 file=$2.wasm entry
    shift 2
    entry="\"name\": $(json_string "$name"), \"kind\": \"wasi\", \"file\": $(json_string "$file")"
    while [[ $1 != -- ]]; do
        case $1 in
            --exit) entry+=", \"exit\": $2" ;;
            --preopen)
                entry+=", \"preopen\": {\"guest\": $(json_string "${2%%=*}")"
                entry+=", \"host\": $(json_string "${2#*=}")}" ;;
            --feature | --stdin | --stdinFrom | --stdout | --scratch)
                entry+=", $(json_string "${1#--}"): $(json_string "$2")" ;;
            *) die "wasi_case $name: unknown option $1" ;;
        esac
        shift 2
    done
    shift
    case_entries+=("{$entry, \"args\": $(json_array "$@")}")
    case_listing+=("$(printf '%-24s wasi      %-32s %s' "$name" "$file" "$*")")
}

# function_case SOURCE: a proposal's module, as its source describes it.
function_case() {
    local source=$1 file imports result entry
    file=proposals/$(module_of "$source")
    result=$(field "$source" expect)
    imports=$(field "$source" imports)
    entry="\"name\": $(json_string "$(basename "${source%.*}")"), \"kind\": \"function\""
    entry+=", \"file\": $(json_string "$file"), \"feature\": $(json_string "$(field "$source" feature)")"
    [[ -z $imports ]] \
        || entry+=", \"imports\": {$(json_string "${imports%%=*}"): $(json_string "proposals/${imports#*=}")}"
    case_entries+=("{$entry, \"function\": \"run\", \"result\": $result}")
    case_listing+=("$(printf '%-24s function  %-32s run = %s' "$(basename "${source%.*}")" "$file" "$result")")
}

print_cases() { printf '%s\n' "${case_listing[@]}"; }

write_manifest() {
    local index last=$((${#case_entries[@]} - 1))
    {
        printf '{"cases": [\n'
        for index in "${!case_entries[@]}"; do
            printf '  %s%s\n' "${case_entries[index]}" "$([[ $index == "$last" ]] || printf ',')"
        done
        printf ']}\n'
    } > "$1"
}
