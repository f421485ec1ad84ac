"""The command ``ruralparty``, also ``python -m ruralparty``: the package ``sim`` beside this file, and no other.

The package is imported as ``sim``, a common name. Python looks for it in PYTHONPATH, and with ``-m`` in the present
folder, before it looks where packages are installed: a user's own ``sim.py`` there would take its place, here and in
every process that is started from here. Only what is loaded before any other file is used here.
"""

import os
import sys
from importlib.machinery import PathFinder

HERE = os.path.dirname(os.path.abspath(__file__))
NAME = "sim"


def main() -> int:
    """Run the command; its exit code."""
    clear_the_way()
    from sim.cli.main import main as command

    return command()


def clear_the_way() -> None:
    """Take the present folder, and any with another ``sim``, off the path of this process and of those it starts."""
    if sys.path and not sys.flags.safe_path and _same(sys.path[0] or ".", os.getcwd()) and not _same(os.getcwd(), HERE):
        del sys.path[0]
    taken = {folder for folder in sys.path if file_in_the_way(folder)}
    sys.path[:] = [folder for folder in sys.path if folder not in taken]
    told = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    left = [folder for folder in told if os.path.isabs(folder) and not any(_same(folder, each) for each in taken)]
    if left != told:
        os.environ["PYTHONPATH"] = os.pathsep.join(left)


def file_in_the_way(folder: str) -> str:
    """The file of a folder that Python would import as ``sim`` and that is not this package; empty if there is none."""
    found = PathFinder.find_spec(NAME, [folder])
    if found is None or not found.origin or _same(found.origin, os.path.join(HERE, NAME, "__init__.py")):
        return ""
    return found.origin


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def __getattr__(name: str) -> object:
    if name.startswith("__"):
        raise AttributeError(name)
    file = next(filter(None, map(file_in_the_way, sys.path)), "")
    said = f"; {file} is in its way: give that file another name" if file else ""
    raise ImportError(f"the package is imported as {NAME}: from {NAME} import {name}{said}")


if __name__ == "__main__":
    sys.exit(main())
