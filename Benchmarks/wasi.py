#!/usr/bin/env python3
"""Compares how fast WASI engines work on files, by processor time (user and system). See README.md."""

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import places  # noqa: E402

OURS = "boomslang"
SOURCE = places.BENCHMARKS / "wasi" / "files.c"
FILE_SIZE = 64 << 20
# At least this fast as the better of the others.
BAR = 1.0


@dataclass(frozen=True)
class Work:
    name: str
    arguments: tuple
    # What the program has to print.
    count: int


def all_work(entries):
    listed = entries + 2
    return [
        Work("write 4 KiB", ("write", "new", 4096, FILE_SIZE // 4096), FILE_SIZE),
        Work("write 64 KiB", ("write", "new", 65536, FILE_SIZE // 65536 * 4), FILE_SIZE * 4),
        Work("write 1 MiB", ("write", "new", 1 << 20, FILE_SIZE // (1 << 20) * 4), FILE_SIZE * 4),
        Work("read 4 KiB", ("read", "data", 4096, 4), FILE_SIZE * 4),
        Work("read 64 KiB", ("read", "data", 65536, 16), FILE_SIZE * 16),
        Work("read 1 MiB", ("read", "data", 1 << 20, 16), FILE_SIZE * 16),
        Work("fd_readdir 32 KiB", ("list-raw", "folder", 32768, 20), listed * 20),
        Work("fd_readdir 4 KiB", ("list-raw", "folder", 4096, 5), listed * 5),
        Work("readdir of libc", ("list", "folder", 0, 5), listed * 5),
        Work("stat", ("stat", "deep/er/file", 0, 50_000), 50_000),
        Work("open and close", ("open", "deep/er/file", 0, 50_000), 50_000),
    ]


NOTHING = Work("nothing", ("nothing",), 0)


def parse_arguments():
    toolchain = places.toolchain_folder()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=6, help="repetitions (default: 6)")
    # The others take time that grows with the square of this.
    parser.add_argument("--entries", type=int, default=1000, help="files in the directory that is listed (default: 1000)")
    parser.add_argument("--check", action="store_true", help=f"exit with 1 when {OURS} is slower than the better of the others")
    parser.add_argument("--boomslang", type=Path, metavar="PATH", default=places.REPOSITORY / ".build" / "release" / "boomslang")
    parser.add_argument("--wasmkit", type=Path, metavar="PATH", default=toolchain and toolchain / "wasmkit")
    parser.add_argument("--clang", type=Path, metavar="PATH", default=toolchain and toolchain / "clang")
    parser.add_argument("--venv", type=Path, metavar="FOLDER", default=places.cache_folder() / "bench-venv", help="made by setup.sh")
    parser.add_argument("--folder", type=Path, help="where to work: a folder on the file system to measure (default: a temporary one)")
    options = parser.parse_args()
    # The engines run in another folder.
    options.boomslang, options.venv = options.boomslang.absolute(), options.venv.absolute()
    return options


def build(clang):
    """The program, in the cache; it needs the C library that Tests/Programs/build.sh unpacks."""
    work = places.cache_folder() / "programs-build"
    sysroot = work / "sysroot" / "usr"
    builtins = list(sysroot.glob("lib/llvm-*/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a"))
    if clang is None or not builtins:
        sys.exit("error: no clang, or no C library for WASI: run Tests/Programs/build.sh")
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    target = places.cache_folder() / "bench-kernels" / f"wasi-files-{digest}.wasm"
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}")
        subprocess.run([clang, "--no-default-config", "--target=wasm32-wasip1", f"--sysroot={sysroot}", "-nodefaultlibs", "-O2",
                        SOURCE, "-lc", builtins[0], "-o", partial], check=True)
        partial.replace(target)
    return target


def engines(options):
    """Name → what comes before and after the module's path, for those that are there."""
    python = options.venv / "bin" / "python"
    host = places.BENCHMARKS / "hosts" / "wasmtime_wasi_host.py"
    known = {
        OURS: (options.boomslang, [options.boomslang, "wasm", "--dir", "."], ["--"]),
        "wasmkit": (options.wasmkit, [options.wasmkit, "run", "--dir", "."], []),
        "wasmtime": (python, [python, "-B", "-E", "-s", host], []),
    }
    present = {}
    for name, (needed, before, after) in known.items():
        if needed is None or not Path(needed).exists():
            print(f"SKIPPED {name}: {needed or 'its program'} is not there", file=sys.stderr)
        else:
            present[name] = (before, after)
    return present


def prepare(folder, entries):
    (folder / "data").write_bytes(b"x" * FILE_SIZE)
    (folder / "folder").mkdir()
    for number in range(entries):
        (folder / "folder" / f"file number {number}").touch()
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "file").write_text("text")


def run_once(name, engine, program, work, folder):
    """Processor seconds of the process, or what went wrong."""
    before, after = engine
    command = [*before, program, *after, *work.arguments]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen([str(part) for part in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        text = output.read().decode(errors="replace").strip()
        if child.returncode != 0 or text != str(work.count):
            problem = errors.read().decode(errors="replace").strip()[-300:]
            return None, f"{name} on {work.name}: exit code {child.returncode}, printed {text!r}, not {work.count}: {problem}"
    (folder / "new").unlink(missing_ok=True)
    return usage.ru_utime + usage.ru_stime, None


def measure(present, program, works, reps, folder):
    """Interleaved, so that a slow minute of the machine touches all engines alike; and in turns, because the first to
    write pays for memory that the others find ready."""
    times, failures = {}, {}
    for rep in range(reps):
        for work in [NOTHING, *works]:
            turn = list(present.items())
            turn = turn[rep % len(turn):] + turn[:rep % len(turn)]
            for name, engine in turn:
                if (name, work.name) in failures:
                    continue
                result, failure = run_once(name, engine, program, work, folder)
                if failure:
                    failures[name, work.name] = failure
                    continue
                times.setdefault((name, work.name), []).append(result)
    return times, failures


def main():
    options = parse_arguments()
    program = build(options.clang)
    present = engines(options)
    if OURS not in present or len(present) < 2:
        sys.exit("error: nothing to compare")
    works = all_work(options.entries)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        prepare(folder, options.entries)
        # Module files are copied beside the data: some engines look only there.
        shutil.copy(program, folder / "files.wasm")
        times, failures = measure(present, "files.wasm", works, options.reps, folder)
    for failure in failures.values():
        print(f"FAILED {failure}", file=sys.stderr)

    def net(engine, work, pick=min):
        values = times.get((engine, work.name))
        return values and max(pick(values) - min(times[engine, NOTHING.name]), 1e-4)

    print(f"Processor seconds net of start-up, best (median) of {options.reps}; speed of {OURS} against the better of the others")
    print(f"{'':20}" + "".join(f"{engine:>20}" for engine in present) + f"{'speed':>10}")
    slower = []
    for work in works:
        cells = [f"{net(e, work):.3f} ({net(e, work, statistics.median):.3f})" if net(e, work) else "failed" for e in present]
        others = [net(e, work) for e in present if e != OURS and net(e, work)]
        speed = min(others) / net(OURS, work) if others and net(OURS, work) else 0
        if speed < BAR:
            slower.append(work.name)
        print(f"{work.name:20}" + "".join(f"{cell:>20}" for cell in cells) + f"{speed:>9.2f}x")
    if options.check and (slower or any(engine == OURS for engine, _ in failures)):
        sys.exit("FAIL: slower on " + ", ".join(slower))


if __name__ == "__main__":
    main()
