// Runs a WASI command that wasm2c has made C of. The names in that C differ between versions of wasm2c:
// what is in capitals here, harness/wasm2c.py takes from the header that comes with it.
#include "module.h"
#include "wasi.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static INSTANCE_TYPE instance;

void *guest(u32 address) { return MEMORY(&instance)->data + address; }

int main(int count, char **texts) {
    argumentCount = count;
    arguments = texts;
    // The module asks descriptor after descriptor, from 3 on, whether it is a folder that it was given.
    int root = open("/", O_RDONLY | O_DIRECTORY);
    if (root < 0 || dup2(root, 3) < 0) return perror("/"), 1;
    wasm_rt_init();
    INITIALIZE();
    INSTANTIATE(&instance, NULL);
    int trap = wasm_rt_impl_try();
    if (trap) return fprintf(stderr, "trap: %s\n", wasm_rt_strerror(trap)), 134;
    START(&instance);
    return 0;
}
