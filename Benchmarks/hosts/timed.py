"""Shared by the scripts that run one kernel in a Python-hosted engine."""

import json
import resource


def report(call):
    """Calls the kernel once and prints its result and the user CPU of the call alone."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    value = call()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    print(json.dumps({"value": value, "call": after - before}))
