"""Hold-out in time: points that figures up to a year have left are run beyond it, and scored by what came out.

Each is done twice: with drivers that are known to that year only, and with drivers as published; and the parameters of
the former baseline beside it. The naive forecasts are the last known value and the trend before it.
"""

from __future__ import annotations

import math
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.execution.progress import Progress
from sim.execution.simulator import call_on_all, lost_job
from sim.runs.jobs import at_point, check_seeds
from sim.runs.run import Failure, Job
from sim.validation.backcast import RECLASSIFICATION, dated_world
from sim.validation.backcast_targets import CENSUS_2020, compare_with_tables
from sim.validation.dated_figures import LAST
from sim.validation.dated_runs import live, summarise
from sim.validation.held_out_figures import (
    COUNTED,
    HeldOut,
    held_out_figures,
    last_value,
    past_errors,
    shares_by_age,
    trend,
)
from sim.validation.scores import crps, interval, interval_score, normal_interval, skill

CUT, GIVEN = DRIVERS = ("cut", "given")
MATCHED, UNMATCHED, FORMER = SETS = ("matched", "unmatched", "former")
FORMER_SCENARIO = "former"
MADE_BY_DRIVERS = ("start.device_age",)
"""Values of the former baseline that a dated world makes of the year."""
NATIONAL = {"parameters.migration.place": 1.0, "parameters.migration.place_back": 1.0}
FIRST_SEED = 20_000_000
"""No calibration comes as far."""
PERSONS = "persons"


@dataclass(frozen=True)
class Forecast:
    """A forecast of a figure and its scores; NaN where there is none.

    Attributes
    ----------
    value, low, high : float
        Point forecast or mean, and the interval that holds nine in ten.
    crps : float
        Continuous ranked probability score; the absolute error of a point forecast.
    interval_score : float
    """

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    crps: float = math.nan
    interval_score: float = math.nan

    def holds(self, observed: float) -> bool:
        """Whether the interval does."""
        return self.low <= observed <= self.high


@dataclass(frozen=True)
class Scored:
    """A figure, the model's forecast and the naive ones.

    Attributes
    ----------
    figure : HeldOut
    model, last, trend : Forecast
    seed_share : float
        Share of the variance of the runs that is between seeds of one point.
    inside_by_points : bool
        Whether the interval would still hold what was published if it were narrower by the seeds' part: that of so few
        villages, which the nation has little of.
    """

    figure: HeldOut
    model: Forecast
    last: Forecast
    trend: Forecast
    seed_share: float
    inside_by_points: bool

    @property
    def inside(self) -> bool:
        """Whether the model's interval holds what was published."""
        return self.model.holds(self.figure.observed)


@dataclass(frozen=True)
class Series:
    """Scores of a series: means over its figures, and how many of them lie inside the model's interval.

    ``inside_by_points``: inside without the seeds' part of the interval.

    Attributes
    ----------
    name, kind : str
    figures, inside, inside_by_points : int
    crps, crps_last, crps_trend, score, score_last, score_trend : float
    """

    name: str
    kind: str
    figures: int
    inside: int
    inside_by_points: int
    crps: float
    crps_last: float
    crps_trend: float
    score: float
    score_last: float
    score_trend: float

    @property
    def skill_last(self) -> float:
        """Share of the last value's score that the model saves."""
        return skill(self.crps, self.crps_last)

    @property
    def skill_trend(self) -> float:
        """Share of the trend's score that the model saves."""
        return skill(self.crps, self.crps_trend)


@dataclass(frozen=True)
class Variant:
    """One set of points under one kind of drivers.

    Attributes
    ----------
    points, drivers : str
        ``matched``, ``unmatched`` or ``former``; ``cut`` or ``given``.
    rows : tuple of Scored
    runs : int
        Runs that came to their end.
    """

    points: str
    drivers: str
    rows: tuple[Scored, ...]
    runs: int

    @property
    def series(self) -> tuple[Series, ...]:
        """Scores by series, in the order of the rows."""
        names = dict.fromkeys((row.figure.name, row.figure.kind) for row in self.rows)
        return tuple(
            _series(*name, [row for row in self.rows if (row.figure.name, row.figure.kind) == name]) for name in names
        )


@dataclass(frozen=True)
class Sums:
    """Sums of a variant over what is counted.

    Attributes
    ----------
    figures, inside, inside_by_points : int
    others, others_inside : int
        Figures other than those of the census, which are the most.
    series, with_last, beat_last, with_trend, beat_both : int
        Series; those with a last value, and of them those that the model scores better in; the same of the trend, where
        the model has to be better than both.
    with_errors, narrower : int
        Series whose last value has past errors; those with a lower interval score than that.
    """

    figures: int
    inside: int
    inside_by_points: int
    others: int
    others_inside: int
    series: int
    with_last: int
    beat_last: int
    with_trend: int
    beat_both: int
    with_errors: int
    narrower: int


@dataclass(frozen=True)
class HoldOut:
    """What a hold-out has found.

    Attributes
    ----------
    cut : int
        Last year that is known.
    points, plausible : int
        Points run; those of them that their own runs do not rule out.
    seeds, former_seeds, villages : int
        Seeds of each point and of the former baseline; villages of a world.
    variants : tuple of Variant
    failures : tuple of Failure
    """

    cut: int
    points: int
    plausible: int
    seeds: int
    former_seeds: int
    villages: int
    variants: tuple[Variant, ...]
    failures: tuple[Failure, ...]


def former_point() -> dict[str, Any]:
    """Parameters of the former baseline, in a dated national world."""
    from sim.scenario.scenario import load

    given = {f"parameters.{name}": value for name, value in load(FORMER_SCENARIO).parameters.items()}
    return {path: value for path, value in given.items() if path.split(".", 1)[1] not in MADE_BY_DRIVERS} | NATIONAL


def hold_out(
    cut: int,
    points: Sequence[Mapping[str, Any]],
    *,
    plausible: int,
    unmatched: Sequence[Mapping[str, Any]] = (),
    seeds: int = 2,
    former_seeds: int = 24,
    world: Mapping[str, Any],
    constants: Mapping[str, Any] | None = None,
    jobs: int = 0,
    progress: Progress | None = None,
) -> HoldOut:
    """Run points beyond a year and score them.

    Parameters
    ----------
    cut : int
        Last year that is known.
    points : sequence of mapping
        Values by dotted path, of what figures up to that year have left.
    plausible : int
        Points that their own runs do not rule out.
    unmatched : sequence of mapping, optional
        Points all over the ranges, before anything is matched: what is predicted as well from them, the match adds
        nothing to.
    seeds, former_seeds : int
        Seeds of each point, and of the former baseline. The luck is the same under both kinds of drivers.
    world : mapping of str
        ``counties``, ``townships``, ``villages``, ``village_size``.
    constants : mapping of str, optional
        Parameters that all points share.
    jobs, progress
        As of :func:`sim.run`.

    Raises
    ------
    ValueError
        If no run of a variant came to its end.
    """
    base = dated_world(LAST, world)
    known = {CUT: cut, GIVEN: LAST}
    drawn = {
        name: [{**(constants or {}), **point} for point in given]
        for name, given in ((MATCHED, points), (UNMATCHED, unmatched))
    }
    sets = {**drawn, FORMER: [former_point()]}
    count = {MATCHED: seeds, UNMATCHED: seeds, FORMER: former_seeds}
    tasks, places = [], []
    for name, drivers in ((name, drivers) for name in SETS for drivers in DRIVERS):
        told = check_seeds(range(FIRST_SEED, FIRST_SEED + len(sets[name]) * count[name])) if sets[name] else ()
        for place, seed in enumerate(told):
            point = place // count[name]
            scenario = at_point(base.changed({"world.published_to": known[drivers]}), sets[name][point])
            tasks.append(Job(scenario, seed, "ruralparty holdout"))
            places.append((name, drivers, point))
    found = call_on_all(observe_all, tasks, lost_job, jobs=jobs, progress=progress)
    variants = []
    for name, drivers in dict.fromkeys(place[:2] for place in places):
        said = [
            (place[2], each)
            for place, each in zip(places, found, strict=True)
            if place[:2] == (name, drivers) and not isinstance(each, Failure)
        ]
        failures = [each for each in found if isinstance(each, Failure)]
        if not said:
            raise ValueError(message("no run came to its end; the first error: {error}", error=failures[0].error))
        variants.append(Variant(name, drivers, score(held_out_figures(cut), said), len(said)))
    failed = tuple(each for each in found if isinstance(each, Failure))
    villages = math.prod(int(world[name]) for name in ("counties", "townships", "villages"))
    return HoldOut(cut, len(points), plausible, seeds, former_seeds, villages, tuple(variants), failed)


def observe_all(job: Job) -> dict[str, float] | Failure:
    """Live a dated world and say what it gives for every figure of every year; an error is a record, never a stop."""
    try:
        snapshots, run, until = live(job)
        rows = compare_with_tables([snapshots], until, RECLASSIFICATION)
        found = {" ".join(filter(None, (row.target, row.group, row.time))): row.model for row in rows}
        found |= summarise(snapshots, run, until)
        (census,) = (each for each in snapshots if each.time == CENSUS_2020)
        return found | shares_by_age(census.persons[0])
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def score(figures: Sequence[HeldOut], said: Sequence[tuple[int, Mapping[str, float]]]) -> tuple[Scored, ...]:
    """Score figures by what runs say of them.

    Parameters
    ----------
    figures : sequence of HeldOut
    said : sequence of (int, mapping)
        The point of each run, and its figures by column.
    """
    points = np.array([point for point, _ in said])
    return tuple(
        _scored(figure, figures, points, np.array([_told(figure, each) for _, each in said])) for figure in figures
    )


def _told(figure: HeldOut, run: Mapping[str, float]) -> float:
    """What a run says of a figure, from the last known value on where it is anchored."""
    value = run[figure.key]
    if not figure.anchored:
        return value
    known, then = figure.past[max(figure.past)], run[figure.anchor]
    if figure.unit != PERSONS:
        return known + value - then
    return known * value / then if then else math.nan


def _scored(figure: HeldOut, figures: Sequence[HeldOut], points: np.ndarray, members: np.ndarray) -> Scored:
    observed, finite = figure.observed, np.isfinite(members)
    if not finite.any():
        return Scored(figure, Forecast(), Forecast(), Forecast(), math.nan, False)
    low, high = interval(members)
    model = Forecast(
        float(members[finite].mean()), low, high, crps(members, observed), interval_score(low, high, observed)
    )
    last, before = (_naive(figure, figures, forecast) for forecast in (last_value, trend))
    share = _seed_share(points[finite], members[finite])
    part = math.sqrt(1.0 - share) if math.isfinite(share) else 1.0
    by_points = model.value + part * (low - model.value) <= observed <= model.value + part * (high - model.value)
    return Scored(figure, model, last, before, share, by_points)


def _naive(figure: HeldOut, figures: Sequence[HeldOut], forecast: Any) -> Forecast:
    value = forecast(figure.past, figure.year)
    if forecast is trend and figure.by_cohort is not None:
        return Forecast(figure.by_cohort, crps=abs(figure.by_cohort - figure.observed))
    if value is None:
        return Forecast()
    error, errors = abs(value - figure.observed), past_errors(figure, figures, forecast)
    if not errors:
        return Forecast(value, crps=error)
    low, high = normal_interval(value, errors)
    return Forecast(value, low, high, error, interval_score(low, high, figure.observed))


def _seed_share(points: np.ndarray, members: np.ndarray) -> float:
    """Variance within points over that of all runs."""
    groups = [members[points == point] for point in np.unique(points)]
    freedom = sum(len(each) - 1 for each in groups)
    whole = float(members.var(ddof=1)) if len(members) > 1 else 0.0
    if not freedom or not whole:
        return math.nan
    within = sum(float(((each - each.mean()) ** 2).sum()) for each in groups) / freedom
    return min(within / whole, 1.0)


def _series(name: str, kind: str, rows: Sequence[Scored]) -> Series:
    def mean(forecast: str, part: str) -> float:
        return float(np.mean([getattr(getattr(row, forecast), part) for row in rows]))

    scores = (mean(each, part) for part in ("crps", "interval_score") for each in ("model", "last", "trend"))
    inside, by_points = sum(row.inside for row in rows), sum(row.inside_by_points for row in rows)
    return Series(name, kind, len(rows), inside, by_points, *scores)


def sums(variant: Variant) -> Sums:
    """Sums over what is counted."""
    rows = [row for row in variant.rows if row.figure.kind == COUNTED]
    others = [row for row in rows if row.figure.time != CENSUS_2020]
    series = [each for each in variant.series if each.kind == COUNTED]
    last = [each for each in series if math.isfinite(each.crps_last)]
    both = [each for each in last if math.isfinite(each.crps_trend)]
    errors = [each for each in series if math.isfinite(each.score_last)]
    return Sums(
        len(rows), sum(row.inside for row in rows), sum(row.inside_by_points for row in rows),
        len(others), sum(row.inside for row in others), len(series),
        len(last), sum(each.crps < each.crps_last for each in last),
        len(both), sum(each.crps < min(each.crps_last, each.crps_trend) for each in both),
        len(errors), sum(each.score < each.score_last for each in errors),
    )  # fmt: skip
