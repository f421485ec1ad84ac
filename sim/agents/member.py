"""Members: villagers who are probationary or full members of the branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.agents import by_hand
from sim.agents.codes import FULL, PROBATIONARY
from sim.agents.villager import Villager
from sim.core.config.language import message

if TYPE_CHECKING:
    from sim.core.columns.directory import Directory


class Member(Villager):
    """A probationary or full member: the same row and the same identity as the villager who was admitted."""

    @staticmethod
    def rows_of(columns: Any) -> Any:
        """Which rows are members: those at the stage of probationary or full member and not gone."""
        return (columns.stage >= PROBATIONARY) & (columns.group != 0)

    @classmethod
    def enter(cls, directory: Directory, values: dict[str, Any]) -> int:
        """Add a member who has come into a village, full unless ``stage`` says otherwise.

        Raises
        ------
        ValueError
            If the stage is not a member's: type ``Villager(model, ...)`` instead.
        """
        values = {"stage": FULL} | values
        if values["stage"] < PROBATIONARY:
            raise ValueError(
                message("a person at stage {stage} is not a member: type Villager(model, ...)", stage=values["stage"])
            )
        return by_hand.enter(directory, values)
