"""Makes instances of the guest's snapshot in wasmtime, each in a store of its own, and says hello in each. Prints microseconds as JSON.

usage: wasmtime_instances.py SNAPSHOT HOME COUNT
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import wasmtime

SOURCE = b"print('hello')"


def instance(engine, linker, module, home, scratch, output):
    store = wasmtime.Store(engine)
    wasi = wasmtime.WasiConfig()
    wasi.stdout_file = output
    # In the order of the host that made the snapshot.
    for guest, host in (("/", scratch), ("/work", scratch), ("/lib", scratch), ("/tmp", scratch), ("/usr", home)):
        wasi.preopen_dir(str(host), guest)
    store.set_wasi(wasi)
    return store, linker.instantiate(store, module).exports(store)


def greet(store, exports):
    pointer = exports["alloc"](store, len(SOURCE))
    exports["memory"].write(store, SOURCE, pointer)
    if exports["execute"](store, pointer, len(SOURCE)):
        sys.exit("hello failed")


def main():
    snapshot, home, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    config = wasmtime.Config()
    engine = wasmtime.Engine(config)
    module = wasmtime.Module(engine, snapshot.read_bytes())
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    i32 = wasmtime.ValType.i32()
    linker.define_func("boomslang", "call", wasmtime.FuncType([i32] * 6, [i32]), lambda *_: -1)
    linker.define_func("boomslang", "log", wasmtime.FuncType([i32] * 3, []), lambda *_: None)
    create, hello = [], []
    with tempfile.TemporaryDirectory() as scratch:
        output = Path(scratch) / "output"
        for _ in range(count):
            start = time.perf_counter()
            store, exports = instance(engine, linker, module, home, scratch, str(output))
            made = time.perf_counter()
            greet(store, exports)
            create.append((made - start) * 1e6)
            hello.append((time.perf_counter() - made) * 1e6)
            if output.read_bytes() != b"hello\n":
                sys.exit(f"printed {output.read_bytes()}")
    print(json.dumps({"create": create, "hello": hello}))


main()
