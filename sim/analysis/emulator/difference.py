"""Emulator of a difference: what an alternative does to an outcome, from its inputs and the baseline's own outcome.

A regression and a Gaussian process, those of calibration. The exact outcome of the baseline is an input; an outcome
that saturates is emulated on log odds. What can be said of a prediction comes from rows that it has not seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf, nan

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.emulator import Emulator, fit, one_thread, seen_by
from sim.analysis.calibration.screening import Partners, Term, basis, screen
from sim.analysis.emulator.scale import Bar, Scale

Floats = NDArray[np.float64]
FOLDS = 4
HELD = 0.9
"""Share of exact answers that bars are to hold."""
STILL = 1e-12


@dataclass(frozen=True)
class Difference:
    """What is known of the effect on one outcome.

    Attributes
    ----------
    scale : Scale
    process : Emulator
        Of the inputs and the place of the baseline's outcome, on the scale.
    bar : Bar
    r2 : float
        Share of what noise leaves that is foretold of states that were not seen; NaN where noise leaves nothing.
    rows : int
    """

    scale: Scale
    process: Emulator = field(repr=False)
    bar: Bar
    r2: float
    rows: int

    def predict(self, x: Floats, before: Floats) -> Floats:
        """Differences at some inputs, given the outcomes of their baselines."""
        return _predicted(self.process, self.scale, x, np.asarray(before, float))


def fit_difference(
    x: Floats,
    before: Floats,
    after: Floats,
    state: NDArray[np.int64],
    saturating: bool = False,
    partners: Partners | None = None,
    worth: float = -inf,
) -> Difference:
    """Fit the effect on one outcome.

    Parameters
    ----------
    x : float array, shape (pairs, inputs)
        Inputs, each between 0 and 1.
    before, after : float array, shape (pairs,)
        The outcome in the baseline and in the alternative.
    state : int array, shape (pairs,)
        Pairs of one state have one number: the scatter between them tells what luck does.
    saturating : bool
        Whether the outcome is a share: differences are then taken on log odds where that foretells more.

    partners : sequence of collections of int, optional
        For each input, and last for the baseline's outcome, those that it may be multiplied with; all if left out.
    worth : float
        Share that the regression has to foretell for a process on what it leaves to be tried, which takes longest.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.emulator.difference import fit_difference
    >>> x = (np.arange(120)[:, None] * [0.618034, 0.414214]) % 1
    >>> before = (np.arange(120) * 0.302776) % 1
    >>> found = fit_difference(x, before, before + 3 * x[:, 0] * before, np.arange(120))
    >>> round(found.r2, 2), float(np.round(found.predict(x[:1] * 0 + 0.5, np.array([0.5])), 2)[0])
    (1.0, 0.75)
    """
    low, high = float(before.min()), float(before.max())
    ways = [Scale(False, low, high)]
    if saturating and low >= 0 and high <= 1:
        ways.append(Scale(True, low, high))
    with one_thread():
        rows = [_Rows(x, before, after, state, scale, partners) for scale in ways]
        if len(rows) > 1:  # one fold tells scales apart
            rows = [min(rows, key=lambda each: _regressed(each, 1).mean_square)]
        tried = _regressed(rows[0])
        process = _alone(tried)
        if _foretold(tried, state) >= worth:
            other, with_process = _with_process(tried)
            if with_process.mean_square < tried.mean_square:
                process, tried = other, with_process
    bar = _bar(tried.errors, tried.predicted, _noise(tried.errors, state))
    return Difference(tried.rows.scale, process, bar, _foretold(tried, state), len(before))


def _foretold(tried: _Tried, state: NDArray[np.int64]) -> float:
    """Share of what noise leaves that is foretold out of sample; NaN where noise leaves nothing."""
    noise, spread = _noise(tried.errors, state), float((tried.rows.after - tried.rows.before).var())
    left = spread - noise
    return min(1.0 - (tried.mean_square - noise) / left, 1.0) if left > 1e-6 * spread > 0 else nan


@dataclass(frozen=True)
class _Rows:
    """Pairs, and the scale on which their differences are taken."""

    x: Floats
    before: Floats
    after: Floats
    state: NDArray[np.int64]
    scale: Scale
    partners: Partners | None

    @cached_property
    def inputs(self) -> Floats:
        return np.column_stack([self.x, self.scale.place(self.before)])

    @cached_property
    def steps(self) -> Floats:
        return self.scale.turned(self.after) - self.scale.turned(self.before)


def _predicted(process: Emulator, scale: Scale, x: Floats, before: Floats) -> Floats:
    return scale.difference(before, process.mean(np.column_stack([x, scale.place(before)])))


@dataclass(frozen=True)
class _Tried:
    """A regression on one scale, and what it foretells of pairs that it has not seen; those of a state together."""

    rows: _Rows
    fold: NDArray[np.int64]
    terms: tuple[Term, ...]
    terms_of_folds: tuple[tuple[Term, ...], ...]
    predicted: Floats

    @property
    def errors(self) -> Floats:
        return self.rows.after - self.rows.before - self.predicted

    @property
    def mean_square(self) -> float:
        return float(np.nanmean(self.errors**2))


def _regressed(rows: _Rows, folds: int = FOLDS) -> _Tried:
    """Screened anew without each fold; of so many folds, of the others nothing is foretold."""
    states, place = np.unique(rows.state, return_inverse=True)
    fold = (np.random.default_rng(0).permutation(len(states)) % FOLDS)[place]
    predicted, terms = np.full(len(rows.before), nan), []
    for each in range(folds):
        held = fold == each
        x, y = rows.inputs[~held], rows.steps[~held]
        terms.append(screen(x, y, partners=rows.partners))
        coefficients = np.linalg.lstsq(basis(x, terms[-1]), y, rcond=None)[0]
        step = basis(rows.inputs[held], terms[-1]) @ coefficients
        predicted[held] = rows.scale.difference(rows.before[held], step)
    whole = screen(rows.inputs, rows.steps, partners=rows.partners) if folds == FOLDS else ()
    return _Tried(rows, fold, whole, tuple(terms), predicted)


def _with_process(tried: _Tried) -> tuple[Emulator, _Tried]:
    """The same with a process on what the regression leaves, its lengths and variances those of all pairs."""
    rows = tried.rows
    process = fit(rows.inputs, rows.steps, 1, None, tried.terms)
    predicted = np.empty(len(rows.before))
    for each, terms in enumerate(tried.terms_of_folds):
        held = tried.fold == each
        made = _narrowed(process, terms, rows.inputs[~held], rows.steps[~held])
        predicted[held] = rows.scale.difference(rows.before[held], made.mean(rows.inputs[held]))
    return process, replace(tried, predicted=predicted)


def _alone(tried: _Tried) -> Emulator:
    """The regression as a process of no size."""
    rows = tried.rows
    left = (
        rows.steps
        - basis(rows.inputs, tried.terms) @ np.linalg.lstsq(basis(rows.inputs, tried.terms), rows.steps, rcond=None)[0]
    )
    lengths = (1.0,) * len(seen_by(tried.terms, rows.inputs.shape[1]))
    seeds = np.ones(len(left))
    return Emulator(tried.terms, lengths, 0.0, 0.0, float(left.var()), rows.inputs, rows.steps, seeds)


def _narrowed(process: Emulator, terms: tuple[Term, ...], x: Floats, y: Floats) -> Emulator:
    """The process with other terms and rows."""
    known = dict(zip(process.inputs, process.lengths, strict=True))
    usual = float(np.median(process.lengths)) if process.lengths else 1.0
    lengths = tuple(known.get(each, usual) for each in seen_by(terms, x.shape[1]))
    return replace(process, terms=terms, lengths=lengths, x=x, y=y, seeds=np.ones(len(y)))


def _noise(errors: Floats, state: NDArray[np.int64]) -> float:
    """Variance between pairs of one state, as far as their baselines do not foretell it."""
    places: dict[int, list[int]] = {}
    for place, number in enumerate(state.tolist()):
        places.setdefault(number, []).append(place)
    groups = [errors[each] for each in places.values() if len(each) > 1]
    squares = sum(float(((each - each.mean()) ** 2).sum()) for each in groups)
    freedom = sum(len(each) - 1 for each in groups)
    return squares / freedom if freedom else 0.0


def _bar(errors: Floats, predicted: Floats, noise: float) -> Bar:
    """Size of errors as it grows with what is foretold."""
    from scipy.optimize import nnls

    scale = float((errors**2).mean())
    if scale <= STILL**2:
        return Bar(0.0, 0.0, 1.0, noise)
    columns = np.column_stack([np.ones(len(errors)), predicted**2])
    sizes = np.maximum(columns.max(axis=0), 1e-300)
    found = nnls(columns / sizes, errors**2 / scale)[0] / sizes * scale
    floor, slope = float(np.sqrt(max(found[0], 0.01 * scale))), float(np.sqrt(found[1]))
    relative = np.abs(errors) / np.sqrt(floor**2 + (slope * predicted) ** 2)
    return Bar(floor, slope, float(np.quantile(relative, HELD)), noise)
