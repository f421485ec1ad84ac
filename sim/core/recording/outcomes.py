"""Outcomes: values of indicators over months, of a finished run and of a model under way alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np

from sim.core.recording.indicator import AnyIndicator, Measure, Numbers, terms

OverMonths = Callable[[np.ndarray], np.ndarray]


class Outcomes(ABC):
    """Tallies month by month, and the values of indicators that follow from them.

    Tallies are summed over the villages first and over months after that, so that a model under way gives the same bits
    as the run that is kept of it.

    Attributes
    ----------
    tallies : sequence of str
        Names of the columns of ``sums``.
    sums : float64 array, shape (months, tallies)
        Tallies summed over the villages, burn-in included.
    villages : int
        Number of villages.
    burn_in : int
        Months before the period under study.
    """

    tallies: Sequence[str]
    sums: np.ndarray
    villages: int
    burn_in: int

    @abstractmethod
    def apart(self, expression: str, over_months: OverMonths) -> np.ndarray | None:
        """A sum of tallies over months, villages last; nothing if they were not kept."""

    @property
    def months(self) -> int:
        """Months under study, burn-in left out."""
        return len(self.sums) - self.burn_in

    def summed(self, expression: str) -> np.ndarray:
        """A sum of tallies by month, shape (months,); the number of villages for an empty one."""
        if not expression:
            return np.full(len(self.sums), float(self.villages))
        return sum(
            (sign * self.sums[:, self.tallies.index(name)] for name, sign in terms(expression)),
            np.zeros(len(self.sums)),
        )

    def value(self, indicator: AnyIndicator, since: int, until: int) -> float:
        """An indicator over the months ``since:until`` under study; NaN if there is nothing to divide by."""
        window = slice(self.burn_in + since, self.burn_in + until)
        return float(indicator.at(_Months(self, lambda values: values[window].sum(axis=0))))

    def series(self, indicator: AnyIndicator, over: int = 1) -> np.ndarray:
        """An indicator month by month.

        Parameters
        ----------
        indicator : Indicator, Composite or Spread
            What to compute.
        over : int
            Months whose tallies are summed before the ratio is taken, the month itself the last of them.

        Returns
        -------
        float array, shape (months,)
            Over the period under study; NaN where there is nothing to divide by.
        """
        return np.asarray(indicator.at(_Months(self, lambda values: trailing(values, over)[self.burn_in :])))

    def over(self, indicator: AnyIndicator, starts: np.ndarray) -> np.ndarray:
        """An indicator over stretches of months of the period under study.

        Parameters
        ----------
        indicator : Indicator, Composite or Spread
            What to compute.
        starts : int array, shape (stretches,)
            First month of each stretch, rising from 0; it ends where the next begins.

        Returns
        -------
        float array, shape (stretches,)
            NaN where there is nothing to divide by.
        """
        return np.asarray(
            indicator.at(_Months(self, lambda values: np.add.reduceat(values[self.burn_in :], starts, axis=0)))
        )


class _Months:
    """All villages together, over months as the function says."""

    def __init__(self, outcomes: Outcomes, over_months: OverMonths) -> None:
        self.outcomes, self.over_months = outcomes, over_months

    def total(self, expression: str) -> Numbers:
        """Sum at this level."""
        return np.asarray(self.over_months(self.outcomes.summed(expression)), float)

    def between(self, measure: Measure, expressions: tuple[str, ...]) -> Numbers:
        """A measure over the villages; NaN if their tallies were not kept, or there is only one."""
        if self.outcomes.villages == 1:
            return np.full_like(self.total(""), np.nan)
        found = [self.outcomes.apart(expression, self.over_months) for expression in expressions]
        apart = [each for each in found if each is not None]
        return measure(*apart) if len(apart) == len(found) else np.full_like(self.total(""), np.nan)


def trailing(values: np.ndarray, over: int) -> np.ndarray:
    """Sums over the last ``over`` entries of the first dimension, fewer at the start."""
    if not len(values):
        return values
    if values.ndim == 1:
        return np.convolve(values, np.ones(over))[: len(values)]
    return np.stack([trailing(column, over) for column in values.T], axis=-1)
