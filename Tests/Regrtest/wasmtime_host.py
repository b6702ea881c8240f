"""Runs a WASI command in wasmtime, with the command line of `boomslang wasm`; or, when the file is the guest (see
Guest/ABI.md), a script in it.

usage: wasmtime_host.py FILE [--dir HOST::GUEST[:ro]]… [--env NAME=VALUE]… -- ARGUMENT…
       wasmtime_host.py GUEST [--dir HOST::GUEST[:ro]]… [--env NAME=VALUE]… -- SCRIPT ARGUMENT…

The compiled module is kept beside the others in the cache, because compilation takes longer than most tests.
"""

import argparse
import hashlib
import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

import wasmtime

CACHE = Path(os.environ.get("BOOMSLANG_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boomslang")
# The most that the Python package allows.
STACK = 2 << 20


def compiled(engine, path):
    code = path.read_bytes()
    digest = hashlib.sha256(version("wasmtime").encode() + code).hexdigest()[:16]
    target = CACHE / "regrtest" / f"{path.stem}-{digest}.cwasm"
    if target.exists():
        return wasmtime.Module.deserialize_file(engine, str(target))
    module = wasmtime.Module(engine, code)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}")
    partial.write_bytes(module.serialize())
    partial.replace(target)
    return module


class Guest:
    """The exports of Guest/ABI.md that it takes to run a script."""

    def __init__(self, store, instance):
        self.store, self.exports = store, instance.exports(store)
        self.call("_initialize")
        self.call("set_output_mode", 1)
        if self.call("initialize_python"):
            sys.exit(1)

    def call(self, name, *arguments):
        return self.exports[name](self.store, *arguments)

    def call_with_text(self, name, text):
        data = text.encode()
        pointer = self.call("alloc", len(data))
        self.exports["memory"].write(self.store, data, pointer)
        result = self.call(name, pointer, len(data))
        self.call("dealloc", pointer, len(data))
        return result

    def run(self, script, arguments):
        self.call_with_text("configure", json.dumps({"arguments": [script, *arguments]}))
        self.call_with_text("run_file", script)
        return self.call("get_exit_code")


def define_bridge(linker):
    """The host's side: no functions, and no one listens."""
    i32 = wasmtime.ValType.i32()
    linker.define_func("boomslang", "call", wasmtime.FuncType([i32] * 6, [i32]), lambda *arguments: -1)
    linker.define_func("boomslang", "log", wasmtime.FuncType([i32] * 3, []), lambda *arguments: None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--dir", action="append", default=[])
    parser.add_argument("--env", action="append", default=[])
    split = sys.argv.index("--")
    options = parser.parse_args(sys.argv[1:split])
    arguments = sys.argv[split + 1:]

    config = wasmtime.Config()
    config.max_wasm_stack = STACK
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    wasi = wasmtime.WasiConfig()
    wasi.argv = [options.file.name, *arguments]
    wasi.env = [tuple(variable.split("=", 1)) for variable in options.env]
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    wasi.inherit_stderr()
    for mount in options.dir:
        host, guest = mount.removesuffix(":ro").split("::")
        wasi.preopen_dir(host, guest, not mount.endswith(":ro"))
    store.set_wasi(wasi)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    define_bridge(linker)
    instance = linker.instantiate(store, compiled(engine, options.file))
    try:
        if "_start" in instance.exports(store):
            instance.exports(store)["_start"](store)
        else:
            sys.exit(Guest(store, instance).run(arguments[0], arguments[1:]))
    except wasmtime.ExitTrap as stop:
        sys.exit(stop.code)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as problem:
        print(f"wasmtime: {problem}", file=sys.stderr)
        sys.exit(134)


if __name__ == "__main__":
    main()
