// The guest's heap as the host sees it.
#include "guest.h"

#include <stdlib.h>

EXPORT(abi_version) int32_t abi_version(void) { return BOOMSLANG_ABI_VERSION; }
// No text in Python has 2 GiB, so there is no room for one either.
EXPORT(alloc) void *alloc(int32_t size) { return size < 0 ? NULL : malloc(size > 0 ? size : 1); }
EXPORT(dealloc) void dealloc(void *pointer, int32_t size) { free(pointer); }
EXPORT(get_heap_pages) int32_t get_heap_pages(void) { return (int32_t)__builtin_wasm_memory_size(0); }
