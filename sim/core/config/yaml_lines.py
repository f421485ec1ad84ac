"""YAML files as trees that remember the file and line of every value.

YAML 1.2, so ``no`` is a word and ``012`` is twelve. Every fault of the text is collected as a ``Problem``; nothing is
guessed. Anchors and tags are refused: a file is read by people, and a value stands where it is used, as what it is.

A tree is made event by event as the parser finds them, so that neither depth nor number of values can go beyond what is
allowed, and whatever a library raises at a text has the line that was being read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.core.config.given_files import LARGEST_TEXT, UnreadableFile, read_given
from sim.core.config.language import message
from sim.core.config.problems import Problem

LONGEST_NUMBER = 300
DEEPEST = 50
MOST_VALUES = 100_000
UNPRINTABLE = re.compile("[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no part of a text, however it is written: what a YAML file may not hold as it is, and carriage returns."""
INTEGER, FLOAT, NULL, BOOL = (f"tag:yaml.org,2002:{name}" for name in ("int", "float", "null", "bool"))
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

    def unknown(self, path: str, name: object, known: Collection[str], fault: str = "", allowed: str = "") -> Problem:
        """Say that a name is none of those known; which is most like it is looked for when the problem is told."""
        fault, allowed = fault or message("is not known"), allowed or ", ".join(known)
        return Problem(self.file, self.line, path, self.plain, fault, allowed, name=str(name), known=known)


def plant(value: Any, file: str, problems: list[Problem], path: str = "") -> Node:
    """Make a tree without lines from plain tables and lists, so that they pass the same checks as a file."""
    if hasattr(value, "tolist"):
        value = value.tolist()  # numbers and arrays of NumPy are numbers and lists
    if isinstance(value, dict):
        inner = f"{path}." if path else ""
        return Node({str(key): plant(each, file, problems, f"{inner}{key}") for key, each in value.items()}, file, None)
    if isinstance(value, list | tuple):
        return Node([plant(each, file, problems, f"{path}[{at}]") for at, each in enumerate(value)], file, None)
    if isinstance(value, str) and (fault := unprintable(value)):
        problems.append(Problem(file, None, path, value, fault, message("printable text")))
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
    reader = None
    try:
        reader = _Reader(_text(path), str(path), problems)
        return reader.tree()
    except UnreadableFile as error:
        problems.append(Problem(str(path), None, "", None, error.fault, error.allowed, error.unit))
    except _Unreadable as error:
        problems.append(Problem(str(path), error.line, "", error.value, error.fault, error.allowed))
    except Exception as error:  # whatever a library raises at a text is a fault of the text, and has a line
        problems.append(_not_yaml(error, str(path), reader.line if reader else None))
    return None


class _Unreadable(Exception):
    """A fault for which a file as a whole cannot be read; the words are those of a :class:`Problem`."""

    def __init__(self, line: int | None, fault: str, allowed: str = "", value: Any = None) -> None:
        self.line, self.fault, self.allowed, self.value = line, fault, allowed, value


def _text(path: Path) -> str:
    content = read_given(path, LARGEST_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start]
        fault = message("byte {byte:#04x} is not UTF-8 text", byte=byte)
        raise _Unreadable(line, fault, message("a file saved as UTF-8")) from None


def _not_yaml(error: Exception, file: str, line: int | None) -> Problem:
    """What a library raised at a text, as a problem; its own words are English."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    words = getattr(error, "problem", None) or getattr(error, "context", None) or getattr(error, "reason", None)
    if mark is not None:
        line = mark.line + 1
    fault = message("not YAML: {words}", words=words or str(error) or type(error).__name__)
    allowed = message("YAML 1.2: one document of `key: value` lines")
    if words and "'\\t'" in words:
        fault, allowed = message("a tab"), message("spaces to indent, not tabs")
    return Problem(file, line, "", None, fault, allowed)


class _Reader:
    """Makes nodes of what the parser finds, and collects what is wrong."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        from ruamel.yaml import YAML

        self.file, self.problems = file, problems
        self.line: int | None = None
        self._values = 0
        self._anchors: set[str] = set()
        for found in UNPRINTABLE.finditer(text):
            if found[0] != "\r":
                line = text.count("\n", 0, found.start()) + 1
                fault = message("not YAML: {words}", words=message("special characters are not allowed"))
                raise _Unreadable(line, fault, message("printable text"))
        self._yaml = YAML(typ="safe", pure=True)
        self._events = self._yaml.parse(text)
        next(self._events)  # readies the parser, which is asked itself from now on: it knows its line when it fails

    def tree(self) -> Node | None:
        """The only document of the text, which is a table; None if a fault of it as a whole was reported."""
        from ruamel.yaml.events import DocumentStartEvent, StreamEndEvent

        if isinstance(begin := self._next(), StreamEndEvent):
            raise _Unreadable(None, message("is empty"), message("a table that begins with `name:`"))
        if begin.version not in (None, (1, 2)) or begin.tags:
            fault = message("a directive, by which words and numbers would be read otherwise")
            raise _Unreadable(self.line, fault, message("no line that begins with %"))
        node = self._node(self._next(), "", 0)
        self._next()
        if isinstance(self._next(), DocumentStartEvent):
            fault = message("not YAML: {words}", words=message("but found another document"))
            raise _Unreadable(self.line, fault, message("YAML 1.2: one document of `key: value` lines"))
        if node.value is FAULTY:
            return None
        if not isinstance(node.value, dict):
            raise _Unreadable(node.line, message("is no table"), message("`key: value` lines"), node.plain)
        return node

    def _next(self) -> Any:
        """The next event of the parser; its line is that of whatever goes wrong until the next one is asked for."""
        try:
            event = self._yaml.parser.get_event()
        except Exception:
            self.line = self._yaml.reader.line + 1
            raise
        self.line = event.start_mark.line + 1
        return event

    def _node(self, event: Any, path: str, depth: int) -> Node:
        """The value that an event begins."""
        from ruamel.yaml.events import AliasEvent, MappingStartEvent, SequenceStartEvent

        self._values += 1
        line = self.line
        if depth > DEEPEST:
            raise _Unreadable(line, message("is nested too deeply"), message("tables in tables, five deep at most"))
        if self._values > MOST_VALUES:
            raise _Unreadable(line, message("has too many values"), message("at most {most}", most=MOST_VALUES))
        good = self._is_plain(event, path, line)
        value: Any
        if isinstance(event, AliasEvent):
            value = FAULTY
        elif isinstance(event, MappingStartEvent):
            value = self._table(path, depth)
        elif isinstance(event, SequenceStartEvent):
            value = self._list(path, depth)
        else:
            value = self._scalar(event, path, line)
        return Node(value if good else FAULTY, self.file, line)

    def _is_plain(self, event: Any, path: str, line: int | None) -> bool:
        """Whether a value has neither anchor nor tag; what has is reported, an anchor once."""
        from ruamel.yaml.events import AliasEvent

        if event.anchor is not None:
            alias = isinstance(event, AliasEvent)
            if not alias or event.anchor not in self._anchors:
                allowed = message("the value written out where it is used")
                value = f"{'*' if alias else '&'}{event.anchor}"
                self._wrong(line, path, value, message("anchors are not used here"), allowed)
            self._anchors.add(event.anchor)
            return False
        if event.ctag is not None:
            self._wrong(line, path, str(event.tag), message("a YAML tag"), message("plain values without tags"))
            return False
        return True

    def _list(self, path: str, depth: int) -> Any:
        from ruamel.yaml.events import SequenceEndEvent

        found: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            found.append(self._node(event, f"{path}[{len(found)}]", depth + 1))
        return FAULTY if any(node.value is FAULTY for node in found) else found

    def _table(self, path: str, depth: int) -> dict[str, Node]:
        from ruamel.yaml.events import MappingEndEvent, ScalarEvent

        table: dict[str, Node] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            line = self.line
            if not isinstance(event, ScalarEvent):
                self._wrong(line, path, None, message("a table or list as a key"), message("a name"))
                self._node(event, path, depth + 1)
                self._node(self._next(), path, depth + 1)
                continue
            key = self._text(event.value, path, line)
            inner = f"{path}.{key}" if path else key
            good = self._is_plain(event, inner, line)
            node = self._node(self._next(), inner, depth + 1)
            if key in table:
                fault = message("given twice, first on line {line}", line=table[key].line)
                self._wrong(line, inner, node.plain, fault, message("each key once"))
            elif good and node.value is not FAULTY:
                table[key] = Node(node.value, self.file, line)
        return table

    def _scalar(self, event: Any, path: str, line: int | None) -> Any:
        """A number, a switch, nothing, or a text."""
        from ruamel.yaml.nodes import ScalarNode

        text = event.value
        kind = str(self._yaml.resolver.resolve(ScalarNode, text, event.implicit)) if event.implicit[0] else ""
        if kind == NULL:
            return None
        if kind == BOOL:
            return text.lower() == "true"
        if kind not in (INTEGER, FLOAT):
            return self._text(text, path, line)
        try:
            return _whole(text) if kind == INTEGER else _decimal(text)
        except ValueError:
            self._wrong(line, path, text, message("is no number"), message("a number, or a text in quotes"))
            return FAULTY

    def _text(self, text: str, path: str, line: int | None) -> str:
        """A text; what is none is reported. Two escapes that stand for one character in JSON are that character."""
        with suppress(UnicodeDecodeError):  # half of such a pair is no text
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        if fault := unprintable(text):
            self._wrong(line, path, text, fault, message("printable text"))
        return text

    def _wrong(self, line: int | None, path: str, value: Any, fault: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, line, path, value, fault, allowed))


def unprintable(text: str) -> str:
    """What is in a text that is no text, in words; nothing if all is text."""
    found = UNPRINTABLE.search(text)
    return message("has the character U+{number:04X}, which is no text", number=ord(found[0])) if found else ""


def _whole(text: str) -> float:
    digits = text.replace("_", "")
    if len(digits) > LONGEST_NUMBER:
        return math.inf
    based = digits.lstrip("+-")[:2].lower() in ("0x", "0o", "0b")
    return int(digits, 0) if based else int(digits)


def _decimal(text: str) -> float:
    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
