"""The engines: how to run a kernel in each, and how to read what it prints."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import compiled
from .places import BENCHMARKS

OURS, COMPILED, WASMTIME = "boomslang", "boomslang aot", "wasmtime"


@dataclass(frozen=True)
class Output:
    value: int
    # User CPU of the call alone, from engines that we host ourselves.
    call: float | None = None


@dataclass(frozen=True)
class Engine:
    name: str
    # All that must exist for this engine to run.
    needs: tuple
    how_to_get: str
    before_file: tuple
    after_file: tuple
    read: object
    version_command: tuple

    def missing(self):
        return [path for path in self.needs if path is None or not Path(path).exists()]

    def command(self, wasm):
        return [str(part) for part in (*self.before_file, wasm, *self.after_file)]

    def version(self):
        run = subprocess.run(self.version_command, text=True, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return run.stdout.strip() if run.returncode == 0 else "unknown"


def _unsigned(value):
    # Engines differ in how they print an i32; its 32 bits are what must agree.
    return int(value) & 0xFFFFFFFF


def _read_lines(text):
    return Output(_unsigned(text.split()[0]))


def _read_wasmkit(text):
    return Output(_unsigned(re.search(r"i32\((-?\d+)\)", text)[1]))


def _read_host(text):
    report = json.loads(text)
    return Output(_unsigned(report["value"]), report["call"])


def _hosted(name, package, python):
    # -E -s: only the venv's own packages; -B: no bytecode files in the checkout.
    script = BENCHMARKS / "hosts" / f"{name}_host.py"
    return Engine(name, (python,), "run Benchmarks/setup.sh",
                  (python, "-B", "-E", "-s", script), (), _read_host,
                  (python, "-c", f"import importlib.metadata as m; print(m.version('{package}'))"))


def wasm2swift(boomslang):
    """They are built together."""
    return Path(boomslang).with_name("wasm2swift")


def all_engines(boomslang, wasmkit, venv):
    """By name, ours first."""
    python = Path(venv) / "bin" / "python"
    engines = [
        Engine(OURS, (boomslang,), "run swift build -c release, or give --boomslang",
               (boomslang, "wasm"), ("--invoke", "run"), _read_lines,
               (boomslang, "--version")),
        # The program with the kernels is built before the first run.
        Engine(COMPILED, (boomslang, wasm2swift(boomslang), compiled.swift()),
               "run swift build -c release, with swiftc on the PATH", (compiled.program(),), (), _read_host,
               (boomslang, "--version")),
        # Its defaults are its fastest: direct threading, lazy translation.
        Engine("wasmkit", (wasmkit,), "comes with the Swift toolchain, or give --wasmkit",
               (wasmkit, "run"), ("run",), _read_wasmkit, (wasmkit, "--version")),
        _hosted("wasm3", "pywasm3", python),
        _hosted(WASMTIME, WASMTIME, python),
    ]
    return {engine.name: engine for engine in engines}
