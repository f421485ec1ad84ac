"""Runs of scenarios over seeds."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.draws import LARGEST_SEED
from sim.study.counties.parts import in_parts, of_county
from sim.study.pool import Counted, Pool
from sim.study.progress import Progress
from sim.study.runs import Failure, Job, Run
from sim.study.sweep.run_store import opened
from sim.study.warm import warm_up

QUORUM = "meetings.denominator"


@dataclass(frozen=True)
class Named:
    """A resolved scenario and the words that name it on the command line, if any.

    Attributes
    ----------
    scenario : Scenario
    given : str
        Name or path; empty for a scenario made in Python.
    switches : str
        Switches that change it on the command line.
    """

    scenario: Any
    given: str = ""
    switches: str = ""

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return str(self.scenario.name)

    def command(self, seed: int, check: bool = False) -> str:
        """What replays one run, with where an error happened."""
        if not self.given:
            more = ", check=True" if check else ""
            return f"sim.run(scenario, seed={seed}, reps=1, jobs=1{more})  # scenario {self.name!r}, made in Python"
        switches = f"--reps 1 --seed {seed} -j 1 -v" + " --check" * check
        return " ".join(filter(None, ("ruralparty run", shlex.quote(self.given), self.switches, switches)))


@dataclass(frozen=True)
class Runs:
    """Results of :func:`run`.

    Attributes
    ----------
    scenarios : tuple of Scenario
    runs : dict of str to list of Run
        By scenario, in the order of the seeds.
    failures : list of Failure
    counted : Counted
        How many runs came from the store and how many were done; worlds of several counties count as done.
    """

    scenarios: tuple[Any, ...]
    runs: dict[str, list[Run]]
    failures: list[Failure]
    counted: Counted = field(default_factory=Counted)


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
    """
    named = resolve(scenario if isinstance(scenario, (list, tuple)) else [scenario], denominator, county)
    wanted = check_seeds(seeds) if seeds is not None else seeds_from(seed, reps)
    parted = [each for each in named if in_parts(each.scenario)]
    whole = [each for each in named if each not in parted]
    results: list[Run | Failure] = []
    stored = 0
    if whole:
        with Pool(jobs, progress, store=opened(store, fresh), first=warm_up) as pool:
            results += pool.results(jobs_of(whole, wanted, by_village=by_village, check=check))
            stored = pool.counted.stored
    if parted:
        from sim.study.counties.stream import stream

        results += stream(parted, wanted, keep=keep, by_village=by_village, check=check, progress=progress, jobs=jobs)
    return Runs(
        scenarios=tuple(each.scenario for each in named),
        runs={
            each.name: [found for found in results if isinstance(found, Run) and found.scenario == each.name]
            for each in named
        },
        failures=[found for found in results if isinstance(found, Failure)],
        counted=Counted(stored, len(results) - stored),
    )


def resolve(scenarios: Iterable[Any], denominator: str | None = None, county: int | None = None) -> list[Named]:
    """Load what is given by name or path; only one county of each, if it is named.

    Raises
    ------
    ValueError
        With every problem of every file, or if two scenarios carry one name, or if one has no such county.
    """
    from sim.scenario import Scenario, ScenarioError, load

    found: list[Named] = []
    problems = []
    for each in scenarios:
        try:
            given = "" if isinstance(each, Scenario) else str(each)
            scenario = each if isinstance(each, Scenario) else load(each)
            if denominator is not None:
                scenario = scenario.changed({f"parameters.{QUORUM}": denominator})
            switches = [f"--denominator {denominator}"] * (denominator is not None)
            if county is not None:
                scenario = of_county(scenario, county)
                switches.append(f"--county {county}")
            found.append(Named(scenario, given, " ".join(switches)))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two scenarios are called {name!r}; give each its own name: in its file")
    return found


def seeds_from(seed: int, count: int) -> list[int]:
    """``count`` seeds from ``seed`` on.

    Raises
    ------
    ValueError
        If one is out of range.
    """
    if count < 1:
        raise ValueError(f"reps is {count}; allowed are numbers from 1")
    return check_seeds(range(seed, seed + count))


def check_seeds(seeds: Iterable[int]) -> list[int]:
    """The seeds, if all lie in the range of the draws and none stands twice."""
    found = [int(seed) for seed in seeds]
    for seed in found:
        if not 0 <= seed <= LARGEST_SEED:
            raise ValueError(f"seed {seed} is out of range: 0 to {LARGEST_SEED}")
    if len(set(found)) < len(found):
        raise ValueError("a seed stands twice: the same seed gives the same run")
    return found


def jobs_of(
    scenarios: Sequence[Named], seeds: Sequence[int], lives: bool = False, by_village: bool = False, check: bool = False
) -> list[Job]:
    """A job for each seed and scenario, seeds outermost."""
    return [
        Job(each.scenario, seed, each.command(seed, check), lives, by_village, check)
        for seed in seeds
        for each in scenarios
    ]


def quorum_rule(scenario: Any) -> str:
    """Quorum denominator in force before any policy moves it: ``registered`` or ``adjusted``."""
    from sim.mechanisms import find_mechanism

    mechanism, _, name = QUORUM.partition(".")
    return str(scenario.parameters.get(QUORUM, find_mechanism(mechanism).params[name].default))
