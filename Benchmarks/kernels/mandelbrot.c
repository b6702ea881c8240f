// Escape times of the Mandelbrot set: a tight f64 loop that lives in locals and never loads.
// checksum 0x37ef3467
#include "kernel.h"

#define WIDTH 640
#define HEIGHT 480
#define ITERATIONS 600

static NOINLINE u32 escapeTime(f64 cx, f64 cy) {
    f64 x = 0, y = 0;
    u32 count = 0;
    while (count < ITERATIONS) {
        f64 xx = x * x, yy = y * y;
        if (xx + yy > 4) break;
        y = 2 * x * y + cy;
        x = xx - yy + cx;
        count++;
    }
    return count;
}

i32 run(void) {
    u32 checksum = 0;
    for (u32 row = 0; row < HEIGHT; row++)
        for (u32 column = 0; column < WIDTH; column++)
            checksum = mix(checksum, escapeTime(column * (3.0 / WIDTH) - 2.2, row * (2.4 / HEIGHT) - 1.2));
    return (i32)checksum;
}
