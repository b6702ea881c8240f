// Starting CPython, and the settings of one instance.
#include "guest.h"

#include <stdarg.h>
#include <stdlib.h>

#define TEXT_OF(x) #x
#define DIGITS(x) TEXT_OF(x)
#define LIBRARY "/lib/python" DIGITS(PY_MAJOR_VERSION) "." DIGITS(PY_MINOR_VERSION)

static int started, ended;
static PyObject *runtime; // the module _boomslang_runtime

static PyStatus add_path(PyConfig *config, const char *home, const char *folder) {
  char path[1024];
  wchar_t *wide;
  PyStatus status;
  snprintf(path, sizeof path, "%s%s", home, folder);
  wide = Py_DecodeLocale(path, NULL);
  if (wide == NULL) return PyStatus_NoMemory();
  status = PyWideStringList_Append(&config->module_search_paths, wide);
  // The first is the standard library: modules that are frozen into the guest tell their files by it.
  if (!PyStatus_Exception(status) && config->stdlib_dir == NULL) status = PyConfig_SetString(config, &config->stdlib_dir, wide);
  PyMem_RawFree(wide);
  return status;
}

// Isolated: what the environment and the file system say does not change how Python works; only PYTHONHOME is read, which
// tells where the standard library is. The search path is given so that nothing is looked for.
static PyStatus initialize(void) {
  const char *home = getenv("PYTHONHOME");
  PyPreConfig before;
  PyConfig config;
  PyStatus status;
  if (home == NULL) home = "/usr";
  PyPreConfig_InitIsolatedConfig(&before);
  before.utf8_mode = 1;
  status = Py_PreInitialize(&before);
  if (PyStatus_Exception(status)) return status;

  PyConfig_InitIsolatedConfig(&config);
  config.buffered_stdio = 0;          // what is written is with the host even if the script is stopped after it
  config.install_signal_handlers = 1; // KeyboardInterrupt: see interruption.c
  config.site_import = 0;             // see add_builtins
  config.write_bytecode = 0;
  config.pathconfig_warnings = 0;
  config.module_search_paths_set = 1;
  status = PyConfig_SetBytesString(&config, &config.home, home);
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.program_name, L"python3");
  if (!PyStatus_Exception(status)) status = PyConfig_SetString(&config, &config.executable, L"/usr/bin/python3"); // a name for messages
  if (!PyStatus_Exception(status)) status = add_path(&config, home, LIBRARY);
  if (!PyStatus_Exception(status)) status = add_path(&config, home, LIBRARY "/site-packages");
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  return status;
}

static int fail(const char *message) {
  write_error("Python could not be started: ");
  write_error(message);
  write_error("\n");
  return -1;
}

int start_python(void) {
  PyStatus status;
  PyObject *result;
  if (started) return 0;
  if (ended) return fail("it has ended");
  if (Py_IsInitialized()) return fail("it failed before");
  PyImport_AppendInittab("_boomslang", PyInit__boomslang);
  status = initialize();
  if (PyStatus_Exception(status)) return fail(status.err_msg != NULL ? status.err_msg : "unknown error");
  runtime = PyImport_ImportModule("_boomslang_runtime");
  result = runtime == NULL ? NULL : call_runtime("add_builtins", NULL);
  if (result == NULL || adopt_streams() != 0) {
    PyErr_Print();
    return fail("see above");
  }
  Py_DECREF(result);
  started = 1;
  return 0;
}

int end_python(void) {
  PyObject *result;
  if (!started) return 0;
  started = 0;
  ended = 1;
  result = call_runtime("thaw", NULL);
  if (result == NULL) PyErr_Print();
  Py_XDECREF(result);
  return Py_FinalizeEx();
}

// What the guest's own code did before it refused something is of no interest to who reads the message.
static void hide_traceback(void) {
  PyObject *exception = PyErr_GetRaisedException();
  if (PyException_SetTraceback(exception, Py_None) != 0) PyErr_Clear();
  PyErr_SetRaisedException(exception);
}

PyObject *call_runtime(const char *function, const char *format, ...) {
  va_list arguments;
  PyObject *callable = PyObject_GetAttrString(runtime, function), *values = NULL, *result = NULL;
  if (callable == NULL) return NULL;
  va_start(arguments, format);
  values = format == NULL ? PyTuple_New(0) : Py_VaBuildValue(format, arguments);
  va_end(arguments);
  if (values != NULL) result = PyObject_CallObject(callable, values);
  Py_XDECREF(values);
  Py_DECREF(callable);
  if (result == NULL) hide_traceback();
  return result;
}

EXPORT(initialize_python) int32_t initialize_python(void) {
  clear_output();
  return start_python() == 0 ? RUN_SUCCEEDED : RUN_FAILED;
}

// What earlier calls have left on the stack, such as times of files, would make each image another, and larger.
static void clear_stack(void) {
  volatile uint64_t here = 0;
  volatile uint64_t *word = (uint64_t *)16;
  for (; word < &here - 64; word++)
    if (*word != 0) *word = 0;
}

EXPORT(prewarm) int32_t prewarm(void) {
  int32_t status;
  if (begin_run() != 0) return RUN_FAILED;
  status = end_run(call_runtime("prewarm", NULL));
  clear_stack();
  return status;
}

EXPORT(configure) int32_t configure(const char *json, int32_t length) {
  PyObject *result;
  if (begin_run() != 0) return RUN_FAILED;
  put_off_interruptions();
  result = call_runtime("configure", "(N)", text_from(json, length));
  allow_interruptions(0);
  return end_run(result);
}
