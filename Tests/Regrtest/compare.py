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
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
CACHE = Path(os.environ.get("BOOMSLANG_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boomslang")
EXPECTED = HERE / "expected.json"
OURS, THEIRS = "boomslang", "wasmtime"
BAD = ("failed", "error", "unexpected success", "crash", "time limit")
# More often than this no module is started again after a crash or a test that takes too long.
MOST_STARTS = 12
# Of each kind of difference, in one module.
MOST_SHOWN = 10


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="only these (default: all in modules.txt)")
    parser.add_argument("--guest", type=Path, metavar="DIR", help="the folder with python.wasm and the standard library (default: the installed guest)")
    parser.add_argument("--tests", type=Path, metavar="DIR", help='the folder with the package "test" (default: tests in the guest\'s folder)')
    parser.add_argument("--boomslang", type=Path, metavar="PATH", default=REPOSITORY / ".build/release/boomslang")
    parser.add_argument("--venv", type=Path, metavar="DIR", default=CACHE / "bench-venv", help="has wasmtime; made by Benchmarks/setup.sh")
    parser.add_argument("--engine", choices=(OURS, THEIRS), help="run only this one")
    parser.add_argument("--command", action="store_true", help="run python.wasm, CPython as a WASI command, and not the guest itself")
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
        self.guest, self.tests, self.limit = options.guest, options.tests, options.limit
        self.is_command = options.command
        self.module = self.guest / ("python.wasm" if options.command else "boomslang.wasm")
        self.needed = options.boomslang if name == OURS else options.venv / "bin/python"

    def command(self, world, arguments):
        """Both see the same files. The world has a folder for everything that is mounted, so that listing the root tells it."""
        files = [f"{HERE}::/driver:ro", f"{self.tests}::/tests:ro", f"{world / 'work'}::/work"]
        if self.name == OURS and not self.is_command:
            mounts = [part for mount in files for part in ("--mount", mount)]
            code = "import runpy; runpy.run_path('/driver/driver.py', run_name='__main__')"
            return [self.needed, "run", "--guest", self.guest, "--memory", "4096", *mounts, "-c", code, *arguments]
        files += [f"{world}::/:ro", f"{self.guest / 'usr'}::/usr:ro", f"{world / 'tmp'}::/tmp"]
        mounts = [part for mount in files for part in ("--dir", mount)]
        program = [self.needed, "wasm"] if self.name == OURS else [self.needed, "-B", HERE / "wasmtime_host.py"]
        variables = ["--env", "PYTHONHOME=/usr", "--env", "PYTHONHASHSEED=0"]
        return [*program, self.module, *mounts, *variables, "--", "/driver/driver.py", *arguments]

    def fingerprint(self):
        """What the outcomes depend on."""
        parts = [self.module, HERE / "driver.py"]
        if self.name == OURS:
            parts.append(self.needed)
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


def differences(ours, theirs):
    """Tests with different outcomes, by what that says about us."""
    known = {line.split()[0] for line in (HERE / "known.txt").read_text().splitlines() if line and line[0] != "#"}
    found = {"MISTAKE": [], "known": [], "other message": [], "too slow": [], "only in boomslang": [], "only in wasmtime": []}
    for name in sorted({**ours, **theirs}):
        one, other = ours.get(name), theirs.get(name)
        if one is None or (other is None and one[0] != "crash"):
            # Behind a crash, or the name differs from run to run.
            found["only in wasmtime" if one is None else "only in boomslang"].append((name, one, other))
        elif other is None:
            found["MISTAKE"].append((name, one, other))
        elif one[0] == other[0]:
            if one[0] in ("failed", "error") and one[1] != other[1]:
                found["other message"].append((name, one, other))
        elif one[0] == "time limit":
            found["too slow"].append((name, one, other))
        elif other[0] in ("crash", "time limit"):
            found["only in boomslang"].append((name, one, other))
        else:
            found["known" if name in known else "MISTAKE"].append((name, one, other))
    return {kind: tests for kind, tests in found.items() if tests}


def one_line(text):
    text = " | ".join(line for line in text.splitlines() if line.strip())
    return text if len(text) < 300 else text[:120] + " … " + text[-170:]


def run(options, engines, modules):
    """Module → results of the engines, as they become known."""
    with ThreadPoolExecutor(options.jobs) as pool:
        pending = [(module, [pool.submit(outcome_of, options, engine, module) for engine in engines]) for module in modules]
        for module, futures in pending:
            results = [future.result() for future in futures]
            for engine, result in zip(engines, results):
                print(f"{module:28} {engine.name:10} {summary(result)}", flush=True)
            yield module, results


def compare(options, engines, modules):
    """Prints what differs; whether nothing does that is a mistake of ours."""
    kinds, failing = collections.defaultdict(list), []
    for module, (ours, theirs) in run(options, engines, modules):
        found = differences(ours["outcomes"], theirs["outcomes"])
        kinds["same" if not found else min(found, key=list(found).index)].append(module)
        for kind, tests in found.items():
            for name, *pair in tests[:MOST_SHOWN]:
                print(f"  {kind}: {name}")
                for engine, outcome in zip(engines, pair):
                    print(f"    {engine.name:10} {'not run' if outcome is None else outcome[0] + ': ' + one_line(outcome[1])}")
            if len(tests) > MOST_SHOWN:
                print(f"  {kind}: {len(tests) - MOST_SHOWN} more")
        failing += [(name, *outcome) for name, outcome in ours["outcomes"].items()
                    if outcome[0] in BAD and theirs["outcomes"].get(name, [None])[0] == outcome[0]]
    print("\nFailing in both:")
    for name, outcome, detail in failing:
        print(f"  {outcome} {name}: {one_line(detail)}")
    print("\nModules:")
    for kind, modules in kinds.items():
        print(f"  {len(modules):4} {kind}{'' if kind == 'same' else ': ' + ' '.join(modules)}")
    return "MISTAKE" not in kinds


def essence(result):
    """What has to come out: how many tests have which outcome, and which ones do not pass."""
    outcomes = result["outcomes"]
    counts = collections.Counter(outcome for outcome, _ in outcomes.values())
    return {"counts": dict(sorted(counts.items())), "bad": sorted(name for name, (outcome, _) in outcomes.items() if outcome in BAD)}


def check(options, engine, modules):
    """Compares with expected.json, or makes it."""
    found = {module: essence(results[0]) for module, results in run(options, [engine], modules)}
    if options.write_expected:
        EXPECTED.write_text(json.dumps(found, indent=1) + "\n")
        return True
    expected = json.loads(EXPECTED.read_text())
    wrong = [module for module in modules if found[module] != expected.get(module)]
    for module in wrong:
        print(f"FAIL: {module}: {json.dumps(found[module])}, expected {json.dumps(expected.get(module))}")
    return not wrong


def main():
    options = parse_arguments()
    for needed in (options.guest / ("python.wasm" if options.command else "boomslang.wasm"), options.tests / "test"):
        if not needed.exists():
            print(f"SKIPPED CPython's tests: {needed} is not there")
            return
    names = [options.engine] if options.engine else [OURS, THEIRS]
    if options.short:
        names = [THEIRS if options.write_expected else OURS]
    engines = [Engine(name, options) for name in names]
    for engine in engines:
        if not engine.needed.exists():
            sys.exit(f"error: {engine.name}: {engine.needed} is not there")
    modules = options.modules or listed(options.short)
    if options.short:
        passed = check(options, engines[0], modules)
    elif len(engines) == 1:
        passed = all(not essence(results[0])["bad"] for _, results in run(options, engines, modules))
    else:
        passed = compare(options, engines, modules)
    if not passed:
        sys.exit(1)


if __name__ == "__main__":
    main()
