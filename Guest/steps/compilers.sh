# Compilers with the names that CPython's configuration looks for. Uses: work, swift_bin.

build_compilers() {
    local bin=$work/compilers/bin resources=$work/compilers/resources tool
    rm -rf "$work/compilers"
    mkdir -p "$bin" "$resources/lib/wasm32-unknown-wasip1"
    # clang looks for the compiler runtime in its resource folder, where Swift's has none for WebAssembly.
    ln -s "$("$swift_bin/clang" -print-resource-dir)/include" "$resources/include"
    ln -s "$(builtins)" "$resources/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a"
    # Debian's library folder has the target's name of before preview 1 got one of its own.
    [[ -e $(sysroot)/lib/wasm32-wasip1 ]] || ln -s wasm32-wasi "$(sysroot)/lib/wasm32-wasip1"
    write_compiler "$bin/wasm32-wasip1-clang"
    for tool in ar ranlib nm; do
        ln -s "$swift_bin/llvm-$tool" "$bin/wasm32-wasip1-$tool"
    done
    ln -s "$swift_bin/wasm-ld" "$bin/wasm-ld"
}

# The maps keep the cache folder's path out of what is built, so that builds are reproducible.
write_compiler() {
    cat > "$1" <<END
#!/bin/sh
exec "$swift_bin/clang" --target=wasm32-wasip1 --sysroot="$(sysroot)" \\
    -resource-dir "$work/compilers/resources" --no-default-config -ffile-prefix-map="$work"=. "\$@"
END
    chmod +x "$1"
}

# CPython says when it was built: with the date of its source, the same build gives the same module.
use_compilers() {
    export PATH=$work/compilers/bin:$PATH SOURCE_DATE_EPOCH
    SOURCE_DATE_EPOCH=$(stat -c %Y "$work/src/python/Include/patchlevel.h")
}
