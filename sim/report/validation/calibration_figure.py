"""The figure of a calibration: what is left of the parameters that are constrained most, two by two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.calibration.calibrate import Calibrated
from sim.analysis.calibration.findings import parameters_found

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 8
SIDE = 1.35
BINS = 15
LEFT, PLAUSIBLE = "#9ecae1", "#d55e00"


def draw_pairs(found: Calibrated, shown: int = SHOWN) -> Figure:
    """Pairs of the parameters that are constrained most, over their ranges: what is left, and plausible points.

    Names are those of the parameters, the same in both languages.

    Parameters
    ----------
    found : Calibrated
    shown : int
        Parameters.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    paths = [each.path for each in parameters_found(found)][:shown]
    factors = {each.path: (place, each) for place, each in enumerate(found.plan.factors)}
    with rc_context({"font.size": 6.5, "axes.linewidth": 0.5}):
        figure = Figure(figsize=(SIDE * len(paths) + 0.6,) * 2, layout="constrained")
        FigureCanvasAgg(figure)
        panels = np.atleast_2d(figure.subplots(len(paths), len(paths)))
        for line, below in enumerate(paths):
            for column, beside in enumerate(paths):
                panel = panels[line, column]
                if column > line:
                    panel.set_axis_off()
                    continue
                _panel(panel, found, factors[beside], factors[below], line == column)
                _axes(panel, factors[beside][1], factors[below][1], line == len(paths) - 1, column == 0, line == column)
    return figure


def _panel(panel: Any, found: Calibrated, beside: tuple[int, Any], below: tuple[int, Any], same: bool) -> None:
    sets = ((found.left, LEFT, 0.6), (found.plausible.points, PLAUSIBLE, 0.9))
    for points, colour, strength in sets:
        if not len(points):
            continue
        x, y = points[:, beside[0]], points[:, below[0]]
        if same:
            panel.hist(x, bins=BINS, range=(0, 1), density=True, histtype="step", color=colour)
        else:
            panel.scatter(x, y, s=2.5, color=colour, alpha=strength, linewidths=0)
    panel.set_xlim(0, 1)
    if not same:
        panel.set_ylim(0, 1)


def _axes(panel: Any, beside: Any, below: Any, last: bool, first: bool, same: bool) -> None:
    ends = (0.0, 1.0)
    panel.set_xticks(
        ends,
        [f"{each:.3g}" if isinstance(each, float) else str(each) for each in map(beside.at, ends)]
        if last
        else ["", ""],
    )
    if same:
        panel.set_yticks([])
    else:
        labels = [f"{each:.3g}" if isinstance(each, float) else str(each) for each in map(below.at, ends)]
        panel.set_yticks(ends, labels if first else ["", ""])
    if last:
        panel.set_xlabel(beside.path.removeprefix("parameters.").replace(".", ".\n"))
    if first:
        panel.set_ylabel(below.path.removeprefix("parameters.").replace(".", ".\n"))
