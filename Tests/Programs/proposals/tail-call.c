// feature: tail-call
// cflags:  -mtail-call
// emits:   return_call return_call_indirect
// expect:  1000001

typedef int (*step)(int, int);
static int odd(int n, int calls);

// A million frames would not fit the stack; a million tail calls do.
__attribute__((noinline)) static int even(int n, int calls) {
    if (n == 0) return calls;
    __attribute__((musttail)) return odd(n - 1, calls + 1);
}

static volatile step next = even;

__attribute__((noinline)) static int odd(int n, int calls) {
    step indirect = next;
    __attribute__((musttail)) return indirect(n - 1, calls + 1);
}

__attribute__((export_name("run"))) int run(void) { return even(1000000, 1); }
