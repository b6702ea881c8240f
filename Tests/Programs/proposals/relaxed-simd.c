// feature: relaxed-simd
// cflags:  -msimd128 -mrelaxed-simd
// bytes:   \xfd\x85\x02 \xfd\x80\x02 \xfd\x81\x02 \xfd\x89\x02
// expect:  11220

#include <wasm_simd128.h>

volatile float input = 3.0f;

// Every input is one for which all results that the proposal allows are the same.
__attribute__((export_name("run"))) int run(void) {
    v128_t x = wasm_f32x4_splat(input);
    v128_t y = wasm_f32x4_relaxed_madd(x, x, wasm_f32x4_const(1, 2, 3, 4));      // 10 11 12 13
    v128_t words = wasm_i32x4_relaxed_trunc_f32x4(y);
    v128_t order = wasm_i8x16_const(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    v128_t reversed = wasm_i8x16_relaxed_swizzle(words, order);                  // 13 12 11 10
    v128_t mask = wasm_i32x4_const(-1, -1, 0, 0);
    v128_t mixed = wasm_i8x16_relaxed_laneselect(words, reversed, mask);         // 10 11 11 10
    return wasm_i32x4_extract_lane(mixed, 0) * 1000 + wasm_i32x4_extract_lane(mixed, 1) * 100
         + wasm_i32x4_extract_lane(mixed, 2) * 10 + wasm_i32x4_extract_lane(mixed, 3);
}
