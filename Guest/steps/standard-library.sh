# The standard library as the guest sees it below /usr, and CPython's own tests beside it. Uses: work, recipe, jobs.

# What can never work in the guest: user interfaces, installers, what starts processes, and builds of extensions.
pruned=(idlelib tkinter turtledemo turtle.py ensurepip venv lib2to3 pydoc_data/topics.py test '*/test' '*/tests'
    'config-*' lib-dynload)

build_standard_library() {
    local stage=$work/stage
    local home=$stage/usr/lib/python$(python_series)
    rm -rf "$stage"
    use_compilers
    run_logged library-install make -C "$work/cpython" libinstall DESTDIR="$stage"
    find "$home" -name __pycache__ -prune -exec rm -rf {} +
    (cd "$home" && rm -rf "${pruned[@]:0:8}" ${pruned[@]:8})
    rm -rf "$stage/usr/bin" "$stage/usr/include" "$stage/usr/share"
    # How CPython was built is in there, with the folders it was built in.
    sed -i "s|$work|/build|g" "$home"/_sysconfigdata_*.py
    cp -R "$recipe"/python/* "$home/"
    install_time_zones "$stage/usr/share"
    mkdir -p "$stage/tests"
    cp -R "$work/src/python/Lib/test" "$stage/tests/test"
    compile_library "$home" "$stage"
    compile_library "$stage/tests" "$stage"
}

# Unchecked: the guest takes the bytecode as it is and never looks at the source's date.
compile_library() {
    local folder=$1 stage=$2
    # A few of CPython's tests are not meant to be compiled.
    run_logged "compile-$(basename "$folder")" "$(native_python)" -m compileall -q -j "$jobs" \
        -x 'bad_?syntax|badsyntax|lib2to3_fixers|bad_coding' --invalidation-mode unchecked-hash -s "$stage" -p / "$folder"
}

# Where `zoneinfo` looks first.
install_time_zones() {
    mkdir -p "$1"
    run_logged unpack-tzdata python3 -m zipfile --extract "$(download_of tzdata)" "$work/tzdata"
    find "$work/tzdata" -name '*.py' -delete
    mv "$work/tzdata/tzdata/zoneinfo" "$1/zoneinfo"
    rm -rf "$work/tzdata"
}
