// feature: nontrapping-float-to-int
// cflags:  -mnontrapping-fptoint
// emits:   i32.trunc_sat_f64_s i32.trunc_sat_f32_u i64.trunc_sat_f64_s
// expect:  43

volatile double huge = 1e300, nan = __builtin_nan(""), plain = 42.9;
volatile float negative = -1.5f;

// The builtins, because an out-of-range cast is undefined behaviour in C.
__attribute__((export_name("run"))) int run(void) {
    int clamped = __builtin_wasm_trunc_saturate_s_i32_f64(huge) == 0x7fffffff;
    int zero = __builtin_wasm_trunc_saturate_s_i32_f64(nan)
             + __builtin_wasm_trunc_saturate_u_i32_f32(negative);
    return (int)__builtin_wasm_trunc_saturate_s_i64_f64(plain) + clamped + zero;
}
