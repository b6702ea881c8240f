// feature: exception-handling
// cflags:  -fwasm-exceptions -mllvm -wasm-use-legacy-eh=false -fno-rtti
// emits:   try_table throw throw_ref
// expect:  3214507

// Debian's libc++abi for WebAssembly has no exception runtime. `catch (...)` and destructors need
// only these few functions, around the one tag (number 0) that carries an exception's address.
static int storage[4];
static void *current;
namespace std { [[noreturn]] void terminate() noexcept { __builtin_trap(); } }
extern "C" {
void *__cxa_allocate_exception(unsigned long) noexcept { return storage; }
[[noreturn]] void __cxa_throw(void *exception, void *, void (*)(void *)) { __builtin_wasm_throw(0, exception); }
[[noreturn]] void __cxa_rethrow() { __builtin_wasm_throw(0, current); }
void *__cxa_begin_catch(void *exception) noexcept { return current = exception; }
void __cxa_end_catch() {}
int __gxx_wasm_personality_v0(void *) { return 0; }
void *_ZTIi; // the type of the thrown int, which `catch (...)` never looks at
}

static int trace;
static void record(int digit) { trace = trace * 10 + digit; }

struct Guard {
    int digit;
    ~Guard() { record(digit); }
};

[[gnu::noinline]] static void fail(int depth) {
    Guard guard{depth};
    if (depth == 3) throw 7;
    fail(depth + 1);
}

extern "C" [[clang::export_name("run")]] int run() {
    trace = 0;
    try {
        try {
            fail(1);
        } catch (...) {
            record(4);
            throw;
        }
    } catch (...) {
        record(5);
    }
    return trace * 100 + storage[0];
}
