"""Back-cast (hindcast): a dated national world from the census of 2010 on, beside what was published since.

Everything is in real units: a count of the simulated villages is multiplied by the census's village residents of 2010
over those of the simulated start. Villages reclassified as urban since are no event of the model: residents are
multiplied by (1 - reclassification) to the power of the years gone by before they are compared. Party members of
farming occupation are not, because the bulletins count the occupation wherever the village now lies.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.core.config.calendar import MONTHS, month_of, name_of
from sim.core.config.callers import number, whole_number
from sim.core.config.language import message
from sim.execution.progress import Progress
from sim.execution.simulator import call_on_all, lost_job
from sim.runs.jobs import LIST, QUORUM, at_point, by_seed, check_seeds, quorum_rule, seeds_from
from sim.runs.run import Failure, Job
from sim.validation.backcast_targets import (
    CENSUS_2010,
    CENSUS_2020,
    FIRST_YEAR,
    LAST_YEAR,
    Row,
    Snapshot,
    compare_with_tables,
)

UNTIL = 2020
SEEDS = 8
RECLASSIFICATION = 0.009
"""Share of villages that become urban in a year: an input."""
MIDDLE = MONTHS // 2
SIZE = {"counties": 2, "townships": 3, "villages": 8, "village_size": 1300}


@dataclass(frozen=True)
class Backcast:
    """Results of :func:`backcast`.

    Attributes
    ----------
    rows : tuple of Row
        One a target and time.
    until : int
    seeds : int
        Runs that came to their end.
    persons : int
        Registered persons at the start, all seeds together.
    reclassification : float
    denominator : str
        Quorum rule.
    failures : tuple of Failure
    parameters : dict of str
        Parameters that differ from the defaults, as they were given.
    points : int
        Points of parameters that the runs are over; 0 where all runs have the same.
    """

    rows: tuple[Row, ...]
    until: int
    seeds: int
    persons: int
    reclassification: float
    denominator: str
    failures: tuple[Failure, ...]
    parameters: dict[str, Any] = field(default_factory=dict)
    points: int = 0


def scenario_until(
    until: int, denominator: str = LIST, parameters: Mapping[str, Any] | None = None, **size: int
) -> Any:
    """A dated national world from the census day of 2010 to the end of a year.

    Parameters
    ----------
    until : int
        Last year, 2011 to 2025.
    denominator : str
        Quorum rule: ``list``, ``registered`` or ``adjusted``.
    parameters : mapping of str, optional
        Parameters that differ from the defaults, dated ones too, as a scenario file has them.
    size : int
        ``counties``, ``townships``, ``villages``, ``village_size``.

    Raises
    ------
    ValueError
        If the year or a size is out of range, or a parameter is not valid.
    """
    until = whole_number("until", until)
    if not FIRST_YEAR < until <= LAST_YEAR:
        fault = message(
            "--until is {until}; allowed are the years {first} to {last}, such as {example}",
            until=until, first=FIRST_YEAR + 1, last=LAST_YEAR, example=UNTIL,
        )  # fmt: skip
        raise ValueError(fault)
    given = {QUORUM: denominator, **(parameters or {})}
    return replace(dated_world(until, {**SIZE, **size}, given), name="backcast")


def dated_world(until: int, world: Mapping[str, Any], parameters: Mapping[str, Any] | None = None) -> Any:
    """A dated national world from the census day of 2010 to the end of a year, at the model's defaults.

    Parameters
    ----------
    until : int
        Last year.
    world : mapping of str
        ``counties``, ``townships``, ``villages`` (of a township) and ``village_size``.
    parameters : mapping of str, optional
        Parameters that differ from the defaults.
    """
    from sim.scenario.scenario import Scenario

    start = month_of(CENSUS_2010)
    given = {"archetype": "national", "drivers": "dated", "tables": 2010, **world}
    changes = {f"world.{name}": value for name, value in given.items()}
    changes |= {"horizon.start": CENSUS_2010, "horizon.months": month_of(f"{until}-12") - start + 1}
    changes |= {f"parameters.{name}": value for name, value in (parameters or {}).items()}
    return Scenario(name="dated").changed(changes)


def backcast(
    until: int = UNTIL,
    *,
    seeds: int | Sequence[int] = SEEDS,
    seed: int = 1,
    jobs: int = 0,
    reclassification: float = RECLASSIFICATION,
    denominator: str = LIST,
    parameters: Mapping[str, Any] | None = None,
    points: Sequence[Mapping[str, Any]] | None = None,
    progress: Progress | None = None,
    **size: int,
) -> Backcast:
    """Run the back-cast over seeds and compare it with the tables.

    Parameters
    ----------
    until : int
        Last year, 2011 to 2025.
    seeds : int or sequence of int
        How many, or which.
    seed : int
        First seed, if a number is given.
    jobs : int
        Processes, 0 = one for each processor. The results do not depend on it.
    reclassification : float
        Share of villages that become urban in a year: an input, no result.
    denominator : str
        Quorum rule.
    parameters : mapping of str, optional
        Parameters that differ from the defaults, dated ones too, as a scenario file has them.
    points : sequence of mapping, optional
        Points of parameters that the runs are over, such as those of the plausible set: as many seeds each, one point
        after another. Means and intervals are then over points and seeds.
    progress : Progress, optional
        Is told of every run that ends.
    size : int
        ``counties``, ``townships``, ``villages`` (in a township) and ``village_size``.

    Raises
    ------
    ValueError
        If a year, seed, share or size is out of range, or no run came to its end.
    """
    reclassification = number("reclassification", reclassification)
    if not 0.0 <= reclassification < 0.1:
        fault = message(
            "--reclassification is {share}; allowed are shares a year from 0 to .1, such as .009",
            share=reclassification,
        )
        raise ValueError(fault)
    if isinstance(seeds, Iterable) and not isinstance(seeds, str):
        wanted = check_seeds(seeds)
    else:
        wanted = seeds_from(seed, seeds, "seeds")
    scenario = scenario_until(until, denominator, parameters, **size)
    at = {} if points is None else by_seed(points, wanted)
    command = f"ruralparty backcast --until {until} --seeds 1 --seed"
    tasks = [Job(at_point(scenario, at.get(each, {})), each, f"{command} {each}") for each in wanted]
    found = call_on_all(look_each_year, tasks, lost_job, jobs=jobs, progress=progress)
    paths = [each for each in found if not isinstance(each, Failure)]
    failures = tuple(each for each in found if isinstance(each, Failure))
    if not paths:
        raise ValueError(message("no run came to its end; the first error: {error}", error=failures[0].error))
    rows = compare_with_tables(paths, until, reclassification)
    persons = sum(int(start.persons.sum()) for start, *_ in paths)
    rule, given = quorum_rule(scenario), dict(parameters or {})
    return Backcast(tuple(rows), until, len(paths), persons, reclassification, rule, failures, given, len(points or ()))


def look_each_year(job: Job) -> list[Snapshot] | Failure:
    """Simulate one back-cast and keep what is compared: start, middle and end of years, and the census day of 2020.

    An error is a record, never a stop.
    """
    try:
        return lived(job, MIDDLE)[1]
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def lived(job: Job, every: int = MONTHS) -> tuple[Any, list[Snapshot]]:
    """A dated world that was lived, and what it was like at its start, every so many months, and on the census day."""
    from sim.model import RuralParty

    model = RuralParty(job.scenario, rng=job.seed)
    census = month_of(CENSUS_2020)
    snapshots = [look(model)]
    for _ in range(job.scenario.horizon.months):
        model.step()
        if model.month % every == 0 or model.month == census:
            snapshots.append(look(model))
    return model, snapshots


def look(model: Any) -> Snapshot:
    """Count a world before its next month: persons and devices by place, sex and age, members, flows of the year."""
    from sim.agents.codes import AWAY_STEP, GROUPS, PROBATIONARY

    P = model.people.columns
    group = P.group.astype(np.int64)
    alive = group > 0
    shape = (2, 2, AWAY_STEP // 2)
    offices = model.offices.columns
    held = (offices["holder"] != 0) | offices["outsider"].astype(bool)
    flows = {}
    since = max(model.burn_in, model.months_run - MONTHS)
    for name in ("births", "deaths", "admissions"):
        flows[name] = float(model.recorder.sums(name, since, model.months_run).sum())
    return Snapshot(
        time=name_of(model.month),
        persons=np.bincount(group, minlength=GROUPS)[1:].reshape(shape),
        devices=np.bincount(group, weights=P.device, minlength=GROUPS)[1:].reshape(shape),
        members=int((alive & (P.stage >= PROBATIONARY)).sum()),
        students=float(model.levers.base["migration"]["students"][0]),
        secretaries=int(held.sum()),
        secretaries_women=int((held & (offices["sex"] == 1)).sum()),
        secretaries_age=float(offices["age"][held].sum()),
        **flows,
    )
