// The module `_boomslang`: calls of the host's functions, its log, and the sources that it gave.
#include "guest.h"

#include <stdlib.h>
#include <string.h>

IMPORT(call)
extern int32_t host_call(const char *name, int32_t name_length, const char *arguments, int32_t length, char *result, int32_t max);
IMPORT(log)
extern void host_log(int32_t level, const char *message, int32_t length);

enum { FIRST_ROOM = 16384, FAILED = -1, TOO_LARGE = -2 };

static PyObject *HostError;

// Asks the host about the call before, under one of the reserved names.
static int32_t ask(const char *question, char *answer, int32_t max) {
  return host_call(question, (int32_t)strlen(question), "", 0, answer, max);
}

static PyObject *raise_failure(const char *name) {
  char message[4096];
  int32_t count = ask("__host_error__", message, sizeof message);
  PyObject *text = count < 0 ? PyUnicode_FromFormat("the host's function '%s' failed", name) : PyUnicode_DecodeUTF8(message, count, "replace");
  if (text != NULL) PyErr_SetObject(HostError, text);
  Py_XDECREF(text);
  return NULL;
}

// The host has kept a result that did not fit.
static PyObject *fetch_large_result(const char *name) {
  char digits[16] = "";
  int32_t size = 0, count;
  char *room = NULL;
  PyObject *text = NULL;
  if (ask("__host_result_size__", digits, sizeof digits - 1) > 0) size = atoi(digits);
  if (size <= 0) return PyErr_Format(HostError, "the result of the host's function '%s' is larger than %d bytes", name, FIRST_ROOM);
  room = malloc(size);
  if (room == NULL) return PyErr_NoMemory();
  count = ask("__host_result__", room, size);
  text = count < 0 ? raise_failure(name) : PyUnicode_DecodeUTF8(room, count, "strict");
  free(room);
  return text;
}

// A text, or its bytes. 0, or -1 with a TypeError that says what the argument is for.
static int text_of(PyObject *argument, const char *what, const char **text, Py_ssize_t *length) {
  if (PyUnicode_Check(argument)) {
    *text = PyUnicode_AsUTF8AndSize(argument, length);
    return *text == NULL ? -1 : 0;
  }
  if (PyBytes_Check(argument)) {
    *text = PyBytes_AS_STRING(argument);
    *length = PyBytes_GET_SIZE(argument);
    return 0;
  }
  PyErr_Format(PyExc_TypeError, "%s must be str, not %.200s", what, Py_TYPE(argument)->tp_name);
  return -1;
}

static PyObject *call(PyObject *self, PyObject *arguments) {
  PyObject *first, *second = NULL;
  const char *name, *text = "";
  Py_ssize_t name_length, length = 0;
  char room[FIRST_ROOM];
  int32_t count;
  if (!PyArg_ParseTuple(arguments, "O|O:call", &first, &second)) return NULL;
  if (text_of(first, "the name of the host's function", &name, &name_length) != 0) return NULL;
  if (second != NULL && text_of(second, "the argument of the host's function", &text, &length) != 0) return NULL;
  count = host_call(name, (int32_t)name_length, text, (int32_t)length, room, sizeof room);
  if (count == TOO_LARGE) return fetch_large_result(name);
  if (count < 0) return raise_failure(name);
  return PyUnicode_DecodeUTF8(room, count, "strict");
}

// 0 is no level, and set with an exception.
static int level_of(PyObject *argument) {
  static const char *const names[] = {"debug", "info", "warning", "error"};
  int level;
  if (!PyUnicode_Check(argument)) {
    level = PyLong_AsInt(argument);
    return level == 0 ? 1 : level;
  }
  for (level = 0; level < 4; level++)
    if (PyUnicode_EqualToUTF8(argument, names[level])) return level + 1;
  PyErr_Format(PyExc_ValueError, "the level must be debug, info, warning, error or a number from 1 to 4, not %R", argument);
  return 0;
}

static PyObject *log_message(PyObject *self, PyObject *arguments) {
  PyObject *first, *second;
  const char *message;
  Py_ssize_t length;
  int level;
  if (!PyArg_ParseTuple(arguments, "OO:log", &first, &second)) return NULL;
  level = level_of(first);
  if (PyErr_Occurred() || text_of(second, "the message", &message, &length) != 0) return NULL;
  host_log(level, message, (int32_t)length);
  Py_RETURN_NONE;
}

static PyObject *sources(PyObject *self, PyObject *arguments) { return kept_sources(); }

static PyMethodDef methods[] = {
    {"call", call, METH_VARARGS, "call(name, argument='') -> str\n\nCalls a function of the host with a text, JSON for example; HostError has its message."},
    {"log", log_message, METH_VARARGS, "log(level, message)\n\nA line for the host's log, of the level 'debug' (1), 'info' (2), 'warning' (3) or 'error' (4)."},
    {"sources", sources, METH_NOARGS, "sources() -> list\n\nWhat ran lately and is no file, the oldest first: pairs of code and source."},
    {0},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "_boomslang", .m_size = -1, .m_methods = methods};

PyObject *PyInit__boomslang(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module == NULL) return NULL;
  HostError = PyErr_NewExceptionWithDoc("boomslang_host.HostError", "A function of the host failed.", PyExc_RuntimeError, NULL);
  if (HostError == NULL || PyModule_AddObjectRef(module, "HostError", HostError) != 0) Py_CLEAR(module);
  return module;
}
