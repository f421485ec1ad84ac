"""Drivers: published values by year that a world may follow.

What a dated world does with the paths is said in ``sim/world/dated.py``, what a start year makes of parameters in
``sim/world/defaults.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from sim.core.compute.elementary import exps, logs, powers
from sim.world import tables
from sim.world.specification import HELD, LAST_PUBLISHED, TREND

INCOME_OF_DEFAULTS = 20910.0
"""Mean rural income per head that the defaults of the start population draw, yuan a year."""
TREND_YEARS = 5
"""The trend of a driver: the mean growth of so many years before its last table year."""
DAMPING = 0.8
"""Of a year's growth that is left in the next, where growth fades (assumption)."""
FACTOR, AMOUNT, ODDS, LEVEL = "factor", "amount", "odds", "level"
GROWTH: Mapping[str, str] = {
    "rural_income": FACTOR,
    "local_wage": FACTOR,
    "urban_ratio": FACTOR,
    "poverty_line": FACTOR,
    "recruits": FACTOR,
    "internet_use": ODDS,
    "minors_online": LEVEL,
    "one_shoulder": LEVEL,  # reached its ceiling by rule
    "term": LEVEL,
    "cleanup": LEVEL,
}
SHOCKS: Mapping[str, tuple[int, ...]] = {"recruits": (2021,), "cleanup": (2017,)}
"""Years that are events, not levels: in the path, but no part of what continues it."""
HELD_ALWAYS = frozenset({"recruits"})
"""Set by plan from year to year, so that their past changes are no tendency."""


class Known(NamedTuple):
    """What a world knows of published values: to which year, and how they go on after it."""

    continuation: str = TREND
    published_to: int = LAST_PUBLISHED


EVERYTHING = Known()


@dataclass(frozen=True)
class Driver:
    """A published series by calendar year.

    Attributes
    ----------
    name : str
    years : tuple of int
        Table years, ascending.
    values : tuple of float
        One a year.
    growth : str
        How it goes on between and after the table years: by a ``factor``; by an ``amount``; straight between them and
        by a factor on the odds afterwards, as what spreads does (``odds``); or straight between them and constant
        afterwards (``level``).
    shocks : tuple of int
        Table years that are left out of what follows the last one.
    continuation : str
        How it goes on after the last table year: ``trend``, ``damped`` or ``held``.
    """

    name: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    growth: str
    shocks: tuple[int, ...] = ()
    continuation: str = TREND

    def at(self, year: int) -> float:
        """Value in a year: that of the first table year before it, straight between table years, then as declared."""
        if year <= self.years[0]:
            return self.values[0]
        if year in self.years:
            return self.values[self.years.index(year)]
        if year < self.years[-1]:
            seen = np.array(self.values)
            if self.growth == FACTOR:
                return float(exps(np.interp(year, self.years, logs(seen))))
            return float(np.interp(year, self.years, seen))
        if self.growth == LEVEL:
            return self.at(self._last)
        last, level, step = self._trend()
        years = self._years_of_growth(year - last)
        if self.growth == AMOUNT:
            return level + step * years
        grown = level * float(powers(step, years))
        return grown / (1.0 + grown) if self.growth == ODDS else grown

    def known_to(self, year: int) -> Driver:
        """The path as it is up to a year, all later table years forgotten.

        Between two table years nothing is published: the value that the path has reached there is then the last one and
        held, because its growth is known from the later one only.

        Examples
        --------
        >>> path = Driver("line", (2010, 2014, 2020), (0.0, 4.0, 16.0), AMOUNT)
        >>> [path.known_to(2014).at(year) for year in (2012, 2014, 2020)]
        [2.0, 4.0, 10.0]
        >>> [path.known_to(2016).at(year) for year in (2012, 2016, 2020)]
        [2.0, 8.0, 8.0]
        """
        if year >= self.years[-1]:
            return self
        seen = {each: value for each, value in zip(self.years, self.values, strict=True) if each <= year}
        if year in seen:
            return replace(self, years=tuple(seen), values=tuple(seen.values()))
        seen |= {each: self.at(each) for each in range(max(seen, default=year), year + 1)}
        return replace(self, years=tuple(seen), values=tuple(seen.values()), continuation=HELD)

    @property
    def _last(self) -> int:
        """Last table year that is no event."""
        return max(year for year in self.years if year not in self.shocks)

    def _years_of_growth(self, years: int) -> float:
        """How many years of the trend so many years are."""
        if self.continuation == HELD:
            return 0.0
        return (
            years if self.continuation == TREND else DAMPING * (1.0 - float(powers(DAMPING, years))) / (1.0 - DAMPING)
        )

    def _trend(self) -> tuple[int, float, float]:
        """Last year of the trend, the value or odds there, and the mean growth of a year."""
        last = self._last
        since = max(last - TREND_YEARS, self.years[0])
        level, before = self.at(last), self.at(since)
        if self.growth == ODDS:
            level, before = level / (1.0 - level), before / (1.0 - before)
        if since == last:  # one table year: no growth is known
            return last, level, 0.0 if self.growth == AMOUNT else 1.0
        if self.growth in (FACTOR, ODDS):
            return last, level, float(powers(level / before, 1.0 / (last - since)))
        return last, level, (level - before) / (last - since)


@cache
def driver(name: str, known: Known = EVERYTHING) -> Driver:
    """The path of a driver, from the table ``drivers_by_year``.

    Parameters
    ----------
    name : str
    known : Known
        Last year whose values are known, and how they go on after it, unless this one is always held.

    Raises
    ------
    ValueError
        If there is no such driver; the message names the nearest one.
    """
    if name not in GROWTH:
        raise ValueError(tables.unknown("driver", name, GROWTH))
    seen = {int(row["year"]): float(row["value"]) for row in tables.rows("drivers_by_year", driver=name)}
    years = tuple(sorted(seen))
    after = HELD if name in HELD_ALWAYS else known.continuation
    path = Driver(name, years, tuple(seen[year] for year in years), GROWTH[name], SHOCKS.get(name, ()), after)
    return path.known_to(known.published_to)
