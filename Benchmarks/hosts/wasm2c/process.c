// Arguments, environment, clocks, random numbers, the end.
#include "wasi.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

int argumentCount;
char **arguments;

static u32 count(char **texts) {
    u32 result = 0;
    while (texts[result]) result++;
    return result;
}

static u32 sizes(char **texts, u32 countAt, u32 bytesAt) {
    u32 bytes = 0;
    for (char **text = texts; *text; text++) bytes += strlen(*text) + 1;
    put32(countAt, count(texts));
    put32(bytesAt, bytes);
    return SUCCESS;
}

static u32 copy(char **texts, u32 pointersAt, u32 bytesAt) {
    for (char **text = texts; *text; text++, pointersAt += 4) {
        put32(pointersAt, bytesAt);
        strcpy(guest(bytesAt), *text);
        bytesAt += strlen(*text) + 1;
    }
    return SUCCESS;
}

u32 wasi_args_sizes_get(u32 countAt, u32 bytesAt) { return sizes(arguments, countAt, bytesAt); }
u32 wasi_args_get(u32 pointersAt, u32 bytesAt) { return copy(arguments, pointersAt, bytesAt); }
u32 wasi_environ_sizes_get(u32 countAt, u32 bytesAt) { return sizes(environ, countAt, bytesAt); }
u32 wasi_environ_get(u32 pointersAt, u32 bytesAt) { return copy(environ, pointersAt, bytesAt); }

static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID,
                                   CLOCK_THREAD_CPUTIME_ID};

static u64 nanoseconds(struct timespec time) { return time.tv_sec * 1000000000ull + time.tv_nsec; }

u32 wasi_clock_time_get(u32 clock, u64 precision, u32 timeAt) {
    struct timespec time;
    if (clock > 3 || clock_gettime(clocks[clock], &time)) return INVALID;
    put64(timeAt, nanoseconds(time));
    return SUCCESS;
}

u32 wasi_clock_res_get(u32 clock, u32 timeAt) {
    struct timespec time;
    if (clock > 3 || clock_getres(clocks[clock], &time)) return INVALID;
    put64(timeAt, nanoseconds(time));
    return SUCCESS;
}

u32 wasi_random_get(u32 address, u32 size) {
    return getrandom(guest(address), size, 0) == size ? SUCCESS : INVALID;
}

void wasi_proc_exit(u32 code) { exit((int)code); }
