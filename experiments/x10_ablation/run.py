"""Ablation and structural alternatives: which patterns and effects hang on which part of the model."""

from __future__ import annotations

import pandas as pd

from experiments.common import FULL_WORLD, effects, moved_alone, run
from sim.indicators import HEADLINES
from sim.study.ablation import ablate
from sim.study.sweep.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 20}
ENGINE_SEEDS = {False: 1, True: 5}


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effects of the policies under each structure."""
    frame = study.frame()
    frame["arm"] = moved_alone(frame, study.factors)
    frame["structure"] = frame["scenario"].astype(str).replace("registered", "as it stands")
    return {"structures": effects(frame, HEADLINES, by=["structure"])}


def engines(full: bool) -> dict[str, pd.DataFrame]:
    """Which patterns hold in the whole model and without each of its four engines."""
    held, failures = ablate(seeds=ENGINE_SEEDS[full], seed=1051)
    if failures:
        raise SystemExit(f"{len(failures)} runs failed; the first: {failures[0].error}")
    table = pd.DataFrame(held).rename_axis("pattern").reset_index()
    return {"engines": table}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, after=engines)
