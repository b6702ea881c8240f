"""Runs in the guest: one module of CPython's test package, with a line of JSON in RESULTS for every test.

usage: driver.py MODULE RESULTS [DONE]

A test has a line when it starts and one when it has ended, so that the host knows which one brought the guest down.
DONE is a file with the ids of tests that are not to be run again, one a line.
"""

import collections
import importlib
import json
import os
import random
import re
import sys
import traceback
import types
import unittest

# The tests, and not this folder.
sys.path[:] = ["/tests", *(folder for folder in sys.path if folder != os.path.dirname(__file__))]
os.chdir("/work/scratch")
from test import support  # noqa: E402
from test.support import os_helper  # noqa: E402

# Tests tidy up in all of sys.path. Removing what is not there from a read-only folder says that the folder is read-only.
remove = os_helper._unlink
os_helper._unlink = lambda path: os.path.lexists(path) and remove(path)


class Recorder(unittest.TestResult):
    """Writes the outcome of each test; the worst one when a test has several (sub-tests, clean-up)."""

    ORDER = ["passed", "skipped", "expected failure", "unexpected success", "failed", "error"]

    def __init__(self, write):
        super().__init__()
        self.write = write
        self.outcome = self.detail = None

    def startTest(self, test):
        super().startTest(test)
        self.outcome, self.detail = "passed", ""
        self.write(start=key(test))

    def stopTest(self, test):
        super().stopTest(test)
        self.write(id=key(test), outcome=self.outcome, detail=self.detail)
        self.outcome = None

    def note(self, test, outcome, detail=""):
        if self.outcome is None:  # not a test: setUpClass and its like
            self.write(id=key(test), outcome=outcome, detail=detail)
        elif self.ORDER.index(outcome) > self.ORDER.index(self.outcome):
            self.outcome, self.detail = outcome, detail

    def addError(self, test, err):
        lacks_tests_in_c = isinstance(err[1], ModuleNotFoundError) and (err[1].name or "").startswith("_test")
        self.note(test, "skipped" if lacks_tests_in_c else "error", describe(err[1]))

    def addFailure(self, test, err):
        self.note(test, "failed", describe(err[1]))

    def addSubTest(self, test, subtest, err):
        if err is not None:
            outcome = "failed" if issubclass(err[0], test.failureException) else "error"
            self.note(test, outcome, f"{subtest._subDescription()}: {describe(err[1])}")

    def addSkip(self, test, reason):
        self.note(test, "skipped", reason)

    def addExpectedFailure(self, test, err):
        self.note(test, "expected failure")

    def addUnexpectedSuccess(self, test):
        self.note(test, "unexpected success")


def describe(error):
    """What went wrong, without what differs from run to run."""
    text = "".join(traceback.format_exception_only(error)).strip()
    return re.sub(r"0x[0-9a-f]+|\btmp[a-z0-9_]{8}\b", "…", text)[:1000]


def key(test):
    return getattr(test, "regrtest_key", None) or test.id()


def prepare(suite, done, seen):
    """Names all tests, the second of the same id with #2, and takes out those that are done."""
    remaining = []
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            prepare(test, done, seen)
            remaining.append(test)
            continue
        name = test.id()
        seen[name] = seen.get(name, 0) + 1
        test.regrtest_key = name if seen[name] == 1 else f"{name}#{seen[name]}"
        if test.regrtest_key not in done:
            remaining.append(test)
    suite._tests = remaining


class StandIn(types.ModuleType):
    """A module for tests of CPython's C code, which the guest lacks: a test that calls something in it is skipped. What
    modules call while they are loaded asks for settings; none is set."""

    running = False

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def absent(*arguments, **named):
            if not StandIn.running:
                return collections.defaultdict(bool)
            raise unittest.SkipTest(f"needs {self.__name__}")

        return absent


def load(module):
    """The module. Most of one that needs modules for tests of CPython's C code, sockets or processes works without."""
    wanted = set()
    while True:
        try:
            return importlib.import_module("test." + module)
        except (unittest.SkipTest, ModuleNotFoundError) as problem:
            found = re.search(r"\b_test\w+|socket support|subprocess", str(problem))
            if not found or found[0] in wanted:
                raise
            wanted.add(found[0])
            if found[0] == "subprocess":
                support.has_subprocess_support = True
            elif found[0] == "socket support":
                support.has_socket_support = True
            else:
                sys.modules[found[0]] = StandIn(found[0])


def main():
    module, results = sys.argv[1:3]
    done = set()
    if len(sys.argv) > 3:
        with open(sys.argv[3], encoding="utf-8") as file:
            done.update(file.read().split("\n"))
    output = open(results, "a", encoding="utf-8")

    def write(**line):
        output.write(json.dumps(line) + "\n")
        output.flush()

    random.seed(0)
    # What CPython's own runner enables without -u: nothing.
    support.use_resources = []
    support.verbose = 0
    try:
        loader = unittest.TestLoader()
        suite = loader.loadTestsFromModule(load(module))
        for error in loader.errors:
            write(id=f"{module} (loading)", outcome="error", detail=error.strip().splitlines()[-1])
        prepare(suite, done, {})
        StandIn.running = True
        suite.run(Recorder(write))
    except unittest.SkipTest as skip:
        write(id=f"{module} (module)", outcome="skipped", detail=str(skip))
    except BaseException as error:
        traceback.print_exc()
        write(id=f"{module} (module)", outcome="error", detail=describe(error))
    write(finished=True)
    output.close()
    # What tests leave behind must not hold up the end.
    sys.stdout.flush()
    os._exit(0)


main()
