"""The figure of portfolios: two outcomes a panel, what was foretold joined to what fresh pairs say."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from sim.analysis.optimise.portfolios import FRONT
from sim.analysis.optimise.table import Optimised
from sim.core.compute.intervals import mean_interval
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.optimise_text import name_of
from sim.report.layout.figures import MARKERS, NOTE_SIZE, STYLES, folded, lettering, missing_signs_told, space_lines
from sim.report.layout.numbers import shown_as
from sim.words.labels import in_brackets, unit_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS = 3
WIDTH, HEIGHT, HEAD, LEAST = 4.0, 3.6, 1.2, 8.0
MOST = 4
"""Outcomes of which pairs are drawn; of more, the first so many."""
LOOKED_AT = "#c8c8c8"
FRONT_COLOUR = STYLES[0][0]
NOTES: dict[Language, str] = {
    "en": "Differences from the baseline for {budget} yuan a registered person and year. Grey: the front as foretold.\n"
    "Ring: foretold; dot: {pairs} fresh pairs, 95 % intervals. Other marks: the same money otherwise, fresh pairs; "
    "arrows: the better side.",
    "zh": "每户籍人口每年{budget}元，与基准情景之差。灰色：估计的前沿。圆圈：估计；实点：{pairs}个新配对及95%区间。\n"
    "其他标记：同样经费的其他用法（新配对）。箭头：改善方向。",
}
SIDES = {1: "→", -1: "←", 0: ""}


def draw_optimise(found: Optimised, language: Language = "en") -> Figure:
    """A panel for each pair of outcomes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    language, _, settings = lettering([], language)
    outcomes = found.outcomes[:MOST]
    pairs = list(combinations(range(len(outcomes)), 2)) or [(0, 0)]
    columns = min(COLUMNS, len(pairs))
    lines = -(-len(pairs) // columns)
    with missing_signs_told(), rc_context(settings):
        size = (max(columns * WIDTH, LEAST), lines * HEIGHT + HEAD)
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(lines, columns, squeeze=False).ravel()
        for panel, (across, up) in zip(panels, pairs, strict=False):
            _panel(panel, found, across, up, language)
        for empty in panels[len(pairs) :]:
            empty.set_axis_off()
        handles, labels = panels[0].get_legend_handles_labels()
        columns = min(len(labels), 3)
        where = {"loc": "outside upper center", "ncols": columns, "fontsize": NOTE_SIZE, "frameon": False}
        figure.legend(handles, labels, **where)
        note = NOTES[language].format(budget=f"{found.budget.amount:g}", pairs=found.fresh.pairs)
        figure.supxlabel(note, fontsize=NOTE_SIZE)
        space_lines(figure, language)
    return figure


def _panel(panel: Any, found: Optimised, across: int, up: int, language: Language) -> None:
    ends = [indicator_named(found.outcomes[place]) for place in (across, up)]
    sides = [each.better for each in ends]
    looked = [
        shown_as(found.found.values[:, place] * side, each.unit)
        for place, side, each in zip((across, up), sides, ends, strict=True)
    ]
    panel.scatter(*looked, s=5, color=LOOKED_AT, linewidth=0, zorder=1)
    panel.axhline(0, color="black", linewidth=0.5, zorder=0)
    panel.axvline(0, color="black", linewidth=0.5, zorder=0)
    others = 0
    for place, each in enumerate(found.portfolios):
        spans = [
            [shown_as(value, end.unit) for value in mean_interval(found.fresh.steps[each.name][:, column])]
            for column, end in zip((across, up), ends, strict=True)
        ]
        (x, left, right), (y, low, high) = spans
        if each.kind == FRONT:
            colour, marker, size = FRONT_COLOUR, "o", 3.2
            told = [
                shown_as(float(found.estimates[place, column]), end.unit)
                for column, end in zip((across, up), ends, strict=True)
            ]
            panel.plot([told[0], x], [told[1], y], color=colour, linewidth=0.6, alpha=0.6, zorder=2)
            panel.plot(*told, marker="o", markersize=5, markerfacecolor="none", color=colour, linewidth=0, zorder=3)
            label = ""
        else:
            others += 1
            colour, marker, size = STYLES[others % len(STYLES)][0], MARKERS[others % len(MARKERS)], 6
            label = name_of(each, language)
        panel.plot([left, right], [y, y], color=colour, linewidth=0.8, zorder=4)
        panel.plot([x, x], [low, high], color=colour, linewidth=0.8, zorder=4)
        panel.plot(x, y, marker=marker, markersize=size, color=colour, linewidth=0, zorder=5, label=label or None)
    for axis, end in zip((panel.set_xlabel, panel.set_ylabel), ends, strict=True):
        unit = unit_label(end.unit, language, difference=True)
        label = in_brackets(language, end.label(language), unit)
        axis(folded(f"{label} {SIDES[end.better]}".strip(), language, 40))
    panel.grid(linewidth=0.4, alpha=0.5)
