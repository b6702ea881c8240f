# One small module per WebAssembly proposal that clang emits. Comments at the top of each source say
# how it is compiled and what is expected of it:
#   feature   the proposal
#   cflags, ldflags   more flags for the compiler and the linker
#   emits, never      instructions that the module must, or must not, contain
#   bytes     patterns of bytes that the module must contain, where llvm-objdump shows no names
#   imports   MODULE=FILE: an instance of that file is what the module imports as MODULE
#   expect    the result of the exported function `run`
# Uses: recipe, work.

# field SOURCE NAME
field() { sed -n "s|^// $2: *||p" "$1"; }

module_of() { printf '%s.wasm\n' "$(basename "${1%.*}")"; }

build_proposals() {
    local source
    rm -rf "$work/built/proposals"
    mkdir -p "$work/built/proposals"
    for source in "$recipe"/proposals/*; do
        compile_proposal "$source" "$work/built/proposals/$(module_of "$source")"
    done
}

compile_proposal() {
    local source=$1 module=$2 flags libraries
    read -ra flags < <(field "$source" cflags) || true
    read -ra libraries < <(field "$source" ldflags) || true
    run_logged "compile-$(basename "$module")" "$swift_bin/clang" --no-default-config \
        --target=wasm32 -ffreestanding -nostdlib -O2 -Wall -Wextra -Werror -Wl,--no-entry \
        -isystem "$(sysroot)/include/wasm32-wasi" -L"$(sysroot)/lib/wasm32-wasi" \
        "${flags[@]}" "$source" "${libraries[@]}" -o "$module"
    check_instructions "$source" "$module"
}

# A compiler that found another way would leave a test that tests nothing.
check_instructions() {
    local source=$1 module=$2 code instruction bytes
    code=$("$swift_bin/llvm-objdump" --disassemble "$module" \
        | awk -F '\t' 'NF > 1 { sub(/ +$/, "", $2); print $2 }' | sort -u)
    for instruction in $(field "$source" emits); do
        grep -qxF "$instruction" <<< "$code" || die "$source: clang did not emit $instruction"
    done
    for instruction in $(field "$source" never); do
        ! grep -qxF "$instruction" <<< "$code" || die "$source: clang emitted $instruction"
    done
    for bytes in $(field "$source" bytes); do
        LC_ALL=C grep -qaP "$bytes" "$module" || die "$source: clang did not emit the bytes $bytes"
    done
}

declare_proposal_cases() {
    local source
    for source in "$recipe"/proposals/*; do
        # A source without a result only serves another's imports.
        [[ -z $(field "$source" expect) ]] || function_case "$source"
    done
}
