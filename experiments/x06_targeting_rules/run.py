"""Which third of the villages is served first: by lot, the weakest, the townships' choice, those that apply."""

from __future__ import annotations

from itertools import product

import pandas as pd

from experiments.common import FULL_WORLD, run, write_points
from sim.analysis.effects import effects
from sim.indicators import HEADLINES
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 40}
RULES = ("random", "weakest", "township_choice", "self_selected")
POLICIES = ("graduate_official", "secretary_pay", "training")
ARMS = [("", ""), *product(POLICIES, RULES)]
THIRD = 0.334
WATCHED = (*HEADLINES, "coverage_villages", "leadership", "secretary_hours")


def points() -> list[dict[str, object]]:
    """The baseline, then each policy by each rule."""
    chosen = [{f"policies.{policy}.coverage": THIRD, f"policies.{policy}.rule": rule} for policy, rule in ARMS[1:]]
    return [{"policies.training.coverage": 0}, *chosen]


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effect of each policy by each rule, and each rule less drawing by lot."""
    frame = study.frame(WATCHED)
    frame["policy"] = frame["row"].map(lambda row: ARMS[row][0])
    frame["rule"] = frame["row"].map(lambda row: ARMS[row][1])
    base = frame[frame["row"] == 0]
    beside = [group if policy else group.iloc[:0] for policy, group in frame.groupby("policy")]
    each = pd.concat([part for group in beside for part in (group, base.assign(policy=group["policy"].iloc[:1].max()))
                      if len(group)]).assign(arm=lambda all: all["rule"])  # fmt: skip
    lot = frame[frame["row"] > 0].assign(arm=lambda all: all["rule"].replace("random", ""))
    return {"rules": effects(each, WATCHED, by=["policy"]), "less_by_lot": effects(lot, WATCHED, by=["policy"])}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
