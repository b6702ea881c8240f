// feature: sign-extension
// cflags:  -msign-ext
// emits:   i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s
// expect:  -65286

#define EXTEND(name, wide, narrow) \
    __attribute__((noinline)) static wide name(wide x) { return (narrow)x; }
EXTEND(int8, int, signed char)
EXTEND(int16, int, short)
EXTEND(long8, long long, signed char)
EXTEND(long16, long long, short)
EXTEND(long32, long long, int)

volatile int word = 0x7f8080ff;
volatile long long doubleword = 0x7fffffffffff80fe;

__attribute__((export_name("run"))) int run(void) {
    return int8(word)                  // -1
         + int16(word)                 // -32513
         + (int)(long8(doubleword)     // -2
               + long16(doubleword)    // -32514
               + long32(doubleword) / 127); // -256
}
