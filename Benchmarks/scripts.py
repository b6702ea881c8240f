#!/usr/bin/env python3
"""Compares engines that run the same CPython on scripts of one kind of work each. See README.md."""

import argparse
import shutil
import sys
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import places, process, pythons, script_report  # noqa: E402
from harness.script_times import EMPTY, ScriptTimes  # noqa: E402

# A script for python.py.
MIXED = "mixed"


def all_scripts():
    names = sorted(path.stem for path in pythons.SCRIPTS.glob("*.py"))
    return [name for name in names if name not in (EMPTY, MIXED)]


def parse_arguments():
    def names(text):
        return [name for name in text.split(",") if name]

    toolchain = places.toolchain_folder()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", type=names, metavar="A,B", help="only these engines")
    parser.add_argument("--scripts", type=names, metavar="A,B", help="only these scripts of python/")
    parser.add_argument("--reps", type=int, default=3, help="repetitions (default: 3)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    parser.add_argument("--guest", type=Path, metavar="DIR", default=places.guest_folder(),
                        help="the folder of the guest (default: the installed one)")
    parser.add_argument("--boomslang", type=Path, metavar="PATH",
                        default=places.REPOSITORY / ".build" / "release" / "boomslang")
    parser.add_argument("--wasmkit", type=Path, metavar="PATH", default=toolchain and toolchain / "wasmkit")
    parser.add_argument("--venv", type=Path, metavar="DIR", default=places.cache_folder() / "bench-venv",
                        help="made by setup.sh")
    parser.add_argument("--native", type=shutil.which, metavar="PATH",
                        help="a Python of the guest's version (default: the one on the PATH)")
    options = parser.parse_args()
    if options.reps < 1:
        parser.error("--reps: at least 1")
    known = all_scripts()
    options.scripts = options.scripts or known
    unknown = [name for name in options.scripts if name not in known]
    if unknown:
        parser.error(f"no script named {unknown[0]}; there are: {' '.join(known)}")
    return options


def select(options):
    known = pythons.all_pythons(options.guest, options.boomslang, options.wasmkit, options.venv,
                                options.native)
    names = [python.name for python in known]
    unknown = [name for name in options.engines or [] if name not in names]
    if unknown:
        sys.exit(f"error: no engine named {unknown[0]}; there are: {', '.join(names)}")
    chosen = []
    for python in known:
        if options.engines and python.name not in options.engines:
            continue
        if python.problem:
            print(f"SKIPPED {python.name}: {python.problem}", file=sys.stderr)
        else:
            chosen.append(python)
    if not chosen:
        sys.exit("error: no engine to measure")
    return chosen


def measure(chosen, scripts, reps):
    """User CPU per engine and script. Interleaved, so that a slow minute of the machine touches all alike."""
    samples, printed = {}, {}

    def run(python, script):
        result = process.run(f"{python.name} on {script}", python.on(pythons.SCRIPTS / f"{script}.py"))
        if printed.setdefault(script, result.printed) != result.printed:
            sys.exit(f"error: {python.name} on {script} printed {result.printed!r}, not {printed[script]!r}")
        return result.user

    # Only fills caches: of the file system, and of the modules that wasmtime has compiled.
    for python in chosen:
        run(python, EMPTY)
    for _ in range(reps):
        for script in [EMPTY, *scripts]:
            for python in chosen:
                samples.setdefault((python.name, script), []).append(run(python, script))
    return samples


def main():
    options = parse_arguments()
    if not (options.guest / "guest.json").is_file():
        sys.exit(f"error: {options.guest} has no guest.json: build the guest, or give --guest")
    chosen = select(options)
    engines = [python.name for python in chosen]
    times = ScriptTimes(measure(chosen, options.scripts, options.reps), options.scripts)
    print(f"{options.reps} repetitions, interleaved; all engines print the same")
    script_report.print_times(times, engines)
    if pythons.WASMTIME in engines:
        script_report.print_ratios(times, engines, pythons.WASMTIME)
    if options.check and not script_report.check(times, engines):
        sys.exit(1)


if __name__ == "__main__":
    main()
