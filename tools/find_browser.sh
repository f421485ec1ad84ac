#!/bin/sh
# Print the path of a Chromium for the tests of the page; on Debian, as root, install one where there is none.
# BROWSER_PATH names another, or is "none". Exit code 1: there is none; 2: the one that was named is no program.
set -u
found() {
    command -v "$1" && exit 0
}
case "${BROWSER_PATH:-}" in
'') ;;
none) exit 1 ;;
*)
    found "$BROWSER_PATH"
    echo "BROWSER_PATH=$BROWSER_PATH is no program; name a Chromium, or none: make BROWSER_PATH=none test" >&2
    exit 2
    ;;
esac
look() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do found "$candidate"; done
}
look
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1
    look
fi
exit 1
