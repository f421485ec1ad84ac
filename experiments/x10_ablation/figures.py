"""Figure of x10: effects of six policies under each structure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.drawing import UNCLEAR, canvas, figures, legend, unit_of_difference, word, wrapped
from experiments.x10_ablation.run import AS_IT_STANDS
from sim.indicators import INDICATORS
from sim.report.layout.figures import BASELINE, MARKERS, STYLES
from sim.report.layout.numbers import shown_as

SHOWN = ("quorum_failure", "attendance", "service_fulfilment", "trust")
WORDS = {
    "registered": ("quorum of all on the roll", "按在册党员计"),
    "adjusted": ("quorum of those due", "按应到党员计"),
    "ces_effort": ("hours by CES utility", "工时按CES效用分配"),
    "disconfirmation": ("trust against what was expected", "信任随预期落差变化"),
    "confidence_half": ("like beliefs are heard (.5)", "仅听取相近看法（.5）"),
    "confidence_fifth": ("like beliefs are heard (.2)", "仅听取相近看法（.2）"),
    "thresholds": ("thresholds of attendance", "到会门槛"),
    "exposed": ("wrong beliefs spread", "错误认识扩散"),
    "exposed_fifth": ("the same, like beliefs heard (.2)", "同上，仅听取相近看法（.2）"),
}
WIDTH, ROW, LABELS = 1.75, 0.135, 2.1


def structures(tables: Path, language: str) -> Figure:
    """A column a policy, a line of panels an outcome, a row a structure; the band is the interval as it stands."""
    table = pd.read_csv(tables / "structures.csv")
    policies, kinds = (list(dict.fromkeys(table[name])) for name in ("arm", "structure"))
    table = table.set_index(["arm", "outcome", "structure"])
    figure = canvas(LABELS + WIDTH * len(policies), len(SHOWN) * (ROW * len(kinds) + 0.75) + 0.4)
    panels = figure.subplots(len(SHOWN), len(policies), sharey=True, sharex="row")
    labels = [word(each, language, WORDS) for each in kinds]
    for (line, outcome), (column, arm) in ((a, b) for a in enumerate(SHOWN) for b in enumerate(policies)):
        panel, unit = panels[line, column], INDICATORS[outcome].unit
        mine = table.loc[[(arm, outcome, kind) for kind in kinds]]
        centre, low, high = (shown_as(mine[end].to_numpy(float), unit) for end in ("difference", "low", "high"))
        stands = kinds.index(AS_IT_STANDS)
        panel.axvspan(low[stands], high[stands], color="#e6e6e6", linewidth=0)
        for row in range(len(kinds)):
            clear = low[row] > 0 or high[row] < 0
            colour = STYLES[0][0] if clear else UNCLEAR
            panel.errorbar(
                centre[row], row, xerr=[[centre[row] - low[row]], [high[row] - centre[row]]], fmt=MARKERS[0],
                color=colour, markersize=3.2, linewidth=1, markerfacecolor=colour if clear else "white",
            )  # fmt: skip
        panel.axvline(0, color=BASELINE[0], linewidth=0.8, linestyle=BASELINE[1])
        panel.grid(axis="x", linewidth=0.4, alpha=0.5)
        panel.locator_params(axis="x", nbins=4)
        panel.set_xlabel(unit_of_difference(unit, language))
        panel.set_ylim(len(kinds) - 0.5, -0.5)
        panel.set_yticks(np.arange(len(kinds)), labels)
        if line == 0:
            panel.set_title(wrapped(word(arm, language), language), loc="left", fontweight="bold")
        if column == 0:
            panel.set_ylabel(word(outcome, language), fontweight="bold")
    legend(figure, [""], language)
    return figure


if __name__ == "__main__":
    figures(__file__, {"structures": structures})
