"""The model as the page makes it: from a scenario, a seed and the levers that were moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sim.core.declarations.dated_value import Value
from sim.model import RuralParty
from sim.scenario.scenario import Scenario


class Overtaken(Exception):
    """Nobody wants this run any more: what it was made from has been changed meanwhile."""


class Watched(RuralParty):
    """One run that a page plays month by month; it stops at the end of its horizon.

    Parameters
    ----------
    scenario : Scenario
        As it was read, without the levers that were moved.
    seed : int
        Seed.
    moved : mapping of str
        Values that differ from the scenario's, by ``mechanism.parameter``.
    choice : str
        Name or file under which the scenario was chosen; that in the scenario if left out.
    number : int
        Number of the run on its page, by which pictures of two runs are told apart.
    wanted : callable
        Asked before every month, those of the burn-in too.

    Raises
    ------
    ScenarioError
        If a value that was moved is not valid in the scenario.
    Overtaken
        Where the run is not wanted any more.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        moved: Mapping[str, Value] | None = None,
        choice: str = "",
        number: int = 0,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.moved = dict(moved or {})
        self.choice = choice or scenario.name
        self.number = number
        self._wanted = wanted
        changes = {f"parameters.{lever}": value for lever, value in self.moved.items()}
        super().__init__(scenario.changed(changes) if changes else scenario, rng=seed)

    @property
    def lived(self) -> int:
        """Months lived since the start of the horizon."""
        return self.months_run - self.burn_in

    @property
    def is_over(self) -> bool:
        """Whether the horizon has been reached."""
        return self.lived >= self.future.horizon.months

    def step(self) -> None:
        """Live one month; do nothing once the horizon is over."""
        if not self.is_over:
            super().step()

    def _live_a_month(self) -> None:
        if not self._wanted():
            raise Overtaken
        super()._live_a_month()
