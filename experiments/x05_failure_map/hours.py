"""Courses over how many hours a member has for the Party, which nobody has measured."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from sim.analysis.effects import effect
from sim.execution.run import run as run_scenarios
from sim.indicators import INDICATORS
from sim.runs.run import values
from sim.scenario.scenario import load

EVERY_POLICY = Path(__file__).resolve().parents[1] / "every_policy.yaml"
HOURS, UNITS = (2, 4, 8), (2, 4)
OUTCOMES = ("service_fulfilment", "visits", "trust", "capacity")
PAIRS = {False: 12, True: 40}


def hours_of_members(full: bool) -> dict[str, pd.DataFrame]:
    """Effects of two and four courses a year in the shipped world, last of ten years, at each number of hours."""
    rows = []
    for hours, units in product(HOURS, UNITS):
        known = {"parameters.service.volunteer_most": hours}
        before = last_year(known, full)
        after = last_year(known | {"policies.training.coverage": 1, "policies.training.dose.units": units}, full)
        for name in OUTCOMES:
            key = {"hours": hours, "arm": f"{units} courses", "outcome": name, "unit": INDICATORS[name].unit}
            rows.append(key | effect(before[name], after[name]))
    return {"hours_of_members": pd.DataFrame(rows)}


def last_year(changes: dict[str, Any], full: bool) -> dict[str, Any]:
    """Outcomes of the last year of a run, pair by pair."""
    found = run_scenarios(load(EVERY_POLICY).changed(changes), reps=PAIRS[full], seed=551)
    months = found.scenarios[0].horizon.months
    (runs,) = found.runs.values()
    return {name: values(runs, INDICATORS[name], (months - 12, months)) for name in OUTCOMES}
