"""The engines that run the same CPython: how each is started on a script of python/."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import places
from .process import absence

COMPILED, INTERPRETED = "boomslang aot", "boomslang interpreter"
WASMTIME, WASMKIT, NATIVE = "wasmtime", "wasmkit", "native"
SCRIPTS = places.BENCHMARKS / "python"


@dataclass(frozen=True)
class Python:
    name: str
    # What comes before the script.
    command: tuple
    # Why it cannot be measured, if so.
    problem: str | None

    def on(self, script):
        return [str(part) for part in (*self.command, script)]


def all_pythons(guest, boomslang, wasmkit, venv, native):
    """Ours first."""
    guest = guest.resolve()
    return [
        _ours(COMPILED, guest, boomslang, "aot", _why_not_compiled(boomslang, guest)),
        _ours(INTERPRETED, guest, boomslang, "interpreter", absence(boomslang)),
        _wasmtime(guest, venv),
        _wasmkit(guest, wasmkit),
        _native(guest, native),
    ]


def _manifest(guest):
    return json.loads((guest / "guest.json").read_text())


def _ours(name, guest, boomslang, engine, problem):
    return Python(name, (boomslang, "run", "--guest", guest, "--engine", engine), problem)


def _why_not_compiled(boomslang, guest):
    problem = absence(boomslang)
    if problem:
        return problem
    told = subprocess.run([boomslang, "info", "--guest", guest, "--json"], capture_output=True, text=True)
    if told.returncode:
        return f"{boomslang} info: {told.stderr.strip()}"
    information = json.loads(told.stdout)
    if not information["aot_available"]:
        return f"{boomslang} contains no compiled guest"
    # What it chooses by itself is the best that it has for this guest.
    if information["engine"] != "compiled":
        return f"the guest in {boomslang} is not the one in {guest}: build it again"
    return None


def _wasmtime(guest, venv):
    """The guest itself; the host keeps its compiled module, so that compilation is not measured."""
    python = Path(venv) / "bin" / "python"
    host = places.REPOSITORY / "Tests" / "Regrtest" / "wasmtime_host.py"
    folders = ("--dir", f"{guest / _manifest(guest)['home']}::/usr:ro", "--dir", f"{SCRIPTS}::{SCRIPTS}:ro")
    command = (python, "-B", host, guest / "boomslang.wasm", *folders, "--env", "PYTHONHOME=/usr", "--")
    return Python(WASMTIME, command, absence(python))


def _wasmkit(guest, wasmkit):
    """Its command line calls no functions with texts, so it gets CPython as a command, made of the same
    objects as the guest; and it shows a folder under its own name only."""
    home = guest / _manifest(guest)["home"]
    world = ("--env", f"PYTHONHOME={home}", "--dir", home, "--dir", SCRIPTS)
    return Python(WASMKIT, (wasmkit, "run", *world, guest / "python.wasm"), absence(wasmkit))


def _native(guest, native):
    if native is None:
        major, minor, _ = _manifest(guest)["python"].split(".", 2)
        native = shutil.which(f"python{major}.{minor}") or f"python{major}.{minor}"
    return Python(NATIVE, (native, "-s"), absence(native, [native, "-s", "-c", ""]))
