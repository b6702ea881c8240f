"""Runs one process and tells what it took."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    user: float
    elapsed: float
    printed: str


def run(name, command):
    """One run of the command, which has to succeed; `name` is for the message when it does not."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors)
        # wait4, because it gives this one child's resource usage, not a sum over all.
        _, status, usage = os.wait4(child.pid, 0)
        elapsed = time.monotonic() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        for stream in (output, errors):
            stream.seek(0)
        if child.returncode:
            problem = errors.read().decode(errors="replace")[-2000:]
            sys.exit(f"error: {name}: exit code {child.returncode}: {problem}")
        return Run(usage.ru_utime, elapsed, output.read().decode().strip())


def absence(program, to_try=None):
    """Why a program cannot be measured; None if it can."""
    if program is None or not Path(program).exists():
        return f"{program or 'its program'} is not there"
    # A version manager's stand-in may be there for a version that is not.
    if to_try and subprocess.run(to_try, capture_output=True, stdin=subprocess.DEVNULL).returncode:
        return f"{program} does not run"
    return None
