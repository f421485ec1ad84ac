"""What makes the tables and figures can be imported: names that experiments and benchmarks use are there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted(ROOT.glob("experiments/**/*.py")), *sorted(ROOT.glob("benchmarks/*.py"))]
PEERS = ("toy_", "peers", "one_toy")
"""Beginnings of files that want the libraries of others, which are installed apart."""


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if not path.stem.startswith(PEERS)],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_it_is_imported(path: Path) -> None:
    assert import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
