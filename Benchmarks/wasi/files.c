// Works on files in the way that its arguments say, by system calls of a given size, and prints what it has
// counted. What is measured is the engine's WASI, not this program.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// Writes COUNT buffers of SIZE bytes.
static long write_file(const char *path, long size, long count) {
    char *buffer = malloc(size);
    memset(buffer, 'x', size);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0666);
    if (file < 0) fail(path);
    long total = 0;
    for (long n = 0; n < count; n++) {
        long written = write(file, buffer, size);
        if (written < 0) fail("write");
        total += written;
    }
    close(file);
    return total;
}

// Reads the whole file COUNT times.
static long read_file(const char *path, long size, long count) {
    char *buffer = malloc(size);
    int file = open(path, O_RDONLY);
    if (file < 0) fail(path);
    long total = 0;
    for (long n = 0; n < count; n++) {
        long got;
        lseek(file, 0, SEEK_SET);
        while ((got = read(file, buffer, size)) > 0) total += got;
        if (got < 0) fail("read");
    }
    close(file);
    return total;
}

// Reads the directory COUNT times, as C programs do.
static long list(const char *path, long count) {
    long total = 0;
    for (long n = 0; n < count; n++) {
        DIR *directory = opendir(path);
        if (!directory) fail(path);
        while (readdir(directory)) total++;
        closedir(directory);
    }
    return total;
}

// The same by bare fd_readdir, which leaves the C library's work out.
static long list_raw(const char *path, long size, long count) {
    unsigned char *buffer = malloc(size);
    long total = 0;
    for (long n = 0; n < count; n++) {
        int file = open(path, O_RDONLY | O_DIRECTORY);
        if (file < 0) fail(path);
        __wasi_dircookie_t cookie = 0;
        __wasi_size_t used;
        do {
            if (__wasi_fd_readdir(file, buffer, size, cookie, &used) != 0) fail("fd_readdir");
            __wasi_size_t at = 0;
            while (at + sizeof(__wasi_dirent_t) <= used) {
                __wasi_dirent_t *entry = (void *)(buffer + at);
                at += sizeof *entry + entry->d_namlen;
                if (at > used) break;
                cookie = entry->d_next;
                total++;
            }
        } while (used == (__wasi_size_t)size);
        close(file);
    }
    return total;
}

// Looks a file up COUNT times.
static long stat_file(const char *path, long count) {
    struct stat status;
    long total = 0;
    for (long n = 0; n < count; n++) {
        if (stat(path, &status) != 0) fail(path);
        total++;
    }
    return total;
}

// Opens and closes a file COUNT times.
static long open_file(const char *path, long count) {
    long total = 0;
    for (long n = 0; n < count; n++) {
        int file = open(path, O_RDONLY);
        if (file < 0) fail(path);
        close(file);
        total++;
    }
    return total;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "nothing", *path = argc > 2 ? argv[2] : "";
    long size = argc > 3 ? atol(argv[3]) : 0, count = argc > 4 ? atol(argv[4]) : 0, total = 0;
    if (!strcmp(what, "write")) total = write_file(path, size, count);
    else if (!strcmp(what, "read")) total = read_file(path, size, count);
    else if (!strcmp(what, "list")) total = list(path, count);
    else if (!strcmp(what, "list-raw")) total = list_raw(path, size, count);
    else if (!strcmp(what, "stat")) total = stat_file(path, count);
    else if (!strcmp(what, "open")) total = open_file(path, count);
    printf("%ld\n", total);
    return 0;
}
