"""Means of runs by group of persons, by township or by county."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.analysis.for_whom import PLACES, indicators_for
from sim.core.config.language import Language
from sim.core.recording.aggregation import whole_years
from sim.core.recording.indicator import AnyIndicator
from sim.execution.run import Runs
from sim.indicators import HEADLINES, INDICATORS
from sim.indicators.groups import GROUPS
from sim.report.layout.numbers import level
from sim.report.layout.table import Column, Table
from sim.report.layout.tables import RUN_HEADS
from sim.runs.run import Run
from sim.studies.stopping import mean_interval
from sim.words.labels import unit_label

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


def parts_of(by: str, run: Run) -> list[tuple[str, str]]:
    """Labels of the groups, English and Chinese."""
    if by in PLACES:
        en, zh = PLACES[by]
        return [(f"{en} {place + 1}", f"{zh}{place + 1}") for place in range(int(run.places[by].max()) + 1)]
    return [(en, zh) for en, zh, _ in GROUPS.groupings[by].parts]


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
    records = []
    for name, runs in found.runs.items():
        for indicator in indicators if runs else ():
            values = np.stack([values_by(run, indicator, by, window) for run in runs])
            for place, labels in enumerate(parts_of(by, runs[0])):
                known = values[np.isfinite(values[:, place]), place]
                mean, low, high = mean_interval(known) if len(known) else (math.nan,) * 3
                group = labels[language == "zh"]
                cells = (name, indicator.name, indicator.unit, group, mean, low, high, len(known))
                records.append(dict(zip(COLUMNS, cells, strict=True)))
    return records


def groups_as_text(
    records: Sequence[dict[str, Any]], indicators: Sequence[AnyIndicator], by: str, language: Language = "en"
) -> str:
    """The records for a terminal, a column for each group; intervals stand in the file and in ``--json``."""
    known = {indicator.name: indicator for indicator in indicators}
    groups = list(dict.fromkeys(record["group"] for record in records))
    cells = {(record["scenario"], record["outcome"], record["group"]): record for record in records}
    rows = []
    for scenario, outcome in dict.fromkeys((record["scenario"], record["outcome"]) for record in records):
        indicator = known[outcome]
        label = indicator.zh if language == "zh" else indicator.en
        means = (level(cells[scenario, outcome, group]["mean"], indicator.unit) for group in groups)
        rows.append((scenario, label, unit_label(indicator.unit, language), *means))
    heads = [*RUN_HEADS[:3], *(Column(group, form=str) for group in groups)]
    heading = PLACES[by] if by in PLACES else (GROUPS.groupings[by].en, GROUPS.groupings[by].zh)
    return Table(heads, rows, language, heading[language == "zh"]).text()
