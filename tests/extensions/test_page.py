"""The page that ``ruralparty watch`` serves runs a scenario with what was registered."""

from __future__ import annotations

import sim
from sim.app.watch.page import titled
from sim.app.watch.watched import Watched
from tests.extensions.conftest import MECHANISM, POLICY


def test_the_page_offers_and_plays_a_scenario_with_a_policy_of_ones_own(scenarios):
    own = scenarios[1]
    assert titled([own], "en") == [(own, own)]  # it cannot be read
    sim.register(POLICY, MECHANISM)
    assert titled([own], "en") == [(own, "rounds")]
    made = Watched(sim.load(own))
    for _ in range(4):
        made.step()
    assert made.ledger.spent("evening_rounds") > 0
    assert "land_quarrels" in made.mechanisms
