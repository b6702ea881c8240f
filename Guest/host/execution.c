// Scripts: source, bytecode, lines of a prompt, files and modules.
#include "guest.h"

#include <marshal.h>
#include <string.h>

static PyObject *script_name(void) { return PyUnicode_FromString("<script>"); }

// Takes over `filename`.
static int32_t run(const char *source, int32_t length, PyObject *filename) {
  PyObject *code = compile_text(source, length, filename), *result = evaluate(code, main_dictionary());
  Py_XDECREF(code);
  Py_XDECREF(filename);
  return end_run(result);
}

EXPORT(execute) int32_t execute(const char *source, int32_t length) {
  if (begin_run() != 0) return RUN_IMPOSSIBLE;
  return run(source, length, script_name());
}

// The name that CPython gives to what follows `-c`.
static int is_command(const char *name, int32_t length) { return length == 8 && memcmp(name, "<string>", 8) == 0; }

// `sys.orig_argv` of a process has the source behind `-c`, and the module's name behind `-m`.
static PyObject *complete_arguments(PyObject *program) {
  if (program == NULL) return NULL;
  put_off_interruptions();
  Py_XDECREF(call_runtime("complete_arguments", "(O)", program));
  PyErr_Clear(); // a script before may have put anything in their place
  allow_interruptions(1);
  return program;
}

EXPORT(execute_named) int32_t execute_named(const char *source, int32_t length, const char *name, int32_t name_length) {
  if (begin_run() != 0) return RUN_IMPOSSIBLE;
  if (is_command(name, name_length)) Py_XDECREF(complete_arguments(text_from(source, length)));
  PyErr_Clear(); // source that is no text is refused below
  return run(source, length, text_from(name, name_length));
}

EXPORT(execute_interactive) int32_t execute_interactive(const char *source, int32_t length) {
  PyObject *text, *code, *result;
  if (begin_run() != 0) return RUN_IMPOSSIBLE;
  text = text_from(source, length);
  code = text == NULL ? NULL : call_runtime("complete_command", "(O)", text);
  if (code != NULL && code != Py_None) keep_source(code, text);
  Py_XDECREF(text);
  if (code == Py_None) {
    end_run(code);
    return RUN_INCOMPLETE;
  }
  result = evaluate(code, main_dictionary());
  Py_XDECREF(code);
  return end_run(result);
}

// Takes over `filename`.
static int32_t compile(const char *source, int32_t length, PyObject *filename, char *out, int32_t max) {
  PyObject *code = compile_text(source, length, filename), *bytes;
  int32_t count = -1;
  bytes = code == NULL ? NULL : PyMarshal_WriteObjectToString(code, Py_MARSHAL_VERSION);
  if (bytes != NULL) {
    count = (int32_t)PyBytes_GET_SIZE(bytes);
    if (count > max) count = -3;
    else memcpy(out, PyBytes_AS_STRING(bytes), count);
  }
  Py_XDECREF(filename);
  Py_XDECREF(code);
  end_run(bytes);
  return count;
}

EXPORT(compile_source) int32_t compile_source(const char *source, int32_t length, char *out, int32_t max) {
  if (begin_run() != 0) return -1;
  return compile(source, length, script_name(), out, max);
}

EXPORT(compile_named) int32_t compile_named(
    const char *source, int32_t length, const char *name, int32_t name_length, char *out, int32_t max) {
  if (begin_run() != 0) return -1;
  return compile(source, length, text_from(name, name_length), out, max);
}

EXPORT(load_bytecode) int32_t load_bytecode(const char *bytes, int32_t length) {
  PyObject *code, *result = NULL;
  if (begin_run() != 0) return RUN_FAILED;
  code = PyMarshal_ReadObjectFromString(bytes, length < 0 ? 0 : length);
  if (code != NULL && !PyCode_Check(code)) PyErr_SetString(PyExc_ValueError, "the bytes are no compiled script");
  else result = evaluate(code, main_dictionary());
  Py_XDECREF(code);
  return end_run(result);
}

static int32_t run_as_main(PyObject *name, int changes_arguments) {
  PyObject *runpy = PyImport_ImportModule("runpy"), *result = NULL;
  if (runpy != NULL && name != NULL)
    result = PyObject_CallMethod(runpy, "_run_module_as_main", "Oi", name, changes_arguments);
  Py_XDECREF(runpy);
  Py_XDECREF(name);
  return end_run(result);
}

EXPORT(run_module) int32_t run_module(const char *name, int32_t length) {
  if (begin_run() != 0) return RUN_IMPOSSIBLE;
  return run_as_main(complete_arguments(text_from(name, length)), 1);
}

// Source is read by the tokenizer, which names the line of a byte that is not valid in the file's encoding.
static PyObject *run_source_file(PyObject *path) {
  PyCompilerFlags flags = {.cf_feature_version = PY_MINOR_VERSION};
  PyObject *dictionary = main_dictionary(), *bytes, *result = NULL;
  FILE *file;
  if (dictionary == NULL || !PyUnicode_FSConverter(path, &bytes)) return NULL;
  file = fopen(PyBytes_AS_STRING(bytes), "rb");
  if (file == NULL) PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
  else result = PyRun_FileExFlags(file, PyBytes_AS_STRING(bytes), Py_file_input, dictionary, dictionary, 1, &flags);
  Py_DECREF(bytes);
  return result;
}

EXPORT(run_file) int32_t run_file(const char *path, int32_t length) {
  PyObject *script, *result;
  if (begin_run() != 0) return RUN_IMPOSSIBLE;
  script = call_runtime("prepare_script", "(N)", PyUnicode_DecodeFSDefaultAndSize(path, length < 0 ? 0 : length));
  if (script == Py_None) {
    Py_DECREF(script);
    return run_as_main(PyUnicode_FromString("__main__"), 0);
  }
  result = script == NULL || !PyUnicode_Check(script) ? evaluate(script, main_dictionary()) : run_source_file(script);
  Py_XDECREF(script);
  return end_run(result);
}
