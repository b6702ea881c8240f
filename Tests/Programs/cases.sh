# What the tests run. README.md describes a case's members.

declare_cases() {
    declare_lua_cases
    declare_minigzip_cases
    declare_sqlite3_cases
    declare_proposal_cases
}

declare_lua_cases() {
    local script options=(--feature exception-handling --preopen /lua=cases/lua)
    for script in algorithms strings errors coroutines; do
        wasi_case "lua-$script" lua "${options[@]}" --stdout "cases/lua/$script.out" \
            -- lua "/lua/$script.lua"
    done
    wasi_case lua-files lua "${options[@]}" --scratch /scratch \
        --stdin cases/lua/files.in --stdout cases/lua/files.out --exit 3 -- lua /lua/files.lua /scratch
    wasi_case lua-failure lua "${options[@]}" --stdout cases/lua/failure.out --exit 1 \
        -- lua /lua/failure.lua
}

declare_minigzip_cases() {
    local text=cases/minigzip/input.txt
    wasi_case minigzip-compress minigzip --stdin $text -- minigzip
    wasi_case minigzip-decompress minigzip --stdinFrom minigzip-compress --stdout $text -- minigzip -d
    wasi_case minigzip-foreign minigzip --stdin $text.gz --stdout $text -- minigzip -d
}

# Made, not stored: text that compresses, and the host's idea of its compressed form.
make_minigzip_input() {
    awk 'BEGIN { for (n = 1; n <= 15000; n++) print n, n * 7919 % 10007, substr("the quick brown fox", n % 19) }' \
        > "$1/input.txt"
    gzip --no-name --keep "$1/input.txt"
}

declare_sqlite3_cases() {
    wasi_case sqlite3-memory sqlite3 --stdin cases/sqlite3/queries.sql \
        --stdout cases/sqlite3/queries.out --exit 1 -- sqlite3 :memory:
    wasi_case sqlite3-file sqlite3 --scratch /scratch --stdin cases/sqlite3/file.sql \
        --stdout cases/sqlite3/file.out -- sqlite3
}
