#!/usr/bin/env python3
"""What instances of Python cost that have many small files in memory. See README.md."""

import argparse
import json
import sys
from pathlib import Path

# The checkout stays clean.
sys.dont_write_bytecode = True

from harness import places, process  # noqa: E402

# Median microseconds. A thousand files are changed before the last.
BARS = {"create": 1000, "fork": 5000, "reset": 1000, "reset, changed": 1000}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=270_000, help="how many files an instance has (default: 270000)")
    parser.add_argument("--count", type=int, default=300, help="how often each is measured (default: 300)")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    parser.add_argument("--guest", type=Path, metavar="DIR", default=places.guest_folder(), help="the folder of the guest")
    parser.add_argument("--boomslang", type=Path, metavar="PATH", default=places.REPOSITORY / ".build" / "release" / "boomslang")
    return parser.parse_args()


def main():
    options = parse_arguments()
    command = [options.boomslang, "bench", "files", "--json", "--guest", options.guest.resolve(), "--count", options.count, "--files", options.files]
    figures = json.loads(process.run("boomslang", [str(word) for word in command]).printed)
    print(f"engine: {figures['engine']}; {options.files} files; microseconds")
    print(f"{'':24}{'p50':>12}{'p99':>12}")
    for name, values in figures["microseconds"].items():
        print(f"{name:24}{values['p50']:12.1f}{values['p99']:12.1f}")
    missed = False
    for name, bar in BARS.items():
        taken = figures["microseconds"][name]["p50"]
        missed |= taken > bar
        print(f"{'FAIL' if taken > bar else 'pass'}: {name}: {taken:.0f} us, bar <= {bar}")
    if options.check and missed:
        sys.exit(1)


main()
