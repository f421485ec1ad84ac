"""What a world takes is known before any of it is taken; what there is no room for is refused with the arithmetic."""

from __future__ import annotations

import pytest

import sim
from sim.runs.counties import room
from sim.runs.jobs import resolve
from sim.scenario.scenario import ScenarioError, from_plain
from sim.world import room as room_of_worlds
from sim.world.room import WorldTooLarge, room_of
from sim.world.specification import WorldSpec

ONE_GIGABYTE = 10**9


def scenario(**world: int) -> sim.Scenario:
    return from_plain({"name": "a", "title": "A", "world": world})


def test_persons_memory_and_time_grow_with_villages_their_size_and_months() -> None:
    small, large = room_of(WorldSpec(), 144), room_of(WorldSpec(villages=50), 144)
    assert (small.persons, large.persons) == (19_500, 195_000)
    assert large.memory - small.memory == pytest.approx(175_500 * 1000 + 135 * 144 * 1500)
    assert large.seconds == pytest.approx(10 * small.seconds)


def test_a_county_of_more_persons_than_any_has_is_refused_with_the_arithmetic() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario(townships=100, villages=200, village_size=10_000)
    (problem,) = caught.value.problems
    told = "100 townships x 200 villages x 10,000 persons are 200,000,000 persons in a county, about 200 GB of memory"
    assert problem.fault == told
    assert problem.allowed == "at most 20,000,000 persons in a county"


@pytest.mark.parametrize("start", [lambda each: sim.RuralParty(each, rng=1), lambda each: resolve([each])])
def test_a_world_without_room_here_is_refused_before_it_is_built(start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_of_worlds, "memory_here", lambda: ONE_GIGABYTE)
    with pytest.raises(WorldTooLarge, match=r"1,000 villages x 1,300 persons x 1,000 bytes.* are 2 GB.*there are 1 GB"):
        start(scenario(townships=10, villages=100))


def test_counties_that_are_lived_one_by_one_need_the_memory_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_of_worlds, "memory_here", lambda: ONE_GIGABYTE)
    many = scenario(counties=1000)
    assert resolve([many])
    assert room(many).persons == 19_500_000
    assert room(many).memory == room(scenario()).memory
    with pytest.raises(WorldTooLarge, match="15,000 villages"):
        resolve([many.changed({"policies.training.budget": 1e6})])


def test_where_nobody_knows_the_memory_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room_of_worlds, "memory_here", lambda: None)
    assert resolve([scenario(townships=100, villages=100)])


def test_memory_is_that_of_the_machine_or_less() -> None:
    here = room_of_worlds.memory_here()
    assert here is None or 10**8 < here < 10**14
