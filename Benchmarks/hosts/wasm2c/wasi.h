// What of WASI preview 1 CPython needs to find its library and run a script that only prints. No sandbox: the
// only folder is the root of the host, so that paths mean what they mean outside.
#pragma once

#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

enum { SUCCESS = 0, BAD_DESCRIPTOR = 8, INVALID = 28, NOT_IMPLEMENTED = 52 };

// Where the module's memory is: it may move when it grows, so addresses do not outlive a call.
void *guest(u32 address);

static inline void put32(u32 address, u32 value) { __builtin_memcpy(guest(address), &value, sizeof value); }
static inline void put64(u32 address, u64 value) { __builtin_memcpy(guest(address), &value, sizeof value); }

// What main got, for the module.
extern int argumentCount;
extern char **arguments;
extern char **environ;
