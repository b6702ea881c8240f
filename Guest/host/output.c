// Descriptors 1 and 2: kept here until the host asks, or passed on at once. All writes of the guest come through here,
// Python's streams' and those of C code alike, because the C library's only way out is wrapped.
#include "guest.h"

#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

typedef struct {
  char *bytes;
  size_t count, capacity;
} Output;

enum { CAPTURE = 0, STREAM = 1 };

static Output outputs[2]; // of descriptors 1 and 2
static int32_t mode = CAPTURE;
static int input_touched;

extern __wasi_errno_t __real___wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count, __wasi_size_t *written);
extern __wasi_errno_t __real___wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t *parts, size_t count, __wasi_size_t *read);
__wasi_errno_t __wrap___wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count, __wasi_size_t *written);
__wasi_errno_t __wrap___wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t *parts, size_t count, __wasi_size_t *read);

static int append(Output *output, const void *bytes, size_t count) {
  if (count > output->capacity - output->count) {
    size_t capacity = output->capacity + (output->capacity > count ? output->capacity : count) + 1024;
    char *larger = capacity < output->capacity ? NULL : realloc(output->bytes, capacity); // it may have overflowed
    if (larger == NULL) return -1;
    output->bytes = larger;
    output->capacity = capacity;
  }
  memcpy(output->bytes + output->count, bytes, count);
  output->count += count;
  return 0;
}

__wasi_errno_t __wrap___wasi_fd_write(__wasi_fd_t fd, const __wasi_ciovec_t *parts, size_t count, __wasi_size_t *written) {
  if (mode == STREAM || (fd != 1 && fd != 2)) return __real___wasi_fd_write(fd, parts, count, written);
  *written = 0;
  for (size_t i = 0; i < count; i++) {
    if (append(&outputs[fd - 1], parts[i].buf, parts[i].buf_len) != 0) return __WASI_ERRNO_NOMEM;
    *written += parts[i].buf_len;
  }
  return __WASI_ERRNO_SUCCESS;
}

__wasi_errno_t __wrap___wasi_fd_read(__wasi_fd_t fd, const __wasi_iovec_t *parts, size_t count, __wasi_size_t *read) {
  if (fd == 0) input_touched = 1;
  return __real___wasi_fd_read(fd, parts, count, read);
}

int take_input_touched(void) {
  int touched = input_touched;
  input_touched = 0;
  return touched;
}

void write_error(const char *message) {
  __wasi_ciovec_t part = {(const uint8_t *)message, strlen(message)};
  __wasi_size_t written;
  __wrap___wasi_fd_write(2, &part, 1, &written);
}

// A large buffer goes back, so that one script's output does not stay in the memory of all after it.
void clear_output(void) {
  for (int i = 0; i < 2; i++) {
    if (outputs[i].capacity > 65536) {
      free(outputs[i].bytes);
      outputs[i] = (Output){0};
    }
    outputs[i].count = 0;
  }
}

static int32_t copy(const Output *output, char *out, int32_t max) {
  int32_t count = max < 0 ? 0 : (size_t)max < output->count ? max : (int32_t)output->count;
  if (count > 0) memcpy(out, output->bytes, count);
  return count;
}

EXPORT(set_output_mode) void set_output_mode(int32_t new_mode) { mode = new_mode == STREAM ? STREAM : CAPTURE; }
EXPORT(get_stdout_len) int32_t get_stdout_len(void) { return (int32_t)outputs[0].count; }
EXPORT(get_stderr_len) int32_t get_stderr_len(void) { return (int32_t)outputs[1].count; }
EXPORT(get_stdout) int32_t get_stdout(char *out, int32_t max) { return copy(&outputs[0], out, max); }
EXPORT(get_stderr) int32_t get_stderr(char *out, int32_t max) { return copy(&outputs[1], out, max); }
