"""Analytic limits: what a test expected and found, kept in the order found and shown as one table."""

from __future__ import annotations

import csv
import os
import re
from dataclasses import astuple, dataclass
from pathlib import Path

CODES = tuple(f"V{number}" for number in range(8, 42))  # V1 to V7 hold in every month and have no figure
HEADINGS = ("code", "limit", "expected", "found", "tolerance", "verdict")
HOLDS, MISSED = "holds", "missed"


@dataclass(frozen=True)
class Row:
    """One figure of a limit.

    Attributes
    ----------
    code : str
        Of the model description, §12.
    what : str
        What the figure is.
    expected, found, tolerance : str
        Printed figures; an expectation may be a bound such as ``>= 0.99``.
    verdict : str
        ``holds`` or ``missed``.
    """

    code: str
    what: str
    expected: str
    found: str
    tolerance: str
    verdict: str


class Limits:
    """Keeps rows, and asserts each of them once it is kept.

    Parameters
    ----------
    rows : list of Row
        To which rows are added.
    """

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows

    def __call__(self, code: str, what: str, expected: float, found: float, tolerance: float) -> None:
        """Assert that a figure is the expected one.

        Parameters
        ----------
        code, what : str
            Which limit, and which figure of it.
        expected, found, tolerance : float
            Holds if the two differ by no more than the tolerance; a tolerance of nought asks for the same number.
        """
        self.keep(code, what, shown(expected), shown(found), shown(tolerance), abs(found - expected) <= tolerance)

    def at_least(self, code: str, what: str, least: float, found: float) -> None:
        """Assert that a figure reaches a bound."""
        self.keep(code, what, f">= {shown(least)}", shown(found), "", found >= least)

    def keep(self, code: str, what: str, expected: str, found: str, tolerance: str, holds: bool) -> None:
        """Keep a row and assert it."""
        if code not in CODES:
            raise ValueError(f"{code} is no limit with a figure; there are {CODES[0]} to {CODES[-1]}")
        self.rows.append(Row(code, what, expected, found, tolerance, HOLDS if holds else MISSED))
        assert holds, f"{code}, {what}: expected {expected} (tolerance {tolerance or 'none'}), found {found}"


def shown(value: float) -> str:
    """Four significant digits, whole numbers in full."""
    value = float(value)
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e7 else f"{value:.4g}"


def in_order(rows: list[Row]) -> list[Row]:
    """By code, and within a code as found."""
    return sorted(rows, key=lambda row: int(re.sub(r"\D", "", row.code)))


def table(rows: list[Row]) -> list[str]:
    """Lines of the table in columns, and what has no figure."""
    cells = [HEADINGS, *(astuple(row) for row in in_order(rows))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    missed = sum(row.verdict == MISSED for row in rows)
    absent = [code for code in CODES if code not in {row.code for row in rows}]
    lines.append(f"{len(rows) - missed} figures hold, {missed} are missed")
    if absent:
        lines.append(f"without a figure in this run: {', '.join(absent)}")
    return lines


def write(rows: list[Row], path: Path) -> None:
    """Write the rows as CSV under another name first, so that the file is always whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADINGS)
            writer.writerows(astuple(row) for row in in_order(rows))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
