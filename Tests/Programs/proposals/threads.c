// feature: threads
// cflags:  -matomics -mbulk-memory -mmutable-globals
// ldflags: -Wl,--shared-memory -Wl,--max-memory=131072
// emits:   i32.atomic.rmw.add i32.atomic.rmw.cmpxchg i64.atomic.load memory.atomic.notify memory.atomic.wait32
// emits:   atomic.fence memory.init data.drop
// expect:  3142

static int counter = 40;
long long wide = 1000; // not static: clang would know its value

// One thread only: atomic accesses, and a shared memory that start-up fills from passive segments.
__attribute__((export_name("run"))) int run(void) {
    int before = __atomic_fetch_add(&counter, 2, __ATOMIC_SEQ_CST);
    int expected = 42;
    int swapped = __atomic_compare_exchange_n(&counter, &expected, 7, 0, __ATOMIC_SEQ_CST,
                                              __ATOMIC_SEQ_CST);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    int woken = __builtin_wasm_memory_atomic_notify(&counter, 1);
    int unequal = __builtin_wasm_memory_atomic_wait32(&counter, 8, -1);   // 1: the value is not 8
    int timeout = __builtin_wasm_memory_atomic_wait32(&counter, 7, 1000); // 2: after a microsecond
    return (int)__atomic_load_n(&wide, __ATOMIC_SEQ_CST) + before + swapped * 2 + woken
         + unequal * 100 + timeout * 1000;
}
