#!/usr/bin/env python3
"""Runs engine tests on both engines.

    Tests/compiled.py [--scratch-path FOLDER] FILTER...

Tests make their modules when they run, so this runs those that FILTER matches twice: on the interpreter, to record their
modules, and again with those modules translated to Swift and compiled. What is compiled is kept in the cache, by content: the
same source against the same engine is compiled once. The test program must have been built.
"""
import argparse, concurrent.futures, hashlib, os, pathlib, shutil, subprocess, sys, tempfile, time

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
# As compiled modules are built: the Swift compiler's own optimisations take long on generated code, and gain nothing.
FLAGS = ["-O", "-gnone", "-Xfrontend", "-disable-sil-perf-optzns", "-Xfrontend", "-disable-llvm-verify"]
for unused in ["mandatory-redundant-load-elimination", "send-non-sendable", "onone-simplification"]:
    FLAGS += ["-Xllvm", f"-sil-disable-pass={unused}"]
# One compiler for all files, as there are many small ones, but each becomes an object of its own, as in what SwiftPM builds.
FLAGS += ["-wmo", "-num-threads", "1"]
# The processors the engine is for, as in Package.swift.
FLAGS += ["-Xcc", "-Xarch_x86_64", "-Xcc", "-march=x86-64-v2"]
# Backtraces follow the frames, which SwiftPM asks for; and functions of different modules do not become one.
FLAGS += ["-Xcc", "-fno-omit-frame-pointer", "-Xllvm", "-swiftmergefunc-threshold=0"]
# The engine is in the program that loads the library.
FLAGS += ["-swift-version", "6", "-parse-as-library", "-emit-library", "-Xlinker", "--unresolved-symbols=ignore-all"]
ENGINE = ["WasmFormat", "WasmNumerics", "WasmCore", "WasmRuntimeSupport"]
# Bytes of source in a library: large enough that starting the compiler costs little, small enough for all processors to have one.
BATCH_SIZE = 400_000
# Libraries that no run has used for so long are deleted: each change of the engine leaves all of them behind.
KEPT_SECONDS = 7 * 24 * 3600


def cache_folder():
    base = os.environ.get("BOOMSLANG_CACHE") or (os.environ.get("XDG_CACHE_HOME") or str(pathlib.Path.home() / ".cache")) + "/boomslang"
    folder = pathlib.Path(base) / "compiled-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def digest(*parts):
    hash = hashlib.sha256()
    for part in parts:
        hash.update(hashlib.sha256(part).digest())
    return hash.hexdigest()[:32]


def engine_key(build):
    """What compiled code depends on besides its source: the interface of the engine, with what is inlined, and the compiler."""
    version = subprocess.run(["swiftc", "--version"], check=True, capture_output=True).stdout
    return digest(version, repr(FLAGS).encode(), entry([]).encode(), *[(build / f"Modules/{name}.swiftmodule").read_bytes() for name in ENGINE])


def entry(names):
    """The function that registers a library's modules, by their places in its list."""
    modules = ", ".join(f"{name}.compiled" for name in names)
    return f"""import WasmCore
private let modules: [CompiledModule] = [{modules}]
@_cdecl("boomslang_register_module") public func registerModule(_ place: Int) -> Bool {{
  do {{ try modules[place].register() }} catch {{ return false }}
  return true
}}
"""


def compile_batch(build, cache, batch):
    """Makes a library of the modules in `batch`, folders by their keys; next to it, the list of the keys."""
    name = digest(*[key.encode() for key in sorted(batch)])
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        folder = pathlib.Path(folder)
        main = folder / "entry.swift"
        main.write_text(entry(f"Module_{module.name}" for module in batch.values()))
        sources = [file for module in batch.values() for file in sorted(module.iterdir())]
        library = folder / "library.so"
        command = ["swiftc", *FLAGS, "-suppress-warnings", "-module-name", f"Compiled_{name}", "-I", build / "Modules", "-o", library, main]
        result = subprocess.run([*command, *sources], capture_output=True, text=True)
        if result.returncode != 0:
            return result.stderr
        library.rename(cache / f"{name}.so")
        (cache / f"{name}.txt").write_text("".join(f"{key}\n" for key in batch))
    return None


def size_of(module):
    return sum(file.stat().st_size for file in module.iterdir())


def libraries(build, modules):
    """Where the modules are that these folders have the source of, as pairs of a library and places in it; what is missing is compiled."""
    cache, engine = cache_folder(), engine_key(build)
    wanted = {digest(engine.encode(), *[file.read_bytes() for file in sorted(module.iterdir())]): module for module in modules}
    used, now = [], time.time()
    for index in sorted(cache.glob("*.txt")):
        # Others are not to be registered: they may be what another translator made of the same modules.
        places = [place for place, key in enumerate(index.read_text().split()) if wanted.pop(key, None)]
        if places:
            os.utime(index)
            used.append((index.with_suffix(".so"), places))
        elif now - index.stat().st_mtime > KEPT_SECONDS:
            index.unlink()
            index.with_suffix(".so").unlink(missing_ok=True)
    batches, size = [], BATCH_SIZE
    for key, module in sorted(wanted.items(), key=lambda item: size_of(item[1]), reverse=True):
        if size + size_of(module) > BATCH_SIZE:
            batches.append({})
            size = 0
        batches[-1][key] = module
        size += size_of(module)
    start = time.time()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        errors = [error for error in pool.map(lambda batch: compile_batch(build, cache, batch), batches) if error]
    if errors:
        sys.exit("compiled.py: swiftc failed:\n" + "\n".join(error[:4000] for error in errors))
    print(f"compiled.py: {len(modules)} modules, {len(wanted)} of them compiled in {time.time() - start:.0f} s", flush=True)
    return libraries(build, modules) if batches else used


def translate(build, modules):
    folder = modules.with_name(modules.name + "-swift")
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([build / "TranslateModules", modules, folder], check=True)
    return sorted(folder.iterdir())


def test(scratch, filters, variables):
    command = ["swift", "test", "-c", "release", "--skip-build", "--scratch-path", scratch]
    for filter in filters:
        command += ["--filter", filter]
    # The program that makes backtraces of crashes may wait for ever, and the tests for it.
    variables = {**os.environ, "SWIFT_BACKTRACE": "enable=no", **variables}
    if subprocess.run(command, cwd=PACKAGE, env=variables).returncode != 0:
        sys.exit("compiled.py: tests failed")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--scratch-path", type=pathlib.Path, default=PACKAGE / ".build")
    parser.add_argument("filters", nargs="+")
    arguments = parser.parse_args()
    build = (arguments.scratch_path / "release").resolve()
    modules = build / "recorded-modules"
    shutil.rmtree(modules, ignore_errors=True)
    test(arguments.scratch_path, arguments.filters, {"BOOMSLANG_RECORD_MODULES": str(modules)})
    found = libraries(build, translate(build, modules))
    index = build / "compiled-modules.txt"
    index.write_text("".join(f"{library}\t{place}\n" for library, places in found for place in places))
    test(arguments.scratch_path, arguments.filters, {"BOOMSLANG_COMPILED_MODULES": str(index)})


if __name__ == "__main__": main()
