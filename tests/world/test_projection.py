"""The projection from 2010 to 2020 against the figures of the model specification, section 5b."""

from dataclasses import replace

import numpy as np
import pytest

from sim.world import tables
from sim.world.census import away_odds
from sim.world.projection import FITTED, Projection, project
from tests.world.census_fit import compare_with_census

QUOTED_ERROR = np.array(
    [
        [6, -4, 2, -1, -1, 2, -4, 6, 0, -5, -2, 6, 8, -3, -3, -2, 1],
        [4, -2, -2, 0, -2, 1, -5, 8, 3, -5, -4, 3, 6, 2, 2, 2, 5],
    ]
)


@pytest.fixture(scope="module")
def reached() -> Projection:
    return project(FITTED)


def share_60_plus(home: np.ndarray) -> float:
    return float(home[:, 60:].sum() / home.sum())


def test_errors_by_age_and_sex_are_those_quoted(reached: Projection) -> None:
    # Whole per cents are quoted; all but a few groups agree after rounding.
    assert np.abs(100 * compare_with_census(reached).error - QUOTED_ERROR).max() < 1.3
    assert np.abs(100 * compare_with_census(reached).error - QUOTED_ERROR).mean() < 0.5


def test_totals_are_those_quoted(reached: Projection) -> None:
    fit = compare_with_census(reached)
    assert fit.residents == pytest.approx(512.0e6, rel=0.004)
    assert fit.mean_error == pytest.approx(0.034, abs=0.001)
    assert fit.largest_error == pytest.approx(0.079, abs=0.002)
    assert fit.misplaced == pytest.approx(0.017, abs=0.0005)
    assert fit.residents_60_plus == pytest.approx(0.242, abs=0.001)
    assert fit.residents_0_14 == pytest.approx(0.193, abs=0.001)


def test_the_away_of_2020_are_those_of_the_start_table(reached: Projection) -> None:
    fit = compare_with_census(reached)
    assert fit.away == pytest.approx(251e6, rel=0.005)
    assert fit.away_mean_age == pytest.approx(35.8, abs=0.1)
    assert fit.away_women == pytest.approx(0.42, abs=0.005)
    assert fit.away_up_to_40 == pytest.approx(0.70, abs=0.005)
    home, away = (persons[:, :85].reshape(2, 17, 5).sum(axis=2) for persons in (reached.home, reached.away))
    assert away / (home + away) == pytest.approx(tables.away_share_by_group(2020), abs=0.011)


def test_flows_are_those_quoted(reached: Projection) -> None:
    flows = np.array([reached.births, reached.deaths, reached.departures, reached.home_reclassified])
    assert flows / 1e6 == pytest.approx([93, 52, 83, 51], abs=1.2)


@pytest.mark.parametrize(("factor", "quoted"), [(0.6, 0.220), (1.0, 0.242), (1.3, 0.256), (3.0, 0.31)])
def test_the_quoted_resident_60_plus_of_the_archetypes_is_that_of_the_projected_registered(
    reached: Projection, factor: float, quoted: float
) -> None:
    registered = reached.home + reached.away
    home = registered / (1 + factor * reached.away / reached.home)
    assert share_60_plus(home) == pytest.approx(quoted, abs=0.002)


def test_ten_years_after_2020_a_third_and_more_of_the_residents_are_old() -> None:
    national = project(FITTED, start=2020)
    exporting = project(replace(FITTED, leave=1.3 * FITTED.leave), start=2020, odds_factor=1.3)
    assert share_60_plus(national.home) == pytest.approx(0.35, abs=0.005)
    assert share_60_plus(exporting.home) == pytest.approx(0.37, abs=0.005)


def test_ages_in_months_fit_the_census_as_well() -> None:
    fit = compare_with_census(project(FITTED, ageing="monthly"))
    assert fit.mean_error < 0.034
    assert fit.largest_error < 0.10
    assert fit.residents_60_plus == pytest.approx(0.240, abs=0.001)


def test_reclassification_and_departure_are_not_identified_apart() -> None:
    for reclassified, departure in ((0.006, (0.0025, 0.0045)), (0.012, (0.0014, 0.0031))):
        moved = replace(FITTED, reclassified=reclassified, departure=departure)
        assert compare_with_census(project(moved)).mean_error == pytest.approx(0.035, abs=0.002)


def test_more_births_at_home_mean_more_small_children() -> None:
    small = [compare_with_census(project(replace(FITTED, birth_home=share))).error[:, 0].mean() for share in (0.3, 0.7)]
    assert small == pytest.approx([-0.04, 0.14], abs=0.015)


@pytest.mark.parametrize("ageing", ["yearly", "monthly"])
def test_every_person_is_accounted_for(ageing: str) -> None:
    end = project(replace(FITTED, reclassified=0.0), ageing=ageing)
    begun = (tables.residents(2010) * (1 + away_odds(2010))).sum()
    assert end.home.sum() + end.away.sum() == pytest.approx(begun + end.births - end.deaths - end.departures, rel=1e-12)


def test_nobody_moves_when_hazards_are_zero() -> None:
    still = replace(FITTED, leave=0.0, back=0.0, departure=(0.0, 0.0))
    end = project(still, years=1)
    assert end.departures == 0.0
    assert end.away[:, 86:].sum() == 0.0


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"ageing": "weekly"}, "allowed are yearly, monthly"),
        ({"years": 0}, "1 or more"),
        ({"start": 2015}, "2010, 2020"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(asked: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        project(FITTED, **asked)


def test_a_year_without_census_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="table year"):
        compare_with_census(project(FITTED, years=1))
