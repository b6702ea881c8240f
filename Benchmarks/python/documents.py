"""JSON: to text and back, with its accelerator in C."""

import json


def documents(count):
    return [{"id": n, "name": f"item {n}", "tags": ["a", "b", str(n)], "value": n / 7,
             "nested": {"even": n % 2 == 0}} for n in range(count)]


def main():
    document = documents(2000)
    for _ in range(50):
        text = json.dumps(document)
        document = json.loads(text)
    print(len(text), sum(entry["id"] for entry in document if entry["nested"]["even"]))


main()
