"""The same support before and after villages hollow out."""

from __future__ import annotations

from itertools import product

import pandas as pd
from scipy.stats import t as student

from experiments.common import FULL_WORLD, run, write_points
from sim.analysis.effects import effects, with_q
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD | {"horizon.months": 144}, "replicates": 30}
LEAVE, BACK = (f"parameters.{each}" for each in ("migration.leave", "migration.back"))
WORLDS = {"held": {}, "emptying": {LEAVE: 0.022}, "emptying_fast": {LEAVE: 0.022, BACK: 0.008}}
PRIMARY = {
    "talent_recruitment": "quorum_failure",
    "training": "capacity",
    "online_kept_up": "quorum_failure",
    "secretary_pay": "service_fulfilment",
    "collective_projects": "collective_income",
    "first_secretary": "service_fulfilment",
    "mass_line_campaign": "trust",
}
"""Outcome of each kind of support for which a direction was stated before the run."""
TOGETHER = {"online_kept_up": ("online_branch", "platform_integration", "platform_upkeep")}
ROWS = list(product(WORLDS, ("", *PRIMARY)))
ALSO = ("attendance", "formalism", "secretary_hours", "members", "admissions")
WATCHED = tuple(dict.fromkeys((*PRIMARY.values(), *ALSO)))
STATE = ("residents", "residents_60", "share_away", "members_away", "member_age_home", *WATCHED)
BEGINS, YEARS = {"before": 1, "after": 9}, 4
SPANS = ("four years", "twelve years")


def points() -> list[dict[str, object]]:
    """Each kind of support, and none, in each world."""
    covered = {arm: {f"policies.{each}.coverage": 1 for each in TOGETHER.get(arm, (arm,) if arm else ())}
               for arm in ("", *PRIMARY)}  # fmt: skip
    return [{**WORLDS[world], **covered[arm]} for world, arm in ROWS]


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """State of the villages without support, effects by time of support, and by how much the two times differ."""
    frame = placed(study.frame(STATE, table="yearly"))
    frame["year"] = frame["year"] - frame["year"].min() + 1
    alone = frame[(frame["arm"] == "") & (frame["when"] == "before")]
    means = over_spans(frame)
    return {
        "villages": levels(alone),
        "effects": effects(means, WATCHED, by=["world", "span", "when"]).drop(columns=["p", "q"]),
        "after_less_before": timing(means),
        "money": money(placed(study.frame(("registered",)))),
    }


def placed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the world, kind of support and time of each run."""
    for place, name in enumerate(("world", "arm")):
        frame[name] = frame["row"].map(lambda row, place=place: ROWS[row][place])
    return frame.assign(when=frame["scenario"].astype(str))


def levels(frame: pd.DataFrame) -> pd.DataFrame:
    """Villages without support, year by year: mean over seeds and its 95 % t-interval."""
    long = frame.melt(["world", "year"], list(STATE), "outcome")
    found = long.groupby(["outcome", "world", "year"], sort=False)["value"].agg(["mean", "sem", "count"])
    half = found["sem"] * student.ppf(0.975, found["count"] - 1)
    return found.assign(low=found["mean"] - half, high=found["mean"] + half)[["mean", "low", "high"]].reset_index()


def over_spans(frame: pd.DataFrame) -> pd.DataFrame:
    """Means over four years from the start of support, and over all years."""
    begin = frame["when"].map(BEGINS)
    own = frame[(frame["year"] >= begin) & (frame["year"] < begin + YEARS)]
    keys = ["world", "when", "arm", "replicate"]
    parts = [part.groupby(keys, as_index=False, sort=False)[list(WATCHED)].mean() for part in (own, frame)]
    return pd.concat([part.assign(span=span) for part, span in zip(parts, SPANS, strict=True)], ignore_index=True)


def timing(means: pd.DataFrame) -> pd.DataFrame:
    """Effect after less effect before, seed by seed, and the same less that of the villages that keep their people.

    ``q`` is over the contrasts for which a direction was stated: each kind of support by its own outcome, four years.
    """
    keys = ["world", "span", "support", "replicate"]
    base = means[means["arm"] == ""].drop(columns="arm").set_index(["world", "span", "when", "replicate"])
    steps = means[means["arm"] != ""].rename(columns={"arm": "support"})
    index = pd.MultiIndex.from_frame(steps[["world", "span", "when", "replicate"]])
    steps[list(WATCHED)] -= base.loc[index, list(WATCHED)].to_numpy()
    late = steps.assign(arm=steps["when"].replace("before", ""))
    begun = {when: part.set_index(keys)[list(WATCHED)] for when, part in steps.groupby("when")}
    gaps = (begun["after"] - begun["before"]).reset_index()
    emptying = gaps.assign(arm=gaps["world"].replace("held", ""))
    against_before = effects(late, WATCHED, by=keys[:-1]).assign(against="before")
    against_full = effects(emptying, WATCHED, by=keys[1:-1]).assign(against="before, keeps its people")
    found = pd.concat([against_before, against_full.rename(columns={"arm": "world"})], ignore_index=True)
    primary = (found["outcome"] == found["support"].map(PRIMARY)) & (found["span"] == SPANS[0])
    found["q"] = with_q(found[primary].copy())["q"]
    columns = ["against", *keys[:-1], "outcome", "unit", "baseline", "difference", "low", "high", "same_sign", "p", "q"]
    return found[columns].rename(columns={"baseline": "compared_with"})


def money(frame: pd.DataFrame) -> pd.DataFrame:
    """Yuan of each kind of support for a registered person and year of support, mean over seeds."""
    frame["yuan"] = frame["cost_yuan"] / frame["person_years"] * 12 / 3
    alone = frame[frame["arm"] != ""]
    return alone.groupby(["world", "arm", "when"], sort=False)["yuan"].mean().unstack("when").reset_index()


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
