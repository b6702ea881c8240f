// Bulk memory in small pieces, as a runtime builds strings and lists: memory.copy and memory.fill
// of a few to a few hundred bytes, where the cost of the instruction matters, not the host's memcpy.
// checksum 0xd7b5f87c
#include "kernel.h"

#define CAPACITY 4096
#define STEPS 7000000

static u8 text[CAPACITY], list[CAPACITY];

// Overlapping moves, as in inserting into and deleting from the front half of a list.
static NOINLINE u32 shiftList(u32 used, u32 at, u32 width) {
    if (used + width <= CAPACITY && randomState & 4) {
        __builtin_memmove(list + at + width, list + at, used - at);
        __builtin_memset(list + at, (i32)randomState >> 8, width);
        return used + width;
    }
    if (at + width > used) return used;
    __builtin_memmove(list + at, list + at + width, used - at - width);
    return used - width;
}

i32 run(void) {
    u32 checksum = 0, used = 256, written = 0;
    for (u32 i = 0; i < CAPACITY; i++) text[i] = (u8)randomNext();
    for (u32 step = 0; step < STEPS; step++) {
        u32 draw = randomNext();
        u32 length = draw >> 4 & 63, from = draw >> 10 & 1023;
        // Append: a slice of the text to its end, which wraps as a ring buffer does.
        if (written + length > 2048) written = 0;
        __builtin_memcpy(text + 2048 + written, text + from, length);
        written += length;
        if ((draw & 15) == 0) __builtin_memset(text + from, (i32)step, length);
        if ((draw & 3) == 1) used = shiftList(used, used - (draw >> 20) % (used > 128 ? 128 : used), 8);
        if (used < 16) used = 256;
        checksum = mix(checksum, text[2048 + (draw & 2047)] + list[draw >> 21]);
    }
    return (i32)mix(checksum, used);
}
