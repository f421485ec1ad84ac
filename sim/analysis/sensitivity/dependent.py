"""Inputs that depend on each other: their joint distribution by a Gaussian copula, and Shapley effects under it.

The Shapley effect of an input is the variance that it takes away when it becomes known, averaged over all orders in
which inputs may become known; effects of all inputs add up to one, whatever the dependence. What a set of inputs takes
away is the covariance of two points that share it.

References
----------
Owen, A. B. (2014). Sobol' indices and Shapley value. SIAM/ASA Journal on Uncertainty Quantification 2, 245-251 (from
memory).
Song, E., Nelson, B. L. and Staum, J. (2016). Shapley effects for global sensitivity analysis: theory and computation.
SIAM/ASA Journal on Uncertainty Quantification 4, 1060-1083 (from memory).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc, rankdata

Floats = NDArray[np.float64]
Set = frozenset[int]
SHARED = 4096
"""Pairs of points that a set's part is worked out from, a power of two."""
EXACT = 8
"""Players up to which all sets are gone through; beyond, orders are drawn."""
ORDERS = 64
CHANCE = 0.001
"""Probability that independent inputs are taken for dependent ones."""


@dataclass(frozen=True)
class Copula:
    """A joint distribution: ranks of a Gaussian one, and the values found.

    Attributes
    ----------
    sorted_values : float array, shape (points, inputs)
    correlation : float array, shape (inputs, inputs)
    """

    sorted_values: Floats
    correlation: Floats

    @classmethod
    def of(cls, x: Floats) -> Copula:
        """That of points, one a row."""
        scores = norm.ppf((rankdata(x, axis=0) - 0.5) / len(x))
        correlation = np.atleast_2d(np.corrcoef(scores, rowvar=False))
        return cls(np.sort(x, axis=0), correlation + 1e-6 * np.eye(x.shape[1]))

    def values(self, scores: Floats) -> Floats:
        """Inputs that belong to Gaussian scores."""
        places = (np.arange(len(self.sorted_values)) + 0.5) / len(self.sorted_values)
        chances = norm.cdf(scores)
        columns = [np.interp(chances[:, k], places, each) for k, each in enumerate(self.sorted_values.T)]
        return np.column_stack(columns)

    def scores(self, normal: Floats) -> Floats:
        """Gaussian scores with this dependence, from independent ones."""
        return normal @ np.linalg.cholesky(self.correlation).T

    def again(self, scores: Floats, known: Sequence[int], normal: Floats) -> Floats:
        """The same points with all inputs that are not known drawn anew, given those that are."""
        known, found = sorted(known), scores.copy()
        others = [place for place in range(scores.shape[1]) if place not in known]
        if not others:
            return found
        part = self.correlation[np.ix_(others, others)]
        centre: Floats | float = 0.0
        if known:
            across = self.correlation[np.ix_(others, known)]
            weights = np.linalg.solve(self.correlation[np.ix_(known, known)], across.T).T
            part, centre = part - weights @ across.T, scores[:, known] @ weights.T
        found[:, others] = centre + normal[:, others] @ np.linalg.cholesky(part + 1e-12 * np.eye(len(others))).T
        return found


def are_dependent(x: Floats, chance: float = CHANCE) -> bool:
    """Whether some two inputs are correlated by rank, more than chance alone would have it.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.dependent import are_dependent
    >>> x = np.random.default_rng(1).random((100, 3))
    >>> are_dependent(x), are_dependent(np.column_stack([x, x[:, 0] + 0.5 * x[:, 1]]))
    (False, True)
    """
    moving = x[:, np.ptp(x, axis=0) > 0]
    if moving.shape[1] < 2 or len(x) < 4:
        return False
    strength = np.corrcoef(rankdata(moving, axis=0), rowvar=False)
    pairs = moving.shape[1] * (moving.shape[1] - 1) / 2
    largest = float(np.abs(np.triu(strength, 1)).max())
    return bool(largest > norm.isf(chance / (2 * pairs)) / np.sqrt(len(x) - 1))


def shapley(
    function: Callable[[Floats], Floats], copula: Copula, players: Sequence[Sequence[int]], shared: int = SHARED
) -> tuple[Floats, Floats]:
    """Shapley effects of players, each one input or several.

    Parameters
    ----------
    function : callable
        From points, shape (points, inputs), to values, shape (points, functions).
    copula : Copula
    players : sequence of sequence of int
        Inputs of each; together all inputs.
    shared : int
        Pairs of points for each set.

    Returns
    -------
    effects : float array, shape (players, functions)
        Shares of the variance; they add up to one.
    variance : float array, shape (functions,)

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.dependent import Copula, shapley
    >>> x = np.random.default_rng(1).normal(size=(2000, 2))
    >>> effects, _ = shapley(lambda x: x[:, :1] + 2 * x[:, 1:], Copula.of(x), [[0], [1]])
    >>> np.round(effects[:, 0], 1).tolist()
    [0.2, 0.8]
    """
    inputs = copula.correlation.shape[0]
    normal = norm.ppf(np.clip(qmc.Sobol(2 * inputs, rng=20).random(shared), 1e-9, 1 - 1e-9))
    scores = copula.scores(normal[:, :inputs])
    base = function(copula.values(scores))
    centred, variance = base - base.mean(axis=0), base.var(axis=0)
    known: dict[Set, Floats] = {frozenset(): np.zeros_like(variance), frozenset(range(len(players))): variance}

    def taken(chosen: Set) -> Floats:
        if chosen not in known:
            fixed = [place for player in chosen for place in players[player]]
            twin = function(copula.values(copula.again(scores, fixed, normal[:, inputs:])))
            known[chosen] = (centred * (twin - twin.mean(axis=0))).mean(axis=0)
        return known[chosen]

    found = np.zeros((len(players), len(variance)))
    for order, weight in _orders(len(players)):
        before = frozenset(order[:-1])
        found[order[-1]] += weight * (taken(before | {order[-1]}) - taken(before))
    return found / np.where(variance > 0, variance, np.inf), variance


def _orders(players: int) -> list[tuple[tuple[int, ...], float]]:
    """Who is known, then who becomes known, and the weight of it: all that there are, or some drawn orders."""
    if players <= EXACT:
        found = []
        for size in range(players):
            weight = factorial(size) * factorial(players - size - 1) / factorial(players)
            for before in combinations(range(players), size):
                found += [((*before, last), weight) for last in range(players) if last not in before]
        return found
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(ORDERS):
        order = rng.permutation(players).tolist()
        drawn += [(tuple(order[: place + 1]), 1 / ORDERS) for place in range(players)]
    return drawn


def shapley_of_line(slopes: Floats, covariance: Floats) -> Floats:
    """Shapley effects of a linear function of Gaussian inputs, exactly.

    Parameters
    ----------
    slopes : float array, shape (inputs,)
    covariance : float array, shape (inputs, inputs)

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.dependent import shapley_of_line
    >>> shapley_of_line(np.array([1.0, 1.0]), np.array([[1.0, 0.5], [0.5, 1.0]])).tolist()
    [0.5, 0.5]
    """
    inputs = len(slopes)
    along = covariance @ slopes
    variance = float(slopes @ along)

    def taken(known: Sequence[int]) -> float:
        chosen = sorted(known)
        if not chosen:
            return 0.0
        return float(along[chosen] @ np.linalg.solve(covariance[np.ix_(chosen, chosen)], along[chosen]))

    found = np.zeros(inputs)
    for size in range(inputs):
        weight = factorial(size) * factorial(inputs - size - 1) / factorial(inputs)
        for before in combinations(range(inputs), size):
            for last in set(range(inputs)) - set(before):
                found[last] += weight * (taken((*before, last)) - taken(before))
    return found / variance
