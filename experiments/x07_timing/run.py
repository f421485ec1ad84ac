"""The same support before and after villages hollow out."""

from __future__ import annotations

from itertools import product

import pandas as pd

from experiments.common import FULL_WORLD, effects, run, with_q, write_points
from sim.indicators import HEADLINES
from sim.study.sweep.query import Study

FULL = {"constants": FULL_WORLD | {"horizon.months": 144}, "replicates": 30}
LEAVE, BACK, RULE = (f"parameters.{each}" for each in ("migration.leave", "migration.back", "meetings.denominator"))
WORLDS = {"full": {LEAVE: 0.01}, "emptying": {}, "emptying_fast": {LEAVE: 0.022, BACK: 0.008}}
RULES = ("registered", "adjusted")
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
ROWS = list(product(WORLDS, RULES, ("", *PRIMARY)))
WATCHED = (*HEADLINES, "collective_income", "secretary_hours", "admissions")
STATE = ("residents", "residents_60", "share_away", "members_away", *HEADLINES)
BEGINS, YEARS = {"before": 1, "after": 9}, 4
SPANS = ("four years", "twelve years")


def points() -> list[dict[str, object]]:
    """Each kind of support, and none, in each world under each rule."""
    covered = {arm: {f"policies.{each}.coverage": 1 for each in TOGETHER.get(arm, (arm,) if arm else ())}
               for arm in ("", *PRIMARY)}  # fmt: skip
    return [{RULE: rule, **WORLDS[world], **covered[arm]} for world, rule, arm in ROWS]


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """State of the villages without support, effects by time of support, and by how much the two times differ."""
    frame = placed(study.frame((*WATCHED, *STATE[:4]), table="yearly"))
    frame["year"] = frame["year"] - frame["year"].min() + 1
    alone = frame[(frame["arm"] == "") & (frame["when"] == "before")]
    means = over_spans(frame)
    return {
        "villages": alone.groupby(["world", "rule", "year"], as_index=False, sort=False)[list(STATE)].mean(),
        "effects": effects(means, WATCHED, by=["world", "rule", "span", "when"]).drop(columns=["p", "q"]),
        "after_less_before": timing(means),
        "money": money(placed(study.frame(("registered",)))),
    }


def placed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the world, rule, kind of support and time of each run."""
    for place, name in enumerate(("world", "rule", "arm")):
        frame[name] = frame["row"].map(lambda row, place=place: ROWS[row][place])
    return frame.assign(when=frame["scenario"].astype(str))


def over_spans(frame: pd.DataFrame) -> pd.DataFrame:
    """Means over four years from the start of support, and over all years."""
    begin = frame["when"].map(BEGINS)
    own = frame[(frame["year"] >= begin) & (frame["year"] < begin + YEARS)]
    keys = ["world", "rule", "when", "arm", "replicate"]
    parts = [part.groupby(keys, as_index=False, sort=False)[list(WATCHED)].mean() for part in (own, frame)]
    return pd.concat([part.assign(span=span) for part, span in zip(parts, SPANS, strict=True)], ignore_index=True)


def timing(means: pd.DataFrame) -> pd.DataFrame:
    """Effect after less effect before, seed by seed, and the same less that of the villages that stay full.

    ``q`` is over the contrasts for which a direction was stated: each kind of support by its own outcome.
    """
    keys = ["world", "rule", "span", "support", "replicate"]
    base = means[means["arm"] == ""].drop(columns="arm").set_index(["world", "rule", "span", "when", "replicate"])
    steps = means[means["arm"] != ""].rename(columns={"arm": "support"})
    index = pd.MultiIndex.from_frame(steps[["world", "rule", "span", "when", "replicate"]])
    steps[list(WATCHED)] -= base.loc[index, list(WATCHED)].to_numpy()
    late = steps.assign(arm=steps["when"].replace("before", ""))
    gaps = (
        late[late["arm"] != ""].set_index(keys)[list(WATCHED)] - late[late["arm"] == ""].set_index(keys)[list(WATCHED)]
    )
    gaps = gaps.reset_index()
    emptying = gaps.assign(arm=gaps["world"].replace("full", ""))
    found = pd.concat([
        effects(late, WATCHED, by=keys[:-1]).assign(against="before"),
        effects(emptying, WATCHED, by=keys[1:-1]).rename(columns={"arm": "world"}).assign(against="before, stays full"),
    ])  # fmt: skip
    primary = found["outcome"] == found["support"].map(PRIMARY)
    found["q"] = with_q(found[primary].copy())["q"]
    columns = ["against", *keys[:-1], "outcome", "unit", "baseline", "difference", "low", "high", "same_sign", "p", "q"]
    return found[columns].rename(columns={"baseline": "compared_with"})


def money(frame: pd.DataFrame) -> pd.DataFrame:
    """Yuan of each kind of support for a registered person and year of support, mean over seeds."""
    frame["yuan"] = frame["cost_yuan"] / frame["person_years"] * 12 / 3
    alone = frame[frame["arm"] != ""]
    return alone.groupby(["world", "rule", "arm", "when"], sort=False)["yuan"].mean().unstack("when").reset_index()


if __name__ == "__main__":
    run(__file__, __doc__ or "", FULL, tables, before=lambda folder: write_points(folder, points()))
