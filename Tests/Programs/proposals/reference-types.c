// feature: reference-types
// cflags:  -mreference-types
// emits:   table.set table.get table.size table.grow table.fill table.copy ref.null_extern
// expect:  7013

static __externref_t objects[0];
static __externref_t copies[0];

// Without -mreference-types an indirect call has no table index; here the module has three tables.
static int twice(int x) { return 2 * x; }
static int (*volatile function)(int) = twice;

__attribute__((export_name("run"))) int run(void) {
    __externref_t none = __builtin_wasm_ref_null_extern();
    int before = __builtin_wasm_table_grow(objects, none, 7); // the old size, 0
    __builtin_wasm_table_grow(copies, none, 7);
    __builtin_wasm_table_set(objects, 4, __builtin_wasm_table_get(objects, 3));
    __builtin_wasm_table_fill(objects, 1, none, 2);
    __builtin_wasm_table_copy(copies, objects, 0, 0, 7);
    return before + 1000 * __builtin_wasm_table_size(copies) + function(6) + 1;
}
