"""Runs kernels in engines and keeps the user CPU of each run."""

import os
import statistics
import subprocess
import tempfile
import threading

from .kernels import EMPTY

# Far beyond any kernel's time: only an engine that hangs meets it.
TIME_LIMIT = 300


class EngineError(Exception):
    pass


def run_once(engine, kernel):
    """(user CPU of the whole process, what it printed); an error if the checksum is wrong."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(engine.command(kernel.path), stdin=subprocess.DEVNULL,
                                 stdout=output, stderr=errors)
        watchdog = threading.Timer(TIME_LIMIT, child.kill)
        watchdog.start()
        try:
            # wait4, because it gives this one child's resource usage, not a sum over all.
            _, status, usage = os.wait4(child.pid, 0)
        finally:
            watchdog.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for stream in (output, errors):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))

    if child.returncode != 0:
        raise EngineError(f"{engine.name} failed on {kernel.name}, exit code {child.returncode}:\n"
                          + (texts[1] or texts[0])[-2000:])
    try:
        result = engine.read(texts[0])
    except (ValueError, IndexError, TypeError, KeyError) as error:
        raise EngineError(f"{engine.name} on {kernel.name} printed: {texts[0][-500:]!r}") from error
    if result.value != kernel.checksum:
        raise EngineError(f"{engine.name} on {kernel.name}: checksum 0x{result.value:08x}, "
                          f"expected 0x{kernel.checksum:08x}")
    return usage.ru_utime, result


class Samples:
    """The measurements: per engine and kernel, one number per repetition."""

    def __init__(self):
        self.whole = {}
        self.calls = {}

    def add(self, engine, kernel, whole, result):
        self.whole.setdefault((engine, kernel), []).append(whole)
        if result.call is not None:
            self.calls.setdefault((engine, kernel), []).append(result.call)

    def time(self, engine, kernel, measure, pick=min):
        """`whole` process, `net` of start-up, or the `call` alone (net where that is unknown)."""
        if measure == "call" and (engine, kernel) in self.calls:
            return pick(self.calls[engine, kernel])
        whole = pick(self.whole[engine, kernel])
        if measure == "whole":
            return whole
        return max(whole - pick(self.whole[engine, EMPTY]), 1e-6)

    def speed(self, subject, baseline, kernel, measure):
        """How many times as fast as the baseline the subject is, by the best runs."""
        return self.time(baseline, kernel, measure) / self.time(subject, kernel, measure)

    def geomean_speed(self, subject, baseline, kernels, measure):
        return statistics.geometric_mean(
            self.speed(subject, baseline, kernel, measure) for kernel in kernels)


def measure(engines, kernels, reps, progress):
    """Interleaved, so that a slow minute of the machine touches every engine and kernel alike."""
    samples = Samples()
    for rep in range(reps):
        for kernel in kernels:
            progress(f"rep {rep + 1} of {reps}: {kernel.name}")
            for engine in engines:
                whole, result = run_once(engine, kernel)
                samples.add(engine.name, kernel.name, whole, result)
    return samples
