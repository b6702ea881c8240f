// What the guest's files offer each other. One thread runs all of it, so nothing here is locked.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "abi.h"

// start.c: CPython itself. 0, or -1 with a message in stderr; at once when it was started before.
int start_python(void);
// Ends it for good, as the end of a process does. 0, or -1 when a standard stream could not be written.
int end_python(void);
// Calls a function of the module `_boomslang_runtime`; a new reference or NULL with an exception.
PyObject *call_runtime(const char *function, const char *format, ...);

// output.c: what goes to descriptors 1 and 2.
void clear_output(void);
void write_error(const char *message);
// Whether the script read from descriptor 0 since the last call.
int take_input_touched(void);

// interruption.c: between these two, KeyboardInterrupt is not raised; one that was asked for is raised after them, if `raises`.
void put_off_interruptions(void);
void allow_interruptions(int raises);

// streams.c: `sys.stdin`, `sys.stdout` and `sys.stderr`. 0, or -1 with an exception.
int adopt_streams(void);
int restore_streams(void);
void flush_streams(void);

// run.c: the frame that every call which runs Python has. `begin_run` returns 0, or -1 when Python cannot be started;
// `end_run` takes over `result`, NULL being an exception, and returns what the export returns.
int begin_run(void);
int32_t end_run(PyObject *result);
PyObject *main_dictionary(void);
PyObject *evaluate(PyObject *code, PyObject *dictionary);

// source.c: text from the host. New references, or NULL with an exception.
PyObject *text_from(const char *bytes, int32_t length);
PyObject *compile_text(const char *bytes, int32_t length, PyObject *filename);
// For the lines in tracebacks and warnings: remembers a source; a list of those remembered, the oldest first, as pairs of code and text.
void keep_source(PyObject *code, PyObject *source);
PyObject *kept_sources(void);

// images.c: makes what an image has from an instance different from it. 0, or -1 with an exception.
int resume(void);

// hostcalls.c: the module `_boomslang`.
PyObject *PyInit__boomslang(void);
