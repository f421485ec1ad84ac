"""Monthly sums of a run over all its villages, added up once a month and kept with the model."""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np

from sim.core.config.calendar import MONTHS, name_of
from sim.core.recording.indicator import AnyIndicator
from sim.core.recording.recorder import Recorder, Underway


class History:
    """Sums of every tally over the villages, month by month.

    Parameters
    ----------
    recorder : Recorder
        Of the run.
    """

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.ranges: dict[str, tuple[float, float]] = {}
        self._sums = np.zeros((0, len(recorder.names)))
        self._lock = Lock()

    def catch_up(self) -> Underway:
        """Add the months lived since the last call, for what is known of all months; several views may ask at once."""
        with self._lock:
            later = self.recorder.kept[len(self._sums) : self.recorder.month].sum(axis=1, dtype=float)
            self._sums = np.concatenate([self._sums, later])
            return Underway(self.recorder, 0, self._sums)

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
        return self.catch_up().series(indicator, window)[since:]


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
