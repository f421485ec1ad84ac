#!/bin/sh
# Run the tests that a marker expression chooses, file by file on two processors: those of the page, which mostly wait
# for a browser, beside all others.
# Where there is no Chromium those of the page are left out, which the last line says.
set -u
BROWSER_PATH=$("$(dirname "$0")/find_browser.sh")
case $? in
0)
    export BROWSER_PATH
    log=$(mktemp)
    .venv/bin/python -m pytest -m "($1) and browser" >"$log" 2>&1 &
    page=$!
    trap 'kill $page 2>/dev/null; rm -f "$log"; exit 3' INT TERM
    .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "($1) and not browser"
    others=$?
    wait $page
    of_page=$?
    echo "The tests of the page, in a browser:"
    cat "$log"
    rm -f "$log"
    test $others -eq 0 && exit $of_page
    exit $others
    ;;
1)
    .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "($1) and not browser" || exit
    echo "Left out: the tests of the page, which need Chromium: install it (Debian: apt install chromium) or name it: make BROWSER_PATH=/path/to/chromium test"
    ;;
*) exit 1 ;;
esac
