# Lua's interpreter. Its errors and yields are longjmps, which become WebAssembly exceptions in their
# standard form. WASI has no processes and no temporary names.
build_lua() {
    local source
    source=$(unpack_source lua5.4)
    rm "$source/src/luac.c" # has a main of its own
    compile_program lua \
        -mllvm -wasm-enable-sjlj -mllvm -wasm-use-legacy-eh=false \
        -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_PROCESS_CLOCKS \
        '-Dl_system(command)=((command) ? -1 : 0)' \
        -DLUA_TMPNAMBUFSIZE=1 '-Dlua_tmpnam(buffer, failed)=((buffer)[0] = 0, (failed) = 1)' \
        "$source"/src/*.c "$recipe/programs/tmpfile.c" \
        -lsetjmp -lwasi-emulated-signal -lwasi-emulated-process-clocks
}
