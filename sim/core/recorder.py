"""The recorder: tallies by village and month, and indicators as ratios of their sums."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.core.columns import columns_of


@dataclass(frozen=True)
class Indicator:
    """An outcome, declared once: the ratio of two sums of tallies.

    Parameters
    ----------
    name, unit : str
        Key and unit.
    zh, en : str
        Labels.
    numerator, denominator : str
        Tallies, with ``+`` and ``-`` between them; an empty denominator divides by the number of village-months.
    better : int
        +1 if more is wanted, -1 if less, 0 if neither.
    reported : str, optional
        Name of the twin that superiors see.
    scale : float
        Factor, e.g. 12 for a rate a year.
    code : str
        Number in the model description, e.g. Y2.
    note : str
        Definition in a sentence.
    """

    name: str
    unit: str
    en: str
    zh: str
    numerator: str
    denominator: str = ""
    better: int = 0
    reported: str | None = None
    scale: float = 1.0
    code: str = ""
    note: str = ""

    @property
    def tallies(self) -> list[str]:
        """Names of all tallies used."""
        return [name for name, _ in terms(self.numerator) + terms(self.denominator)]


def terms(expression: str) -> list[tuple[str, float]]:
    """Names and signs of a sum such as ``"accounts - active"``."""
    parts = expression.replace("-", "+ -").split("+")
    return [(part.replace("-", "").strip(), -1.0 if "-" in part else 1.0) for part in parts if part.strip()]


class Recorder:
    """All tallies of a run.

    Parameters
    ----------
    tallies : type
        Class that declares the tallies.
    villages, months : int
        Shape of the run, burn-in included.

    Attributes
    ----------
    now : structured array, shape (villages,)
        The month's tallies; mechanisms add to it, :meth:`close` keeps and clears it.
    kept : float32 array, shape (months, villages, tallies)
    """

    def __init__(self, tallies: type, villages: int, months: int) -> None:
        self.names = list(columns_of(tallies))
        self.now = np.zeros(villages, np.dtype([(name, "f8") for name in self.names], align=True))
        self.kept = np.zeros((months, villages, len(self.names)), np.float32)
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
        block = self.now.view("f8").reshape(len(self.now), -1)
        if not np.isfinite(block).all():
            village, tally = np.argwhere(~np.isfinite(block))[0]
            raise FloatingPointError(
                f"tally {self.names[tally]!r} of village {village} is not finite in month {self.month}"
            )
        if self.month >= len(self.kept):
            self.kept = np.concatenate([self.kept, np.zeros_like(self.kept, shape=(12, *self.kept.shape[1:]))])
        self.kept[self.month] = block
        block[:] = 0.0
        self.month += 1

    def series(self, tally: str) -> np.ndarray:
        """One tally so far, shape (months, villages)."""
        return self.kept[: self.month, :, self.names.index(tally)]

    def window(self, tally: str, months: int = 12) -> np.ndarray:
        """Sum of a tally over the last months, shape (villages,)."""
        return self.series(tally)[-months:].sum(axis=0, dtype=float)

    def sums(self, expression: str, since: int = 0, until: int | None = None) -> np.ndarray:
        """A sum of tallies such as ``"accounts - active"``, shape (months, villages)."""
        total = np.zeros((len(range(*slice(since, until).indices(self.month))), self.kept.shape[1]))
        for name, sign in terms(expression):
            total += sign * self.series(name)[since:until].astype(float)
        return total

    def indicator(
        self,
        indicator: Indicator,
        since: int = 0,
        until: int | None = None,
        by_month: bool = True,
        by_village: bool = False,
    ) -> np.ndarray:
        """Values of an indicator.

        Parameters
        ----------
        indicator : Indicator
            What to compute.
        since, until : int
            Months of the run.
        by_month, by_village : bool
            Keep these dimensions; otherwise sums go over them before the ratio is taken.

        Returns
        -------
        float array
            Shape (months,), (villages,), (months, villages) or (); NaN where the denominator is 0.
        """
        over = tuple(axis for axis, keep in ((0, by_month), (1, by_village)) if not keep)
        above = self.sums(indicator.numerator, since, until).sum(axis=over)
        shape = (
            self.sums(indicator.denominator, since, until)
            if indicator.denominator
            else np.ones((self.month, self.kept.shape[1]))[since:until]
        )
        below = shape.sum(axis=over)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below != 0, indicator.scale * above / below, np.nan)
