"""Drivers: published values by year, between them and after the last of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.world import tables
from sim.world.dated import (
    births_by_age,
    death_multiples,
    devices_by_year,
    internet_use,
    life_expectancy,
    place_on_path,
    registered_path,
    subsidy,
)
from sim.world.devices import Curve
from sim.world.drivers import AMOUNT, GROWTH, LEVEL, Driver, Known, driver
from sim.world.specification import CONTINUATIONS, TABLE_YEARS

CURVE = Curve(slope=0.085, ceiling=0.9, coverage=0.73)
MORTALITY = (5e-4, 3e-5, 0.095)


@pytest.mark.parametrize(
    ("name", "year", "value"),
    [
        ("rural_income", 2010, 5919.0),
        ("rural_income", 2020, 17131.0),
        ("local_wage", 2021, 4432.0),
        ("recruits", 2014, 352000.0),
        ("recruits", 2021, 687000.0),
        ("one_shoulder", 2017, 0.30),
        ("one_shoulder", 2030, 0.95),
        ("term", 2018, 36.0),
        ("term", 2019, 60.0),
        ("cleanup", 2017, 0.015),
        ("cleanup", 2019, 0.0),
        ("internet_use", 2018, 0.384),
        ("poverty_line", 2010, 2300.0),
    ],
)
def test_drivers_have_the_values_of_their_tables(name, year, value):
    assert driver(name).at(year) == pytest.approx(value, rel=1e-12)


def test_every_driver_has_a_table_with_a_source():
    rows = tables.rows("drivers_by_year")
    assert {row["driver"] for row in rows} == set(GROWTH)
    assert all(row["source"] and row["status"] in ("SEEN", "DERIVED", "RECALLED", "ASSUMED") for row in rows)
    assert all(row["note"] for row in rows if row["status"] == "ASSUMED"), "an assumption says why it does not matter"


def test_before_its_table_a_driver_has_its_first_value():
    assert driver("recruits").at(2010) == driver("recruits").at(2012) == 624000.0


def test_a_gap_is_crossed_at_one_rate():
    income = driver("rural_income")
    assert income.at(2011) ** 2 == pytest.approx(income.at(2010) * income.at(2012))


def test_after_its_table_a_driver_goes_on_at_the_mean_growth_of_five_years():
    income = driver("rural_income")
    yearly = (18931.0 / 12363.0) ** (1 / 5)
    assert income.at(2022) == pytest.approx(18931.0 * yearly)
    assert income.at(2031) == pytest.approx(18931.0 * yearly**10)
    line = Driver("line", (2010, 2012, 2018), (0.0, 2.0, 14.0), AMOUNT)
    assert line.at(2020) == pytest.approx(14.0 + 2 * (14.0 - 4.0) / 5)
    assert Driver("level", (2010, 2012), (1.0, 3.0), LEVEL).at(2040) == 3.0


def test_the_trend_leaves_events_out():
    recruits = driver("recruits")
    trend = replace(recruits, continuation="trend")
    assert trend.at(2022) == pytest.approx(439000.0 * (439000.0 / 348000.0) ** (2 / 5))
    assert trend.at(2022) < 0.8 * trend.at(2021)
    assert replace(trend, shocks=()).at(2022) > trend.at(2021)


@pytest.mark.parametrize("continuation", CONTINUATIONS)
def test_recruits_keep_their_last_value_however_the_others_go_on(continuation):
    recruits = driver("recruits", Known(continuation))
    assert recruits.at(2022) == recruits.at(2040) == 439000.0


def test_growth_fades_by_a_fifth_a_year_or_stops():
    trend, damped, held = (driver("rural_income", Known(each)) for each in CONTINUATIONS)
    yearly = math.log((18931.0 / 12363.0) ** (1 / 5))
    assert math.log(damped.at(2023) / 18931.0) == pytest.approx(yearly * (0.8 + 0.8**2))
    assert damped.at(2100) == pytest.approx(18931.0 * math.exp(4 * yearly))
    assert held.at(2040) == 18931.0
    assert all(each.at(2018) == trend.at(2018) for each in (damped, held))


def test_what_spreads_goes_on_by_its_odds():
    use = driver("internet_use")
    odds = [use.at(year) / (1 - use.at(year)) for year in (2016, 2021, 2026)]
    assert odds[2] / odds[1] == pytest.approx(odds[1] / odds[0])
    assert use.at(2100) < 1.0


def test_an_unknown_driver_is_answered_with_the_nearest_one():
    with pytest.raises(ValueError, match="did you mean 'local_wage'"):
        driver("local_wages")


def test_pay_follows_the_rule_from_2016_on():
    assert subsidy(2015) == 800.0
    assert subsidy(2016) == pytest.approx(0.8 * 2 * 11422 / 12)
    assert subsidy(2021) == pytest.approx(2280, abs=10)


@pytest.mark.parametrize("year", [2010, 2015, 2020])
def test_mortality_gives_the_life_expectancy_of_the_life_table(year):
    base, slope, growth = MORTALITY
    age = np.arange(101) + 0.5
    for sex, factor in enumerate(death_multiples(year, *MORTALITY)):
        rate = factor * (base + slope * np.exp(growth * age))
        alive = np.concatenate([[1.0], np.exp(-np.cumsum(rate))])
        years = ((alive[:-1] - alive[1:])[:-1] / rate[:-1]).sum() + alive[-2] / rate[-1]
        assert years == pytest.approx(life_expectancy(year)[sex], abs=0.01)


def test_births_lie_between_the_rates_of_the_village_and_of_the_nation():
    children, age, spread = births_by_age()
    for year in TABLE_YEARS:
        both = sorted(tables.fertility(year, tier).sum() for tier in (tables.VILLAGE, tables.NATION))
        assert both[0] < children.at(year) < both[1]
    assert 27 < age.at(2015) < 30
    assert 5 < spread.at(2015) < 6.5


def test_projected_residents_begin_with_the_census_and_end_near_the_next():
    home, away = registered_path(2010)
    assert home[0].sum() == pytest.approx(662_805_323, rel=1e-6)
    assert away[0].sum() > 0.3 * home[0].sum()
    left_over = home[place_on_path(2010, 2020)].sum() * (1 - 0.009) ** 10
    assert left_over == pytest.approx(509_787_562, rel=0.01)


def test_ownership_of_the_curve_is_the_use_asked_for():
    home, _ = registered_path(2010)
    middle = CURVE.middle(0.3, home[0])
    assert float(home[0] @ CURVE.owners(middle) / home[0].sum()) == pytest.approx(0.3, abs=1e-6)
    assert not CURVE.owners(middle)[:12].any()


def test_hazards_of_a_first_device_carry_use_from_year_to_year():
    start = (2010 - 1900) * 12 + 10
    found = devices_by_year(2010, start, CURVE)
    home, _ = registered_path(2010)
    owners = CURVE.owners(found[2009][0])
    assert found[2009][1] == 0.0
    for year in range(2011, 2022):
        owners = CURVE.year_on(owners, *found[year])
        now = home[place_on_path(2010, year)]
        assert float(now @ owners / now.sum()) == pytest.approx(internet_use(year), abs=0.01)
    assert internet_use(2060) == 0.9


def test_a_path_cut_at_a_year_is_the_same_until_then_and_forgets_what_is_later():
    income, recruits = driver("rural_income", Known("damped")), driver("recruits")
    cut = income.known_to(2017)
    assert all(cut.at(year) == income.at(year) for year in range(2005, 2018))
    assert math.log(cut.at(2018) / 13432.0) == pytest.approx(0.8 * math.log(13432.0 / income.at(2012)) / 5)
    assert recruits.known_to(2017).at(2018) == recruits.known_to(2017).at(2021) == 358000.0
    assert income.known_to(2021) is income
    assert driver("rural_income", Known("damped", 2017)) == cut


@pytest.mark.parametrize("year", [2012, 2015, 2017, 2020])
@pytest.mark.parametrize("name", sorted(GROWTH))
def test_every_path_can_be_cut_and_is_itself_until_then(name, year):
    whole, cut = driver(name), driver(name).known_to(year)
    assert [cut.at(each) for each in range(2008, year + 1)] == [whole.at(each) for each in range(2008, year + 1)]
    assert max(cut.years) <= max(year, whole.years[0])
    assert all(math.isfinite(cut.at(each)) for each in range(year, 2040))


def test_between_table_years_a_cut_path_is_held_for_its_growth_is_known_from_the_later_one():
    minors = driver("minors_online")
    assert minors.known_to(2017).at(2021) == minors.at(2017) < minors.at(2018)
    for path in births_by_age(Known("trend", 2017)):
        assert path.at(2021) == path.at(2017)


def test_an_event_in_the_last_known_year_does_not_go_on():
    cleanup = driver("cleanup").known_to(2017)
    assert cleanup.at(2017) == 0.015
    assert cleanup.at(2018) == cleanup.at(2030) == 0.0
