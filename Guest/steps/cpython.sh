# CPython for WASI, as a static library with all extension modules that WASI allows. Uses: work, jobs, recipe.

build_python_source() {
    local archive
    archive=${PYTHON_SOURCE:-$(download_of "$(python_package)")}
    rm -rf "$work/src/python"
    mkdir -p "$work/src/python"
    run_logged unpack-python tar --extract --file "$archive" --directory "$work/src/python" --strip-components 1
    run_logged patch-python python3 "$recipe/patches/apply.py" "$work/src/python"
}

python_package() { awk '$2 ~ /^python3/ { print $2 }' "$recipe/versions"; }

# 3.13.5, and 3.13 of it: what the source says.
python_version() { sed -n 's/^#define PY_VERSION  *"\(.*\)"/\1/p' "$work/src/python/Include/patchlevel.h"; }
python_series() { python_version | cut -d . -f 1-2; }

# -fno-wrapv-pointer: CPython asks for -fno-strict-overflow, with which clang 20 and newer may not fold offsets of fields into
# loads and stores. --with-pymalloc: CPython's own allocator, which is not the default for WASI. See RATIONALE.md.
build_cpython() {
    local build=$work/cpython
    rm -rf "$build"
    mkdir -p "$build"
    cd "$build"
    use_compilers
    run_logged cpython-configure env CC=wasm32-wasip1-clang CPP="wasm32-wasip1-clang -E" AR=wasm32-wasip1-ar \
        RANLIB=wasm32-wasip1-ranlib NM=wasm32-wasip1-nm CFLAGS="-O2 -g0 -fno-wrapv-pointer" \
        CPPFLAGS="-I$work/libraries/include" LDFLAGS="-L$work/libraries/lib" \
        PKG_CONFIG_PATH= PKG_CONFIG_LIBDIR="$work/libraries/lib/pkgconfig" \
        CONFIG_SITE="$work/src/python/Tools/wasm/config.site-wasm32-wasi" \
        "$work/src/python/configure" --quiet --host=wasm32-wasip1 --build="$(uname -m)-linux-gnu" --prefix=/usr \
        --with-build-python="$(native_python)" --disable-test-modules --with-ensurepip=no --with-pymalloc \
        --with-tzpath=/usr/share/zoneinfo HOSTRUNNER=false
    run_logged cpython-make make -j "$jobs" all
    cd "$recipe"
}

# What has to be linked with CPython's objects, from its own build: make's value of a variable.
cpython_variable() {
    printf 'print-%%:\n\t@echo $($*)\n' | make -s -C "$work/cpython" -f Makefile -f /dev/stdin "print-$1"
}
