#!/bin/sh
# Sees to what pip cannot bring. As root on Debian or Ubuntu it is installed; otherwise the line to type is printed.
#   system.sh python    Python can make virtual environments; fails if not
#   system.sh demo      Pango, for PDFs; only warns, since everything else works without it
#   system.sh test      Pango, Chromium and gettext; fails if one is missing
set -eu

PYTHON=${PYTHON:-python3}
missing=

loads() { # whether the shared library can be loaded
    "$PYTHON" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null ||
        { [ "$(uname)" = Darwin ] && "$PYTHON" -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library(sys.argv[1]))' "$2"; }
}

lack() { missing="$missing $1"; }

look() {
    missing=
    if [ "$1" = python ]; then
        "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || lack python3-venv
        return
    fi
    loads libpango-1.0.so.0 pango-1.0 || lack libpango-1.0-0
    loads libpangoft2-1.0.so.0 pangoft2-1.0 || lack libpangoft2-1.0-0
    loads libharfbuzz-subset.so.0 harfbuzz-subset || lack libharfbuzz-subset0
    if [ "$1" = test ]; then
        [ -x /usr/bin/chromium ] || lack chromium
        command -v pdftotext >/dev/null || lack poppler-utils
        command -v xgettext >/dev/null && command -v msgfmt >/dev/null || lack gettext
    fi
}

if [ "$1" = python ] && ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "IOP needs Python 3.11 or later. If you have it under another name: make PYTHON=python3.12 …" >&2
    exit 1
fi

look "$1"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing …"
    log=$(mktemp)
    # shellcheck disable=SC2086 # one word a package
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } \
        >"$log" 2>&1 </dev/null || cat "$log" >&2
    rm -f "$log"
    look "$1"
fi
[ -n "$missing" ] || exit 0

{
    if [ "$1" = demo ]; then
        echo "PDFs will not work in this demo: the machine lacks$missing. To install:"
    else
        echo "The machine lacks$missing. Type this, then try again:"
    fi
    echo "    sudo apt-get install -y --no-install-recommends$missing"
} >&2
[ "$1" = demo ]
