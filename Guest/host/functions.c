// Calls of a script's functions, with JSON both ways.
#include "guest.h"

#include <string.h>

static PyObject *json_result; // the text of the last value returned; NULL: there is none

// Takes over `value`, and returns a reference or NULL with an exception.
static PyObject *keep_result(PyObject *value) {
  if (value == NULL) return NULL;
  json_result = call_runtime("to_json", "(N)", value);
  // JSON cannot express it, or UTF-8 the text: half of a surrogate pair.
  if (json_result != NULL && PyUnicode_AsUTF8(json_result) == NULL) Py_CLEAR(json_result);
  if (json_result == NULL) {
    if (PyErr_ExceptionMatches(PyExc_KeyboardInterrupt)) return NULL;
    PyErr_Clear();
  }
  Py_RETURN_NONE;
}

static PyObject *call(const char *name, int32_t name_length, const char *arguments, int32_t length) {
  PyObject *function = call_runtime("find_function", "(N)", text_from(name, name_length)), *values, *result;
  if (function == NULL) return NULL;
  values = length <= 0 ? PyTuple_New(0) : call_runtime("arguments_from_json", "(N)", text_from(arguments, length));
  result = values == NULL ? NULL : PyObject_CallObject(function, values);
  Py_XDECREF(values);
  Py_DECREF(function);
  return result;
}

EXPORT(execute_function) int32_t execute_function(const char *name, int32_t name_length, const char *arguments, int32_t length) {
  Py_CLEAR(json_result);
  if (begin_run() != 0) return RUN_FAILED;
  return end_run(keep_result(call(name, name_length, arguments, length)));
}

static const char *result_text(Py_ssize_t *count) {
  const char *text = json_result == NULL ? NULL : PyUnicode_AsUTF8AndSize(json_result, count);
  if (text == NULL) *count = -1;
  return text;
}

EXPORT(get_result_len) int32_t get_result_len(void) {
  Py_ssize_t count;
  result_text(&count);
  return (int32_t)count;
}

EXPORT(get_result) int32_t get_result(char *out, int32_t max) {
  Py_ssize_t count;
  const char *text = result_text(&count);
  if (text == NULL) return -1;
  if (count > max) count = max < 0 ? 0 : max;
  memcpy(out, text, count);
  return (int32_t)count;
}
