// Modules that the host makes from source, and the return of `__main__` to what it was.
#include "guest.h"

static PyObject *install(PyObject *name, const char *source, int32_t length) {
  PyObject *module = call_runtime("add_module", "(O)", name), *file, *code, *dictionary, *result = NULL;
  if (module == NULL) return NULL;
  file = PyModule_GetFilenameObject(module);
  code = compile_text(source, length, file);
  dictionary = PyModule_GetDict(module);
  if (code != NULL && PyDict_SetItemString(dictionary, "__builtins__", PyEval_GetBuiltins()) == 0)
    result = evaluate(code, dictionary);
  Py_XDECREF(code);
  Py_XDECREF(file);
  Py_DECREF(module);
  if (result == NULL) { // as an import that fails leaves nothing behind
    PyObject *exception = PyErr_GetRaisedException();
    Py_XDECREF(call_runtime("remove_module", "(O)", name));
    PyErr_SetRaisedException(exception);
  }
  return result;
}

EXPORT(install_module) int32_t install_module(const char *name, int32_t name_length, const char *source, int32_t length) {
  PyObject *text, *result;
  if (begin_run() != 0) return RUN_FAILED;
  text = text_from(name, name_length);
  result = text == NULL ? NULL : install(text, source, length);
  Py_XDECREF(text);
  return end_run(result);
}

EXPORT(uninstall_module) int32_t uninstall_module(const char *name, int32_t length) {
  if (begin_run() != 0) return RUN_FAILED;
  return end_run(call_runtime("remove_module", "(N)", text_from(name, length)));
}

EXPORT(reset_state) void reset_state(void) {
  if (begin_run() != 0) return;
  end_run(call_runtime("clear_main", NULL));
  clear_output();
}
