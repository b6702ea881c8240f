// Two calls that POSIX allows and wasi-libc refuses. The linker sends the C library's own calls through here.
#include <fcntl.h>
#include <stddef.h>
#include <sys/select.h>

extern int __real___wasilibc_nocwd_openat_nomode(int directory, const char *path, int flags);
int __wrap___wasilibc_nocwd_openat_nomode(int directory, const char *path, int flags);
extern int __real_pselect(
    int count, fd_set *restrict reading, fd_set *restrict writing, fd_set *restrict exceptional, const struct timespec *restrict timeout,
    const sigset_t *restrict mask);
int __wrap_pselect(
    int count, fd_set *restrict reading, fd_set *restrict writing, fd_set *restrict exceptional, const struct timespec *restrict timeout,
    const sigset_t *restrict mask);

// O_RDONLY is 0 elsewhere, so programs leave it out: `os.open(path, os.O_CREAT | os.O_EXCL)`. Here it is a bit.
int __wrap___wasilibc_nocwd_openat_nomode(int directory, const char *path, int flags) {
  if ((flags & (O_RDWR | O_EXEC | O_SEARCH)) == 0) flags |= O_RDONLY;
  return __real___wasilibc_nocwd_openat_nomode(directory, path, flags);
}

// No descriptor of WASI has exceptional conditions, so those asked about are never there.
int __wrap_pselect(
    int count, fd_set *restrict reading, fd_set *restrict writing, fd_set *restrict exceptional, const struct timespec *restrict timeout,
    const sigset_t *restrict mask) {
  int ready = __real_pselect(count, reading, writing, NULL, timeout, mask);
  if (ready >= 0 && exceptional != NULL) FD_ZERO(exceptional);
  return ready;
}
