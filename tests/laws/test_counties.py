"""Law of counties: a county lives the same lives, bit for bit, by itself and among others."""

from __future__ import annotations

from typing import Any

import pytest

from sim.policies import policy_names
from tests.limits import Limits
from tests.whole import run, small, states

COUNTIES, CHOSEN = 3, 2
COUNTY_BITS = 32
SIZE = {"world.townships": 2, "world.villages": 2, "world.village_size": 150}
WORLD = {**SIZE, "horizon.months": 26, "horizon.burn_in": 4}
SHORT = {**WORLD, "horizon.months": 14, "horizon.burn_in": 2, "world.village_size": 100}
PLAN = {"start": "2021-02", "coverage": 0.5, "leak": 0.5, "rule": "weakest"}
WORLDS: dict[str, dict[str, Any]] = {
    "labour-exporting": {},
    "dated": {"world.archetype": "national", "world.drivers": "dated", "horizon.start": "2012-03"},
    "remote-poor": {"world.county_type": "remote-poor", "parameters.outside_resources.department_grants": 50000},
    "far on": {"world.first_county": 2799},
}


def differing(changes: dict[str, Any], policies: dict[str, Any] | None = None) -> int:
    """Villages of a county whose persons, households, offices, tables or tallies differ by itself and among others."""
    scenario = small({**changes, "world.counties": COUNTIES}, policies)
    first = scenario.world.first_county
    alone = scenario.changed({"world.counties": 1, "world.first_county": first + CHOSEN - 1})
    among, by_itself = (states(run(each, check=False)) for each in (scenario, alone))
    assert [village >> COUNTY_BITS for village in by_itself] == 4 * [first + CHOSEN - 1]
    assert set(by_itself) < set(among)
    return sum(by_itself[village] != among[village] for village in by_itself)


@pytest.mark.limit
@pytest.mark.parametrize("world", WORLDS)
def test_a_county_lives_the_same_by_itself_and_among_others(world: str, limit: Limits) -> None:
    limit("V26", f"villages that differ: a county by itself, {world}", 0, differing(WORLD | WORLDS[world]), 0)


@pytest.mark.parametrize("policy", policy_names())
def test_no_policy_reaches_from_one_county_into_another(policy: str) -> None:
    assert differing(SHORT, {policy: PLAN}) == 0
