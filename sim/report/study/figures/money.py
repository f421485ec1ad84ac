"""The trade-off: what an arm costs and what an outcome gains, a panel an outcome, arms by number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.reading import NONE, Reading
from sim.core.config.language import Language
from sim.report.comparison.cells import side_of
from sim.report.comparison.figure_matrix import BAND, COLOURS
from sim.report.comparison.statements import Rows
from sim.report.layout.figures import folded, lettering, missing_signs_told, space_lines
from sim.report.layout.steps import step_of
from sim.words.labels import word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS, PANELS = 3, 6
WIDTH, HEIGHT = 2.3, 1.9
TITLE: dict[Language, int] = {"en": 32, "zh": 17}


def draw_money(comparison: Comparison, readings: Sequence[Reading], language: Language = "en") -> Figure:
    """Draw the trade-off of money against the outcomes with a direction that move most.

    Parameters
    ----------
    comparison : Comparison
        With the costs of its arms.
    readings : sequence of Reading
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    language, _, settings = lettering(comparison.scenarios, language)
    rows = Rows.of(readings).by_outcome
    directed = [name for name, row in rows.items() if row[0].indicator.better] or list(rows)
    sizes = {name: max((each.size for each in rows[name] if each.seen), default=0.0) for name in directed}
    names = sorted(directed, key=lambda name: -sizes[name])[:PANELS]
    numbers = {name: place for place, name in enumerate(comparison.alternatives, 1)}
    columns = min(COLUMNS, len(names))
    lines = -(-len(names) // columns)
    with missing_signs_told(), rc_context(settings | {"font.size": 7, "axes.titlesize": 7.5}):
        figure = Figure(figsize=(columns * WIDTH + 0.3, lines * HEIGHT + 0.3), layout="constrained")
        FigureCanvasAgg(figure)
        panels = np.atleast_1d(figure.subplots(lines, columns, sharex=True)).ravel()
        for panel, name in zip(panels, names, strict=False):
            indicator = rows[name][0].indicator
            step = step_of(indicator.unit)
            edge = step.factor * max(each.least for each in rows[name])
            panel.axhspan(-edge, edge, color=BAND, linewidth=0, zorder=0)
            panel.axhline(0, color=COLOURS[NONE], linewidth=0.6, dashes=(3, 2), zorder=1)
            for reading in rows[name]:
                found, colour = reading.found, COLOURS[reading.verdict]
                x = comparison.costs[reading.outcome.scenario].yuan
                y, low, high = (step.factor * each for each in (found.difference, found.low, found.high))
                if np.isfinite(low):
                    panel.plot([x, x], [low, high], color=colour, linewidth=1, zorder=2)
                number = str(numbers[reading.outcome.scenario])
                panel.plot(x, y, "o", markersize=9, markerfacecolor="white", markeredgecolor=colour, zorder=3)
                panel.text(x, y, number, color=colour, fontsize=6, ha="center", va="center_baseline", zorder=4)
            label = indicator.label(language)
            panel.set_title(folded(f"{label[:1].upper()}{label[1:]}", language, TITLE[language]), loc="left")
            panel.set_ylabel(step.word(language), fontsize=6.5)
            panel.xaxis.set_major_locator(MaxNLocator(4))
            panel.yaxis.set_major_locator(MaxNLocator(4))
            panel.margins(0.12)
            if side_of(rows[name][0]) < 0:
                panel.invert_yaxis()
        for empty in panels[len(names) :]:
            empty.set_axis_off()
        for panel in panels[max(0, len(names) - columns) : len(names)]:
            panel.tick_params(labelbottom=True)
        figure.supxlabel(word("yuan", language), fontsize=7)
        space_lines(figure, language)
    return figure
