"""Information: fixed point, bounds, what moves beliefs and what does not, neighbours, bursts of rumours."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import ACTIVE, DORMANT, FULL, MOBILE, VISITED
from sim.agents.township import Township
from sim.core.columns.columns import TableStore
from sim.mechanisms.digital import Digital
from sim.mechanisms.information import KIN_GROUPS, SIDE, Information, add_up, hear, sum_near
from sim.procedures.sub_branches import packed_part
from tests.limits import Limits
from tests.worlds import World, group_of

INFORMATION = Information()
EXPOSED = {"ranking": 0.0, "talk": 0.0, "use_base": 1.0, "resistance": 0.3, "resistance_skill": 0.0}


GAIN = 0.02  # that of the table of limits


def listeners(villages: int = 1, persons: int = 20, **settings: float) -> World:
    """Villages of people with a device and without skill or schooling, who trust the branch fully."""
    world = World(INFORMATION, Digital(), villages=villages, persons=persons, months=1)
    P, rows = world.people.columns, world.rows
    P.device[rows], P.trust[rows], P.misperception[rows] = True, 1.0, 0.25
    world.settings["information"]["gain"] = GAIN
    for name, value in settings.items():
        world.settings["information"][name] = value
    return world


def beliefs(world: World) -> np.ndarray:
    return world.people.columns.misperception[world.rows].astype(float)


def after(*, visited: bool = False, months: int = 1, **settings: float) -> float:
    """Belief of the first person after some months."""
    world = listeners(**settings)
    world.people.columns.events[world.rows] = VISITED if visited else 0
    for _ in range(months):
        INFORMATION.step(world)
    return float(beliefs(world)[0])


@pytest.mark.limit
@pytest.mark.parametrize(("correction", "expected"), [(0.1, 0.70), (0.3, 0.44), (0.5, 0.32), (0.8, 0.23)])
def test_beliefs_settle_at_ratio_over_one_plus_ratio(correction: float, expected: float, limit: Limits) -> None:
    world = listeners(**EXPOSED)
    world.people.columns.events[world.rows] = VISITED
    world.people.columns.trust[world.rows] = correction
    for _ in range(1200):
        INFORMATION.step(world)
    ratio = GAIN * 0.7 / (0.06 * correction)
    assert beliefs(world) == pytest.approx(ratio / (1 + ratio), abs=1e-4)
    limit("V19", f"misperception at correction {correction}", expected, beliefs(world).mean(), 5e-3)
    assert world.villages.columns["belief_mean"][0] == pytest.approx(ratio / (1 + ratio), abs=1e-4)
    assert world.now["misled"][0] == (20 if ratio > 1 else 0)


def test_a_month_is_the_equation_of_the_model_description() -> None:
    world = listeners(persons=3)
    P, rows, V = world.people.columns, world.rows, world.villages.columns
    P.misperception[rows] = [0.2, 0.6, 0.4]
    P.skill[rows], P.education[rows], P.device[rows], P.trust[rows] = [0.5, 0.1, 0.9], [1, 0, 3], [1, 0, 1], 0.6
    P.account[rows], P.events[rows] = [ACTIVE, DORMANT, 0], [VISITED | 1, 4, 0]
    P.stage[rows], P.missed[rows] = [FULL, FULL, 0], [0, 2, 0]
    V["freshness"], V["content"], V["meeting_valid"] = 0.5, 0.8, True
    P.kin[rows] = 7
    INFORMATION.step(world)
    heard = np.array([0.5, 0.3, 0.4])  # all three are near each other and kin, so that each counts twice
    b, s, dev, schooling = (
        np.array([0.2, 0.6, 0.4]),
        np.array([0.5, 0.1, 0.9]),
        np.array([1, 0, 1]),
        np.array([1, 0, 3]),
    )
    pull = GAIN * (dev * (0.5 + s) + 0.3 * heard) * (1 - np.clip(0.2 + 0.4 * s + 0.1 * schooling, 0, 1))
    told = np.array([1 + 0.5 * 0.5 + 0.5 * 0.8, 0, 0])
    expected = b + pull * (1 + b) * (1 - b) - 0.06 * 0.6 * told * b
    assert beliefs(world) == pytest.approx(expected, abs=1e-6)
    assert world.now["misperception"][0] == pytest.approx(expected.sum(), abs=1e-6)


def test_beliefs_stay_between_nought_and_one_whatever_the_settings() -> None:
    for gain, correction, ranking in ((5.0, 0.0, 4.0), (0.0, 9.0, 0.0), (5.0, 9.0, 4.0)):
        world = listeners(persons=101, gain=gain, correction=correction, ranking=ranking)
        P, rows = world.people.columns, world.rows
        P.misperception[rows], P.events[rows] = np.arange(101) / 100, VISITED
        for _ in range(3):
            INFORMATION.step(world)
            assert ((beliefs(world) >= 0) & (beliefs(world) <= 1)).all()


@pytest.mark.parametrize("name", ["gain", "false_content", "ranking", "use_base", "talk"])
def test_more_of_what_misleads_raises_belief(name: str) -> None:
    default = float(Information.params[name].default)
    assert after(**{name: default / 2}) < after(**{name: default}) < after(**{name: default * 2})


@pytest.mark.parametrize("name", ["resistance", "media_literacy"])
def test_resistance_lowers_belief_and_full_resistance_stops_it(name: str) -> None:
    assert 0.25 == after(**{name: 1.0}) < after(**{name: 0.4}) < after(**{name: 0.0, "resistance_skill": 0.0})


def test_correction_works_through_trust() -> None:
    def corrected(trust: float) -> float:
        world = listeners(gain=0.0)
        world.people.columns.trust[world.rows], world.people.columns.events[world.rows] = trust, VISITED
        INFORMATION.step(world)
        return float(beliefs(world)[0])

    assert corrected(0.0) == 0.25
    assert corrected(0.5) == pytest.approx(0.25 * (1 - 0.03))
    assert corrected(1.0) == pytest.approx(0.25 * (1 - 0.06))


def test_a_fresh_platform_corrects_its_active_users_and_short_formats_weaken_it() -> None:
    def corrected(account: int, **digital: float) -> float:
        world = listeners(gain=0.0, online_correction=0.5)
        world.people.columns.account[world.rows] = account
        world.villages.columns["freshness"] = 0.8
        for name, value in digital.items():
            world.settings["digital"][name] = value
        INFORMATION.step(world)
        return float(beliefs(world)[0])

    assert corrected(DORMANT) == 0.25
    assert corrected(ACTIVE) == pytest.approx(0.25 * (1 - 0.06 * 0.4))
    assert corrected(ACTIVE, short_form=0.5) == pytest.approx(0.25 * (1 - 0.06 * 0.2))


def test_only_members_who_came_to_a_valid_meeting_are_corrected_by_it() -> None:
    world = listeners(villages=2, persons=3, gain=0.0)
    P, rows, V = world.people.columns, world.rows, world.villages.columns
    P.stage[rows], P.missed[rows] = [FULL, FULL, 0] * 2, [0, 1, 0] * 2
    V["content"], V["meeting_valid"] = 0.5, [True, False]
    INFORMATION.step(world)
    assert beliefs(world) == pytest.approx([0.25 * (1 - 0.06 * 0.25), *[0.25] * 5])


def test_in_a_divided_branch_only_a_valid_meeting_of_the_own_sub_branch_corrects() -> None:
    world = listeners(persons=6, gain=0.0)
    P, rows, V = world.people.columns, world.rows, world.villages.columns
    world.members, V["member_last"] = rows.astype(np.int32), 6
    P.stage[rows], P.missed[rows] = FULL, [0, 0, 1, 0, 0, 1]
    V["content"], V["meeting_valid"], V["hamlets"] = 0.5, True, 2
    V["sub_months"] = packed_part(0, 0) + packed_part(1, 4)  # the first met this month, the second four months ago
    INFORMATION.step(world)
    corrected = 0.25 * (1 - 0.06 * 0.25)
    assert beliefs(world) == pytest.approx([corrected, corrected, *[0.25] * 4])
    assert P.missed[rows].tolist() == [0, 0, 1, 0, 0, 1]
    P.misperception[rows], V["functional"] = 0.25, MOBILE  # a third sub-branch, of those away, met, too
    V["sub_months"] = packed_part(0, 3) + packed_part(1, 3)
    P.group[rows[4]] = group_of(40, away=True)
    INFORMATION.step(world)
    assert beliefs(world) == pytest.approx([*[0.25] * 4, corrected, 0.25])


def test_groups_of_those_away_correct_those_away_without_trust() -> None:
    world = listeners(gain=0.0, correction_away=0.2)
    P, rows = world.people.columns, world.rows
    P.group[rows[:10]], P.trust[rows] = group_of(30, away=True), 0.0
    INFORMATION.step(world)
    assert beliefs(world)[:10] == pytest.approx(0.25 * (1 - 0.06 * 0.2))
    assert (beliefs(world)[10:] == 0.25).all()


def test_children_and_the_gone_keep_theirs_and_are_not_heard() -> None:
    world = listeners(persons=30, false_content=0.0)
    P, rows = world.people.columns, world.rows
    P.misperception[rows] = 0.0
    P.group[rows[:10]], P.group[rows[10:20]] = group_of(17), 0
    P.misperception[rows[:20]] = 0.7
    INFORMATION.step(world)
    assert (P.misperception[rows[:20]] == np.float32(0.7)).all()
    assert (P.misperception[rows[20:]] == 0.0).all()
    assert world.now["misperception"][0] == 0.0


def test_members_are_added_up_apart() -> None:
    world = World(INFORMATION, Digital(), villages=2, persons=10, members=4, months=1)
    world.people.columns.misperception[world.rows] = np.tile([0.5, 0.5, 0.25, 0.25, *[0.75] * 6], 2)
    world.settings["information"]["gain"] = 0.0
    INFORMATION.step(world)
    assert world.now["misperception_members"].tolist() == [1.5, 1.5]
    assert world.now["misperception"].tolist() == [6.0, 6.0]
    assert world.villages.columns["belief_mean"].tolist() == [0.6, 0.6]


@pytest.mark.parametrize("houses", [1, 2, 5, 8, 9, 10, 60])
def test_what_is_heard_is_the_mean_of_kin_and_of_the_nearest_households(houses: int) -> None:
    dice, persons = np.random.default_rng(houses), 3 * houses
    homes, kins = dice.integers(0, houses, persons), dice.integers(0, 6, persons)
    belief, adult = dice.random(persons).astype(np.float32), dice.random(persons) < 0.8
    groups = np.where(adult, group_of(40), group_of(12)).astype(np.uint16)
    own, of_house = np.zeros(persons, np.int64), np.zeros(houses + 2 * SIDE + 1, np.int64)
    of_kin, near, heard = np.zeros(KIN_GROUPS, np.int64), np.empty(houses, np.int64), np.empty(persons)
    add_up(groups, belief, homes.astype(np.uint16), kins.astype(np.uint8), own, of_house, of_kin)
    sum_near(of_house, near)
    others = np.empty_like(own)
    hear(own, homes.astype(np.uint16), kins.astype(np.uint8), near, of_kin, others, heard)

    apart = np.abs(homes[:, None] - homes[None, :])
    apart = np.minimum(apart, houses - apart)
    side = min(SIDE, (houses - 1) // 2)
    times = ((apart > 0) & (apart <= side)).astype(int) + (kins[:, None] == kins[None, :])
    np.fill_diagonal(times, 0)
    times *= adult[None, :]
    expected = np.where(adult, times @ belief.astype(float) / np.maximum(times.sum(axis=1), 1), -1.0)
    assert heard == pytest.approx(expected, abs=1e-6)


def test_belief_spreads_to_kin_and_near_households_only() -> None:
    world = listeners(persons=40, false_content=0.0)
    P, rows = world.people.columns, world.rows
    P.kin[rows] = np.arange(40)
    P.kin[rows[30]] = P.kin[rows[20]]
    P.misperception[rows] = 0.0
    P.misperception[rows[20]] = 0.8
    INFORMATION.step(world)
    assert np.flatnonzero(beliefs(world) > 0).tolist() == [*range(16, 25), 30]


def townships(villages: int = 60, **settings: float) -> World:
    """Villages of three townships of one county."""
    world = listeners(villages=villages, persons=4, **settings)
    world.townships = TableStore(Township, 3)
    V = world.villages.columns
    V["township"] = np.arange(villages) % 3
    V["identity"] = (1 << 32) + (1 + np.arange(villages) % 3 << 16) + np.arange(villages)
    return world


def test_a_burst_lasts_two_months_in_its_township_and_detection_cuts_it() -> None:
    quiet, world = townships(), townships()
    S = world.settings["information"]
    S["burst_hazard"][world.villages.columns["township"] == 1] = 1e9
    S["detection"][4] = 0.75
    INFORMATION.step(quiet)
    INFORMATION.step(world)
    S["burst_hazard"] = 0.0
    assert world.townships.columns["rumour_months"].tolist() == [0, 1, 0]
    rise = (beliefs(world) - 0.25).reshape(-1, 4)[:, 0]
    plain = (beliefs(quiet) - 0.25).reshape(-1, 4)[:, 0]
    hit = world.villages.columns["township"] == 1
    assert (rise[~hit] == plain[~hit]).all()
    assert (rise[hit] > plain[hit]).all()
    net, whole = rise[1] - plain[1], 4 * GAIN * 0.5 * 0.8 * 1.25 * 0.75
    assert net == pytest.approx(whole, abs=1e-6)
    assert rise[4] - plain[4] == pytest.approx(whole / 4, abs=1e-6)
    INFORMATION.step(world)
    assert not world.townships.columns["rumour_months"].any()


def test_bursts_come_at_their_hazard_and_not_without() -> None:
    world = townships(3, burst_hazard=2.0)
    begun = np.zeros(3)
    for _ in range(600):
        world.townships.columns["rumour_months"] = 0
        INFORMATION.step(world)
        begun += world.townships.columns["rumour_months"] > 0
        world.month += 1
    expected, months = -np.expm1(-2 / 12), 1800
    assert abs(begun.sum() - months * expected) < 3 * np.sqrt(months * expected * (1 - expected))
    assert len(set(begun)) > 1
