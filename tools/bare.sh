#!/bin/sh
# Run a command in a fresh clone of what is committed, as on a machine where nothing was put by hand: an empty home, no
# fonts but those that come with Chromium, no caches, no settings and no variables. What the set-up forgets fails here.
#
#     tools/bare.sh make demo test
#
# Kept are Python, Chromium, what pip has downloaded, and the way to the package index. Where mount namespaces may be made
# (as root, or by any user of most kernels), other folders lie over the fonts of the machine; elsewhere variables hide them.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
PYTHON=$("$here/tools/find_python.sh")
BROWSER_PATH=$("$here/tools/find_browser.sh") || BROWSER_PATH=none
PIP_CACHE_DIR=$("$PYTHON" -m pip cache dir)

bare=$(mktemp -d)
trap 'rm -rf "$bare"' EXIT
trap 'exit 3' INT TERM
mkdir "$bare/home" "$bare/nothing" "$bare/fonts"
find /usr/share/fonts \( -name 'DejaVu*' -o -name 'Liberation*' \) -exec cp {} "$bare/fonts" \; 2>/dev/null || true
echo "<fontconfig><dir>$bare/fonts</dir></fontconfig>" >"$bare/fonts.conf"
git clone --quiet -c advice.detachedHead=false "$here" "$bare/clone"
[ -z "$(git -C "$here" status --porcelain)" ] || echo "bare: what is not committed is left out" >&2

for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z_0-9]*\)=.*/\1/p'); do
    case $name in
    PATH | PIP_* | *_proxy | *_PROXY | SSL_CERT_* | REQUESTS_CA_BUNDLE | OPENBLAS_*) ;;
    *) unset "$name" ;;
    esac
done
export PYTHON BROWSER_PATH PIP_CACHE_DIR HOME="$bare/home"
cd "$bare/clone"

for way in --mount '--map-root-user --mount'; do
    [ -d /usr/share/fonts ] && unshare $way true 2>/dev/null || continue
    unshare $way sh -eu -c '
        bare=$1; shift
        mount --bind "$bare/fonts" /usr/share/fonts
        for folder in /usr/local/share/fonts /var/cache/fontconfig; do
            [ ! -d "$folder" ] || mount --bind "$bare/nothing" "$folder"
        done
        exec "$@"' sh "$bare" "$@"
    exit
done
FONTCONFIG_FILE="$bare/fonts.conf" MPL_IGNORE_SYSTEM_FONTS=1 "$@"
