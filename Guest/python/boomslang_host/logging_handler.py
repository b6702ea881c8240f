"""The `logging` module's records in the host's log."""

import logging

from boomslang_host import DEBUG, ERROR, log


class HostHandler(logging.Handler):
    """logging.getLogger().addHandler(HostHandler())"""

    def emit(self, record):
        try:
            log(min(max(record.levelno // 10, DEBUG), ERROR), self.format(record))
        except Exception:
            self.handleError(record)
