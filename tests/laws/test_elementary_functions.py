"""Law 2: what a course depends on is worked out by operations on which processors agree: exp, log and pow are ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sim.core.compute.kernel_cache import PACKAGE

PARTS = ("agents", "core", "mechanisms", "policies", "world")
FILES = [file for part in PARTS for file in sorted((PACKAGE / part).glob("*.py"))]
# Square roots and rounding are exact on every processor.
UNLIKE = {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "pow", "power", "float_power", "cbrt"}
UNLIKE |= {
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "asin",
    "acos",
    "atan",
    "atan2",
    "hypot",
    "gamma",
    "lgamma",
    "erf",
}


def is_unlike(node: ast.AST) -> bool:
    """Whether processors may round this otherwise: a library's function of a variable, a power but a square or cube."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        constants = isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)
        return not constants and not (isinstance(node.right, ast.Constant) and node.right.value in (2, 3))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    library = isinstance(node.func.value, ast.Name) and node.func.value.id in ("math", "np", "numpy")
    return library and node.func.attr in UNLIKE and not all(isinstance(each, ast.Constant) for each in node.args)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_library_function_that_differs_between_processors_is_used(file: Path) -> None:
    found = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if is_unlike(node)]
    assert not found, [f"line {node.lineno}: {ast.unparse(node)}" for node in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "unlike"),
    [
        ("np.exp(x)", 1),
        ("math.log(2)", 0),
        ("math.log(y)", 1),
        ("x**0.3", 1),
        ("x**2", 0),
        ("2**53", 0),
        ("exps(x)", 0),
    ],
)
def test_what_is_looked_for_is_found(words: str, unlike: int) -> None:
    assert sum(map(is_unlike, ast.walk(ast.parse(words)))) == unlike
