"""What an evaluation would find, over many worlds: bias, spread, coverage, power, false findings, least effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from sim.analysis.evaluate.bench import Result, spilled
from sim.analysis.evaluate.plan import EvaluationPlan
from sim.analysis.evaluate.worlds import World

Floats = NDArray[np.float64]
KEY = ("rule", "outcome", "measure", "estimator", "villages")


@dataclass(frozen=True)
class Found:
    """What one estimator finds of one outcome, by one rule, measured in one way, in so many villages.

    Each number has its Monte-Carlo standard error beside it, ``_error``; NaN where there are too few worlds.

    Attributes
    ----------
    rule, outcome, measure, estimator : str
    villages, worlds : int
        Worlds in which there is an estimate, with the pilot and without.
    truth : float
        Mean over worlds of the mean effect on the villages reached.
    bias : float
        Mean of estimate less truth.
    spread : float
        Standard deviation of estimate less truth.
    stated : float
        Mean of the standard errors that the estimator states.
    coverage : float
        Share of worlds whose interval holds the truth.
    power : float
        Share of worlds in which an effect is found.
    false_findings, false_gains, false_losses : float
        Share of worlds without a pilot in which one is found: at all, upwards, downwards.
    seen_of_nothing : float
        Mean estimate without a pilot.
    least : float
        Least effect that is found with the power asked for, if the test held its level: from the spread of the
        estimates without a pilot.
    """

    rule: str
    outcome: str
    measure: str
    estimator: str
    villages: int
    worlds: int
    truth: float
    truth_error: float
    bias: float
    bias_error: float
    spread: float
    spread_error: float
    stated: float
    stated_error: float
    coverage: float
    coverage_error: float
    power: float
    power_error: float
    false_findings: float
    false_findings_error: float
    false_gains: float
    false_gains_error: float
    false_losses: float
    false_losses_error: float
    seen_of_nothing: float
    seen_of_nothing_error: float
    least: float
    least_error: float


@dataclass(frozen=True)
class Spill:
    """Mean difference in villages that a pilot never reaches, by rule and outcome, with its standard error."""

    rule: str
    outcome: str
    difference: float
    error: float


@dataclass(frozen=True)
class Evaluated:
    """A study of an evaluation, done.

    Attributes
    ----------
    plan : EvaluationPlan
    found : tuple of Found
    spills : tuple of Spill
    worlds : int
        Worlds that were lived to their end.
    missing : dict of str to int
        Outcomes without a value in some village and period, and how often.
    """

    plan: EvaluationPlan
    found: tuple[Found, ...]
    spills: tuple[Spill, ...]
    worlds: int
    missing: dict[str, int]

    def records(self) -> list[dict[str, Any]]:
        """A row for each rule, outcome, measure, estimator and number of villages."""
        return [{each.name: getattr(found, each.name) for each in fields(found)} for found in self.found]

    def spill_records(self) -> list[dict[str, Any]]:
        """A row for each rule and outcome."""
        return [vars(each) for each in self.spills]


def evaluated(
    plan: EvaluationPlan, worlds: Sequence[World], results: Sequence[Result], missing: dict[str, int]
) -> Evaluated:
    """Sum up the results of all worlds."""
    by_key: dict[tuple[Any, ...], dict[bool, list[Result]]] = {}
    for each in results:
        key = tuple(getattr(each, name) for name in KEY)
        by_key.setdefault(key, {True: [], False: []})[each.pilot].append(each)
    found = tuple(summed_up(each[True], each[False], plan.level, plan.power) for each in by_key.values())
    outcomes = tuple(dict.fromkeys(look.outcome for look in plan.looks))
    spills = tuple(
        Spill(rule, outcome, *_mean(np.array([spilled(each, rule, outcome) for each in worlds])))
        for rule in plan.rules
        for outcome in outcomes
    )
    return Evaluated(plan, found, spills, len(worlds), missing)


def summed_up(pilot: Sequence[Result], nothing: Sequence[Result], level: float, power: float) -> Found:
    """What the estimates of many worlds say of an estimator.

    Parameters
    ----------
    pilot, nothing : sequence of Result
        Of one rule, outcome, measure, estimator and number of villages, with the pilot and without; a world is left
        out where one of the two has no estimate.
    level, power : float
        Level of the tests, and the power of the least effect.
    """
    pairs = [pair for pair in zip(pilot, nothing, strict=True) if _all_known(*pair)]
    with_it, without = [first for first, _ in pairs], [second for _, second in pairs]
    off = np.array([each.estimate - each.truth for each in with_it])
    nought = np.array([each.estimate for each in without])
    rejected = np.array([each.p < level for each in without], bool)
    numbers = {
        "truth": _mean(np.array([each.truth for each in with_it])),
        "bias": _mean(off),
        "spread": _deviation(off),
        "stated": _mean(np.array([each.error for each in with_it])),
        "coverage": _share(np.array([each.low <= each.truth <= each.high for each in with_it], bool)),
        "power": _share(np.array([each.p < level for each in with_it], bool)),
        "false_findings": _share(rejected),
        "false_gains": _share(rejected & (nought > 0)),
        "false_losses": _share(rejected & (nought < 0)),
        "seen_of_nothing": _mean(nought),
        "least": _least(nought, pilot[0].villages, level, power),
    }
    ends = ("", "_error")
    both: dict[str, Any] = {f"{name}{end}": pair[at] for name, pair in numbers.items() for at, end in enumerate(ends)}
    return Found(**{name: getattr(pilot[0], name) for name in KEY}, worlds=len(pairs), **both)


def _all_known(first: Result, second: Result) -> bool:
    return bool(np.isfinite([first.estimate, first.truth, second.estimate]).all())


def _mean(values: Floats) -> tuple[float, float]:
    count = len(values)
    if count < 2:
        return (float(values.mean()) if count else np.nan), np.nan
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(count))


def _deviation(values: Floats) -> tuple[float, float]:
    """Standard deviation, and its error as that of a normal sample."""
    count = len(values)
    if count < 3:
        return np.nan, np.nan
    found = float(values.std(ddof=1))
    return found, found / float(np.sqrt(2 * (count - 1)))


def _share(values: NDArray[np.bool_]) -> tuple[float, float]:
    """Share, with an error that is not nought where all or none are."""
    count = len(values)
    if not count:
        return np.nan, np.nan
    middle = (values.sum() + 1) / (count + 2)
    return float(values.mean()), float(np.sqrt(middle * (1 - middle) / count))


def _least(nought: Floats, villages: int, level: float, power: float) -> tuple[float, float]:
    """Least effect to be seen: the spread times the sum of two quantiles of t (Bloom 1995 [RECALLED])."""
    spread, error = _deviation(nought)
    freedom = villages - 2
    factor = float(student.isf(level / 2, freedom) + student.ppf(power, freedom))
    return factor * spread, factor * error
