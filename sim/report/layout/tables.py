"""Tables of a comparison or of runs, and of the counties of worlds that have several."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.analysis.budget import ACCOUNTS, cost_of
from sim.analysis.comparison import Comparison, Outcome
from sim.analysis.effects import PairedDifference
from sim.analysis.for_whom import GroupDifference
from sim.analysis.reading import NONE, UNKNOWN, Reading, of_scenario, read
from sim.core.compute.intervals import mean_interval
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.execution.run import Runs
from sim.report.layout.doubts import doubt_notes, marks
from sim.report.layout.numbers import amount, difference_parts, factor, fixed, level
from sim.report.layout.sentences import mixed_lines, rule_line, title_of
from sim.report.layout.table import Column, Faint, Foot, Group, Row, Table, records, to_latex
from sim.runs.run import values
from sim.words.labels import COMMA, WORDS, in_brackets, joined, unit_label, word

LEVELS = ("baseline", "alternative", "difference", "ci_low", "ci_high", "pairs")
READ = ("better", "matters", "q", "doubt")
"""How a difference is read: direction that is better, least difference that matters, q, and doubts."""
COLUMNS = ("scenario", "outcome", "unit", *LEVELS, "variance_reduction", "same_sign", "yuan", "hours", *READ)
BETWEEN_DOUBTS = ";"
RUN_COLUMNS = ("scenario", "outcome", "unit", "mean", "ci_low", "ci_high", "runs", "yuan", "hours")
HEADS = (
    *(Column(*WORDS[key]) for key in ("outcome", "unit")),
    *(Column(*WORDS[key], str) for key in ("baseline", "alternative", "difference", "interval", "pairs")),
    *(Column(*WORDS[key], str) for key in ("variance_reduction", "same_sign")),
    Column(*WORDS["reading"]),
)
RUN_HEADS = (
    *(Column(*WORDS[key]) for key in ("scenario", "outcome", "unit")),
    *(Column(*WORDS[key], str) for key in ("mean", "interval", "runs")),
)
COUNTY_HEADS = (
    Column("scenario", "情景"),
    Column("seed", "随机种子", str),
    Column("counties", "县数", str),
    Column("villages", "村数", str),
    Column("digest of all counties", "各县结果摘要值"),
)
READINGS = {NONE: "no_difference"}
"""Words of verdicts that are not named like them."""
ENOUGH_RUNS = 5
"""Runs below which a t-interval is so wide that it tells little, and may leave the range of a share."""
FEW_RUNS: dict[Language, str] = {
    "en": "intervals over {runs} runs only: so few do not show how runs scatter, and an interval may leave the "
    "range of its outcome; --reps {enough} or more",
    "zh": "区间仅据{runs}次运行：次数过少，不足以反映离散程度，区间可能超出指标取值范围；建议--reps {enough}以上",
}


def rows(comparison: Comparison, readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """One record for each alternative and outcome; costs beyond the baseline, for a registered person and year."""
    found = []
    for reading in readings:
        gap, cost = reading.found, comparison.costs[reading.outcome.scenario]
        rest = (gap.variance_reduction, gap.same_sign, cost.yuan, cost.hours)
        read = (reading.indicator.better, reading.least, reading.q, BETWEEN_DOUBTS.join(reading.doubts))
        found.append((*key_of(reading.outcome), *levels(gap), *rest, *read))
    return records(COLUMNS, found)


def key_of(outcome: Outcome | GroupDifference) -> tuple[str, str, str]:
    """Scenario, outcome and unit, with which records begin."""
    return outcome.scenario, outcome.indicator.name, outcome.indicator.unit


def levels(gap: PairedDifference) -> tuple[float, ...]:
    """Values of a difference under the names :data:`LEVELS`."""
    return gap.baseline, gap.alternative, gap.difference, gap.low, gap.high, gap.pairs


def run_rows(found: Runs, indicators: Sequence[AnyIndicator], window: tuple[int, int]) -> list[dict[str, Any]]:
    """One record for each scenario and outcome: mean over the runs with a 95 % t-interval."""
    rows = []
    for name, runs in found.runs.items():
        spent = [sum(cost_of(run, account) for run in runs) / max(len(runs), 1) for account in ACCOUNTS]
        for indicator in indicators:
            every = values(runs, indicator, window)
            known = every[np.isfinite(every)]
            if len(known):
                rows.append((name, indicator.name, indicator.unit, *mean_interval(known), len(known), *spent))
    return records(RUN_COLUMNS, rows)


def gap(found: PairedDifference, unit: str) -> str:
    """A difference with its interval; in brackets where the interval holds 0."""
    if found.identical:
        return "0"
    step, low, high = difference_parts(found, unit)
    text = f"{step} ({low} … {high})" if math.isfinite(found.low) else step
    return text if found.clear else f"[{text}]"


def reading_words(reading: Reading, language: Language) -> str:
    """What a difference says, in words."""
    if reading.found.identical:
        return word("identical", language)
    said = word(READINGS.get(reading.verdict, reading.verdict), language)
    small = reading.verdict not in (NONE, UNKNOWN) and not reading.matters
    return f"{said}{COMMA[language]}{word('small', language)}" if small else said


def cells(reading: Reading, language: Language) -> Faint | tuple[str, ...]:
    """Printed cells of one outcome, under :data:`HEADS`; set back where no difference is seen."""
    found, unit = reading.found, reading.indicator.unit
    step, low, high = difference_parts(found, unit)
    values = (
        reading.indicator.label(language),
        unit_label(unit, language),
        level(found.baseline, unit),
        level(found.alternative, unit),
        "0" if found.identical else step,
        (f"{low} … {high}" if math.isfinite(found.low) and not found.identical else "–") + marks(reading),
        str(found.pairs),
        factor(found.variance_reduction),
        "–" if math.isnan(found.same_sign) else fixed(100 * found.same_sign, 0) + "%",
        reading_words(reading, language),
    )
    return Faint(values) if reading.verdict == NONE else values


def cells_of(readings: Sequence[Reading], name: str, language: Language) -> list[Faint | tuple[str, ...]]:
    """Rows of one alternative."""
    return [cells(reading, language) for reading in of_scenario(readings, name)]


def cost_line(comparison: Comparison, name: str, language: Language) -> str:
    """Costs and changed lives of one alternative in a line."""
    cost = comparison.costs[name]
    parts = [f"{amount(getattr(cost, each))} {word(each, language)}" for each in ACCOUNTS]
    parts += [f"{word(each, language)} {amount(getattr(cost, each))}" for each in ("yuan_in_all", "hours_in_all")]
    return joined(language, *parts, f"{word('lives', language)} {fixed(100 * comparison.lives_changed[name], 1)}%")


def as_latex(comparison: Comparison, language: Language = "en", matters: Mapping[str, float] | None = None) -> str:
    """An alternative after another, its costs below each; a ring stands for the reading."""
    rows: list[Row] = []
    readings = read(comparison, matters)
    for scenario in comparison.scenarios[1:]:
        mine = cells_of(readings, scenario.name, language)
        rows += [Group(title_of(scenario, language)), *(type(row)(row[:-1]) for row in mine)]
        rows.append(Foot(cost_line(comparison, scenario.name, language)))
    rule = rule_line(comparison.scenarios, language)
    doubts = doubt_notes(readings, language)
    notes = (f"∘ {word('no_difference', language)}", *doubts, rule, *mixed_lines(comparison, language))
    return to_latex([Table(HEADS[:-1], rows, language, notes=notes)], language)


def as_text(comparison: Comparison, language: Language = "en", matters: Mapping[str, float] | None = None) -> str:
    """The comparison for a terminal."""
    blocks = []
    readings = read(comparison, matters)
    for scenario in comparison.scenarios[1:]:
        name, title = scenario.name, in_brackets(language, title_of(scenario, language), scenario.name)
        costs = cost_line(comparison, name, language)
        blocks.append(Table(HEADS, cells_of(readings, name, language), language, title, [costs]).text())
    return "\n\n".join([*blocks, *filter(None, ["\n".join(doubt_notes(readings, language))])])


def runs_as_text(found: Sequence[dict[str, Any]], indicators: Sequence[AnyIndicator], language: Language = "en") -> str:
    """Means of runs for a terminal."""
    known = {indicator.name: indicator for indicator in indicators}
    rows = []
    for record in found:
        indicator = known[record["outcome"]]
        mean, low, high = (level(record[each], indicator.unit) for each in ("mean", "ci_low", "ci_high"))
        interval = f"{low} … {high}" if math.isfinite(record["ci_low"]) else "–"
        told = (record["scenario"], indicator.label(language), unit_label(indicator.unit, language))
        rows.append((*told, mean, interval, record["runs"]))
    fewest = min((record["runs"] for record in found if record["runs"] > 1), default=ENOUGH_RUNS)
    few = [] if fewest >= ENOUGH_RUNS else [FEW_RUNS[language].format(runs=fewest, enough=ENOUGH_RUNS)]
    return Table(RUN_HEADS, rows, language, notes=few).text()


def counties_record(found: Runs) -> list[dict[str, Any]]:
    """One record for each world that was lived county by county."""
    rows = (
        (run.scenario, run.seed, counties, run.villages, run.digest)
        for runs in found.runs.values()
        for run in runs
        if (counties := len(np.unique(run.places["county"]))) > 1
    )
    return records(("scenario", "seed", "counties", "villages", "digest"), rows)


def counties_as_text(found: Sequence[dict[str, Any]], language: Language = "en") -> str:
    """The records for a terminal."""
    return Table(COUNTY_HEADS, [tuple(record.values()) for record in found], language).text()
