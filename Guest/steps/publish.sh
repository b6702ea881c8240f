# The result: a folder that holds everything a host needs, put in place as a whole. Uses: work, results.

publish() {
    local key=$1 new=$work/publish
    rm -rf "$new"
    mkdir -p "$new" "$results"
    cp "$work"/modules/*.wasm "$new/"
    cp -R "$work/stage/usr" "$work/stage/tests" "$new/"
    write_description > "$new/guest.json"
    rm -rf "${results:?}/$key"
    mv "$new" "$results/$key"
}

write_description() {
    printf '{\n  "abi": %s,\n  "python": "%s",\n  "home": "usr",\n  "sha256": "%s",\n  "packages": [\n' \
        "$(sed -n 's/^#define BOOMSLANG_ABI_VERSION //p' "$recipe/host/abi.h")" "$(python_version)" \
        "$(sha256sum "$work/modules/boomslang.wasm" | cut -d ' ' -f 1)"
    write_packages | sed '$!s/$/,/'
    printf '  ]\n}\n'
}

write_packages() {
    local name version
    {
        printf 'CPython %s\n' "$(python_version)"
        cat "$work/libraries/versions"
        printf 'tzdata %s\n' "$(awk '$2 == "tzdata" { split($3, part, "-"); print part[2] }' "$recipe/versions")"
    } | while read -r name version; do
        printf '    {"name": "%s", "version": "%s"}\n' "$name" "$version"
    done
}
