"""Levels of aggregation: sums of tallies over months, villages, places and groups of persons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.core.columns.columns import columns_of
from sim.core.config.calendar import MONTHS
from sim.core.config.language import message
from sim.core.recording.indicator import AnyIndicator, Composite, Declared, Indicator, Measure, Numbers, terms

Sums = Callable[[str], Numbers]


class OverVillages:
    """Sums over months and villages.

    Parameters
    ----------
    sums : callable
        Values of an expression, villages last; of village-months for an empty one.
    by_village : bool
        Keep the villages apart.
    places : int array, shape (villages,), optional
        Township or county of each village, 0, 1, …: these are kept apart.
    """

    def __init__(self, sums: Sums, by_village: bool = False, places: np.ndarray | None = None) -> None:
        self.sums, self.by_village, self.places = sums, by_village, places

    def total(self, expression: str) -> Numbers:
        """Sum at this level."""
        found = self.sums(expression)
        return found if self.by_village else self._over_villages(lambda each: np.asarray(each.sum(axis=-1)), found)

    def between(self, measure: Measure, expressions: tuple[str, ...]) -> Numbers:
        """A measure over the villages; NaN for villages by themselves."""
        found = [self.sums(expression) for expression in expressions]
        return np.full(found[0].shape, np.nan) if self.by_village else self._over_villages(measure, *found)

    def _over_villages(self, measure: Measure, *found: Numbers) -> Numbers:
        """A measure over all villages, or over those of each place."""
        if self.places is None:
            return measure(*found)
        chosen = (self.places == place for place in range(int(self.places.max()) + 1))
        return np.stack([measure(*(each[..., here] for each in found)) for here in chosen], axis=-1)


@dataclass(frozen=True)
class Grouping:
    """A way to part persons, such as by age.

    Parameters
    ----------
    name : str
        What stands behind ``--by``.
    en, zh : str
        Label.
    parts : sequence of (en, zh, cells)
        Label of each part, and the places of its cells in the tallies by group.
    """

    name: str
    en: str
    zh: str
    parts: Sequence[tuple[str, str, tuple[int, ...]]]


@dataclass(frozen=True)
class Groups:
    """What is kept by group of persons and year.

    Parameters
    ----------
    tallies : type
        Class that declares the tallies.
    cells : int
        Number of cells, of which a grouping makes its parts.
    groupings : dict of str to Grouping
    sources : dict of str to (tallies, cells)
        Tallies by village that can be had by group: the group tallies that they are sums of, and the cells that count.
    """

    tallies: type
    cells: int
    groupings: Mapping[str, Grouping]
    sources: Mapping[str, tuple[tuple[str, ...], tuple[int, ...]]]

    def offers(self, indicator: Declared) -> bool:
        """Whether an indicator can be had by group of persons."""
        if isinstance(indicator, Composite):
            return all(self.offers(part) for part in indicator.parts)
        ratio = isinstance(indicator, Indicator) and bool(indicator.denominator)
        return ratio and set(indicator.tallies) <= set(self.sources)


class GroupTable:
    """Tallies by year of the run, village and group.

    Parameters
    ----------
    groups : Groups
    villages : int
    lead : int
        A month of the run in which a year begins; what comes before the first whole year is not kept.

    Attributes
    ----------
    now : float64 array, shape (villages, cells, tallies)
        Sums of the year so far.
    kept : float array, shape (years, villages, cells, tallies)
    """

    def __init__(self, groups: Groups, villages: int, lead: int = 0) -> None:
        self.groups, self.lead = groups, lead % MONTHS
        self.names = list(columns_of(groups.tallies))
        self.now = np.zeros((villages, groups.cells, len(self.names)))
        self.kept: np.ndarray = np.zeros((0, *self.now.shape), np.float32)

    def of(self, tally: str) -> np.ndarray:
        """One tally of the year so far, shape (villages, cells): a view to add to."""
        return self.now[:, :, self.names.index(tally)]

    def close(self, months: int) -> None:
        """Keep the year if one is over after so many months of the run."""
        if months >= self.lead and (months - self.lead) % MONTHS == 0:
            if months > self.lead:
                self.kept = np.concatenate([self.kept, self.now[None].astype(np.float32)])
            self.now[:] = 0.0

    def summed(self) -> GroupTable:
        """The whole years so far, summed over the villages, as a table of one village."""
        found = GroupTable(self.groups, 1, self.lead)
        found.kept = self.kept.sum(axis=1, keepdims=True, dtype=np.float64)
        return found

    def values(
        self, indicator: AnyIndicator, by: str, since: int, until: int, by_year: bool = False, by_village: bool = False
    ) -> np.ndarray:
        """An indicator by group over the whole years within the months ``since:until``.

        Returns
        -------
        float array, shape ([years,] [villages,] parts)

        Raises
        ------
        ValueError
            If the indicator is not counted by group, or no whole year lies in these months.
        """
        if not self.groups.offers(indicator):
            name, offered = indicator.name, self.offered()
            raise ValueError(message("{name!r} is not counted by {by}; {offered}", name=name, by=by, offered=offered))
        first, last = whole_years(self.lead, since, min(until, self.lead + MONTHS * len(self.kept)))
        years = self.kept[first:last]
        parts = self.groups.groupings[by].parts

        def sums(expression: str) -> Numbers:
            total = np.zeros((len(years), years.shape[1], len(parts)))
            for name, sign in terms(expression):
                tallies, counted = self.groups.sources[name]
                for place, (_, _, cells) in enumerate(parts):
                    chosen = [cell for cell in cells if cell in counted]
                    for tally in tallies:
                        column = years[:, :, chosen, self.names.index(tally)]
                        total[:, :, place] += sign * column.sum(axis=-1, dtype=float)
            over = tuple(axis for axis, keep in ((0, by_year), (1, by_village)) if not keep)
            return np.asarray(total.sum(axis=over))

        return indicator.at(OverVillages(sums, by_village=True))

    def offered(self) -> str:
        """What can be had by group, in words."""
        return message("counted by group are the tallies {names}", names=", ".join(self.groups.sources))


def whole_years(lead: int, since: int, until: int) -> tuple[int, int]:
    """Years of a run that lie within the months ``since:until``, the first and one past the last.

    Parameters
    ----------
    lead : int
        A month of the run in which a year begins.
    since, until : int
        Months of the run.

    Raises
    ------
    ValueError
        If there is none.
    """
    lead %= MONTHS
    first, last = max(-(-(since - lead) // MONTHS), 0), (until - lead) // MONTHS
    if first >= last:
        text = message(
            "groups of persons are counted by year, and no whole year lies in months {since} to {until} of the run, "
            "burn-in included; years begin with month {first} and every twelve months after it",
            since=since + 1,
            until=until,
            first=lead + 1,
        )
        raise ValueError(text)
    return first, last
