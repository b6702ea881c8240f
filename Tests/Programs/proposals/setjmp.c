// feature: exception-handling
// cflags:  -mexception-handling -mllvm -wasm-enable-sjlj -mllvm -wasm-use-legacy-eh=false
// ldflags: -lsetjmp
// emits:   try_table throw
// expect:  10302

#include <setjmp.h>

static jmp_buf outer, inner;

__attribute__((noinline)) static void descend(int depth) {
    if (depth == 0) longjmp(outer, 3);
    jmp_buf unused;
    if (setjmp(unused) == 0) descend(depth - 1);
}

__attribute__((export_name("run"))) int run(void) {
    volatile int attempts = 0;
    int first = setjmp(inner);     // 0, then 1 and 2
    attempts++;
    if (first < 2) longjmp(inner, first + 1);
    int second = setjmp(outer);    // 0, then 3 through 100 frames with handlers of their own
    if (second == 0) descend(100);
    return attempts == 3 ? 10000 + second * 100 + first : -1;
}
