"""Runs that take no model: what the runner and the store are tested with."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future
from functools import partial
from importlib import import_module
from pathlib import Path

import numpy as np

from sim.core.config.calendar import month_of
from sim.execution import work
from sim.execution.engines import Engine, EngineLike, engine_of
from sim.indicators import INDICATORS
from sim.runs.run import Failure, Job, Run
from sim.studies.sweep import Swept, sweep

OUTCOMES = ("trust", "capacity")
TALLIES = tuple(sorted({"registered", *(name for each in OUTCOMES for name in INDICATORS[each].tallies)}))
MONTHS = 24
HERE = "tests.studies.invented"
FLAW, POISON, LOST = 7, 11, 5
TEXT = """\
name: invented
scenarios: [baseline, training]
constants: {{horizon.months: 24, horizon.burn_in: 0, policies.training.start: 2021-01}}
levers:
  policies.training.dose.units: {{low: 0.5, high: 3}}
uncertainties:
  parameters.migration.leave: declared
design: {{kind: lhs, points: {points}}}
replicates: {replicates}
outcomes: [trust, capacity]
keep: [scalars, yearly, monthly]
"""


def quick(job: Job) -> Run:
    """A run whose numbers follow from its scenario and seed."""
    plan = job.scenario.policies.get("training")
    dose = plan.dose["units"] if plan else 0.0
    leave = job.scenario.parameters.get("migration.leave", 0.01)
    months = np.arange(MONTHS)[:, None]
    sums = 100.0 + np.sin(months * (np.arange(len(TALLIES)) + 1.3) * (job.seed + dose) + leave * 50) * 10
    return Run(job.name, job.seed, month_of("2021-01"), 0, TALLIES, sums, 2, seconds=0.25)


def slow(job: Job) -> Run:
    """The same, after some work."""
    for _ in range(15):
        np.sort(np.sin(np.arange(20_000.0)))
    return quick(job)


def flawed(job: Job) -> Run | Failure:
    """The same, but an error at one seed."""
    if job.seed == FLAW:
        raise ZeroDivisionError("nothing to divide by")
    return quick(job)


def deadly(job: Job) -> Run:
    """The same, but one seed ends its process."""
    if job.seed == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(job)


def mortal(job: Job) -> Run:
    """The same, but the process is killed once, by the run that does not find the file that the rationale names."""
    if job.seed == LOST:
        try:
            Path(job.scenario.rationale).touch(exist_ok=False)
        except FileExistsError:
            return slow(job)
        os.kill(os.getpid(), signal.SIGKILL)
    return slow(job)


def vanishing(job: Job) -> Run:
    """The same, but once the study, which the rationale names, is moved elsewhere."""
    here = Path(job.scenario.rationale)
    if here.exists():
        here.rename(f"{here}-elsewhere")
    return quick(job)


def write_study(folder: Path, points: int = 3, replicates: int = 5, text: str = TEXT) -> Path:
    """A study folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text(text.format(points=points, replicates=replicates), encoding="utf-8")
    return folder


class InventedEngine(Engine):
    """An engine whose workers do what a function of a module does instead of simulating."""

    def __init__(self, engine: Engine, do: str) -> None:
        self.engine, self.do, self.workers = engine, do, engine.workers

    def submit(self, function, task) -> Future:
        return self.engine.submit(partial(instead, self.do, function), task)

    def empty(self) -> bool:
        return self.engine.empty()

    def stop(self, at_once: bool = False) -> None:
        self.engine.stop(at_once)


def instead(do: str, function, task):
    """What a worker does; the model comes back when the test is over (``tests/conftest.py``)."""
    module, _, name = do.partition(":")
    work.simulate = getattr(import_module(module), name)
    return function(task)


def invented(do: str = "quick", engine: EngineLike = "sequential", jobs: int = 0) -> InventedEngine:
    """An engine of invented runs: a function of this module, or ``module:function``."""
    return InventedEngine(engine_of(engine, jobs), do if ":" in do else f"{HERE}:{do}")


def swept(folder: Path, do: str = "quick", engine: EngineLike = "sequential", jobs: int = 0, **options) -> Swept:
    """Sweep a study with invented runs."""
    return sweep(folder, engine=invented(do, engine, jobs), **options)
