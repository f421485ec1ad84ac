"""Figures of the policies for the same money: differences over the plausible set, and what a budget changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.drawing import BASELINE, CLEAR, UNCLEAR, canvas, figures, unit_of_difference, word, wrapped
from experiments.policies_at_money.over import MAIN
from sim.indicators import INDICATORS
from sim.report.layout.numbers import shown_as
from sim.runs.jobs import LIST

SHOWN = ("service_fulfilment", "trust", "visits", "formalism", "quorum_failure", "attendance", "members", "capacity")
ACROSS, WIDTH, ROW = 4, 10.4, 0.165
FEW, MOST = 0.75, 0.9
MARKS = {"most": ("o", CLEAR, CLEAR), "many": ("D", CLEAR, "white"), "split": ("o", UNCLEAR, "white")}
WORDS = {
    "most": ("same sign at 90 % of the points or more", "90%及以上的点同号"),
    "many": ("at 75 to 90 %", "75%至90%的点同号"),
    "split": ("at fewer than 75 %", "不足75%的点同号"),
    "band": ("nine tenths of the points", "90%的点"),
    "mean": ("mean, 95 % interval", "均值及95%区间"),
    "yuan": ("in brackets: yuan a registered person and year", "括号内：元/在册人口·年"),
}


def policies(tables: Path, language: str) -> Figure:
    """A row a policy, dearest first, and a panel an outcome."""
    table = pd.read_csv(tables / "effects.csv")
    table = table[(table["budget"] == MAIN) & (table["rule"] == LIST)]
    spent = table.groupby("policy")["yuan"].first().sort_values(ascending=False)
    lines = -(-len(SHOWN) // ACROSS)
    figure = canvas(WIDTH, lines * (len(spent) * ROW + 0.75) + 0.5)
    panels = np.atleast_1d(figure.subplots(lines, ACROSS, sharey=True)).ravel()
    for panel, outcome in zip(panels, SHOWN, strict=False):
        unit = INDICATORS[outcome].unit
        mine = table[table["outcome"] == outcome].set_index("policy").reindex(spent.index)
        ends = ("difference", "low", "high", "band_low", "band_high")
        centre, low, high, band_low, band_high = (shown_as(mine[name].to_numpy(float), unit) for name in ends)
        same = mine["same"].to_numpy(float)
        for kind, chosen in kinds(same).items():
            marker, colour, face = MARKS[kind]
            rows = np.flatnonzero(chosen)
            panel.hlines(rows, band_low[chosen], band_high[chosen], color=colour, linewidth=0.7)
            panel.hlines(rows, low[chosen], high[chosen], color=colour, linewidth=2.2)
            panel.plot(
                centre[chosen], rows, marker, color=colour, markerfacecolor=face, markersize=3.4, linestyle="none"
            )
        panel.axvline(0, color=BASELINE[0], linewidth=0.8, linestyle=BASELINE[1])
        panel.set_title(wrapped(word(outcome, language), language), loc="left")
        panel.set_xlabel(unit_of_difference(unit, language))
        panel.grid(axis="x", linewidth=0.4, alpha=0.5)
        panel.locator_params(axis="x", nbins=4)
        panel.set_ylim(len(spent) - 0.5, -0.5)
        panel.set_yticks(range(len(spent)), [f"{word(name, language)} ({yuan(each)})" for name, each in spent.items()])
        panel.tick_params(axis="y", length=0)
    for empty in panels[len(SHOWN) :]:
        empty.set_axis_off()
    legend(figure, language)
    return figure


def kinds(same: np.ndarray) -> dict[str, np.ndarray]:
    """Rows by how many points share the sign."""
    most, split = same >= MOST, ~(same >= FEW)
    return {"most": most, "many": ~most & ~split, "split": split}


def yuan(amount: float) -> str:
    """A sum to two digits."""
    return f"{amount:.0f}" if amount >= 10 else f"{amount:.1f}" if amount >= 0.05 else "0"


def legend(figure: Figure, language: str) -> None:
    """Markers, lines and what stands in brackets."""
    place = language == "zh"
    made = [
        Line2D([], [], color=colour, marker=marker, markerfacecolor=face, markersize=4, linestyle="none",
               label=WORDS[kind][place])
        for kind, (marker, colour, face) in MARKS.items()
    ]  # fmt: skip
    made += [
        Line2D([], [], color=CLEAR, linewidth=2.2, label=WORDS["mean"][place]),
        Line2D([], [], color=CLEAR, linewidth=0.7, label=WORDS["band"][place]),
        Line2D([], [], linestyle="none", label=WORDS["yuan"][place]),
    ]
    figure.legend(handles=made, loc="outside lower center", ncols=3, frameon=False)


if __name__ == "__main__":
    figures(__file__, {"policies": policies})
