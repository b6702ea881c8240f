"""wasmtime_host.py FILE: runs the kernel in wasmtime, a compiler to machine code."""

import sys

import timed
import wasmtime

engine = wasmtime.Engine()
store = wasmtime.Store(engine)
module = wasmtime.Module.from_file(engine, sys.argv[1])
kernel = wasmtime.Instance(store, module, []).exports(store)["run"]
timed.report(lambda: kernel(store))
