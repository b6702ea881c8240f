"""Texts: formatted, joined, split, searched, replaced, reversed."""


def main():
    pieces = []
    for n in range(500_000):
        pieces.append(f"{n:06d}-{n % 7}".upper())
    text = ",".join(pieces)
    parts = text.split(",")
    replaced = text.replace("0", "oo")
    reversed_text = "".join(part[::-1] for part in parts)
    print(len(text), len(parts), text.count("7"), len(replaced), reversed_text[1000:1020])


main()
