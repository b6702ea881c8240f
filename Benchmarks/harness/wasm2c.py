"""Makes a program of a WASI command with wasm2c and clang -O2, in the cache.

For CPython that takes some minutes, once.
"""

import hashlib
import re
import shutil
import subprocess
import sys

from . import places

HOST = places.BENCHMARKS / "hosts" / "wasm2c"
FLAGS = ["--no-default-config", "-O2", "-w"]
MODULE = "module"


class Unusable(Exception):
    pass


def program(wasm2c, clang, wasm):
    """The path of the program; it is built when it is not there."""
    sources = sorted(HOST.iterdir())
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for file in [wasm, *sources]:
        digest.update(file.read_bytes())
    for tool in (wasm2c, clang):
        digest.update(_run([tool, "--version"]).encode())
    folder = places.cache_folder() / "bench-wasm2c"
    target = folder / f"{wasm.stem}-{digest.hexdigest()[:16]}"
    if not target.is_file():
        print(f"building {target}: some minutes, once", file=sys.stderr)
        work = folder / f"{target.name}.work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        _build(wasm2c, clang, wasm, work, work / "program")
        (work / "program").replace(target)
        shutil.rmtree(work)
    return target


def _build(wasm2c, clang, wasm, work, output):
    installed = wasm2c.resolve().parent.parent
    runtime = installed / "share" / "wabt" / "wasm2c"
    _run([wasm2c, wasm, "--module-name", MODULE, "-o", work / "translated.c"])
    header = (work / "translated.h").read_text()
    (work / "module.h").write_text(_names(header))
    (work / "imports.c").write_text(_imports(header))
    _run([clang, *FLAGS, "-I", work, "-I", HOST, "-I", installed / "include", "-I", runtime,
          *sorted(work.glob("*.c")), *sorted(HOST.glob("*.c")), *sorted(runtime.glob("wasm-rt*-impl.c")),
          "-o", output, "-lm"])


def _names(header):
    """What main.c writes in capitals."""
    names = {
        "INSTANCE_TYPE": _find(r"^void \w+instantiate\((\w+)\*", header),
        "INSTANTIATE": _find(r"^void (\w+instantiate)\(", header),
        "MEMORY": _find(r"/\* export: 'memory' \*/\n.*?(\w+)\(", header),
        "START": _find(r"/\* export: '_start' \*/\n.*?(\w+)\(", header),
    }
    # Newer versions need no such call.
    found = re.search(r"^void (\w+init_module)\(void\)", header, re.MULTILINE)
    names["INITIALIZE()"] = f"{found[1]}()" if found else ""
    lines = [f"#define {name} {text}" for name, text in names.items()]
    return "\n".join(['#include "translated.h"', '#include "wasm-rt-impl.h"', *lines, ""])


def _imports(header):
    """The functions that the module calls: those of the host, and for the others one that says so."""
    host = "\n".join(file.read_text() for file in HOST.glob("*.c"))
    there = set(re.findall(r"^\w+ wasi_(\w+)\(", host, re.MULTILINE))
    lines = ['#include "module.h"', '#include "wasi.h"']
    pattern = r"/\* import: '\w+' '(\w+)' \*/\n(\w+) (\w+)\((struct \w+\*)((?:, \w+)*)\);"
    for name, result, symbol, world, types in re.findall(pattern, header):
        types = types.split(", ")[1:]
        parameters = ", ".join([f"{world} world", *(f"{type} p{i}" for i, type in enumerate(types))])
        value = "NOT_IMPLEMENTED"
        if name in there:
            lines.append(f"{result} wasi_{name}({', '.join(types)});")
            value = f"wasi_{name}({', '.join(f'p{i}' for i in range(len(types)))})"
        lines.append(f"{result} {symbol}({parameters}) {{ {'' if result == 'void' else 'return '}{value}; }}")
    return "\n".join([*lines, ""])


def _find(pattern, header):
    found = re.search(pattern, header, re.MULTILINE)
    if not found:
        raise Unusable("this version of wasm2c writes C that is not understood here")
    return found[1]


def _run(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace")
    if done.returncode:
        raise Unusable(f"{command[0]} fails: {done.stdout[-2000:]}")
    return done.stdout
