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


def asyncio_without_resolver_threads() -> None:
    """Names are resolved in a thread, because that may take long. Here it takes no time and there are no threads."""
    path = "Lib/asyncio/base_events.py"
    change(path, """\
        return await self.run_in_executor(
            None, getaddr_func, host, port, family, type, proto, flags)
""", """\
        if sys.platform == 'wasi':
            return getaddr_func(host, port, family, type, proto, flags)
        return await self.run_in_executor(
            None, getaddr_func, host, port, family, type, proto, flags)
""")
    change(path, """\
        return await self.run_in_executor(
            None, socket.getnameinfo, sockaddr, flags)
""", """\
        if sys.platform == 'wasi':
            return socket.getnameinfo(sockaddr, flags)
        return await self.run_in_executor(
            None, socket.getnameinfo, sockaddr, flags)
""")


def socket_with_all_names() -> None:
    """`_socket` lacks what WASI cannot do; programs expect an `OSError` from it, not an `AttributeError`."""
    change("Lib/socket.py", "\nimport _socket\n", "\nimport _socket\ntry:\n    import _boomslang_socket\nexcept ImportError:\n    pass\n")


def lines_of_code_in_no_file() -> None:
    """Tracebacks, warnings and `pdb` show lines of what the host gave to run. CPython knows them in its own tracebacks only."""
    change("Lib/linecache.py", "def _getlines_from_code(code):\n", """\
def _getlines_from_code(code):
    try:
        from _boomslang_runtime import show_sources
        show_sources()
    except ImportError:
        pass
""")
    change("Lib/warnings.py", """\
            line = linecache.getline(msg.filename, msg.lineno)
""", """\
            line = linecache.getline(msg.filename, msg.lineno)
            if not line:
                from _boomslang_runtime import source_line
                line = source_line(msg.filename, msg.lineno)
""")
    change("Lib/bdb.py", """\
            line = linecache.getline(filename, lineno, frame.f_globals)
            if line:
""", """\
            line = linecache.getline(filename, lineno, frame.f_globals)
            if not line:
                line = linecache._getline_from_code(frame.f_code, lineno)
            if line:
""")
    change("Lib/pdb.py", """\
            lines = linecache.getlines(filename, self.curframe.f_globals)
""", """\
            lines = linecache.getlines(filename, self.curframe.f_globals)
            if not lines:
                lines = linecache._getlines_from_code(self.curframe.f_code)
""")


def no_dup() -> None:
    """WASI cannot duplicate a descriptor, and programs ask with `hasattr`."""
    change("Modules/posixmodule.c", "    OS_DUP_METHODDEF\n", "#ifndef __wasi__\n    OS_DUP_METHODDEF\n#endif\n")


asyncio_without_self_pipe()
asyncio_without_resolver_threads()
socket_with_all_names()
lines_of_code_in_no_file()
no_dup()
key_derivation_without_openssl()
