"""Floats in a loop: what an operator, a variable and a jump of the bytecode cost."""


def main():
    x, v, energy = 1.0, 0.0, 0.0
    for _ in range(2_400_000):
        v -= x * 0.01
        x += v * 0.01
        energy += x * x + v * v
    print(round(energy, 6))


main()
