#!/usr/bin/env python3
"""Counts the machine instructions of each function of the vocabulary, the functions that generated code is written in.

    Tests/check-vocabulary.py [--list]

The Swift compiler's optimiser does not run over generated code. What is not transparent down to the compiler's own operations there
becomes a call of something generic, hundreds of instructions long; results stay right, and no other test notices. So each function is
compiled by itself, with the flags of generated code, and must stay within a bound, and call nothing but the engine's functions.
A release build must be there.

The numeric instructions are also compiled for arm64, to which they are the same source: with the embedded standard library, the only one
that toolchains have for other processors.
"""
import argparse, pathlib, re, shutil, subprocess, sys, tempfile
from compiled import FLAGS, PACKAGE

BUILD = PACKAGE / ".build/release"
SOURCES = PACKAGE / "Sources/WasmCore"
TOOLCHAIN = pathlib.Path(shutil.which("swiftc")).resolve().parent
EMBEDDED = "aarch64-none-none-elf"
# What the numeric instructions need besides themselves.
STUBS = """
public struct Stub { public var pointee: Stub { get { self } }; public var zero: UInt64 }
public typealias CompiledInstance = UnsafeMutablePointer<Stub>
@inline(never) public func trap(_ g: CompiledInstance, _ code: UInt8) -> Never { fatalError() }
"""
# Instructions of a function, unless LARGER names it: with the frame and the return, which take four.
USUAL = 10
# What takes more, and why.
LARGER = {
    # Zeros of both signs, and NaN.
    r"f(32|64)_(min|max)": 20,
    # The processor has no conversions from and to unsigned integers of 64 bits.
    r"f(32|64)_convert_i64_u": 16, r"i64_trunc_sat_f(32|64)_u": 20,
    # The bounds of the integers, and NaN.
    r"i(32|64)_trunc_sat_f(32|64)_[su]": 14, r"i(32|64)_trunc_f(32|64)_[su]": 30,
    # Divisors that are zero, quotients that overflow, and short divisions of what fits 32 bits.
    r"i32_(div|rem)_[su]": 22, r"i64_(div|rem)_[su]": 30,
    # The bounds of the table, and the type of what is there.
    "indirect|element": 26,
}
# What a function of the vocabulary may call or end in, by the beginning of its name in the object: what ends the guest, what the engine does
# for it, and another probe, when both have the same code.
CALLS = re.compile(r"(WasmCore|Probes)\d+(trap|resolve_element|use|checkStack|function)|Probes\d+probe_")
FUNCTION = re.compile(r"^(?:@_spi\(Compiled\) )?(?:@_transparent )?public func (\w+)\(([^)]*)\)(?: -> ([^{]+?))? *{", re.M)


def functions(paths):
    """Name, parameter types and result type of each function; what is generic is what others are made of."""
    for path in sorted(paths):
        text = path.read_text()
        if re.search(r"^#if !\(canImport\(Glibc\)", text, re.M): continue  # elsewhere
        for name, parameters, result in FUNCTION.findall(text):
            yield name, [part.split(":", 1)[1].strip() for part in re.split(r", (?=_)", parameters) if part], result


def probe(number, name, types, result):
    """A function that does nothing else. Indices and sizes are constants in generated code, too."""
    arguments = ["3" if type == "Int" else f"a{place}" for place, type in enumerate(types)]
    parameters = ", ".join(f"_ a{place}: {type}" for place, type in enumerate(types) if type != "Int")
    return f"@inline(never) @_spi(Compiled) public func probe_{number}({parameters}){f' -> {result}' if result else ''} {{ {name}({', '.join(arguments)}) }}"


def instructions(object, objdump="objdump"):
    """The instructions of each probe, by its number, up to the end of its section; calls with the names of what they call."""
    text = subprocess.run([objdump, "-dr", "--no-show-raw-insn", object], check=True, capture_output=True, text=True).stdout
    code, current = {}, None
    for line in text.splitlines():
        if header := re.match(r"[0-9a-f]+ <(.*)>:", line):
            place = re.search(r"probe_(\d+)", header[1])
            current = code.setdefault(int(place[1]), []) if place else None
        elif current is not None and (found := re.match(r"\s+[0-9a-f]+:\s+(\S.*)", line)):
            if found[1].startswith("R_"): current[-1] += " " + found[1]
            elif not re.match(r"(data16|cs )*nop|xchg +%ax,%ax|int3", found[1]): current.append(found[1])
    return code


def compile(vocabulary, folder):
    """The machine code of the probes, as generated code is compiled."""
    source = folder / "probes.swift"
    source.write_text("@_spi(Compiled) import WasmCore\n@_spi(Compiled) import WasmRuntimeSupport\n" + "\n".join(probe(number, *function) for number, function in enumerate(vocabulary)))
    flags = [flag for flag in FLAGS if flag not in ("-emit-library", "-Xlinker", "--unresolved-symbols=ignore-all")]
    subprocess.run(["swiftc", *flags, "-module-name", "Probes", "-I", BUILD / "Modules", "-c", source, "-o", folder / "probes.o"], check=True)
    return instructions(folder / "probes.o")


def cross_compile(vocabulary, paths, folder):
    """The same for arm64, in one module with the sources of what is probed."""
    for path in [SOURCES / "Model/TrapCode.swift", *(SOURCES / "Numerics").glob("*.swift"), *paths]:
        (folder / f"{path.parent.name}{path.name}").write_text(re.sub(r"^(@_spi\(Compiled\) )?import Wasm\w+$", "", path.read_text(), flags=re.M))
    (folder / "probes.swift").write_text(STUBS + "\n".join(probe(number, *function) for number, function in enumerate(vocabulary)))
    features = [part for name in ("Embedded", "BuiltinModule") for part in ("-enable-experimental-feature", name)]
    command = ["swiftc", "-O", "-wmo", "-target", EMBEDDED, *features, "-parse-as-library", "-module-name", "Probes"]
    subprocess.run([*command, "-c", *folder.glob("*.swift"), "-o", folder / "arm64.o"], check=True)
    return instructions(folder / "arm64.o", TOOLCHAIN / "llvm-objdump")


def check(processor, vocabulary, code, lists):
    """Prints what is larger than it may be, or calls what it should not. Returns how many functions do."""
    bad = 0
    for number, (name, _, _) in enumerate(vocabulary):
        found = code.get(number, [])
        bound = next((bound for pattern, bound in LARGER.items() if re.fullmatch(pattern, name)), USUAL)
        calls = [line for line in found if re.search(r"^(call|blr?\b)|R_\w+(PLT|CALL|JUMP)", line) and not CALLS.search(line)]
        if lists: print(f"{len(found):3} of {bound:3}  {name}")
        if not found or len(found) > bound or calls:
            bad += 1
            print(f"{name}: {len(found)} instructions, the bound is {bound}" + "".join(f"\n  {call}" for call in calls))
    print(f"check-vocabulary: {processor}, {len(vocabulary)} functions, {bad} bad")
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="print the number of each function")
    options = parser.parse_args()
    vocabulary = list(functions((SOURCES / "Support").glob("*.swift")))
    numeric = [SOURCES / f"Support/{name}.swift" for name in ("Conversions", "Floats", "Integers", "Trapping")]
    with tempfile.TemporaryDirectory() as folder:
        bad = check("this processor", vocabulary, compile(vocabulary, pathlib.Path(folder)), options.list)
    if (TOOLCHAIN.parent / f"lib/swift/embedded/{EMBEDDED}").exists():
        others = list(functions(numeric))
        with tempfile.TemporaryDirectory() as folder:
            bad += check("arm64", others, cross_compile(others, numeric, pathlib.Path(folder)), options.list)
    else:
        print("check-vocabulary: arm64 IS NOT CHECKED: the toolchain has no embedded standard library for it")
    sys.exit(bad > 0 or len(vocabulary) < 200)


main()
