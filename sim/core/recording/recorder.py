"""The recorder: tallies by village and month, tallies by group and year, and the indicators that follow from them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from sim.core.columns.columns import columns_of, structured_type
from sim.core.compute.kernels import kernel
from sim.core.config.language import message
from sim.core.recording.aggregation import Groups, GroupTable, OverVillages
from sim.core.recording.indicator import AnyIndicator, Numbers, terms
from sim.core.recording.outcomes import Outcomes, OverMonths


@kernel
def keep(now, past, month):  # type: ignore[no-untyped-def]
    """Keep a month's tallies and clear them; returns the place of one that is not finite, and does nothing, or -1."""
    villages, tallies = now.shape
    for v in range(villages):
        for t in range(tallies):
            if not math.isfinite(now[v, t]):
                return v * tallies + t
    for v in range(villages):
        for t in range(tallies):
            past[month, t, v] = now[v, t]
            now[v, t] = 0.0
    return -1


@kernel
def add_up(past, tally, since, until, total):  # type: ignore[no-untyped-def]
    """Add the months ``since:until`` of a tally to the ``total`` of each village, in order."""
    for month in range(since, until):
        for v in range(total.size):
            total[v] += float(past[month, tally, v])


class Recorder:
    """All tallies of a run.

    Parameters
    ----------
    tallies : type
        Class that declares the tallies.
    villages, months : int
        Shape of the run, burn-in included.
    groups : Groups, optional
        What is kept by group of persons and year.
    lead : int
        A month of the run in which one of these years begins or ends.
    places : dict of str to int array, shape (villages,), optional
        Township and county of each village.

    Attributes
    ----------
    now : structured array, shape (villages,)
        The month's tallies; mechanisms add to it, :meth:`close` keeps and clears it.
    past : float32 array, shape (months, tallies, villages)
        What has been kept, as kernels read it: a tally of all villages lies together.
    place : dict of str to int
        Where each tally stands in ``past``.
    by_group : GroupTable or None
    """

    def __init__(
        self,
        tallies: type,
        villages: int,
        months: int,
        groups: Groups | None = None,
        lead: int = 0,
        places: Mapping[str, np.ndarray] | None = None,
    ) -> None:
        self.places = {name: np.array(place) for name, place in (places or {}).items()}
        self.by_group = None if groups is None else GroupTable(groups, villages, lead)
        self.names = list(columns_of(tallies))
        self.now = np.zeros(villages, structured_type(tuple((name, "f8") for name in self.names)))
        self.place = {name: place for place, name in enumerate(self.names)}
        self.past = np.zeros((months, len(self.names), villages), np.float32)
        self.month = 0

    def close(self) -> None:
        """Keep the month and start the next.

        Raises
        ------
        IndexError
            If the run goes past the months it was made for.
        FloatingPointError
            If a tally is not finite.
        """
        if self.month >= len(self.past):
            self.past = np.concatenate([self.past, np.zeros((12, *self.past.shape[1:]), np.float32)])
        wrong = keep(self.now.view("f8").reshape(len(self.now), -1), self.past, self.month)
        if wrong >= 0:
            village, tally = divmod(wrong, len(self.names))
            raise FloatingPointError(
                message(
                    "tally {name!r} of village {village} is not finite in month {month}",
                    name=self.names[tally],
                    village=village,
                    month=self.month,
                )
            )
        self.month += 1
        if self.by_group is not None:
            self.by_group.close(self.month)

    @property
    def kept(self) -> np.ndarray:
        """All tallies of all months, shape (months, villages, tallies)."""
        return self.past.transpose(0, 2, 1)

    def series(self, tally: str) -> np.ndarray:
        """One tally so far, shape (months, villages)."""
        return self.past[: self.month, self.place[tally]]

    def window(self, tally: str, months: int = 12) -> np.ndarray:
        """Sum of a tally over the last months, shape (villages,)."""
        total = np.zeros(self.past.shape[2])
        add_up(self.past, self.place[tally], max(self.month - months, 0), self.month, total)
        return total

    def summed(self) -> np.ndarray:
        """All tallies so far summed over the villages, float64, shape (months, tallies)."""
        return self.kept[: self.month].sum(axis=1, dtype=np.float64)

    def sums(self, expression: str, since: int = 0, until: int | None = None) -> np.ndarray:
        """A sum of tallies such as ``"accounts - active"``, shape (months, villages); ones for an empty sum."""
        shape = len(range(*slice(since, until).indices(self.month))), self.past.shape[2]
        if not expression:
            return np.ones(shape)
        total = np.zeros(shape)
        for name, sign in terms(expression):
            total += sign * self.series(name)[since:until].astype(float)
        return total

    def indicator(
        self,
        indicator: AnyIndicator,
        since: int = 0,
        until: int | None = None,
        by_month: bool = True,
        by_village: bool = False,
        by: str | None = None,
    ) -> np.ndarray:
        """Values of an indicator.

        Parameters
        ----------
        indicator : Indicator, Composite or Spread
            What to compute.
        since, until : int
            Months of the run.
        by_month, by_village : bool
            Keep these dimensions; otherwise sums go over them before the ratio is taken.
        by : str, optional
            ``"township"`` or ``"county"``: these instead of villages. Or a grouping of persons, such as ``"age"``:
            its parts are the last dimension, and the first one holds years instead of months.

        Returns
        -------
        float array
            Shape ([months,] [villages, places or parts]); NaN where there is nothing to divide by, and for a
            :class:`Spread` by village.

        Raises
        ------
        ValueError
            If ``by`` is not known, or the indicator is not counted by group of persons.
        """
        if by is not None and by not in self.places:
            if self.by_group is None or by not in self.by_group.groups.groupings:
                known = [*self.places, *(self.by_group.groups.groupings if self.by_group else ())]
                raise ValueError(message("by is {by!r}; allowed are {known}", by=by, known=", ".join(known)))
            since, until, _ = slice(since, until).indices(self.month)
            return self.by_group.values(indicator, by, since, until, by_month, by_village)

        def sums(expression: str) -> Numbers:
            found = self.sums(expression, since, until)
            return found if by_month else np.asarray(found.sum(axis=0))

        return indicator.at(OverVillages(sums, by_village and by is None, None if by is None else self.places[by]))


class Underway(Outcomes):
    """Outcomes of what a recorder holds so far.

    Parameters
    ----------
    recorder : Recorder
    burn_in : int
        Months before the period under study.
    sums : float64 array, shape (months, tallies), optional
        The recorder's :meth:`Recorder.summed`, where they are at hand.
    """

    def __init__(self, recorder: Recorder, burn_in: int, sums: np.ndarray | None = None) -> None:
        self.recorder, self.burn_in = recorder, burn_in
        self.tallies, self.villages = recorder.names, recorder.kept.shape[1]
        self.sums = recorder.summed() if sums is None else sums

    def apart(self, expression: str, over_months: OverMonths) -> np.ndarray:
        """A sum of tallies over months, villages last."""
        return over_months(self.recorder.sums(expression, 0, len(self.sums)))
