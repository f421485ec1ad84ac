"""Where scenario files are found, and how one extends another.

Shipped scenarios are found by name: beside the package in a checkout, inside it once installed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sim.core.config.given_files import UnreadableFile, given_path, why_unreadable
from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest
from sim.core.config.yaml_lines import Node, read

PACKAGE = Path(__file__).resolve().parents[1]
ENDINGS = (".yaml", ".yml")
MERGED = ("horizon", "world", "policies", "parameters")
"""Tables that a file takes over from the file it extends, key by key; name, title and rationale are its own."""
OFF = "off"


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
    raise FileNotFoundError(
        f"no shipped scenarios: neither {PACKAGE / 'scenarios'} nor {PACKAGE.parent / 'scenarios'} holds baseline.yaml"
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
        Folder that paths start from; the present one if left out.
    """
    if name_or_path in shipped_names():
        return shipped_folder() / f"{name_or_path}.yaml"
    try:
        path = given_path(name_or_path, beside)
    except UnreadableFile:
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
    if reason is not None and os.path.lexists(path):
        return reason.fault
    if name_or_path.endswith(ENDINGS) or "/" in name_or_path:
        return reason.fault if reason else message("there is no such file")
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


def read_merged(path: Path, problems: list[Problem], chain: tuple[Path, ...] = ()) -> Node | None:
    """Read a scenario file with all that it extends, every value with its own file and line.

    Parameters
    ----------
    path : Path
        The file.
    problems : list of Problem
        Faults of this file and of those it extends are added.
    chain : tuple of Path
        Files that led here.
    """
    tree = read(path, problems)
    if tree is None:
        return None
    table = dict(tree.value)
    base = table.pop("extends", None)
    if base is None:
        return Node(table, tree.file, tree.line)
    parent = _parent(base, path, problems, (*chain, path.resolve()))
    if parent is None:
        return Node(table, tree.file, tree.line)
    for key in MERGED:
        if key in parent.value:
            deep = key != "parameters"  # a dated value is one value, replaced as a whole
            table[key] = _merge(parent.value[key], table[key], deep) if key in table else parent.value[key]
    return Node(table, tree.file, tree.line)


def _parent(base: Node, path: Path, problems: list[Problem], chain: tuple[Path, ...]) -> Node | None:
    if not isinstance(base.value, str):
        problems.append(base.problem("extends", "is no name", "one shipped scenario or one file"))
        return None
    found = locate(base.value, path.parent)
    if found is None:
        problems.append(missing(base.value, base.file, base.line, "extends", path.parent))
        return None
    if found.resolve() in chain:
        circle = " -> ".join(each.name for each in (*chain[chain.index(found.resolve()) :], found))
        fault, allowed = f"goes round in a circle: {circle}", "a file that does not lead back here"
        problems.append(base.problem("extends", fault, allowed))
        return None
    return read_merged(found, problems, chain)


def _merge(below: Node, above: Node, deep: bool = True) -> Node:
    """Two trees as one: tables key by key, anything else from above; a policy that is ``off`` falls away.

    Where not ``deep``, what stands in these tables is taken whole.
    """
    if not isinstance(below.value, dict) or not isinstance(above.value, dict):
        return above
    table = dict(below.value)
    for key, node in above.value.items():
        if key in table and node.value == OFF:
            del table[key]
        else:
            table[key] = _merge(table[key], node) if deep and key in table else node
    return Node(table, above.file, above.line)
