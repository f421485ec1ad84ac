"""The table of limits names tests that exist, every limit has a figure, and figures are shown as they were found."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.limits import CODES, HEADINGS, HOLDS, MISSED, Limits, Row, table, write

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py"))}
DOCUMENT = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")


def test_every_test_named_in_the_table_of_limits_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    written = {name for text in SOURCES.values() for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    assert len(named) > 40
    assert named <= written, sorted(named - written)


def test_the_document_has_a_line_for_every_invariant_and_limit() -> None:
    monthly = [f"V{number}" for number in range(1, 8)]
    assert re.findall(r"^\| (V\d+) \|", DOCUMENT, re.MULTILINE) == [*monthly, *CODES]


def test_every_limit_has_a_figure_that_make_verify_prints() -> None:
    recorded = {code for text in SOURCES.values() for code in re.findall(r'limit(?:\.at_\w+)?\(\s*"(V\d+)"', text)}
    assert recorded == set(CODES)


def test_figures_are_kept_also_if_they_are_missed() -> None:
    rows: list[Row] = []
    limits = Limits(rows)
    limits("V9", "persons", 100, 102, 3)
    limits.at_least("V30", "share", 0.99, 0.995)
    with pytest.raises(AssertionError, match="V13, meeting: expected 0.41"):
        limits("V13", "meeting", 0.41, 0.5, 0.01)
    with pytest.raises(AssertionError, match="found nan"):
        limits("V13", "nothing", 0.0, float("nan"), 1.0)
    with pytest.raises(ValueError, match=f"{CODES[0]} to {CODES[-1]}"):
        limits("V3", "money", 0, 0, 0)
    assert [row.verdict for row in rows] == [HOLDS, HOLDS, MISSED, MISSED]
    assert rows[0] == Row("V9", "persons", "100", "102", "3", HOLDS)


def test_the_table_stands_in_the_order_of_the_codes_and_says_what_is_missing() -> None:
    rows = [Row("V13", "b", "1", "1", "0", HOLDS), Row("V9", "c", "1", "2", "0", MISSED)]
    lines = table([*rows, Row("V13", "a", ">= 1", "1", "", HOLDS)])
    assert [line.split()[0] for line in lines[2:5]] == ["V9", "V13", "V13"]
    assert [line.split()[1] for line in lines[2:5]] == ["c", "b", "a"]
    assert lines[5] == "2 figures hold, 1 are missed"
    assert lines[6].startswith("without a figure in this run: V8, V10, V11, V12, V14")


def test_the_written_table_is_whole_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "results" / "verification.csv"
    write([Row("V10", 'share, "men"', "0.5", "0.51", "0.02", HOLDS), Row("V8", "e0", "77", "77", "1", HOLDS)], path)
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))
    assert tuple(found[0]) == HEADINGS
    assert [row[0] for row in found[1:]] == ["V8", "V10"]
    assert found[2][1] == 'share, "men"'
    assert list(path.parent.iterdir()) == [path]
