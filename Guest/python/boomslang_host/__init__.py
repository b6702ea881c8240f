"""What a script says to the program that runs it.

    answer = boomslang_host.call("add", "[3, 4]")    # a function of the host; both sides are text, usually JSON
    boomslang_host.log("warning", "…")               # a line for the host's log: debug, info, warning or error

`boomslang_host.logging_handler` has a handler that sends what scripts log with the `logging` module to the host.
"""

from _boomslang import HostError, call, log

__all__ = ["DEBUG", "ERROR", "INFO", "WARNING", "HostError", "call", "log"]

DEBUG, INFO, WARNING, ERROR = 1, 2, 3, 4
