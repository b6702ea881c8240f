#!/usr/bin/env bash
# Installs what the build and the tests need besides the Swift toolchain, if something is missing, with Debian's apt.
set -euo pipefail

packages=()
need() { command -v "$1" > /dev/null 2>&1 || packages+=("$2"); }
need make make
need objdump binutils
need xz xz-utils
need tar tar
need flock util-linux
need python3 python3
python3 -m pip --version > /dev/null 2>&1 || packages+=(python3-pip)
[ -f /usr/share/keyrings/debian-archive-keyring.gpg ] || packages+=(debian-archive-keyring)

if [ ${#packages[@]} -eq 0 ]; then exit 0; fi
if ! command -v apt-get > /dev/null; then
  echo "install.sh: error: these Debian packages, or what has their commands here, are missing: ${packages[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || { echo "install.sh: error: run as root: apt-get install ${packages[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "installing ${packages[*]}" >&2
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"
