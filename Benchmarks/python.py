#!/usr/bin/env python3
"""Compares engines that run the same CPython: how long it takes to start, and how fast a script runs. See README.md."""

import argparse
import shutil
import statistics
import sys
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import places, process  # noqa: E402

OURS, BASELINE = "boomslang", "wasmkit"
HELLO, MIXED = "hello", "mixed"
SCRIPTS = places.BENCHMARKS / "python"
# User CPU of the whole process: how many times as fast as WasmKit.
BARS = {HELLO: 3.0, MIXED: 2.5}


def parse_arguments():
    toolchain = places.toolchain_folder()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=6, help="repetitions (default: 6)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    parser.add_argument("--guest", type=Path, metavar="DIR", default=places.guest_folder(),
                        help="the folder with python.wasm and the standard library (default: the installed guest)")
    parser.add_argument("--boomslang", type=Path, metavar="PATH", default=places.REPOSITORY / ".build" / "release" / "boomslang")
    parser.add_argument("--wasmkit", type=Path, metavar="PATH", default=toolchain and toolchain / "wasmkit")
    parser.add_argument("--venv", type=Path, metavar="DIR", default=places.cache_folder() / "bench-venv", help="made by setup.sh")
    parser.add_argument("--native", metavar="PATH", default=shutil.which("python3.13"), help="a Python of the guest's version")
    options = parser.parse_args()
    if options.reps < 1:
        parser.error("--reps: at least 1")
    return options


def commands(options):
    """Name → how a Python is started. All but the native one run the same module on the same files under the same names."""
    guest = options.guest.resolve()
    module = guest / "python.wasm"
    home = guest / "usr" if (guest / "usr").is_dir() else guest
    # WasmKit shows a folder under its own name only.
    world = ["--env", f"PYTHONHOME={home}", "--env", "PYTHONHASHSEED=0"]
    ours, theirs = [], []
    for folder in (home, SCRIPTS):
        ours += ["--dir", f"{folder}::{folder}"]
        theirs += ["--dir", folder]
    wasmtime = options.venv / "bin" / "python"
    host = places.REPOSITORY / "Tests" / "Regrtest" / "wasmtime_host.py"
    known = {
        OURS: (options.boomslang, [options.boomslang, "wasm", module, *world, *ours, "--"]),
        # The guest itself, as it is meant to be used: it starts less and tidies up less.
        "boomslang run": (options.boomslang, [options.boomslang, "run", "--guest", guest]),
        BASELINE: (options.wasmkit, [options.wasmkit, "run", *world, *theirs, module]),
        "wasmtime": (wasmtime, [wasmtime, "-B", host, module, *world, *ours, "--"]),
        "native": (options.native, [options.native, "-s"]),
    }
    present = {}
    for name, (needed, command) in known.items():
        problem = process.absence(needed, [*command, "-c", ""] if name == "native" else None)
        if problem:
            print(f"SKIPPED {name}: {problem}", file=sys.stderr)
        else:
            present[name] = [str(part) for part in command]
    return present


def measure(present, reps):
    """Interleaved, so that a slow minute of the machine touches all alike. The first round only fills caches."""
    works = {HELLO: ["-c", "print('hello')"], MIXED: [str(SCRIPTS / "mixed.py")]}
    samples, printed = {}, {}
    for rep in range(reps + 1):
        for work, arguments in works.items():
            for name, command in present.items():
                run = process.run(name, command + arguments)
                if printed.setdefault(work, run.printed) != run.printed:
                    sys.exit(f"error: {name} on {work} printed {run.printed!r}, not {printed[work]!r}")
                if rep:
                    samples.setdefault((name, work), []).append((run.user, run.elapsed))
    return samples, printed


def report(samples, names):
    def seconds(name, work, which, pick=min):
        return pick(sample[which] for sample in samples[name, work])

    print(f"{'seconds, best (median)':28}" + "".join(f"{name:>18}" for name in names))
    for work, which, title in ((HELLO, 0, "user CPU"), (HELLO, 1, "elapsed"), (MIXED, 0, "user CPU"), (MIXED, 1, "elapsed")):
        cells = [f"{seconds(name, work, which):.3f} ({seconds(name, work, which, statistics.median):.3f})" for name in names]
        print(f"{work + ', ' + title:28}" + "".join(f"{cell:>18}" for cell in cells))

    if OURS not in names:
        return {}
    others = [name for name in names if name != OURS]
    print(f"\n{'speed of ' + OURS + ' against':28}" + "".join(f"{name:>18}" for name in others))
    speeds = {}
    for work in (HELLO, MIXED):
        row = [seconds(name, work, 0) / seconds(OURS, work, 0) for name in others]
        speeds.update(((name, work), speed) for name, speed in zip(others, row))
        print(f"{work + ', user CPU':28}" + "".join(f"{speed:>17.2f}x" for speed in row))
    net = {name: seconds(name, MIXED, 0) - seconds(name, HELLO, 0) for name in names}
    print(f"{'mixed without hello':28}" + "".join(f"{net[name] / net[OURS]:>17.2f}x" for name in others))
    return speeds


def check(speeds):
    met = True
    for work, bar in BARS.items():
        speed = speeds.get((BASELINE, work), 0)
        met = met and speed >= bar
        print(f"{'pass' if speed >= bar else 'FAIL'}: {work}: {speed:.2f} x {BASELINE}, bar {bar}")
    return met


def main():
    options = parse_arguments()
    if not (options.guest / "python.wasm").is_file():
        sys.exit(f"error: {options.guest / 'python.wasm'} is not there: build the guest, or give --guest")
    present = commands(options)
    samples, printed = measure(present, options.reps)
    print(f"{options.reps} repetitions, interleaved; checksum {printed[MIXED]}")
    speeds = report(samples, list(present))
    if options.check and not check(speeds):
        sys.exit(1)


if __name__ == "__main__":
    main()
