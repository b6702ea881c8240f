"""Where things are: nothing here depends on one machine."""

import os
import shutil
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent


def cache_folder():
    """Everything that is built or installed goes here, never into the checkout."""
    named = os.environ.get("BOOMSLANG_CACHE")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "boomslang"


def guest_folder():
    """CPython, where the guest's build has put it."""
    return Path(os.environ.get("BOOMSLANG_GUEST") or cache_folder() / "guest" / "current")


def toolchain_folder():
    """The Swift toolchain's programs: its clang and wasm-ld target wasm, and it ships wasmkit."""
    swiftc = shutil.which("swiftc")
    return Path(os.path.realpath(swiftc)).parent if swiftc else None
