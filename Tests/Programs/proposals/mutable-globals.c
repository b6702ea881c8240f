// feature: mutable-globals
// cflags:  -mmutable-globals
// ldflags: -Wl,--export=counter
// emits:   global.get global.set
// expect:  15

// Address space 1 is LLVM's for WebAssembly globals; this one is exported and mutable.
__attribute__((address_space(1))) int counter;

__attribute__((noinline)) static void add(int amount) { counter += amount; }

__attribute__((export_name("run"))) int run(void) {
    counter = 0;
    for (int i = 1; i <= 5; i++) add(i);
    return counter;
}
