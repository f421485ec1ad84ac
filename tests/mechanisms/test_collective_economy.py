"""Collective economy: accounts balance, assets wear, income of the start, who is paid first."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.secretary import Secretary
from sim.agents.village import Village
from sim.core.columns.columns import TableStore
from sim.core.declarations.levers import Levers
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.effort import Effort
from sim.mechanisms.offices import Offices
from sim.mechanisms.start import Start
from sim.world.collective import draw_collective
from tests.mechanisms.money import PAY, economy, village_world

MANY = 40_000


@pytest.fixture(scope="module")
def start() -> tuple[np.ndarray, np.ndarray]:
    """Many villages with the money of the start, and their offices."""
    levers = Levers((Start(), CollectiveEconomy(), Offices(), Effort()), MANY)
    V, O = TableStore(Village, MANY).columns, TableStore(Secretary, MANY).columns
    V["identity"] = np.arange(1, MANY + 1)
    V["last"] = 1300
    V["potential"] = np.linspace(-2, 2, MANY)
    O["holder"][: MANY // 2], O["capacity"] = 7, 0.7
    draw_collective(V, O, levers, np.uint64(5))
    return V, O


def test_collective_income_of_the_start_has_the_share_median_and_mean_of_the_description(
    start: tuple[np.ndarray, np.ndarray],
) -> None:
    income = start[0]["collective_income"]
    assert (income < 50_000).mean() == pytest.approx(0.577, abs=3 * math.sqrt(0.577 * 0.423 / MANY))
    assert np.median(income) == pytest.approx(38_100, rel=0.03)
    assert income.mean() == pytest.approx(101_500, rel=0.05)
    assert np.log(income).std() == pytest.approx(1.4, rel=0.02)


def test_the_fund_of_the_start_is_three_months_of_legal_pay(start: tuple[np.ndarray, np.ndarray]) -> None:
    V = start[0]
    assert V["base_pay"] == pytest.approx(PAY)  # 1,300 persons have four committee members
    assert V["fund"] == pytest.approx(3 * PAY)


def test_the_first_month_gives_the_income_of_the_start_back(start: tuple[np.ndarray, np.ndarray]) -> None:
    V, O = start
    few = slice(MANY // 2 - 50, MANY // 2 + 50)  # with a secretary and without
    world = village_world(100)
    W = world.villages.columns
    for name in ("potential", "assets", "fund", "base_pay"):
        W[name] = V[name][few]
    world.offices.columns["holder"], world.offices.columns["capacity"] = O["holder"][few], O["capacity"][few]
    world.live(economy(world))
    assert W["collective_income"] == pytest.approx(V["collective_income"][few])
    assert 12 * world.recorder.series("collective_income")[0] == pytest.approx(V["collective_income"][few], rel=1e-6)


def test_without_projects_assets_wear_by_the_yearly_rate() -> None:
    world = village_world(3)
    V = world.villages.columns
    V["assets"] = [0.0, 1000.0, 2e6]
    mechanism = economy(world)
    for _ in range(36):
        world.live(mechanism)
    assert V["assets"] == pytest.approx(np.array([0.0, 1000.0, 2e6]) * (1 - 0.03 / 12) ** 36)
    assert V["collective_income"] == pytest.approx(0.06 * V["assets"] / (1 - 0.03 / 12))


def test_accounts_balance_whatever_happens_and_no_fund_is_below_nought() -> None:
    villages, dice = 300, np.random.default_rng(4)
    world = village_world(villages, months=40)
    V, O, C = world.villages.columns, world.offices.columns, world.settings["collective_economy"]
    O["holder"][::7] = 0
    O["capacity"], O["integrity"] = dice.random(villages), dice.random(villages)
    V["assets"], V["fund"] = 10 ** dice.uniform(0, 7, villages), 10 ** dice.uniform(0, 5, villages)
    V["potential"] = dice.normal(size=villages)
    C["office_funds"], C["public_share"] = dice.uniform(-9000, 3000, villages), dice.uniform(0, 1, villages)
    C["care_money"], C["platform_money"] = dice.uniform(0, 900, villages), dice.uniform(0, 900, villages)
    C["failure_real"], C["failure_show"] = 0.1, 0.2
    C["grant_offers"][::3], C["own_share"] = 0.1, dice.uniform(0, 0.5, villages)
    world.settings["effort"]["subsidy"] = dice.uniform(0, 6000, villages)
    world.settings["effort"]["full_time"][::2] = 1.0
    mechanism = economy(world)
    started = 0.0
    for _ in range(40):
        arrived = dice.choice([0.0, 1.0], villages) * dice.exponential(40_000, villages)
        V["grants"] = arrived
        V["project_passed"] = V["project_waiting"] = dice.random(villages) < 0.3
        V["formalism"], V["economy_hours"] = dice.random(villages), dice.uniform(0, 60, villages)
        before = V.copy()
        mechanism.step(world)
        T = world.now
        comes = np.maximum(V["base_pay"] + C["office_funds"], 0) + T["collective_income"] + arrived
        comes += T["grants"] - T["grants_lost"]
        assert V["fund"] - before["fund"] == pytest.approx(comes - T["spent"], abs=1e-6)
        assert (V["fund"] >= 0).all()
        assert (V["grants"] == 0).all()
        assert (V["assets"] >= V["real_money"] - 1e-6).all()
        assert (V["real_money"][V["real_projects"] == 0] == 0).all()
        assert (V["show_money"][V["show_projects"] == 0] == 0).all()
        assert (V["claimed_income"] >= V["collective_income"]).all()
        started += T["projects_started"].sum()
        world.recorder.close()
        world.month += 1
    assert started > 1000


def test_pay_goes_first_then_services_then_care_and_platform() -> None:
    world = village_world(5)
    V, C = world.villages.columns, world.settings["collective_economy"]
    C["office_funds"] = -PAY
    C["care_money"], C["platform_money"] = 300.0, 200.0
    V["assets"] = 200_000.0  # a thousand yuan a month
    V["fund"] = [0.0, PAY - 500.0, PAY - 100.0, PAY + 50.0, 2 * PAY]
    world.live(economy(world))
    assert V["money_for_care"].tolist() == pytest.approx([0.0, 0.0, 200.0, 300.0, 300.0])
    assert V["money_for_platform"].tolist() == pytest.approx([0.0, 0.0, 0.0, 50.0, 200.0])
    assert V["fund"].tolist() == pytest.approx([0.0, 0.0, 0.0, 0.0, PAY - 200.0])
    assert world.recorder.series("spent")[0].tolist() == pytest.approx(
        [1000, PAY + 500, PAY + 900, PAY + 1050, PAY + 1200]
    )


def test_the_fund_saves_what_services_leave_of_collective_income() -> None:
    world = village_world(2)
    V = world.villages.columns
    V["assets"], world.settings["collective_economy"]["wear"] = 600_000.0, 0.0
    world.offices.columns["holder"][1] = 0  # nobody is paid in a vacant office, and it earns less
    mechanism = economy(world)
    for _ in range(12):
        world.live(mechanism)
    less = math.exp(0.5 * (0.3 - 0.5))
    assert V["fund"] == pytest.approx([0.3 * 36_000, 0.3 * 36_000 * less + 12 * 2280])


def test_higher_pay_and_a_contract_come_out_of_the_fund() -> None:
    world = village_world(3)
    E, V = world.settings["effort"], world.villages.columns
    E["subsidy"] = [2280.0, 3280.0, 2280.0]
    E["full_time"] = [0.0, 0.0, 1.0]
    V["fund"] = 50_000.0
    world.live(economy(world))
    assert V["fund"] == pytest.approx([50_000, 50_000 - 1000 * (1 + 4 * 0.6), 50_000 - (3600 - 2280)])


def test_months_since_money_came_start_anew_with_each_grant() -> None:
    world = village_world(2)
    V, mechanism = world.villages.columns, economy(world)
    for _ in range(3):
        V["grants"] = [500.0, 0.0]
        world.live(mechanism)
    world.live(mechanism)
    assert V["months_since_aid"].tolist() == [1, 600]


def test_weak_villages_are_counted_by_real_and_by_claimed_income() -> None:
    world = village_world(3)
    V = world.villages.columns
    V["assets"] = [800_000.0, 800_000.0, 900_000.0]  # 48,000 and 54,000 yuan a year
    V["show_projects"], V["show_money"] = [0, 1, 1], [0.0, 100_000.0, 100_000.0]
    world.settings["collective_economy"]["failure_show"] = 0.0
    world.live(economy(world))
    assert V["collective_income"] == pytest.approx([48_000, 48_000, 54_000])
    assert V["claimed_income"] == pytest.approx([48_000, 54_000, 60_000])
    assert world.recorder.series("income_low")[0].tolist() == [1, 1, 0]
    assert world.recorder.series("income_low_reported")[0].tolist() == [1, 0, 0]


def test_members_in_business_make_jobs_by_the_share_who_are_able_and_willing() -> None:
    world = village_world(3)
    V, C = world.villages.columns, world.settings["collective_economy"]
    V["vanguard"] = [0.0, 0.5, 1.0]
    C["lead_rich"], C["jobs"] = 0.4, 0.1
    V["employed"][2] = 0.25
    world.live(economy(world))
    assert V["jobs"].tolist() == pytest.approx([0.1, 0.3, 0.75])
    assert world.recorder.series("jobs")[0].tolist() == pytest.approx([0.1, 0.3, 0.75])
