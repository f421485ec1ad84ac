"""Structural alternatives: each by its equation, neutral where it should be, the same bits without compilation."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from sim.agents.codes import FAILURE, NOT_FOUND, SUCCESS
from sim.core.compute.draws import stream, uniform
from sim.mechanisms.digital import Digital
from sim.mechanisms.effort import Effort
from sim.mechanisms.first_secretaries import FirstSecretaries
from sim.mechanisms.graduate_officials import GraduateOfficials
from sim.mechanisms.information import BELIEFS, KIN_GROUPS, SIDE, Information, add_up, hear, hear_the_like, sum_near
from sim.mechanisms.meetings import ATTEND, Meetings
from sim.mechanisms.migration import Migration
from sim.mechanisms.service import Service
from sim.mechanisms.supervision import Supervision
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.trust import Trust
from tests.bits import printed_by_plain_python
from tests.whole import run, small, states
from tests.worlds import FIRST_MONTH, World, group_of

ALL = {
    "parameters.effort.substitution": 0.5,
    "parameters.trust.disconfirmation": True,
    "parameters.information.confidence": 0.2,
    "parameters.meetings.thresholds": True,
}
NEUTRAL_TRUST = {"contact": 0.0, "drift": 0.0, "rumour": 0.0}


def secretary(substitution: float) -> tuple[np.void, tuple[float, ...]]:
    """A village of 2021 and the values of its four tasks: service, economy, Party life, documents."""
    world = World(Effort(), Digital(), Supervision(), FirstSecretaries(), GraduateOfficials(), persons=2)
    V, O, S = world.villages.columns, world.offices.columns, world.settings["effort"]
    V["local_wage"], V["registered"], V["success_share"] = 4432.0, 1300, 0.44
    O["holder"], O["capacity"], O["willingness"], O["motivation"] = 1, 0.5, 0.55, 0.5
    S["substitution"], S["file_hours"], S["platform_hours"], S["inspection_hours"] = substitution, 0.0, 0.0, 0.0
    world.live(Effort())
    stakes, q = 0.6, 0.55
    values = q + stakes * 0.3 * 0.3, 0.8 * q + stakes * 0.4 * 0.8, 0.6 * q + stakes * 0.3 * 0.4, 0.05 + stakes * 0.8
    return V[0], values


@pytest.mark.parametrize("substitution", [0.0, 0.25, 0.5])
def test_with_ces_utility_hours_are_in_proportion_to_a_power_of_the_values(substitution: float) -> None:
    village, values = secretary(substitution)
    appeals = np.array(values) ** (1 / (1 - substitution))
    hours = [village[f"secretary_{task}"] for task in ("service", "economy", "party", "trace")]
    assert np.array(hours) / village["secretary_hours"] == pytest.approx(appeals / appeals.sum(), rel=1e-6)


def trusts_after(event: int, share: float, disconfirmation: bool) -> np.ndarray:
    world = World(Trust(), Targeting())
    world.settings["trust"]["disconfirmation"] = float(disconfirmation)
    for name, value in NEUTRAL_TRUST.items():
        world.settings["trust"][name] = value
    world.villages.columns["success_share"] = share
    world.people.columns.trust[:], world.people.columns.events[:] = 0.6, event
    Trust().step(world)
    return world.people.columns.trust[world.rows]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8, 1.0])
def test_disconfirmed_expectations_count_by_how_unexpected_they_are(share: float) -> None:
    assert trusts_after(SUCCESS, share, True) == pytest.approx(0.6 + 2 * (1 - share) * 0.05 * 0.4, abs=1e-6)
    assert trusts_after(FAILURE, share, True) == pytest.approx(0.6 - 2 * share * 0.09 * 0.6, abs=1e-6)
    assert trusts_after(NOT_FOUND, share, True) == pytest.approx(0.6 - share * 0.09 * 0.6, abs=1e-6)


@pytest.mark.parametrize("event", [SUCCESS, FAILURE, SUCCESS | FAILURE])
def test_expectations_of_one_half_change_no_bit(event: int) -> None:
    assert trusts_after(event, 0.5, True).tobytes() == trusts_after(event, 0.9, False).tobytes()


def village_of(persons: int, houses: int) -> tuple[np.ndarray, ...]:
    """Groups, beliefs, households and kin groups of people of whom some are no adults."""
    key, draw = np.uint64(5), stream("world.start")
    luck = np.array([[uniform(key, draw, np.uint64(n), 0, k) for k in range(4)] for n in range(persons)])
    groups = np.array([group_of(12 if one < 0.2 else 40) for one in luck[:, 0]], np.uint8)
    beliefs = luck[:, 1].astype(np.float32)
    return groups, beliefs, (luck[:, 2] * houses).astype(np.uint16), (luck[:, 3] * 5).astype(np.uint8)


def sums(persons: int, houses: int) -> tuple[np.ndarray, ...]:
    groups, beliefs, homes, kins = village_of(persons, houses)
    own, of_house, of_kin = np.empty(persons, np.int64), np.zeros(houses + 2 * SIDE + 1, np.int64), np.zeros(KIN_GROUPS)
    of_kin = of_kin.astype(np.int64)
    add_up(groups, beliefs, homes, kins, own, of_house, of_kin)
    return own, homes, kins, of_house, of_kin


@pytest.mark.parametrize(("persons", "houses"), [(60, 20), (60, 9), (40, 5), (10, 1)])
def test_whoever_listens_to_all_beliefs_hears_the_same_bits_as_without_bounds(persons: int, houses: int) -> None:
    own, homes, kins, of_house, of_kin = sums(persons, houses)
    near, everybody, the_like = np.empty(houses, np.int64), np.empty(persons), np.empty(persons)
    sum_near(of_house, near)
    hear(own, homes, kins, near, of_kin, np.empty_like(own), everybody)
    hear_the_like(own, homes, kins, houses, 1.0, the_like)
    assert the_like.tobytes() == everybody.tobytes()


def test_only_neighbours_of_like_belief_are_heard() -> None:
    own, homes, kins, _, _ = sums(60, 20)
    heard = np.empty(60)
    hear_the_like(own, homes, kins, 20, 0.2, heard)
    adult, belief, house = own != 0, (own & BELIEFS) / 2**24, homes.astype(int)
    apart = np.abs(house[:, None] - house)
    apart = np.minimum(apart, 20 - apart)
    times = (kins[:, None] == kins) + ((apart > 0) & (apart <= SIDE)).astype(int)
    times = times * (np.abs(belief[:, None] - belief) <= 0.2) * adult * ~np.eye(60, dtype=bool)
    expected = np.where(adult, times @ belief / np.maximum(times.sum(1), 1), -1)
    assert heard == pytest.approx(expected, abs=1e-6)
    assert (times.sum(1)[adult] > 0).any()


def test_bounded_confidence_reaches_beliefs() -> None:
    found = []
    for confidence in (1.0, 0.2):
        world = World(Information(), Digital(), villages=1, persons=3)
        P, rows, S = world.people.columns, world.rows, world.settings["information"]
        P.misperception[rows], P.kin[rows], P.device[rows] = [0.1, 0.2, 0.9], 7, False
        S["gain"], S["confidence"], S["ranking"] = 0.02, confidence, 0.0
        Information().step(world)
        found.append(P.misperception[rows].astype(float))
    pull = 0.02 * 0.3 * (1 - 0.2 - 0.4 * P.skill[rows] - 0.1 * P.education[rows])
    b = np.array([0.1, 0.2, 0.9])
    assert found[0] == pytest.approx(b + pull * np.array([0.55, 0.5, 0.15]) * (1 - b), abs=1e-6)
    assert found[1] == pytest.approx(b + pull * np.array([0.2, 0.1, 0.0]) * (1 - b), abs=1e-6)


def branch(thresholds: bool) -> World:
    """A branch of 300 at home; nothing but remembered attendance moves them."""
    world = World(
        Meetings(), Effort(), Migration(), Service(), Supervision(), villages=1, persons=302, members=300, months=40
    )
    S, V = world.settings["meetings"], world.villages.columns
    for slope in ("attend_habit", "attend_content", "attend_formalism", "attend_dispersion", "attend_frail"):
        S[slope] = 0.0
    S["habit_step"] = S["habit_failed"] = S["habit_paper"] = S["memory"] = 0.0
    S["thresholds"], S["attend"] = float(thresholds), 0.4
    V["branch"], V["full_members"], V["attendance_memory"] = np.arange(len(V)), 300, 0.6
    return world


def came(world: World, month: int, memory: float) -> np.ndarray:
    """Who of the members came to a call."""
    V = world.villages.columns
    world.month, V["calls_failed"], V["attendance_memory"] = FIRST_MONTH + month, 0, memory
    world.live(Meetings())
    return world.people.columns.missed[world.members] == 0


def test_with_thresholds_who_comes_hangs_on_how_many_came_and_not_on_the_month() -> None:
    world = branch(thresholds=True)
    first, later, more = came(world, 3, 0.6), came(world, 6, 0.6), came(world, 9, 0.9)
    assert (first == later).all()
    assert (more >= first).all()
    assert more.sum() > first.sum()
    ids = world.people.columns.identity[world.members]
    luck = np.array([uniform(world.key, ATTEND, each, 0, 0) for each in ids])
    thresholds = np.log(luck / (1 - luck))
    assert (first == (0.6 + (thresholds - 0.4) / 1.5 < 0.6)).all()
    assert (more == (0.6 + (thresholds - 0.4) / 1.5 < 0.9)).all()


def test_without_thresholds_others_come_at_every_call_and_as_many() -> None:
    world = branch(thresholds=False)
    first, later = came(world, 3, 0.6), came(world, 6, 0.6)
    assert (first != later).any()
    expected, spread = 300 / (1 + np.exp(-0.4)), 3.5 * np.sqrt(300 * 0.6 * 0.4)
    for each in (first, later, came(branch(thresholds=True), 3, 0.6)):
        assert each.sum() == pytest.approx(expected, abs=spread)


@pytest.mark.parametrize("path", ALL)
def test_each_alternative_changes_a_run(path: str) -> None:
    scenario = small({"horizon.months": 12, "horizon.burn_in": 0})
    assert states(run(scenario)) != states(run(scenario.changed({path: ALL[path]})))


def digest() -> str:
    """Hash of a small run under all alternatives at once."""
    scenario = small({"horizon.months": 5, "horizon.burn_in": 0, "world.village_size": 100, **ALL})
    found = states(run(scenario))
    return hashlib.blake2b(b"".join(found[each] for each in sorted(found)), digest_size=8).hexdigest()


def test_plain_python_gives_the_same_bits_under_all_alternatives() -> None:
    assert printed_by_plain_python(__file__) == digest()
