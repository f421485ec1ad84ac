"""A comparison beside the extremes of the quorum rule, as text and as records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.analysis.comparison import Comparison, Outcome
from sim.core.config.language import Language
from sim.report.layout.sentences import rule_name
from sim.report.layout.table import Table, columns, records
from sim.report.layout.tables import LEVELS, gap, key_of, levels
from sim.runs.jobs import LIST
from sim.words.labels import unit_label, word

COLUMNS = ("scenario", "outcome", "unit", "denominator", *LEVELS, "verdict")
WORDS: Mapping[str, tuple[str, str]] = {
    "extremes": (
        "Under the extremes of the quorum rule, {pairs} pairs each: differences with 95 % intervals, in brackets where "
        "the interval holds 0; * where the reading is opposite to that under the list",
        "两种极端应到会口径下的差值与95%置信区间（各{pairs}对）；区间含0者加方括号；*表示与名单口径下的方向相反",
    )
}
OPPOSITE = {"raises": "lowers", "lowers": "raises"}


def extremes_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One record for each rule, alternative and outcome."""
    found = comparison.extremes.outcomes if comparison.extremes else {}
    rows = (
        (*key_of(each), rule, *levels(each.difference), each.difference.verdict)
        for rule, outcomes in found.items()
        for each in outcomes
    )
    return records(COLUMNS, rows)


def extremes_as_text(comparison: Comparison, language: Language = "en", room: float | None = None) -> str:
    """A row an alternative and outcome, a column a rule; empty where no extremes were run."""
    if comparison.extremes is None:
        return ""
    by_rule = {LIST: comparison.outcomes, **comparison.extremes.outcomes}
    cells = {rule: {(each.scenario, each.indicator): each for each in outcomes} for rule, outcomes in by_rule.items()}
    rows = []
    for key, usual in cells[LIST].items():
        scenario, indicator = key
        told = [_cell(cells[rule].get(key), usual) for rule in by_rule]
        unit = unit_label(indicator.unit, language, difference=True)
        rows.append((scenario, indicator.label(language), unit, *told))
    names = [rule_name(rule, language) for rule in by_rule]
    heads = columns(["", "", "", *names], range(3, 3 + len(names)))
    title = word("extremes", language, WORDS, pairs=comparison.extremes.pairs)
    return f"{title}\n{Table(heads, rows, language).text(room)}"


def _cell(found: Outcome | None, usual: Outcome) -> str:
    if found is None:
        return "–"
    opposite = OPPOSITE.get(found.difference.verdict) == usual.difference.verdict
    return gap(found.difference, found.indicator.unit) + "*" * opposite
