#!/bin/sh
# Print the path of a Chromium for the tests of the page; on Debian, as root, install one where there is none.
set -u
look() {
    for candidate in "${BROWSER_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        [ -n "$candidate" ] && command -v "$candidate" && exit 0
    done
}
look
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1
    look
fi
echo "The tests of the page need Chromium: install it (Debian: apt install chromium) or name it: make BROWSER_PATH=/path/to/chromium test" >&2
exit 1
