# The modules: the guest itself, and the same CPython as a command for measuring other engines. Uses: work, recipe.

build_modules() {
    local objects=$work/objects/host source
    use_compilers
    rm -rf "$objects" "$work/modules"
    mkdir -p "$objects" "$work/modules"
    for source in "$recipe"/host/*.c; do
        run_logged "compile-$(basename "$source" .c)" wasm32-wasip1-clang -std=c17 -O2 -g0 -Wall -Wextra -Werror \
            -Wno-unused-parameter -I"$work/src/python/Include" -I"$work/src/python/Include/internal" -I"$work/cpython" -I"$work/libraries/include" \
            -c "$source" -o "$objects/$(basename "$source" .c).o"
    done
    link_module boomslang.wasm -mexec-model=reactor "$objects"/*.o \
        -Wl,--wrap=__wasi_fd_write -Wl,--wrap=__wasi_fd_read \
        -Wl,--wrap=__wasilibc_nocwd_openat_nomode -Wl,--wrap=pselect
    link_module python.wasm "$work/cpython/Programs/python.o"
}

# The stack is first in memory so that its overflow traps. Names of functions stay, for backtraces.
link_module() {
    local name=$1
    shift
    (cd "$work/cpython" && run_logged "link-$name" wasm32-wasip1-clang -o "$work/modules/$name" "$@" \
        "libpython$(python_series).a" -L"$work/libraries/lib" $(cpython_variable MODLIBS) $(cpython_variable LIBS) $(cpython_variable SYSLIBS) \
        -lc-printscan-long-double \
        -Wl,--stack-first -Wl,-z,stack-size=8388608 -Wl,--initial-memory=41943040 -Wl,--gc-sections -Wl,--strip-debug)
}
