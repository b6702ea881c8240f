#!/usr/bin/env python3
"""How fast modules load: start-up of a large module, and parse + validate + translate of everything.

Uses SQLite's shell (built by Tests/Programs/build.sh), as it is, with its functions five times over (the size of
CPython), and forty-five times over.

usage: load.py [--boomslang PATH] [--wasmkit PATH] [--reps N]
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = Path(os.environ.get("BOOMSLANG_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boomslang")


def run(command):
    """Runs a command; returns elapsed and processor seconds and what it wrote to standard error."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(map(str, command))}: {errors}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, errors


def module(times):
    source = CACHE / "programs" / "sqlite3.wasm"
    if not source.exists():
        sys.exit(f"{source} is not there; run Tests/Programs/build.sh")
    if times == 1:
        return source
    target = CACHE / "bench-load" / f"sqlite3-{source.stat().st_size}-{times}.wasm"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, HERE / "replicate.py", source, str(times), target], check=True)
    return target


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boomslang", default=HERE.parent / ".build/release/boomslang")
    parser.add_argument("--wasmkit", default=shutil.which("wasmkit"))
    parser.add_argument("--reps", type=int, default=10)
    options = parser.parse_args()
    for times in (1, 5, 45):
        path = module(times)
        size = path.stat().st_size
        print(f"\nsqlite3 x {times}: {size / 1e6:.1f} MB")
        engines = {"boomslang": [options.boomslang, "wasm", path, "--", "-version"]}
        if options.wasmkit:
            engines["wasmkit"] = [options.wasmkit, "run", path, "-version"]
        best = {}
        for _ in range(options.reps if times < 45 else 3):
            for name, command in engines.items():
                elapsed, processor, _ = run(command)
                previous = best.get(name, (9e9, 9e9))
                best[name] = (min(previous[0], elapsed), min(previous[1], processor))
        for name, (elapsed, processor) in best.items():
            print(f"  start and -version, {name:10} {elapsed * 1e3:8.1f} ms elapsed {processor * 1e3:8.1f} ms processor")
        rates = [re.findall(r"with loading (\d+) MB/s", run([options.boomslang, "wasm", path, "--check", "--stats"])[2]) for _ in range(options.reps)]
        print(f"  everything: {max(int(r[0]) for r in rates)} MB/s of code per processor second, {max(int(r[1]) for r in rates)} MB/s elapsed")


if __name__ == "__main__":
    main()
