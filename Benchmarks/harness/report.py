"""Prints the measurements, and judges them against the bars."""

import statistics

from .engines import COMPILED, WASMTIME

# Speeds, net of start-up, that a release must reach.
GEOMEAN_BARS = {"wasmkit": 2.0, "wasm3": 1.7}
# Engines than which no single kernel may be slower.
EVERY_KERNEL_BARS = {"wasmkit": 1.0}
# Of machine code: calls alone, because only wasmtime compiles in the process that is measured.
COMPILED_BARS = {WASMTIME: 1.0}

MEASURES = ("whole", "net", "call")


def print_table(title, header, rows):
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    print(f"\n{title}")
    for row in [header, *rows]:
        first, *rest = (cell.ljust(widths[0]) if i == 0 else cell.rjust(widths[i])
                        for i, cell in enumerate(row))
        print("  ".join([first, *rest]).rstrip())


def print_times(samples, engines, kernels):
    def cell(engine, kernel):
        best = samples.time(engine, kernel, "whole")
        median = samples.time(engine, kernel, "whole", statistics.median)
        return f"{best:.3f} ({median:.3f})"

    print_table("User CPU of the whole process, seconds: best (median)", ["kernel", *engines],
           [[kernel, *(cell(engine, kernel) for engine in engines)] for kernel in kernels])


def print_speeds(samples, subject, baselines, kernels):
    columns = [(baseline, measure) for baseline in baselines for measure in MEASURES
               # Only where the baseline tells the time of the call.
               if measure != "call" or (baseline, kernels[0]) in samples.calls]
    rows = [[kernel, *(f"{samples.speed(subject, baseline, kernel, measure):.2f}"
                       for baseline, measure in columns)] for kernel in kernels]
    rows.append(["geomean", *(f"{samples.geomean_speed(subject, baseline, kernels, measure):.2f}"
                              for baseline, measure in columns)])
    print_table(f"Speed of {subject}, as a multiple of (best runs; more is better)",
           ["kernel", *(f"{baseline} {measure}" for baseline, measure in columns)], rows)


def summary(samples, subject, baselines, kernels):
    """For the JSON file: what print_speeds prints."""
    return {baseline: {measure: {
        "geomean": samples.geomean_speed(subject, baseline, kernels, measure),
        "kernels": {kernel: samples.speed(subject, baseline, kernel, measure) for kernel in kernels},
    } for measure in MEASURES} for baseline in baselines}


def check(samples, subject, measured, kernels):
    """Prints a verdict for each bar; whether all are met."""
    verdicts = []
    for baseline in {**GEOMEAN_BARS, **EVERY_KERNEL_BARS}:
        if subject not in measured or baseline not in measured:
            verdicts.append((False, f"{subject} against {baseline}: not measured"))
            continue
        if baseline in GEOMEAN_BARS:
            speed = samples.geomean_speed(subject, baseline, kernels, "net")
            bar = GEOMEAN_BARS[baseline]
            verdicts.append((speed >= bar, f"geomean {speed:.2f} x {baseline}, bar {bar}"))
        if baseline in EVERY_KERNEL_BARS:
            speed, kernel = min((samples.speed(subject, baseline, kernel, "net"), kernel)
                                for kernel in kernels)
            bar = EVERY_KERNEL_BARS[baseline]
            verdicts.append((speed >= bar, f"slowest kernel, {kernel}: {speed:.2f} x {baseline}, "
                                           f"bar {bar}"))
    for baseline, bar in COMPILED_BARS.items():
        if COMPILED not in measured or baseline not in measured:
            verdicts.append((False, f"{COMPILED} against {baseline}: not measured"))
            continue
        speed = samples.geomean_speed(COMPILED, baseline, kernels, "call")
        verdicts.append((speed >= bar, f"{COMPILED}: geomean {speed:.2f} x {baseline}, bar {bar}"))
    print()
    for met, text in verdicts:
        print(f"{'pass' if met else 'FAIL'}: {text}")
    return all(met for met, _ in verdicts)
