"""Membership of one branch over the years: known answers, and branches lived many times."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, poisson

from sim.agents.codes import AGES
from sim.analysis.membership_path import AGE_OF_RECRUITS, GENERAL, JOINT, Rates, membership_path, presence, thresholds
from sim.world.tables import mortality


def test_without_recruits_members_decline_exponentially_and_binomially() -> None:
    line = membership_path(40, 10, Rates(deaths=0.02, lost=0.01)).everybody
    t = np.arange(21)
    assert line.mean == pytest.approx(50 * np.exp(-0.03 * t))
    for year in (1, 8, 20):
        exact = binom(50, np.exp(-0.03 * year))
        assert line.chances[year] == pytest.approx(exact.pmf(np.arange(51)))
        assert (line.low[year], line.high[year]) == (exact.ppf(0.05), exact.ppf(0.95))


def test_in_equilibrium_there_are_recruits_over_rate_with_the_variance_of_poisson() -> None:
    line = membership_path(3, 0, Rates(recruits=1.2, deaths=0.03, lost=0.01), years=400).everybody
    last = line.chances[-1]
    k = np.arange(len(last))
    assert line.mean[-1] == pytest.approx(1.2 / 0.04, abs=1e-4)
    assert (last * k**2).sum() - (last * k).sum() ** 2 == pytest.approx(30.0, rel=1e-4)
    assert last[:60] == pytest.approx(poisson(30).pmf(np.arange(60)), abs=1e-6)


def test_without_losses_every_recruit_stays() -> None:
    line = membership_path(5, 2, Rates(recruits=0.5)).everybody
    assert line.mean == pytest.approx(7 + 0.5 * np.arange(21))
    assert line.low[0] == line.high[0] == 7
    assert line.below(7) == pytest.approx(0.0)


def test_those_at_home_settle_where_leaving_and_coming_home_balance() -> None:
    path = membership_path(30, 0, Rates(leave=0.06, come_home=0.1), years=80)
    assert path.everybody.mean == pytest.approx(30.0)
    assert path.home.mean[-1] == pytest.approx(30 * 0.1 / 0.16, rel=1e-4)
    path = membership_path(0, 16, Rates(leave=0.06, come_home=0.1), years=1)
    assert path.home.mean[1] == pytest.approx(10 * (1 - np.exp(-0.16)))


def test_nobody_moves_without_rates() -> None:
    path = membership_path(20, 9, Rates(deaths=0.02))
    assert path.home.mean == pytest.approx(20 * np.exp(-0.02 * np.arange(21)))
    home, away = presence(0.0, 0.0, np.arange(3.0))
    assert (home.tolist(), away.tolist()) == ([1, 1, 1], [0, 0, 0])


def test_deaths_by_age_follow_the_life_table() -> None:
    deaths = mortality(2020).mean(axis=0)
    home = np.zeros(AGES, np.int64)
    home[50], home[70] = 6, 9
    path = membership_path(home, np.zeros(AGES, np.int64), Rates(deaths=deaths))
    survive = [np.exp(-deaths[age : age + 20].sum()) for age in (50, 70)]
    assert path.everybody.mean[20] == pytest.approx(6 * survive[0] + 9 * survive[1])
    constant = membership_path(home, np.zeros(AGES, np.int64), Rates(deaths=np.full(AGES, 0.03)))
    assert constant.everybody.mean == pytest.approx(membership_path(15, 0, Rates(deaths=0.03)).everybody.mean)


def test_recruits_live_by_the_hazards_of_their_age() -> None:
    deaths = np.zeros(AGES)
    deaths[AGE_OF_RECRUITS + 5 :] = 50.0  # nobody outlives the sixth year
    none = np.zeros(AGES, np.int64)
    line = membership_path(none, none, Rates(recruits=2.0, deaths=deaths)).everybody
    assert line.mean[:6] == pytest.approx(2.0 * np.arange(6))
    assert line.mean[-1] == pytest.approx(10.0 + 2 / 50)


def test_the_path_is_that_of_branches_lived_one_by_one() -> None:
    rates = Rates(recruits=0.8, deaths=0.02, lost=0.01, leave=0.05, come_home=0.08)
    path, branches, steps, years = membership_path(18, 9, rates), 20000, 50, 20
    draw = np.random.default_rng(7)
    home, away = np.full(branches, 18), np.full(branches, 9)
    for _ in range(years * steps):
        gone = 1 - np.exp(-0.03 / steps)
        home, away = home - draw.binomial(home, gone), away - draw.binomial(away, gone)
        out, back = draw.binomial(home, 0.05 / steps), draw.binomial(away, 0.08 / steps)
        home, away = home - out + back + draw.poisson(0.8 / steps, branches), away + out - back
    for line, found in ((path.everybody, home + away), (path.home, home)):
        error = found.std() / np.sqrt(branches)
        assert line.mean[20] == pytest.approx(found.mean(), abs=4 * error + 0.02)  # .02: the steps are a week long
        for below in (15, 20):
            exact = float(line.below(below)[20])
            error = np.sqrt(exact * (1 - exact) / branches)
            assert exact == pytest.approx(float((found < below).mean()), abs=4 * error + 0.004)


def test_thresholds_are_those_of_the_rules() -> None:
    assert list(thresholds().values()) == [3, 7, 50]
    path = membership_path(48, 0, Rates(recruits=2.0, deaths=0.02)).everybody
    assert path.past(GENERAL)[20] == pytest.approx(path.above(50)[20])
    assert path.past(GENERAL)[0] == 0.0
    small = membership_path(4, 0, Rates(deaths=0.05)).everybody
    assert small.past(JOINT)[10] == pytest.approx(binom.cdf(2, 4, np.exp(-0.5)))


@pytest.mark.parametrize(
    ("home", "rates", "said"),
    [
        (5, Rates(recruits=-1.0), "recruits is -1"),
        (5, Rates(deaths=float("inf")), "deaths is inf"),
        (5, Rates(deaths=np.zeros(AGES)), "ages of the members home"),
        (-2, Rates(), "whole numbers"),
        (2.5, Rates(), "whole numbers"),
    ],
)
def test_what_is_no_path_is_refused(home: float, rates: Rates, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        membership_path(home, 0, rates)
