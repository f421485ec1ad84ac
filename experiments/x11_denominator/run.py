"""Every policy under three rules of the quorum: what hangs on who counts as due to attend."""

from __future__ import annotations

import pandas as pd

from experiments.common import FULL_WORLD, moved_alone, run
from sim.analysis.effects import effects, steps_from
from sim.indicators import HEADLINES, INDICATORS
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 30}
RULES = ("list", "registered", "adjusted")


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effect of the rule, effect of each policy under each rule, and by how much the two effects differ."""
    frame = study.frame()
    frame["arm"] = moved_alone(frame, study.factors)
    frame["rule"] = frame["scenario"].astype(str)
    alone = frame[frame["arm"] == ""].assign(arm=lambda each: each["rule"].replace("list", ""))
    hangs = effects(two_effects(frame), HEADLINES, by=["policy"]).drop(columns="unit").rename(columns={"arm": "rule"})
    return {
        "rule": effects(alone, list(INDICATORS)),
        "policies": effects(frame, HEADLINES, by=["rule"]),
        "hangs_on_the_rule": hangs,
    }


def two_effects(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a policy, rule and seed: the effect of the policy; the rule `list` stands for the baseline."""
    found = []
    for rule in RULES:
        steps = steps_from(frame[frame["rule"] == rule], HEADLINES).rename(columns={"arm": "policy"})
        found.append(steps.assign(arm="" if rule == "list" else rule))
    return pd.concat(found, ignore_index=True)


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables)
