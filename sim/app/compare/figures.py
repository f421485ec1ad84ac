"""What of a comparison is drawn: courses over time, differences by pair and costs, small enough to be remembered."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.analysis.budget import ACCOUNTS
from sim.analysis.comparison import Comparison, Cost
from sim.analysis.ratio import Ratio
from sim.analysis.reading import BETTER, Reading
from sim.core.recording.indicator import AnyIndicator
from sim.indicators import INDICATORS
from sim.report.comparison.courses import ENOUGH_FOR_BANDS, QUANTILES, levels_over_time
from sim.report.comparison.over_time import places_of
from sim.runs.identity import digest_of
from sim.runs.run import values

LEVEL, DIFFERENCE, PERCENT = KINDS = ("level", "difference", "percent")


@dataclass(frozen=True)
class Course:
    """One outcome over time.

    Attributes
    ----------
    quantiles : float array, shape (5, places)
        Over the pairs, at :data:`QUANTILES`; NaN where none has a value.
    lines : float array, shape (pairs, places)
        Every pair where they are few; none where there are enough for bands.
    """

    quantiles: np.ndarray
    lines: np.ndarray

    @classmethod
    def of(cls, every: np.ndarray) -> Course:
        """The course of so many pairs, shape (pairs, places)."""
        if np.isfinite(every).all():  # many times as fast
            quantiles = np.quantile(every, QUANTILES, axis=0)
        else:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
                quantiles = np.nanquantile(every, QUANTILES, axis=0)
        return cls(
            quantiles.astype(np.float32), every[: len(every) if len(every) < ENOUGH_FOR_BANDS else 0].astype(np.float32)
        )

    @property
    def median(self) -> np.ndarray:
        """The pair in the middle, place by place."""
        found: np.ndarray = self.quantiles[2]
        return found


@dataclass(frozen=True)
class Figures:
    """What is drawn of an answer.

    Attributes
    ----------
    start, months : int
        First calendar month under study, and how many there are.
    places : int array
        Months under study at which courses have a value, the last among them.
    courses : dict of (str, str, str) to Course
        By kind, outcome and scenario; that of the level of the baseline among them.
    reported : dict of (str, str) to float array
        Median of what superiors see, by outcome and scenario, where that is another thing.
    steps : dict of (str, str) to float array, shape (pairs,)
        Difference by pair over the window, by outcome and scenario.
    costs : dict of str to Cost
    prices : dict of (str, str, str) to Ratio
        What one unit of a gain costs, by outcome, scenario and account; there is none of what is no gain.
    lives : dict of str to float
        Share of persons whose life differs.
    notes : list of str
        What the reader must know.
    digest : str
        Of all runs.
    """

    start: int
    months: int
    places: np.ndarray
    courses: Mapping[tuple[str, str, str], Course] = field(repr=False)
    reported: Mapping[tuple[str, str], np.ndarray] = field(repr=False)
    steps: Mapping[tuple[str, str], np.ndarray] = field(repr=False)
    costs: Mapping[str, Cost]
    prices: Mapping[tuple[str, str, str], Ratio] = field(repr=False)
    lives: Mapping[str, float]
    notes: list[str] = field(repr=False)
    digest: str


def figures_of(found: Comparison, readings: Sequence[Reading]) -> Figures:
    """What is drawn of a comparison and its readings.

    Examples
    --------
    >>> import sim
    >>> from sim.analysis.reading import read
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
    >>> baseline, training = (sim.load(name).changed(few) for name in ("baseline", "training"))
    >>> compared = sim.compare(baseline, training, reps=2, jobs=1, outcomes="capacity")
    >>> found = figures_of(compared, read(compared))
    >>> found.courses["difference", "capacity", "training"].lines.shape, len(found.steps["capacity", "training"])
    ((2, 24), 2)
    """
    horizon = found.scenarios[0].horizon
    places = places_of(horizon.months)
    indicators = list(dict.fromkeys(each.indicator for each in found.outcomes))
    courses: dict[tuple[str, str, str], Course] = {}
    reported: dict[tuple[str, str], np.ndarray] = {}
    steps: dict[tuple[str, str], np.ndarray] = {}
    for indicator in indicators:
        levels = {name: _levels(found, name, indicator, places) for name in found.runs}
        base = levels[found.baseline]
        for name, every in levels.items():
            courses[LEVEL, indicator.name, name] = Course.of(every)
            if indicator.reported:
                twin = _levels(found, name, INDICATORS[indicator.reported], places)
                reported[indicator.name, name] = Course.of(twin).median
            if name != found.baseline:
                courses[DIFFERENCE, indicator.name, name] = Course.of(every - base)
                courses[PERCENT, indicator.name, name] = Course.of(_share(every - base, base))
                steps[indicator.name, name] = _steps(found, name, indicator)
    return Figures(
        start=horizon.start,
        months=horizon.months,
        places=places,
        courses=courses,
        reported=reported,
        steps=steps,
        costs=found.costs,
        prices=dict(_prices(found, readings)),
        lives=found.lives_changed,
        notes=found.notes,
        digest=digest_of(*(run.digest for runs in found.runs.values() for run in runs)),
    )


def _levels(found: Comparison, name: str, indicator: AnyIndicator, places: np.ndarray) -> np.ndarray:
    """An outcome of each run over the twelve months before, shape (runs, places)."""
    return levels_over_time(found.runs[name], indicator)[:, places]


def _share(steps: np.ndarray, base: np.ndarray) -> np.ndarray:
    """A difference as a share of the baseline; NaN where that is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base != 0, steps / base, np.nan)


def _steps(found: Comparison, name: str, indicator: AnyIndicator) -> np.ndarray:
    after, before = (values(found.runs[each], indicator, found.window) for each in (name, found.baseline))
    steps: np.ndarray = after - before
    return steps


def _prices(found: Comparison, readings: Sequence[Reading]) -> Iterator[tuple[tuple[str, str, str], Ratio]]:
    """Prices of gains that are seen; of nothing else is there any."""
    for reading in readings:
        if reading.verdict != BETTER:
            continue
        for account in ACCOUNTS:
            price = found.cost_per_unit(reading.outcome, account)
            if price is not None:
                yield (reading.indicator.name, reading.outcome.scenario, account), price
