"""All 27 policies for the same money over the plausible set: in passes that add up, under three rules of the quorum."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.common import write
from experiments.over import options, points_of, runs_over, told
from experiments.policies_at_money.plans import BUDGETS, Plans, plans, scenario_of, table_of
from sim.analysis.budget import ACCOUNTS
from sim.analysis.effects import with_q
from sim.indicators import HEADLINES, INDICATORS
from sim.policies import policy_names
from sim.runs.jobs import LIST, QUORUM_EXTREMES
from sim.scenario.scenario import load

SEED = 160_001
MAIN = 100.0
BASE = ""
FURTHER = ("exclusion_error", "inclusion_error", "poverty_lasting", "collective_income")
OUTCOMES = (*HEADLINES, *FURTHER)
Known = dict[tuple[bytes, bytes], dict[str, Any]]
Stage = tuple[str, float, int, tuple[str, ...]]


def stages(passes: int) -> Iterator[Stage]:
    """Rule, budget, pass and policies of what is run beside the baseline, in the order of what is wanted most."""
    policies = tuple(policy_names())
    yield LIST, MAIN, 1, policies
    yield from ((rule, MAIN, 1, ()) for rule in QUORUM_EXTREMES)
    yield from ((LIST, budget, 1, policies) for budget in BUDGETS if budget != MAIN)
    yield from ((rule, MAIN, 1, policies) for rule in QUORUM_EXTREMES)
    yield from ((LIST, MAIN, number, policies) for number in range(2, passes + 1))


def done(stage: Stage, found: Plans, points: Sequence[Any], jobs: int) -> pd.DataFrame:
    """Runs of one stage: the baseline and its policies."""
    rule, budget, number, names = stage
    base = load("baseline").changed({"parameters.meetings.denominator": rule})
    policies = {name: scenario_of(found[name, budget], rule) for name in names}
    outcomes = [INDICATORS[name] for name in OUTCOMES]
    frame = runs_over({BASE: base, **policies}, points, outcomes, SEED, number, jobs)
    return frame.assign(rule=rule, budget=budget)


def effects_over(frame: pd.DataFrame, found: Plans, points: Sequence[Any], known: Known) -> pd.DataFrame:
    """A row a rule, budget, policy and outcome; q over all rows of a rule and budget.

    What is told of the same numbers before is taken from ``known``: a policy that is at its most is the same at every
    larger budget.
    """
    parts = []
    for (rule, budget), here in frame.groupby(["rule", "budget"], sort=False):
        by_seed = here.set_index(["arm", "seed"]).sort_index()
        base, rows = by_seed.loc[BASE], []
        for policy in policies_in(here):
            mine = by_seed.loc[policy]
            spent = {account: float((mine[account] - base[account]).mean()) for account in ACCOUNTS}
            key = {"rule": rule, "budget": budget, "policy": policy, "reading": found[policy, budget].reading, **spent}
            for name in OUTCOMES:
                numbers = mine[name].to_numpy().tobytes(), base[name].loc[mine.index].to_numpy().tobytes()
                if numbers not in known:
                    known[numbers] = told(base[name], mine[name], mine["place"], points)
                if known[numbers]:
                    rows.append({**key, "outcome": name, "unit": INDICATORS[name].unit, **known[numbers]})
        if rows:
            parts.append(with_q(pd.DataFrame(rows)))
    return pd.concat(parts)


def policies_in(frame: pd.DataFrame) -> list[str]:
    """Policies that were run, in their order."""
    return [name for name in policy_names() if (frame["arm"] == name).any()]


def costs_over(frame: pd.DataFrame) -> pd.DataFrame:
    """What each policy cost, a registered person and year: mean and nine tenths of the points."""
    rows = []
    for (rule, budget), here in frame.groupby(["rule", "budget"], sort=False):
        by_seed = here.set_index(["arm", "seed"]).sort_index()
        for policy in policies_in(here):
            row: dict[str, Any] = {"rule": rule, "budget": budget, "policy": policy}
            for account in ACCOUNTS:
                spent = by_seed.loc[policy, account] - by_seed.loc[BASE, account]
                row |= {account: spent.mean()}
                row |= {f"{account}_low": spent.quantile(0.05), f"{account}_high": spent.quantile(0.95)}
            rows.append(row)
    return pd.DataFrame(rows)


def rules_over(frame: pd.DataFrame, points: Sequence[Any]) -> pd.DataFrame:
    """The baseline under each extreme of the quorum less that under lists, at the same points and seeds (H8)."""
    base = frame[(frame["arm"] == BASE) & (frame["budget"] == MAIN)].set_index(["rule", "seed"]).sort_index()
    rows = []
    for rule in QUORUM_EXTREMES:
        if rule in base.index:
            after = base.loc[rule]
            before = base.loc[LIST].loc[after.index]
            rows += [
                {"rule": rule, "outcome": name, "unit": INDICATORS[name].unit}
                | told(before[name], after[name], after["place"], points)
                for name in OUTCOMES
            ]
    return with_q(pd.DataFrame(rows)) if rows else pd.DataFrame()


def main() -> None:
    """Do what is missing, and write the tables after every stage."""
    chosen, folder = options(__doc__ or "", passes=4), Path(__file__).resolve().parent
    began = time.monotonic()
    points = points_of(chosen.points)
    found = plans(chosen.jobs)
    write(folder, "plans", table_of(found))
    print(f"plans: {time.monotonic() - began:.0f} s", flush=True)
    frames: list[pd.DataFrame] = []
    known: Known = {}
    for stage in stages(chosen.passes):
        frames.append(done(stage, found, points, chosen.jobs))
        frame = pd.concat(frames).drop_duplicates(["rule", "budget", "arm", "seed"])
        print(f"{stage}", flush=True)
        write(folder, "effects", effects_over(frame, found, points, known))
        write(folder, "costs", costs_over(frame))
        if len(rules := rules_over(frame, points)):
            write(folder, "rules", rules)


if __name__ == "__main__":
    main()
