// 64-bit integers: multiply, divide, rotate, count bits, and mix with 32-bit ones.
// checksum 0xb51b45a9
#include "kernel.h"

#define CANDIDATES 300000
#define STEPS 20000000

static inline u64 rotate(u64 value, u32 by) { return value << by | value >> (64 - by); }

static NOINLINE u64 power(u64 base, u64 exponent, u64 modulus) {
    u64 result = 1;
    for (base %= modulus; exponent; exponent >>= 1) {
        if (exponent & 1) result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}

// Miller-Rabin with witnesses that are exact for every odd 32-bit number over 61.
static NOINLINE u32 isPrime(u32 number) {
    static const u32 witnesses[] = {2, 7, 61};
    u32 shift = (u32)__builtin_ctz(number - 1);
    for (u32 i = 0; i < LENGTH(witnesses); i++) {
        u64 value = power(witnesses[i], (number - 1) >> shift, number);
        u32 left = shift;
        while (value != 1 && value != number - 1 && --left) value = value * value % number;
        if (value != number - 1 && (value != 1 || left != shift)) return 0;
    }
    return 1;
}

static NOINLINE u64 scramble(u64 seed, u32 steps) {
    u64 a = seed, b = ~seed, bits = 0;
    for (u32 i = 0; i < steps; i++) {
        u64 sum = a * 5 + b;
        b ^= a;
        a = rotate(a, 24) ^ b ^ b << 16;
        b = rotate(b, 37) + (u32)sum;
        bits += (u64)__builtin_popcountll(sum) + (u64)__builtin_clzll(sum | 1);
        if ((i64)a < (i64)b) bits ^= sum >> (i & 63);
    }
    return bits ^ a ^ b;
}

i32 run(void) {
    u32 primes = 0;
    for (u32 i = 0; i < CANDIDATES; i++) primes += isPrime(randomNext() | 0x40000001u);
    u64 bits = scramble(0x0123456789ABCDEFull, STEPS);
    return (i32)mix(mix(primes, (u32)bits), (u32)(bits >> 32));
}
