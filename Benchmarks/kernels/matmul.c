// Dense f64 matrix product: a multiply-add over two strides, with scaled addresses.
// checksum 0xc6d7e1fb
#include "kernel.h"

#define N 160
#define ROUNDS 20

static f64 left[N][N], right[N][N], product[N][N];

static NOINLINE void multiply(void) {
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++) {
            f64 sum = 0;
            for (u32 k = 0; k < N; k++) sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
}

i32 run(void) {
    for (u32 i = 0; i < N; i++)
        for (u32 j = 0; j < N; j++) {
            left[i][j] = (f64)(randomNext() % 1000) / 1000;
            right[i][j] = (f64)(randomNext() % 1000) / 1000;
        }
    for (u32 round = 0; round < ROUNDS; round++) {
        multiply();
        // Each round feeds the next; the scale keeps the entries near one.
        for (u32 i = 0; i < N; i++)
            for (u32 j = 0; j < N; j++) left[i][j] = product[i][j] * (4.0 / N);
    }
    u32 checksum = 0;
    for (u32 i = 0; i < N; i++) checksum = mixDouble(checksum, product[i][N - 1 - i]);
    return (i32)checksum;
}
