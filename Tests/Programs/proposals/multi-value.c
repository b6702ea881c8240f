// feature: multi-value
// cflags:  -mmultivalue -Xclang -target-abi -Xclang experimental-mv
// never:   i32.store
// expect:  1234

struct division { int quotient, remainder; };

// With the experimental ABI a struct is returned as two results, not through memory.
__attribute__((noinline)) static struct division divide(int a, int b) {
    return (struct division){a / b, a % b};
}

// Out of line: clang 21 miscompiles the sum of both results of one call.
__attribute__((noinline)) static int join(int high, int low) { return high * 100 + low; }

volatile int dividend = 1234, divisor = 100;

__attribute__((export_name("run"))) int run(void) {
    struct division d = divide(dividend, divisor);
    return join(d.quotient, d.remainder);
}
