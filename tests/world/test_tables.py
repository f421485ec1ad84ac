"""The readers: totals of the published tables, names and errors."""

import numpy as np
import pytest

from sim.world import tables
from sim.world.specification import TABLE_YEARS


@pytest.mark.parametrize(("year", "total"), [(2010, 662_805_323), (2020, 509_787_562)])
def test_residents_add_to_the_published_total(year: int, total: int) -> None:
    assert tables.residents(year).sum() == pytest.approx(total, abs=1.0)


def test_splitting_to_single_years_keeps_every_five_year_count() -> None:
    persons = tables.residents(2020)
    assert persons[0, 10:15].sum() == pytest.approx(18_976_267)
    assert persons[1, 100] == pytest.approx(40_896)
    assert persons[1, 0] == pytest.approx(2_218_152)


@pytest.mark.parametrize(
    ("year", "men", "women"), [(2010, 73.6, 79.0), (2015, 74.7, 80.3)]
)  # the table's rates as steps, summed by hand
def test_single_year_death_rates_keep_the_life_expectancy_of_the_life_table(
    year: int, men: float, women: float
) -> None:
    rate = tables.mortality(year)
    survivors = np.exp(-np.concatenate([np.zeros((2, 1)), np.cumsum(rate, axis=1)], axis=1))
    lived = (survivors[:, :-2] - survivors[:, 1:-1]) / rate[:, :-1]
    expectancy = lived.sum(axis=1) + survivors[:, -2] / rate[:, -1]
    assert expectancy == pytest.approx([men, women], abs=0.2)


def test_a_year_after_the_last_life_table_keeps_it() -> None:
    assert np.array_equal(tables.mortality(2031), tables.mortality(2020))
    assert not np.array_equal(tables.mortality(2014), tables.mortality(2015))


def test_national_fertility_is_at_the_official_level() -> None:
    assert tables.fertility(2010, tables.NATION).sum() == pytest.approx(1.18, abs=0.005)
    assert tables.fertility(2020, tables.NATION).sum() == pytest.approx(1.30, abs=0.005)


@pytest.mark.parametrize("name", ["四川", "四川省", "Sichuan", "sichuan", " SICHUAN "])
def test_a_province_is_found_in_chinese_and_in_latin_letters(name: str) -> None:
    assert tables.province_name(name) == "四川"


def test_every_province_of_both_censuses_has_a_name() -> None:
    named = {row["province_cn"] for row in tables.rows("province_names")} | {"全国"}
    for year in TABLE_YEARS:
        listed = {row["province_cn"] for row in tables.rows("rural_age_by_province") if row["census_year"] == str(year)}
        assert listed == named


def test_the_two_provinces_that_differ_by_one_letter_stay_apart() -> None:
    assert tables.province_name("Shanxi") == "山西"
    assert tables.province_name("Shaanxi") == "陕西"


def test_a_misspelt_province_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(ValueError, match="did you mean 'Sichuan'"):
        tables.province_name("Sichaun")


def test_a_year_without_a_census_is_refused() -> None:
    with pytest.raises(ValueError, match="allowed are 2010, 2020"):
        tables.residents(2015)


def test_a_missing_table_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="did you mean 'away_share'"):
        tables.rows("away_shares")


def test_arrays_that_are_shared_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        tables.residents(2020)[0, 0] = 1.0
