"""Where things are: nothing here depends on one machine."""

import os
import shutil
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent
REPOSITORY = BENCHMARKS.parent


def cache_folder():
    """Everything that is built or installed goes here, never into the checkout."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "boomslang"


def toolchain_folder():
    """The Swift toolchain's programs: its clang and wasm-ld target wasm, and it ships wasmkit."""
    swiftc = shutil.which("swiftc")
    return Path(os.path.realpath(swiftc)).parent if swiftc else None
