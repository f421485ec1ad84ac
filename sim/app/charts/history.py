"""Monthly sums of a run over all its villages, added up once a month and kept with the model."""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np

from sim.core.config.calendar import MONTHS, name_of
from sim.core.recording.indicator import AnyIndicator, Measure, Numbers, terms
from sim.core.recording.recorder import Recorder


class History:
    """Sums of every tally over the villages, month by month.

    Parameters
    ----------
    recorder : Recorder
        Of the run.
    """

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.months: list[np.ndarray] = []
        self.places = {name: place for place, name in enumerate(recorder.names)}
        self.ranges: dict[str, tuple[float, float]] = {}
        self._cumulated = np.zeros((1, len(recorder.names)))
        self._lock = Lock()

    def catch_up(self) -> np.ndarray:
        """Add the months lived since the last call; several views may ask at once.

        Returns
        -------
        float array, shape (months + 1, tallies)
            Sums of all months before each month.
        """
        recorder = self.recorder
        with self._lock:
            if len(self.months) < recorder.month:
                for month in range(len(self.months), recorder.month):
                    self.months.append(recorder.kept[month].sum(axis=0, dtype=float))
                self._cumulated = np.concatenate([np.zeros((1, len(recorder.names))), np.cumsum(self.months, axis=0)])
            return self._cumulated

    def _sums(self, cumulated: np.ndarray, expression: str, since: int, window: int) -> np.ndarray:
        ends = np.arange(since + 1, len(cumulated))
        starts = np.maximum(ends - window, 0)
        if not expression:
            return (ends - starts) * float(self.recorder.kept.shape[1])
        total = np.zeros(len(ends))
        for name, sign in terms(expression):
            column = cumulated[:, self.places[name]]
            total += sign * (column[ends] - column[starts])
        return total

    def series(self, indicator: AnyIndicator, since: int = 0, window: int = 1) -> np.ndarray:
        """Values month by month, each over the months of a window that ends with it.

        Parameters
        ----------
        indicator : Indicator, Composite or Spread
            What to compute.
        since : int
            First month of the run to return.
        window : int
            Months that are added up before the ratio is taken.

        Returns
        -------
        float array, shape (months,)
            NaN where there is nothing to divide by.
        """
        return np.asarray(indicator.at(_Windows(self, self.catch_up(), since, window)))


class _Windows:
    """A history at the level of the whole world, each value over the months of a window."""

    def __init__(self, history: History, cumulated: np.ndarray, since: int, window: int) -> None:
        self.history, self.cumulated, self.since, self.window = history, cumulated, since, window

    def total(self, expression: str) -> Numbers:
        """Sums at this level."""
        return self.history._sums(self.cumulated, expression, self.since, self.window)

    def between(self, measure: Measure, expressions: tuple[str, ...]) -> Numbers:
        """A measure over the villages."""
        ends = np.arange(self.since + 1, len(self.cumulated))
        starts = np.maximum(ends - self.window, 0)
        found = []
        for expression in expressions:
            monthly = self.history.recorder.sums(expression, 0, len(self.cumulated) - 1)
            before = np.concatenate([np.zeros((1, monthly.shape[1])), np.cumsum(monthly, axis=0)])
            found.append(before[ends] - before[starts])
        return measure(*found)


def history_of(model: Any) -> History:
    """History of a model: made on first use, kept with the model and gone with it."""
    history = getattr(model, "watched_history", None)
    if history is None or history.recorder is not model.recorder:
        history = model.watched_history = History(model.recorder)
    return history


def first_shown(model: Any) -> int:
    """First month of the run on the time axis: a year before the start, if the burn-in is that long."""
    return max(model.burn_in - MONTHS, 0)


def month_names(model: Any) -> list[str]:
    """Names of the months on the time axis, to the end of the horizon, such as ``"2021-01"``."""
    born = model.month - model.recorder.month
    return [name_of(month) for month in range(born + first_shown(model), born + len(model.recorder.kept))]
