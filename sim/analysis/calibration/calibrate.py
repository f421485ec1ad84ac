"""History matching: waves of runs and emulators that rule out what published figures leave no room for.

References
----------
Vernon, I., Goldstein, M. and Bower, R. G. (2010). Galaxy formation: a Bayesian uncertainty analysis. Bayesian Analysis
5, 619-670 (from memory).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import require_scikit
from sim.analysis.calibration.folder import KEPT, CalibrationFolder
from sim.analysis.calibration.implausibility import Goal
from sim.analysis.calibration.runs import run_points, wipe
from sim.analysis.calibration.screening import Term
from sim.analysis.calibration.space import Wave, draw, latin_hypercube
from sim.analysis.calibration.study import CalibrationPlan, load_calibration
from sim.analysis.calibration.waves import STILL_SHRINKING, Table, fit_wave, joined, not_ruled_out
from sim.core.config.language import message
from sim.execution.progress import Progress
from sim.execution.runner import Runner
from sim.execution.simulator import engine_for
from sim.execution.workers import processors
from sim.runs.run import Failure, Job
from sim.validation.dated_figures import DatedFigure
from sim.validation.dated_runs import observe

Floats = NDArray[np.float64]
LEAST_POPULATION = 1000
MOST_BATCHES = 8
"""Batches that points of the plausible set are looked for in."""
HOUR = 3600.0
FRESH_POINTS, FRESH_SEEDS = 40, 8
"""Plausible points that are run again, and the fresh seeds of each."""


@dataclass(frozen=True)
class Cost:
    """What a calibration will cost.

    Attributes
    ----------
    points, runs : int
        The most there can be.
    seconds_each : float
        Of one run.
    hours : float
        On the processors asked for, emulators left out.
    """

    points: int
    runs: int
    seconds_each: float
    hours: float


@dataclass(frozen=True)
class Fresh:
    """Plausible points that were run again at fresh seeds.

    Attributes
    ----------
    points : int
        Points that were run again.
    stay : float
        Share of them that no figure rules out again, by all the fresh seeds.
    by_seeds : float
        What the luck of the seeds alone would leave: of those that half of the fresh seeds do not rule out, the share
        that the other half does not rule out either. NaN where no point is left of them.
    """

    points: int
    stay: float
    by_seeds: float


@dataclass(frozen=True)
class Calibrated:
    """What a calibration has found.

    Attributes
    ----------
    plan : CalibrationPlan
    summaries : tuple of dict
        One a wave: ``points``, ``kept`` by their own runs, ``volume`` left of what was there before the wave,
        ``volume_in_all``, ``moved`` (inputs that move each figure).
    tables : tuple of Table
        Of the waves.
    plausible : Table
        Points whose own runs are ruled out by no figure.
    tried : int
        Points that these were found among.
    left : float array, shape (points, inputs)
        Points that the emulators leave; none if they rule out all.
    failures : tuple of Failure
        Runs that failed in this call.
    fresh : Fresh
        What becomes of plausible points at fresh seeds.
    """

    plan: CalibrationPlan
    summaries: tuple[dict[str, Any], ...]
    tables: tuple[Table, ...]
    plausible: Table
    tried: int
    left: Floats
    failures: tuple[Failure, ...]
    fresh: Fresh


def cost_of(plan: CalibrationPlan, jobs: int = 0) -> Cost:
    """The most that a calibration can cost, by one run in the middle of all ranges."""
    from sim.runs.simulate import simulate

    middle = plan.scenario_at(plan.values(np.full((1, len(plan.factors)), 0.5))[0])
    simulate(Job(middle.changed({"horizon.months": 1, "horizon.burn_in": 0}), plan.seed))  # compiles
    begun = time.process_time()
    found = observe(Job(middle, plan.seed))
    seconds = time.process_time() - begun
    if isinstance(found, Failure):
        raise ValueError(message("the trial run of the design's middle point failed: {error}", error=found.error))
    points = plan.waves * plan.points + plan.plausible
    runs = points * plan.seeds + FRESH_POINTS * FRESH_SEEDS
    return Cost(points, runs, seconds, runs * seconds / HOUR / (jobs or processors()))


def goals_of(figures: Sequence[DatedFigure]) -> tuple[Goal, ...]:
    """What the outputs are held to."""
    return tuple(Goal(each.low, each.high, each.observed, each.discrepancy) for each in figures)


def calibrate(
    given: str | Path,
    out: str | Path,
    *,
    jobs: int = 0,
    fresh: bool = False,
    progress: Progress | None = None,
    told: Callable[[str], object] = lambda note: None,
) -> Calibrated:
    """Match the published figures; the same call goes on after an interruption and comes to the same end.

    Parameters
    ----------
    given : str or Path
        File of the study, or its folder.
    out : str or Path
        Folder of the calibration.
    jobs : int
        Processes, 0 = one for each processor. The results do not depend on it.
    fresh : bool
        Whether what stands in the folder is thrown away.
    progress : Progress, optional
    told : callable
        Is handed a sentence when a wave is over.

    Raises
    ------
    ScenarioError, ValueError
        If the study is not valid, or the folder holds something else.
    ModuleNotFoundError
        If scikit-learn is not installed.
    """
    require_scikit()
    plan = load_calibration(given)
    root = Path(out)
    if fresh and (root / "calibration.json").is_file():
        shutil.rmtree(root)
    folder = CalibrationFolder(root, plan)
    folder.begin()
    shown = progress or Progress()
    shown.plan((plan.waves * plan.points + plan.plausible) * plan.seeds + FRESH_POINTS * FRESH_SEEDS)
    try:
        with Runner(engine_for("process", jobs, plan.points), shown) as runner:
            return _Waves(plan, folder, runner, told).all()
    finally:
        shown.close()


class _Waves:
    """The waves of one calibration."""

    def __init__(
        self, plan: CalibrationPlan, folder: CalibrationFolder, runner: Runner, told: Callable[[str], object]
    ) -> None:
        self.plan, self.folder, self.runner, self.told = plan, folder, runner, told
        self.goals = goals_of(plan.figures)
        self.matched = np.array([plan.is_matched(each) for each in plan.figures])
        self.moved = np.zeros(len(plan.figures), bool)
        self.waves: list[Wave] = []
        self.tables: list[Table] = []
        self.summaries: list[dict[str, Any]] = []
        self.failures: list[Failure] = []
        self.population = latin_hypercube(max(LEAST_POPULATION, plan.points), len(plan.factors), self._rng(0, 0))

    def _rng(self, *keys: int) -> np.random.Generator:
        return np.random.default_rng([self.plan.seed, *keys])

    def all(self) -> Calibrated:
        """Do the waves that are not done, then look for the plausible set."""
        for number in range(1, self.plan.waves + 1):
            self._wave(number)
            if not len(self.population) or (number > 1 and self.summaries[-1]["volume"] > STILL_SHRINKING):
                break
        plausible, tried = self._plausible()
        return Calibrated(
            self.plan, tuple(self.summaries), tuple(self.tables), plausible, tried, self.population,
            tuple(self.failures), self._fresh(plausible.points[:FRESH_POINTS]),
        )  # fmt: skip

    def _wave(self, number: int) -> None:
        plan, folder, name = self.plan, self.folder, f"wave_{number}"
        points = folder.points(name)
        if points is None:
            rows = plan.points
            points = (
                latin_hypercube(rows, len(plan.factors), self._rng(number, 0))
                if number == 1
                else (self.population[self._rng(number, 0).permutation(len(self.population))[:rows]])
            )
            folder.write_points(name, points)
        self.tables.append(self._table(name, number, points))
        wave = folder.emulators(name, self.goals, self.tables)
        if wave is None:
            wave = fit_wave(self.tables, self.goals, plan.seeds, self.waves, self._call)
            folder.write_emulators(name, wave, self.waves, self.tables)
        self.moved |= np.array([each.moved for each in wave.emulators])
        judging = self._judging(wave)
        summary, kept = folder.summary(name), folder.points(name, KEPT)
        if summary is None or kept is None:
            summary, kept = self._ruled_out(number, wave, judging)
        self.waves.append(judging)
        self.population = kept
        self.summaries.append(summary)
        self.told(
            message(
                "wave {number}: {kept} of {points} points kept by their own runs, {share} of the volume left",
                number=number, kept=summary["kept"], points=summary["points"],
                share=f"{summary['volume_in_all']:.2g}",
            )
        )  # fmt: skip

    def _table(self, name: str, number: int, points: Floats) -> Table:
        """What the runs say, read or done; the number tells their seeds apart from those of all others."""
        found = self.folder.table(name)
        if found is None:
            values, failures = run_points(self.plan, points, self.folder.place(name), self.runner, number)
            self.failures += failures
            found = Table.of(points, values)
            self.folder.write_table(name, found, self.goals)
        else:
            self.runner.progress.spare(len(points) * self.plan.seeds)
        return found

    def _call(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Sequence[Any]:
        """Fit in the workers; their time is no run's."""
        begun, self.runner.progress = self.runner.progress, Progress()
        try:
            return self.runner.map(function, items, lambda item, error: function(item))
        finally:
            self.runner.progress = begun

    def _judging(self, wave: Wave) -> Wave:
        """The wave with the figures that are matched only."""
        chosen = np.flatnonzero(self.matched)
        emulators = tuple(wave.emulators[place] for place in chosen)
        return Wave(emulators, tuple(wave.goals[place] for place in chosen), wave.seeds)

    def _ruled_out(self, number: int, wave: Wave, judging: Wave) -> tuple[dict[str, Any], Floats]:
        """What a wave leaves, written down."""
        rows = len(self.population)
        sample = draw([*self.waves, judging], self.population, rows, self._rng(number, 1))
        before = self.summaries[-1]["volume_in_all"] if self.summaries else 1.0
        table = self.tables[-1]
        summary = {
            "points": len(table.points),
            "kept": int(self._kept(table).sum()),
            "volume": sample.volume,
            "volume_in_all": before * sample.volume,
            "nearest": self.plan.values(sample.nearest[None])[0],
            "moved": {
                figure.key: [self.plan.paths[place] for place in by_strength(wave.emulators[at].terms)]
                for at, figure in enumerate(self.plan.figures)
            },
        }
        self.folder.write_points(f"wave_{number}", sample.points, KEPT)
        self.folder.write_summary(f"wave_{number}", summary)
        return summary, sample.points

    def _kept(self, table: Table, noise: Floats | None = None) -> NDArray[np.bool_]:
        """Points whose own runs no figure rules out; figures that nothing moves are not asked."""
        asked = np.flatnonzero(self.matched & self.moved)
        noise = np.nan_to_num(table.seed_variances()) if noise is None else noise
        found = table.implausibilities(self.goals, noise)
        return not_ruled_out(found[:, asked])

    def _fresh(self, points: Floats) -> Fresh:
        """Run plausible points again, read or done, and count those that stay."""
        nothing = Fresh(0, float("nan"), float("nan"))
        if not len(points):
            return nothing
        name, plan = "fresh", replace(self.plan, seeds=FRESH_SEEDS)
        if summary := self.folder.summary(name):
            self.runner.progress.spare(len(points) * FRESH_SEEDS)
            shares = [float("nan") if summary[each] is None else float(summary[each]) for each in ("stay", "by_seeds")]
            return Fresh(int(summary["points"]), *shares)
        number = self.plan.waves + MOST_BATCHES + 1
        values, failures = run_points(plan, points, self.folder.place(name), self.runner, number)
        self.failures += failures
        noise = np.nan_to_num(Table.of(points, values).seed_variances())
        halves = values[:, : FRESH_SEEDS // 2], values[:, FRESH_SEEDS // 2 :]
        every, one, two = (self._kept(Table.of(points, each), noise) for each in (values, *halves))
        both = float((one & two).sum() * 2 / (one.sum() + two.sum())) if one.any() or two.any() else float("nan")
        found = Fresh(len(points), float(every.mean()), both)
        self.folder.write_summary(name, {key: None if value != value else value for key, value in vars(found).items()})
        wipe(self.folder.place(name))
        return found

    def _plausible(self) -> tuple[Table, int]:
        """Points of what was left by a wave, that their own runs do not rule out, in an order by chance.

        Those of the second wave and the later ones were drawn from what the wave before had left, as further batches
        are from what the last one left. None is better than another.
        """
        found = [table.rows(np.flatnonzero(self._kept(table))) for table in self.tables[1:]]
        tried = sum(len(table.points) for table in self.tables[1:])
        order = self._rng(0, 1).permutation(len(self.population))
        for batch in range(MOST_BATCHES):
            rows = order[batch * self.plan.plausible : (batch + 1) * self.plan.plausible]
            if not len(rows) or sum(len(each.points) for each in found) >= self.plan.plausible:
                break
            table = self._table(f"plausible_{batch + 1}", self.plan.waves + 1 + batch, self.population[rows])
            tried += len(rows)
            found.append(table.rows(np.flatnonzero(self._kept(table))))
        every = joined([self.tables[-1].rows(np.zeros(0, int)), *found])
        return every.rows(self._rng(0, 2).permutation(len(every.points))), tried


def by_strength(terms: Sequence[Term]) -> list[int]:
    """Inputs that move an output, that of the strongest term first."""
    return list(dict.fromkeys(place for term in terms for place, _ in term))
