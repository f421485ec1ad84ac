"""Cost-effectiveness at equal cost: the scale at which each alternative spends a given sum, found by pilot runs.

The rule stands in ``docs/decisions/outcomes-and-money.md``. A sum is yuan, or hours of cadres, for a registered person
and year over the horizon; what is spent is what the ledger books beyond the baseline.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.analysis.doses import AS_GIVEN, EVERYTHING, Scale, can_grow, largest_factor, scaled
from sim.core.config.language import message
from sim.core.config.quantities import parse
from sim.execution.simulator import Simulator
from sim.runs.jobs import Named, jobs_of
from sim.runs.run import Failure, Run

Account = Literal["yuan", "hours"]
ACCOUNTS: tuple[Account, ...] = ("yuan", "hours")
Reading = Literal["spends", "in_steps", "all_spent", "nothing_to_buy", "least_is_more"]
UNITS: Mapping[Account, str] = {"yuan": "yuan/person/year", "hours": "hour/person/year"}
EXAMPLES: Mapping[Account, str] = {"yuan": "100 yuan/person/year", "hours": "0.5 hour/person/year"}
PILOTS = 2
"""Seeds at which a scale is tried."""
TOLERANCE = 0.02
"""Share of the budget by which a pilot may miss it before the search goes on."""
HALVINGS = 8


@dataclass(frozen=True)
class Budget:
    """A sum that every alternative is to cost.

    Parameters
    ----------
    account : {"yuan", "hours"}
    amount : float
        For a registered person and year, over the horizon.
    """

    account: Account
    amount: float

    def __str__(self) -> str:
        return f"{self.amount:g} {UNITS[self.account]}"


@dataclass(frozen=True)
class Spending:
    """What one alternative does with a budget.

    Attributes
    ----------
    scenario : Scenario
        Scaled to the budget.
    budget : Budget
    given : float
        Cost of the alternative as it was given, a registered person and year, in the pilot runs.
    pilot : float
        Cost at the scale that was found, in the same runs.
    scale : Scale
    reading : {"spends", "in_steps", "all_spent", "nothing_to_buy", "least_is_more"}
        Whether it spends the budget; or comes in steps, of which the next would cost more; or has come to the end of
        its doses and its reach below it; or books no cost; or costs more at its least.
    at_end : tuple of str
        Doses that stand at the end of their range.
    """

    scenario: Any
    budget: Budget
    given: float
    pilot: float
    scale: Scale
    reading: Reading
    at_end: tuple[str, ...] = ()


def read_budget(text: str | float | Budget, account: Account = "yuan") -> Budget:
    """Read a sum such as ``"100 yuan/person/year"``; a bare number is in that unit.

    Raises
    ------
    ValueError
        If it is no number above 0 or its unit does not convert.
    """
    if isinstance(text, Budget):
        return text
    try:
        amount = parse(str(text), UNITS[account])
    except ValueError as error:
        fault = str(error)
    else:
        if 0 < amount < math.inf:
            return Budget(account, amount)
        fault = message("is not above 0") if amount < math.inf else message("is not finite")
    what = {"yuan": message("a budget of money"), "hours": message("a budget of hours")}[account]
    allowed = message(
        "allowed are amounts above 0 in {unit}, such as {example!r}", unit=UNITS[account], example=EXAMPLES[account]
    )
    raise ValueError(message("{what} {text!r} {fault}; {allowed}", what=what, text=text, fault=fault, allowed=allowed))


def one_budget(money: str | float | Budget | None, hours: str | float | Budget | None) -> Budget | None:
    """The one budget that is given, if any.

    Raises
    ------
    ValueError
        If both are given: one factor can meet one of them only.
    """
    if money is not None and hours is not None:
        fault = message("equal money and equal hours are two comparisons: give one of --budget and --equal-hours")
        raise ValueError(fault)
    if money is not None:
        return read_budget(money, "yuan")
    return None if hours is None else read_budget(hours, "hours")


def cost_of(run: Run, account: Account) -> float:
    """What a run has booked, for a registered person and year."""
    return float(getattr(run, account).sum() / run.person_years)


Search = Generator[Scale, float, tuple[Scale, float, Reading]]


def search(scenario: Any, budget: float) -> Search:
    """Look for the scale that costs the budget: yields a scale, is sent its cost, returns the best with its reading."""
    given = yield AS_GIVEN
    if _meets(given, budget):
        return AS_GIVEN, given, "spends"
    if given > budget:
        least = (yield Scale("doses", 0.0)) if can_grow(scenario) else given
        found = yield from (
            _halve(Scale("doses", 0.0), AS_GIVEN, budget, least)
            if least <= budget
            else _halve(Scale("fewer", 0.0), Scale("fewer", 1.0), budget, None)
        )
        return *found, _reading(found[1], budget)
    most = yield EVERYTHING
    if most <= 0:
        return AS_GIVEN, 0.0, "nothing_to_buy"
    if most <= budget * (1 + TOLERANCE):
        return EVERYTHING, most, "spends" if _meets(most, budget) else "all_spent"
    factor = largest_factor(scenario)
    dosed = (yield Scale("doses", factor)) if factor > 1 else given
    found = yield from (
        _halve(AS_GIVEN, Scale("doses", factor), budget, given)
        if dosed >= budget
        else _halve(Scale("reach", 0.0), EVERYTHING, budget, dosed)
    )
    return *found, _reading(found[1], budget)


def _reading(cost: float, budget: float) -> Reading:
    if _meets(cost, budget):
        return "spends"
    return "in_steps" if cost < budget else "least_is_more"


def _meets(cost: float, budget: float) -> bool:
    return abs(cost - budget) <= TOLERANCE * budget


def _halve(
    low: Scale, high: Scale, budget: float, at_low: float | None
) -> Generator[Scale, float, tuple[Scale, float]]:
    """Halve the way between a scale that costs less and one that costs more; the dearest within the budget."""
    best, best_cost = (low, at_low) if at_low is not None else (None, 0.0)
    cost, middle = 0.0, high
    for _ in range(HALVINGS):
        middle = replace(low, at=(low.at + high.at) / 2)
        cost = yield middle
        if cost <= budget * (1 + TOLERANCE):
            best, best_cost, low = middle, cost, middle
        else:
            high = middle
        if _meets(cost, budget):
            break
    return (middle, cost) if best is None else (best, best_cost)


def equalise(
    simulator: Simulator,
    baseline: Named,
    alternatives: Sequence[Named],
    budgets: Sequence[Budget],
    seeds: Sequence[int],
) -> tuple[dict[tuple[str, Budget], Spending], list[Failure]]:
    """Find the scale of each alternative at each budget by pilot runs.

    Parameters
    ----------
    simulator : Simulator
    baseline : Named
    alternatives : sequence of Named
    budgets : sequence of Budget
    seeds : sequence of int
        Seeds of the pilot runs.

    Returns
    -------
    found : dict of (name, Budget) to Spending
    failures : list of Failure
        Pilot runs that ended in an error; a scale whose pilots all fail counts as costing nothing.
    """
    pilots = _Pilots(simulator, baseline, alternatives, seeds)
    tasks = [(each, budget, search(each.scenario, budget.amount)) for each in alternatives for budget in budgets]
    asked = {place: next(task[2]) for place, task in enumerate(tasks)}
    found: dict[tuple[str, Budget], Spending] = {}
    while asked:
        pilots.run([(tasks[place][0].name, scale) for place, scale in asked.items()])
        following: dict[int, Scale] = {}
        for place, scale in asked.items():
            named, budget, task = tasks[place]
            try:
                following[place] = task.send(pilots.cost(named.name, scale, budget.account))
            except StopIteration as end:
                best, cost, reading = end.value
                made = scaled(named.scenario, best)
                given = pilots.cost(named.name, AS_GIVEN, budget.account)
                found[named.name, budget] = Spending(
                    made.scenario, budget, given, cost, best, reading, made.at_end if best.stage != "fewer" else ()
                )
        asked = following
    return found, pilots.failures


class _Pilots:
    """Pilot runs, each done once."""

    def __init__(
        self, simulator: Simulator, baseline: Named, alternatives: Sequence[Named], seeds: Sequence[int]
    ) -> None:
        self.simulator, self.seeds = simulator, seeds
        self.given = {each.name: each for each in alternatives}
        self.failures: list[Failure] = []
        self.known: dict[tuple[str, Scale], list[Run]] = {}
        self.before = {run.seed: run for run in self._runs([baseline])} if baseline.scenario.policies else {}

    def _runs(self, scenarios: Sequence[Named]) -> list[Run]:
        results = self.simulator.results(jobs_of(scenarios, self.seeds))
        self.failures += [each for each in results if isinstance(each, Failure)]
        return [each for each in results if isinstance(each, Run)]

    def run(self, wanted: Sequence[tuple[str, Scale]]) -> None:
        """Do what is wanted and not yet known."""
        new = [each for each in dict.fromkeys(wanted) if each not in self.known]
        made = {
            (name, scale): replace(scaled(self.given[name].scenario, scale).scenario, name=f"{name}_{place}")
            for place, (name, scale) in enumerate(new)
        }
        runs = self._runs([Named(each) for each in made.values()]) if new else []
        for key, scenario in made.items():
            self.known[key] = [run for run in runs if run.scenario == scenario.name]

    def cost(self, name: str, scale: Scale, account: Account) -> float:
        """Mean cost over the pilots, a registered person and year, beyond the baseline."""
        costs = [
            cost_of(run, account) - (cost_of(self.before[run.seed], account) if run.seed in self.before else 0.0)
            for run in self.known[name, scale]
        ]
        return sum(costs) / len(costs) if costs else 0.0
