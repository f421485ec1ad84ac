"""The twelve hypotheses over what is not known, with lists of those not due and with a quorum of all on the roll."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.common import FULL_WORLD, run, write_points
from experiments.hypotheses.contrasts import ARMS, CONTRASTS, points
from sim.analysis.effects import effect, with_q
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 20}
RULES = ("list", "registered")


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Each contrast under each rule; openness year by year."""
    frame = study.frame()
    frame["arm"] = [list(ARMS)[row % len(ARMS)] for row in frame["row"]]
    frame["place"] = frame["row"] // len(ARMS)
    frame["rule"] = frame["scenario"].astype(str)
    cells = frame.set_index(["arm", "rule", "place", "replicate"]).sort_index()
    rows = [row for contrast in CONTRASTS for rule in RULES if (row := contrasted(cells, rule, *contrast))]
    return {"contrasts": with_q(pd.DataFrame(rows)), "openness_over_time": over_time(study)}


def contrasted(
    cells: pd.DataFrame, rule: str, code: str, outcome: str, plus: tuple[str, ...], minus: tuple[str, ...]
) -> dict[str, object]:
    """Arms added less arms taken away: mean over the places, interval over the seeds, range and signs over places."""
    after, before = (sum(cells.loc[(arm, rule), outcome] for arm in side) for side in (plus, minus))
    by_place = (after - before).groupby("place").mean()
    row = effect(before.groupby("replicate").mean().to_numpy(), after.groupby("replicate").mean().to_numpy())
    if not row:
        return {}
    row |= {"least_place": by_place.min(), "most_place": by_place.max(), "at_defaults": by_place.iloc[0]}
    row["same_sign"] = (np.sign(by_place) == np.sign(row["difference"])).mean() if row["difference"] else np.nan
    name = f"{' + '.join(plus)} less {' + '.join(minus)}"
    return {"hypothesis": code, "contrast": name, "outcome": outcome, "rule": rule, **row, "places": len(by_place)}


def over_time(study: Study) -> pd.DataFrame:
    """Trust with openness less trust without, year by year; interval over the seeds."""
    frame = study.frame(["trust"], table="yearly")
    frame["arm"] = [list(ARMS)[row % len(ARMS)] for row in frame["row"]]
    frame["rule"] = frame["scenario"].astype(str)
    means = frame.groupby(["arm", "rule", "year", "replicate"])["trust"].mean()
    rows = []
    for (rule, year), base in means.loc["base"].groupby(level=["rule", "year"]):
        rows.append(
            {"rule": rule, "year": year, **effect(base.to_numpy(), means.loc["openness", rule, year].to_numpy())}
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
