"""wasm3_host.py FILE: runs the kernel in wasm3, a C interpreter, through pywasm3."""

import sys

import timed
import wasm3

STACK_BYTES = 64 * 1024

with open(sys.argv[1], "rb") as file:
    code = file.read()
environment = wasm3.Environment()
runtime = environment.new_runtime(STACK_BYTES)
runtime.load(environment.parse_module(code))
timed.report(runtime.find_function("run"))
