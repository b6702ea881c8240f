// What the guest and its host say to each other: see ../ABI.md.
#pragma once

#include <stdint.h>

#define BOOMSLANG_ABI_VERSION 2

// An export of the module, under a name that is not bound to C's names.
#define EXPORT(name) __attribute__((export_name(#name)))

#define IMPORT(name) __attribute__((import_module("boomslang"), import_name(#name)))

enum { RUN_SUCCEEDED = 0, RUN_FAILED = 1, RUN_INCOMPLETE = 2, RUN_IMPOSSIBLE = -1 };
