// feature: bulk-memory
// cflags:  -mbulk-memory
// emits:   memory.copy memory.fill
// expect:  1880

static unsigned char buffer[4096];
volatile unsigned size = 1000;

__attribute__((export_name("run"))) int run(void) {
    unsigned n = size;
    __builtin_memset(buffer, 1, n);
    __builtin_memset(buffer + 10, 9, n / 10);
    __builtin_memmove(buffer + 20, buffer + 10, n); // overlapping, upwards
    int sum = 0;
    for (unsigned i = 0; i < n; i++) sum += buffer[i];
    return sum;
}
