#!/usr/bin/env python3
"""Compares WebAssembly engines on the kernels in kernels/, by user CPU. See README.md."""

import argparse
import json
import sys
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import compiled, engines, kernels, measure, places, report  # noqa: E402
from harness.engines import COMPILED, OURS, WASMTIME  # noqa: E402


def parse_arguments():
    def names(text):
        return [name for name in text.split(",") if name]

    def count(text):
        if int(text) < 1:
            raise argparse.ArgumentTypeError("at least 1")
        return int(text)

    toolchain = places.toolchain_folder()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", type=names, metavar="A,B", help="only these engines")
    parser.add_argument("--kernels", type=names, metavar="A,B", help="only these kernels")
    parser.add_argument("--reps", type=count, default=6, help="repetitions (default: 6)")
    parser.add_argument("--subject", default=OURS,
                        help=f"the engine whose speed is compared (default: {OURS})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all measurements here")
    parser.add_argument("--check", action="store_true",
                        help="exit with 1 when the subject misses a bar of harness/report.py")
    parser.add_argument("--boomslang", type=Path, metavar="PATH",
                        default=places.REPOSITORY / ".build" / "release" / "boomslang")
    parser.add_argument("--wasmkit", type=Path, metavar="PATH",
                        default=toolchain and toolchain / "wasmkit")
    parser.add_argument("--clang", type=Path, metavar="PATH",
                        default=toolchain and toolchain / "clang", help="builds the kernels")
    parser.add_argument("--venv", type=Path, metavar="FOLDER",
                        default=places.cache_folder() / "bench-venv", help="made by setup.sh")
    options = parser.parse_args()
    if options.clang is None:
        parser.error("no swiftc on the PATH: give --clang")
    return options


def select_engines(options):
    known = engines.all_engines(options.boomslang, options.wasmkit, options.venv)
    chosen = []
    for name in options.engines or known:
        if name not in known:
            sys.exit(f"error: no engine named {name}; there are: {' '.join(known)}")
        absent = known[name].missing()
        if absent:
            print(f"SKIPPED {name}: {absent[0] or 'its program'} is not there; "
                  f"{known[name].how_to_get}", file=sys.stderr)
        else:
            chosen.append(known[name])
    if not chosen:
        sys.exit("error: no engine to measure")
    return chosen


def progress(text):
    # A moving line for a person; a log gets none.
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def main():
    options = parse_arguments()
    chosen = select_engines(options)
    measured = [engine.name for engine in chosen]
    names = options.kernels or kernels.names()
    names = list(dict.fromkeys(name for name in names if name != kernels.EMPTY))
    if not names:
        sys.exit("error: no kernel to measure")
    try:
        built = [kernels.build(name, options.clang) for name in [kernels.EMPTY, *names]]
        if COMPILED in measured:
            progress("compiling the kernels ahead of time")
            compiled.build(engines.wasm2swift(options.boomslang), options.clang)
        samples = measure.measure(chosen, built, options.reps, progress)
    except (kernels.BuildError, measure.EngineError) as error:
        sys.exit(f"error: {error}")
    progress("")

    versions = {engine.name: engine.version() for engine in chosen}
    print("Engines: " + ", ".join(f"{name} {version}" for name, version in versions.items())
          + f"; {options.reps} repetitions, interleaved")
    report.print_times(samples, measured, [kernels.EMPTY, *names])

    subject = options.subject if options.subject in measured else measured[0]
    baselines = [name for name in measured if name != subject]
    others = [name for name in baselines if name != COMPILED]
    if others:
        report.print_speeds(samples, subject, others, names)
    # The table is wide enough: machine code has one of its own.
    others = [name for name in (OURS, WASMTIME) if name in measured]
    if COMPILED in measured and subject != COMPILED and others:
        report.print_speeds(samples, COMPILED, others, names)
    if options.json:
        write_json(options, subject, samples, versions,
                   report.summary(samples, subject, baselines, names))
    # The subject that was asked for: a stand-in must not pass for it.
    if options.check and not report.check(samples, options.subject, measured, names):
        sys.exit(1)


def write_json(options, subject, samples, versions, summary):
    def nested(times):
        result = {}
        for (engine, kernel), values in times.items():
            result.setdefault(engine, {})[kernel] = values
        return result

    content = {"reps": options.reps, "engines": versions,
               "user_cpu_seconds": nested(samples.whole),
               "call_user_cpu_seconds": nested(samples.calls),
               "subject": subject, "speed_of_subject": summary}
    options.json.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
