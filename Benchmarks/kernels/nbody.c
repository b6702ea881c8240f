// Gravity between five bodies: f64 arithmetic on structs, with division and square root.
// checksum 0x37c2fc20
#include "kernel.h"

#define BODIES 5
#define STEPS 500000

typedef struct {
    f64 x, y, z, vx, vy, vz, mass;
} Body;

static Body bodies[BODIES];

static NOINLINE void advance(f64 dt) {
    for (u32 i = 0; i < BODIES; i++) {
        Body *a = &bodies[i];
        for (u32 j = i + 1; j < BODIES; j++) {
            Body *b = &bodies[j];
            f64 dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            // Softened, so that two bodies that meet do not fly off to infinity.
            f64 squared = dx * dx + dy * dy + dz * dz + 0.01;
            f64 pull = dt / (squared * __builtin_sqrt(squared));
            a->vx -= dx * b->mass * pull;
            a->vy -= dy * b->mass * pull;
            a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull;
            b->vy += dy * a->mass * pull;
            b->vz += dz * a->mass * pull;
        }
    }
    for (u32 i = 0; i < BODIES; i++) {
        Body *a = &bodies[i];
        a->x += dt * a->vx;
        a->y += dt * a->vy;
        a->z += dt * a->vz;
    }
}

i32 run(void) {
    // One heavy body in the middle, four light ones around it.
    bodies[0].mass = 40;
    for (u32 i = 1; i < BODIES; i++) {
        f64 side = i & 1 ? 1 : -1;
        bodies[i] = (Body){.x = side * i * 3, .y = i, .z = side * 0.3,
                           .vx = 0.2 * i, .vy = side * (4.0 - 0.5 * i), .vz = 0.05, .mass = 0.02 * i};
    }
    for (u32 step = 0; step < STEPS; step++) advance(0.001);
    u32 checksum = 0;
    for (u32 i = 0; i < BODIES; i++) {
        checksum = mixDouble(checksum, bodies[i].x);
        checksum = mixDouble(checksum, bodies[i].vy);
    }
    return (i32)checksum;
}
