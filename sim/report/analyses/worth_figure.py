"""The figure of what is worth knowing: for each outcome the unknowns worth most, with errors, and the null."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.worth.table import Decision, Worth
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.worth_text import name_of, shown_of, told_of, unit_of
from sim.report.layout.figures import NOTE_SIZE, folded, lettering, missing_signs_told, space_lines
from sim.report.layout.numbers import shown_as

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 3
WIDTH, ROW, FRAME, HEAD = 3.8, 0.22, 0.75, 0.6
TITLE: dict[Language, int] = {"en": 28, "zh": 16}
STATED, NOT_STATED, NULL = "#0072B2", "#c8c8c8", "#D55E00"
NOTES: dict[Language, str] = {
    "en": "Bars: what it would gain to know before choosing, with one standard error. Dashed: what chance alone finds "
    "in one deal of twenty.\nGrey: nothing is stated. Outcomes without a panel: nothing is worth knowing for the "
    "choice.",
    "zh": "条形：选择之前了解它可带来的收益及一个标准误。虚线：二十次随机重排中偶然出现一次的值。\n"
    "灰色：不作陈述。未列出的指标：就其选择没有值得了解的。",
}


def draw_worth(found: Worth, scenarios: Sequence[Any], language: Language = "en") -> Figure:
    """A panel for each decision, a bar for each thing that could be known.

    Parameters
    ----------
    found : Worth
    scenarios : sequence
        With ``name`` and ``title``.
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, _, settings = lettering(scenarios, language)
    decisions = told_of(found)
    columns = max(min(COLUMNS, len(decisions)), 1)
    lines = max(-(-len(decisions) // columns), 1)
    most = max((len(shown_of(each)) for each in decisions), default=1)
    with missing_signs_told(), rc_context(settings):
        figure = Figure(figsize=(columns * WIDTH, lines * (FRAME + ROW * most) + HEAD), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(lines, columns, squeeze=False).ravel()
        for panel, decision in zip(panels, decisions, strict=False):
            _panel(panel, decision, most, language)
        for empty in panels[len(decisions) :]:
            empty.set_axis_off()
        figure.supxlabel(NOTES[language], fontsize=NOTE_SIZE)
        space_lines(figure, language)
    return figure


def _panel(panel: Any, decision: Decision, most: int, language: Language) -> None:
    rows = shown_of(decision)
    for line, known in enumerate(rows):
        value, error, null = (
            shown_as(each, decision.unit) for each in (known.found.value, known.found.error, known.null)
        )
        panel.barh(line, value, height=0.62, color=STATED if known.stated else NOT_STATED)
        panel.plot([max(value - error, 0.0), value + error], [line, line], color="black", linewidth=0.9)
        panel.plot([null, null], [line - 0.42, line + 0.42], color=NULL, linewidth=1.2, linestyle=(0, (2, 1)))
    panel.set_yticks(range(len(rows)), [name_of(each, language) for each in rows], fontsize=7)
    panel.set_ylim(most - 0.4, -0.6)
    panel.set_xlim(left=0)
    panel.locator_params(axis="x", nbins=5)
    panel.ticklabel_format(axis="x", useOffset=False, style="plain")
    panel.set_xlabel(unit_of(decision, language), fontsize=7.5)
    panel.set_title(
        folded(indicator_named(decision.outcome).label(language), language, TITLE[language]), loc="left", fontsize=8.5
    )
    panel.grid(axis="x", linewidth=0.4, alpha=0.5)
