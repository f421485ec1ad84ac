"""Runs of scenarios over seeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.execution.cache import opened
from sim.execution.pool import Pool, RunCounts
from sim.execution.progress import Progress
from sim.execution.warm import warm_up
from sim.runs.counties import in_parts
from sim.runs.jobs import check_seeds, jobs_of, resolve, seeds_from
from sim.runs.run import Failure, Run


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
        How many runs came from the store and how many were done; worlds of several counties count as done.
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
    keep: str | Path | None = None,
    county: int | None = None,
    progress: Progress | None = None,
    store: str | Path | bool = True,
    fresh: bool = False,
) -> Runs:
    """Run one or several scenarios over seeds.

    A scenario of several counties is lived county by county, with one county a process in memory; a finished county is
    a file, and the same call goes on after an interruption.

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
        Processes, 0 = one for each processor. The results do not depend on it.
    denominator : str, optional
        Quorum denominator set in all scenarios alike.
    by_village : bool
        Keep the tallies village by village.
    check : bool
        Check after every month that nothing was lost or is out of bounds (slower).
    keep : str or Path, optional
        Folder in which finished counties are kept; a temporary one if left out, which vanishes with the runs.
    county : int, optional
        Only this county of each scenario.
    progress : Progress, optional
        Is told of every run, or county, that ends.
    store, fresh
        As of :func:`sim.compare`; runs with ``check`` are always done, and counties are kept by ``keep``.

    Returns
    -------
    Runs
        A run that ends in an error is a record among ``failures`` and stops nothing.

    Raises
    ------
    ValueError
        If a seed or a scenario is not valid.

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
    parted = [each for each in named if in_parts(each.scenario)]
    whole = [each for each in named if each not in parted]
    results: list[Run | Failure] = []
    stored = 0
    if whole:
        with Pool(jobs, progress, store=opened(store, fresh), first=warm_up) as pool:
            results += pool.results(jobs_of(whole, requested, by_village=by_village, check=check))
            stored = pool.counted.stored
    if parted:
        from sim.execution.county_stream import stream

        results += stream(
            parted, requested, keep=keep, by_village=by_village, check=check, progress=progress, jobs=jobs
        )
    return Runs(
        scenarios=tuple(each.scenario for each in named),
        runs={
            each.name: [found for found in results if isinstance(found, Run) and found.scenario == each.name]
            for each in named
        },
        failures=[found for found in results if isinstance(found, Failure)],
        counted=RunCounts(stored, len(results) - stored),
    )
