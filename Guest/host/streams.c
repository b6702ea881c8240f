// Python's standard streams. Each run starts with working ones, whatever the run before did to them.
#include "guest.h"

static const char *const names[3] = {"stdin", "stdout", "stderr"};
static const char *const original_names[3] = {"__stdin__", "__stdout__", "__stderr__"};
static PyObject *streams[3];

// Takes over those that CPython made.
int adopt_streams(void) {
  for (int i = 0; i < 3; i++) {
    streams[i] = Py_XNewRef(PySys_GetObject(names[i]));
    if (streams[i] == NULL) streams[i] = Py_NewRef(Py_None);
  }
  return restore_streams();
}

static int is_usable(PyObject *stream) {
  PyObject *closed = stream == Py_None ? NULL : PyObject_GetAttrString(stream, "closed");
  int usable = closed == Py_False;
  Py_XDECREF(closed);
  PyErr_Clear(); // of a stream that was detached from its descriptor
  return usable;
}

int restore_streams(void) {
  int input_touched = take_input_touched();
  for (int i = 0; i < 3; i++) {
    // What is left in the buffers of an input that was read from belongs to the run before.
    if (!is_usable(streams[i]) || (i == 0 && input_touched)) {
      PyObject *stream = call_runtime("open_stream", "(i)", i);
      if (stream == NULL) return -1;
      Py_SETREF(streams[i], stream);
      if (PySys_SetObject(original_names[i], stream) != 0) return -1;
    }
    if (PySys_SetObject(names[i], streams[i]) != 0) return -1;
  }
  return 0;
}

// A script may have put a buffering stream in the place of ours.
void flush_streams(void) {
  for (int i = 1; i < 3; i++) {
    PyObject *stream = PySys_GetObject(names[i]), *result;
    if (stream == NULL || stream == Py_None || stream == streams[i]) continue;
    Py_INCREF(stream);
    result = PyObject_CallMethod(stream, "flush", NULL);
    Py_XDECREF(result);
    Py_DECREF(stream);
    PyErr_Clear(); // the script closed it
  }
}
