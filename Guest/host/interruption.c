// KeyboardInterrupt on the host's request: what a signal handler of CPython writes, the host writes itself, as there is no
// signal that it could send.
#define Py_BUILD_CORE 1
#include "guest.h"

#include <internal/pycore_ceval.h>
#include <internal/pycore_runtime.h>
#include <signal.h>

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
