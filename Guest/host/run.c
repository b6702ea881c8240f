// The frame of every call that runs Python: streams before it, exceptions and the exit code after it.
#include "guest.h"

#include <limits.h>

enum { INTERRUPTED_EXIT_CODE = 130, UNWRITTEN_EXIT_CODE = 120 };

static int32_t exit_code;

PyObject *main_dictionary(void) {
  PyObject *module = PyImport_AddModule("__main__");
  return module == NULL ? NULL : PyModule_GetDict(module);
}

PyObject *evaluate(PyObject *code, PyObject *dictionary) {
  return code == NULL || dictionary == NULL ? NULL : PyEval_EvalCode(code, dictionary, dictionary);
}

int begin_run(void) {
  clear_output();
  exit_code = 0;
  if (start_python() != 0) return -1;
  put_off_interruptions();
  if (resume() != 0 || restore_streams() != 0) {
    PyErr_Print();
    allow_interruptions(0);
    return -1;
  }
  allow_interruptions(1);
  return 0;
}

// What `sys.exit` was called with, as Python's own command understands it.
static int32_t code_of_exit(void) {
  PyObject *exception = PyErr_GetRaisedException(), *code = PyObject_GetAttrString(exception, "code");
  int32_t result = 1;
  if (code == Py_None) {
    result = 0;
  } else if (code != NULL && PyLong_Check(code)) {
    long value = PyLong_AsLong(code);
    result = value == -1 && PyErr_Occurred() ? INT_MAX : (int32_t)value;
  } else if (code != NULL) {
    PyObject *stream = PySys_GetObject("stderr");
    if (stream != NULL && stream != Py_None && PyFile_WriteObject(code, stream, Py_PRINT_RAW) == 0) PyFile_WriteString("\n", stream);
  }
  PyErr_Clear();
  Py_XDECREF(code);
  Py_DECREF(exception);
  return result;
}

static int32_t report_exception(void) {
  int32_t code = PyErr_ExceptionMatches(PyExc_KeyboardInterrupt) ? INTERRUPTED_EXIT_CODE : 1;
  if (PyErr_ExceptionMatches(PyExc_SystemExit)) return code_of_exit();
  PyErr_PrintEx(1);
  return code;
}

int32_t end_run(PyObject *result) {
  if (result == NULL) {
    put_off_interruptions();
    exit_code = report_exception();
    allow_interruptions(0);
  }
  Py_XDECREF(result);
  flush_streams();
  return exit_code == 0 ? RUN_SUCCEEDED : RUN_FAILED;
}

EXPORT(get_exit_code) int32_t get_exit_code(void) { return exit_code; }

// Without the working streams that other calls begin with: what ends here is the run before.
EXPORT(finalize_python) int32_t finalize_python(void) {
  clear_output();
  exit_code = end_python() == 0 ? 0 : UNWRITTEN_EXIT_CODE;
  return exit_code == 0 ? RUN_SUCCEEDED : RUN_FAILED;
}
