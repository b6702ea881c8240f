#!/usr/bin/env python3
"""Makes a large module from a small one: repeats the functions it defines, N times.

The copies are never called, so the module still does what it did; it loads and translates N times as much code.

usage: replicate.py IN.wasm N OUT.wasm
"""
import sys


def read_leb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def leb(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def main():
    source, times, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    data = open(source, "rb").read()
    out = bytearray(data[:8])
    at = 8
    while at < len(data):
        identifier = data[at]
        size, start = read_leb(data, at + 1)
        content = data[start:start + size]
        if identifier in (3, 10):  # function and code section: a count, then that many entries
            count, entries = read_leb(content, 0)
            content = leb(count * times) + content[entries:] * times
        out += bytes([identifier]) + leb(len(content)) + content
        at = start + size
    open(target, "wb").write(out)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main()
