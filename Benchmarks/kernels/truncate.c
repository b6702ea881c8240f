// Floating-point numbers to integers, in all ways: with a trap for what does not fit, and to the nearest that does.
// checksum 0x05f8b196
#include "kernel.h"

#define COUNT 2048
#define ROUNDS 4000

static f64 numbers[COUNT];
static f32 shortNumbers[COUNT];

// Numbers of all magnitudes up to 2^30, of both signs: they fit all signed types.
static void fill(void) {
    for (u32 i = 0; i < COUNT; i++) {
        numbers[i] = (f64)(i32)randomNext() / (f64)(1u << (1 + i % 31));
        shortNumbers[i] = (f32)numbers[i];
    }
}

static NOINLINE u64 trapping(void) {
    u64 sum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        f64 x = numbers[i], y = x < 0 ? -x : x;
        f32 s = shortNumbers[i], t = s < 0 ? -s : s;
        sum += (u32)__builtin_wasm_trunc_s_i32_f64(x) + (u32)__builtin_wasm_trunc_u_i32_f64(y);
        sum += (u32)__builtin_wasm_trunc_s_i32_f32(s) + (u32)__builtin_wasm_trunc_u_i32_f32(t);
        sum ^= (u64)__builtin_wasm_trunc_s_i64_f64(x) + (u64)__builtin_wasm_trunc_u_i64_f64(y);
        sum ^= (u64)__builtin_wasm_trunc_s_i64_f32(s) + (u64)__builtin_wasm_trunc_u_i64_f32(t);
    }
    return sum;
}

static NOINLINE u64 saturating(void) {
    u64 sum = 0;
    for (u32 i = 0; i < COUNT; i++) {
        f64 x = numbers[i] * 4;
        f32 s = shortNumbers[i] * 4;
        sum += (u32)__builtin_wasm_trunc_saturate_s_i32_f64(x) + (u32)__builtin_wasm_trunc_saturate_u_i32_f64(x);
        sum += (u32)__builtin_wasm_trunc_saturate_s_i32_f32(s) + (u32)__builtin_wasm_trunc_saturate_u_i32_f32(s);
        sum ^= (u64)__builtin_wasm_trunc_saturate_s_i64_f64(x) + (u64)__builtin_wasm_trunc_saturate_u_i64_f64(x);
        sum ^= (u64)__builtin_wasm_trunc_saturate_s_i64_f32(s) + (u64)__builtin_wasm_trunc_saturate_u_i64_f32(s);
    }
    return sum;
}

i32 run(void) {
    u32 checksum = 0;
    fill();
    for (u32 round = 0; round < ROUNDS; round++) {
        u64 sum = trapping() + saturating();
        checksum = mix(mix(checksum, (u32)sum), (u32)(sum >> 32));
        numbers[round % COUNT] += 0.75;
    }
    return (i32)checksum;
}
