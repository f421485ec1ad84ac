"""Figure of x01: points over what is not known beside the bands of the field."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import BASELINE, STYLES, UNCLEAR, canvas, figures, word, wrapped
from experiments.x01_baseline.field import FIGURES
from experiments.x01_baseline.run import CUT
from sim.indicators import INDICATORS
from sim.report.layout.numbers import shown_as
from sim.words.labels import unit_label

BAND = {"en": "band of the field", "zh": "文献区间"}
HELD = {"en": "not implausible", "zh": "未被排除"}
OUT = {"en": "ruled out", "zh": "被排除"}
AXIS = {"en": "implausibility (largest over the figures)", "zh": "不可信度（各指标中最大者）"}


def bands(tables: Path, language: str) -> Figure:
    """A panel a figure of the field, a mark a point of the hypercube."""
    points = pd.read_csv(tables / "points.csv")
    held = (points["implausibility"] < CUT).to_numpy()
    figure = canvas(9.4, 4.8)
    for panel, (name, (code, middle, half)) in zip(np.ravel(figure.subplots(2, 4)), FIGURES.items(), strict=True):
        unit = INDICATORS[name].unit
        values = shown_as(points[name].to_numpy(float), unit)
        low, high = (float(shown_as(each, unit)) for each in (middle - half, middle + half))
        panel.axhspan(low, high, color=BASELINE[0], alpha=0.18, linewidth=0, label=BAND[language])
        away = points["implausibility"].to_numpy()
        panel.scatter(away[held], values[held], s=13, color=STYLES[0][0], marker="o", label=HELD[language])
        panel.scatter(away[~held], values[~held], s=15, color=UNCLEAR, marker="x", linewidth=1, label=OUT[language])
        panel.set_title(f"{code}  {wrapped(word(name, language), language)}", loc="left")
        panel.set_ylabel(unit_label(unit, language))
    figure.supxlabel(AXIS[language], fontsize=7.5)
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper right", ncols=3, frameon=False)
    return figure


if __name__ == "__main__":
    figures(__file__, {"bands": bands})
