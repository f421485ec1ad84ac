"""Readers of the tables in `sim/world/data`: one function a table, plain arrays out.

Arrays are indexed [sex, age] with sex 0 = men, 1 = women and age 0..100 in completed years, 100 meaning 100 and over.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.elementary import exps, logs
from sim.core.config.language import message
from sim.world.specification import TABLE_YEARS

DATA = Path(__file__).parent / "data"
SEXES = ("male", "female")
AGES = 101
GROUP_YEARS = 5
VILLAGE, NATION = "rural_village", "all"
LIFE_TABLES = ((2010, "2010_2015"), (2015, "2015_2020"), (2020, "2020_2025"))
FERTILITY_COVERAGE = {2010: 1.09, 2020: 1.03}
"""Factor from the census's long form to the official total fertility of the nation (1.18 and 1.30)."""

Floats = NDArray[np.float64]


def rows(name: str, **wanted: object) -> tuple[dict[str, str], ...]:
    """Rows of a table as dictionaries of text: all of them, or those with the wanted entries in columns.

    Raises
    ------
    FileNotFoundError
        If there is no such table; the message names the nearest one.
    """
    path = DATA / f"{name}.csv"
    if not path.is_file():
        raise FileNotFoundError(unknown("table", name, sorted(file.stem for file in DATA.glob("*.csv"))))
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return tuple(
            row for row in csv.DictReader(handle) if all(row[key] == str(value) for key, value in wanted.items())
        )


def unknown(kind: str, name: object, allowed: Iterable[object]) -> str:
    """An error text: what was not known, what to type instead, what is allowed."""
    names = [str(one) for one in allowed]
    near = difflib.get_close_matches(str(name), names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"unknown {kind} {name!r}: {hint}allowed are {', '.join(names)}"


def check_year(year: int) -> None:
    """Refuse a year without a census table.

    Raises
    ------
    ValueError
        If `year` is neither 2010 nor 2020.
    """
    if year not in TABLE_YEARS:
        raise ValueError(unknown("table year", year, TABLE_YEARS))


@cache
def residents(year: int) -> Floats:
    """Village-tier residents, persons, [sex, age].

    Five-year counts of the census, split to single years by the single-year counts of the same tier.
    """
    check_year(year)
    groups = rows(f"rural_age_sex_{year}")
    single = np.zeros((2, AGES))
    for row in rows("census_single_year_population_deaths", census_year=year, tier=VILLAGE):
        single[SEXES.index(row["sex"]), int(row["age"])] = float(row["avg_population"])
    starts = sorted({int(row["age_low"]) for row in groups})
    ends = dict(zip(starts, [*starts[1:], AGES], strict=True))
    persons = np.zeros((2, AGES))
    for row in groups:
        sex, low = SEXES.index(row["sex"]), int(row["age_low"])
        inside = single[sex, low : ends[low]]
        persons[sex, low : ends[low]] = float(row["population"]) * inside / inside.sum()
    return _frozen(persons)


@cache
def away_share_by_group(year: int) -> Floats:
    """Share away of the registered, [sex, 5-year age 0-4 .. 80-84], archetype `national`."""
    check_year(year)
    share: dict[str, list[tuple[int, float]]] = {sex: [] for sex in SEXES}
    for row in rows("away_share", table_year=year):
        share[row["sex"]].append((int(row["age_low"]), float(row["away_share"])))
    return _frozen(np.array([[value for _, value in sorted(share[sex])] for sex in SEXES]))


@cache
def mortality(year: int) -> Floats:
    """Death rate a year, [sex, age], of UN World Population Prospects for a calendar year.

    Rates at 0 and 1-4 are those of the table; from 5 on they run straight in the logarithm between the middles of the
    age groups. Years after 2025 keep the last table.

    Raises
    ------
    ValueError
        Before 2010.
    """
    if year < LIFE_TABLES[0][0]:
        first = LIFE_TABLES[0][0]
        raise ValueError(message("no life table for {year}: the first is for {first}", year=year, first=first))
    period = next(name for start, name in reversed(LIFE_TABLES) if year >= start)
    rate = np.zeros((2, AGES))
    for sex, name in enumerate(SEXES):
        table = rows("life_table_china", sex=name)
        low = np.array([int(row["age_low"]) for row in table])
        width = np.array([int(row["age_width"] or GROUP_YEARS) for row in table])
        value = np.array([float(row[f"mx_{period}"]) for row in table])
        rate[sex] = exps(np.interp(np.arange(AGES) + 0.5, low + width / 2, logs(value)))
        for start, years, level in zip(low[:2], width[:2], value[:2], strict=True):
            rate[sex, start : start + years] = level
    return _frozen(rate)


@cache
def fertility(year: int, tier: str = VILLAGE) -> Floats:
    """Births a woman and year, [age], at the official level; `tier` is `rural_village` or `all`."""
    check_year(year)
    if tier not in (VILLAGE, NATION):
        raise ValueError(unknown("tier", tier, (VILLAGE, NATION)))
    births = np.zeros(AGES)
    for row in rows("asfr_rural_2010_2020", census_year=year, tier=tier):
        births[int(row["age"])] = float(row["asfr_unscaled_x10"])
    return _frozen(births * FERTILITY_COVERAGE[year])


@cache
def education_counts(year: int) -> dict[str, Floats]:
    """Village-tier persons by level of schooling as the census names it, each an array [sex]."""
    check_year(year)
    counts: dict[str, Floats] = {}
    for row in rows("rural_education_census", census_year=year, tier=VILLAGE):
        if row["sex"] in SEXES:
            counts.setdefault(row["education_cn"], np.zeros(2))[SEXES.index(row["sex"])] = float(row["persons"])
    return counts


def province_name(name: str) -> str:
    """The Chinese name of a province given in Chinese, pinyin or English; 全国 for the nation.

    Raises
    ------
    ValueError
        If no province has that name; the message names the nearest one.
    """
    names = {"全国": "全国", "national": "全国", "china": "全国"}
    shown = []
    for row in rows("province_names"):
        for key in (row["province_cn"], row["pinyin"], row["english"]):
            names[_plain(key)] = row["province_cn"]
        shown += [row["province_cn"], *dict.fromkeys((row["english"], row["pinyin"]))]
    if _plain(name) not in names:
        raise ValueError(unknown("province", name, shown))
    return names[_plain(name)]


def province_age_groups(year: int, name: str) -> Floats:
    """Shares of village-tier residents aged 0-14, 15-59 and 60+ in a province, adding to 1."""
    check_year(year)
    chinese = province_name(name)
    for row in rows("rural_age_by_province", census_year=year, province_cn=chinese):
        share = np.array([float(row[key]) for key in ("pct_0_14", "pct_15_59", "pct_60_plus")])
        shares: Floats = share / share.sum()
        return shares
    text = message("table rural_age_by_province has no row for {province} in {year}", province=chinese, year=year)
    raise ValueError(text)


def _plain(name: str) -> str:
    """Lower case, without spaces, apostrophes and the word for province."""
    text = "".join(sign for sign in name.strip().lower() if sign not in " '-_’")
    for ending in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "autonomousregion", "省", "市", "province"):
        text = text.removesuffix(ending)
    return text


def _frozen(array: Floats) -> Floats:
    array.flags.writeable = False
    return array
