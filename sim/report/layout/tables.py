"""Tables of a comparison or of runs: CSV, LaTeX (booktabs), and text for a terminal."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sim.analysis.comparison import Comparison, Outcome
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.execution.run import Runs
from sim.report.layout.numbers import amount, difference_parts, factor, fixed, level
from sim.report.layout.sentences import label_of, mixed_lines, rule_line, title_of
from sim.report.layout.text import aligned
from sim.runs.run import values
from sim.studies.stopping import mean_interval
from sim.words.labels import unit_label, word

COLUMNS = (
    "scenario",
    "outcome",
    "unit",
    "baseline",
    "alternative",
    "difference",
    "ci_low",
    "ci_high",
    "pairs",
    "variance_reduction",
    "same_sign",
    "yuan",
    "hours",
)
HEADS = (
    "outcome",
    "unit",
    "baseline",
    "alternative",
    "difference",
    "interval",
    "pairs",
    "variance_reduction",
    "same_sign",
    "reading",
)
READINGS = {"none": "no_difference"}
RUN_COLUMNS = ("scenario", "outcome", "unit", "mean", "ci_low", "ci_high", "runs", "yuan", "hours")
ENOUGH_RUNS = 5
"""Runs below which a t-interval is so wide that it tells little, and may leave the range of a share."""
FEW_RUNS: dict[Language, str] = {
    "en": "intervals over {runs} runs only: so few do not show how runs scatter, and an interval may leave the "
    "range of its outcome; --reps {enough} or more",
    "zh": "区间仅据{runs}次运行：次数过少，不足以反映离散程度，区间可能超出指标取值范围；建议--reps {enough}以上",
}
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "−": "$-$",
    "∞": r"$\infty$",
}
LATEX.update({sign: "\\" + sign for sign in "&%$#_{}"})


def rows(comparison: Comparison) -> list[dict[str, Any]]:
    """One record for each alternative and outcome; costs beyond the baseline, for a registered person and year."""
    found = []
    for outcome in comparison.outcomes:
        difference, cost = outcome.difference, comparison.costs[outcome.scenario]
        found.append(
            {
                "scenario": outcome.scenario,
                "outcome": outcome.indicator.name,
                "unit": outcome.indicator.unit,
                "baseline": difference.baseline,
                "alternative": difference.alternative,
                "difference": difference.difference,
                "ci_low": difference.low,
                "ci_high": difference.high,
                "pairs": difference.pairs,
                "variance_reduction": difference.variance_reduction,
                "same_sign": difference.same_sign,
                "yuan": cost.yuan,
                "hours": cost.hours,
            }
        )
    return found


def run_rows(found: Runs, indicators: Sequence[AnyIndicator], window: tuple[int, int]) -> list[dict[str, Any]]:
    """One record for each scenario and outcome: mean over the runs with a 95 % t-interval."""
    records = []
    for name, runs in found.runs.items():
        years = [run.person_years for run in runs]
        for indicator in indicators:
            every = values(runs, indicator, window)
            known = every[np.isfinite(every)]
            if len(known):
                mean, low, high = mean_interval(known)
                yuan, hours = (
                    sum(float(getattr(run, account).sum()) / year for run, year in zip(runs, years, strict=True))
                    / len(runs)
                    for account in ("yuan", "hours")
                )
                cells = (name, indicator.name, indicator.unit, mean, low, high, len(known), yuan, hours)
                records.append(dict(zip(RUN_COLUMNS, cells, strict=True)))
    return records


def to_csv(records: Iterable[dict[str, Any]], columns: Sequence[str]) -> str:
    """Records as CSV, numbers with ten digits, an empty cell where there is no number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for record in records:
        writer.writerow([_cell(record[column]) for column in columns])
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.10g}"
    return str(value)


def cells(outcome: Outcome, language: Language) -> tuple[str, ...]:
    """Printed cells of one outcome, under the heads of :func:`heads`."""
    found, unit = outcome.difference, outcome.indicator.unit
    step, low, high = difference_parts(found, unit)
    return (
        label_of(outcome, language),
        unit_label(unit, language),
        level(found.baseline, unit),
        level(found.alternative, unit),
        "0" if found.identical else step,
        f"{low} … {high}" if math.isfinite(found.low) and not found.identical else "–",
        str(found.pairs),
        factor(found.variance_reduction),
        "–" if math.isnan(found.same_sign) else fixed(100 * found.same_sign, 0) + "%",
        word(READINGS.get(found.verdict, found.verdict), language),
    )


def heads(language: Language) -> tuple[str, ...]:
    """Heads of the columns of :func:`cells`."""
    return tuple(word(key, language) for key in HEADS)


def cost_line(comparison: Comparison, name: str, language: Language) -> str:
    """Costs and changed lives of one alternative in a line."""
    cost = comparison.costs[name]
    parts = (
        f"{amount(cost.yuan)} {word('yuan', language)}",
        f"{amount(cost.hours)} {word('hours', language)}",
        f"{word('yuan_in_all', language)} {amount(cost.yuan_in_all)}",
        f"{word('hours_in_all', language)} {amount(cost.hours_in_all)}",
        f"{word('lives', language)} {fixed(100 * comparison.lives_changed[name], 1)}%",
    )
    return "; ".join(parts)


def to_latex(comparison: Comparison, language: Language = "en") -> str:
    """The table with booktabs rules, an alternative after another; its costs stand below each."""
    head = heads(language)[:-1]
    lines = [r"% needs \usepackage{booktabs}" + (r", \usepackage{ctex}" if language == "zh" else "")]
    lines += [r"\begin{tabular}{ll" + "r" * (len(head) - 2) + "}", r"\toprule"]
    lines += [" & ".join(escape(cell) for cell in head) + r" \\"]
    for scenario in comparison.scenarios[1:]:
        lines += [
            r"\midrule",
            rf"\multicolumn{{{len(head)}}}{{l}}{{\textit{{{escape(title_of(scenario, language))}}}}} \\",
        ]
        for outcome in comparison.outcomes:
            if outcome.scenario == scenario.name:
                mark = r" $\circ$" if outcome.difference.verdict in ("none", "identical") else ""
                label, *others = (escape(cell) for cell in cells(outcome, language)[:-1])
                lines.append(" & ".join((label + mark, *others)) + r" \\")
        costs = escape(cost_line(comparison, scenario.name, language))
        lines.append(rf"\multicolumn{{{len(head)}}}{{l}}{{\footnotesize {costs}}} \\")
    notes = (rf"$\circ$ {escape(word('no_difference', language))}", escape(rule_line(comparison.scenarios, language)))
    feet = [rf"\multicolumn{{{len(head)}}}{{l}}{{\footnotesize {note}}} \\" for note in notes]
    feet += [
        rf"\multicolumn{{{len(head)}}}{{p{{0.9\linewidth}}}}{{\footnotesize {escape(line)}}} \\"
        for line in mixed_lines(comparison, language)
    ]
    lines += [r"\bottomrule", *feet, r"\end{tabular}", ""]
    return "\n".join(lines)


def escape(text: str) -> str:
    """Text with LaTeX's signs escaped."""
    return "".join(LATEX.get(sign, sign) for sign in text).replace("…", r"\ldots{}")


def as_text(comparison: Comparison, language: Language = "en") -> str:
    """The comparison for a terminal."""
    blocks = []
    for scenario in comparison.scenarios[1:]:
        mine = [cells(outcome, language) for outcome in comparison.outcomes if outcome.scenario == scenario.name]
        title = f"{title_of(scenario, language)} ({scenario.name})"
        blocks.append(
            "\n".join(
                (
                    title,
                    aligned([heads(language), *mine], right=range(2, len(HEADS) - 1)),
                    cost_line(comparison, scenario.name, language),
                )
            )
        )
    return "\n\n".join(blocks)


def runs_as_text(
    records: Sequence[dict[str, Any]], indicators: Sequence[AnyIndicator], language: Language = "en"
) -> str:
    """Means of runs for a terminal."""
    known = {indicator.name: indicator for indicator in indicators}
    table = [tuple(word(key, language) for key in ("scenario", "outcome", "unit", "mean", "interval", "runs"))]
    for record in records:
        indicator = known[record["outcome"]]
        low, high = (level(record[bound], indicator.unit) for bound in ("ci_low", "ci_high"))
        label = indicator.zh if language == "zh" else indicator.en
        interval = f"{low} … {high}" if math.isfinite(record["ci_low"]) else "–"
        mean = level(record["mean"], indicator.unit)
        table.append(
            (record["scenario"], label, unit_label(indicator.unit, language), mean, interval, str(record["runs"]))
        )
    fewest = min((record["runs"] for record in records if record["runs"] > 1), default=ENOUGH_RUNS)
    few = "" if fewest >= ENOUGH_RUNS else "\n" + FEW_RUNS[language].format(runs=fewest, enough=ENOUGH_RUNS)
    return aligned(table, right=(3, 4, 5)) + few
