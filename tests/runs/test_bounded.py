"""What was kept to a bound is said by scenario and lever, added up over runs and counties, and kept with the run."""

from __future__ import annotations

from sim.runs.bounded import bounded_notes
from sim.runs.layers import from_arrays, to_arrays
from sim.runs.run import Job, Run
from sim.runs.simulate import simulate
from tests.whole import small

BOTH = {"parameters.outside_resources.urban_feedback": 1, "horizon.months": 3, "horizon.burn_in": 0}
BACKUP = ("outside_resources.urban_feedback", 1.0)


def lived(**changes: object) -> Run:
    scenario = small({**BOTH, **changes}, {"urban_feedback": {"dose": {"backup": 1}, "start": "2021-02"}})
    found = simulate(Job(scenario, 1))
    assert isinstance(found, Run)
    return found


def test_a_run_counts_and_keeps_what_was_bounded_away():
    found = lived()
    assert found.cut == {BACKUP: 4 * 2}
    assert from_arrays(Job(small(), 1), to_arrays(found)).cut == found.cut


def test_counties_are_added_up():
    assert lived(**{"world.counties": 2}).cut == {BACKUP: 2 * 4 * 2}


def test_a_note_names_scenario_lever_bound_and_share_of_the_time():
    found = lived()
    assert bounded_notes({"small": [found, found]}) == [
        "small: outside_resources.urban_feedback was kept to its bound of 1 in 16 of 24 village-months: "
        "what policies and parameters ask for together is beyond it"
    ]
    assert bounded_notes({"other": [Run("other", 1, 0, 0, (), found.sums, 4)]}) == []
