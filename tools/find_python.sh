#!/bin/sh
# Print the path of a Python 3.12 or 3.13 that works and can make environments, or say what to do. That of an environment
# is passed over for the one behind it: make deletes the environment that it makes anew, the active one too.
set -u
for candidate in "${PYTHON:-}" python3.13 python3.12 python3 python \
    "$HOME"/.pyenv/versions/3.13*/bin/python "$HOME"/.pyenv/versions/3.12*/bin/python /opt/homebrew/bin/python3.1[23]; do
    [ -n "$candidate" ] || continue
    found=$("$candidate" -c '
import sys, venv, ensurepip
assert sys.version_info[:2] in ((3, 12), (3, 13))
print(getattr(sys, "_base_executable", sys.executable))' 2>/dev/null) || continue
    printf '%s\n' "$found"
    exit 0
done
{
    echo "No Python 3.12 or 3.13 was found."
    echo "Install one (Debian or Ubuntu: apt install python3.12 python3.12-venv; macOS: brew install python@3.13;"
    echo "anywhere: pyenv install 3.13 or uv python install 3.13) and call make again,"
    echo "or name it: make PYTHON=/path/to/python3.13 demo"
} >&2
exit 1
