"""Regular expressions: the machine of the module re, which is C."""

import re


def main():
    line = " ".join(f"w{n * 7919 % 1000}" for n in range(20_000))
    for _ in range(40):
        words = re.findall(r"\bw(\d)(\d*)\b", line)
        swapped = re.sub(r"w(\d+) w(\d+)", r"\2-\1", line)
    print(len(words), len(swapped), swapped.count("-1"))


main()
