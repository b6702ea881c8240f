"""A dictionary that counts, with keys that are numbers, texts and tuples."""


def main():
    counts = {}
    for n in range(650_000):
        key = n * 7919 % 5003
        counts[key] = counts.get(key, 0) + 1
        key = names[key % 100]
        counts[key] = counts.get(key, 0) + 1
        key = (n % 31, n % 37)
        counts[key] = counts.get(key, 0) + 1
    print(len(counts), max(counts.values()))


names = [f"name {n}" for n in range(100)]
main()
