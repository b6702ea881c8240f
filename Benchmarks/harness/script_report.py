"""Prints what scripts take, and judges it against the bars."""

import operator
import statistics

from .pythons import COMPILED, INTERPRETED, WASMTIME
from .report import print_table

# Geometric means of times: an engine's as a multiple of another's.
BARS = [(COMPILED, WASMTIME, "at most", 0.80), (INTERPRETED, COMPILED, "at least", 5.0)]
MEETS = {"at most": operator.le, "at least": operator.ge}


def print_times(times, engines):
    def row(name, time):
        picks = [(time(engine, min), time(engine, statistics.median)) for engine in engines]
        return [name, *(f"{best:.3f} ({median:.3f})" for best, median in picks)]

    def net(script):
        return row(script, lambda engine, pick: times.net(engine, script, pick))

    print_table("User CPU net of start-up, seconds: best (median)", ["script", *engines],
                [*map(net, times.scripts), row("start-up", times.start)])


def print_ratios(times, engines, baseline):
    rows = [[script, *(f"{times.ratio(engine, baseline, script):.2f}" for engine in engines)]
            for script in times.scripts]
    geomeans = [f"{times.geomean_ratio(engine, baseline):.2f}" for engine in engines]
    print_table(f"Time as a multiple of that of {baseline} (best runs; less is better)",
                ["script", *engines], [*rows, ["geomean", *geomeans]])


def check(times, engines):
    """Prints a verdict for each bar; whether all are met."""
    print()
    verdicts = []
    for engine, other, side, bar in BARS:
        met, text = False, "not measured"
        if engine in engines and other in engines:
            ratio = times.geomean_ratio(engine, other)
            met, text = MEETS[side](ratio, bar), f"{ratio:.2f}, bar: {side} {bar}"
        print(f"{'pass' if met else 'FAIL'}: {engine} as a multiple of {other}: {text}")
        verdicts.append(met)
    return all(verdicts)
