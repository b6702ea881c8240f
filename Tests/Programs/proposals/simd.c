// feature: simd
// cflags:  -msimd128
// emits:   v128.load i8x16.swizzle i16x8.extmul_low_i8x16_s i32x4.dot_i16x8_s f32x4.mul i8x16.bitmask
// expect:  43486

#include <wasm_simd128.h>

// Not static: clang would know its contents.
signed char bytes[16] = {1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12, 13, -14, 15, -16};
volatile float scale = 0.5f;

__attribute__((export_name("run"))) int run(void) {
    v128_t v = wasm_v128_load(bytes);
    v128_t order = wasm_i8x16_const(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    v128_t reversed = wasm_i8x16_swizzle(v, order);
    v128_t products = wasm_i16x8_extmul_low_i8x16(v, reversed);
    v128_t sums = wasm_i32x4_dot_i16x8(products, wasm_i16x8_splat(1));
    v128_t halves = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums), wasm_f32x4_splat(scale));
    float total = wasm_f32x4_extract_lane(halves, 0) + wasm_f32x4_extract_lane(halves, 1)
                + wasm_f32x4_extract_lane(halves, 2) + wasm_f32x4_extract_lane(halves, 3);
    return (int)total + (int)wasm_i8x16_bitmask(v);
}
