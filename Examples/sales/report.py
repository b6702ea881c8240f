"""Sums up a sales list: a table for people, and JSON for programs.

    boomslang run --mount Examples/sales::/data:ro Examples/sales/report.py /data/sales.csv
"""

import csv
import json
import statistics
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal


def read(path):
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            yield date.fromisoformat(row["date"]), row["region"], row["product"], int(row["units"]) * Decimal(row["price"])


def main(path):
    by_region, by_product, days = defaultdict(list), defaultdict(Decimal), set()
    for day, region, product, amount in read(path):
        by_region[region].append(amount)
        by_product[product] += amount
        days.add(day)

    print(f"{len(days)} days, {min(days)} to {max(days)}\n")
    print(f"{'region':<10}{'sales':>8}{'total':>12}{'median':>10}")
    for region, amounts in sorted(by_region.items()):
        print(f"{region:<10}{len(amounts):>8}{sum(amounts):>12,.2f}{statistics.median(amounts):>10,.2f}")
    total = sum(by_product.values())
    print(f"{'all':<10}{sum(map(len, by_region.values())):>8}{total:>12,.2f}\n")

    best = max(by_product, key=by_product.get)
    print(json.dumps({"total": str(total), "best": best, "share": round(float(by_product[best] / total), 3)}))


main(sys.argv[1])
