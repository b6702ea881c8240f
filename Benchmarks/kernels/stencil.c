// f32 image work: blur and edge strength over a grid, with clamps, abs and square root.
// checksum 0xffebb383
#include "kernel.h"

#define SIDE 256
#define ROUNDS 110

static f32 front[SIDE][SIDE], back[SIDE][SIDE];

static NOINLINE void blur(f32 (*from)[SIDE], f32 (*to)[SIDE]) {
    for (u32 y = 1; y < SIDE - 1; y++)
        for (u32 x = 1; x < SIDE - 1; x++) {
            f32 edges = from[y - 1][x] + from[y + 1][x] + from[y][x - 1] + from[y][x + 1];
            f32 corners = from[y - 1][x - 1] + from[y - 1][x + 1] + from[y + 1][x - 1] + from[y + 1][x + 1];
            to[y][x] = from[y][x] * 0.25f + edges * 0.125f + corners * 0.0625f;
        }
}

static NOINLINE void sharpen(f32 (*from)[SIDE], f32 (*to)[SIDE]) {
    for (u32 y = 1; y < SIDE - 1; y++)
        for (u32 x = 1; x < SIDE - 1; x++) {
            f32 across = from[y][x + 1] - from[y][x - 1], down = from[y + 1][x] - from[y - 1][x];
            f32 strength = __builtin_sqrtf(across * across + down * down);
            f32 value = from[y][x] + strength * 0.5f - __builtin_fabsf(across - down) * 0.25f;
            value = value < 0.0f ? 0.0f : value;
            to[y][x] = value > 1.0f ? 1.0f : value;
        }
}

i32 run(void) {
    for (u32 y = 0; y < SIDE; y++)
        for (u32 x = 0; x < SIDE; x++) front[y][x] = (f32)(randomNext() >> 8) / 16777216.0f;
    for (u32 round = 0; round < ROUNDS; round++) {
        blur(front, back);
        sharpen(back, front);
    }
    u32 checksum = 0;
    for (u32 y = 0; y < SIDE; y++)
        for (u32 x = 0; x < SIDE; x++) checksum = mix(checksum, (u32)(i32)(front[y][x] * 65535.0f));
    return (i32)checksum;
}
