"""Contact through tax collection, on and then off: trust before and after the reform."""

from __future__ import annotations

import pandas as pd

from experiments.common import FULL_WORLD, run
from sim.analysis.effects import effects
from sim.indicators import HEADLINES
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD | {"world.tables": 2010}, "replicates": 30}
WATCHED = (*HEADLINES, "no_contact", "mobilised", "secretary_hours", "needs_sought", "trust_home_60")
ANCHOR = "parameters.trust.anchor"


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Each history less the one without collection, and less the one in which it goes on, year by year."""
    frame = study.frame(WATCHED, table="yearly").rename(columns={ANCHOR: "anchor"})
    frame["year"] = frame["year"] - frame["year"].min() + 1
    frame["history"] = frame["scenario"].astype(str)
    against = {}
    for base in ("never", "always"):
        frame["arm"] = frame["history"].replace(base, "")
        against[f"less_{base}"] = effects(frame, WATCHED, by=["anchor", "year"])
    return {"levels": frame.groupby(["history", "anchor", "year"], as_index=False)[list(WATCHED)].mean(), **against}


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables)
