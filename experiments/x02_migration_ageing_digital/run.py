"""Migration, ageing and the digital divide: levels over the grid, and appraisals where meetings fail."""

from __future__ import annotations

import pandas as pd

from experiments.common import FULL_WORLD, run
from sim.analysis.effects import effect, effects
from sim.indicators import HEADLINES, INDICATORS
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 20}
REFORM = "policies.targeting_reform.coverage"
AXES = {
    "migration": "parameters.migration.leave",
    "tables": "world.tables",
    "device_age": "parameters.start.device_age",
}
ENDS = {"migration": (0.01, 0.022), "tables": (2010, 2020), "device_age": (44, 60)}
WATCHED = (
    *HEADLINES,
    "members_away",
    "share_away",
    "residents_60",
    "device_60",
    "appraisals_valid",
    "inclusion_error",
    "exclusion_error",
)


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Means over the seeds at each point, effect of each axis from end to end, and of the reform along migration."""
    frame = study.frame([each for each in WATCHED if each in INDICATORS])
    frame = frame.rename(columns={path: axis for axis, path in AXES.items()})
    frame["arm"] = frame[REFORM].map({0: "", 1: "targeting_reform"})
    outcomes = [each for each in WATCHED if each in INDICATORS]
    still = frame[frame["arm"] == ""]
    keys = ["arm", "migration", "tables", "device_age"]
    by_seed = frame.groupby(["arm", "migration", "replicate"], as_index=False)[outcomes].mean()
    return {
        "grid": frame.groupby(keys, as_index=False)[outcomes].mean(),
        "axes": pd.DataFrame([row for axis in AXES for row in along(still, axis, outcomes)]),
        "appraisals": pd.DataFrame(along(frame[frame["arm"] != ""], "migration", ["appraisals_valid"])),
        "reform": effects(by_seed, outcomes, by=["migration"]),
    }


def along(frame: pd.DataFrame, axis: str, outcomes: list[str]) -> list[dict[str, object]]:
    """High end less low end of one axis, means over the other axes, pair by pair."""
    low, high = (frame[frame[axis] == end].groupby("replicate")[outcomes].mean() for end in ENDS[axis])
    return [{"axis": axis, "outcome": name, **effect(low[name].to_numpy(), high[name].to_numpy())} for name in outcomes]


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables)
