#!/bin/sh
# Run the tests that a marker expression chooses. Where there is no Chromium those of the page are left out, which the
# last line says.
set -u
BROWSER_PATH=$("$(dirname "$0")/find_browser.sh")
case $? in
0)
    export BROWSER_PATH
    exec .venv/bin/python -m pytest -m "$1"
    ;;
1)
    .venv/bin/python -m pytest -m "($1) and not browser" || exit
    echo "Left out: the tests of the page, which need Chromium: install it (Debian: apt install chromium) or name it: make BROWSER_PATH=/path/to/chromium test"
    ;;
*) exit 1 ;;
esac
