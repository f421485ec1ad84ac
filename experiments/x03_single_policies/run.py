"""Each policy alone: at its declared doses, and all for the same money."""

from __future__ import annotations

import pandas as pd

from experiments.common import FULL_WORLD, moved_alone, run
from experiments.x03_single_policies.same_money import for_the_same_money
from sim.analysis.effects import effects
from sim.indicators import HEADLINES, INDICATORS
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD | {"world.archetype": "national"}, "replicates": 30}


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effects of each policy at its declared doses."""
    frame = study.frame()
    frame["arm"] = moved_alone(frame, study.factors)
    policy = frame[frame["arm"] != ""]
    spent = policy.groupby("arm", as_index=False)[["person_years", "cost_yuan", "cost_hours"]].mean()
    for account in ("yuan", "hours"):
        spent[f"{account}_person_year"] = spent[f"cost_{account}"] / spent["person_years"]
    return {
        "policies": effects(frame, HEADLINES),
        "other_indicators": effects(frame, [each for each in INDICATORS if each not in HEADLINES]).query("q < .05"),
        "spent": spent[["arm", "yuan_person_year", "hours_person_year"]],
    }


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, after=for_the_same_money)
