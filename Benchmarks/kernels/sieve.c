// Byte stores with a stride, and a scan: short integer loops.
// checksum 0x78f9d28e
#include "kernel.h"

#define LIMIT 2000000
#define ROUNDS 22

static u8 composite[LIMIT];

static NOINLINE u32 countPrimes(u32 limit) {
    __builtin_memset(composite, 0, limit);
    for (u32 i = 2; i * i < limit; i++)
        if (!composite[i])
            for (u32 multiple = i * i; multiple < limit; multiple += i) composite[multiple] = 1;
    u32 count = 0;
    for (u32 i = 2; i < limit; i++) count += !composite[i];
    return count;
}

i32 run(void) {
    u32 checksum = 0;
    for (u32 round = 0; round < ROUNDS; round++)
        checksum = mix(checksum, countPrimes(LIMIT - round * 1000));
    return (i32)checksum;
}
