"""Sizes of effects and of scatter that make the runs likeliest: inputs, orders, the seed, and what none explains.

The likelihood is the restricted one of the means of points, and that of the scatter within points.

References
----------
Rasmussen, C. E. and Williams, C. K. I. (2006). Gaussian Processes for Machine Learning, 2.7 and 5.4 (from memory).
Patterson, H. D. and Thompson, R. (1971). Biometrika 58, 545-554 (from memory).
Durrande, N. and others (2013). ANOVA kernels and RKHS of zero mean functions for model-based sensitivity analysis.
Journal of Multivariate Analysis 115, 57-67 (from memory).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cholesky
from scipy.linalg.lapack import dpotri
from scipy.optimize import minimize

from sim.analysis.sensitivity.expansion import Expansion, polynomials

Floats = NDArray[np.float64]
FALLS = (0.05, 5.0)
"""Range of the fall of an effect from degree to degree."""
SMALLEST, LARGEST = 1e-7, 1e2
JITTER = 1e-8
MOST_SEARCHED = 640
"""Points that a search sets out with; it ends with all of them."""
STEPS, LAST_STEPS = 40, 10
STARTS = ((0.7, 1.0), (0.3, 0.1))
"""Falls of effects, and factors of effects of several inputs, that searches set out from."""
SURE = 256
"""Points from which one start will do: searches from all of them were seen to end in one place."""


@dataclass(frozen=True)
class Scatter:
    """Means of points, and what their runs say of the seed.

    Attributes
    ----------
    x : float array, shape (points, inputs)
    y, seeds : float arrays, shape (points,)
        Mean over the runs of a point, and how many these are.
    squares : float
        Squares within points, summed.
    freedom : int
        Runs beyond the first of each point.
    """

    x: Floats
    y: Floats
    seeds: Floats
    squares: float
    freedom: int

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int_]) -> Scatter:
        """Some of the points; what is known of the seed stays."""
        return replace(self, x=self.x[rows], y=self.y[rows], seeds=self.seeds[rows])

    def of(self, inputs: tuple[int, ...]) -> Scatter:
        """Some of the inputs."""
        return replace(self, x=self.x[:, inputs])


@dataclass(frozen=True)
class Sizes:
    """What was found, in squared units of the outcome.

    Attributes
    ----------
    weights, falls : float arrays, shape (inputs,)
        Size of an input's effects, and how fast it falls from degree to degree.
    orders : float array
        Factor of each order.
    seed, rest : float
        Variance between seeds, and of what neither seed nor inputs explain.
    scale : float
        Factor of all effects.
    """

    weights: Floats
    falls: Floats
    orders: Floats
    seed: float
    rest: float
    scale: float


def likeliest(scatter: Scatter) -> Sizes:
    """Search for the likeliest sizes."""
    deviation = float(scatter.y.std()) or 1.0
    scaled = replace(scatter, y=(scatter.y - scatter.y.mean()) / deviation, squares=scatter.squares / deviation**2)
    inputs, few = scatter.x.shape[1], scaled
    if len(scatter.y) > MOST_SEARCHED:
        few = scaled.at(np.linspace(0, len(scatter.y) - 1, MOST_SEARCHED).astype(int))
    orders = min(len(Expansion(inputs).degrees), inputs)
    seed = min(max(scaled.squares / scaled.freedom if scaled.freedom else 0.2, 1e-3), 1.0)
    starts = [
        np.log([*[0.5 / inputs] * inputs, *[fall] * inputs, *[factor] * (orders - 1), seed, 0.02])
        for fall, factor in (STARTS if len(scatter.y) < SURE else STARTS[:1])
    ]
    limits = [(SMALLEST, LARGEST)] * inputs + [FALLS] * inputs + [(SMALLEST, LARGEST)] * (orders + 1)
    bounds = [(math.log(low), math.log(high)) for low, high in limits]
    tables = _Tables(few)
    found_from = [_searched(tables, start, bounds, STEPS) for start in starts]
    at = min(found_from, key=lambda each: each[0])[1]
    if few is not scaled:
        at = _searched(_Tables(scaled), at, bounds, LAST_STEPS)[1]
    found = np.exp(at)
    rest = float(found[-1]) if scatter.freedom else 0.0
    factors = np.concatenate([[1.0], found[2 * inputs : -2]])
    unit = deviation**2
    return Sizes(found[:inputs], found[inputs : 2 * inputs], factors, float(found[-2]) * unit, rest * unit, unit)


def _searched(tables: _Tables, start: Floats, bounds: list[tuple[float, float]], steps: int) -> tuple[float, Floats]:
    """Loss and place to which a search has come."""
    options = {"maxiter": steps}
    found = minimize(_loss, start, (tables,), "L-BFGS-B", jac=True, bounds=bounds, options=options)
    return float(found.fun), found.x


class _Tables:
    """What every step of a search needs of the runs."""

    def __init__(self, scatter: Scatter) -> None:
        self.scatter = scatter
        self.expansion = Expansion(scatter.x.shape[1])
        single = polynomials(scatter.x, self.expansion.degrees[0])
        self.single = [np.ascontiguousarray(single[:, place]) for place in range(scatter.x.shape[1])]
        self.orders = min(len(self.expansion.degrees), scatter.x.shape[1])


def _loss(logs: Floats, tables: _Tables) -> tuple[float, Floats]:
    """Negative logarithm of the likelihood, and how it changes with each logarithm."""
    scatter, inputs = tables.scatter, len(tables.single)
    given = np.exp(logs)
    weights, falls, (*factors, seed, rest) = given[:inputs], given[inputs : 2 * inputs], given[2 * inputs :]
    rest = rest if scatter.freedom else 0.0
    kernels = [_kernels(tables, order, weights, falls) for order in range(1, tables.orders + 1)]
    covariance: Floats = np.asarray(sum(kernels[0]))
    sums = {}
    for order, factor in enumerate(factors, 2):
        sums[order] = _sums(kernels[order - 1], order == 3)
        covariance += factor * sums[order][order - 1]
    covariance[np.diag_indices(len(covariance))] += rest + seed / scatter.seeds + JITTER
    try:
        lower = cholesky(covariance, lower=True, overwrite_a=True, check_finite=False)
    except LinAlgError:
        return 1e12, np.zeros_like(logs)
    inverse, _ = dpotri(lower, lower=1)
    inverse += np.tril(inverse, -1).T
    ones = inverse.sum(axis=1)
    projected = inverse - np.outer(ones, ones / ones.sum())
    solved = projected @ scatter.y
    loss = np.log(np.diag(lower)).sum() + 0.5 * math.log(ones.sum()) + 0.5 * float(scatter.y @ solved)
    slope = 0.5 * (projected - np.outer(solved, solved))
    slopes = [slope, *(slope * factor for factor in factors)]
    by = np.zeros_like(logs)
    for order, each in enumerate(kernels, 1):
        degrees = np.arange(tables.expansion.degrees[order - 1])
        for place, own in enumerate(each):
            outer = slope if order == 1 else slopes[order - 1] * _others(sums[order], own, order)
            chosen = tables.single[place][:, : len(degrees)]
            parts = weights[place] * np.exp(-falls[place] * degrees) * np.einsum("ik,ik->k", chosen, outer @ chosen)
            by[place] += parts.sum()
            by[inputs + place] -= falls[place] * float(parts @ degrees)
        if order > 1:
            by[2 * inputs + order - 2] = float(np.vdot(slopes[order - 1], sums[order][order - 1]))
    diagonal = np.diag(slope)
    by[-2] = seed * float((diagonal / scatter.seeds).sum())
    by[-1] = rest * float(diagonal.sum())
    if scatter.freedom:
        loss += 0.5 * (scatter.freedom * math.log(seed) + scatter.squares / seed)
        by[-2] += 0.5 * (scatter.freedom - scatter.squares / seed)
    return float(loss), by


def _kernels(tables: _Tables, order: int, weights: Floats, falls: Floats) -> list[Floats]:
    """Covariance that each input gives in an order."""
    found = []
    for single, weight, fall in zip(tables.single, weights, falls, strict=True):
        chosen = single[:, : tables.expansion.degrees[order - 1]]
        found.append((chosen * (weight * np.exp(-fall * np.arange(chosen.shape[1])))) @ chosen.T)
    return found


def _sums(kernels: list[Floats], of_three: bool) -> list[Floats]:
    """Sums over inputs of products of one, two and three different covariances."""
    one, two, three = kernels[0].copy(), np.zeros_like(kernels[0]), np.zeros_like(kernels[0])
    for own in kernels[1:]:
        if of_three:
            three += own * two
        two += own * one
        one += own
    return [one, two, three]


def _others(sums: list[Floats], own: Floats, order: int) -> Floats:
    """Sum of the products of all other inputs' covariances, one fewer than the order."""
    one = sums[0] - own
    return one if order == 2 else sums[1] - own * one
