"""Figure of x05: effects of each cell on service, quorum and formalism."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import canvas, figures, unit_of_difference, word
from experiments.x05_failure_map.run import INSPECTIONS, PLATFORMS, UNITS
from sim.indicators import INDICATORS
from sim.report.layout.numbers import shown_as

SHOWN = ("service_fulfilment", "attendance", "trust")
WORDS = {
    "none": ("no new platform", "无新平台"),
    "poor": ("poor platform", "低质平台"),
    "good": ("good platform", "优质平台"),
    "x": ("document inspections (times the baseline)", "文件检查（基准的倍数）"),
    "y": ("courses a member and year", "每名党员年培训次数"),
    "blank": ("* : 95 % interval leaves out 0", "*：95%区间不含0"),
}


def cells(tables: Path, language: str) -> Figure:
    """A row an outcome, a column a platform; colour and number say the difference from the baseline."""
    table = pd.read_csv(tables / "cells.csv").set_index(["arm", "outcome"])
    chinese = language == "zh"
    figure = canvas(8.6, 6.6)
    for line, outcome in zip(figure.subplots(len(SHOWN), len(PLATFORMS)), SHOWN, strict=True):
        unit = INDICATORS[outcome].unit
        most = float(shown_as(table.xs(outcome, level="outcome")["difference"].abs().max(), unit))
        for panel, platform in zip(line, PLATFORMS, strict=True):
            values, texts = np.zeros((len(UNITS), len(INSPECTIONS))), {}
            for i, units in enumerate(UNITS):
                for j, times in enumerate(INSPECTIONS):
                    key = (f"{units} courses, {times} x, {platform}", outcome)
                    if key not in table.index:
                        continue
                    row = table.loc[key]
                    values[i, j] = shown_as(row["difference"], unit)
                    star = "*" if row["low"] > 0 or row["high"] < 0 else ""
                    digits = 1 if unit == "share" else 3
                    texts[i, j] = f"{round(values[i, j], digits) + 0.0:+.{digits}f}{star}"  # no minus before nought
            image = panel.imshow(values, cmap="PuOr", vmin=-most, vmax=most, origin="lower", aspect="auto")
            for (i, j), text in texts.items():
                dark = abs(values[i, j]) > 0.6 * most
                panel.text(j, i, text, ha="center", va="center", color="white" if dark else "black")
            panel.set_xticks(range(len(INSPECTIONS)), [f"×{times}" for times in INSPECTIONS])
            panel.set_yticks(range(len(UNITS)), UNITS)
            panel.set_title(WORDS[platform][chinese], loc="left")
            if outcome == SHOWN[-1]:
                panel.set_xlabel(WORDS["x"][chinese])
            if platform == "none":
                panel.set_ylabel(WORDS["y"][chinese])
        label = f"{word(outcome, language)}\n({unit_of_difference(unit, language)})"
        figure.colorbar(image, ax=line, label=label, shrink=0.9)
    figure.supxlabel(WORDS["blank"][chinese], fontsize=7.5)
    return figure


if __name__ == "__main__":
    figures(__file__, {"cells": cells})
