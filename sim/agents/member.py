"""Members: villagers who are probationary or full members of the branch."""

from __future__ import annotations

from sim.agents.codes import PROBATIONARY
from sim.agents.villager import Villager


class Member(Villager):
    """A probationary or full member: the same row and the same identity as the villager who was admitted."""

    @staticmethod
    def rows_of(columns: object) -> object:
        """Which rows are members: those at the stage of probationary or full member and not gone."""
        return (columns.stage >= PROBATIONARY) & (columns.group != 0)  # type: ignore[attr-defined]
