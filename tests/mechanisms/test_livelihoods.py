"""Livelihoods: stationary incomes, headcounts, illness, schooling, counts of persons, dependence, relapse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from sim.agents.codes import ASSETS, GONE, HEALTH, LIVING, POOR_DEPRIVED, POOR_INCOME, SCHOOLING
from sim.mechanisms.livelihoods import Livelihoods
from sim.procedures.households import POVERTY
from tests.limits import Limits
from tests.mechanisms.poverty import deviates, total
from tests.worlds import World, group_of

TRANSITORY = 0.098 / math.sqrt(1.0 - 0.97**2)
MIXTURE = ((0.9, 19800.0, 0.52), (0.1, 4500.0, 0.50))  # share of households, median, spread of ln


def households(*, villages: int = 20, homes: int = 500, months: int = 40, **values: float) -> tuple[World, Livelihoods]:
    """Households of one man of 40, at the median income with the stationary spread, before the first month."""
    livelihoods = Livelihoods()
    world = World(livelihoods, villages=villages, persons=homes, months=months)
    for name, value in values.items():
        world.levers.base["livelihoods"][name] = value
    H, rows = world.households.columns, world.households.rows()
    H.permanent_income[rows] = math.log(19800.0)
    H.transitory_income[rows] = TRANSITORY * deviates(len(rows))
    return world, livelihoods


def lived(months: int, **values: float) -> World:
    """Such households after some months."""
    world, livelihoods = households(months=months, **values)
    livelihoods.setup(world)
    for _ in range(months):
        world.live(livelihoods)
    return world


@pytest.mark.limit
def test_transitory_income_keeps_its_stationary_spread_and_forgets(limit: Limits) -> None:
    world, livelihoods = households(villages=40)
    livelihoods.setup(world)
    H, rows = world.households.columns, world.households.rows()
    before = H.transitory_income[rows].astype(float)
    for _ in range(24):
        world.live(livelihoods)
    after = H.transitory_income[rows].astype(float)
    error = TRANSITORY / math.sqrt(2 * len(rows))
    limit("V24", "standard deviation of transitory ln income", TRANSITORY, after.std(), 3 * error)
    assert abs(after.mean()) < 3 * TRANSITORY / math.sqrt(len(rows))
    assert np.corrcoef(before, after)[0, 1] == pytest.approx(0.97**24, abs=3 / math.sqrt(len(rows)))


@pytest.mark.limit
def test_headcount_is_that_of_the_mixture_of_normals(limit: Limits) -> None:
    """V24: no aid; a mean over one month is the income of that month."""
    world, livelihoods = households(villages=40, memory=1.0)
    H, rows = world.households.columns, world.households.rows()
    place = np.arange(len(rows))
    expected = 0.0
    for part, (share, median, spread) in zip((place % 10 > 0, place % 10 == 0), MIXTURE, strict=True):
        permanent = math.sqrt(spread**2 - TRANSITORY**2)
        H.permanent_income[rows[part]] = math.log(median) + permanent * deviates(int(part.sum()))
        expected += share * norm.cdf(math.log(4000.0 / median) / spread)
    livelihoods.setup(world)
    for _ in range(12):
        world.live(livelihoods)
    assert expected == pytest.approx(0.042, abs=0.001)
    error = math.sqrt(expected * (1 - expected) / len(rows))
    found = total(world, "poor_income") / total(world, "households")
    limit("V24", "headcount of income poverty, mixture of normals", expected, found, 3 * error)
    mean = total(world, "income") / total(world, "household_persons")
    assert mean == pytest.approx(0.9 * 19800 * math.exp(0.52**2 / 2) + 0.1 * 4500 * math.exp(0.125), rel=0.02)


def test_moving_mean_is_as_old_as_twelve_months_and_smooths_like_them() -> None:
    world, livelihoods = households(villages=40, months=60)
    livelihoods.setup(world)
    H, rows = world.households.columns, world.households.rows()
    history = []
    for _ in range(60):
        world.live(livelihoods)
        history.append(H.income[rows].astype(float))
    plain = np.mean(history[-12:], axis=0)
    assert np.corrcoef(H.income_year[rows], plain)[0, 1] > 0.97
    assert H.income_year[rows].std() == pytest.approx(plain.std(), rel=0.05)
    np.testing.assert_allclose(H.income_year[rows].mean(), plain.mean(), rtol=0.01)


def test_illness_settles_at_its_prevalence_and_more_often_where_somebody_is_old() -> None:
    world, livelihoods = households(months=240, illness=0.018, recovery=0.1)
    P, H, rows = world.people.columns, world.households.columns, world.households.rows()
    P.group[world.rows[::2]] = group_of(75)
    livelihoods.setup(world)
    for _ in range(120):
        world.live(livelihoods)
    ill = (H.deprivations[rows] & HEALTH) != 0
    for part, factor in ((slice(0, None, 2), 3.0), (slice(1, None, 2), 1.0)):
        strike, recover = -math.expm1(-0.018 * factor), -math.expm1(-0.1)
        expected = strike / (strike + recover)
        assert ill[part].mean() == pytest.approx(expected, abs=3 * math.sqrt(expected / len(rows[part])))
    assert (H.shock_months[rows[ill]] < 120).all()
    assert 0 < (H.shock_months[rows] == 0).mean() < 0.06


def test_schooling_is_no_lack_once_nobody_is_of_school_age() -> None:
    world, livelihoods = households(villages=1, homes=4, illness=0.0)
    P, H = world.people.columns, world.households.columns
    P.group[:4] = [group_of(5), group_of(6), group_of(15), group_of(16)]
    H.deprivations[:4] = SCHOOLING | ASSETS
    livelihoods.setup(world)
    world.live(livelihoods)
    assert H.deprivations[:4].tolist() == [ASSETS, SCHOOLING | ASSETS, SCHOOLING | ASSETS, ASSETS]
    assert H.poor[:4].tolist() == [0, POOR_DEPRIVED, POOR_DEPRIVED, 0]


@pytest.mark.parametrize("bits", range(16))
def test_two_of_four_deprivations_are_poverty(bits: int) -> None:
    world, livelihoods = households(villages=1, homes=2, illness=0.0, recovery=0.0)
    world.people.columns.group[:2] = group_of(10)
    world.households.columns.deprivations[:2] = bits
    livelihoods.setup(world)
    world.live(livelihoods)
    assert (world.households.columns.poor[0] & POOR_DEPRIVED != 0) == (bits.bit_count() >= 2)


@pytest.mark.parametrize(("counts", "poor"), [("income", 2), ("deprived", 3), ("either", 4)])
def test_which_poverty_counts_is_a_choice(counts: str, poor: int) -> None:
    world, livelihoods = households(
        villages=1, homes=10, illness=0.0, recovery=0.0, poverty=float(POVERTY.index(counts)), shocks=0.0
    )
    H = world.households.columns
    H.transitory_income[:] = 0.0
    H.permanent_income[[0, 1]] = math.log(2000.0)
    H.deprivations[[1, 2, 3]] = ASSETS | LIVING
    livelihoods.setup(world)
    world.live(livelihoods)
    assert total(world, "poor") == poor
    assert (total(world, "poor_income"), total(world, "poor_deprived"), total(world, "poor_lasting")) == (2, 3, 2)
    assert world.villages.columns["poor_share"][0] == poor / 10
    expected_gap = {"income": 1.0, "deprived": 0.5, "either": 1.0}[counts]
    assert total(world, "poverty_gap") == pytest.approx(expected_gap, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_counts_of_persons_are_plain_sums_and_the_gone_count_for_nothing(seed: int) -> None:
    world, livelihoods = households(villages=2, homes=30)
    P, H, V = world.people.columns, world.households.columns, world.villages.columns
    dice = np.random.default_rng(seed)
    for people in world.people.slices():
        P.household[people] = dice.integers(0, 12, 30)
        P.group[people] = [group_of(int(dice.integers(0, 100)), 0, bool(dice.random() < 0.4)) for _ in range(30)]
        P.group[people][dice.random(30) < 0.3] = GONE
    livelihoods.setup(world)
    world.live(livelihoods)
    for people, first in zip(world.people.slices(), V["household_first"], strict=True):
        living, homes = P.group[people] != GONE, P.household[people]
        away = P.group[people] > 220
        np.testing.assert_array_equal(H.persons[first : first + 30], np.bincount(homes[living], minlength=30))
        np.testing.assert_array_equal(H.away[first : first + 30], np.bincount(homes[away], minlength=30))
    rows = world.households.rows()
    lived_in = H.persons[rows] > 0
    assert total(world, "households") == lived_in.sum()
    assert total(world, "household_persons") == H.persons[rows].sum()
    assert total(world, "income") == pytest.approx((H.income[rows] * H.persons[rows]).sum(dtype=float), rel=1e-5)
    assert (H.poor[rows][~lived_in] == 0).all()


def test_remittances_are_nothing_in_the_mean_of_the_start_and_follow_who_leaves() -> None:
    world, livelihoods = households(villages=3, homes=20, shocks=0.0, persistence=1.0)
    P, H, rows = world.people.columns, world.households.columns, world.households.rows()
    P.household[world.rows] = np.tile(np.arange(20) // 2, 3)
    P.group[world.rows[::5]] = group_of(30, away=True)
    H.transitory_income[rows] = 0.0
    livelihoods.setup(world)
    lived_in = rows[H.persons[rows] > 0]
    assert np.log(H.income[lived_in].astype(float)).mean() == pytest.approx(math.log(19800.0), abs=1e-6)
    world.live(livelihoods)
    alone = np.log(H.income[lived_in[0]].astype(float))
    P.group[world.rows[:2]] = group_of(30, away=True)
    world.live(livelihoods)
    assert np.log(H.income[lived_in[0]].astype(float)) - alone == pytest.approx(0.35 / 2, abs=1e-5)


def test_aid_is_added_to_income_and_kept_apart_in_the_mean() -> None:
    world, livelihoods = households(villages=1, homes=10, shocks=0.0, persistence=1.0, months=60)
    H = world.households.columns
    livelihoods.setup(world)
    own = H.income[:10].astype(float)
    H.aid[:5] = 1500.0
    for _ in range(60):
        world.live(livelihoods)
    np.testing.assert_allclose(H.income[:10] - own, [1500.0] * 5 + [0.0] * 5, atol=0.01)
    np.testing.assert_allclose(H.aid_year[:10], [1500.0] * 5 + [0.0] * 5, atol=0.1)
    np.testing.assert_allclose(H.income_year[:10] - H.aid_year[:10], own, rtol=1e-4)


@pytest.mark.parametrize(("away", "wage", "log_odds"), [(0, 0, 0.4), (0, 1, -0.2), (1, 0, -0.4), (1, 1, -1.0)])
def test_dependence_falls_with_somebody_away_a_local_wage_and_the_years(away: int, wage: int, log_odds: float) -> None:
    world, livelihoods = households(villages=1, homes=3, division=0.02, dependence_shift=-0.1)
    world.people.columns.group[:3] = group_of(30, away=bool(away))
    world.households.columns.local_wage[:3] = bool(wage)
    livelihoods.setup(world)
    world.live(livelihoods)
    at_start = 1.0 / (1.0 + math.exp(-log_odds)) - 0.1
    assert world.households.columns.dependence[0] == pytest.approx(at_start, abs=1e-6)
    for _ in range(12):
        world.live(livelihoods)
    assert world.households.columns.dependence[0] == pytest.approx(at_start - 0.02, abs=1e-6)


def test_a_relapse_is_counted_once_within_five_years_of_the_exit() -> None:
    world, livelihoods = households(villages=1, homes=4, memory=1.0, shocks=0.0, persistence=1.0)
    H = world.households.columns
    H.transitory_income[:] = 0.0
    H.months_since_exit[:4] = [0, 1, 60, 61]
    livelihoods.setup(world)
    world.live(livelihoods)
    assert total(world, "relapses") == 0
    H.permanent_income[:4] = math.log(1000.0)
    world.live(livelihoods)
    assert total(world, "relapses") == 2
    assert (H.poor[:4] & POOR_INCOME).all()
    world.live(livelihoods)
    assert total(world, "relapses") == 0
