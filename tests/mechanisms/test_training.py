"""Training, forgetting, hardship: half-life, gain in closed form, who is taught."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import ACTIVE, PROBATIONARY
from sim.mechanisms.service import Service
from sim.mechanisms.training import Training
from sim.mechanisms.trust import Trust
from tests.limits import Limits
from tests.worlds import FIRST_MONTH, World, group_of

OTHERS = Service(), Trust()


def school(villages: int = 2, members: int = 20, persons: int = 24) -> World:
    """Members of 40 at home who serve nobody, with no trait that moves by itself."""
    world = World(Training(), *OTHERS, villages=villages, persons=persons, members=members, months=400)
    P = world.people.columns
    P.birth_month[world.rows] = FIRST_MONTH - 40 * 12
    P.habit[world.rows] = 0.0
    P.capacity[world.rows] = P.capacity_start[world.rows] = 0.45
    P.willingness[world.rows] = P.willingness_start[world.rows] = 0.5
    P.months_without_contact[world.rows] = 9
    world.offices.columns["holder_row"] = -1
    return world


@pytest.mark.limit
def test_unused_capacity_has_a_half_life_of_eleven_months(limit: Limits) -> None:
    world = school()
    P = world.people.columns
    P.capacity[world.members] = 0.85
    kept = [1.0]
    for _ in range(12):
        world.live(Training())
        kept.append((float(P.capacity[world.members].mean(dtype=float)) - 0.45) / 0.4)
    limit("V22", "share kept after 11 months, monthly steps", (1 - math.log(2) / 11) ** 11, kept[11], 1e-5)
    limit("V22", "share kept after 11 months", 0.5, kept[11], 0.02)
    half = float(np.interp(-0.5, -np.array(kept), np.arange(13)))
    limit("V22", "half-life in months", 11.0, half, 0.5)  # steps of a month, not an exponential


def test_capacity_in_use_is_kept() -> None:
    world = school()
    P = world.people.columns
    P.capacity[world.members], P.habit[world.members], P.willingness[world.members] = 0.85, 1.0, 1.0
    P.willingness_start[world.members] = 1.0
    half = world.members[::2]
    P.stage[half] = PROBATIONARY  # they give no hours
    world.live(Training())
    assert P.capacity[half] == pytest.approx(0.85 - math.log(2) / 11 * 0.4, abs=1e-6)
    assert P.capacity[world.members[1::2]] == pytest.approx(0.85)


def test_a_year_of_training_adds_what_the_equation_says() -> None:
    world = school()
    P, V, S = world.people.columns, world.villages.columns, world.settings["training"]
    S["units"], S["share_of_home_members"], S["decay"] = 2.0, 1.0, 0.0
    P.habit[world.members], V["content"] = 0.4, 0.8
    old = world.members[:5]
    P.group[old] = group_of(59)
    for _ in range(12):
        world.live(Training())
    rate = 0.25 * 2 / 12 * 0.6
    assert P.capacity[world.members[5:]] == pytest.approx(1 - 0.55 * (1 - rate) ** 12, abs=1e-5)
    slower = rate * math.exp(-0.012 * 19)
    assert P.capacity[old] == pytest.approx(1 - 0.55 * (1 - slower) ** 12, abs=1e-5)
    assert V["training_hours"].tolist() == pytest.approx([20 * 2 * 16 / 12] * 2)


def test_no_dose_changes_nobody() -> None:
    world = school()
    P = world.people.columns
    before = {name: getattr(P, name).copy() for name in P.names}
    world.settings["training"]["share_of_home_members"] = 1.0
    world.settings["training"]["age_priority"] = 1.0
    world.live(Training())
    for name, column in before.items():
        assert (getattr(P, name) == column).all(), name
    assert (world.villages.columns["training_hours"] == 0).all()


def taught(world: World) -> np.ndarray:
    """Rows of members whose capacity has risen."""
    P = world.people.columns
    return world.members[P.capacity[world.members] > np.float32(0.45)]


def test_the_oldest_are_taught_first_if_age_has_priority() -> None:
    world = school(villages=1)
    P, S = world.people.columns, world.settings["training"]
    P.birth_month[world.members] = FIRST_MONTH - 12 * 40 - np.arange(20) * 7 % 20
    S["units"], S["share_of_home_members"], S["age_priority"] = 1.0, 0.4, 1.0
    world.villages.columns["content"] = 1.0
    world.live(Training())
    oldest = world.members[np.argsort(P.birth_month[world.members], kind="stable")[:8]]
    assert sorted(taught(world)) == sorted(oldest)


def test_the_same_members_are_taught_all_year_and_one_more_place_moves_nobody() -> None:
    world, larger = school(villages=1), school(villages=1)
    for each, share in ((world, 0.4), (larger, 0.45)):
        S = each.settings["training"]
        S["units"], S["share_of_home_members"], S["decay"] = 1.0, share, 0.0
        each.villages.columns["content"] = 1.0
        each.people.columns.group[each.members[:4]] = group_of(40, away=True)
        each.live(Training())
    # 16 at home: 6.4 and 7.2 places, made whole by the same draw.
    few, more = set(taught(world)), set(taught(larger))
    assert few < more
    assert 6 <= len(few) <= 7
    assert not few & set(world.members[:4])
    for _ in range(11):
        world.live(Training())
    assert set(taught(world)) == few
    world.live(Training())
    assert set(taught(world)) > few


def test_the_number_taught_is_right_on_average() -> None:
    world = school(villages=600, members=5, persons=6)
    S = world.settings["training"]
    S["units"], S["share_of_home_members"] = 1.0, 0.33
    world.live(Training())
    assert world.villages.columns["training_hours"].mean() / (16 / 12) == pytest.approx(5 * 0.33, abs=0.08)


def test_secretary_and_active_users_learn_by_their_own_doses() -> None:
    world = school(villages=1)
    P, O, S = world.people.columns, world.offices.columns, world.settings["training"]
    O["holder_row"] = world.members[3]
    P.account[world.members[[5, 6]]] = ACTIVE
    S["secretary_units"], S["online_units"] = 3.5, 1.0
    world.villages.columns["content"] = 1.0
    world.live(Training())
    gain = P.capacity[world.members] - 0.45
    assert gain[3] == pytest.approx(0.25 * 3.5 / 12 * 0.55 * 0.5, abs=1e-6)
    assert gain[[5, 6]] == pytest.approx(0.25 / 12 * 0.55 * 0.5, abs=1e-6)
    assert sorted(taught(world)) == sorted(world.members[[3, 5, 6]])
    assert world.villages.columns["secretary_training_hours"][0] == pytest.approx(3.5 * 16 / 12)


def test_the_secretary_keeps_capacity_by_hours_of_service() -> None:
    world = school(villages=1)
    P, V = world.people.columns, world.villages.columns
    P.capacity[world.members] = 0.85
    world.offices.columns["holder_row"], V["secretary_service"] = world.members[3], 6.0
    world.live(Training())
    assert P.capacity[world.members[3]] == np.float32(0.85)
    assert (P.capacity[world.members[:3]] < np.float32(0.85)).all()


def test_willingness_fades_to_its_start_and_to_the_mean_and_answers_a_campaign() -> None:
    world = school(villages=1)
    P, V, S = world.people.columns, world.villages.columns, world.settings["training"]
    P.willingness[world.members[:10]] = 0.7
    world.live(Training())
    fade = math.log(2) / 18
    assert P.willingness[world.members[:10]] == pytest.approx(0.7 - fade * 0.2 - 0.01 * 0.1, abs=1e-6)
    assert P.willingness[world.members[10:]] == pytest.approx(0.5 + 0.01 * 0.1, abs=1e-6)
    assert V["mean_willingness"][0] == pytest.approx(P.willingness[world.members].mean(), abs=1e-6)
    P.willingness[world.members] = 0.5
    S["campaign"], V["formalism"] = 1.0, 0.4
    world.live(Training())
    assert P.willingness[world.members] == pytest.approx(0.5 + 0.06 * 0.5 * 0.6, abs=1e-6)


def test_old_members_fall_into_hardship_with_the_hazard() -> None:
    world = school(villages=100, members=40, persons=40)
    P = world.people.columns
    P.group[world.members] = group_of(65)
    world.settings["training"]["neglect"] = 0.0
    for _ in range(12):
        world.live(Training())
    exact = 1 - math.exp(-0.004 * 12)
    found = P.hardship[world.members].mean()
    assert found == pytest.approx(exact, abs=3.5 * math.sqrt(exact * (1 - exact) / 4000))


def test_nobody_below_sixty_or_away_falls_into_hardship() -> None:
    world = school()
    P, S = world.people.columns, world.settings["training"]
    S["hardship"] = 50.0
    P.group[world.members] = group_of(59)
    P.group[world.members[:9]] = group_of(70, away=True)
    world.live(Training())
    assert not P.hardship.any()


def test_neglect_costs_habit_willingness_and_the_trust_of_kin_nearby() -> None:
    world = school(villages=1, members=20, persons=30)
    P = world.people.columns
    one = world.members[10]
    P.group[one], P.hardship[one], P.habit[one] = group_of(65), True, 0.6
    P.kin[world.rows], P.trust[world.rows] = 1, 0.5
    P.kin[world.rows[12]] = 2
    for _ in range(3):
        world.live(Training())
    assert P.habit[one] == pytest.approx(0.6)
    assert (P.trust[world.rows] == 0.5).all()
    world.live(Training())
    assert P.habit[one] == pytest.approx(0.58)
    assert P.willingness[one] == pytest.approx(0.48)
    lost = world.rows[P.trust[world.rows] < 0.5]
    assert lost.tolist() == [world.rows[n] for n in (6, 7, 8, 9, 10, 11, 13, 14)]
    assert P.trust[lost] == pytest.approx(0.5 * (1 - 0.09 / 4))


@pytest.mark.parametrize("by", ["visit", "fund"])
def test_care_ends_hardship_and_adds_to_habit(by: str) -> None:
    world = school(villages=1)
    P = world.people.columns
    one = world.members[10]
    P.group[one], P.hardship[one], P.habit[one], P.uncared_months[one] = group_of(65), True, 0.6, 9
    if by == "visit":
        P.months_without_contact[one] = 0
    else:
        world.settings["training"]["care"] = 1.0
    world.live(Training())
    assert not P.hardship[one]
    assert P.uncared_months[one] == 0
    assert P.habit[one] == pytest.approx(0.6 + 0.05 * 0.4)


def test_tier_two_losses_act_only_when_switched_on() -> None:
    world = school(villages=1)
    P, S = world.people.columns, world.settings["training"]
    S["old_loss"] = 0.01
    P.group[world.members[0]] = group_of(61)
    world.live(Training())
    assert P.capacity[world.members[0]] == pytest.approx(0.45 * 0.99, abs=1e-6)
    assert (P.capacity[world.members[1:]] == np.float32(0.45)).all()
    S["old_loss"], S["units"], S["share_of_home_members"], S["coercion"] = 0.0, 1.0, 1.0, 1.0
    world.villages.columns["content"] = 1.0
    before = P.capacity[world.members].copy()
    P.capacity_start[world.members] = before
    world.live(Training())
    assert (P.capacity[world.members] == before).all()


def needy(villages: int = 1) -> World:
    """Twenty old members a village, all in hardship for nine months, whom nobody calls on."""
    world = school(villages=villages, members=20, persons=20)
    P = world.people.columns
    P.group[world.members], P.hardship[world.members], P.uncared_months[world.members] = group_of(65), True, 9
    return world


def test_the_money_of_the_village_pays_for_so_many_cases_of_care() -> None:
    world = needy(villages=300)
    P, V = world.people.columns, world.villages.columns
    V["money_for_care"] = 1500.0  # two cases and a half
    P.months_without_contact[world.members[::20]] = 0
    world.live(Training())
    cared = (~P.hardship[world.members]).reshape(300, 20)
    assert cared[:, 0].all()
    paid = cared[:, 1:].sum(axis=1)
    assert set(paid) == {2, 3}
    assert paid.mean() == pytest.approx(2.5, abs=3.5 * 0.5 / math.sqrt(300))
    assert P.habit[world.members[cared.ravel()]] == pytest.approx(0.05)


def test_one_more_case_of_care_leaves_nobody_out_who_was_cared_for() -> None:
    few, more = needy(), needy()
    few.villages.columns["money_for_care"], more.villages.columns["money_for_care"] = 1800.0, 2400.0
    few.live(Training())
    more.live(Training())
    cared = [~world.people.columns.hardship[world.members] for world in (few, more)]
    assert [each.sum() for each in cared] == [3, 4]
    assert cared[1][cared[0]].all()


def test_money_beyond_need_reaches_everybody_and_none_reaches_nobody() -> None:
    for money, left in ((0.0, 20), (1e6, 0)):
        world = needy()
        world.villages.columns["money_for_care"] = money
        world.live(Training())
        assert world.people.columns.hardship[world.members].sum() == left


def test_the_overconfident_take_up_none_of_what_is_offered() -> None:
    world = school(villages=1)
    P, S = world.people.columns, world.settings["training"]
    world.offices.columns["holder_row"] = world.members[3]
    P.account[world.members[5]] = ACTIVE
    S["units"], S["share_of_home_members"], S["secretary_units"], S["online_units"] = 2.0, 1.0, 3.5, 1.0
    S["overconfidence"] = 1.0
    world.villages.columns["content"] = 1.0
    world.live(Training())
    assert (P.capacity[world.members] == np.float32(0.45)).all()
    S["overconfidence"] = 0.5
    world.live(Training())
    gain = P.capacity[world.members] - 0.45
    assert gain[0] == pytest.approx(0.25 * 1.0 / 12 * 0.5 * 0.55, abs=1e-6)
    assert gain[3] == pytest.approx(0.25 * 1.75 / 12 * 0.5 * 0.55, abs=1e-6)
    assert gain[5] == pytest.approx(0.25 * 1.5 / 12 * 0.5 * 0.55, abs=1e-6)


def test_a_secretary_with_a_course_of_their_own_takes_no_place_in_the_members() -> None:
    world = school(villages=1)
    P, O, S = world.people.columns, world.offices.columns, world.settings["training"]
    O["holder_row"] = world.members[3]
    S["units"], S["share_of_home_members"], S["secretary_units"] = 2.0, 1.0, 3.5
    world.villages.columns["content"] = 1.0
    world.live(Training())
    gain = P.capacity[world.members] - 0.45
    assert gain[3] == pytest.approx(0.25 * 3.5 / 12 * 0.55 * 0.5, abs=1e-6)
    assert gain[[0, 1, 4]] == pytest.approx(0.25 * 2 / 12 * 0.55 * 0.5, abs=1e-6)
    assert world.villages.columns["training_hours"][0] == pytest.approx(19 * 2 * 16 / 12)
    assert not world.taught[3]
    S["secretary_units"] = 0.0
    world.live(Training())
    assert world.villages.columns["training_hours"][0] == pytest.approx(20 * 2 * 16 / 12)
    assert world.taught.all()


def test_hours_in_a_course_are_no_use_of_capacity() -> None:
    world = school(villages=1)
    P, S = world.people.columns, world.settings["training"]
    P.capacity[world.members], P.habit[world.members], P.willingness[world.members] = 0.85, 1.0, 1.0
    P.willingness_start[world.members] = 1.0
    S["units"], S["share_of_home_members"], S["gain"] = 4.0, 1.0, 0.0  # 5.3 hours a month: none of four is left
    world.live(Training())
    assert P.capacity[world.members] == pytest.approx(0.85 - math.log(2) / 11 * 0.4, abs=1e-6)
    assert world.villages.columns["course_hours"][0] == pytest.approx(16 / 3)
