"""Figure of x04: main effects on the diagonal, pairs above it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import canvas, figures, unit_of_difference, word
from experiments.x04_pairs.run import LEVERS
from sim.indicators import INDICATORS
from sim.report.layout.numbers import shown_as

SHOWN = ("service_fulfilment", "trust", "formalism", "valid_meetings")
CLEAR = 0.05
NOTE = {"en": "diagonal: main effects; above: pairs;  * : q < .05", "zh": "对角线：主效应；上方：交互效应；*：q<0.05"}


def pairs(tables: Path, language: str) -> Figure:
    """A panel an outcome."""
    table = pd.read_csv(tables / "effects.csv").set_index(["outcome", "arm"])
    names = [word(name, language) for name in LEVERS]
    figure = canvas(11.5, 9.4)
    for panel, outcome in zip(np.ravel(figure.subplots(2, 2)), SHOWN, strict=True):
        unit = INDICATORS[outcome].unit
        values = np.full((len(LEVERS), len(LEVERS)), np.nan)
        for i, first in enumerate(LEVERS):
            for j in range(i, len(LEVERS)):
                row = table.loc[(outcome, first if i == j else f"{first} x {LEVERS[j]}")]
                values[i, j] = shown_as(row["difference"], unit)
                digits = {"0-1": 4, "share": 1}.get(unit, 2)
                number = round(values[i, j], digits) + 0.0  # no minus before nought
                text = f"{number:+.{digits}f}{'*' if row['q'] < CLEAR else ''}"
                panel.text(j, i, text, ha="center", va="center", fontsize=6)
        most = np.nanmax(np.abs(values))
        image = panel.imshow(values, cmap="PuOr", vmin=-1.6 * most, vmax=1.6 * most, aspect="auto")
        panel.set_xticks(range(len(LEVERS)), names, rotation=35, ha="right")
        panel.set_yticks(range(len(LEVERS)), names)
        panel.set_title(word(outcome, language), loc="left")
        figure.colorbar(image, ax=panel, label=unit_of_difference(unit, language), shrink=0.8)
    figure.supxlabel(NOTE[language], fontsize=7.5)
    return figure


if __name__ == "__main__":
    figures(__file__, {"pairs": pairs})
