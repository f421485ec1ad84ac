"""Cost-effectiveness table, policies at equal cost: differences, intervals, the cost of a unit, at several budgets.

Each policy stands alone on the baseline at its declared doses, in all villages from the first month under study, and
is scaled to each budget by the rule of ``budget.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from pathlib import Path
from typing import Any

import numpy as np

from sim.analysis.budget import ACCOUNTS, PILOTS, Budget, Spending, cost_of, equalise, read_budget
from sim.analysis.compare import WINDOW
from sim.analysis.effects import PairedDifference, paired_difference
from sim.analysis.ratio import Ratio, cost_per_unit
from sim.core.config.callers import names, whole_number
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean
from sim.core.recording.indicator import AnyIndicator
from sim.execution.engines import EngineLike
from sim.execution.progress import Progress
from sim.execution.simulator import RunCounts, Simulator
from sim.indicators import HEADLINES, indicator_named
from sim.policies import policy_names
from sim.runs.jobs import LIST, QUORUM, QUORUM_RULES, Named, jobs_of, resolve, seeds_from
from sim.runs.run import Failure, Run
from sim.runs.window import window_of

BUDGETS = (30.0, 100.0, 300.0)
BASELINE = ""
"""Stands for the policy and the budget of a baseline run."""
KEYS = ("denominator", "policy", "budget", "seed", *ACCOUNTS)
"""What stands before the outcomes in the record of a run."""
TOGETHER = 8
"""Scenarios handed to the processes at a time; their runs are let go of before the next."""
Record = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One policy at one budget under one quorum rule, for one outcome.

    Attributes
    ----------
    denominator, policy : str
    budget : float
        Yuan a registered person and year.
    yuan, hours : float
        Spent beyond the baseline, a registered person and year, mean over the pairs.
    indicator : Indicator
    difference : PairedDifference
    per_unit : Ratio or None
        Yuan for one unit of the outcome in the direction in which it moved; none where it got worse.
    frontier : bool
        Whether no other row of the same rule and outcome gains as much for as little: only where more or less of the
        outcome is wanted, and the interval of the difference leaves out 0 on that side.
    """

    denominator: str
    policy: str
    budget: float
    yuan: float
    hours: float
    indicator: AnyIndicator
    difference: PairedDifference
    per_unit: Ratio | None
    frontier: bool = False


@dataclass(frozen=True)
class BudgetTable:
    """What :func:`budget_table` found.

    Attributes
    ----------
    rows : list of Row
    runs : list of dict
        One for each run: rule, policy, budget, seed, cost and outcomes; the table can be made again from them.
    plans : list of dict
        One for each policy and budget: how the doses were scaled, and why a budget is not spent.
    failures : list of Failure
    scenarios : tuple of Scenario
        The baseline, then the scaled scenarios; empty for stored runs.
    counted : RunCounts
        How many runs came from the store and how many were done.
    """

    rows: list[Row]
    runs: list[Record]
    plans: list[Record]
    failures: list[Failure] = field(default_factory=list)
    scenarios: tuple[Any, ...] = ()
    counted: RunCounts = field(default_factory=RunCounts)


def budget_table(
    budgets: Sequence[float] = BUDGETS,
    *,
    policies: Sequence[str] | None = None,
    baseline: Any = "baseline",
    reps: int = 10,
    seed: int = 1,
    jobs: int = 0,
    window: int | str = WINDOW,
    outcomes: Sequence[str] = HEADLINES,
    denominators: Sequence[str] = (LIST,),
    changes: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    store: str | Path | bool = True,
    fresh: bool = False,
    engine: EngineLike = "process",
    scheduler: str = "",
    shard: tuple[int, int] | None = None,
) -> BudgetTable:
    """Run every policy at every budget under one quorum rule or several.

    Parameters
    ----------
    budgets : sequence of float
        Yuan a registered person and year.
    policies : sequence of str, optional
        All of them if left out.
    baseline : str or Scenario
    reps : int
        Pairs.
    seed : int
        First seed.
    jobs : int
        Processes, 0 = one for each processor.
    window : int or str
        As of ``compare``.
    outcomes, denominators : sequences of str
    changes : mapping, optional
        Changes of the baseline by dotted path, such as a smaller world.
    progress : Progress, optional
    store, fresh, engine, scheduler, shard
        As of ``compare``.

    Raises
    ------
    ValueError
        If a name or a number is not allowed.
    """
    wanted = [read_budget(each) for each in _several(budgets)]
    indicators = [indicator_named(name) for name in names("outcomes", outcomes)]
    denominators = names("denominators", denominators)
    for rule in denominators:
        if rule not in QUORUM_RULES:
            known = ", ".join(QUORUM_RULES)
            raise ValueError(message("{rule!r} is no quorum denominator; allowed are {known}", rule=rule, known=known))
    seed, reps = whole_number("seed", seed), whole_number("reps", reps)
    (base,) = resolve([baseline])
    scenario = base.scenario.changed(dict(changes)) if changes else base.scenario
    months = window_of(window, scenario.horizon.start, scenario.horizon.months)
    seeds = seeds_from(seed, reps)
    alternatives = [Named(alone(name, scenario)) for name in policies_named(policies)]
    options: dict[str, Any] = {"engine": engine, "scheduler": scheduler, "shard": shard}
    progress, pilots_count = progress or Progress(), (1 + len(alternatives)) * len(seeds[:PILOTS])
    progress.plan(pilots_count + len(denominators) * (1 + len(alternatives) * len(wanted)) * reps)
    with Simulator(jobs, progress, store=store, fresh=fresh, **options) as simulator:
        pilots = [_under(each, denominators[0]) for each in (Named(scenario), *alternatives)]
        found, failures = equalise(simulator, pilots[0], pilots[1:], wanted, seeds[:PILOTS])
        spending = sorted(found.items(), key=lambda item: (item[0][0], item[0][1].amount))
        distinct = _distinct(spending)
        progress.plan(simulator.counted.done + len(denominators) * (1 + len(distinct)) * reps)
        runs: list[Record] = []
        places = [(rule, *each) for rule in denominators for each in ((BASELINE, BASELINE, scenario), *distinct)]
        for together in batched(places, TOGETHER):
            named = [_under(Named(each), rule) for rule, _, _, each in together]
            results = simulator.results([job for each in named for job in jobs_of([each], seeds)])
            failures += [result for result in results if isinstance(result, Failure)]
            for place, run in enumerate(results):
                if isinstance(run, Run):
                    rule, name, budget, _ = together[place // reps]
                    key = (rule, name, budget, run.seed, *(cost_of(run, account) for account in ACCOUNTS))
                    values = {each.name: run.value(each, *months) for each in indicators}
                    runs.append({**dict(zip(KEYS, key, strict=True)), **values})
    plans = [plan_record(name, budget, each, distinct) for (name, budget), each in spending]
    made = (scenario, *(each for _, _, each in distinct))
    return replace(from_runs(runs, plans), failures=failures, scenarios=made, counted=simulator.counted)


def policies_named(chosen: str | Sequence[str] | None) -> list[str]:
    """Names of policies, all if left out.

    Raises
    ------
    ValueError
        If there is no such policy, with the nearest.
    """
    known = policy_names()
    if chosen is None:
        return known
    wanted = names("policies", chosen)
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known, message("`ruralparty policies` lists them"))
            raise ValueError(message("there is no policy {name!r}", name=name) + hint)
    return wanted


def _several(budgets: float | Iterable[float]) -> list[float]:
    """Budgets; a single one needs no list."""
    listed = list(budgets) if isinstance(budgets, Iterable) and not isinstance(budgets, str) else [budgets]
    if not listed:
        raise ValueError(message("there is no budget"))
    return listed


def alone(name: str, baseline: Any) -> Any:
    """The baseline with one policy at its declared doses, everywhere from the first month under study on."""
    return baseline.changed({"name": name, f"policies.{name}": {}})


def _under(named: Named, rule: str) -> Named:
    return Named(named.scenario.changed({f"parameters.{QUORUM}": rule}))


def _distinct(spending: Sequence[tuple[tuple[str, Budget], Spending]]) -> list[tuple[str, float, Any]]:
    """Policy, budget and scenario, leaving out what is the same as at a smaller budget."""
    found: list[tuple[str, float, Any]] = []
    for (name, budget), each in spending:
        if not any(name == other and each.scenario == scenario for other, _, scenario in found):
            found.append((name, budget.amount, each.scenario))
    return found


def plan_record(name: str, budget: Budget, spending: Spending, distinct: Iterable[tuple[str, float, Any]]) -> Record:
    """How a policy meets a budget, in plain values; ``run_at`` is the budget under which its runs are stored."""
    at = next(amount for other, amount, each in distinct if other == name and each == spending.scenario)
    plan = spending.scenario.policies[name]
    return {
        "policy": name,
        "budget": budget.amount,
        "run_at": at,
        "reading": spending.reading,
        **vars(spending.scale),
        "given": spending.given,
        "pilot": spending.pilot,
        "coverage": plan.delivery.coverage,
        "at_end": " ".join(spending.at_end),
    }


def from_runs(runs: Sequence[Record], plans: Sequence[Record]) -> BudgetTable:
    """The table from records of runs and plans.

    Raises
    ------
    ValueError
        If a policy has no run at a seed of the baseline.
    """
    indicators = [indicator_named(name) for name in runs[0] if name not in KEYS] if runs else []
    by_key: dict[tuple[str, str, Any], dict[int, Record]] = {}
    for run in runs:
        by_key.setdefault((run["denominator"], run["policy"], run["budget"]), {})[run["seed"]] = run
    rows: list[Row] = []
    for rule in dict.fromkeys(run["denominator"] for run in runs):
        before = by_key.get((rule, BASELINE, BASELINE), {})
        for plan in plans:
            after = by_key.get((rule, plan["policy"], plan["run_at"]), {})
            seeds = sorted(set(before) & set(after))
            if not seeds:
                fault = message(
                    "{policy} at {budget:g} yuan has no run at a seed of the baseline",
                    policy=plan["policy"], budget=plan["budget"],
                )  # fmt: skip
                raise ValueError(fault)
            rows += _rows(rule, plan, [before[seed] for seed in seeds], [after[seed] for seed in seeds], indicators)
    return BudgetTable(_with_frontier(rows), list(runs), list(plans))


def _rows(
    rule: str, plan: Record, before: list[Record], after: list[Record], indicators: Iterable[AnyIndicator]
) -> list[Row]:
    yuan, hours = (_column(after, account) - _column(before, account) for account in ACCOUNTS)
    key = (rule, plan["policy"], plan["budget"], float(yuan.mean()), float(hours.mean()))
    found = []
    for indicator in indicators:
        a, b = _column(before, indicator.name), _column(after, indicator.name)
        if difference := paired_difference(a, b):
            ratio = cost_per_unit(yuan, b - a, indicator.better) if difference.clear else None
            found.append(Row(*key, indicator, difference, ratio))
    return found


def _column(records: Sequence[Record], name: str) -> np.ndarray:
    return np.array([record[name] for record in records], float)


def gain(row: Row) -> float:
    """Difference in the direction that is wanted; NaN where none is, or the interval holds 0."""
    wanted = row.indicator.better if row.difference.clear else 0
    return wanted * row.difference.difference if wanted else math.nan


def _with_frontier(rows: Sequence[Row]) -> list[Row]:
    """Mark rows that no other of the same rule and outcome beats in cost and gain."""
    rivals: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in rows:
        rivals.setdefault((row.denominator, row.indicator.name), []).append((gain(row), row.yuan))
    found = []
    for row in rows:
        mine = gain(row)
        beaten = any(
            other >= mine and yuan <= row.yuan and (other > mine or yuan < row.yuan)
            for other, yuan in rivals[row.denominator, row.indicator.name]
        )
        found.append(replace(row, frontier=mine > 0 and not beaten))
    return found
