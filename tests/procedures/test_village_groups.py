"""Where a village's chat group acts: trust, finding somebody, beliefs, calls, documents; each by its equation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.information import Information
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.service import Service
from sim.mechanisms.trust import Trust
from sim.procedures.village_groups import answered, weigh_posts
from tests.mechanisms.test_effort import hours_and_formalism
from tests.mechanisms.test_effort import office as effort_office
from tests.mechanisms.test_information import GAIN, beliefs, listeners
from tests.mechanisms.test_meetings import APRIL, branches
from tests.mechanisms.test_service import PLENTY, give_needs
from tests.mechanisms.test_service import office as service_office
from tests.mechanisms.test_trust import BASE, CONTACT, DRIFT, small


def test_posts_weigh_less_where_they_are_only_heard_of() -> None:
    weighed = np.empty(4)
    weigh_posts(np.array([0, 2, 1, 0], np.uint8), np.array([0, 0, 1, 2], np.uint8), 0.1, 0.5, weighed)
    assert weighed == pytest.approx([0.0, 0.2, 0.15, 0.1])


def test_posts_move_trust_like_so_much_of_a_visit_and_fill_as_much_of_a_silent_month() -> None:
    world = small(villages=2, persons=4)
    world.settings["trust"]["rumour"] = 0.0
    P, rows = world.people.columns, world.rows.reshape(2, 4)
    world.villages.columns["village_group"] = [True, False]
    for village in rows:
        P.posts_read[village], P.posts_heard[village] = [0, 2, 0, 1], [0, 0, 4, 2]
    Trust().step(world)
    for row, weight in zip(rows[0], (0.0, 0.2, 0.2, 0.2), strict=True):
        expected = 0.6 + CONTACT * weight * 0.4 + (1 - weight) * DRIFT * (BASE - 0.6)
        assert P.trust[row] == pytest.approx(expected, abs=1e-7)
    assert (P.trust[rows[1]] == P.trust[rows[0, 0]]).all()


def test_a_question_in_the_group_is_another_way_of_finding_somebody() -> None:
    world = service_office(persons=6000)
    V, P, rows, inside = world.villages.columns, world.people.columns, world.rows, np.arange(6000) % 2 == 0
    V["service_hours"], V["work_hours"], V["dispersion"] = PLENTY, 30.0, 0.0
    V["village_group"], V["posts_seen"] = True, 0.4
    P.in_village_group[rows] = inside
    give_needs(world, rows)
    Service().step(world)
    person, asked = 1 - math.exp(-1), 0.4 * (1 - math.exp(-15))
    assert answered(0.4, 2.0) == pytest.approx(asked)
    found = (P.events[rows] & 4) == 0
    for those, chance in ((~inside, person), (inside, 1 - (1 - person) * (1 - asked))):
        assert found[those].mean() == pytest.approx(chance, abs=3 * math.sqrt(chance * (1 - chance) / 3000))


def test_a_group_puts_right_what_is_read_through_trust_and_spreads_what_is_believed_in_it() -> None:
    world = listeners(persons=2, talk=0.0, ranking=0.0)
    P, V, rows = world.people.columns, world.villages.columns, world.rows
    P.trust[rows], P.in_village_group[rows] = 0.6, [True, False]
    V["village_group"], V["posts_seen"], V["group_belief"] = True, 0.5, 0.4
    Information().step(world)
    expected = []
    for inside in (1.0, 0.0):
        pull = GAIN * (0.5 + 0.1 * 0.4 * inside) * (1 - 0.2)
        expected.append(0.25 + pull * 0.75 - 0.06 * 0.6 * 0.15 * 0.5 * inside * 0.25)
    assert beliefs(world) == pytest.approx(expected, abs=1e-7)


def test_a_call_announced_in_the_group_brings_more_of_those_in_it_by_its_log_odds() -> None:
    world = branches(400, 30)
    inside = np.arange(len(world.members)) % 3 == 0
    world.people.columns.in_village_group[world.members] = inside
    world.month = APRIL
    world.live(Meetings())
    came = world.people.columns.missed[world.members] == 0
    for those, more in ((inside, 0.3), (~inside, 0.0)):
        chance = 1 / (1 + math.exp(-math.log(0.74 / 0.26) - more))
        assert came[those].mean() == pytest.approx(chance, abs=3 * math.sqrt(chance * (1 - chance) / those.sum()))


def test_a_group_asks_for_documents_only_where_people_have_to_clock_in() -> None:
    hours, plain = hours_and_formalism(effort_office())
    grouped = effort_office()
    grouped.villages.columns["village_group"] = True
    assert hours_and_formalism(grouped) == (hours, plain)
    grouped.settings["supervision"]["inspections"] = 0.0
    _, before = hours_and_formalism(grouped)
    hours, after = hours_and_formalism(grouped, clock_hours=30.0)
    assert after > before
    alone = effort_office()
    assert hours_and_formalism(alone, clock_hours=8.0)[1] == plain
