"""The model as the page makes it: from a scenario's name, a seed and the levers that were moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.watch.pace import Pace
from sim.model import RuralParty
from sim.scenario.scenario import Scenario, load


def chosen(name: str, levers: Mapping[str, float | bool | str]) -> Scenario:
    """Make the scenario that a page describes.

    Parameters
    ----------
    name : str
        Name of a shipped scenario, or a file.
    levers : mapping of str
        Values by ``mechanism.parameter``.

    Raises
    ------
    ScenarioError
        If the scenario or a value is not valid.
    """
    scenario = load(name)
    return scenario.changed({f"parameters.{lever}": value for lever, value in levers.items()}) if levers else scenario


class Watched(RuralParty):
    """One run that a page plays month by month; it stops at the end of its horizon.

    Mesa's page makes models anew from keyword arguments and fills one called ``scenario`` with a scenario of its own
    kind, so the name of ours is called ``choice``.

    Parameters
    ----------
    choice : str
        Name of a shipped scenario, or a file.
    rng : int
        Seed.
    levers : mapping of str, optional
        Values that differ from the scenario's, by ``mechanism.parameter``.
    """

    def __init__(
        self, choice: str = "baseline", rng: int = 1, levers: Mapping[str, float | bool | str] | None = None
    ) -> None:
        self.choice = choice
        self.moved = dict(levers or {})
        self.pace = Pace()
        super().__init__(chosen(choice, self.moved), rng=rng)

    @property
    def page_parameters(self) -> dict[str, Any]:
        """Keyword arguments that make this model again."""
        return {"choice": self.choice, "rng": self.seed, "levers": self.moved}

    @property
    def scenario(self) -> None:
        """Nothing: Mesa's page accepts a scenario of its own kind or none; ours is ``future``."""
        return None

    @scenario.setter
    def scenario(self, scenario: object) -> None:
        """Let Mesa's constructor set what is not kept."""

    def step(self) -> None:
        """Live one month, after the last has been seen; do nothing once the horizon is over."""
        if not self.running:
            return
        self.pace.wait(self.months_run)
        super().step()
        if self.months_run >= self.burn_in + self.future.horizon.months:
            self.running = False
