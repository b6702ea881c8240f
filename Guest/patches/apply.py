#!/usr/bin/env python3
"""Changes to CPython's source for WASI: apply.py FOLDER. Each says why; one whose place is not found stops the build."""

import pathlib
import sys

source = pathlib.Path(sys.argv[1])


def change(path: str, before: str, after: str) -> None:
    file = source / path
    text = file.read_text()
    if text.count(before) != 1:
        sys.exit(f"{path}: the place to change occurs {text.count(before)} times, not once:\n{before}")
    file.write_text(text.replace(before, after))


def asyncio_without_self_pipe() -> None:
    """A selector is woken from other threads through a socket pair. WASI has neither threads nor socket pairs."""
    path = "Lib/asyncio/selector_events.py"
    change(path, "    def _make_self_pipe(self):\n", """\
    def _make_self_pipe(self):
        if sys.platform == 'wasi':
            self._ssock = self._csock = None
            self._internal_fds += 1
            return
""")
    change(path, "    def _close_self_pipe(self):\n", """\
    def _close_self_pipe(self):
        if self._ssock is None:
            self._internal_fds -= 1
            return
""")
    if "\nimport sys\n" not in (source / path).read_text():
        change(path, "\nimport socket\n", "\nimport socket\nimport sys\n")


def key_derivation_without_openssl() -> None:
    """Only OpenSSL has a fast one. Ours is slow, but scripts that check a password work."""
    change("Lib/hashlib.py", """\
    __all__ += ('pbkdf2_hmac',)
except ImportError:
    pass
""", """\
except ImportError:
    from _boomslang_kdf import pbkdf2_hmac
__all__ += ('pbkdf2_hmac',)
""")


asyncio_without_self_pipe()
key_derivation_without_openssl()
