"""Digital work for the Party wants both fields in one person: more of one does not make up for the other."""

from __future__ import annotations

import pytest

from sim.mechanisms.digital import Digital, keep_platform
from tests.worlds import World


def updates(capacity: float, skill: float) -> float:
    """Updates in a month of somebody in office with forty hours."""
    world = World(Digital(), villages=1, persons=4)
    V, O, G = world.villages.columns, world.offices.columns, world.graduate_officials.columns
    V["secretary_hours"], V["platform_content"] = 40.0, 0.4
    O["holder"], O["holder_row"], O["capacity"], O["skill"] = 1, 0, capacity, skill
    keep_platform(world.people.columns, V, O, G, world.settings["digital"], world.now, 0, 1)
    return float(world.now["updates"][0])


def test_only_who_is_able_in_both_fields_keeps_a_platform() -> None:
    neither, party, digital, both = (updates(*person) for person in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)))
    assert party == digital == neither
    assert both == pytest.approx(4 * neither)
