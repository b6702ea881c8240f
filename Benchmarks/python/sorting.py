"""Sorting numbers, and by a key, and texts."""


def numbers(count):
    value = 1
    for _ in range(count):
        value = (value * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        yield value


def main():
    values = list(numbers(170_000))
    texts = [str(value) for value in values]
    for _ in range(2):
        ascending = sorted(values)
        by_key = sorted(values, key=lambda value: -value % 1009)
        alphabetical = sorted(texts)
    print(ascending[1000], by_key[1000], alphabetical[1000])


main()
