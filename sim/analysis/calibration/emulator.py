"""Emulator of one output: a regression on what screening has taken, and a Gaussian process on what that leaves.

The process sees the screened inputs only, all where they are few; a nugget stands for what the others do. Replicates
tell how much of the scatter is the seed's: that part of the nugget is known, the rest is fitted. What is emulated is
the mean over seeds; its variance holds what is not known of the regression and of the process, and what inputs that
were not screened do.

References
----------
Rasmussen, C. E. and Williams, C. K. I. (2006). Gaussian Processes for Machine Learning, 2.7 (from memory).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from sim.analysis.calibration.implausibility import Goal
from sim.analysis.calibration.screening import Term, basis, inputs_of, screen
from sim.core.config.language import message

Floats = NDArray[np.float64]
LENGTHS = (0.1, 20.0)
"""Range of the lengths over which the process changes, in widths of an input's range."""
OWN_LENGTHS = 8
"""Inputs up to which each has a length of its own; beyond, one serves all."""
STARTS = (0.4, 1.5)
"""Lengths that the search for the likeliest sets out from."""
STEPS = 60
MOST_SEARCHED = 300
"""Rows that lengths are searched with: the time of a search grows with their third power."""
SMALLEST_NUGGET = 1e-8
BLOCK = 4096


@dataclass(frozen=True)
class Emulator:
    """What is known of one output at any point.

    Attributes
    ----------
    terms : tuple of Term
        Terms of the regression; none if no input moves the output.
    lengths : tuple of float
        Length of each screened input.
    signal, rest : float
        Variance of the process, and of what neither it nor the seed accounts for.
    seed_variance : float
        Variance between seeds of one run.
    x : float array, shape (rows, inputs)
    y : float array, shape (rows,)
        Means over the seeds of each row.
    seeds : float array, shape (rows,)
        Seeds of each row.
    caution : float
        Factor of the variance: mean squared error of each row left out, in its own predicted variance, if above 1.
    """

    terms: tuple[Term, ...]
    lengths: tuple[float, ...]
    signal: float
    rest: float
    seed_variance: float
    x: Floats
    y: Floats
    seeds: Floats
    caution: float = 1.0

    @property
    def inputs(self) -> tuple[int, ...]:
        """Inputs that the process sees."""
        return seen_by(self.terms, self.x.shape[1])

    @property
    def moved(self) -> bool:
        """Whether any input moves the output."""
        return bool(self.terms)

    @cached_property
    def _solved(self) -> tuple[Any, ...]:
        """What every prediction needs: factors of the covariance, coefficients, weights."""
        noise = self.rest + self.seed_variance / self.seeds
        nugget = np.maximum(
            noise, SMALLEST_NUGGET * max(float(self.y.var()), SMALLEST_NUGGET * (1.0 + float((self.y**2).mean())))
        )
        chosen = self.x[:, self.inputs]
        factor = cho_factor(self._covariance(chosen, chosen) + np.diag(nugget), lower=True)
        h = basis(self.x, self.terms)
        solved = cho_solve(factor, h)
        normal = cho_factor(h.T @ solved + 1e-12 * np.eye(h.shape[1]), lower=True)
        coefficients = cho_solve(normal, solved.T @ self.y)
        inverse = cho_solve(factor, np.eye(len(self.y)))
        return (
            coefficients,
            cho_solve(factor, self.y - h @ coefficients),
            inverse,
            solved,
            cho_solve(normal, np.eye(h.shape[1])),
        )

    def _covariance(self, a: Floats, b: Floats) -> Floats:
        if not a.shape[1] or self.signal <= 0.0:
            return np.zeros((len(a), len(b)))
        a, b = a / np.asarray(self.lengths), b / np.asarray(self.lengths)
        squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None, :] - 2.0 * (a @ b.T)
        return self.signal * np.exp(-0.5 * np.maximum(squares, 0.0))

    def predict(self, points: Floats) -> tuple[Floats, Floats]:
        """Mean over seeds at some points, and its variance.

        Parameters
        ----------
        points : float array, shape (points, inputs)

        Returns
        -------
        mean, variance : float arrays, shape (points,)
        """
        parts = [self._predict(points[at : at + BLOCK]) for at in range(0, len(points), BLOCK)]
        if not parts:
            return np.empty(0), np.empty(0)
        return np.concatenate([mean for mean, _ in parts]), np.concatenate([variance for _, variance in parts])

    def mean(self, points: Floats) -> Floats:
        """Mean over seeds at some points alone, which takes far less than its variance."""
        coefficients, weights, *_ = self._solved
        k = self._covariance(points[:, self.inputs], self.x[:, self.inputs])
        return np.asarray(basis(points, self.terms) @ coefficients + k @ weights)

    def weights(self) -> tuple[Floats, Floats]:
        """Coefficients of the constant and the terms, and weights of the rows: all that a mean is made of."""
        coefficients, weights, *_ = self._solved
        return coefficients, weights

    def _predict(self, points: Floats) -> tuple[Floats, Floats]:
        mean, most, k = self._bounded(points)
        return mean, most - self.caution * np.minimum(self._known(k), self.signal)

    def _bounded(self, points: Floats) -> tuple[Floats, Floats, Floats]:
        """Mean, its variance if the process were known nowhere, and the covariance with what is known."""
        coefficients, weights, _, solved, normal = self._solved
        h = basis(points, self.terms)
        k = self._covariance(points[:, self.inputs], self.x[:, self.inputs])
        left = h - k @ solved
        slack = np.einsum("ij,ij->i", left @ normal, left)
        return h @ coefficients + k @ weights, self.caution * (self.signal + slack + self.rest), k

    def _known(self, k: Floats) -> Floats:
        """What the rows tell of the process, as a variance; most of the arithmetic of a prediction is here."""
        return np.asarray(np.einsum("ij,ij->i", k @ self._solved[2], k))

    def exceeds(self, points: Floats, goal: Goal, seed_variance: float, cut: float) -> NDArray[np.bool_]:
        """Whether points are more implausible than the cut; the variance is worked out only where it decides."""
        found = [
            self._exceeds(points[at : at + BLOCK], goal, seed_variance, cut) for at in range(0, len(points), BLOCK)
        ]
        return np.concatenate(found) if found else np.zeros(0, bool)

    def _exceeds(self, points: Floats, goal: Goal, seed_variance: float, cut: float) -> NDArray[np.bool_]:
        mean, most, k = self._bounded(points)
        found = goal.implausibility(mean, most + seed_variance) > cut
        least = most - self.caution * self.signal
        open_ = np.flatnonzero(~found & (goal.implausibility(mean, least + seed_variance) > cut))
        if open_.size:
            variance = most[open_] - self.caution * np.minimum(self._known(k[open_]), self.signal)
            found[open_] = goal.implausibility(mean[open_], variance + seed_variance) > cut
        return found

    def left_out(self) -> tuple[Floats, Floats]:
        """Error of each row as the others predict it, and the variance predicted for it, its seeds' included."""
        _, _, inverse, solved, normal = self._solved
        projected = inverse - solved @ normal @ solved.T
        precision = np.maximum(np.diag(projected), 1e-300)
        return projected @ self.y / precision, 1.0 / precision

    def plain(self) -> dict[str, Any]:
        """What was fitted, in plain numbers; with the rows that it was fitted to it is the emulator again."""
        return {
            "terms": [[list(part) for part in term] for term in self.terms],
            "lengths": list(self.lengths),
            "signal": self.signal,
            "rest": self.rest,
            "seed_variance": self.seed_variance,
            "caution": self.caution,
        }

    @classmethod
    def of(cls, plain: dict[str, Any], x: Floats, y: Floats, seeds: Floats) -> Emulator:
        """The emulator that was made plain, of the same rows."""
        terms = tuple(tuple((int(a), int(b)) for a, b in term) for term in plain["terms"])
        fitted = {name: float(plain[name]) for name in ("signal", "rest", "seed_variance", "caution")}
        return cls(terms, tuple(plain["lengths"]), x=x, y=y, seeds=seeds, **fitted)


def seen_by(terms: tuple[Term, ...], inputs: int) -> tuple[int, ...]:
    """Inputs that the process sees: those screened, or all where they are few, which its lengths then tell apart."""
    return tuple(range(inputs)) if terms and inputs <= OWN_LENGTHS else inputs_of(terms)


def one_thread() -> Any:
    """A context in which linear algebra takes one thread: matrices are small, workers many, and bits stay the same."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def fit(
    x: Floats,
    y: Floats,
    seeds: Floats | int = 1,
    seed_variance: float | None = 0.0,
    terms: tuple[Term, ...] | None = None,
) -> Emulator:
    """Fit an emulator.

    Parameters
    ----------
    x : float array, shape (rows, inputs)
        Inputs, each between 0 and 1.
    y : float array, shape (rows,)
        Means over the seeds of each row.
    seeds : float array, shape (rows,), or int
        Seeds of each row.
    seed_variance : float or None
        Variance between seeds of one run, as :func:`pooled_variance` gives it; None if it is not known: all scatter
        that the inputs do not account for is then the seed's.

    terms : tuple of Term, optional
        Terms of the regression where they are known; they are screened if left out.

    Raises
    ------
    ModuleNotFoundError
        If scikit-learn is not installed.
    """
    count = np.broadcast_to(np.asarray(seeds, float), y.shape).copy()
    terms = screen(x, y) if terms is None else terms
    if not terms:
        spread = float(y.var(ddof=1)) if len(y) > 1 else 0.0
        noise = spread * float(count.mean()) if seed_variance is None else seed_variance
        return Emulator((), (), 0.0, max(0.0, spread - noise / float(count.mean())), noise, x, y, count)
    scale = float(y.std()) or 1.0
    h = basis(x, terms)
    left = (y - h @ np.linalg.lstsq(h, y, rcond=None)[0]) / scale
    noise = 0.0 if seed_variance is None else seed_variance / scale**2
    signal, lengths, nugget = _hyperparameters(x[:, seen_by(terms, x.shape[1])], left, noise / count)
    rest, own = nugget * scale**2, seed_variance
    if own is None:
        rest, own = 0.0, nugget * scale**2 * float(count.mean())
    found = Emulator(terms, lengths, signal * scale**2, rest, float(own), x, y, count)
    error, variance = found.left_out()
    return replace(found, caution=max(1.0, float((error**2 / variance).mean())))


def _hyperparameters(x: Floats, left: Floats, noise: Floats) -> tuple[float, tuple[float, ...], float]:
    """Variance of the process, its lengths and the nugget beside the known noise, of largest likelihood."""
    regressor, kernels = _scikit()
    with one_thread():
        return _likeliest(regressor, kernels, x, left, noise)


def _likeliest(
    regressor: Any, kernels: Any, x: Floats, left: Floats, noise: Floats
) -> tuple[float, tuple[float, ...], float]:
    if len(left) > MOST_SEARCHED:
        chosen = np.linspace(0, len(left) - 1, MOST_SEARCHED).astype(int)
        x, left, noise = x[chosen], left[chosen], noise[chosen]
    spread = max(float(left.var()), SMALLEST_NUGGET)
    own = x.shape[1] if x.shape[1] <= OWN_LENGTHS else 1
    best: Any = None
    for start in STARTS:
        kernel = kernels.ConstantKernel(spread, (1e-6 * spread, 1e3 * spread)) * kernels.RBF(
            np.full(own, start), LENGTHS
        ) + kernels.WhiteKernel(0.1 * spread, (SMALLEST_NUGGET, 2.0 * spread + SMALLEST_NUGGET))
        fitted = regressor(kernel, alpha=noise + SMALLEST_NUGGET, optimizer=_limited)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of bounds that are reached, which here say that an input does little
            fitted.fit(x, left)
        if best is None or fitted.log_marginal_likelihood_value_ > best.log_marginal_likelihood_value_:
            best = fitted
    product, white = best.kernel_.k1, best.kernel_.k2
    lengths = np.broadcast_to(np.atleast_1d(product.k2.length_scale), (x.shape[1],))
    return float(product.k1.constant_value), tuple(lengths.tolist()), float(white.noise_level)


def _limited(objective: Any, start: Floats, bounds: Any) -> tuple[Floats, float]:
    """The usual optimiser, with fewer steps: the last digits of a length change nothing."""
    from scipy.optimize import minimize

    found = minimize(objective, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": STEPS})
    return found.x, float(found.fun)


def _scikit() -> tuple[Any, Any]:
    try:
        from sklearn.gaussian_process import GaussianProcessRegressor, kernels
    except ModuleNotFoundError:
        fault = message("calibrate needs scikit-learn: pip install 'ruralparty[analysis]'")
        raise ModuleNotFoundError(fault) from None
    return GaussianProcessRegressor, kernels


def require_scikit() -> None:
    """Say at once if scikit-learn is missing.

    Raises
    ------
    ModuleNotFoundError
        Saying what installs it.
    """
    _scikit()


def pooled_variance(values: list[Floats]) -> float:
    """Variance between seeds, pooled from points that were run more than once.

    Parameters
    ----------
    values : list of float array
        Values of each point, one a seed; points of a single run tell nothing.

    Returns
    -------
    float
        NaN if no point was run twice.
    """
    squares = sum(float(((each - each.mean()) ** 2).sum()) for each in values if len(each) > 1)
    freedom = sum(len(each) - 1 for each in values if len(each) > 1)
    return squares / freedom if freedom else float("nan")
