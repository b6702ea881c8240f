#!/usr/bin/env bash
# Installs the engines to compare with that come from PyPI, at the versions in requirements.txt,
# into a virtual environment in the user's cache: the checkout stays clean. Safe to run again:
# it continues where it stopped, and does nothing when all is there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${1:-${BOOMSLANG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/boomslang}/bench-venv}
installed=$venv/installed-requirements.txt

if cmp -s "$here/requirements.txt" "$installed"; then
    echo "ready: $venv"
    exit 0
fi

# A venv whose creation was interrupted may lack pip; creating it again repairs it.
"$venv/bin/python" -m pip --version >/dev/null 2>&1 || python3 -m venv "$venv"

# pywasm3 is only a source distribution: a C compiler and Python's headers build it here.
"$venv/bin/python" -m pip install --disable-pip-version-check --quiet -r "$here/requirements.txt"
"$venv/bin/python" -c 'import wasm3, wasmtime'

# Last, so that the file says that everything above has worked.
cp "$here/requirements.txt" "$installed"
echo "ready: $venv"
