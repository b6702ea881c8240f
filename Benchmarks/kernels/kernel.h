// What every kernel shares: no libc, so the fixed-width names and the
// pseudo-random source (xorshift32: the same inputs on every engine) are ours.
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef int i32;
typedef unsigned long long u64;
typedef long long i64;
typedef float f32;
typedef double f64;

// Keeps a function a real call, so that clang cannot specialise it or fold its loop away.
#define NOINLINE __attribute__((noinline))
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static u32 randomState = 2463534242u;

static inline u32 randomNext(void) {
    randomState ^= randomState << 13;
    randomState ^= randomState >> 17;
    randomState ^= randomState << 5;
    return randomState;
}

// Order-sensitive, so that a wrong result in the middle is not hidden by a right one at the end.
static inline u32 mix(u32 checksum, u32 value) {
    checksum = (checksum ^ value) * 0x9E3779B1u;
    return checksum ^ (checksum >> 15);
}

static inline u32 mixDouble(u32 checksum, f64 value) {
    u64 bits = __builtin_bit_cast(u64, value);
    return mix(mix(checksum, (u32)bits), (u32)(bits >> 32));
}

i32 run(void);
