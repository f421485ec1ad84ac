"""The start tables against the columns of the model specification, section 5b."""

import numpy as np
import pytest

from sim.world import tables
from sim.world.census import ARCHETYPE_ODDS, CensusTables, away_odds, census_tables
from sim.world.education import ASSUMED_GROWTH, LOWEST_AGE, CohortGrowth, census_shares, education_by_age
from sim.world.member_ages import BAND_SHARES, BANDS, MEN_SHARES
from sim.world.specification import ARCHETYPES, TABLE_YEARS

YEARS = TABLE_YEARS
MIDDLE_OF_AGE = np.arange(101) + 0.5
WORKING_AGES = slice(16, 65)


def mean_age(weight: np.ndarray) -> float:
    return float((weight * MIDDLE_OF_AGE).sum() / weight.sum())


def away_of_working_age(made: CensusTables) -> float:
    registered = made.registered[:, WORKING_AGES]
    return float((registered * made.away[:, WORKING_AGES]).sum() / registered.sum())


def test_every_archetype_that_a_scenario_may_name_has_odds_of_being_away() -> None:
    assert set(ARCHETYPE_ODDS) == set(ARCHETYPES)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("archetype", ARCHETYPE_ODDS)
def test_shares_add_up_and_probabilities_lie_between_0_and_1(year: int, archetype: str) -> None:
    made = census_tables(year, archetype)
    assert made.registered.sum() == pytest.approx(1.0)
    assert made.recruits.sum() == pytest.approx(1.0)
    assert made.education.sum(axis=2) == pytest.approx(np.ones((2, 101)))
    for array in (made.registered, made.away, made.education, made.member, made.recruits):
        assert array.min() >= 0.0
        assert array.max() <= 1.0


@pytest.mark.parametrize("year", YEARS)
def test_single_year_away_shares_keep_the_share_of_every_five_year_group(year: int) -> None:
    made = census_tables(year)
    away = (made.registered * made.away)[:, :85].reshape(2, 17, 5).sum(axis=2)
    assert away / made.registered[:, :85].reshape(2, 17, 5).sum(axis=2) == pytest.approx(
        tables.away_share_by_group(year), abs=1e-9
    )
    assert made.away[:, 85:].max() == 0.0


@pytest.mark.parametrize("year", YEARS)
def test_no_single_year_step_of_the_away_share_is_as_large_as_the_step_between_groups(year: int) -> None:
    shares = census_tables(year).away
    assert np.abs(np.diff(shares[:, :85], axis=1)).max() < np.abs(np.diff(tables.away_share_by_group(year))).max()


@pytest.mark.parametrize("year", YEARS)
def test_residents_of_national_are_the_census(year: int) -> None:
    made, counted = census_tables(year), tables.residents(year)
    assert made.residents / made.residents.sum() == pytest.approx(counted / counted.sum(), abs=1e-12)


@pytest.mark.parametrize(("year", "away"), [(2010, 217e6), (2020, 251e6)])
def test_the_away_add_to_the_quoted_millions(year: int, away: float) -> None:
    # The table is rounded to .01, which is worth about a million persons.
    assert (tables.residents(year) * away_odds(year)).sum() == pytest.approx(away, abs=1.2e6)


@pytest.mark.parametrize(
    ("archetype", "registered_per_resident", "away_16_64", "members_away", "quoted_60_plus"),
    [
        ("near-urban", 1.31, 0.29, 0.23, 0.220),
        ("national", 1.49, 0.40, 0.32, 0.242),
        ("labour-exporting", 1.61, 0.45, 0.37, 0.256),
        ("hollow", 2.2, 0.63, 0.54, 0.31),
    ],
)
def test_archetypes_of_2020_have_the_quoted_columns(
    archetype: str, registered_per_resident: float, away_16_64: float, members_away: float, quoted_60_plus: float
) -> None:
    made = census_tables(2020, archetype)
    assert 1 / made.residents.sum() == pytest.approx(registered_per_resident, abs=0.021)
    assert away_of_working_age(made) == pytest.approx(away_16_64, abs=0.005)
    assert made.members_away == pytest.approx(members_away, abs=0.005)
    # The quoted 60+ are of the projected residents of 2020; the counted ones are .003-.004 younger.
    assert quoted_60_plus - 0.0055 < made.residents_60_plus < quoted_60_plus


def test_national_of_2010_has_the_quoted_columns() -> None:
    made = census_tables(2010)
    assert 1 / made.residents.sum() == pytest.approx(1.33, abs=0.005)
    assert away_of_working_age(made) == pytest.approx(0.28, abs=0.005)
    assert made.members_away == pytest.approx(0.19, abs=0.005)
    assert made.residents_60_plus == pytest.approx(0.150, abs=0.0005)


def test_archetypes_share_the_registered_and_multiply_the_odds_of_being_away() -> None:
    national, hollow = census_tables(2020), census_tables(2020, "hollow")
    assert np.array_equal(national.registered, hollow.registered)
    assert hollow.away / (1 - hollow.away) == pytest.approx(3.0 * national.away / (1 - national.away))


def test_county_type_multiplies_the_odds_on_top_of_the_archetype() -> None:
    plain, poor = census_tables(2020, "labour-exporting"), census_tables(2020, "labour-exporting", None, "remote-poor")
    assert poor.away / (1 - poor.away) == pytest.approx(1.2 * plain.away / (1 - plain.away))
    assert poor.residents_60_plus > plain.residents_60_plus


@pytest.mark.parametrize(("name", "young", "old"), [("Jiangsu", 0.1397, 0.3181), ("西藏", 0.2854, 0.0916)])
def test_a_province_has_its_own_three_age_groups(name: str, young: float, old: float) -> None:
    residents = census_tables(2020, province=name).residents
    assert residents[:, :15].sum() / residents.sum() == pytest.approx(young, abs=1e-4)
    assert residents[:, 60:].sum() / residents.sum() == pytest.approx(old, abs=1e-4)


def test_a_province_keeps_the_national_age_pattern_inside_a_group_and_the_away_shares() -> None:
    nation, province = census_tables(2020), census_tables(2020, province="Guizhou")
    assert np.array_equal(province.away, nation.away)
    ratio = province.registered[:, 15:60] / nation.registered[:, 15:60]
    assert ratio == pytest.approx(np.full_like(ratio, ratio[0, 0]))


def test_the_nation_by_name_is_the_nation() -> None:
    # The province file rounds to .01 %.
    assert census_tables(2020, province="全国").registered == pytest.approx(census_tables(2020).registered, rel=1e-3)


def test_members_have_the_survey_ages_and_sexes() -> None:
    made = census_tables(2020)
    members = made.registered * made.member
    assert made.member_share == 0.034
    assert members.sum() == pytest.approx(0.034)
    for (low, high), band, men in zip(BANDS, BAND_SHARES, MEN_SHARES, strict=True):
        inside = members[:, low : high + 1]
        assert inside.sum() / members.sum() == pytest.approx(band)
        assert inside[0].sum() / inside.sum() == pytest.approx(men)
    assert members[:, :18].sum() == 0.0


def test_mean_ages_of_members_are_those_quoted() -> None:
    made = census_tables(2020)
    members = made.registered * made.member
    assert mean_age(members) == pytest.approx(49.6, abs=0.1)
    assert mean_age(members * (1 - made.away)) == pytest.approx(53.5, abs=0.2)


def test_member_share_follows_the_table_year_unless_given() -> None:
    assert census_tables(2010).member_share == pytest.approx(0.028)
    given = census_tables(2020, member_share=0.03)
    assert (given.registered * given.member).sum() == pytest.approx(0.03)
    with pytest.raises(ValueError, match="member_share 3"):
        census_tables(2020, member_share=3.0)


@pytest.mark.parametrize(("year", "mean"), [(2010, 28.4), (2020, 29.6)])
def test_recruits_are_young(year: int, mean: float) -> None:
    recruits = census_tables(year).recruits
    assert recruits[:, :36].sum() == pytest.approx(0.82)
    assert mean_age(recruits) == pytest.approx(mean, abs=0.1)
    assert recruits[:, :18].sum() == 0.0
    assert recruits[:, 61:].sum() == 0.0


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("growth", [ASSUMED_GROWTH, CohortGrowth(0.06, 0.02, 0.12), CohortGrowth(0.12, 0.08, 0.04)])
def test_schooling_meets_the_census_by_sex_whatever_the_assumed_growth(year: int, growth: CohortGrowth) -> None:
    probability, persons = education_by_age(year, growth), tables.residents(year)
    low = LOWEST_AGE[year]
    for sex in (0, 1):
        weight = persons[sex, low:] / persons[sex, low:].sum()
        assert weight @ probability[sex, low:] == pytest.approx(census_shares(year)[sex], abs=1e-9)


def test_later_cohorts_have_more_schooling_and_children_have_none_yet() -> None:
    at_least_junior = 1 - census_tables(2020).education[:, :, 0]
    assert np.all(np.diff(at_least_junior[:, 12:]) < 0)
    assert at_least_junior[:, :12].max() == 0.0
    assert census_tables(2020).education[:, :18, 3].max() == 0.0


def test_tables_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        census_tables(2020).away[0, 0] = 0.5


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"archetype": "labor-exporting"}, "did you mean 'labour-exporting'"),
        ({"county_type": "remote_poor"}, "did you mean 'remote-poor'"),
        ({"province": "Guangdon"}, "did you mean 'Guangdong'"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_one(asked: dict[str, str], hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        census_tables(2020, **asked)
