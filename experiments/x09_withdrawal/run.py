"""Support for five years, then none: what is left three years later."""

from __future__ import annotations

from itertools import product

import pandas as pd

from experiments.common import FULL_WORLD, run, write_points
from sim.analysis.effects import effect, effects, with_q
from sim.indicators import HEADLINES
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 30}
SUPPORT = ("first_secretary", "graduate_official", "secretary_pay", "mass_line_campaign", "training", "urban_feedback")
PLATFORM = ("platform_integration", "platform_upkeep")
ARMS = {
    "": (),
    **{each: (each,) for each in SUPPORT},
    "reserve": ("rotation",),
    "first_secretary+reserve": ("first_secretary", "rotation"),
    "platform": PLATFORM,
    "all_support": (*SUPPORT, *PLATFORM),
    "openness": ("openness",),
}
WATCHED = (*HEADLINES, "leadership", "secretary_hours", "platform_quality", "success_share", "income")
FIFTH, ENDS = 5, ("difference", "low", "high")


def points() -> list[dict[str, object]]:
    """Coverage 1 of the policies of each arm."""
    return [{f"policies.{policy}.coverage": 1 for policy in policies} for policies in ARMS.values()]


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effects year by year, and those of the last year beside those of the fifth."""
    frame = study.frame(WATCHED, table="yearly")
    frame["arm"] = frame["row"].map(dict(enumerate(ARMS)))
    frame["support"] = frame["scenario"].astype(str).replace("list", "kept")
    frame["year"] = frame["year"] - frame["year"].min() + 1
    by_year = effects(frame, WATCHED, by=["support", "year"])
    return {"by_year": by_year.drop(columns=["q"]), "left": left(frame)}


def left(frame: pd.DataFrame) -> pd.DataFrame:
    """Effects in the fifth and the last year where support has stopped, and p of their being alike, pair by pair."""
    last = frame["year"].max()
    stopped = frame[frame["support"] == "stopped"].set_index(["year", "arm", "replicate"]).sort_index()
    rows = []
    for arm, outcome in product(list(ARMS)[1:], WATCHED):
        values = stopped[outcome]
        steps = {year: (values.loc[year, arm] - values.loc[year, ""]).to_numpy() for year in (FIFTH, last)}
        then, now = (effect(0 * each, each) for each in steps.values())
        if then and now:
            kept = {f"{key}_{when}": each[key] for when, each in (("fifth", then), ("last", now)) for key in ENDS}
            rows.append({"arm": arm, "outcome": outcome, **kept, "p": effect(*steps.values())["p"]})
    return with_q(pd.DataFrame(rows))


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
