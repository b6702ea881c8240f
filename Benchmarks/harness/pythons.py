"""The engines that run the same CPython: how each is started on a script of python/.

Each function returns what comes before the script on the command line, or raises Unusable.
"""

import json
import shutil
import subprocess

from . import places, wasm2c
from .process import absence
from .wasm2c import Unusable

COMPILED, INTERPRETED, WASMTIME = "boomslang aot", "boomslang interpreter", "wasmtime"
SCRIPTS = places.BENCHMARKS / "python"


def _need(program, hint=None):
    problem = absence(program)
    if problem:
        raise Unusable(f"{problem}; {hint}" if hint else problem)


def _manifest(guest):
    return json.loads((guest / "guest.json").read_text())


def _home(guest):
    return guest / _manifest(guest)["home"]


def _ours(options, engine):
    return options.boomslang, "run", "--guest", options.guest, "--engine", engine


def _interpreted(options):
    _need(options.boomslang, "run swift build -c release, or give --boomslang")
    return _ours(options, "interpreter")


def _compiled(options):
    _need(options.boomslang, "run swift build -c release, or give --boomslang")
    told = subprocess.run([options.boomslang, "info", "--guest", options.guest, "--json"],
                          capture_output=True, text=True)
    if told.returncode:
        raise Unusable(f"{options.boomslang} info: {told.stderr.strip()}")
    information = json.loads(told.stdout)
    if not information["aot_available"]:
        raise Unusable(f"{options.boomslang} contains no compiled guest")
    # What it chooses by itself is the best that it has for this guest.
    if information["engine"] != "compiled":
        raise Unusable(f"the guest in {options.boomslang} is not the one in {options.guest}: build it again")
    return _ours(options, "aot")


def _wasmtime(options):
    """The guest itself; the host keeps its compiled module, so that compilation is not measured."""
    python = options.venv / "bin" / "python"
    _need(python, "run Benchmarks/setup.sh")
    host = places.REPOSITORY / "Tests" / "Regrtest" / "wasmtime_host.py"
    folders = ("--dir", f"{_home(options.guest)}::/usr:ro", "--dir", f"{SCRIPTS}::{SCRIPTS}:ro")
    module = options.guest / "boomslang.wasm"
    return python, "-B", host, module, *folders, "--env", "PYTHONHOME=/usr", "--"


def _wasmkit(options):
    """Its command line calls no functions with texts, so it gets CPython as a command, made of the same
    objects as the guest; and it shows a folder under its own name only."""
    _need(options.wasmkit, "it comes with the Swift toolchain, or give --wasmkit")
    home = _home(options.guest)
    world = ("--env", f"PYTHONHOME={home}", "--dir", home, "--dir", SCRIPTS)
    return options.wasmkit, "run", *world, options.guest / "python.wasm"


def _wasm2c(options):
    """CPython as a command, too, because our host for C knows only WASI."""
    _need(options.wasm2c, "it is in Debian's package wabt, or give --wasm2c")
    _need(options.clang, "it comes with the Swift toolchain, or give --clang")
    program = wasm2c.program(options.wasm2c, options.clang, options.guest / "python.wasm")
    return "env", "-i", f"PYTHONHOME={_home(options.guest)}", program


def _native(options):
    native = options.native
    if native is None:
        name = "python" + ".".join(_manifest(options.guest)["python"].split(".")[:2])
        native = shutil.which(name) or name
    problem = absence(native, [native, "-s", "-c", ""])
    if problem:
        raise Unusable(problem)
    return native, "-s"


# Ours first.
ENGINES = {COMPILED: _compiled, INTERPRETED: _interpreted, WASMTIME: _wasmtime,
           "wasm2c": _wasm2c, "wasmkit": _wasmkit, "native": _native}
