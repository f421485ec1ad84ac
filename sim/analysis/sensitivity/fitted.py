"""One outcome as a function of the inputs: a Gaussian process, the seed's part of the scatter, and unseen runs.

Inputs are screened, and a process of effects of one, two and three inputs sees those that remain. Runs of one point at
several seeds tell what the seed does; what the inputs leave tells it too, as far as the process misses nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from sim.analysis.calibration.emulator import one_thread
from sim.analysis.calibration.screening import inputs_of, screen
from sim.analysis.sensitivity.expansion import Expansion
from sim.analysis.sensitivity.likelihood import JITTER, Scatter, Sizes, likeliest

Floats = NDArray[np.float64]
FEW = 8
"""Inputs up to which the process sees all of them, screened or not."""
FOLDS = 4
LEAST_R2 = 0.5
"""Share of what noise leaves that is foretold out of sample, below which indices are not printed."""
STILL = 1e-12
"""Range of an outcome, in its own size, below which it is the same everywhere."""
DRAWS = 200


@dataclass(frozen=True)
class Fitted:
    """What is known of one outcome.

    Attributes
    ----------
    scatter : Scatter
        The runs by point.
    inputs : tuple of int
        Those that the process sees; none where nothing moves the outcome.
    sizes : Sizes or None
    r2 : float
        Of what noise leaves, out of sample: the mean of a point is foretold from the others, screening included. NaN
        where noise leaves nothing.
    """

    scatter: Scatter
    inputs: tuple[int, ...]
    sizes: Sizes | None
    r2: float = math.nan

    @property
    def still(self) -> bool:
        """Whether the outcome is the same in all runs."""
        return is_still(self.scatter)

    @property
    def moved(self) -> bool:
        """Whether any input was seen to move the outcome."""
        return self.sizes is not None

    @property
    def told(self) -> bool:
        """Whether indices may be printed."""
        return self.moved and self.r2 >= LEAST_R2

    @property
    def seed_variance(self) -> float:
        """Variance between seeds; all scatter where no input moves the outcome."""
        if self.sizes is not None:
            return self.sizes.seed
        runs = float(self.scatter.seeds.sum())
        centre = float((self.scatter.y * self.scatter.seeds).sum()) / runs
        squares = float((self.scatter.seeds * (self.scatter.y - centre) ** 2).sum()) + self.scatter.squares
        return squares / max(runs - 1, 1)

    @property
    def pooled(self) -> float:
        """Variance between seeds from points that were run more than once alone; NaN if there is none."""
        return self.scatter.squares / self.scatter.freedom if self.scatter.freedom else math.nan

    @cached_property
    def expansion(self) -> Expansion:
        """Parts of the function."""
        return Expansion(len(self.inputs))

    @cached_property
    def _solved(self) -> tuple[Any, ...]:
        assert self.sizes is not None
        sizes = self.sizes
        features = self.expansion.features(self.scatter.x[:, self.inputs])
        prior = self.expansion.variances(sizes.weights, sizes.falls, sizes.orders) * sizes.scale
        noise = sizes.rest + sizes.seed / self.scatter.seeds + JITTER * sizes.scale
        factor = cho_factor((features * prior) @ features.T + np.diag(noise), lower=True)
        return features, prior, noise, factor, cho_solve(factor, np.ones(len(noise)))

    @cached_property
    def freedom_of_points(self) -> float:
        """Points less what the process takes of them, as a number of independent ones."""
        _, _, noise, factor, _ = self._solved
        return float((noise * np.diag(cho_solve(factor, np.eye(len(noise))))).sum())

    def coefficients(self, draws: int = 0, rng: np.random.Generator | None = None) -> tuple[Floats, Floats]:
        """Constants and coefficients of the mean, and of functions that the runs leave open.

        Parameters
        ----------
        draws : int
        rng : Generator, optional
            Needed for draws.

        Returns
        -------
        constants : float array, shape (1 + draws,)
        coefficients : float array, shape (coefficients, 1 + draws)
        """
        features, prior, noise, factor, ones = self._solved
        begun = np.zeros((len(prior), 1 + draws))
        left = np.repeat(self.scatter.y[:, None], 1 + draws, axis=1)
        if draws:
            assert rng is not None
            begun[:, 1:] = rng.normal(size=(len(prior), draws)) * np.sqrt(prior)[:, None]
            left -= features @ begun
            left[:, 1:] -= rng.normal(size=(len(noise), draws)) * np.sqrt(noise)[:, None]
        constants = (ones @ left) / ones.sum()
        return constants, begun + prior[:, None] * (features.T @ cho_solve(factor, left - constants))

    def predict(self, points: Floats) -> Floats:
        """Mean over seeds at points with all inputs."""
        if self.sizes is None:
            return np.full(len(points), float(self.scatter.y.mean()))
        constants, coefficients = self.coefficients()
        return np.asarray(self.expansion.evaluate(points[:, self.inputs], coefficients)[:, 0] + constants[0])


def gathered(x: Floats, y: Floats) -> Scatter:
    """Runs, one a row, gathered by equal inputs, in the order in which points came."""
    points, first, place = np.unique(x, axis=0, return_index=True, return_inverse=True)
    place = np.argsort(np.argsort(first))[place.ravel()]
    seeds = np.bincount(place).astype(float)
    means = np.bincount(place, y) / seeds
    squares = float(((y - means[place]) ** 2).sum())
    return Scatter(points[np.argsort(first)], means, seeds, squares, len(y) - len(points))


def is_still(scatter: Scatter) -> bool:
    """Whether an outcome is the same in all runs."""
    spread = math.sqrt(scatter.squares) + float(np.ptp(scatter.y))
    return spread <= STILL * float(np.abs(scatter.y).max())


def seen(scatter: Scatter) -> tuple[int, ...]:
    """Inputs that screening leaves: all where they are few, none where nothing moves the outcome."""
    screened = inputs_of(screen(scatter.x, scatter.y))
    inputs = scatter.x.shape[1]
    return tuple(range(inputs)) if screened and inputs <= FEW else screened


def fit_outcome(x: Floats, y: Floats) -> Fitted:
    """Fit one outcome to runs.

    Parameters
    ----------
    x : float array, shape (runs, inputs)
        Inputs, each between 0 and 1; runs of a point have equal rows.
    y : float array, shape (runs,)
        Levels, or differences from the baseline at the same point and seed.

    Raises
    ------
    ValueError
        If a value is not finite, or there is no run.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.sensitivity.fitted import fit_outcome
    >>> x = (np.arange(80)[:, None] * [0.618034, 0.414214]) % 1
    >>> found = fit_outcome(x, 3 * x[:, 1] ** 2)
    >>> found.told, round(found.r2, 2)
    (True, 1.0)
    """
    if not (len(y) and np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("inputs and outcomes are finite numbers, at least one")
    scatter = gathered(x, y)
    if is_still(scatter) or not (inputs := seen(scatter)):
        return Fitted(scatter, (), None)
    with one_thread():
        sizes = likeliest(scatter.of(inputs))
        return Fitted(scatter, inputs, sizes, _out_of_sample(scatter, inputs, sizes))


def _out_of_sample(scatter: Scatter, inputs: tuple[int, ...], sizes: Sizes, folds: int = FOLDS) -> float:
    """Share of what noise leaves that is foretold of points which neither screening nor fit has seen.

    Sizes are those of all points, as far as the same inputs are screened.
    """
    order = np.random.default_rng(0).permutation(len(scatter.y)) % folds
    errors = np.empty(len(scatter.y))
    for fold in range(folds):
        held = order == fold
        train = scatter.at(~held)
        own = tuple(each for each in seen(train) if each in inputs)
        places = [inputs.index(each) for each in own]
        orders = sizes.orders[: len(Expansion(len(own)).degrees)]
        orders = np.concatenate([orders, orders[-1:]]) if len(orders) < len(Expansion(len(own)).degrees) else orders
        kept = Sizes(sizes.weights[places], sizes.falls[places], orders, sizes.seed, sizes.rest, sizes.scale)
        made = Fitted(train, own, kept if own else None)
        errors[held] = scatter.y[held] - made.predict(scatter.x[held])
    noise = float((sizes.seed / scatter.seeds).mean())
    left = float(scatter.y.var()) - noise
    if left <= 1e-6 * float(scatter.y.var()):
        return math.nan
    return min(1.0, 1.0 - (float((errors**2).mean()) - noise) / left)
