"""Worlds of an evaluation: each is lived without the pilot and once for each way of choosing, by twins of one seed.

What is kept of a world is a table of its villages and periods, a file of its own, so that an evaluation goes on where
it was interrupted, and one that only measures or estimates otherwise runs nothing again.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evaluate.assign import Assignment, assign
from sim.analysis.evaluate.plan import EvaluationPlan
from sim.core.recording.indicator import Measure, Numbers, terms
from sim.execution.progress import Progress
from sim.execution.simulator import call_on_all
from sim.execution.tables import publish_table, read_table
from sim.indicators import INDICATORS
from sim.runs.identity import as_text, digest_of
from sim.runs.run import RUN, VILLAGES, Failure, Job, Run
from sim.runs.sources import numbers_hash

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WHAT = "villages of an evaluation"
NEVER = -1


@dataclass(frozen=True)
class World:
    """What is kept of one world.

    Attributes
    ----------
    seed : int
    without : dict of str to float array, shape (villages, periods)
        Outcomes without the pilot; NaN where an outcome has nothing to divide by.
    served : dict of (str, str) to float array, shape (villages, periods)
        Outcomes with it, by rule and outcome.
    planned, begun : dict of str to int array, shape (villages,)
        Period with which the pilot is to begin, and does, by rule; ``NEVER`` where it is not.
    """

    seed: int
    without: dict[str, Floats]
    served: dict[tuple[str, str], Floats]
    planned: dict[str, Ints]
    begun: dict[str, Ints]


@dataclass(frozen=True)
class _Unit:
    plan: EvaluationPlan
    seed: int
    path: Path


def lived_worlds(
    plan: EvaluationPlan, folder: Path, jobs: int = 0, progress: Progress | None = None
) -> tuple[list[World], list[Failure]]:
    """The worlds of an evaluation: those that are kept are read, the others are lived and kept.

    Parameters
    ----------
    plan : EvaluationPlan
    folder : Path
        Where they are kept.
    jobs : int
        Processes, 0 = one for each processor. The results do not depend on it.
    progress : Progress, optional
        Is told of every world that ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    about = digest_of(numbers_hash(), as_text(plan.plain_run()))
    units = [_Unit(plan, seed, folder / f"{about[:16]}-{seed}.parquet") for seed in seeds_of(plan)]
    todo = [each for each in units if not each.path.exists()]
    if progress:
        progress.spare(len(units) - len(todo))
    failures = [each for each in call_on_all(live, todo, _lost, jobs=jobs, progress=progress) if each] if todo else []
    worlds = [_read(each) for each in units if each.path.exists()]
    return worlds, failures


def seeds_of(plan: EvaluationPlan) -> range:
    """Seeds of the worlds."""
    return range(plan.seed, plan.seed + plan.worlds)


def live(unit: _Unit) -> Failure | None:
    """Live one world in all its variants and keep what its villages were like; an error is a record, never a stop."""
    from sim.runs.simulate import simulate

    plan, seed = unit.plan, unit.seed
    try:
        run, choices = _without(plan, seed)
        panels = {"": panel(run, plan)}
        begun = {}
        for rule, found in choices.items():
            scenario = plan.scenario.changed({f"policies.{plan.pilot.policy}": plan.pilot.table(found.served)})
            twin = simulate(Job(scenario, seed, layers=(RUN, VILLAGES)))
            if isinstance(twin, Failure):
                return twin
            panels[rule] = panel(twin, plan)
            begun[rule] = found
        publish_table(unit.path, _table(plan, panels, begun), WHAT)
    except Exception as error:
        return Failure(
            plan.scenario.name, seed, f"{type(error).__name__}: {error}", _command(plan), traceback.format_exc()
        )
    return None


def _without(plan: EvaluationPlan, seed: int) -> tuple[Run, dict[str, Assignment]]:
    """The run without the pilot, and who gets it by each rule, as villages are in the month of the first start."""
    from sim.model import RuralParty
    from sim.runs.simulate import collect

    model = RuralParty(plan.scenario, rng=seed)
    first, choices = model.month - model.burn_in, {}
    for _ in range(plan.scenario.horizon.months):
        if model.month == plan.pilot.starts[0]:
            table = model.villages.columns
            choices = {rule: assign(table, plan.pilot, rule, seed) for rule in plan.rules}
        model.step()
    return collect(model, Job(plan.scenario, seed, layers=(RUN, VILLAGES)), first, None), choices


def _lost(unit: _Unit, error: str) -> Failure | None:
    return Failure(unit.plan.scenario.name, unit.seed, error, _command(unit.plan))


def _command(plan: EvaluationPlan) -> str:
    return f"ruralparty evaluate {plan.name} -v"


class _Villages:
    """Tallies by village, summed over each period; shape (villages, periods)."""

    def __init__(self, run: Run, period: int) -> None:
        self.run, self.period = run, period

    def total(self, expression: str) -> Numbers:
        """Sums of tallies; of village-months for an empty expression."""
        run, periods = self.run, self.run.months // self.period
        if not expression:
            return np.full((run.villages, periods), float(self.period))
        assert run.by_village is not None
        kept = run.by_village[run.burn_in : run.burn_in + periods * self.period]
        found = sum(
            (sign * kept[:, :, run.tallies.index(name)].astype(float) for name, sign in terms(expression)),
            np.zeros(kept.shape[:2]),
        )
        return found.reshape(periods, self.period, run.villages).sum(axis=1).T

    def between(self, measure: Measure, expressions: tuple[str, ...]) -> Numbers:
        """Nothing is compared within one village."""
        return np.full_like(self.total(""), np.nan)


def panel(run: Run, plan: EvaluationPlan) -> dict[str, Floats]:
    """Outcomes of a run by village and period, each of shape (villages, periods)."""
    villages = _Villages(run, plan.period)
    return {name: np.asarray(INDICATORS[name].at(villages), float) for name in plan.columns}


def _table(plan: EvaluationPlan, panels: dict[str, dict[str, Floats]], choices: dict[str, Assignment]) -> Any:
    import pyarrow as arrow

    count = plan.scenario.world.villages_in_all
    village, period = np.meshgrid(np.arange(count), np.arange(plan.periods), indexing="ij")
    columns: dict[str, Any] = {
        "village": village.ravel().astype(np.int32),
        "period": period.ravel().astype(np.int32),
        **{f"{rule}.{name}": each.ravel() for rule, found in panels.items() for name, each in found.items()},
    }
    for rule, found in choices.items():
        for kind, months in (("planned", found.planned), ("begun", found.served)):
            places = [NEVER if each is None else plan.first_period(each) for each in months]
            columns[f"{rule}.{kind}"] = np.repeat(np.array(places, np.int32), plan.periods)
    return arrow.table(columns)


def _read(unit: _Unit) -> World:
    table, plan = read_table(unit.path, WHAT), unit.plan
    shape = (-1, plan.periods)

    def column(name: str) -> Floats:
        return np.asarray(table.column(name).to_numpy()).reshape(shape)

    return World(
        seed=unit.seed,
        without={name: column(f".{name}") for name in plan.columns},
        served={(rule, name): column(f"{rule}.{name}") for rule in plan.rules for name in plan.columns},
        planned={rule: column(f"{rule}.planned")[:, 0].astype(np.int64) for rule in plan.rules},
        begun={rule: column(f"{rule}.begun")[:, 0].astype(np.int64) for rule in plan.rules},
    )


def told_missing(plan: EvaluationPlan, worlds: Sequence[World]) -> dict[str, int]:
    """Outcomes that have no value in some village and period, and how often."""
    found = {name: sum(int(np.isnan(each.without[name]).sum()) for each in worlds) for name in plan.columns}
    return {name: count for name, count in found.items() if count}
