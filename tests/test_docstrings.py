"""Docstrings of studies that list parameters list all of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from sim.core.compute.kernel_cache import PACKAGE

SECTION = re.compile(r"^Parameters\n-+\n(.*?)(?=\n\n[A-Z][a-z]+\n-+\n|\Z)", re.MULTILINE | re.DOTALL)
LISTED = re.compile(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*)(?: :.*)?$", re.MULTILINE)
ROOMS = ("runs", "execution", "studies", "analysis", "validation")
FILES = [path for room in ROOMS for path in sorted((PACKAGE / room).rglob("*.py"))]


def functions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef, str]]:
    """Public functions and constructors, and the docstrings that list their parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                    yield inner, ast.get_docstring(node) or ""
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node, ast.get_docstring(node) or ""


def missing(path) -> list[str]:
    """Parameters that a list leaves out."""
    found = []
    for function, text in functions(ast.parse(path.read_text(encoding="utf-8"))):
        section = SECTION.search(text)
        if section is None:
            continue
        listed = {name.lstrip("*") for line in LISTED.findall(section[1]) for name in line.split(", ")}
        given = function.args
        names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        found += [f"{function.name}: {name}" for name in names if name not in {"self", "cls", *listed}]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_lists_of_parameters_leave_none_out(path):
    assert missing(path) == []
