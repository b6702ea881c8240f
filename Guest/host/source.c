// Text and source that come from the host.
#include "guest.h"

#include <string.h>

#define KEPT 16

// The newest sources, for the lines in tracebacks: a function may fail in a later run than the one that defined it.
static struct {
  PyObject *code, *source;
} kept[KEPT];
static int next_kept;

void keep_source(PyObject *code, PyObject *source) {
  Py_XSETREF(kept[next_kept].code, Py_NewRef(code));
  Py_XSETREF(kept[next_kept].source, Py_NewRef(source));
  next_kept = (next_kept + 1) % KEPT;
}

PyObject *kept_sources(void) {
  PyObject *pairs = PyList_New(0);
  for (int i = 0; pairs != NULL && i < KEPT; i++) {
    int k = (next_kept + i) % KEPT;
    PyObject *pair;
    if (kept[k].code == NULL) continue;
    pair = PyTuple_Pack(2, kept[k].code, kept[k].source);
    if (pair == NULL || PyList_Append(pairs, pair) != 0) Py_CLEAR(pairs);
    Py_XDECREF(pair);
  }
  return pairs;
}

// The compiler's later stages know no source, and look for a file in its place.
static void add_line(PyObject *source) {
  PyObject *exception = PyErr_GetRaisedException();
  Py_XDECREF(call_runtime("add_line", "(OO)", exception, source));
  PyErr_Clear(); // the message has no line then
  PyErr_SetRaisedException(exception);
}

PyObject *text_from(const char *bytes, int32_t length) { return PyUnicode_DecodeUTF8(bytes, length < 0 ? 0 : length, "strict"); }

PyObject *compile_text(const char *bytes, int32_t length, PyObject *filename) {
  PyCompilerFlags flags = {.cf_flags = PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE, .cf_feature_version = PY_MINOR_VERSION};
  PyObject *source, *code = NULL;
  const char *text;
  if (filename == NULL) return NULL;
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    length -= 3;
  }
  source = text_from(bytes, length);
  if (source != NULL && length > 0 && memchr(bytes, 0, length) != NULL)
    PyErr_SetString(PyExc_SyntaxError, "source code cannot contain null bytes");
  else if (source != NULL && (text = PyUnicode_AsUTF8(source)) != NULL)
    code = Py_CompileStringObject(text, filename, Py_file_input, &flags, -1);
  if (code != NULL) keep_source(code, source);
  else if (source != NULL) add_line(source);
  Py_XDECREF(source);
  return code;
}
