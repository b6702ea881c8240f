// feature: extended-const
// cflags:  -mextended-const -fPIC
// ldflags: -Wl,--experimental-pic -Wl,--allow-undefined -shared
// imports: env=extended-const-host.wasm
// bytes:   \x23\x00\x41.\x6a\x0b
// expect:  123

// A dynamic library: its two segments lie at the imported `__memory_base` plus a constant.
extern int hundred(void);

int written[] = {10, 20, 30};
const int constant[] = {1, 2, 3};
volatile int middle = 1;

__attribute__((export_name("run"))) int run(void) {
    return hundred() + written[middle] + constant[middle] + 1;
}
