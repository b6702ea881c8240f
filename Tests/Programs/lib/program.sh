# Compiling one program. Uses: work.

# compile_program NAME ARGUMENT...: a WASI command from C sources and the libraries they need.
compile_program() {
    local name=$1
    shift
    mkdir -p "$work/built"
    # -nodefaultlibs: clang would look for the builtins in its own folder, which lacks WebAssembly's.
    # -w: warnings about other people's sources. The stack is first so that its overflow traps.
    # The map keeps the cache folder's path out of the program, so that builds are reproducible.
    run_logged "compile-$name" "$swift_bin/clang" --no-default-config \
        --target=wasm32-wasip1 --sysroot="$(sysroot)" -nodefaultlibs -O2 -w -ffile-prefix-map="$work"=. \
        -Wl,--stack-first -Wl,-z,stack-size=1048576 -Wl,--strip-debug \
        "$@" -lc "$(builtins)" -o "$work/built/$name.wasm"
}
