"""All policies for the same money, and the two packages that cost the same."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from sim.analysis.budget_table import budget_table
from sim.analysis.effects import effect
from sim.execution.run import run as run_scenarios
from sim.indicators import HEADLINES, INDICATORS
from sim.runs.run import values

SMALL = {
    "horizon.months": 36,
    "horizon.burn_in": 12,
    "world.townships": 1,
    "world.villages": 6,
    "world.village_size": 500,
}
BUDGETS = {False: ((100.0,), 8, ("list",), SMALL), True: ((30.0, 100.0, 300.0), 20, ("list",), {})}
SHOWN = ("difference", "low", "high", "pairs")
PACKAGES = ("everything_thin", "three_deep")
RULES = ("list", "registered")


def for_the_same_money(full: bool) -> dict[str, pd.DataFrame]:
    """Effects for the same yuan a registered person and year."""
    budgets, pairs, rules, world = BUDGETS[full]
    found = budget_table(budgets, reps=pairs, seed=351, denominators=rules, changes=world)
    rows = [
        {
            "rule": row.denominator,
            "arm": row.policy,
            "budget": row.budget,
            "yuan": row.yuan,
            "hours": row.hours,
            "outcome": row.indicator.name,
            "unit": row.indicator.unit,
            "frontier": row.frontier,
            **{key: value for key, value in asdict(row.difference).items() if key in SHOWN},
        }
        for row in found.rows
    ]
    packages = pd.concat([thin_and_deep(rule, full) for rule in RULES])
    return {"equal_money": pd.DataFrame(rows), "equal_money_plans": pd.DataFrame(found.plans), "packages": packages}


def thin_and_deep(rule: str, full: bool) -> pd.DataFrame:
    """All 27 policies thinly and three in depth, which cost the same, less the baseline and less each other."""
    found = run_scenarios(["baseline", *PACKAGES], reps=20 if full else 12, seed=371, denominator=rule)
    months = found.scenarios[0].horizon.months
    rows = []
    for name in HEADLINES:
        made = {each: values(runs, INDICATORS[name], (months - 12, months)) for each, runs in found.runs.items()}
        for after, before in ((PACKAGES[0], "baseline"), (PACKAGES[1], "baseline"), PACKAGES[::-1]):
            key = {"rule": rule, "arm": after, "less": before, "outcome": name}
            rows.append(key | effect(made[before], made[after]))
    return pd.DataFrame(rows)
