"""Integers of many digits: multiplied, divided, written in decimal, raised to powers modulo another."""

import sys


def main():
    sys.set_int_max_str_digits(0)
    product = 1
    for n in range(1, 3000):
        product *= n
    digits = checksum = 0
    for n in range(450):
        digits += len(hex(product)) + len(str(product >> n * 20))
        checksum ^= pow(3, product % (100_003 + n), 10**60 + 7) ^ product // (product >> 5000 + n)
    print(digits, checksum % 10**20)


main()
