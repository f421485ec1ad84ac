"""Modifiers of needs, service and platform: nobody is touched at the default, each moves what it should."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import (
    ACTIVE,
    ADMINISTRATIVE,
    DISPUTE,
    LEFT_CHILD_BOTH,
    LEFT_ELDER,
    LEFT_GUARDIAN,
    LEFT_WOMAN,
    LIVELIHOOD,
    WELFARE,
)
from sim.mechanisms.digital import Digital, keep_platform, use_platform
from sim.mechanisms.needs import Needs
from sim.mechanisms.service import Service
from sim.mechanisms.start import Start
from tests.worlds import World, group_of

PLENTY = 1e6


def needy(factor: float, bits: int = 0, away: bool = False) -> np.ndarray:
    """Who has a need after a month, all of 5,000 left behind in this way."""
    world = World(Needs(), villages=1, persons=5000)
    P, rows = world.people.columns, world.rows
    P.left_behind[rows], P.group[rows] = bits, group_of(65, away=away)
    world.settings["needs"]["left_behind"] = factor
    Needs().step(world)
    return P.need[rows] > 0


@pytest.mark.parametrize("bits", [LEFT_ELDER, LEFT_GUARDIAN, LEFT_ELDER | LEFT_WOMAN])
def test_elders_and_guardians_left_behind_get_needs_more_often(bits: int) -> None:
    usual, more = needy(1.0, bits), needy(2.0, bits)
    expected = 1 - math.exp(-0.08)
    assert (more >= usual).all()
    assert abs(more.sum() - 5000 * expected) < 3 * math.sqrt(5000 * expected * (1 - expected))
    assert needy(0.5, bits).sum() < usual.sum()


def test_others_and_all_at_the_default_get_needs_as_before() -> None:
    usual = needy(1.0)
    assert (needy(1.0, LEFT_ELDER | LEFT_GUARDIAN) == usual).all()
    assert (needy(2.0) == usual).all()
    assert (needy(2.0, LEFT_WOMAN | LEFT_CHILD_BOTH) == usual).all()
    assert (needy(2.0, LEFT_ELDER, away=True) == needy(1.0, away=True)).all()


def served(kind: int, *, belief: float = 0.0, helpers: float = 0.0, **settings: float) -> tuple[float, float]:
    """Attempts, and the share of successes, of 4,000 known needs of this kind and of middling difficulty."""
    world = World(Service(), Digital(), villages=1, persons=4000, members=10)
    P, V, O, rows = world.people.columns, world.villages.columns, world.offices.columns, world.rows
    P.need[rows], P.need_difficulty[rows], P.need_known[rows] = kind, 0.5, True
    P.misperception[rows] = belief
    V["work_hours"], V["committee_capacity"], V["dispersion"] = PLENTY, 0.6, -1.0
    V["service_hours"], V["secretary_service"], V["helper_hours"] = 15000.0, 7500.0, helpers
    O["holder"], O["holder_row"], O["capacity"] = 1, 0, 0.6
    for name, value in settings.items():
        mechanism = "service" if name in Service.params else "digital"
        world.settings[mechanism][name] = value
    Service().step(world)
    return float(world.now["attempts"][0]), float(world.now["successes"][0] / world.now["attempts"][0])


@pytest.mark.parametrize("kind", [ADMINISTRATIVE, WELFARE])
def test_wrong_beliefs_cost_capacity_where_rules_decide(kind: int) -> None:
    assert served(kind, belief=0.8) == served(kind)
    assert served(kind, misreading=0.5) == served(kind)
    relay = 0.7 * 1.1 if kind == WELFARE else 1.0
    attempts, share = served(kind, belief=0.8, misreading=0.5)
    expected = relay / (1 + math.exp(-3.4 * (0.6 * (1 - 0.5 * 0.8) - 0.5)))
    assert abs(share - expected) < 3 * math.sqrt(expected * (1 - expected) / attempts)
    assert share < served(kind)[1]


@pytest.mark.parametrize("kind", [LIVELIHOOD, DISPUTE])
def test_wrong_beliefs_cost_nothing_elsewhere(kind: int) -> None:
    assert served(kind, belief=0.8, misreading=0.5) == served(kind)


def test_helpers_from_outside_add_slots() -> None:
    assert served(LIVELIHOOD, helpers=300.0)[0] == pytest.approx(served(LIVELIHOOD)[0] + 100, abs=1)


def test_double_procedures_take_time_only_as_far_as_platforms_are_not_coupled() -> None:
    attempts = served(LIVELIHOOD)[0]
    assert served(LIVELIHOOD, double_hours=2.0, coupling=1.0)[0] == attempts
    assert served(LIVELIHOOD, double_hours=2.0, coupling=0.5)[0] == pytest.approx(attempts * 3 / 4, abs=1)


def adopted(**settings: float) -> float:
    """Share of 20,000 owners of a device who adopt within a month."""
    world = World(Digital(), Start(), villages=1, persons=20000)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    P.device[rows], P.skill[rows], P.skill_start[rows] = True, 0.5, 0.5
    V["platform_quality"] = 0.5
    for name, value in {"refusal": 0.0, "privacy": 0.1, **settings}.items():
        world.settings["digital"][name] = value
    use_platform(P, V, world.settings["digital"], world.settings["start"], False, world.month, world.key, 0, 1)
    return float((P.account[rows] == ACTIVE).mean())


@pytest.mark.parametrize(
    ("settings", "rate"),
    [
        ({"innovation": 0.3}, 0.3 * 0.9),
        ({"innovation": 0.3, "privacy_shock": 0.4}, 0.3 * 0.5),
        ({"innovation": 0.3, "privacy_shock": 5.0}, 0.0),
        ({"innovation": 0.3, "short_form": 0.5}, 0.3 * 0.9 * 1.5),
        ({"innovation": 0.0, "choice": 0.3}, 0.3 * 0.9),
    ],
)
def test_incidents_formats_and_choice_move_adoption(settings: dict[str, float], rate: float) -> None:
    expected = -math.expm1(-rate / 12)
    assert abs(adopted(**settings) - expected) <= 3 * math.sqrt(expected * (1 - expected) / 20000)


def kept(**village: float) -> World:
    """A village whose secretary works 40 hours, with capacity one half and a skill of .3, after a month."""
    world = World(Digital(), villages=1, persons=4)
    V, O, G = world.villages.columns, world.offices.columns, world.graduate_officials.columns
    V["secretary_hours"], V["platform_content"] = 40.0, 0.4
    O["holder"], O["holder_row"], O["capacity"], O["skill"], G["capacity"] = 1, 0, 0.5, 0.3, 0.45
    for name, value in village.items():
        V[name] = value
    keep_platform(world.people.columns, V, O, G, world.settings["digital"], world.now, 0, 1)
    return world


def test_a_graduate_official_runs_the_platform_by_capacity_and_skill() -> None:
    alone, helped = kept(), kept(graduate_skill=0.85, graduate_hours=100.0)
    assert alone.now["key_skill"][0] == 0.3
    assert alone.now["updates"][0] == pytest.approx(0.5 * 0.1 * 40 * 0.3 / 2)
    assert helped.now["key_skill"][0] == helped.villages.columns["key_skill"][0] == 0.85
    assert helped.now["updates"][0] == pytest.approx(0.5 * 0.1 * 140 * 0.45 / 2)
    assert helped.offices.columns["skill"][0] == 0.3


def test_remote_helpers_add_hours_and_back_up_saves_half_of_the_decay() -> None:
    alone, remote, backed = kept(), kept(remote_hours=6.0), kept(backup=1.0)
    assert remote.now["updates"][0] == pytest.approx(alone.now["updates"][0] + 6 * 0.3 / 2)
    assert alone.villages.columns["platform_content"][0] == pytest.approx(0.4 * (1 - 0.025))
    assert backed.villages.columns["platform_content"][0] == pytest.approx(0.4 * (1 - 0.0125))
    assert backed.now["updates"][0] == alone.now["updates"][0]


def test_money_of_the_village_becomes_content() -> None:
    assert kept(money_for_platform=400.0).villages.columns["platform_content"][0] == pytest.approx(0.39 + 0.01)
