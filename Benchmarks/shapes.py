#!/usr/bin/env python3
"""How long modules of hostile shapes take to load, against the guest: processor time for each byte to parse, validate and translate.

A shape that is refused costs what finding that out does, and is shown as "refused".

usage: shapes.py [--boomslang PATH] [--size BYTES] [--reps N] [--shapes NAME,...] [--check]
"""
import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("BOOMSLANG_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boomslang")
# No shape may take more than this many times what the guest does.
BAR = 2.0
I32, FUNC, END = b"\x7f", b"\x60", b"\x0b"


def u(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def vector(items):
    return u(len(items)) + b"".join(items)


def sized(data):
    return u(len(data)) + data


def section(number, contents):
    return bytes([number]) + sized(contents)


def module(*sections):
    return b"\0asm\1\0\0\0" + b"".join(sections)


def signature(parameters=0, results=0):
    return FUNC + vector([I32] * parameters) + vector([I32] * results)


def functions(bodies, types=(signature(),), used=lambda index: 0, exports=b""):
    return module(section(1, vector(types)), section(3, vector([u(used(i)) for i in range(len(bodies))])), exports,
                  section(10, vector([sized(body) for body in bodies])))


def repeated(body, size, **options):
    return functions([body] * (size // (len(body) + 2)), **options)


def one(code, size=0, locals=b"\0"):
    return functions([locals + code * max(1, size // len(code)) + END])


def gets_and_sets(count):
    """All locals on the stack, and then each of them set: what is on the stack has to be put aside."""
    gets = b"".join(b"\x20" + u(i) for i in range(count))
    sets = b"".join(b"\x41\0\x21" + u(i) for i in range(count))
    return b"\1" + u(count) + I32 + gets + sets + b"\x1a" * count + END


def distinct_types(size, parameters):
    """Types that differ in the first fourteen bits, of i32 and i64."""
    tail = I32 * (parameters - 14)
    return [FUNC + u(parameters) + bytes(0x7F - (i >> b & 1) for b in range(14)) + tail + u(i >> 14) + I32 * (i >> 14)
            for i in range(min(100_000, size // (parameters + 3)))]


def types(size):
    """The shortest types that differ: seven value types in up to six places."""
    kinds, found = [b"\x7f", b"\x7e", b"\x7d", b"\x7c", b"\x70", b"\x6f", b"\x69"], [b""]
    for value in found:
        if len(found) >= min(65_536, size // 9):
            break
        found += [value + kind for kind in kinds] if len(value) < 6 else []
    return [FUNC + sized(value) + b"\0" for value in found]


SHAPES = {
    "tiny functions": lambda n: repeated(b"\0\x0b", n),
    "functions with 2,000 locals": lambda n: repeated(b"\1\xd0\x0f\x7f\x0b", n),
    "functions with 100 locals": lambda n: repeated(b"\1\x64\x7f\x0b", n),
    "functions with 1,000 parameters": lambda n: repeated(b"\0\x0b", n, types=[signature(1000)]),
    "functions with 1,000 results": lambda n: repeated(b"\0\x10\0\x0b", n, types=[signature(0, 1000)]),
    "functions with 16 results": lambda n: repeated(b"\0\x10\0\x0b", n, types=[signature(0, 16)]),
    "functions with 100 results": lambda n: repeated(b"\0\x10\0\x0b", n, types=[signature(0, 100)]),
    "calls of 1,000 results": lambda n: functions(
        [b"\0\0\x0b", b"\0" + (b"\x10\0" + b"\x1a" * 1000) * (n // 1002) + END], [signature(0, 1000), signature()], lambda i: i),
    "blocks of 16 values": lambda n: functions([b"\0" + b"\x41\0" * 16 + b"\x02\0\x0b" * (n // 3) + b"\x1a" * 16 + END], [signature(16, 16), signature()], lambda i: 1),
    "locals, read and then set": lambda n: functions([gets_and_sets(min(n // 10, 30_000))] * max(1, n // 300_000)),
    "one set under many reads": lambda n: functions(
        [b"\1\2\x7f" + b"\x20\0" * 30_000 + b"\x20\1\x41\0\x21\1\x1a" * 30_000 + b"\x1a" * 30_000 + END] * max(1, n // 300_000)),
    "sets under many constants": lambda n: functions([b"\1\x80\2\x7f" + b"".join(b"\x20" + u(i) for i in range(256)) + b"\x41\0" * 60_000
        + b"".join(b"\x41\0\x21" + u(i) for i in range(256)) + b"\x1a" * 60_256 + END] * max(1, n // 182_000)),
    "blocks under many reads": lambda n: functions(
        [b"\1\2\x7f" + b"\x20\0" * 30_000 + b"\x20\1\x02\x40\x0b\x1a" * 30_000 + b"\x1a" * 30_000 + END] * max(1, n // 300_000)),
    "empty blocks": lambda n: one(b"\x02\x40\x0b", n),
    "nested blocks": lambda n: functions([b"\0" + b"\x02\x40" * 90_000 + b"\x0b" * 90_001] * max(1, n // 270_000)),
    "branch tables": lambda n: functions([b"\0\x41\0\x0e" + u(n // 2) + b"\0" * (n // 2 + 1) + END] * 2),
    "small branch tables": lambda n: one(b"\x02\x40\x41\0\x0e\1\0\0\x0b", n),
    "loops with small tables": lambda n: one(b"\x03\x40\x41\0\x0e\1\0\0\x0b", n),
    "catch clauses": lambda n: one(b"\x02\x40\x1f\x40\4" + b"\2\0" * 4 + b"\x0b\x0b", n),
    "constants": lambda n: one(b"\x41\0\x1a", n),
    "nothing": lambda n: one(b"\1", n),
    "code that is not reached": lambda n: one(b"\0\x1a", n),
    "types": lambda n: module(section(1, vector(types(n)))),
    "types of 16 parameters": lambda n: module(section(1, vector(distinct_types(n, 16)))),
    "equal types": lambda n: module(section(1, vector([signature()] * min(100_000, n // 3)))),
    "groups of one type": lambda n: module(section(1, vector([b"\x4e\1" + signature()] * min(100_000, n // 5)))),
    "empty groups": lambda n: module(section(1, vector([b"\x4e\0"] * min(100_000, n // 2)))),
    "one group": lambda n: module(section(1, vector([b"\x4e" + vector([signature()] * min(100_000, n // 3))]))),
    "imports": lambda n: module(section(1, vector([signature()])), section(2, vector([b"\0\0\0\0"] * (n // 4)))),
    "globals": lambda n: module(section(6, vector([b"\x7f\0\x41\0\x0b"] * min(1_000_000, n // 5)))),
    "exports": lambda n: functions([b"\0\x0b"], exports=section(7, vector([sized(b"%x" % i) + b"\0\0" for i in range(n // 8)]))),
    "long names": lambda n: functions([b"\0\x0b"], exports=section(7, vector([sized(b"%x" % i + b"x" * 1000) + b"\0\0" for i in range(n // 1005)]))),
    "elements": lambda n: module(section(1, vector([signature()])), section(3, vector([b"\0"])), section(9, vector([b"\1\0" + vector([b"\0"] * n)])),
                                 section(10, vector([sized(b"\0\x0b")]))),
    "element expressions": lambda n: module(section(9, vector([b"\5\x70" + vector([b"\xd0\x70\x0b"] * (n // 3))]))),
    "empty element segments": lambda n: module(section(9, vector([b"\1\0\0"] * (n // 3)))),
    "empty data segments": lambda n: module(section(11, vector([b"\1\0"] * (n // 2)))),
    "data segments": lambda n: module(section(5, vector([b"\0\1"])), section(11, vector([b"\0\x41\0\x0b\0"] * (n // 5)))),
    "tags": lambda n: module(section(1, vector([signature()])), section(13, vector([b"\0\0"] * min(1_000_000, n // 2)))),
    "custom sections": lambda n: module(section(0, b"\0") * (n // 3)),
}


def measure(command, path):
    """Processor seconds of one process, and whether it refused the module."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.run([command, "wasm", "--check", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode and "module at offset" not in process.stderr:
        sys.exit(f"{path}: {process.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, process.returncode != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boomslang", default=HERE.parent / ".build/release/boomslang")
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--shapes", help="only those, by parts of their names")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 when a shape takes more than {BAR} times the guest's time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shape.wasm"

        def best(path):
            return min(measure(options.boomslang, path) for _ in range(options.reps))

        path.write_bytes(module())
        start = best(path)[0]

        def row(name, path):
            seconds, refused = best(path)
            time = max(0, seconds - start) / path.stat().st_size * 1e9
            print(f"{name:32} {path.stat().st_size:9} bytes {time:8.1f} ns per byte{'  refused' if refused else ''}", flush=True)
            return time

        guest = CACHE / "guest/current/boomslang.wasm"
        limit = row("the guest", guest) * BAR if guest.exists() else None
        slow = []
        for name, make in SHAPES.items():
            if options.shapes and not any(part in name for part in options.shapes.split(",")):
                continue
            path.write_bytes(make(options.size))
            if row(name, path) > (limit or float("inf")):
                slow.append(name)
    if limit is None:
        print("the guest is not there: nothing to compare with")
    elif slow:
        print(f"more than {BAR} times the guest's: {', '.join(slow)}")
    sys.exit(1 if options.check and (slow or limit is None) else 0)


if __name__ == "__main__":
    main()
