// A generic quicksort: every comparison is an indirect call, every move goes by element size.
// checksum 0x7fc197d9
#include "kernel.h"

#define COUNT 30000
#define ROUNDS 24

typedef struct {
    u32 key;
    i32 rank;
    f64 weight;
} Record;

typedef i32 (*Compare)(const void *, const void *);

static i32 byKey(const void *a, const void *b) {
    u32 x = ((const Record *)a)->key, y = ((const Record *)b)->key;
    return (x > y) - (x < y);
}

static i32 byRank(const void *a, const void *b) {
    i32 x = ((const Record *)a)->rank, y = ((const Record *)b)->rank;
    return (x < y) - (x > y);
}

static i32 byWeight(const void *a, const void *b) {
    f64 x = ((const Record *)a)->weight, y = ((const Record *)b)->weight;
    return (x > y) - (x < y);
}

// Writable, so that clang cannot see which function is called.
Compare orders[] = {byKey, byRank, byWeight};

static inline void swap(u8 *a, u8 *b, u32 size) {
    for (u32 i = 0; i < size; i += 4) {
        u32 held = *(u32 *)(a + i);
        *(u32 *)(a + i) = *(u32 *)(b + i);
        *(u32 *)(b + i) = held;
    }
}

static NOINLINE void sort(u8 *base, u32 count, u32 size, Compare compare) {
    while (count > 8) {
        u8 *last = base + (count - 1) * size, *middle = base + count / 2 * size;
        // Median of three, which leaves the pivot in `middle`; then it waits at the front.
        if (compare(base, middle) > 0) swap(base, middle, size);
        if (compare(middle, last) > 0) swap(middle, last, size);
        if (compare(base, middle) > 0) swap(base, middle, size);
        swap(base, middle, size);
        u8 *low = base, *high = base + count * size;
        for (;;) {
            do low += size; while (low <= last && compare(low, base) < 0);
            do high -= size; while (compare(high, base) > 0);
            if (low >= high) break;
            swap(low, high, size);
        }
        swap(base, high, size);
        // The smaller side recurses, so that the depth stays logarithmic.
        u32 before = (u32)(high - base) / size, after = count - before - 1;
        if (before < after) {
            sort(base, before, size, compare);
            base = high + size, count = after;
        } else {
            sort(high + size, after, size, compare);
            count = before;
        }
    }
    for (u8 *end = base + count * size, *from = base + size; from < end; from += size)
        for (u8 *at = from; at > base && compare(at - size, at) > 0; at -= size)
            swap(at - size, at, size);
}

static Record records[COUNT];

i32 run(void) {
    u32 checksum = 0;
    for (u32 round = 0; round < ROUNDS; round++) {
        for (u32 i = 0; i < COUNT; i++)
            records[i] = (Record){randomNext(), (i32)randomNext(), (f64)randomNext() / 7};
        sort((u8 *)records, COUNT, sizeof(Record), orders[round % LENGTH(orders)]);
        for (u32 i = 0; i < COUNT; i++) checksum = mix(checksum, records[i].key);
    }
    return (i32)checksum;
}
