// Recursive calls: what a call, an argument and a return cost.
// checksum 0x01709e79
#include "kernel.h"

static NOINLINE i32 fib(i32 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

i32 run(void) { return fib(37); }
