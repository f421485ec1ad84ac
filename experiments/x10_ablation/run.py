"""Ablation and structural alternatives: which patterns and effects hang on which part of the model."""

from __future__ import annotations

import pandas as pd

from experiments.common import FULL_WORLD, moved_alone, run
from sim.analysis.effects import effects
from sim.indicators import HEADLINES
from sim.studies.query import Study
from sim.validation.ablation import ablate

FULL = {"constants": FULL_WORLD, "replicates": 20}
AS_IT_STANDS = "as it stands"
ELSEWHERE = ("exposed", "exposed_fifth")
"""Compared with each other: wrong beliefs spread faster there, which is no other structure."""
ALSO = ("misperception", "secretary_service_hours", "secretary_economy_hours", "secretary_party_hours")
ENGINE_SEEDS = {False: 1, True: 5}


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effects of the policies under each structure, how many keep their sign, and the baseline of each."""
    frame = study.frame((*HEADLINES, *ALSO))
    frame["arm"] = moved_alone(frame, study.factors)
    frame["structure"] = frame["scenario"].astype(str).replace("list", AS_IT_STANDS)
    found = effects(frame, HEADLINES, by=["structure"])
    alone = frame[frame["arm"] == ""].drop_duplicates(["structure", "replicate"])
    levels = alone.groupby("structure", as_index=False, sort=False)[[*HEADLINES, *ALSO]].mean()
    return {"structures": found, "robustness": robustness(found), "levels": levels}


def robustness(found: pd.DataFrame) -> pd.DataFrame:
    """Effects that are clear in the model as it stands, and the share of alternatives under which they keep their sign.

    ``clear`` counts the alternatives whose own interval has that sign, ``opposite`` those whose interval has the other.
    """
    rows = []
    keys = ["arm", "outcome"]
    other = found[~found["structure"].isin((AS_IT_STANDS, *ELSEWHERE))].set_index(keys).sort_index()
    for row in found[found["structure"] == AS_IT_STANDS].itertuples():
        if row.low <= 0 <= row.high:
            continue
        mine, sign = other.loc[[(row.arm, row.outcome)]], 1 if row.difference > 0 else -1
        ends = mine[["low", "high"]] * sign
        turned = mine.loc[mine["difference"] * sign <= 0, "structure"]
        rows.append({
            "arm": row.arm, "outcome": row.outcome, "unit": row.unit,
            "difference": row.difference, "low": row.low, "high": row.high,
            "alternatives": len(mine), "same_sign": 1 - len(turned) / len(mine),
            "clear": int((ends > 0).all(axis=1).sum()), "opposite": int((ends < 0).all(axis=1).sum()),
            "least": (mine["difference"] * sign).min() * sign, "most": (mine["difference"] * sign).max() * sign,
            "turned": " ".join(turned),
        })  # fmt: skip
    return pd.DataFrame(rows)


def engines(full: bool) -> dict[str, pd.DataFrame]:
    """Which patterns hold in the whole model and without each of its four engines."""
    held, failures = ablate(seeds=ENGINE_SEEDS[full], seed=1051)
    if failures:
        raise SystemExit(f"{len(failures)} runs failed; the first: {failures[0].error}")
    table = pd.DataFrame(held).rename_axis("pattern").reset_index()
    return {"engines": table}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, after=engines)
