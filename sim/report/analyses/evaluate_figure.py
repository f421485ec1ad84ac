"""The figure of an evaluation: bias by estimator, false findings by estimator, power by number of villages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.evaluate.plan import ESTIMATORS, MEASURES, REAL, EvaluationPlan
from sim.analysis.evaluate.table import Evaluated, Found
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.evaluate_words import estimator_word, measure_word, rule_word
from sim.report.layout.figures import NOTE_SIZE, folded, lettering, missing_signs_told, space_lines, style_of
from sim.report.layout.numbers import shown_as
from sim.words.labels import unit_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, FRAME, ROW, HEAD = 9.6, 0.95, 0.3, 0.8
TWO = 1.96
PER_CENT = 100.0
MARKS = {"real": ("o", "#0072B2"), "reported": ("s", "#D55E00"), "surveyed": ("^", "#009E73")}
APART = 0.24
"""Rows between the marks of two measures of one estimator."""
TITLES: dict[str, dict[Language, str]] = {
    "bias": {"en": "bias, {unit}", "zh": "偏差，{unit}"},
    "false": {"en": "false findings, %", "zh": "假阳性，%"},
    "power": {"en": "power, % (real)", "zh": "功效，%（实际值）"},
    "least": {"en": "least effect, {unit} (real)", "zh": "最小可见效应，{unit}（实际值）"},
    "villages": {"en": "villages", "zh": "村数"},
}
NOTES: dict[Language, str] = {
    "en": "{worlds} worlds. Bars: Monte-Carlo error, 95 %. Bias: estimate less the truth by twins. False findings: in "
    "the same villages without any pilot; grey line: level of the test.\nPower: share of worlds in which the pilot's "
    "effect "
    "is found. Least effect: what {power} % of studies find, if the test held its level.",
    "zh": "{worlds}个世界。线段为95%蒙特卡洛误差。偏差：估计减去孪生对照所得真值。假阳性：同一批村没有任何试点时的发现"
    "；灰线为检验"
    "水平。\n功效：发现试点效应的世界比例。最小可见效应：检验水平属实时{power}%的研究可发现的效应。",
}


def draw_evaluation(found: Evaluated, language: Language = "en") -> Figure:
    """A line of panels for each outcome and way of choosing villages.

    Parameters
    ----------
    found : Evaluated
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    plan = found.plan
    language, _, settings = lettering([plan.scenario], language)
    lines = list(dict.fromkeys((each.outcome, each.rule) for each in found.found))
    lines.sort(key=lambda each: list(dict.fromkeys(look.outcome for look in plan.looks)).index(each[0]))
    tall = FRAME + ROW * max(len(plan.estimators), 3)
    with missing_signs_told(), rc_context(settings):
        figure = Figure(figsize=(WIDTH, len(lines) * tall + HEAD), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(len(lines), 4, squeeze=False, width_ratios=(1.25, 1, 1, 1))
        for row, (outcome, rule) in zip(panels, lines, strict=True):
            rows = [each for each in found.found if (each.outcome, each.rule) == (outcome, rule)]
            largest = [each for each in rows if each.villages == plan.sizes[-1]]
            _bias(row[0], largest, plan, language)
            _false(row[1], largest, plan, language)
            _by_size(row[2], rows, plan, language, "power")
            _by_size(row[3], rows, plan, language, "least")
            title = f"{indicator_named(outcome).label(language)} · {rule_word(rule, language)}"
            row[0].set_title(folded(title, language, 60), loc="left", fontsize=8.5)
        _legends(figure, plan, language)
        note = NOTES[language].format(worlds=found.worlds, power=f"{PER_CENT * plan.power:g}")
        figure.supxlabel(note, fontsize=NOTE_SIZE)
        space_lines(figure, language)
    return figure


def _marked(panel: Any, rows: Sequence[Found], plan: EvaluationPlan, name: str, factor: float) -> None:
    """A mark with its error for each estimator and measure."""
    measures = [each for each in MEASURES if any(row.measure == each for row in rows)]
    for row in rows:
        shift = (measures.index(row.measure) - (len(measures) - 1) / 2) * APART
        place = plan.estimators.index(row.estimator) + shift
        mark, colour = MARKS[row.measure]
        value, error = factor * getattr(row, name), factor * TWO * getattr(row, f"{name}_error")
        panel.errorbar(value, place, xerr=error, fmt=mark, color=colour, markersize=3.6, linewidth=0.9)
    panel.set_ylim(len(plan.estimators) - 0.4, -0.6)
    panel.grid(axis="x", linewidth=0.4, alpha=0.5)
    panel.locator_params(axis="x", nbins=5)


def _bias(panel: Any, rows: Sequence[Found], plan: EvaluationPlan, language: Language) -> None:
    unit = indicator_named(rows[0].outcome).unit
    _marked(panel, rows, plan, "bias", float(shown_as(1.0, unit)))
    panel.axvline(0, color="black", linewidth=0.6)
    names = [estimator_word(each, language) for each in plan.estimators]
    panel.set_yticks(range(len(names)), names, fontsize=7.5)
    panel.tick_params(axis="y", length=0)
    panel.ticklabel_format(axis="x", useOffset=False, style="plain")
    panel.set_xlabel(TITLES["bias"][language].format(unit=unit_label(unit, language, True)), fontsize=7.5)


def _false(panel: Any, rows: Sequence[Found], plan: EvaluationPlan, language: Language) -> None:
    _marked(panel, rows, plan, "false_findings", PER_CENT)
    panel.axvline(PER_CENT * plan.level, color="#999999", linewidth=1.2, zorder=0)
    panel.set_yticks([])
    panel.set_xlim(-3, 103)
    panel.set_xlabel(TITLES["false"][language], fontsize=7.5)


def _by_size(panel: Any, rows: Sequence[Found], plan: EvaluationPlan, language: Language, name: str) -> None:
    """Lines over the number of villages, an estimator each, of real data, or of what is there in their place."""
    measure = REAL if any(row.measure == REAL for row in rows) else rows[0].measure
    unit = indicator_named(rows[0].outcome).unit
    factor = PER_CENT if name == "power" else float(shown_as(1.0, unit))
    for estimator in plan.estimators:
        line = sorted(
            (row for row in rows if (row.estimator, row.measure) == (estimator, measure)), key=lambda row: row.villages
        )
        colour, dash = style_of(ESTIMATORS.index(estimator) + 1)
        panel.errorbar(
            [row.villages for row in line],
            [factor * getattr(row, name) for row in line],
            yerr=[factor * TWO * getattr(row, f"{name}_error") for row in line],
            color=colour,
            linestyle=dash,
            linewidth=1.2,
            elinewidth=0.7,
            marker=".",
            markersize=4,
        )
    panel.set_xticks(plan.sizes)
    panel.set_ylim(*((-3, 103) if name == "power" else (0, None)))
    panel.grid(axis="y", linewidth=0.4, alpha=0.5)
    panel.set_xlabel(TITLES["villages"][language], fontsize=7.5)
    told = TITLES[name][language].format(unit=unit_label(unit, language, True))
    if measure != REAL:
        told = told.replace(measure_word(REAL, language), measure_word(measure, language))
    panel.set_title(told, loc="left", fontsize=7.5)


def _legends(figure: Figure, plan: EvaluationPlan, language: Language) -> None:
    """Which mark is which measure, and which line which estimator, above all panels."""
    from matplotlib.lines import Line2D

    measures = [each for each in MEASURES if any(look.measure == each for look in plan.looks)]
    marks = [
        Line2D([], [], marker=mark, color=colour, linestyle="", markersize=4, label=measure_word(each, language))
        for each in measures
        for mark, colour in [MARKS[each]]
    ]
    lines = [
        Line2D([], [], color=colour, linestyle=dash, label=estimator_word(each, language))
        for each in plan.estimators
        for colour, dash in [style_of(ESTIMATORS.index(each) + 1)]
    ]
    look = {"fontsize": 7, "frameon": False}
    figure.legend(handles=marks, loc="outside upper left", ncols=3, **look)
    figure.legend(handles=lines, loc="outside upper right", ncols=3, **look)
