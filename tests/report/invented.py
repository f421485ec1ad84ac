"""Runs made of invented tallies: reports are tested without a model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.analysis.comparison import Comparison, Outcome, Stopping
from sim.analysis.effects import PairedDifference
from sim.analysis.pairs import Pairs
from sim.analysis.reading import Reading, least_of
from sim.indicators import INDICATORS, indicator_named
from sim.runs.jobs import Named
from sim.runs.run import Run
from sim.scenario.scenario import Scenario

TALLIES = tuple(sorted({name for indicator in INDICATORS.values() for name in indicator.tallies}))
BURN_IN, MONTHS, VILLAGES = 24, 60, 15
JANUARY_2019 = 119 * 12
EFFECTS = {
    "training": {"capacity": 1.2, "attendance": 1.1},
    "online_branch": {"attendance": 1.3, "meetings_valid": 1.2},
}


def wave(*keys: int) -> np.ndarray:
    """Numbers between 0 and 1 that look like noise and are the same each time."""
    months = np.arange(BURN_IN + MONTHS)
    return (np.sin(months * 12.9898 + sum(key * 78.233 * (i + 1) for i, key in enumerate(keys))) * 43758.5453) % 1.0


def invented_run(scenario: str, seed: int) -> Run:
    """A run whose tallies are scaled by the effects of its scenario."""
    sums = np.empty((BURN_IN + MONTHS, len(TALLIES)))
    for column, tally in enumerate(TALLIES):
        size = 1000.0 if tally in ("registered", "adults", "adults_home") else 200.0 + 5 * (column % 7)
        drift = 1 + 0.002 * np.arange(BURN_IN + MONTHS) * ((column % 5) - 2) / 2
        sums[:, column] = size * drift * (1 + 0.1 * wave(column, seed)) * EFFECTS.get(scenario, {}).get(tally, 1.0)
    costs = np.array([30000.0]) if scenario != "baseline" else np.zeros(0)
    lives = np.arange(100, dtype=np.uint64), np.full(100, seed + (7 if scenario != "baseline" else 0), np.uint32)
    policies = (scenario,) if scenario != "baseline" else ()
    return Run(
        scenario, seed, JANUARY_2019, BURN_IN, TALLIES, sums, VILLAGES, policies, costs, costs / 100, None, lives, 0.5
    )


def invented_reading(
    name: str,
    step: float,
    *,
    half: float = 0.01,
    scenario: str = "training",
    under: dict[str, float] | None = None,
    **more: object,
) -> Reading:
    """A difference of a size, as it is read."""

    def of(size: float) -> PairedDifference:
        found = PairedDifference(0.5, 0.5 + size, size, size - half, size + half, 20, 2.0, 1.0, p=0.001)
        return replace(found, **more)

    outcome = Outcome(scenario, indicator_named(name), of(step))
    there = {rule: of(size) for rule, size in (under or {}).items()}
    return Reading(outcome, 0.001, least_of(outcome, {}), there)


class Machine:
    """Stands for the pool: invents instead of running."""

    jobs = 1

    def results(self, jobs):
        return [invented_run(job.name, job.seed) for job in jobs]


def invented_comparison(
    names=("training", "online_branch"), outcomes=("attendance", "trust", "capacity"), pairs=6
) -> Comparison:
    """A comparison of invented runs."""
    titles = {"baseline": "基准情景", "training": "党员教育培训", "online_branch": "网上党支部"}
    scenarios = [
        Named(
            Scenario(name=name, title={"en": name.replace("_", " ").capitalize(), "zh": titles.get(name, name)}), name
        )
        for name in ("baseline", *names)
    ]
    found = Pairs(scenarios, [indicator_named(name) for name in outcomes], (MONTHS - 12, MONTHS))
    found.add(Machine(), range(1, pairs + 1))
    return found.conclude(Stopping(pairs))
