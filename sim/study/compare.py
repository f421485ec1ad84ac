"""Comparison of scenarios: paired differences of the headline outcomes, what they cost, whose lives they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.indicator import AnyIndicator
from sim.core.problems import nearest
from sim.indicators import HEADLINES, INDICATORS
from sim.study.comparison import Comparison, Cost, Outcome, Stopping, TooFewRuns
from sim.study.pool import Pool
from sim.study.progress import Progress
from sim.study.run import Named, jobs_of, resolve, seeds_from
from sim.study.runs import Failure, Run, values
from sim.study.statistics import LEAST_PAIRS, LOOK_AHEAD, enough, half_widths, paired_difference, share_of_lives_changed
from sim.study.warm import warm_up
from sim.study.window import window_of

PAIRS = 20
CAP = 200
STEP = 5
WINDOW = 12


def compare(
    baseline: Any = "baseline",
    alternatives: Sequence[Any] | Any = (),
    *,
    reps: int | str = PAIRS,
    seed: int = 1,
    jobs: int = 0,
    window: int | str = WINDOW,
    outcomes: Sequence[str] = HEADLINES,
    precision: float | Mapping[str, float] | None = None,
    least: int = LEAST_PAIRS,
    cap: int = CAP,
    denominator: str | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare scenarios with a baseline, pair by pair at the same seeds.

    Parameters
    ----------
    baseline : str or Scenario
        Name, path or loaded scenario.
    alternatives : one or several of these
    reps : int or "auto"
        Pairs; ``"auto"`` runs until ``precision`` is reached and held over five further pairs, or ``cap`` is.
    seed : int
        Seed of the first pair; pair k has ``seed + k``.
    jobs : int
        Processes, 0 = one for each processor. The results do not depend on it.
    window : int or str
        Months of evaluation: a number of months at the end, ``"2025-01..2026-12"`` or ``"all"``.
    outcomes : sequence of str
        Indicators, the headlines by default.
    precision : float or mapping of str to float
        Half-width of the 95 % interval wanted of all outcomes, or of those named; for ``"auto"``.
    least, cap : int
        Fewest and most pairs of ``"auto"``.
    denominator : str, optional
        Quorum denominator set in all scenarios alike.
    progress : Progress, optional
        Is told of every run that ends.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If a name, a number or a scenario is not allowed, or the scenarios do not cover the same months.
    TooFewRuns
        If no pair of runs ended well.

    Examples
    --------
    >>> import sim
    >>> found = sim.compare("baseline", ["training"], reps=4)  # doctest: +SKIP
    >>> found.difference("training", "capacity").low > 0  # doctest: +SKIP
    True
    """
    scenarios = resolve([baseline, *_listed(alternatives)], denominator)
    if len(scenarios) < 2:
        raise ValueError("nothing to compare with the baseline: name at least one alternative")
    horizon = same_horizon(scenarios)
    months = window_of(window, horizon.start, horizon.months)
    indicators = [indicator_named(name) for name in outcomes]
    wanted = _precisions(reps, precision, [indicator.name for indicator in indicators])
    found = _Pairs(scenarios, indicators, months)
    with Pool(jobs, progress) as pool:
        warm_up(pool)
        if wanted:
            stopping = _until_precise(found, pool, seed, wanted, least, cap)
        else:
            found.add(pool, seeds_from(seed, _number_of(reps)))
            stopping = Stopping(len(found.paired))
    return found.conclude(stopping)


def _listed(alternatives: Sequence[Any] | Any) -> list[Any]:
    return list(alternatives) if isinstance(alternatives, (list, tuple)) else [alternatives]


def _number_of(reps: int | str) -> int:
    if isinstance(reps, str) and not reps.isdecimal():
        raise ValueError(f"reps is {reps!r}; allowed are a number of pairs from 1, or 'auto'")
    if int(reps) < 1:
        raise ValueError(f"reps is {reps}; allowed are a number of pairs from 1, or 'auto'")
    return int(reps)


def _precisions(
    reps: int | str, precision: float | Mapping[str, float] | None, outcomes: list[str]
) -> dict[str, float]:
    """Half-widths wanted by outcome; empty for a fixed number of pairs."""
    if reps != "auto":
        if precision is not None:
            raise ValueError("precision goes with reps='auto' only")
        return {}
    if precision is None:
        raise ValueError("reps='auto' wants precision: the half-width to reach, for example {'trust': 0.005}")
    wanted = dict(precision) if isinstance(precision, Mapping) else dict.fromkeys(outcomes, float(precision))
    for name, width in wanted.items():
        indicator_named(name)
        if name not in outcomes:
            raise ValueError(f"precision names {name!r}, which is not among the outcomes {', '.join(outcomes)}")
        if not width > 0:
            raise ValueError(f"precision of {name!r} is {width}; allowed are half-widths above 0")
    return wanted


def indicator_named(name: str) -> AnyIndicator:
    """An indicator by its name.

    Raises
    ------
    ValueError
        If there is none, with the nearest names.
    """
    if name in INDICATORS:
        return INDICATORS[name]
    near = nearest(name, INDICATORS)
    raise ValueError(
        f"there is no outcome {name!r}; " + (f"did you mean {near!r}?" if near else "`ruralparty outcomes` lists them")
    )


def same_horizon(scenarios: Sequence[Named]) -> Any:
    """The horizon that all scenarios share.

    Raises
    ------
    ValueError
        If they cover different months.
    """
    first = scenarios[0].scenario.horizon
    for other in scenarios[1:]:
        horizon = other.scenario.horizon
        if (horizon.start, horizon.months) != (first.start, first.months):
            raise ValueError(
                f"{scenarios[0].name!r} and {other.name!r} do not cover the same months; give them one horizon"
            )
    return first


class _Pairs:
    """Runs gathered so far, and what follows from them."""

    def __init__(self, scenarios: Sequence[Named], indicators: list[AnyIndicator], window: tuple[int, int]) -> None:
        self.scenarios = tuple(scenarios)
        self.names = [scenario.name for scenario in scenarios]
        self.indicators = indicators
        self.window = window
        self.paired: list[list[Run]] = []
        self.failures: list[Failure] = []
        self.changed: list[list[float]] = []

    def add(self, pool: Pool, seeds: Sequence[int]) -> None:
        """Run all scenarios at these seeds."""
        results = pool.results(jobs_of(self.scenarios, seeds, lives=True))
        width = len(self.scenarios)
        for place in range(0, len(results), width):
            together = results[place : place + width]
            self.failures += [result for result in together if isinstance(result, Failure)]
            well = [result for result in together if isinstance(result, Run)]
            if len(well) == width:
                lives = [run.lives for run in well]
                self.changed.append([share_of_lives_changed(lives[0], each) for each in lives[1:] if lives[0] and each])
                self.paired.append([replace(run, lives=None) for run in well])

    def side(self, place: int) -> list[Run]:
        """Runs of one scenario, in the order of the seeds."""
        return [together[place] for together in self.paired]

    def steps(self, place: int, indicator: AnyIndicator) -> np.ndarray:
        """Alternative minus baseline by pair."""
        after, before = (values(self.side(side), indicator, self.window) for side in (place, 0))
        steps: np.ndarray = after - before
        return steps

    def conclude(self, stopping: Stopping) -> Comparison:
        """Everything that is reported."""
        if not self.paired:
            raise TooFewRuns(self.failures)
        outcomes: list[Outcome] = []
        notes: list[str] = []
        for place, name in enumerate(self.names[1:], start=1):
            for indicator in self.indicators:
                a, b = (values(self.side(side), indicator, self.window) for side in (0, place))
                try:
                    difference = paired_difference(a, b)
                except ValueError:
                    notes.append(f"{indicator.name} of {name} has no value in any pair: there is nothing to divide by")
                    continue
                if difference.missing:
                    seeds = ", ".join(str(self.paired[pair][0].seed) for pair in difference.missing)
                    notes.append(f"{indicator.name} of {name} has no value at seed {seeds}; these pairs are left out")
                outcomes.append(Outcome(name, indicator, difference))
        return Comparison(
            scenarios=tuple(each.scenario for each in self.scenarios),
            runs={name: self.side(place) for place, name in enumerate(self.names)},
            outcomes=outcomes,
            costs={name: self._cost(place) for place, name in enumerate(self.names) if place},
            lives_changed={
                name: float(np.mean([row[place] for row in self.changed])) for place, name in enumerate(self.names[1:])
            },
            window=self.window,
            stopping=stopping,
            failures=self.failures,
            notes=notes,
            given=tuple(each.given for each in self.scenarios),
        )

    def _cost(self, place: int) -> Cost:
        pairs = list(zip(self.side(place), self.side(0), strict=True))
        return Cost(
            yuan=float(np.mean([a.yuan.sum() / a.person_years - b.yuan.sum() / b.person_years for a, b in pairs])),
            hours=float(np.mean([a.hours.sum() / a.person_years - b.hours.sum() / b.person_years for a, b in pairs])),
            yuan_in_all=float(np.mean([a.yuan.sum() - b.yuan.sum() for a, b in pairs])),
            hours_in_all=float(np.mean([a.hours.sum() - b.hours.sum() for a, b in pairs])),
        )


def _until_precise(found: _Pairs, pool: Pool, seed: int, wanted: dict[str, float], least: int, cap: int) -> Stopping:
    """Add pairs, five at a time, until every interval is and stays narrow enough."""
    if cap < max(least, 2):
        raise ValueError(f"cap is {cap}, below the least number of pairs {least}")
    tried = 0
    reached: int | None = None
    while reached is None and tried < cap:
        batch = min(least + LOOK_AHEAD if not tried else STEP, cap - tried)
        found.add(pool, seeds_from(seed + tried, batch))
        tried += batch
        widths = [
            half_widths(found.steps(place, indicator_named(name)))
            for place in range(1, len(found.names))
            for name in wanted
        ]
        reached = enough(widths, [width for _ in found.names[1:] for width in wanted.values()], least)
    return Stopping(len(found.paired), wanted, reached is None, reached)
