// The four ways to round, and square roots, of numbers of both widths.
// checksum 0x6d79f781
#include "kernel.h"

#define COUNT 2048
#define ROUNDS 8000

static f64 numbers[COUNT];
static f32 shortNumbers[COUNT];

static NOINLINE f64 roundAll(void) {
    f64 sum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        f64 x = numbers[i];
        sum += __builtin_ceil(x) - __builtin_floor(x * 3) + __builtin_trunc(x * 5) - __builtin_rint(x * 7);
        sum += __builtin_sqrt(x * x + 1);
    }
    return sum;
}

static NOINLINE f32 roundAllShort(void) {
    f32 sum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        f32 x = shortNumbers[i];
        sum += __builtin_ceilf(x) - __builtin_floorf(x * 3) + __builtin_truncf(x * 5) - __builtin_rintf(x * 7);
        sum += __builtin_sqrtf(x * x + 1);
    }
    return sum;
}

i32 run(void) {
    u32 checksum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        numbers[i] = (f64)(i32)randomNext() / 65536.0;
        shortNumbers[i] = (f32)(numbers[i] / 16);
    }
    for (u32 round = 0; round < ROUNDS; round++) {
        checksum = mixDouble(mixDouble(checksum, roundAll()), roundAllShort());
        numbers[round % COUNT] += 0.75;
        shortNumbers[round % COUNT] -= 0.25f;
    }
    return (i32)checksum;
}
