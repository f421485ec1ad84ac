"""Supervision: checks of records, misconduct and its discovery, integrity."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.effort import Effort
from sim.mechanisms.membership import Membership
from sim.mechanisms.outside_resources import OutsideResources
from sim.mechanisms.supervision import Supervision, hidden_cases, links, made_up_records
from sim.mechanisms.targeting import Targeting
from sim.mechanisms.trust import Trust
from tests.worlds import World

CALM = {"inspections": 0.0, "audit": 0.0, "misconduct": 0.0}


def world_of(villages: int, **values: float | np.ndarray) -> World:
    """Villages of one township, each with a secretary from outside; all that is not named by ``values`` is off."""
    others = Effort(), Membership(), OutsideResources(), Targeting(), Trust()
    world = World(Supervision(), *others, villages=villages, persons=4, seed=5)
    world.offices.columns["outsider"] = True
    world.offices.columns["integrity"] = 0.8
    world.offices.columns["tenure"] = 100
    world.villages.columns["branch"] = np.arange(villages)
    for name, value in {**CALM, **values}.items():
        world.settings["supervision"][name] = value
    return world


def binomial_band(number: int, probability: float) -> float:
    return 4 * math.sqrt(number * probability * (1 - probability))


def test_checks_come_as_poisson_numbers() -> None:
    world = world_of(4000, inspections=1.5, audit=0.3)
    Supervision().step(world)
    for tally, mean in (("inspections", 1.5), ("audits", 0.3)):
        counts = world.now[tally]
        assert counts.mean() == pytest.approx(mean, abs=4 * math.sqrt(mean / 4000))
        assert counts.var() == pytest.approx(mean, rel=0.15)
    assert abs(np.corrcoef(world.now["inspections"], world.now["audits"])[0, 1]) < 0.07


@pytest.mark.parametrize(
    ("checks", "found"),
    [({"inspections": 4.0}, 0.02 * 4), ({"audit": 0.3}, 0.5 * 0.3), ({"inspections": 4.0, "audit": 0.3}, None)],
)
def test_a_made_up_record_is_found_at_the_rate_of_checks(checks: dict[str, float], found: float | None) -> None:
    # A Poisson number of checks, each of which misses a record with 1 - p, misses it with exp(-rate p).
    villages = 8000
    world = world_of(villages, **checks)
    world.now["meetings_fabricated"] = 1
    Supervision().step(world)
    expected = 1 - math.exp(-(0.02 * 4 + 0.5 * 0.3 if found is None else found))
    assert set(np.unique(world.now["records_struck"])) == {0.0, 1.0}
    assert abs(world.now["records_struck"].sum() - villages * expected) < binomial_band(villages, expected)


def test_without_checks_nothing_is_struck_and_without_records_neither() -> None:
    world = world_of(50, inspections=0.0, audit=0.0)
    world.now["meetings_fabricated"] = 1
    world.live(Supervision())
    assert world.recorder.series("records_struck").sum() == 0
    world = world_of(50, inspections=4.0, audit=0.3)
    world.live(Supervision())
    assert world.recorder.series("records_struck").sum() == 0


def test_a_record_stays_on_file_for_twelve_months_unless_it_is_struck() -> None:
    world = world_of(3, audit=[0.0, 0.0, 1000.0])
    on_file = []
    for month in range(14):
        world.now["meetings_fabricated"] = 1 if month in (0, 2) else 0
        world.live(Supervision())
        on_file.append(made_up_records(world).astype(int).tolist())
    # As the next month finds them: twelve months are its own and the eleven that are closed before it.
    assert [each[0] for each in on_file] == [1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 0]
    assert [each[2] for each in on_file] == [0] * 14
    assert world.recorder.series("records_struck")[:, 2].sum() == 2
    assert (world.recorder.series("meetings_reported") == 0).all(), "reports stand as they were sent"


def test_records_of_sub_branches_count_as_parts_of_a_meeting() -> None:
    world = world_of(2000, audit=0.3)
    world.now["meetings_fabricated"] = 1 / 3
    Supervision().step(world)
    struck, expected = world.now["records_struck"], 1 - math.exp(-0.5 * 0.3)
    np.testing.assert_allclose(np.unique(struck), [0.0, 1 / 3])
    assert abs((struck > 0).sum() - 2000 * expected) < binomial_band(2000, expected)


def test_the_newest_record_is_struck_first() -> None:
    world = world_of(1)
    months = {0: (1, 0), 6: (1, 1), 13: (0, 0)}
    for month in range(14):
        world.now["meetings_fabricated"], world.now["records_struck"] = months.get(month, (0, 0))
        world.recorder.close()
        if month == 8:
            assert made_up_records(world).tolist() == [1.0]
    assert made_up_records(world).tolist() == [0.0], "a record struck late does not excuse an older one, nor a younger"


def hazard(integrity: float = 0.8, flow: float = 0.0, over: float = 0.3, base: float = 0.2) -> float:
    return 1 - math.exp(-base * (1 - integrity) * (1 + flow / 100_000) * (1 - over))


@pytest.mark.parametrize(
    ("settings", "office", "flow", "expected"),
    [
        ({}, {}, 0.0, hazard()),
        ({}, {"integrity": 0.3}, 0.0, hazard(integrity=0.3)),
        ({}, {}, 80_000.0, hazard(flow=80_000)),
        ({"oversight": 0.6}, {}, 0.0, hazard(over=0.6)),
        ({}, {"one_shoulder": True}, 0.0, hazard(over=0.2)),
        ({"oversight": 0.05}, {"one_shoulder": True}, 0.0, hazard(over=0.0)),
        ({"oversight_flow": 0.2}, {}, 200_000.0, hazard(flow=200_000, over=0.7)),
        ({"oversight": 1.4}, {}, 0.0, 0.0),
        ({}, {"integrity": 1.0}, 0.0, 0.0),
        ({}, {"outsider": False}, 0.0, 0.0),
    ],
)
def test_misconduct_happens_at_its_hazard(
    settings: dict[str, float], office: dict[str, float], flow: float, expected: float
) -> None:
    villages = 4000
    world = world_of(villages, misconduct=0.2, detection=0.0, **settings)
    for name, value in office.items():
        world.offices.columns[name] = value
    world.now["grants"], world.now["aid_paid"] = flow / 4, flow * 3 / 4
    world.recorder.close()
    Supervision().step(world)
    assert abs(world.now["misconduct"].sum() - villages * expected) <= binomial_band(villages, expected)
    assert not world.now["misconduct_detected"].any()


def test_targeting_finds_the_oversight_that_misconduct_met() -> None:
    world = world_of(3, oversight_flow=0.2)
    world.offices.columns["one_shoulder"] = [False, True, False]
    world.now["grants"] = [0.0, 0.0, 100_000.0]
    world.recorder.close()
    Supervision().step(world)
    assert world.villages.columns["oversight"] == pytest.approx([0.3, 0.2, 0.5])


def test_money_of_more_than_a_year_ago_is_forgotten() -> None:
    world = world_of(2000, misconduct=0.2, detection=0.0)
    world.now["grants"] = 1e6
    for _ in range(13):
        world.recorder.close()
    Supervision().step(world)
    assert abs(world.now["misconduct"].sum() - 2000 * hazard()) < binomial_band(2000, hazard())


@pytest.mark.parametrize(
    ("cases", "inspections", "audit", "openness"),
    [(1, 1, 0.0, 0.0), (1, 0, 0.0, 0.0), (1, 4, 0.0, 0.0), (1, 1, 0.2, 0.0), (3, 0.5, 0.1, 0.5), (1, 1, 0.0, 2.0)],
)
def test_hidden_cases_come_to_light_at_their_rate(
    cases: int, inspections: float, audit: float, openness: float
) -> None:
    villages = 20000
    world = world_of(villages, inspections=inspections, audit=audit, openness=openness)
    world.now["misconduct"] = cases
    world.recorder.close()
    Supervision().step(world)
    light = 0.01 * (1 + 0.3 * (inspections - 1)) + 0.1 * audit + 0.02 * min(openness, 1.0)
    expected = 1 - math.exp(-cases * light)
    caught = world.now["misconduct_detected"] > 0
    assert abs(caught.sum() - villages * expected) < binomial_band(villages, expected)
    assert (world.now["misconduct_detected"][caught] == cases).all()
    np.testing.assert_array_equal(world.villages.columns["scandal"], caught)
    np.testing.assert_array_equal(world.villages.columns["removal"], caught)


def test_cases_are_those_of_the_present_holder_and_known_only_once() -> None:
    world = world_of(4)
    tenure = world.offices.columns["tenure"]
    for month in range(10):
        world.now["misconduct"][:] = 1 if month in (2, 6) else 0
        world.now["misconduct_detected"][3] = 1 if month == 6 else 0
        world.recorder.close()
    tenure[:] = [100, 5, 1, 100]  # the second took office in month 6 of the run, the third this month
    assert hidden_cases(world).tolist() == [2.0, 1.0, 0.0, 1.0]
    tenure[:] = [9, 4, 0, 8]
    assert hidden_cases(world).tolist() == [2.0, 0.0, 0.0, 0.0]


def test_a_scandal_reaches_trust_exactly_one_month_later_and_once() -> None:
    world = world_of(2)
    world.people.columns.trust[:] = 0.6
    for name in ("drift", "rumour"):
        world.settings["trust"][name] = 0.0
    world.now["misconduct"][0] = 1
    world.recorder.close()
    trust = []
    for month in range(5):
        # One case and an eye that misses nothing in the second month alone.
        world.settings["supervision"]["detection"] = 1000.0 if month == 1 else 0.0
        world.live(Trust(), Supervision())
        trust.append(world.people.columns.trust[world.rows].reshape(2, 4).copy())
    np.testing.assert_allclose(np.array(trust)[:, 1], 0.6, rtol=1e-6)
    np.testing.assert_allclose(np.array(trust)[:, 0], [[0.6] * 4] * 2 + [[0.54] * 4] * 3, rtol=1e-6)
    assert world.recorder.series("misconduct_detected")[:, 0].tolist() == [0, 0, 1, 0, 0, 0]


def test_integrity_drifts_to_its_usual_level_from_both_sides() -> None:
    world = world_of(3)
    world.offices.columns["integrity"] = start = np.array([0.4, 0.8, 0.95])
    for _ in range(24):
        world.live(Supervision())
    np.testing.assert_allclose(world.offices.columns["integrity"], 0.8 + (start - 0.8) * 0.99**24, rtol=1e-12)


def test_what_came_to_light_deters_the_township_from_the_next_month_for_a_year() -> None:
    world = world_of(4, detection=1000.0, integrity_speed=0.0)
    towns, integrity = world.townships.columns, world.offices.columns["integrity"]
    world.now["misconduct"][0] = 1
    world.recorder.close()
    gains = []
    for _ in range(15):
        before = integrity.copy()
        world.live(Supervision())
        gains.append((integrity - before).round(9).tolist())
    assert gains[0] == [0.0] * 4, "links are a month late"
    assert gains[1:13] == [[0.0025] * 4] * 12, "one case in four villages"
    assert gains[13:] == [[0.0] * 4] * 2
    assert towns["detections"].tolist() == [0.0]


def test_integrity_never_passes_its_bounds() -> None:
    world = world_of(2, deterrence=5.0, integrity_speed=0.0)
    world.townships.columns["detections"] = 1.0
    world.live(Supervision())
    assert world.offices.columns["integrity"].tolist() == [1.0, 1.0]


def test_a_vacant_office_can_do_no_wrong_and_has_nothing_to_hide() -> None:
    world = world_of(50, misconduct=50.0, detection=50.0)
    world.offices.columns["outsider"] = False
    world.now["misconduct"] = 1
    world.recorder.close()
    world.live(Supervision())
    assert world.recorder.series("misconduct")[-1].sum() == 0
    assert not world.villages.columns["scandal"].any()
    assert not world.villages.columns["removal"].any()


def test_villages_are_linked_unless_links_are_frozen() -> None:
    world = world_of(3)
    assert links(world).all()
    world.settings["outside_resources"]["links_frozen"][1] = 1.0
    assert links(world).tolist() == [True, False, True]
