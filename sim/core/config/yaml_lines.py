"""YAML files as trees that remember the file and line of every value.

YAML 1.2, so ``no`` is a word and ``012`` is twelve. Every fault of the text is collected as a ``Problem``; nothing is
guessed. Anchors are refused: a file is read by people, and a value stands where it is used.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.config.problems import Problem, nearest

CORE_TAGS = {
    f"tag:yaml.org,2002:{name}": name for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp")
}
LARGEST_FILE = 1_000_000
LONGEST_NUMBER = 300
DEEPEST = 50
FAULTY = object()
"""Value of a node whose fault has been reported; no table takes it up."""


@dataclass(frozen=True)
class Node:
    """A value of a file: a table of nodes, a list of nodes, or a scalar."""

    value: Any
    file: str
    line: int | None

    @property
    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain for node in self.value]
        return self.value

    def problem(self, path: str, fault: str, allowed: str = "", unit: str = "", nearest: str = "") -> Problem:
        """Say what is wrong with this value; ``path`` is its dotted path."""
        return Problem(self.file, self.line, path, self.plain, fault, allowed, unit, nearest)

    def unknown(self, path: str, name: object, known: Collection[str], fault: str, allowed: str = "") -> Problem:
        """Say that a name is none of those known, and which is most like it."""
        return self.problem(path, fault, allowed or ", ".join(known), nearest=nearest(name, known))


def plant(value: Any, file: str) -> Node:
    """Make a tree without lines from plain tables and lists, so that they pass the same checks as a file."""
    if isinstance(value, dict):
        return Node({str(key): plant(each, file) for key, each in value.items()}, file, None)
    if isinstance(value, list | tuple):
        return Node([plant(each, file) for each in value], file, None)
    return Node(value, file, None)


def read(path: Path, problems: list[Problem]) -> Node | None:
    """Read a file.

    Parameters
    ----------
    path : Path
        The file.
    problems : list of Problem
        Faults are added to it.

    Returns
    -------
    Node or None
        The tree, or None if the text could not be read as a table.
    """
    try:
        return _tree(_text(path), str(path), problems)
    except _Unreadable as error:
        problems.append(Problem(str(path), error.line, "", error.value, error.fault, error.allowed, error.unit))
        return None


class _Unreadable(Exception):
    """A fault for which a file as a whole cannot be read; the words are those of a :class:`Problem`."""

    def __init__(self, line: int | None, fault: str, allowed: str = "", unit: str = "", value: Any = None) -> None:
        self.line, self.fault, self.allowed, self.unit, self.value = line, fault, allowed, unit, value


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _Unreadable(None, f"cannot be read: {error.strerror}") from None
    if len(content) > LARGEST_FILE:
        raise _Unreadable(None, f"has {len(content)} bytes", f"at most {LARGEST_FILE}", "bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start]
        raise _Unreadable(line, f"byte {byte:#04x} is not UTF-8 text", "a file saved as UTF-8") from None


def _tree(text: str, file: str, problems: list[Problem]) -> Node | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    deep = _line_too_deep(text)
    if deep is not None:
        raise _Unreadable(deep, "is nested too deeply", "tables in tables, five deep at most")
    try:
        top = YAML(typ="safe", pure=True).compose(text)
        node = None if top is None else _Reader(file, problems).node(top)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault = error.problem or error.context or "is not YAML"
        tab = "'\\t'" in fault
        advice = "spaces to indent, not tabs" if tab else "YAML 1.2: one document of `key: value` lines"
        raise _Unreadable(mark.line + 1 if mark else None, "a tab" if tab else f"not YAML: {fault}", advice) from None
    except YAMLError as error:
        place = getattr(error, "position", None)
        line = None if place is None else text.count("\n", 0, place) + 1
        fault = getattr(error, "reason", str(error))
        raise _Unreadable(line, f"not YAML: {fault}", "printable text") from None
    if node is None:
        raise _Unreadable(None, "is empty", "a table that begins with `name:`")
    if node.value is FAULTY:
        return None
    if not isinstance(node.value, dict):
        raise _Unreadable(node.line, "is no table", "`key: value` lines", value=node.plain)
    return node


def _line_too_deep(text: str) -> int | None:
    """Find the line whose brackets, indents or dashes go deeper than any scenario needs, before the parser descends."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) - len(line.lstrip(" -?")) > DEEPEST:
            return number
        for character in line:
            depth += (character in "[{") - (character in "]}")
            if depth > DEEPEST:
                return number
    return None


@dataclass
class _Reader:
    """Makes nodes of what the parser composed, and collects what is wrong."""

    file: str
    problems: list[Problem]
    anchors: set[int] = field(default_factory=set)

    def node(self, source: Any, path: str = "") -> Node:
        line = source.start_mark.line + 1
        kind = CORE_TAGS.get(str(source.tag))
        value: Any = FAULTY
        if source.anchor is not None:
            if id(source) not in self.anchors:
                allowed = "the value written out where it is used"
                self._wrong(line, path, f"&{source.anchor}", "anchors are not used here", allowed)
                self.anchors.add(id(source))
        elif kind is None:
            self._wrong(line, path, str(source.tag), "a YAML tag", "plain values without tags")
        elif source.id == "mapping":
            value = self._table(source, path)
        elif source.id == "sequence":
            value = [self.node(each, f"{path}[{place}]") for place, each in enumerate(source.value)]
        else:
            value = _scalar(kind, source.value)
        return Node(value, self.file, line)

    def _table(self, source: Any, path: str) -> dict[str, Node]:
        table: dict[str, Node] = {}
        for key_node, value_node in source.value:
            line = key_node.start_mark.line + 1
            if key_node.id != "scalar":
                self._wrong(line, path, None, "a table or list as a key", "a name")
                continue
            key = str(key_node.value)
            inner = f"{path}.{key}" if path else key
            node = self.node(value_node, inner)
            if key in table:
                self._wrong(line, inner, node.plain, f"given twice, first on line {table[key].line}", "each key once")
            elif node.value is not FAULTY:
                table[key] = Node(node.value, self.file, line)
        return table

    def _wrong(self, line: int, path: str, value: Any, fault: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, line, path, value, fault, allowed))


def _scalar(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        digits = text.replace("_", "")
        if len(digits) > LONGEST_NUMBER:
            return math.inf
        based = digits.lstrip("+-")[:2].lower() in ("0x", "0o", "0b")
        return int(digits, 0) if based else int(digits)
    if kind == "float":
        return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
