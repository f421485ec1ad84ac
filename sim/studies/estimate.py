"""Cost estimate of a study: points, runs, core-hours, gigabytes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.core.config.language import message
from sim.execution.files import StoreError
from sim.execution.names import first_of_each, ids_of, is_among, names_of
from sim.execution.records import Records
from sim.runs import sources
from sim.runs.identity import digest_of
from sim.runs.outputs import Outputs, Record, record_of
from sim.runs.run import Failure, Job
from sim.runs.simulate import simulate
from sim.studies.designs import notes
from sim.studies.factors import Point
from sim.studies.folder import prepared
from sim.studies.plan import StudyPlan, study_file
from sim.studies.points import changes_at, requested_table, set_point
from sim.studies.read import load_study
from sim.studies.size import Size, count_points, size_of

COPIES = 64
"""Runs of the trial part: enough for the bytes a run to be near those of large parts."""
SECONDS_AN_HOUR, BYTES_A_GIGABYTE = 3600, 1e9


@dataclass(frozen=True)
class Estimate:
    """What a study will cost.

    Attributes
    ----------
    points, scenarios, replicates, runs, done, to_do : int
        Runs that several points share are counted once.
    most_replicates, most_runs : int
        The same as ``replicates`` and ``runs`` if their number is fixed; otherwise those are the fewest.
    most_to_do : int
        Runs to do if every contrast needs the most.
    seconds_each, bytes_each : float
        Processor time and size of a run, measured on the runs that are done, or on a trial run.
    measured_on : int
        Runs that were measured.
    notes : list of str
        What a user ought to know about the design.
    """

    points: int
    scenarios: int
    replicates: int
    runs: int
    done: int
    to_do: int
    seconds_each: float
    bytes_each: float
    measured_on: int
    notes: list[str]
    most_replicates: int
    most_runs: int
    most_to_do: int

    @property
    def core_hours(self) -> float:
        """Processor time of the runs that are to do."""
        return self.to_do * self.seconds_each / SECONDS_AN_HOUR

    @property
    def most_core_hours(self) -> float:
        """The same if every contrast needs the most replicates."""
        return self.most_to_do * self.seconds_each / SECONDS_AN_HOUR

    @property
    def gigabytes(self) -> float:
        """Size of all runs, the most of them if their number is not fixed."""
        return self.most_runs * self.bytes_each / BYTES_A_GIGABYTE


def estimate(given: str | Path) -> Estimate:
    """Say what a study will cost; nothing is written, and of a study that is too large nothing is made either.

    Raises
    ------
    ScenarioError, ValueError
        If the study is not valid, or the trial run fails.
    """
    path = study_file(given)
    plan = load_study(path)
    counted = size_of(plan, count_points(plan.design, plan.factors), plan.replicates)
    if not counted.fits:
        return _by_arithmetic(plan, counted)
    plan, design, points = prepared(path)
    kept = Outputs(plan.outcomes, plan.window, plan.keep)
    plains = [each.plain() for each in plan.scenarios]
    most = size_of(plan, len(points), plan.most_replicates)
    named = plan.most_replicates if most.fits else plan.replicates
    model = sources.numbers_hash()
    table = requested_table(plains, plan.factors, points, named, plan.seed, model, kept, plan.second)
    names = names_of(table.column("run"))
    first = first_of_each(names)
    least = table.column("replicate").to_numpy()[first] < plan.replicates
    names = names[first]
    store = Records(path.parent / "runs", kept)
    stored = is_among(names, store.done())
    left = ~stored & ~is_among(names, ids_of(store.failures()))
    seconds, size, measured = _measured(store) if stored.any() else _trial(plan, points[len(points) // 2], kept)
    return Estimate(
        points=len(points),
        scenarios=len(plains),
        replicates=plan.replicates,
        runs=int(least.sum()),
        done=int(stored.sum()),
        to_do=int((left & least).sum()),
        seconds_each=seconds,
        bytes_each=size,
        measured_on=measured,
        notes=notes(design),
        most_replicates=plan.most_replicates,
        most_runs=len(names) if most.fits else most.runs,
        most_to_do=int(left.sum()) if most.fits else most.runs,
    )


def _by_arithmetic(plan: StudyPlan, size: Size) -> Estimate:
    """The estimate of a study too large to be designed, whose runs can be counted but not named."""
    kept = Outputs(plan.outcomes, plan.window, plan.keep)
    middle = tuple(factor.at(0.5) for factor in plan.factors)
    seconds, bytes_each, measured = _trial(plan, middle, kept)
    most = replace(size, replicates=plan.most_replicates)
    return Estimate(
        points=size.points,
        scenarios=size.scenarios,
        replicates=size.replicates,
        runs=size.runs,
        done=0,
        to_do=size.runs,
        seconds_each=seconds,
        bytes_each=bytes_each,
        measured_on=measured,
        notes=[message("too large to be designed: {size}", size=size), *notes(plan.design)],
        most_replicates=most.replicates,
        most_runs=most.runs,
        most_to_do=most.runs,
    )


def _measured(store: Records) -> tuple[float, float, int]:
    seconds = store.seconds()
    return float(seconds.mean()), sum(store.size(part) for part in store.parts()) / len(seconds), len(seconds)


def _trial(plan: StudyPlan, point: Point, kept: Outputs) -> tuple[float, float, int]:
    """Do the run in the middle of the design once the kernels are compiled."""
    from sim.scenario.scenario import from_plain

    changes = changes_at(point, plan.factors)
    scenario = from_plain(set_point(plan.scenarios[-1].plain(), changes))
    simulate(Job(scenario.changed({"horizon.months": 1, "horizon.burn_in": 0, "policies": {}}), plan.seed))
    found = simulate(Job(scenario, plan.seed))
    if isinstance(found, Failure):
        raise ValueError(message("the trial run of the design's middle point failed: {error}", error=found.error))
    return found.seconds, _bytes_each(record_of(digest_of("trial"), found, kept), kept), 1


def _bytes_each(record: Record, kept: Outputs) -> float:
    """Bytes a run of a part of many runs whose values differ as those of different seeds would."""
    records = [
        replace(
            record,
            run=digest_of(str(copy)),
            scalars=record.scalars * (1 + copy / 997),
            series={table: values * np.float32(1 + copy / 997) for table, values in record.series.items()},
        )
        for copy in range(COPIES)
    ]
    try:
        with tempfile.TemporaryDirectory() as folder:
            store = Records(Path(folder))
            store.make()
            return store.size(store.publish(records, kept)) / COPIES
    except StoreError:
        return float(sum(values.nbytes for values in (record.scalars, *record.series.values())))
