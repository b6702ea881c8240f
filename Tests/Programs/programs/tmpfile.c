// The C library for WASI declares tmpfile but has none; Lua's io.tmpfile then fails as it should.
#include <errno.h>
#include <stdio.h>

FILE *tmpfile(void) {
    errno = ENOSYS;
    return NULL;
}
