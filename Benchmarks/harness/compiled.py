"""Builds the kernels ahead of time: from wasm to Swift to a program, in the cache.

SwiftPM knows what of it is up to date: the engine in the checkout, the host, and the files that wasm2swift
leaves alone when they would stay the same.
"""

import hashlib
import os
import subprocess

from . import kernels, places

PACKAGE = places.BENCHMARKS / "hosts" / "compiled"


def _folder():
    # Checkouts do not share it: each has an engine of its own.
    key = hashlib.sha256(str(places.REPOSITORY).encode()).hexdigest()[:16]
    return places.cache_folder() / "bench-compiled" / key


def swift():
    toolchain = places.toolchain_folder()
    return toolchain and toolchain / "swift"


def program():
    return _folder() / ".build" / "release" / "KernelHost"


def build(wasm2swift, clang):
    """All kernels, even when only some are measured: so that a choice of others builds nothing."""
    sources = _folder() / "Sources" / "Kernels"
    sources.mkdir(parents=True, exist_ok=True)
    names = [kernels.EMPTY, *kernels.names()]
    for name in names:
        _translate(wasm2swift, kernels.build(name, clang).path, _swift_name(name), sources)
    _remove_others(sources, names)
    modules = ", ".join(f"{_swift_name(name)}.compiled" for name in names)
    _write(sources / "all.swift", f"import WasmCore\n\npublic let compiledKernels = [{modules}]\n")
    for file in PACKAGE.rglob("*.swift"):
        _write(_folder() / file.relative_to(PACKAGE), file.read_text())
    # Otherwise SwiftPM does not look for new files in packages that others depend on.
    os.utime(_folder() / "Package.swift")
    _run([swift(), "build", "-c", "release", "--package-path", _folder(), "--product", "KernelHost"],
         {"BOOMSLANG_CHECKOUT": str(places.REPOSITORY)})


def _swift_name(kernel):
    # Swift has its own Int64.
    return f"{kernel.capitalize()}Kernel"


def _translate(wasm2swift, wasm, name, folder):
    _run([wasm2swift, wasm, "--name", name, "--prefix", name, "--files", "1", "--output", folder])


def _remove_others(folder, names):
    """What is left of kernels that are no longer there."""
    kept = {f"{_swift_name(name)}{ending}" for name in names for ending in (".swift", "+0.swift")}
    for file in folder.glob("*Kernel*.swift"):
        if file.name not in kept:
            file.unlink()


def _write(path, text):
    # What stays the same keeps its date, and what is built from it.
    if not path.is_file() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _run(command, variables=None):
    done = subprocess.run(command, env={**os.environ, **(variables or {})}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise kernels.BuildError(f"{' '.join(map(str, command))}:\n{done.stdout[-4000:]}")
