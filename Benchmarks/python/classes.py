"""Objects: instances, methods, operators, properties, inheritance."""


class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Walker(Vector):
    def walk(self, steps):
        place = Vector(0, 0)
        for n in range(steps):
            place = place + Vector(n, self.y)
        return place.norm


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
        return self


def main():
    account = Account()
    for n in range(600_000):
        account.deposit(n % 10)
    print(sum(Walker(n, 2).walk(400) for n in range(1400)), account.balance)


main()
