"""Projects that first secretaries propose: their hazard, what it takes, and that nothing happens without them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.votes import Votes
from tests.limits import Limits
from tests.mechanisms.money import economy, passed, village_world
from tests.whole import run, small, states
from tests.worlds import World

MANY = 20_000
OWN, POSTED = 0.02, 0.1
POSTED_HOURS = 100.0


def proposing(villages: int = MANY, fund: float = 100_000.0, posted: float = POSTED_HOURS) -> World:
    """Villages in which nothing but projects comes up, after one month."""
    world = village_world(villages)
    V, C = world.villages.columns, world.settings["collective_economy"]
    C["initiation"], C["posted_initiation"], world.settings["votes"]["matters"] = OWN, POSTED, 0.0
    V["fund"], V["posted_hours"], V["meeting_valid"] = fund, posted, False
    world.live(Votes())
    return world


@pytest.mark.limit
@pytest.mark.parametrize(("fund", "share"), [(1_000_000.0, 1.0), (100_000.0, 1.0), (40_000.0, 0.4), (19_999.0, None)])
def test_the_hazard_of_a_proposal_is_the_sum_of_both(fund: float, share: float | None, limit: Limits) -> None:
    V = proposing(fund=fund).villages.columns
    own, both = (OWN, OWN + POSTED * share) if share is not None else (0.0, 0.0)
    expected = 1 - math.exp(-both)
    error = math.sqrt(expected * (1 - expected) / MANY)
    limit(
        "V36", f"projects proposed in a month, fund {fund:.0f}", expected, float(V["project_waiting"].mean()), 4 * error
    )
    posted = math.exp(-own) - math.exp(-both)
    assert V["project_posted"].mean() == pytest.approx(posted, abs=4 * math.sqrt(posted * (1 - posted) / MANY))
    assert not (V["project_posted"] & ~V["project_waiting"]).any()


def test_the_villages_own_proposals_are_the_same_with_a_first_secretary_and_without() -> None:
    with_him, without = (proposing(posted=hours).villages.columns for hours in (POSTED_HOURS, 0.0))
    assert not without["project_posted"].any()
    own = with_him["project_waiting"] & ~with_him["project_posted"]
    np.testing.assert_array_equal(own, without["project_waiting"])


def test_outside_money_lowers_the_own_part_only() -> None:
    world = village_world(MANY)
    V, C = world.villages.columns, world.settings["collective_economy"]
    C["initiation"], C["posted_initiation"], world.settings["votes"]["matters"] = OWN, POSTED, 0.0
    V["fund"], V["posted_hours"], V["months_since_aid"], V["meeting_valid"] = 100_000.0, POSTED_HOURS, 0, False
    world.live(Votes())
    expected = 1 - math.exp(-OWN * (1 - 0.3) - POSTED)
    assert V["project_waiting"].mean() == pytest.approx(expected, abs=4 * math.sqrt(expected / MANY))


def test_a_project_counts_as_the_first_secretarys_once_it_starts() -> None:
    world = village_world(10)
    V, mechanism = world.villages.columns, economy(world)
    passed(world)
    V["project_posted"][:4] = True
    world.live(mechanism)
    assert world.recorder.series("projects_started")[0].sum() == 10
    assert world.recorder.series("projects_posted")[0].tolist() == [1] * 4 + [0] * 6
    assert not V["project_posted"].any()


def test_first_secretaries_start_projects_where_meetings_decide() -> None:
    many = {
        "world.archetype": "near-urban",
        "world.villages": 8,
        "world.village_size": 600,
        "parameters.meetings.denominator": "adjusted",
        "parameters.first_secretaries.coverage": 1.0,
        "parameters.collective_economy.project_hours": 10.0,
        "horizon.months": 36,
    }
    without, with_them = (
        run(small({**many, "parameters.collective_economy.posted_initiation": hazard})) for hazard in (0.0, 0.15)
    )
    assert without.outcome("projects_posted", 36) == 0
    assert with_them.outcome("projects_posted", 36) > 0.1
    assert with_them.outcome("projects_started", 36) > without.outcome("projects_started", 36)
    assert with_them.outcome("fund", 12) < without.outcome("fund", 12)


def test_without_first_secretaries_the_hazard_changes_nothing_to_the_bit() -> None:
    changed = small({"parameters.collective_economy.posted_initiation": 0.15})
    assert states(run(changed)) == states(run(small()))
