// KeyboardInterrupt on the host's request: what a signal handler of CPython writes, the host writes itself, as there is no
// signal that it could send.
#define Py_BUILD_CORE 1
#include "guest.h"

#include <internal/pycore_ceval.h>
#include <internal/pycore_runtime.h>
#include <signal.h>
#include <time.h>

typedef struct {
  uint32_t address, mask;
} Word;

static struct {
  uint32_t count;
  Word words[3];
} request;

static uint32_t address_of(volatile void *object) { return (uint32_t)(uintptr_t)object; }

EXPORT(get_interrupt_request) uint32_t get_interrupt_request(void) {
  PyThreadState *thread = Py_IsInitialized() ? PyThreadState_Get() : NULL;
  if (thread == NULL) return 0;
  // In the order of a signal handler: the evaluation loop looks at the last one, and then for the first two.
  request.words[0] = (Word){address_of(&_PyRuntime.signals.handlers[SIGINT].tripped), 1};
  request.words[1] = (Word){address_of(&_PyRuntime.signals.is_tripped), 1};
  request.words[2] = (Word){address_of(&thread->eval_breaker), _PY_SIGNALS_PENDING_BIT};
  request.count = 3;
  return address_of(&request);
}

// The guest's own work is not the script's, and must not be where an interruption ends up: in its place is a handler that remembers it.
enum { PATIENCE = 1 }; // in seconds

static PyObject *script_handler; // NULL: it is in its place
static int remembered;

// Whoever asks again after that time waits for work that does not end, such as showing an exception whose text is endless.
static PyObject *remember(PyObject *self, PyObject *arguments) {
  static struct timespec first;
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (!remembered) first = now;
  remembered = 1;
  if (now.tv_sec <= first.tv_sec + PATIENCE) Py_RETURN_NONE;
  PyErr_SetNone(PyExc_KeyboardInterrupt);
  return NULL;
}

void put_off_interruptions(void) {
  static PyMethodDef method = {"remember", remember, METH_VARARGS, NULL};
  static PyObject *handler;
  if (script_handler != NULL) return;
  if (handler == NULL) handler = PyCFunction_New(&method, NULL);
  if (handler == NULL) return PyErr_Clear(); // then they come when they come
  remembered = 0;
  script_handler = _PyRuntime.signals.handlers[SIGINT].func;
  _PyRuntime.signals.handlers[SIGINT].func = Py_NewRef(handler);
}

void allow_interruptions(int raises) {
  if (script_handler == NULL) return;
  Py_DECREF(_PyRuntime.signals.handlers[SIGINT].func);
  _PyRuntime.signals.handlers[SIGINT].func = script_handler;
  script_handler = NULL;
  if (raises && remembered) PyErr_SetInterrupt();
}
