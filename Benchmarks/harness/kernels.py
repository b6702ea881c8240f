"""Builds the kernels from C to wasm, into the cache."""

import hashlib
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .places import BENCHMARKS, cache_folder

SOURCES = BENCHMARKS / "kernels"

# The kernel that does nothing: its time is an engine's start-up.
EMPTY = "empty"

# The features are named one by one because clang's default set also writes table indices in a
# long form that wasm3 0.5 rejects, while every engine here knows these four.
FLAGS = [
    "-O2", "--target=wasm32", "-mcpu=mvp", "-mbulk-memory", "-msign-ext",
    "-mnontrapping-fptoint", "-mmutable-globals", "-nostdlib",
    "-Wl,--no-entry", "-Wl,--export=run",
]


class BuildError(Exception):
    pass


@dataclass(frozen=True)
class Kernel:
    name: str
    path: Path
    checksum: int


def names():
    """Every kernel but the empty one."""
    return sorted(path.stem for path in SOURCES.glob("*.c") if path.stem != EMPTY)


def build(name, clang):
    """The kernel's wasm file; its name holds a hash of all that goes into it."""
    source = SOURCES / f"{name}.c"
    if not source.is_file():
        raise BuildError(f"no kernel named {name}; there are: {' '.join(names())}")
    text = source.read_bytes()
    stated = re.search(rb"^// checksum 0x([0-9a-f]{8})$", text, re.MULTILINE)
    if not stated:
        raise BuildError(f"{source.name} does not state its checksum")

    digest = hashlib.sha256(" ".join(FLAGS).encode())
    digest.update(_version(clang))
    digest.update(text)
    for header in sorted(SOURCES.glob("*.h")):
        digest.update(header.read_bytes())
    target = cache_folder() / "bench-kernels" / f"{name}-{digest.hexdigest()[:16]}.wasm"
    if not target.is_file():
        _compile(clang, source, target)
    return Kernel(name, target, int(stated[1], 16))


def _version(clang):
    try:
        return subprocess.run([clang, "--version"], check=True, stdout=subprocess.PIPE).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError(f"cannot run {clang}: {error}") from error


def _compile(clang, source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    # Moved into place when complete, so that an interrupted build leaves no broken file behind.
    partial = target.with_suffix(f".{os.getpid()}")
    command = [clang, *FLAGS, source, "-o", partial]
    if subprocess.run(command).returncode != 0:
        raise BuildError(f"{source.name} does not compile")
    partial.replace(target)
