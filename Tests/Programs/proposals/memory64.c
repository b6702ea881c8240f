// feature: memory64
// cflags:  --target=wasm64 -mbulk-memory
// emits:   i64.const memory.grow memory.fill
// expect:  104

volatile unsigned long pages = 2;

__attribute__((export_name("run"))) int run(void) {
    unsigned long start = __builtin_wasm_memory_grow(0, pages) * 65536;
    unsigned char *grown = (unsigned char *)start;
    __builtin_memset(grown, 3, pages * 65536);
    int sum = 0;
    for (unsigned long i = 0; i < pages * 65536; i += 4096) sum += grown[i];
    return sum + (int)sizeof(void *);
}
