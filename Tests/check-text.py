#!/usr/bin/env python3
"""Text of a guest is bytes: looks in Sources/WASI for operations of Swift's String, which see characters and canonical equivalence.

A slash before a combining mark is no slash to `split`, and two spellings of a letter are one key of a dictionary. `ByteString` and
`FileName` have none of these operations; what this finds is a String where one of them belongs.
"""

import pathlib
import re
import sys

FORBIDDEN = [
    (r"\.(hasPrefix|hasSuffix|lowercased|uppercased|trimmingCharacters|replacingOccurrences)\b", ['path.hasPrefix("/")', "name.lowercased()"]),
    (r"\.(components|split)\(separat\w+: *\"", ['path.split(separator: "/")', 'text.components(separatedBy: "/")']),
    (r"\.(contains|firstIndex\(of:|first|last|starts\(with:) *=*=? *\(?\"", ['path.contains("/")', 'path.first == "/"', 'path.starts(with: "/")', 'path.last == "/"']),
    (r"\bCharacter\b", ["let slash: Character"]),
    (r"\[String *:|Dictionary<String\b|Set<String>|\[Substring *:", ["var names: [String: Int]", "let seen: Set<String>"]),
    (r"\bString\(decoding:|\bString\(cString:", ["String(decoding: bytes, as: UTF8.self)"]),
]

# What is for a person to read, or is the names of WASI's own functions.
ALLOWED = {
    "Model/ByteString.swift": ["public var description: String { String(decoding: bytes, as: UTF8.self) }"],
    "Model/Errno+Host.swift": ["return String(cString: strerror(code))"],
    "Host/WASIHost.swift": ["public static var functionNames: Set<String> { Set(HostFunction.named.keys) }"],
    "Streams/CapturedOutput.swift": ["public var text: String { String(decoding: bytes, as: UTF8.self) }"],
}


def is_forbidden(line: str) -> bool:
    code = re.sub(r"//.*", "", line)
    return any(re.search(pattern, code) for pattern, _ in FORBIDDEN)


def main() -> None:
    for pattern, samples in FORBIDDEN:
        for sample in samples:
            if not re.search(pattern, sample):
                sys.exit(f"check-text: {sample!r} is not found any more")
    root = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "WASI"
    files = sorted(root.rglob("*.swift"))
    if not files:
        sys.exit(f"check-text: nothing to look at in {root}")
    found = 0
    for file in files:
        allowed = ALLOWED.get(str(file.relative_to(root)), [])
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if is_forbidden(line) and line.strip() not in allowed:
                print(f"{file.relative_to(root.parent.parent)}:{number}: {line.strip()}", file=sys.stderr)
                found += 1
    if found:
        sys.exit(f"check-text: {found} lines treat text of a guest as characters: use ByteString or FileName")
    print(f"check-text: {len(files)} files")


main()
