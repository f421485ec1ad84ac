"""What each policy buys for a sum: the scale of its doses, found by pilot runs at the defaults and then kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.analysis.budget import PILOTS, Spending, equalise, read_budget
from sim.analysis.budget_table import alone, plan_record
from sim.execution.progress import on_stderr
from sim.execution.simulator import Simulator
from sim.policies import policy_names
from sim.runs.jobs import Named, seeds_from
from sim.scenario.scenario import load

BUDGETS = (30.0, 100.0, 300.0)
PILOT_SEED = 1601
Plans = dict[tuple[str, float], Spending]


def plans(jobs: int = 0) -> Plans:
    """Each policy at each budget, in the shipped world; pilot runs come from the store where they stand there.

    A scale is found once, at the defaults, and is the same at all points: what a county decides before it knows how
    things are. What it then costs differs by point and is told.
    """
    base = load("baseline")
    alternatives = [Named(alone(name, base)) for name in policy_names()]
    sums = [read_budget(each) for each in BUDGETS]
    with Simulator(jobs, on_stderr()) as simulator:
        found, failures = equalise(simulator, Named(base), alternatives, sums, seeds_from(PILOT_SEED, PILOTS))
    if failures:
        raise SystemExit(f"{len(failures)} pilot runs failed; the first: {failures[0].error}")
    return {(name, budget.amount): each for (name, budget), each in found.items()}


def table_of(found: Mapping[tuple[str, float], Spending]) -> pd.DataFrame:
    """A row a policy and budget: scale, reading, cost of the pilots, doses at the end of their range."""
    listed = [(name, amount, each.scenario) for (name, amount), each in found.items()]
    return pd.DataFrame([plan_record(name, each.budget, each, listed) for (name, _), each in found.items()]).drop(
        columns="run_at"
    )


def scenario_of(spending: Spending, rule: str) -> Any:
    """A policy at its scale under a rule of the quorum."""
    return spending.scenario.changed({"parameters.meetings.denominator": rule})
