"""Value of information, by regression on the runs at hand.

To know something is worth what choosing with it gains over choosing without: the mean, over what it may turn out to be,
of the best expected net benefit, less the best expected net benefit. What is expected of an option given some unknowns
is a regression of its net benefit on them, for which runs at one seed will do: the regression averages luck. Where
nothing is to be known, a regression still finds something; so values are held against those of runs dealt out anew.

References
----------
Strong, M., Oakley, J. E. and Brennan, A. (2014). Estimating multiparameter partial expected value of perfect
information from a probabilistic sensitivity analysis sample. Medical Decision Making 34, 311-326 (from memory).
Strong, M. and others (2015). Estimating the expected value of sample information using the probabilistic sensitivity
analysis sample. Medical Decision Making 35, 570-583 (from memory).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from sim.analysis.calibration.screening import basis, legendre, screen

Floats = NDArray[np.float64]
DEGREES = 3
"""Of the regression on one unknown."""
SAMPLE_DEGREES = 5
"""Of the regression on what a sample says."""
RESAMPLES = 200
DEALS, DEALS_OF_SETS = 200, 40
"""Runs dealt out anew, for one unknown and for sets."""
CHANCE = 0.05
"""Probability that a value is stated where nothing is worth knowing."""
ROUNDING = 1e-12
LEAST_SAMPLES, IMAGINED = 16, 100_000
"""Samples that are imagined at each point, at least, and in all."""


@dataclass(frozen=True)
class Value:
    """What it is worth to know something, in the unit of net benefit.

    Attributes
    ----------
    value, error : float
        Estimate, never below 0, and its standard error.
    changed : float
        Share of the points at which another option would be chosen.
    """

    value: float
    error: float
    changed: float


def gain(expected: Floats) -> Floats:
    """Mean of the best option less the best mean.

    Parameters
    ----------
    expected : float array, shape (..., points, options)
        Expected net benefit of each option at each point, given what is known there.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.worth.value import gain
    >>> float(gain(np.array([[0.0, 1.0], [0.0, -0.5]])))
    0.25
    """
    return np.asarray(expected.max(axis=-1).mean(axis=-1) - expected.mean(axis=-2).max(axis=-1))


def of_terms(h: Floats, net: Floats, rng: np.random.Generator, resamples: int = RESAMPLES) -> Value:
    """Value of knowing what the columns of a regression stand for.

    Parameters
    ----------
    h : float array, shape (points, terms)
        A constant first.
    net : float array, shape (points, options)
    rng : Generator
        Of the resamples.
    resamples : int
    """
    fitted = h @ np.linalg.lstsq(h, net, rcond=None)[0]
    value = _at_least_nought(float(gain(fitted)), net)
    changed = float((fitted.argmax(axis=1) != fitted.mean(axis=0).argmax()).mean())
    drawn = []
    for _ in range(resamples):
        rows = rng.integers(len(h), size=len(h))
        drawn.append(gain(h[rows] @ np.linalg.lstsq(h[rows], net[rows], rcond=None)[0]))
    return Value(value, float(np.std(drawn, ddof=1)), changed)


def _at_least_nought(value: float, net: Floats) -> float:
    """A value without what is rounding."""
    return value if value > ROUNDING * float(np.abs(net).max(initial=0.0)) else 0.0


def alone(x: Floats) -> Floats:
    """Columns of the regression on one unknown, whose values lie between 0 and 1."""
    degrees = range(1, min(DEGREES, len(np.unique(x)) - 1) + 1)
    return np.column_stack([np.ones(len(x)), *(legendre(x, degree) for degree in degrees)])


def together(x: Floats, net: Floats) -> Floats:
    """Columns of the regression on several unknowns: what screening finds of any option against the first."""
    terms = dict.fromkeys(term for option in range(1, net.shape[1]) for term in screen(x, net[:, option] - net[:, 0]))
    return basis(x, tuple(terms)[: max(len(x) // 5, 1)])


def perfect(x: Floats, net: Floats, sets: Sequence[Sequence[int]], seed: int = 0) -> list[Value]:
    """Value of perfect information about each set of unknowns.

    Parameters
    ----------
    x : float array, shape (points, unknowns)
        Between 0 and 1.
    net : float array, shape (points, options)
        Net benefit of each option, at the same luck; its mean over the runs of a point.
    sets : sequence of sequence of int
        Unknowns that would be known together.
    seed : int
        Of the resamples.

    Returns
    -------
    list of Value
        That of a set is never below that of a part of it that is asked for too.
    """
    rng = np.random.default_rng(seed)
    found = [of_terms(_columns(x, net, each), net, rng) for each in sets]
    best = list(found)
    for place, each in enumerate(sets):
        for other, parts in enumerate(sets):
            if set(parts) < set(each) and found[other].value > best[place].value:
                best[place] = found[other]
    return best


def null(x: Floats, net: Floats, sets: Sequence[Sequence[int]], seed: int = 0, chance: float = CHANCE) -> float:
    """Value that the best of the sets seldom exceeds where nothing is worth knowing: runs are dealt out anew.

    Parameters
    ----------
    x, net, sets
        As of :func:`perfect`.
    seed : int
        Of the deals.
    chance : float
        How seldom.
    """
    rng = np.random.default_rng(seed)
    deals = DEALS if all(len(each) == 1 for each in sets) else DEALS_OF_SETS
    columns = [_columns(x, net, each) if len(each) == 1 else None for each in sets]
    solvers = [None if h is None else np.linalg.pinv(h) for h in columns]
    found = []
    for _ in range(deals):
        dealt = net[rng.permutation(len(net))]
        largest = 0.0
        for each, h, solver in zip(sets, columns, solvers, strict=True):
            own = _columns(x, dealt, each) if h is None else h
            slopes = np.linalg.pinv(own) @ dealt if solver is None else solver @ dealt
            largest = max(largest, float(gain(own @ slopes)))
        found.append(largest)
    return _at_least_nought(float(np.quantile(found, 1 - chance)), net)


def _columns(x: Floats, net: Floats, known: Sequence[int]) -> Floats:
    return alone(x[:, known[0]]) if len(known) == 1 else together(x[:, list(known)], net)


def of_sample(x: Floats, values: Floats, net: Floats, error: float, observations: int, seed: int = 0) -> Value:
    """Value of so many observations of one unknown, each with a normal error.

    Parameters
    ----------
    x : float array, shape (points,)
        The unknown, between 0 and 1.
    values : float array, shape (points,)
        The same in its own unit.
    net : float array, shape (points, options)
    error : float
        Standard deviation of one observation.
    observations : int
    seed : int
        Of the samples that are imagined.

    Raises
    ------
    ValueError
        If the error is not above 0, or there is no observation.
    """
    if not (error > 0 and math.isfinite(error) and observations > 0):
        raise ValueError("an observation has an error above 0, and a sample an observation")
    rng = np.random.default_rng(seed)
    h = alone(x)
    samples = max(LEAST_SAMPLES, IMAGINED // len(values))
    strata = (np.arange(samples)[:, None] + rng.random((samples, len(values)))) / samples
    noise = norm.ppf(strata) * error / math.sqrt(observations)
    told = (values + noise).ravel()
    low, high = told.min(), told.max()
    columns = np.column_stack([legendre((told - low) / (high - low), degree) for degree in range(SAMPLE_DEGREES + 1)])

    def of_rows(rows: NDArray[np.int_]) -> tuple[float, float]:
        expected = h @ np.linalg.lstsq(h[rows], net[rows], rcond=None)[0]
        again = (np.arange(samples)[:, None] * len(values) + rows).ravel()
        own = columns[again]
        slopes = np.linalg.solve(own.T @ own, own.T @ np.tile(expected[rows], (samples, 1)))
        given = own @ slopes
        return float(gain(given)), float((given.argmax(axis=1) != given.mean(axis=0).argmax()).mean())

    value, changed = of_rows(np.arange(len(x)))
    drawn = [of_rows(rng.integers(len(x), size=len(x)))[0] for _ in range(RESAMPLES // 8)]
    return Value(_at_least_nought(value, net), float(np.std(drawn, ddof=1)), changed)
