"""Where training and an online branch fail: dose by inspections by platform."""

from __future__ import annotations

from itertools import product

import pandas as pd

from experiments.common import FULL_WORLD, run, write_points
from experiments.x05_failure_map.hours import hours_of_members
from sim.analysis.effects import effects
from sim.indicators import HEADLINES
from sim.studies.query import Study

FULL = {"constants": FULL_WORLD, "replicates": 30}
UNITS, INSPECTIONS = (0, 2, 4), (1, 2, 4)
PLATFORMS = {
    "none": {},
    "poor": {"online_branch.coverage": 1, "online_branch.dose.launch_quality": 0.1},
    "good": {
        "online_branch.coverage": 1,
        "online_branch.dose.launch_quality": 1,
        "platform_integration.coverage": 1,
        "platform_upkeep.coverage": 1,
    },
}
CELLS = list(product(UNITS, INSPECTIONS, PLATFORMS))
WATCHED = (*HEADLINES, "platform_quality", "dormant_share", "secretary_capacity", "trust_home_60")


def points() -> list[dict[str, object]]:
    """A point a cell; courses of nought and once as many inspections are the baseline."""
    found = []
    for units, inspections, platform in CELLS:
        point = {"training.coverage": int(units > 0), "inspection_drive.coverage": int(inspections > 1)}
        point |= {"training.dose.units": units, "inspection_drive.dose.inspections": inspections} | PLATFORMS[platform]
        found.append({f"policies.{path}": value for path, value in point.items()})
    return found


def tables(study: Study) -> dict[str, pd.DataFrame]:
    """Effect of each cell; of training at each strength of inspections; of the platforms at each strength."""
    frame = study.frame(WATCHED)
    cells = pd.DataFrame(CELLS, columns=["units", "inspections", "platform"])
    frame = frame.join(cells, on="row")
    name = frame["units"].astype(str) + " courses, " + frame["inspections"].astype(str) + " x, " + frame["platform"]
    training = frame[frame["platform"] == "none"].assign(arm=lambda each: each["units"].astype(str).replace("0", ""))
    platforms = frame[frame["units"] == 0].assign(arm=lambda each: each["platform"].replace("none", ""))
    return {
        "cells": effects(frame.assign(arm=name.where(frame["row"] > 0, "")), WATCHED),
        "training": effects(training, WATCHED, by=["inspections"]),
        "platforms": effects(platforms, WATCHED, by=["inspections"]),
    }


if __name__ == "__main__":
    run(
        __file__,
        __doc__ or "",
        FULL,
        tables,
        before=lambda folder: write_points(folder, points()),
        after=hours_of_members,
    )
