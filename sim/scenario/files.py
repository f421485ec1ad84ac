"""Where scenario files are found, and how one extends another.

Shipped scenarios are found by name: beside the package in a checkout, inside it once installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sim.core.config.given_files import UnreadableFile, given_path, why_unreadable
from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest
from sim.core.config.yaml_lines import Node, read

PACKAGE = Path(__file__).resolve().parents[1]
ENDINGS = (".yaml", ".yml")
MERGED = ("horizon", "world", "policies", "parameters", "hold")
"""Tables that a file takes over from the file it extends, key by key; name, title and rationale are its own."""
OFF = "off"
LONGEST_CHAIN = 20
"""Files that extend each other, one after the other."""
MAY_BE_OFF = ("policies", "parameters", "hold")
"""Tables whose entries are taken out by the word; anywhere else it is a value, and none that is allowed."""


def shipped_folder() -> Path:
    """Folder of the shipped scenarios.

    Raises
    ------
    FileNotFoundError
        If the installation holds none.
    """
    for folder in (PACKAGE / "scenarios", PACKAGE.parent / "scenarios"):
        if (folder / "baseline.yaml").is_file():
            return folder
    one, other = PACKAGE / "scenarios", PACKAGE.parent / "scenarios"
    raise FileNotFoundError(
        message("no shipped scenarios: neither {one} nor {other} holds baseline.yaml", one=one, other=other)
    )


def shipped_names() -> list[str]:
    """Names of the shipped scenarios, the baseline first."""
    names = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
    return sorted(names, key=lambda name: name != "baseline")


def locate(name_or_path: str, beside: Path | None = None) -> Path | None:
    """File of a shipped scenario's name or of a path; None if there is none.

    Parameters
    ----------
    name_or_path : str
        A name without ending is looked up among the shipped; anything else is a path.
    beside : Path, optional
        Folder of the file that names it: paths start from there, and only a file that ends as scenarios do is taken.
        The present folder if left out.
    """
    if name_or_path in shipped_names():
        return shipped_folder() / f"{name_or_path}.yaml"
    try:
        path = given_path(name_or_path, beside)
    except UnreadableFile:
        return None
    if beside is not None and path.suffix not in ENDINGS:
        return None
    return path if why_unreadable(path) is None else None


def missing(
    name_or_path: str, file: str, line: int | None = None, key: str = "", beside: Path | None = None
) -> Problem:
    """Describe a scenario that is not there, with the name or the file most like it.

    Parameters
    ----------
    name_or_path : str
        As it was given.
    file, line, key : str, int, str
        Where.
    beside : Path, optional
        Folder that paths start from; the present one if left out.
    """
    names = shipped_names()
    fault = _why_missing(name_or_path, beside)
    allowed = message("a file ending in .yaml, or one of {names}", names=", ".join(names))
    return Problem(file, line, key, name_or_path, fault, allowed, nearest=_nearest(name_or_path, beside, names, file))


def _why_missing(name_or_path: str, beside: Path | None) -> str:
    try:
        path = given_path(name_or_path, beside)
    except UnreadableFile as error:
        return error.fault
    reason = why_unreadable(path)
    if reason is None:
        return message("is no scenario: its name does not end in .yaml")
    if os.path.lexists(path) or name_or_path.endswith(ENDINGS) or "/" in name_or_path:
        return reason.fault
    return message("there is no such scenario")


def _nearest(name_or_path: str, beside: Path | None, names: list[str], file: str) -> str:
    """The file of that very name without its ending, or else the shipped scenario or the file most like it."""
    typed: dict[str, str] = {}
    stem = Path(name_or_path).stem
    with suppress(OSError, ValueError):  # a folder that cannot be looked into, a name that is none
        folder = given_path(name_or_path, beside).parent
        found = [each for each in folder.glob("*.y*ml") if each.suffix in ENDINGS and each.is_file()]
        typed = {each.stem: str(Path(name_or_path).with_name(each.name)) for each in found if str(each) != file}
    if stem in typed:
        return typed[stem]
    known = typed | {name: name for name in names}
    return known.get(nearest(stem, known), "")


def read_chain(path: Path, problems: list[Problem]) -> tuple[list[Node], bool]:
    """Read a scenario file and all that it extends, one after the other, every value with its own file and line.

    Parameters
    ----------
    path : Path
        The file.
    problems : list of Problem
        Faults of the texts and of what they extend are added.

    Returns
    -------
    list of Node
        Tables of the files without their ``extends``, this one first.
    bool
        Whether the last of them extends nothing, so that nothing is missing.
    """
    tree = read(path, problems)
    chain: list[Node] = []
    places = [path]
    while tree is not None:
        table = dict(tree.value)
        base = table.pop("extends", None)
        chain.append(Node(table, tree.file, tree.line))
        if base is None:
            return chain, True
        tree = _parent(base, places, problems)
    return chain, False


def _parent(base: Node, places: list[Path], problems: list[Problem]) -> Node | None:
    """The file that one extends; its place is added. Of a file that is no scenario nothing is told."""
    if not isinstance(base.value, str):
        problems.append(base.problem("extends", message("is no name"), message("one shipped scenario or one file")))
        return None
    beside = places[-1].parent
    found = locate(base.value, beside)
    if found is None:
        problems.append(missing(base.value, base.file, base.line, "extends", beside))
        return None
    before = [place.resolve() for place in places]
    if found.resolve() in before:
        circle = " -> ".join(each.name for each in (*places[before.index(found.resolve()) :], found))
        fault = message("goes round in a circle: {circle}", circle=circle)
        problems.append(base.problem("extends", fault, message("a file that does not lead back here")))
        return None
    if len(places) == LONGEST_CHAIN:
        fault = message("goes on from file to file without an end")
        problems.append(base.problem("extends", fault, message("at most {most} files", most=LONGEST_CHAIN)))
        return None
    places.append(found)
    faults: list[Problem] = []
    tree = read(found, faults)
    if tree is None:
        problems += [replace(fault, value=None) for fault in faults]
    elif not {"name", "title"} <= tree.value.keys():
        problems.append(base.problem("extends", message("is no scenario"), message("a file with name: and title:")))
        return None
    else:
        problems += faults
    return tree


def merged(chain: list[Node]) -> Iterator[Node]:
    """What each file of a chain comes to with all that it extends, the last first."""
    below: Node | None = None
    for tree in reversed(chain):
        table = dict(tree.value)
        for key in MERGED:
            if below is not None and key in below.value:
                deep = key != "parameters"  # a dated value is one value, replaced as a whole
                off = key in MAY_BE_OFF
                table[key] = _merge(below.value[key], table[key], deep, off) if key in table else below.value[key]
        below = Node(table, tree.file, tree.line)
        yield below


def _merge(below: Node, above: Node, deep: bool = True, off: bool = False) -> Node:
    """Two trees as one: tables key by key, anything else from above.

    Where not ``deep``, what stands in these tables is taken whole; where entries may be ``off``, such a one falls away.
    """
    if not isinstance(below.value, dict) or not isinstance(above.value, dict):
        return above
    table = dict(below.value)
    for key, node in above.value.items():
        if off and key in table and node.value == OFF:
            del table[key]
        else:
            table[key] = _merge(table[key], node) if deep and key in table else node
    return Node(table, above.file, above.line)
