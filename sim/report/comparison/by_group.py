"""Means of runs by group of persons, by township or by county."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.analysis.for_whom import PLACES, indicators_for, parts_of
from sim.core.compute.intervals import mean_interval
from sim.core.config.language import Language, in_language
from sim.core.recording.aggregation import whole_years
from sim.core.recording.indicator import AnyIndicator
from sim.execution.run import Runs
from sim.indicators import HEADLINES, INDICATORS
from sim.indicators.groups import GROUPS
from sim.report.comparison.for_whom_text import HEADINGS
from sim.report.layout.numbers import level
from sim.report.layout.table import Column, Table, records
from sim.report.layout.tables import RUN_HEADS
from sim.runs.run import Run
from sim.words.labels import unit_label, word

CHOICES = (*GROUPS.groupings, *PLACES)
"""What can stand behind ``--by``."""
COLUMNS = ("scenario", "outcome", "unit", "group", "mean", "ci_low", "ci_high", "runs")


def indicators_by(by: str, chosen: Sequence[AnyIndicator] | None) -> list[AnyIndicator]:
    """Indicators to show: those chosen, or for places the headlines and for persons all that are counted by group.

    Raises
    ------
    ValueError
        If one of those chosen is not counted by group of persons.
    """
    return indicators_for(by, chosen or [INDICATORS[name] for name in HEADLINES], bool(chosen))


def check_window(by: str, horizon: Any, window: tuple[int, int]) -> None:
    """Refuse a window without a whole year, for groups of persons, before anything is run.

    Raises
    ------
    ValueError
        If there is none.
    """
    if by not in PLACES:
        whole_years(horizon.burn_in + horizon.months, horizon.burn_in + window[0], horizon.burn_in + window[1])


def values_by(run: Run, indicator: AnyIndicator, by: str, window: tuple[int, int]) -> np.ndarray:
    """An indicator of one run by group, shape (groups,)."""
    if by not in PLACES:
        return run.groups(indicator, by, *window)
    places = run.places[by]
    each = [run.of(np.flatnonzero(places == place).tolist()) for place in range(int(places.max()) + 1)]
    return np.array([part.value(indicator, *window) for part in each])


def group_rows(
    found: Runs, indicators: Sequence[AnyIndicator], by: str, window: tuple[int, int], language: Language = "en"
) -> list[dict[str, Any]]:
    """One record for each scenario, outcome and group: mean over the runs with a 95 % t-interval.

    Raises
    ------
    ValueError
        If no whole year lies in the window: groups of persons are counted by year.
    """
    rows = []
    for name, runs in found.runs.items():
        for indicator in indicators if runs else ():
            values = np.stack([values_by(run, indicator, by, window) for run in runs])
            for labels, mine in zip(parts_of(by, values.shape[1]), values.T, strict=True):
                known = mine[np.isfinite(mine)]
                interval = mean_interval(known) if len(known) else (math.nan,) * 3
                rows.append(
                    (name, indicator.name, indicator.unit, in_language(language, *labels), *interval, len(known))
                )
    return records(COLUMNS, rows)


def groups_as_text(
    found: Sequence[dict[str, Any]], indicators: Sequence[AnyIndicator], by: str, language: Language = "en"
) -> str:
    """The records for a terminal, a column for each group; intervals stand in the file and in ``--json``."""
    known = {indicator.name: indicator for indicator in indicators}
    groups = list(dict.fromkeys(record["group"] for record in found))
    cells = {(record["scenario"], record["outcome"], record["group"]): record for record in found}
    rows = []
    for scenario, outcome in dict.fromkeys((record["scenario"], record["outcome"]) for record in found):
        indicator = known[outcome]
        means = (level(cells[scenario, outcome, group]["mean"], indicator.unit) for group in groups)
        rows.append((scenario, indicator.label(language), unit_label(indicator.unit, language), *means))
    heads = [*RUN_HEADS[:3], *(Column(group, form=str) for group in groups)]
    return Table(heads, rows, language, word(by, language, HEADINGS)).text()
