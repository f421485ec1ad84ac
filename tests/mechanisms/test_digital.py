"""Digital: the platform's quality, the Bass curve, dormancy, devices, skill, mandates, and the bounds of candidates."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import ACTIVE, DORMANT, FULL, NO_ACCOUNT
from sim.mechanisms.digital import Digital, enrolled_for_the_mark, keep_platform, learn_and_forget, use_platform
from sim.mechanisms.effort import Effort
from sim.mechanisms.start import Start
from tests.limits import Limits
from tests.worlds import World, group_of

DIGITAL = Digital()


def users(villages: int = 1, persons: int = 4000, skill: float = 0.5, quality: float = 0.5, **settings: float) -> World:
    """Villages of men of 40 at home, all with a device and of one skill; nobody keeps the platform."""
    world = World(DIGITAL, Start(), villages=villages, persons=persons)
    P, V = world.people.columns, world.villages.columns
    P.device[world.rows] = True
    P.skill[world.rows] = P.skill_start[world.rows] = skill
    V["platform_quality"], V["coverage"], V["active_share"] = quality, 0.7, 0.0
    for name, value in settings.items():
        world.settings["digital"][name] = value
    return world


def use(world: World, everyone: bool = False) -> None:
    """Live a month at constant quality, and count the active."""
    P, V, count = world.people.columns, world.villages.columns, len(world.villages.columns)
    settings = world.settings["digital"], world.settings["start"]
    use_platform(P, V, *settings, everyone, world.month, world.key, 0, count)
    rows = world.rows.reshape(count, -1)
    V["active_share"] = (P.account[rows] == ACTIVE).mean(axis=1)
    world.month += 1


def keep(world: World) -> None:
    """Keep the platform of the first village for a month."""
    P, V, O, G = (store.columns for store in (world.people, world.villages, world.offices, world.graduate_officials))
    keep_platform(P, V, O, G, world.settings["digital"], world.now, 0, 1)


def kept(**settings: float) -> World:
    """A village whose secretary works 37 hours, with a digital skill of .35."""
    world = World(DIGITAL, Start(), villages=1, persons=4)
    V, O = world.villages.columns, world.offices.columns
    V["secretary_hours"], V["platform_content"] = 37.0, 0.4 / 0.975
    O["holder"], O["holder_row"], O["capacity"], O["skill"] = 1, 0, 0.5, 0.35
    world.people.columns.skill[0] = 0.35
    for name, value in settings.items():
        world.settings["digital"][name] = value
    keep(world)
    return world


def quality(**settings: float) -> float:
    return float(kept(**settings).villages.columns["platform_quality"][0])


def test_quality_at_the_defaults_is_the_nearly_dead_site_of_the_model_description() -> None:
    fresh = 1 - math.exp(-0.5 * 3.7 * 0.35 / 2 / 4)
    expected = math.sqrt(fresh * 0.4) / 1.3 * 0.7 * math.exp(0.3 * math.log(0.5))
    assert quality() == pytest.approx(expected, rel=1e-12)
    assert quality() == pytest.approx(0.08, abs=0.005)


@pytest.mark.parametrize(("capacity", "expected"), [(0.5, 0.41), (0.7, 0.46)])
def test_quality_of_the_integrated_package(capacity: float, expected: float) -> None:
    world = kept(designated_hours=15.0, integrated=1.0, coupling=0.8)
    V, O = world.villages.columns, world.offices.columns
    V["platform_content"] = 0.7 / 0.975
    O["capacity"], O["skill"] = capacity, 0.7
    keep(world)
    assert V["platform_quality"][0] == pytest.approx(expected, abs=0.005)


def test_the_skill_of_who_runs_the_platform_caps_its_quality() -> None:
    world = kept(designated_hours=1000.0, launch_quality=1.0)
    O, V = world.offices.columns, world.villages.columns
    ease = float(V["platform_quality"][0]) / 0.35
    O["skill"] = 0.2
    keep(world)
    assert V["platform_quality"][0] == pytest.approx(0.2 * ease)


def test_content_decays_unless_a_launch_or_money_holds_it() -> None:
    world = kept(designated_hours=10.0)
    V, S = world.villages.columns, world.settings["digital"]
    for _ in range(11):
        keep(world)
    assert V["platform_content"][0] == pytest.approx(0.4 * 0.975**11)
    S["launch_quality"] = 0.6
    keep(world)
    assert V["platform_content"][0] == 0.6
    S["launch_quality"], S["content_money"] = 0.0, 400.0
    keep(world)
    assert V["platform_content"][0] == pytest.approx(0.6 * 0.975 + 0.01)


def test_an_online_branch_and_integration_meet_in_any_order() -> None:
    def composed(*moves: tuple[str, str, float]) -> float:
        world = kept()
        for policy, lever, amount in moves:
            world.levers.move(policy, lever, amount, np.array([True]))
        world.levers.compose()
        world.settings = world.levers.now
        keep(world)
        return float(world.villages.columns["platform_quality"][0])

    added, merged = ("online_branch", "digital.platforms", 1.0), ("platform_integration", "digital.integrated", 1.0)
    assert composed(added, merged) == composed(merged, added) == composed(merged)
    assert composed(added) < composed() < composed(merged)


@pytest.mark.limit
def test_adoption_without_dormancy_follows_the_bass_curve(limit: Limits) -> None:
    villages, persons, months = 12, 2500, 120
    world = users(villages, persons, churn=0.0, refusal=0.0, privacy=0.0)
    found, recursion = [], [0.0]
    for _ in range(months):
        use(world)
        found.append(world.villages.columns["active_share"].copy())
        f = recursion[-1]
        recursion.append(f + (1 - f) * -math.expm1(-(0.03 + 0.38 * f) / 12))
    for month in (24, 60, 96, 120):
        share = found[month - 1]
        error = share.std(ddof=1) / math.sqrt(villages)
        limit("V20", f"active share, monthly Bass recursion, month {month}", recursion[month], share.mean(), 3 * error)
        years = month / 12
        decay = math.exp(-0.41 * years)
        bass = (1 - decay) / (1 + 0.38 / 0.03 * decay)
        limit("V20", f"the recursion itself, Bass curve, month {month}", bass, recursion[month], 0.012)


@pytest.mark.limit
def test_adoption_by_example_alone_is_logistic(limit: Limits) -> None:
    world = users(12, 2500, churn=0.0, refusal=0.0, privacy=0.0, innovation=0.0)
    P, V, rows = world.people.columns, world.villages.columns, world.rows.reshape(12, -1)
    P.account[rows[:, :125]] = ACTIVE
    V["active_share"] = 0.05
    for _ in range(84):
        use(world)
    share = V["active_share"]
    logistic = 1 / (1 + 0.95 / 0.05 * math.exp(-0.38 * 7))
    error = share.std(ddof=1) / math.sqrt(12)
    limit("V20", "active share without innovation, logistic, month 84", logistic, share.mean(), 3 * error + 0.01)


@pytest.mark.limit
@pytest.mark.parametrize(("skill", "quality"), [(0.5, 0.5), (0.3, 0.2), (0.8, 0.7)])
def test_the_dormant_share_settles_at_the_ratio_of_the_rates(skill: float, quality: float, limit: Limits) -> None:
    world = users(persons=6000, skill=skill, quality=quality)
    world.people.columns.account[world.rows] = ACTIVE
    for _ in range(150):
        use(world)
    falling, returning = 0.2 * (1 - quality) * (1.3 - skill), 4 * 0.03 * quality * skill
    expected = falling / (falling + returning)
    dormant = float((world.people.columns.account[world.rows] == DORMANT).mean())
    error = math.sqrt(expected * (1 - expected) / 6000)
    limit("V21", f"dormant share at skill {skill}, quality {quality}", expected, dormant, 3 * error)


def test_members_and_the_old_adopt_at_their_own_rates() -> None:
    def adopted(age: int = 40, member: bool = False, active: float = 0.0) -> float:
        world = users(persons=20000, refusal=0.0, privacy=0.0)
        P, V = world.people.columns, world.villages.columns
        P.group[world.rows] = group_of(age)
        P.stage[world.rows] = FULL if member else 0
        V["active_share"] = active
        use(world)
        return float((P.account[world.rows] == ACTIVE).mean())

    def rate(spontaneous: float, imitated: float) -> float:
        return -math.expm1(-(0.03 * spontaneous + 0.38 * imitated) / 12)

    cases = [
        (adopted(), rate(1, 0)),
        (adopted(age=60), rate(0.5, 0)),
        (adopted(member=True), rate(10, 0)),
        (adopted(active=0.5), rate(1, 0.5)),
        (adopted(age=70, active=0.5), rate(0.5, 0.75)),
        (adopted(age=17, active=0.5), 0.0),
    ]
    for found, expected in cases:
        assert abs(found - expected) <= 3 * math.sqrt(expected * (1 - expected) / 20000)


def mixed(villages: int = 6, persons: int = 800) -> World:
    """People of all ages, states and skills in villages of all qualities."""
    world = users(villages, persons)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    place = np.arange(len(rows))
    P.group[rows] = [group_of(int(7 * n % 95), int(n % 2), bool(n % 3 == 0)) for n in place]
    P.group[rows[::17]] = 0
    P.device[rows], P.skill[rows] = place % 5 < 3, (place * 13 % 101) / 100
    P.skill_start[rows] = P.skill[rows]
    P.account[rows] = np.where(P.device[rows], place % 7 % 3, NO_ACCOUNT)
    P.stage[rows[::9]] = FULL
    V["platform_quality"], V["active_share"] = np.linspace(0, 1, villages), np.linspace(0.6, 0, villages)
    return world


def test_candidates_lose_nobody_whom_an_examination_of_all_would_find() -> None:
    few, all_of_them = mixed(), mixed()
    before = few.people.columns.account.copy()
    for _ in range(12):
        use(few)
        use(all_of_them, everyone=True)
    for name in ("account", "device"):
        assert np.array_equal(getattr(few.people.columns, name), getattr(all_of_them.people.columns, name))
    assert (few.people.columns.account != before).any()


def test_the_gone_and_children_stay_as_they_are() -> None:
    world = mixed()
    P = world.people.columns
    world.settings["digital"]["mandate"] = 1.0
    aside = (P.group == 0) | ((P.group.astype(int) - 1) % 110 < 18)
    account, device = P.account[aside].copy(), P.device[aside].copy()
    for _ in range(12):
        use(world)
    assert np.array_equal(P.account[aside], account)
    assert np.array_equal(P.device[aside], device)


def test_devices_come_at_the_hazard_of_age_and_coverage() -> None:
    world = users(persons=20000, device_hazard=0.2)
    P = world.people.columns
    for age in (30, 58, 75):
        P.group[world.rows], P.device[world.rows] = group_of(age), False
        use(world)
        expected = -math.expm1(-0.2 * 0.7 / (1 + math.exp(-0.085 * (58 - age))))
        found = float(P.device[world.rows].mean())
        assert abs(found - expected) < 3 * math.sqrt(expected * (1 - expected) / 20000)


def test_unused_skill_halves_its_distance_in_two_years_and_use_keeps_it() -> None:
    world = users(persons=2)
    P = world.people.columns
    P.skill[world.rows] = 0.9
    P.account[world.rows[1]] = ACTIVE
    for _ in range(24):
        learn_and_forget(P, world.villages.columns, world.settings["digital"], 0, 1)
    assert P.skill[world.rows[0]] == pytest.approx(0.5 + 0.4 * (1 - math.log(2) / 24) ** 24, rel=1e-5)
    assert P.skill[world.rows[1]] == pytest.approx(0.9)


def test_an_hour_teaches_a_hundredth_of_what_is_lacking_to_owners_of_a_device() -> None:
    world = users(persons=2, taught=8.0)
    P = world.people.columns
    P.device[world.rows[1]] = False
    learn_and_forget(P, world.villages.columns, world.settings["digital"], 0, 1)
    assert P.skill[world.rows[0]] == pytest.approx(0.54)
    assert P.skill[world.rows[1]] == pytest.approx(0.5)


def test_what_a_secretary_is_taught_stays_with_the_person() -> None:
    world = kept(secretary_taught=10.0)
    assert world.offices.columns["skill"][0] == pytest.approx(0.35 + 0.1 * 0.65)
    assert world.people.columns.skill[0] == pytest.approx(0.35 + 0.1 * 0.65)
    assert world.villages.columns["key_skill"][0] == world.offices.columns["skill"][0]


@pytest.mark.parametrize("quality", [0.07, 0.7])
def test_a_mandate_enrols_its_share_and_only_quality_makes_users_of_them(quality: float) -> None:
    world = users(persons=20000, quality=quality, innovation=0.0, mandate=0.5)
    P, rows = world.people.columns, world.rows
    P.device[rows[10000:]] = False
    world.settings["digital"]["device_hazard"] = 0.0
    use(world)
    enrolled = P.account[rows[:10000]] != NO_ACCOUNT
    active = P.account[rows[:10000]] == ACTIVE
    assert abs(enrolled.mean() - 0.5) < 3 * math.sqrt(0.25 / 10000)
    share = 0.5 * quality
    assert abs(active[enrolled].mean() - share) < 3 * math.sqrt(share * (1 - share) / 5000)
    assert (P.account[rows[10000:]] == NO_ACCOUNT).all()


def test_better_platforms_have_more_users_and_fewer_sleepers() -> None:
    active, dormant = [], []
    for quality in (0.07, 0.3, 0.7):
        world = users(persons=3000, quality=quality)
        for _ in range(60):
            use(world)
        accounts = world.people.columns.account[world.rows]
        active.append((accounts == ACTIVE).mean())
        dormant.append((accounts == DORMANT).sum() / max((accounts != NO_ACCOUNT).sum(), 1))
    assert active == sorted(active)
    assert active[-1] > 10 * active[0]
    assert dormant == sorted(dormant, reverse=True)


def test_the_able_make_content_local_and_building_brings_the_network() -> None:
    assert quality(local_effort=1.0) == pytest.approx(quality() * (0.75 / 0.5) ** 0.3)
    world = users(persons=20000, device_hazard=0.2, network=0.2)
    P = world.people.columns
    P.group[world.rows], P.device[world.rows] = group_of(58), False
    use(world)
    expected = -math.expm1(-0.2 * 0.9 / 2)
    error = 3 * math.sqrt(expected * (1 - expected) / 20000)
    assert float(P.device[world.rows].mean()) == pytest.approx(expected, abs=error)


def test_a_weight_on_digital_work_turns_its_share_of_documentation_into_accounts() -> None:
    world = World(DIGITAL, Effort(), villages=2)
    V, E = world.villages.columns, world.settings["effort"]
    V["trace_hours"], V["adults_home"] = 20.0, 100
    E["weight_digital"] = [0.0, 0.5]
    found = enrolled_for_the_mark(V, world.settings["digital"], E, np.ones(2))
    accounts = 20 * 0.6 * 0.5 / (0.05 + 0.6 * 0.8 + 0.6 * 0.5)
    assert found == pytest.approx([0.0, -math.expm1(-accounts / 100)])
