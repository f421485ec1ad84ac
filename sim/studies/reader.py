"""What every part of a study file is read with: texts, whole numbers, lists of names, tables and their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sim.core.config.problems import Problem, nearest
from sim.core.config.yaml_lines import Node


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

    def wrong(self, key: str, fault: str, allowed: str = "", near: str = "", node: Node | None = None) -> None:
        """Report a fault, at the entry of the first word of the key if no node is named."""
        node = node or self.tree.value.get(key.split(".")[0]) or Node(None, self.tree.file, None)
        self.problems.append(node.problem(key, fault, allowed, nearest=near))

    def unknown(self, table: Mapping[str, Node], names: Iterable[str], path: str = "") -> bool:
        """Report keys that are none of the names; whether there are any."""
        names = tuple(names)
        others = [key for key in table if key not in names]
        for key in others:
            self.wrong(path + key, "is not known", ", ".join(names), nearest(key, names), table[key])
        return bool(others)

    def table(self, key: str, example: str) -> Mapping[str, Node]:
        """Entries of a table of the file."""
        node = self.tree.value.get(key) or Node({}, self.tree.file, None)
        if isinstance(node.value, dict):
            return node.value
        self.wrong(key, "is no table", example, node=node)
        return {}

    def text(self, key: str, default: str) -> str:
        """A text; one in several languages has them all."""
        node = self.tree.value.get(key)
        if node is None:
            return default
        if isinstance(node.value, dict):
            return " / ".join(str(each.value) for each in node.value.values())
        if not isinstance(node.value, str):
            self.wrong(key, "is no text", "text", node=node)
            return default
        return node.value.strip()

    def count(self, key: str, default: int, low: int, high: int, table: Mapping[str, Node] | None = None) -> int:
        """A whole number, of a table of the file or of the file itself; the key's last word names it there."""
        node = (self.tree.value if table is None else table).get(key.rpartition(".")[2])
        if node is None:
            return default
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(key, "is out of range or no whole number", f"{low} to {high}", node=node)
            return default
        return value

    def words(self, key: str, default: str = "") -> list[tuple[str, Node]]:
        """Names, each with its place; a single one needs no list."""
        node = self.tree.value.get(key)
        listed = [] if node is None else node.value if isinstance(node.value, list) else [node]
        found = [(each.value, each) for each in listed if isinstance(each.value, str)]
        if node is not None and (len(found) < len(listed) or not found):
            self.wrong(key, "is no list of names", "[first, second]", node=node)
        return found or [(default, self.tree)] * bool(default)
