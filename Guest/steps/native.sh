# A Python of the same version for this machine: it compiles the standard library and runs CPython's build scripts. It is
# never part of the guest, so it is built for a short build, not for speed, and used where it was built. Uses: work, jobs, swift_bin.

build_native_python() {
    rm -rf "$work/native"
    mkdir -p "$work/native"
    cd "$work/native"
    run_logged native-configure env CC="$swift_bin/clang" CFLAGS="-O1 -g0" "$work/src/python/configure" --quiet \
        --disable-test-modules --with-ensurepip=no
    run_logged native-make make -j "$jobs" python sharedmods
    cd "$recipe"
}

native_python() { echo "$work/native/python"; }
