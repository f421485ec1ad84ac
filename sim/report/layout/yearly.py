"""Outcomes of runs year by year: the mean over the runs of each scenario."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.execution.run import Runs
from sim.report.layout.numbers import fixed, level_decimals, shown_as
from sim.report.layout.table import GAP, Column, Table, records
from sim.report.layout.text import LINE, terminal
from sim.runs.window import years_of
from sim.words.labels import unit_label

COLUMNS = ("scenario", "outcome", "unit", "year", "months", "mean", "runs")
LABELS = 24
"""Columns of a terminal that the names of outcomes keep in a narrow one."""
HEADINGS: dict[Language, tuple[str, str]] = {
    "en": ("{name}, year by year", "{name}, year by year: mean of {runs} runs"),
    "zh": ("{name}：逐年", "{name}：逐年，{runs}次运行的均值"),
}
PARTIAL: dict[Language, str] = {"en": "* of {months} months in that year", "zh": "* 该年仅{months}个月"}


def yearly_rows(found: Runs, indicators: Sequence[AnyIndicator]) -> list[dict[str, Any]]:
    """One record for each scenario, outcome and calendar year: the mean over the runs that have a value then."""
    rows = []
    for name, runs in found.runs.items():
        if not runs:
            continue
        first = runs[0]
        starts, years = years_of(first.start + first.burn_in, first.months)
        months = np.diff([*starts, first.months])
        for indicator in indicators:
            every = np.stack([run.over(indicator, starts) for run in runs])
            known = np.isfinite(every).sum(axis=0)
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Mean of empty slice", RuntimeWarning)
                means = np.nanmean(np.where(np.isfinite(every), every, np.nan), axis=0)
            rows += [
                (name, indicator.name, indicator.unit, int(year), int(length), float(mean), int(count))
                for year, length, mean, count in zip(years, months, means, known, strict=True)
            ]
    return records(COLUMNS, rows)


def yearly_as_text(
    found: Sequence[dict[str, Any]],
    indicators: Sequence[AnyIndicator],
    language: Language = "en",
    room: float | None = None,
) -> str:
    """The records for a terminal, a column a year; as many years in one table as a line has room for.

    Parameters
    ----------
    found : sequence of dict
        Of :func:`yearly_rows`.
    indicators : sequence of Indicator, Composite or Spread
        Those of the records.
    language : {"en", "zh"}
        Of labels and units.
    room : float, optional
        Columns of a line; those of the terminal if left out, and at most ``LINE``.
    """
    line = int(min(LINE, terminal() if room is None else room))
    names = list(dict.fromkeys(row["scenario"] for row in found))
    return "\n\n".join(
        block
        for name in names
        for block in _blocks([row for row in found if row["scenario"] == name], indicators, language, line)
    )


def _blocks(
    found: list[dict[str, Any]], indicators: Sequence[AnyIndicator], language: Language, line: int
) -> Iterator[str]:
    """The tables of one scenario, one below the other."""
    lengths = {row["year"]: row["months"] for row in found}
    runs = max(row["runs"] for row in found)
    cells = {indicator.name: _cells(found, indicator) for indicator in indicators}
    widest = max(len(cell) for row in cells.values() for cell in row.values())
    fit = max(1, (line - LABELS) // (max(widest, len("2021*")) + len(GAP)))
    years = list(lengths)
    for begin in range(0, len(years), fit):
        some = years[begin : begin + fit]
        heads = [Column(), *(Column(f"{year}{'*' * (lengths[year] < 12)}", "", str) for year in some)]
        rows = [
            (_label(indicator, language), *(cells[indicator.name].get(year, "–") for year in some))
            for indicator in indicators
        ]
        heading = HEADINGS[language][runs > 1].format(name=found[0]["scenario"], runs=runs) if not begin else ""
        short = [PARTIAL[language].format(months=lengths[year]) for year in some if lengths[year] < 12]
        yield Table(heads, rows, language, heading, notes=list(dict.fromkeys(short))).text(line)


def _cells(found: list[dict[str, Any]], indicator: AnyIndicator) -> dict[int, str]:
    """Values of an outcome by year as they are printed, all with the decimals of the largest."""
    mine = {row["year"]: row["mean"] for row in found if row["outcome"] == indicator.name}
    known = [abs(value) for value in mine.values() if np.isfinite(value)]
    decimals = level_decimals(max(known, default=0.0), indicator.unit)
    return {year: fixed(shown_as(value, indicator.unit), decimals) for year, value in mine.items()}


def _label(indicator: AnyIndicator, language: Language) -> str:
    unit = unit_label(indicator.unit, language)
    brackets = {"en": " ({})", "zh": "（{}）"}[language]
    return indicator.label(language) + brackets.format(unit)
