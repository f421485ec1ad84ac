"""Which world a scenario is set in: kind of county, tables of the start population, number and size of villages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.config.calendar import month_of
from sim.core.config.setting import setting

ARCHETYPES = ("national", "labour-exporting", "near-urban", "hollow")
COUNTY_TYPES = ("ordinary", "near-urban", "remote-poor")
TABLE_YEARS = (2010, 2020)
CONSTANT, DATED = "constant", "dated"
TREND, DAMPED, HELD = CONTINUATIONS = ("trend", "damped", "held")
MOST_COUNTIES = 3000
"""Room for all counties, county-level cities and districts of the country, about 2,800."""
MOST_PERSONS = 20_000_000
"""Registered persons of a county; the largest of the country have about 3 million."""
FIRST_DATED_START = month_of("2010-01")
"""No life table is at hand for earlier years."""
FIRST_PUBLISHED_TO, LAST_PUBLISHED = 2012, 2021
"""Years that published values may end with; the later one is that of the tables."""
YEAR_OF_LATER_TABLES = 2016
"""A world that starts from this year on stands on the tables of 2020 unless it says otherwise."""


@dataclass(frozen=True)
class WorldSpec:
    """A world to be built.

    Attributes
    ----------
    archetype : str
        Shares away and their hazards: ``national``, ``labour-exporting``, ``near-urban`` or ``hollow`` (the far end of
        the range).
    county_type : str
        ``ordinary``, ``near-urban`` or ``remote-poor``.
    province : str or None
        Chinese, pinyin or English name; the nation where left out.
    tables : int
        Census whose tables the start population stands on, 2010 or 2020.
    counties, townships, villages : int
        Counties, townships in each county, villages in each township.
    first_county : int
        Number of the first county. County 17 is the same, bit for bit, by itself (``counties: 1, first_county: 17``)
        and among others: nothing but the budget of a policy reaches from one county into another.
    village_size : int
        Median of the registered persons of a village.
    drivers : str
        ``constant``: pay, wages, recruits, devices, mortality and rules stay as they are at the start; ``dated``: they
        follow the published values of each year (``sim/world/dated.py``). Where it is left out, a
        world that starts before 2010 is constant: no life table is at hand for it.
    continuation : str
        How a dated world goes on after the last published year: pay, wages, incomes, devices and fertility at the mean
        growth of the last five years (``trend``), at that growth fading by a fifth a year (``damped``), or not at all
        (``held``). Recruits keep their last value, that of the centenary left out, and rules stay.
    published_to : int
        Last year whose published values a dated world knows: it is lived as otherwise to the end of that year, and goes
        on from there as ``continuation`` says. What is published only for later years, so that the path up to then
        leads to it, keeps the value it has reached.
    data : OwnCounty or None
        A county of one's own (``sim/world/roster``), from a folder of tables or a workbook, in the place of a drawn
        one: its villages and townships are then those of the tables.
    data_digest : str or None
        Digest that the data must have; whatever has been edited since is refused.
    """

    archetype: str = setting(
        "labour-exporting", "choice", "name", "shares away and hazards of migration", choices=ARCHETYPES
    )
    county_type: str = setting("ordinary", "choice", "name", "kind of county", choices=COUNTY_TYPES)
    province: str | None = setting(
        None, "text", "name", "province in Chinese, pinyin or English; the nation where left out"
    )
    tables: int = setting(
        2020,
        "choice",
        "calendar year",
        "census of the start population; 2010 for a start before 2016",
        choices=TABLE_YEARS,
    )
    counties: int = setting(1, "count", "counties", "counties; more than one are lived one by one", 1, MOST_COUNTIES)
    first_county: int = setting(1, "count", "number", "number of the first county; the others follow", 1, MOST_COUNTIES)
    townships: int = setting(3, "count", "townships", "townships in each county", 1, 100)
    villages: int = setting(5, "count", "villages", "villages in each township", 1, 200)
    village_size: int = setting(1300, "count", "persons", "median of the registered persons of a village", 100, 10000)
    drivers: str = setting(
        DATED,
        "choice",
        "name",
        "pay, wages, recruits, devices, mortality and rules: as at the start, or as published for each year (not for a "
        "start before 2010)",
        choices=(CONSTANT, DATED),
    )
    continuation: str = setting(
        DAMPED, "choice", "name", "how a dated world goes on after the last published year", choices=CONTINUATIONS
    )
    published_to: int = setting(
        LAST_PUBLISHED,
        "count",
        "calendar year",
        "last year whose published values a dated world knows; earlier than 2021 to predict what is known by now",
        FIRST_PUBLISHED_TO,
        LAST_PUBLISHED,
    )

    data: Any = setting(
        None, "text", "name", "folder of tables or workbook of a county of one's own; from the file that names it on"
    )
    data_digest: str | None = setting(
        None, "text", "name", "digest that the data must have: what has been edited since is refused"
    )

    @property
    def dated(self) -> bool:
        """Whether the world follows the published values of each year."""
        return self.drivers == DATED

    @property
    def villages_in_county(self) -> int:
        """Villages of each county."""
        return self.townships * self.villages if self.data is None else len(self.data.names)

    @property
    def in_township(self) -> NDArray[np.int64]:
        """Villages of each township of all counties."""
        if self.data is None:
            return np.full(self.counties * self.townships, self.villages)
        return np.asarray(self.data.in_township)

    @property
    def persons(self) -> int:
        """Registered persons of all counties, about: those of villages of median size."""
        if self.data is None:
            return self.villages_in_all * self.village_size
        return int(self.data.registered.sum())

    @property
    def villages_in_all(self) -> int:
        """Villages of all counties."""
        return self.counties * self.villages_in_county
