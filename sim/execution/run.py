"""Runs of scenarios over seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.config.callers import yes_or_no
from sim.execution.engines import EngineLike
from sim.execution.progress import Progress
from sim.execution.simulator import RunCounts, Simulator
from sim.runs.jobs import by_seed, check_seeds, jobs_of, resolve, seeds_from
from sim.runs.run import RUN, VILLAGES, Failure, Run


@dataclass(frozen=True)
class Runs:
    """Results of :func:`run`.

    Attributes
    ----------
    scenarios : tuple of Scenario
    runs : dict of str to list of Run
        By scenario, in the order of the seeds.
    failures : list of Failure
    counted : RunCounts
        How many runs came from the store and how many were done.
    """

    scenarios: tuple[Any, ...]
    runs: dict[str, list[Run]]
    failures: list[Failure]
    counted: RunCounts = field(default_factory=RunCounts)


def run(
    scenario: Any = "baseline",
    *,
    reps: int = 1,
    seeds: Sequence[int] | None = None,
    seed: int = 1,
    jobs: int = 0,
    denominator: str | None = None,
    by_village: bool = False,
    check: bool = False,
    county: int | None = None,
    progress: Progress | None = None,
    store: str | Path | bool = True,
    fresh: bool = False,
    engine: EngineLike = "process",
    scheduler: str = "",
    shard: tuple[int, int] | None = None,
    points: Sequence[Mapping[str, Any]] | None = None,
) -> Runs:
    """Run one or several scenarios over seeds.

    A scenario of several counties is simulated county by county, with one county a worker in memory; each is a run of
    its own in the store, and the same call goes on after an interruption.

    Parameters
    ----------
    scenario : str, Scenario or a list of these
        Name, path or loaded scenario.
    reps : int
        Runs of each scenario, at the seeds ``seed``, ``seed + 1``, ….
    seeds : sequence of int, optional
        The seeds themselves, instead of ``seed`` and ``reps``.
    seed : int
        First seed.
    jobs : int
        Workers, 0 = one for each processor. The results do not depend on it.
    denominator : str, optional
        Quorum denominator set in all scenarios alike.
    by_village : bool
        Keep the tallies village by village.
    check : bool
        Check after every month that nothing was lost or is out of bounds (slower); such runs are always done.
    county : int, optional
        Only this county of each scenario.
    progress : Progress, optional
        Is told of every run, or county, that ends.
    store : str, Path or bool
        Folder in which runs are kept and looked for before they are done; True for the user's own
        (``execution/cache.py``), False for a temporary one.
    fresh : bool
        Whether to do again what is stored.
    engine : str, Executor or callable
        ``process``, ``sequential``, ``dask``, any executor, or a function that makes one. The results are the same.
    scheduler : str
        Address of a dask scheduler, or its scheduler file.
    shard : (int, int), optional
        ``(i, n)``: do only the i-th of n shares of the runs, i from 1; shares depend on the names of the runs alone.
    points : sequence of mapping, optional
        Values of parameters by dotted path, which the seeds share evenly, one point after another.

    Returns
    -------
    Runs
        A run that ends in an error is a record among ``failures`` and stops nothing.

    Raises
    ------
    ValueError
        If a seed, a scenario or the store is not valid.
    ShareDone
        If only a share was asked for and other runs are not there yet.

    Examples
    --------
    >>> import sim
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
    >>> found = sim.run(sim.load("baseline").changed(few), reps=3, jobs=1)
    >>> [(run.seed, run.months, run.villages) for run in found.runs["baseline"]]
    [(1, 24, 2), (2, 24, 2), (3, 24, 2)]

    The trust of the last twelve months and of every month, from the run at seed 1:

    >>> from sim.indicators import INDICATORS
    >>> first = found.runs["baseline"][0]
    >>> 0 < first.value(INDICATORS["trust"], since=12, until=24) < 1
    True
    >>> first.series(INDICATORS["trust"]).shape
    (24,)
    """
    named = resolve(scenario if isinstance(scenario, (list, tuple)) else [scenario], denominator, county)
    requested = check_seeds(seeds) if seeds is not None else seeds_from(seed, reps)
    layers = (RUN, VILLAGES) if yes_or_no("by_village", by_village) else (RUN,)
    options: dict[str, Any] = {"engine": engine, "scheduler": scheduler, "shard": shard}
    at = None if points is None else by_seed(points, requested)
    with Simulator(jobs, progress, store=store, fresh=fresh, **options) as simulator:
        results = simulator.results(jobs_of(named, requested, layers, yes_or_no("check", check), at))
    return Runs(
        scenarios=tuple(each.scenario for each in named),
        runs={
            each.name: [found for found in results if isinstance(found, Run) and found.scenario == each.name]
            for each in named
        },
        failures=[found for found in results if isinstance(found, Failure)],
        counted=simulator.counted,
    )
