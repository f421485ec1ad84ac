"""The notebook of the documentation: its cells run as plain Python, and what stands below them comes out."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebook").glob("*.ipynb"))
FIGURE = "image/png"


def cells(path: Path) -> list[dict[str, Any]]:
    held = json.loads(path.read_text(encoding="utf-8"))
    return [each for each in held["cells"] if each["cell_type"] == "code"]


def said(code: str, names: dict[str, Any]) -> tuple[str, str]:
    """What a cell prints, and how its last expression is shown."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed, shown = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            shown = "" if value is None else repr(value)
    return printed.getvalue(), shown


def written(cell: dict[str, Any]) -> tuple[str, str]:
    """The same of the outputs that stand in the notebook; of a figure only that there is one."""
    printed = "".join("".join(each["text"]) for each in cell["outputs"] if each["output_type"] == "stream")
    results = [each["data"] for each in cell["outputs"] if each["output_type"] == "execute_result"]
    return printed, "".join("".join(each["text/plain"]) for each in results)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_as_plain_python_and_gives_what_stands_in_it(path, monkeypatch, tmp_path):
    import matplotlib
    import pandas

    matplotlib.use("agg")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    with pandas.option_context("display.width", 80, "display.max_columns", 20):
        for cell in cells(path):
            assert said("".join(cell["source"]), names) == written(cell), f"{path.name} is stale: make notebook"
    assert any(FIGURE in each.get("data", {}) for cell in cells(path) for each in cell["outputs"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_executed_in_its_order_and_stands_in_the_site(path):
    assert [each["execution_count"] for each in cells(path)] == list(range(1, len(cells(path)) + 1))
    assert not [each for cell in cells(path) for each in cell["outputs"] if each["output_type"] == "error"]
    assert f": notebook/{path.name}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_there_is_a_notebook():
    assert NOTEBOOKS
