# zlib's own example program, gzip's little brother.
build_minigzip() {
    local source
    source=$(unpack_source zlib)
    compile_program minigzip -DZ_HAVE_UNISTD_H -I"$source" "$source"/*.c "$source/test/minigzip.c"
}
