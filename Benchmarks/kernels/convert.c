// Integers of both widths to floating-point numbers of both, with and without a sign.
// checksum 0x6935cd6d
#include "kernel.h"

#define COUNT 2048
#define ROUNDS 12000

static u32 numbers[COUNT];
static u64 longNumbers[COUNT];

static NOINLINE f64 convertAll(void) {
    f64 sum = 0;
    f32 shortSum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        u32 x = numbers[i];
        u64 y = longNumbers[i];
        sum += (f64)(i32)x - (f64)x;
        sum += (f64)(i64)y - (f64)y;
        shortSum += (f32)(i32)x - (f32)x;
        shortSum += (f32)(i64)y - (f32)y;
    }
    return sum + shortSum;
}

i32 run(void) {
    u32 checksum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        numbers[i] = randomNext();
        longNumbers[i] = (u64)randomNext() << 32 | randomNext();
    }
    for (u32 round = 0; round < ROUNDS; round++) {
        checksum = mixDouble(checksum, convertAll());
        numbers[round % COUNT] = randomNext();
    }
    return (i32)checksum;
}
