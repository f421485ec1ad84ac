"""Small multiples over the points of a study: outcomes against the factors that they follow most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.report.layout.figures import BASELINE, STYLES, folded, lettering, missing_signs_told, space_lines
from sim.report.layout.numbers import MINUS, shown_as
from sim.report.layout.steps import step_of
from sim.words.labels import unit_label

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 2.3, 1.6
LABEL: dict[Language, int] = {"en": 20, "zh": 10}
FACTOR = 34
"""Letters of the path of a factor."""
JITTER = 0.12


class Cloud(NamedTuple):
    """An outcome against a factor.

    ``words`` are the values of a factor that is no number, whose places stand in ``x``.
    """

    indicator: AnyIndicator
    path: str
    x: np.ndarray
    y: np.ndarray
    rank: float
    words: tuple[str, ...]


def draw_points(
    clouds: Sequence[Cloud], outcomes: Sequence[AnyIndicator], difference: bool, language: Language = "en"
) -> Figure:
    """Draw a row an outcome, a panel a factor.

    Parameters
    ----------
    clouds : sequence of Cloud
    outcomes : sequence of AnyIndicator
        In the order of the rows.
    difference : bool
        Whether values are differences.
    language : {"en", "zh"}
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    language, _, settings = lettering([], language)
    rows = [[each for each in clouds if each.indicator is outcome] for outcome in outcomes]
    columns = max(map(len, rows))
    with missing_signs_told(), rc_context(settings | {"font.size": 7, "axes.titlesize": 7}):
        size = (max(2, columns) * WIDTH + 0.4, len(rows) * HEIGHT)
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(len(rows), columns, squeeze=False, sharey="row")
        for line, row in zip(panels, rows, strict=True):
            for panel, cloud in zip(line, row, strict=False):
                unit = cloud.indicator.unit
                y = step_of(unit).factor * cloud.y if difference else shown_as(cloud.y, unit)
                spread = JITTER * np.sin(7.0 * np.arange(len(y))) if cloud.words else 0.0
                if difference:
                    panel.axhline(0, color=BASELINE[0], linestyle=BASELINE[1], linewidth=0.7)
                panel.plot(cloud.x + spread, y, "o", markersize=2.8, color=STYLES[0][0], alpha=0.75, markeredgewidth=0)
                short = cloud.path.removeprefix("parameters.").removeprefix("policies.")
                panel.set_xlabel(folded(short, "en", FACTOR), fontsize=6.5, labelpad=1)
                panel.set_title(
                    f"{'η' if cloud.words else 'r'} = {cloud.rank:.2f}".replace("-", MINUS),
                    loc="right",
                    fontsize=6.5,
                    pad=2,
                )
                panel.yaxis.set_major_locator(MaxNLocator(4))
                if cloud.words:
                    panel.set_xticks(range(len(cloud.words)), cloud.words, fontsize=6)
                    panel.margins(x=0.15)
                else:
                    panel.xaxis.set_major_locator(MaxNLocator(4))
            for empty in line[len(row) :]:
                empty.set_axis_off()
            indicator = row[0].indicator
            told = step_of(indicator.unit).word(language) if difference else unit_label(indicator.unit, language)
            label = indicator.label(language)
            label = folded(f"{label[:1].upper()}{label[1:]}", language, LABEL[language])
            line[0].set_ylabel(f"{label}\n{told}", fontsize=6.5)
        space_lines(figure, language)
    return figure
