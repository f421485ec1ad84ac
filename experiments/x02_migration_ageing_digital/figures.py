"""Figure of x02: levels over migration, by start tables and by the age at which half have a device."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import STYLES, canvas, figures, word, wrapped
from sim.indicators import INDICATORS
from sim.report.layout.figures import MARKERS
from sim.report.layout.numbers import shown_as
from sim.words.labels import unit_label

SHOWN = ("quorum_failure", "valid_meetings", "service_fulfilment", "trust", "digital_reach", "members_away")
AXIS = {"en": "peak monthly hazard of leaving (1/month)", "zh": "外出月概率峰值（1/月）"}
LINE = {"en": "tables of {}, device age {:.0f}", "zh": "{}年人口表，设备年龄{:.0f}岁"}


def grid(tables: Path, language: str) -> Figure:
    """A panel an outcome, a line a table year and device age."""
    table = pd.read_csv(tables / "grid.csv", keep_default_na=False)
    table = table[table["arm"] == ""]
    figure = canvas(8.7, 5.2)
    for panel, outcome in zip(np.ravel(figure.subplots(2, 3)), SHOWN, strict=True):
        for place, ((year, age), mine) in enumerate(table.groupby(["tables", "device_age"])):
            colour, dash = STYLES[place]
            values = shown_as(mine[outcome].to_numpy(float), INDICATORS[outcome].unit)
            panel.plot(mine["migration"], values, color=colour, linestyle=dash, marker=MARKERS[place], markersize=3.5,
                       label=LINE[language].format(year, age))  # fmt: skip
        panel.set_title(wrapped(word(outcome, language), language), loc="left")
        panel.set_xlabel(AXIS[language])
        panel.set_ylabel(unit_label(INDICATORS[outcome].unit, language))
        panel.grid(axis="y", linewidth=0.4, alpha=0.5)
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3, frameon=False)
    return figure


if __name__ == "__main__":
    figures(__file__, {"grid": grid})
