// ldflags: -Wl,--export-table -Wl,--export=__memory_base -Wl,--export=__table_base

// What a dynamic linker gives the library in extended-const.c: a memory, a table and where its
// part of each begins. The linker exports a variable as an immutable global with its address.
_Alignas(16) char __memory_base[64];

__attribute__((export_name("hundred"))) int hundred(void) { return 100; }
