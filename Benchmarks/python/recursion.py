"""Functions that call themselves."""


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(fibonacci(32), sum(depth(800) for _ in range(300)))
