// Files and folders, for reading; descriptors are the host's.
#define _GNU_SOURCE
#include "wasi.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { ROOT = 3, PREOPENED_FOLDER = 0, FOLLOW = 1, OPEN_DIRECTORY = 2 };

// WASI's number for errno.
static u32 lastError(void) {
    switch (errno) {
    case EACCES: return 2;
    case EBADF: return BAD_DESCRIPTOR;
    case EINVAL: return INVALID;
    case EISDIR: return 31;
    case ELOOP: return 32;
    case ENOENT: return 44;
    case ENOTDIR: return 54;
    case ESPIPE: return 70;
    default: return 29;
    }
}

static u8 fileType(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFBLK: return 1;
    case S_IFCHR: return 2;
    case S_IFDIR: return 3;
    case S_IFREG: return 4;
    case S_IFLNK: return 7;
    default: return 0;
    }
}

// A path of the module, with the end that C needs.
static const char *path(u32 address, u32 length) {
    static char text[PATH_MAX];
    if (length >= sizeof text) length = sizeof text - 1;
    memcpy(text, guest(address), length);
    text[length] = 0;
    return length ? text : ".";
}

u32 wasi_fd_prestat_get(u32 fd, u32 address) {
    if (fd != ROOT) return BAD_DESCRIPTOR;
    put32(address, PREOPENED_FOLDER);
    put32(address + 4, 1);
    return SUCCESS;
}

u32 wasi_fd_prestat_dir_name(u32 fd, u32 address, u32 length) {
    if (fd != ROOT || length < 1) return BAD_DESCRIPTOR;
    *(char *)guest(address) = '/';
    return SUCCESS;
}

u32 wasi_path_open(u32 folder, u32 follow, u32 address, u32 length, u32 how, u64 rights, u64 inherited,
                   u32 fdFlags, u32 fdAt) {
    int flags = O_RDONLY | O_CLOEXEC;
    if (!(follow & FOLLOW)) flags |= O_NOFOLLOW;
    if (how & OPEN_DIRECTORY) flags |= O_DIRECTORY;
    int fd = openat(folder, path(address, length), flags);
    if (fd < 0) return lastError();
    put32(fdAt, fd);
    return SUCCESS;
}

u32 wasi_fd_close(u32 fd) { return close(fd) ? lastError() : SUCCESS; }

u32 wasi_fd_fdstat_get(u32 fd, u32 address) {
    struct stat status;
    if (fstat(fd, &status)) return lastError();
    memset(guest(address), 0, 24);
    *(u8 *)guest(address) = fileType(status.st_mode);
    put64(address + 8, ~0ull);
    put64(address + 16, ~0ull);
    return SUCCESS;
}

static u64 nanoseconds(struct timespec time) { return time.tv_sec * 1000000000ull + time.tv_nsec; }

static u32 putStatus(u32 address, const struct stat *status) {
    put64(address, status->st_dev);
    put64(address + 8, status->st_ino);
    put64(address + 16, fileType(status->st_mode));
    put64(address + 24, status->st_nlink);
    put64(address + 32, status->st_size);
    put64(address + 40, nanoseconds(status->st_atim));
    put64(address + 48, nanoseconds(status->st_mtim));
    put64(address + 56, nanoseconds(status->st_ctim));
    return SUCCESS;
}

u32 wasi_fd_filestat_get(u32 fd, u32 address) {
    struct stat status;
    return fstat(fd, &status) ? lastError() : putStatus(address, &status);
}

u32 wasi_path_filestat_get(u32 folder, u32 follow, u32 pathAt, u32 length, u32 address) {
    struct stat status;
    int flags = follow & FOLLOW ? 0 : AT_SYMLINK_NOFOLLOW;
    return fstatat(folder, path(pathAt, length), &status, flags) ? lastError() : putStatus(address, &status);
}

u32 wasi_path_readlink(u32 folder, u32 pathAt, u32 length, u32 address, u32 size, u32 usedAt) {
    ssize_t used = readlinkat(folder, path(pathAt, length), guest(address), size);
    if (used < 0) return lastError();
    put32(usedAt, used);
    return SUCCESS;
}

u32 wasi_fd_seek(u32 fd, u64 offset, u32 whence, u32 address) {
    static const int origins[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    if (whence > 2) return INVALID;
    off_t place = lseek(fd, (off_t)offset, origins[whence]);
    if (place < 0) return lastError();
    put64(address, place);
    return SUCCESS;
}

u32 wasi_fd_tell(u32 fd, u32 address) { return wasi_fd_seek(fd, 0, 1, address); }

typedef ssize_t Transfer(int, const struct iovec *, int);

static u32 transfer(Transfer *operation, u32 fd, u32 address, u32 count, u32 doneAt) {
    enum { MOST = 16 };
    struct iovec pieces[MOST];
    if (count > MOST) count = MOST;
    for (u32 i = 0; i < count; i++) {
        u32 piece[2];
        memcpy(piece, guest(address + i * sizeof piece), sizeof piece);
        pieces[i] = (struct iovec){guest(piece[0]), piece[1]};
    }
    ssize_t done = operation(fd, pieces, count);
    if (done < 0) return lastError();
    put32(doneAt, done);
    return SUCCESS;
}

u32 wasi_fd_read(u32 fd, u32 address, u32 count, u32 doneAt) {
    return transfer(readv, fd, address, count, doneAt);
}

u32 wasi_fd_write(u32 fd, u32 address, u32 count, u32 doneAt) {
    return transfer(writev, fd, address, count, doneAt);
}

u32 wasi_fd_readdir(u32 fd, u32 address, u32 size, u64 cookie, u32 usedAt) {
    // Opened anew each time: descriptors of the module have no more state than those of the host.
    int again = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = again < 0 ? NULL : fdopendir(again);
    if (!folder) return lastError();
    u32 used = 0;
    struct dirent *entry;
    for (u64 place = 0; used < size && (entry = readdir(folder)); place++) {
        if (place < cookie) continue;
        struct { u64 next, inode; u32 length; u8 type, padding[3]; } head = {
            place + 1, entry->d_ino, strlen(entry->d_name), fileType(DTTOIF(entry->d_type)), {0}};
        u32 room = size - used;
        memcpy(guest(address + used), &head, room < sizeof head ? room : sizeof head);
        room = room < sizeof head ? 0 : room - sizeof head;
        memcpy(guest(address + used + sizeof head), entry->d_name, room < head.length ? room : head.length);
        used += sizeof head + head.length;
    }
    closedir(folder);
    put32(usedAt, used < size ? used : size);
    return SUCCESS;
}
