#!/usr/bin/env python3
"""Runs CPython's own tests on one guest in boomslang and in wasmtime, and compares the outcome of every test.

What differs is a mistake of ours, or of the test. What fails in both is what the guest or WASI cannot do.
See README.md.
"""

import argparse
import collections
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CACHE = Path(os.environ.get("BOOMSLANG_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boomslang")
OURS, THEIRS = "boomslang", "wasmtime"
BAD = ("failed", "error", "unexpected success", "crash", "time limit")
# More often than this no module is started again after a crash or a test that takes too long.
MOST_STARTS = 12


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="only these (default: all in modules.txt)")
    parser.add_argument("--guest", type=Path, metavar="DIR", help="the folder with python.wasm and the standard library (default: the installed guest)")
    parser.add_argument("--tests", type=Path, metavar="DIR", help='the folder with the package "test" (default: tests in the guest\'s folder)')
    parser.add_argument("--boomslang", type=Path, metavar="PATH", default=REPOSITORY / ".build/release/boomslang")
    parser.add_argument("--venv", type=Path, metavar="DIR", default=CACHE / "bench-venv", help="has wasmtime; made by Benchmarks/setup.sh")
    parser.add_argument("--engine", choices=(OURS, THEIRS), help="run only this one")
    parser.add_argument("--short", action="store_true", help='only what modules.txt calls "short", in boomslang, against expected.json')
    parser.add_argument("--write-expected", action="store_true", help="with --short: what wasmtime says becomes expected.json")
    parser.add_argument("--limit", type=float, default=120, metavar="SECONDS", help="for one test (default: 120)")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep outcomes here, and use those that are there from the same engine and guest")
    options = parser.parse_args()
    options.guest = options.guest or Path(os.environ.get("BOOMSLANG_GUEST") or CACHE / "guest" / "current")
    options.tests = options.tests or options.guest / "tests"
    return options


def listed(short):
    modules = []
    for line in (HERE / "modules.txt").read_text().splitlines():
        name, *marks = line.split("#")[0].split() or [""]
        if name and (not short or "short" in marks):
            modules.append(name)
    return modules


class Engine:
    """An engine, and how it is told to run the guest."""

    def __init__(self, name, options):
        self.name = name
        if name == OURS:
            self.program, needed = [options.boomslang, "wasm"], options.boomslang
        else:
            self.program, needed = [options.venv / "bin/python", "-B", HERE / "wasmtime_host.py"], options.venv / "bin/python"
        self.missing = None if needed.exists() else needed
        self.guest = options.guest
        self.tests = options.tests
        self.limit = options.limit

    def command(self, world, arguments):
        """The world has a folder for everything that is mounted, so that listing the root tells it."""
        mounts = [f"{world}::/:ro", f"{self.guest / 'usr'}::/usr:ro", f"{HERE}::/driver:ro", f"{self.tests}::/tests:ro",
                  f"{world / 'work'}::/work", f"{world / 'tmp'}::/tmp"]
        options = [part for mount in mounts for part in ("--dir", mount)]
        for variable in ("PYTHONHOME=/usr", "PYTHONHASHSEED=0"):
            options += ["--env", variable]
        return [*self.program, self.guest / "python.wasm", *options, "--", "/driver/driver.py", *arguments]

    def fingerprint(self):
        """What the outcomes depend on."""
        parts = [self.guest / "python.wasm", HERE / "driver.py"]
        if self.name == OURS:
            parts.append(self.program[0])
        return hashlib.sha256(b"".join(hashlib.sha256(part.read_bytes()).digest() for part in parts)).hexdigest()[:16]


def run_module(engine, module):
    """Outcome and detail by test; starts again behind a test that brought the guest down or took too long."""
    outcomes, start = {}, time.monotonic()
    for _ in range(MOST_STARTS):
        with tempfile.TemporaryDirectory(prefix="regrtest-") as name:
            world = Path(name)
            for folder in ("usr", "driver", "tests", "tmp", "work/scratch"):
                (world / folder).mkdir(parents=True)
            work = world / "work"
            (work / "done").write_text("\n".join(outcomes))
            ending, log = run_guest(engine, world, module)
            running, finished = None, False
            for line in read_lines(work / "results"):
                if "start" in line:
                    running = line["start"]
                elif "id" in line:
                    outcomes[line["id"]] = [line["outcome"], line["detail"]]
                    running = None
                else:
                    finished = True
        if finished and not ending:
            break
        if finished or running is None:
            # Nothing to leave out the next time.
            outcomes[f"{module} (module)"] = [ending or "crash", log]
            break
        outcomes[running] = [ending or "crash", log]
    return {"outcomes": outcomes, "seconds": round(time.monotonic() - start, 1)}


def run_guest(engine, world, module):
    """How it ended, if not by itself, and the end of what it wrote."""
    results, log_file = world / "work" / "results", world / "work" / "log"
    results.touch()
    with open(log_file, "wb") as log:
        command = [str(part) for part in engine.command(world, [module, "/work/results", "/work/done"])]
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        ending, size, since = None, 0, time.monotonic()
        while ending is None:
            try:
                ending = "crash" if child.wait(timeout=0.2) else ""
            except subprocess.TimeoutExpired:
                if results.stat().st_size != size:
                    size, since = results.stat().st_size, time.monotonic()
                elif time.monotonic() - since > engine.limit:
                    child.kill()
                    child.wait()
                    ending = "time limit"
    return ending, log_file.read_text(errors="replace")[-2000:]


def read_lines(path):
    for line in path.read_text(errors="replace").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            pass  # the guest ended while writing it


def kept(options, engine, module):
    return options.keep and options.keep / f"{engine.name}-{engine.fingerprint()}-{module}.json"


def outcome_of(options, engine, module):
    file = kept(options, engine, module)
    if file and file.exists():
        return json.loads(file.read_text())
    result = run_module(engine, module)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(result, indent=1))
    return result


def summary(result):
    counts = collections.Counter(outcome for outcome, _ in result["outcomes"].values())
    text = ", ".join(f"{counts[name]} {name}" for name in ("passed", "skipped", "expected failure", *BAD) if counts[name])
    return f"{text or 'nothing'} ({result['seconds']} s)"


def differences(first, second):
    """Tests whose outcome differs, and tests with the same outcome that failed in another way."""
    outcomes, details = [], []
    for name in sorted({**first, **second}):
        one, other = first.get(name, ["not run", ""]), second.get(name, ["not run", ""])
        if one[0] != other[0]:
            outcomes.append((name, one, other))
        elif one[0] in BAD and one[0] not in ("crash", "time limit") and one[1] != other[1]:
            details.append((name, one, other))
    return outcomes, details


def one_line(text):
    text = " | ".join(line for line in text.splitlines() if line.strip())
    return text if len(text) < 300 else text[:120] + " … " + text[-170:]


def compare(options, engines, modules):
    from concurrent.futures import ThreadPoolExecutor

    same, different, failing = 0, [], []
    with ThreadPoolExecutor(options.jobs) as pool:
        pending = [(module, [pool.submit(outcome_of, options, engine, module) for engine in engines]) for module in modules]
        for module, futures in pending:
            results = [future.result() for future in futures]
            for engine, result in zip(engines, results):
                print(f"{module:28} {engine.name:10} {summary(result)}", flush=True)
            bad = {name: outcome for name, outcome in results[0]["outcomes"].items() if outcome[0] in BAD}
            outcomes, details = [], []
            if len(results) == 2:
                outcomes, details = differences(*(result["outcomes"] for result in results))
            reached = [entry for entry in outcomes if "not run" not in (entry[1][0], entry[2][0])]
            if len(reached) < len(outcomes):
                print(f"  {len(outcomes) - len(reached)} tests were run in one of them only")
            for name, *pair in reached:
                print(f"  DIFFERENT {name}")
                for engine, (outcome, detail) in zip(engines, pair):
                    print(f"    {engine.name:10} {outcome}: {one_line(detail)}")
            for name, *pair in details:
                print(f"  fails differently {name}")
                for engine, (outcome, detail) in zip(engines, pair):
                    print(f"    {engine.name:10} {outcome}: {one_line(detail)}")
            known = {name for name, *_ in outcomes + details}
            failing += [(name, outcome, detail) for name, (outcome, detail) in bad.items() if name not in known]
            different += [module] if outcomes else []
            same += not outcomes
    print(f"\nFailing in {' and '.join(engine.name for engine in engines)}:")
    for name, outcome, detail in failing:
        print(f"  {outcome} {name}: {one_line(detail)}")
    if len(engines) == 2:
        print(f"\n{same} modules with the same outcomes, {len(different)} with different ones: {' '.join(different) or 'none'}")
    return not different


def main():
    options = parse_arguments()
    for needed in (options.guest / "python.wasm", options.tests / "test"):
        if not needed.exists():
            print(f"SKIPPED CPython's tests: {needed} is not there")
            return
    names = [options.engine] if options.engine else [OURS, THEIRS]
    engines = [Engine(name, options) for name in names]
    for engine in engines:
        if engine.missing:
            sys.exit(f"error: {engine.name}: {engine.missing} is not there")
    if not compare(options, engines, options.modules or listed(options.short)):
        sys.exit(1)


if __name__ == "__main__":
    main()
