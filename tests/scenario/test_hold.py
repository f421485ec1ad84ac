"""What a scenario holds is read, kept and named; the baseline that it is held from follows whoever compares."""

from __future__ import annotations

from typing import Any

import pytest

from sim.runs.counties import of_county
from sim.runs.identity import canonical, put
from sim.runs.jobs import at_point, beside
from sim.scenario.scenario import Scenario, ScenarioError, from_plain
from tests.whole import run, small

HOLD: dict[str, Any] = {"hold": {"hours": "baseline", "trust": "baseline"}}


def held(policies: dict[str, Any] | None = None) -> Scenario:
    return small(HOLD, {"training": {}} if policies is None else policies)


def test_what_is_held_comes_back_from_plain_tables() -> None:
    scenario = held()
    assert scenario.hold == ("hours", "trust")
    assert from_plain(scenario.plain()) == scenario
    assert "hold" not in small().plain()


def test_another_hold_is_another_run() -> None:
    assert canonical(held().plain()) != canonical(small(policies={"training": {}}).plain())


def test_alone_it_is_held_from_the_scenario_without_its_policies() -> None:
    assert canonical(held().beside.plain()) == canonical(small().plain())


def test_compared_with_that_baseline_nothing_is_written_down() -> None:
    assert beside([small(), held()], small())[1] == held()


def test_compared_with_another_baseline_it_is_held_from_that_one() -> None:
    rotated = small(policies={"rotation": {}})
    both = held({"rotation": {}, "training": {}})
    found = beside([rotated, both], rotated)[1]
    assert found.beside.policies == rotated.policies
    assert from_plain(found.plain()) == found


def test_changes_points_and_counties_reach_the_baseline_beside() -> None:
    rotated = small(policies={"rotation": {}})
    found = beside([rotated, held({"rotation": {}, "training": {}})], rotated)[1]
    changed = found.changed({"horizon.months": 12, "parameters.migration.leave": 0.02, "policies.training.coverage": 0})
    assert changed.beside.horizon.months == 12
    assert changed.beside.parameters["migration.leave"] == 0.02
    assert "training" not in changed.beside.policies
    assert at_point(found, {"parameters.migration.leave": 0.021}).beside.parameters["migration.leave"] == 0.021
    wide = found.changed({"world.counties": 2})
    assert of_county(wide, 1).beside.world == of_county(wide, 1).world
    plain = put(found.plain(), {"parameters.migration.leave": 0.01})
    assert plain["held_from"]["parameters"]["migration.leave"] == 0.01


def test_a_baseline_of_another_world_is_refused() -> None:
    other = small({"world.villages": 3}).plain()
    with pytest.raises(ScenarioError, match="the same world and horizon"):
        from_plain({**held().plain(), "held_from": other})


def test_held_from_another_baseline_the_paths_are_its() -> None:
    rotated = small({"horizon.months": 12}, {"secretary_pay": {}})
    found = beside([rotated, small({**HOLD, "horizon.months": 12}, {"secretary_pay": {}, "training": {}})], rotated)[1]
    model, plain = run(found), run(rotated)
    assert (model.villages.columns["secretary_hours"] == plain.villages.columns["secretary_hours"]).all()
