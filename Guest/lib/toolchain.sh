# The compiler: Swift's own clang and wasm-ld, with Debian's C library for WASI. Uses: recipe, work.

locate_swift_tools() {
    local swiftc tool
    swiftc=$(command -v swiftc) || die "swiftc was not found: the Swift toolchain must be in PATH"
    swift_bin=$(dirname "$(readlink -f "$swiftc")")
    for tool in clang wasm-ld llvm-ar llvm-ranlib llvm-nm llvm-objdump; do
        [[ -x $swift_bin/$tool ]] || die "the Swift toolchain has no $tool beside $swift_bin/swiftc"
    done
}

sysroot() { printf '%s\n' "$work/sysroot/usr"; }

# The file that Debian's package of the compiler runtime has.
builtins() { echo "$(sysroot)"/lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a; }

build_sysroot() {
    local package
    rm -rf "$work/sysroot"
    for package in wasi-libc libclang-rt-19-dev-wasm32; do
        run_logged "unpack-$package" dpkg-deb --extract "$(download_of "$package")" "$work/sysroot"
    done
}

# unpack_source PACKAGE [PATTERN...]: unpacks a source archive, or a part of it, and prints where.
unpack_source() {
    local package=$1 folder=$work/src/$1
    shift
    rm -rf "$folder"
    mkdir -p "$folder"
    run_logged "unpack-$package" tar --extract --file "$(download_of "$package")" \
        --directory "$folder" --strip-components 1 --wildcards "$@"
    printf '%s\n' "$folder"
}
