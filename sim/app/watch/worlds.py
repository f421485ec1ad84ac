"""What runs are made from: a world for each side that can be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.app.watch.state import BASE, SIDE, State
from sim.core.declarations.dated_value import Value
from sim.scenario.scenario import Scenario, load


@dataclass(frozen=True)
class World:
    """What one run is made from.

    Attributes
    ----------
    scenario : Scenario
    moved : dict of str to value
        Levers that were moved on the page.
    choice : str
        Name under which the scenario was chosen.
    """

    scenario: Scenario
    moved: Mapping[str, Value] = field(default_factory=dict)
    choice: str = ""


class Worlds(NamedTuple):
    """Worlds of a state.

    Attributes
    ----------
    scenario : Scenario
        As it was read, whose values stand where no lever was moved.
    sides : dict of str to World
        By letter.
    """

    scenario: Scenario
    sides: Mapping[str, World]


def worlds_of_fields(state: State) -> Worlds:
    """The scenario with the levers that were moved; and without them, and without any policy.

    Raises
    ------
    ScenarioError
        If the scenario cannot be read.
    """
    scenario = load(state.choice)
    plain = scenario.changed({f"policies.{name}": "off" for name in scenario.policies})
    return Worlds(scenario, {SIDE: World(scenario, state.moved, state.choice), BASE: World(plain, {}, state.choice)})
