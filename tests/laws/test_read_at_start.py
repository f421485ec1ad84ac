"""Which parameters may be dated is declared; here it is held against what the world and the months really read."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from sim.core.declarations.levers import Levers
from sim.mechanisms import find_mechanism, mechanism_names
from sim.model import RuralParty
from sim.policies import policy_names
from sim.scenario.scenario import ScenarioError
from tests.bits import printed_by_plain_python
from tests.whole import small

AT_START = {f"{name}.{key}" for name in mechanism_names() for key in find_mechanism(name).read_at_start()}
READ_AGAIN = {"migration.peer_years", "migration.schooling"}
"""Read in later months as well, but against a table or mean that the start has fixed."""


class Watched(np.ndarray[Any, Any]):
    """A table of settings that notes which of its columns are read."""

    mechanism, seen = "", set[str]()

    def __array_finalize__(self, table: Any) -> None:
        self.mechanism = getattr(table, "mechanism", "")

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if not isinstance(key, str):
            return found
        Watched.seen.add(f"{self.mechanism}.{key}")
        return found.view(np.ndarray)


class WatchedLevers(Levers):
    """Levers whose tables are watched, but not while policies' moves are composed."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        for name, table in self.base.items():
            self.base[name] = table.view(Watched)
            self.base[name].mechanism = name
        self.now = dict(self.base)

    def compose(self) -> None:
        seen = set(Watched.seen)
        super().compose()
        Watched.seen = seen


def digest() -> str:
    """Parameters read while worlds are built, and in the months after; nothing is compiled, so kernels are watched."""
    import sim.model

    sim.model.Levers = WatchedLevers  # type: ignore[misc]
    RuralParty(small({"world.drivers": "dated", "world.archetype": "national", "horizon.burn_in": 0}), rng=1)
    few = RuralParty(small({"world.village_size": 100, "horizon.burn_in": 0}), rng=1)
    changes = {"world.county_type": "remote-poor", "world.village_size": 700, "horizon.burn_in": 0}
    every: dict[str, Any] = {name: {} for name in policy_names()}
    model = RuralParty(small({**changes, "parameters.membership.quota": 0.0011}, every), rng=1)
    at_start, Watched.seen = Watched.seen, set()
    few.run_for(1)  # nobody in so small a village has been served yet
    model.run_for(24)
    return json.dumps([sorted(at_start), sorted(Watched.seen)])


@pytest.fixture(scope="module")
def read() -> tuple[set[str], set[str]]:
    at_start, later = json.loads(printed_by_plain_python(__file__))
    return set(at_start), set(later)


def test_what_is_declared_as_read_at_the_start_is_read_there(read: tuple[set[str], set[str]]) -> None:
    assert read[0] >= AT_START
    shown = {name for name in AT_START & read[1] if not name.startswith("start.")}
    assert shown == READ_AGAIN


def test_what_may_be_dated_is_read_in_later_months_if_the_start_reads_it(read: tuple[set[str], set[str]]) -> None:
    assert read[0] - AT_START <= read[1]


@pytest.mark.parametrize("name", sorted(AT_START))
def test_what_is_read_at_the_start_cannot_be_dated(name: str) -> None:
    mechanism, _, key = name.partition(".")
    default = find_mechanism(mechanism).params[key].default
    with pytest.raises(ScenarioError) as caught:
        small({f"parameters.{name}": {"until 2021-06": default, "from 2021-06": default}})
    (problem,) = caught.value.problems
    assert problem.key == f"parameters.{name}"
    assert problem.fault == "is read once, when the world is built, and cannot change with the date"
