#!/usr/bin/env python3
"""How long it takes to make the guest part of a program: translation to Swift, compilation, linking. See README.md."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import places  # noqa: E402

MB = 1e6
# The most that the parts may need, on two processors.
TRANSLATOR_SPEED, TRANSLATOR_MEMORY = 20, 1000
COMPILER_SECONDS, COMPILER_MEMORY = 60, 1500
WALL_SECONDS = 240


@dataclass(frozen=True)
class Usage:
    """What a command and all it started needed. `peak` is that of the largest process, in MB."""
    wall: float
    processor: float
    peak: float


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guest", type=Path, metavar="DIR", default=places.guest_folder(), help="default: the installed guest")
    parser.add_argument("--swift", default=shutil.which("swift"), metavar="PATH")
    parser.add_argument("--scratch", type=Path, metavar="DIR", default=places.REPOSITORY / ".build-bench", help="kept, to be faster the next time")
    parser.add_argument("--reps", type=int, default=5, help="how often to translate (default: 5)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    return parser.parse_args()


def run(command, environment=None):
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], cwd=places.REPOSITORY, stdin=subprocess.DEVNULL, stdout=output,
                                 stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
        # Of a process, its children and theirs.
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            sys.exit(f"error: {command[0]}: exit code {child.returncode}:\n{output.read().decode(errors='replace')[-4000:]}")
    # In kB, but on macOS.
    return Usage(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3))


def code_size(module):
    """Bytes of the code section."""
    data = module.read_bytes()
    position = 8
    while position < len(data):
        section = data[position]
        size, shift, position = 0, 0, position + 1
        while True:
            byte = data[position]
            size |= (byte & 0x7F) << shift
            shift, position = shift + 7, position + 1
            if byte < 0x80:
                break
        if section == 10:
            return size
        position += size
    sys.exit(f"error: {module} has no code")


def measure_translator(tool, module, reps):
    usages = []
    for _ in range(reps):
        with tempfile.TemporaryDirectory() as folder:
            usages.append(run([tool, module, "--name", "Guest", "--output", folder]))
    return min(usages, key=lambda usage: usage.wall)


def main():
    options = parse_arguments()
    module = options.guest / "boomslang.wasm"
    if not module.is_file():
        sys.exit(f"error: {module} is not there: build the guest, or give --guest")
    size = code_size(module) / MB
    build = [options.swift, "build", "-c", "release", "--scratch-path", options.scratch, "--product"]
    print(f"{module}: {size:.2f} MB of code; building all but the guest", flush=True)
    run([*build, "wasm2swift"])
    run([*build, "boomslang"], {"BOOMSLANG_AOT": "0"})
    translator = measure_translator(options.scratch / "release" / "wasm2swift", module, options.reps)
    print("building the guest", flush=True)
    whole = run([*build, "boomslang"], {"BOOMSLANG_AOT": "1", "BOOMSLANG_GUEST": str(options.guest)})
    again = run([*build, "boomslang"], {"BOOMSLANG_AOT": "1", "BOOMSLANG_GUEST": str(options.guest)})

    load = os.getloadavg()[1]
    print(f"{os.cpu_count()} processors, load {load:.1f} in the last 5 minutes")
    results = [
        ("translator", size / translator.wall, "MB/s", translator.wall and size / translator.wall >= TRANSLATOR_SPEED, f">= {TRANSLATOR_SPEED}"),
        ("translator, peak memory", translator.peak, "MB", translator.peak <= TRANSLATOR_MEMORY, f"<= {TRANSLATOR_MEMORY}"),
        ("swiftc", whole.processor / size, "CPU-s per MB of code", whole.processor / size <= COMPILER_SECONDS, f"<= {COMPILER_SECONDS}"),
        ("swiftc, peak memory of a job", whole.peak, "MB", whole.peak <= COMPILER_MEMORY, f"<= {COMPILER_MEMORY}"),
        ("wasm to linked binary", whole.wall, "s", whole.wall <= WALL_SECONDS, f"<= {WALL_SECONDS}"),
        ("again, nothing changed", again.wall, "s", again.wall <= 2, "<= 2"),
    ]
    for name, value, unit, met, bar in results:
        print(f"{'pass' if met else 'FAIL'}: {name}: {value:.1f} {unit}, bar {bar}")
    if options.check and not all(met for _, _, _, met, _ in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
