"""What every part of a study file is read with: texts, whole numbers, lists of names, tables and their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from sim.core.config.language import LANGUAGES, message
from sim.core.config.problems import Problem
from sim.core.config.yaml_lines import Node

LONGEST_LIST = 1000
"""Most names or values of a list: more would be tried for minutes, and nobody writes them by hand."""


class Reader:
    """Reads entries of a study file; what is faulty has its default, and the fault is added to the problems.

    Parameters
    ----------
    tree : Node
        The file as a table.
    path : Path
    problems : list of Problem
        Added to.
    """

    def __init__(self, tree: Node, path: Path, problems: list[Problem]) -> None:
        self.tree, self.path, self.problems = tree, path, problems

    def wrong(
        self,
        key: str,
        fault: str,
        allowed: str = "",
        node: Node | None = None,
        name: object = "",
        known: Collection[str] = (),
    ) -> None:
        """Report a fault, at the entry of the first word of the key if no node is named.

        Of a name that is none of those known, the nearest is looked for when the fault is told.
        """
        node = node or self.tree.value.get(key.split(".")[0]) or Node(None, self.tree.file, None)
        self.problems.append(replace(node.problem(key, fault, allowed), name=str(name), known=known))

    def unknown(self, table: Mapping[str, Node], names: Iterable[str], path: str = "") -> bool:
        """Report keys that are none of the names; whether there are any."""
        names = tuple(names)
        others = [key for key in table if key not in names]
        for key in others:
            self.problems.append(table[key].unknown(path + key, key, names))
        return bool(others)

    def unused(self, table: Mapping[str, Node], names: Iterable[str], path: str, reason: str) -> None:
        """Refuse entries that would be read and mean nothing, with the reason."""
        for name in names:
            if name in table:
                self.wrong(f"{path}.{name}", reason, message("nothing: leave it out"), node=table[name])

    def table(self, key: str, example: str) -> Mapping[str, Node]:
        """Entries of a table of the file."""
        node = self.tree.value.get(key) or Node({}, self.tree.file, None)
        if isinstance(node.value, dict):
            return node.value
        self.wrong(key, message("is no table"), example, node=node)
        return {}

    def text(self, key: str, default: str) -> str:
        """A text; one in several languages has them all."""
        node = self.tree.value.get(key)
        if node is None:
            return default
        texts = [node.value]
        if isinstance(node.value, dict) and not self.unknown(node.value, LANGUAGES, f"{key}."):
            texts = [each.value for each in node.value.values()]
        if not texts or not all(isinstance(each, str) for each in texts):
            self.wrong(key, message("is no text"), message("text"), node=node)
            return default
        return " / ".join(each.strip() for each in texts)

    def count(self, key: str, default: int, low: int, high: int, table: Mapping[str, Node] | None = None) -> int:
        """A whole number, of a table of the file or of the file itself; the key's last word names it there."""
        node = (self.tree.value if table is None else table).get(key.rpartition(".")[2])
        if node is None:
            return default
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            fault = message("is out of range or no whole number")
            self.wrong(key, fault, message("{low} to {high}", low=low, high=high), node=node)
            return default
        return value

    def yes_or_no(self, key: str, default: bool, table: Mapping[str, Node]) -> bool:
        """True or false; the key's last word names it in the table."""
        node = table.get(key.rpartition(".")[2])
        if node is None:
            return default
        if not isinstance(node.value, bool):
            self.wrong(key, message("is neither true nor false"), "true, false", node=node)
            return default
        return node.value

    def words(self, key: str, default: str = "") -> list[tuple[str, Node]]:
        """Names, each once and with its place; a single one needs no list."""
        node = self.tree.value.get(key)
        if node is None:
            return [(default, self.tree)] * bool(default)
        listed = node.value if isinstance(node.value, list) else [node]
        if not self.short(key, node):
            return []
        found = {each.value: each for each in listed if isinstance(each.value, str)}
        if len(found) < len(listed) or not found:
            names = [each.value for each in listed if isinstance(each.value, str)]
            twice = next((name for name in found if names.count(name) > 1), None)
            if twice is None:
                self.wrong(key, message("is no list of names"), message("[first, second]"), node=node)
            else:
                fault = message("{name!r} is given twice", name=twice)
                self.wrong(key, fault, message("each name once"), node=node)
        return list(found.items()) or [(default, self.tree)] * bool(default)

    def short(self, key: str, node: Node) -> bool:
        """Whether a list has no more entries than anybody writes; reported if it has."""
        if not isinstance(node.value, list) or len(node.value) <= LONGEST_LIST:
            return True
        fault = message("has {count} entries", count=len(node.value))
        allowed = message("at most {most}", most=LONGEST_LIST)
        self.problems.append(Problem(node.file, node.line, key, None, fault, allowed))
        return False
