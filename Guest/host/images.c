// Images: the state of this guest, kept by the host, is where other instances begin.
#include "guest.h"

#include <sqlite3.h>
#include <unistd.h>

// Of wasi-libc, which has no header for it.
void __wasilibc_reset_preopens(void);

// What an instance of the image has to do before it runs Python for the first time.
static int looks_for_directories, reseeds;

// Without /dev/urandom SQLite would take the time of day for a seed, in seconds.
static int seed_sqlite(sqlite3_vfs *vfs, int size, char *buffer) {
  (void)vfs;
  if (size > 256 || getentropy(buffer, size) != 0) return 0;
  return size;
}

EXPORT(suspend) void suspend(int32_t needs_other_numbers) {
  sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
  if (vfs != NULL) vfs->xRandomness = seed_sqlite;
  looks_for_directories = 1;
  reseeds = needs_other_numbers != 0;
}

int resume(void) {
  PyObject *result;
  if (looks_for_directories) {
    looks_for_directories = 0;
    __wasilibc_reset_preopens();
  }
  if (!reseeds) return 0;
  reseeds = 0;
  sqlite3_randomness(0, NULL);
  result = call_runtime("reseed", NULL);
  Py_XDECREF(result);
  return result == NULL ? -1 : 0;
}
