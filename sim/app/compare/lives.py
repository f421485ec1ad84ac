"""Whose people, and whose life, the page tells."""

from __future__ import annotations

from dataclasses import dataclass

from sim.app.compare.one_pair import BASE


@dataclass(frozen=True)
class Telling:
    """Whose people, and whose life.

    Attributes
    ----------
    letter : str
        Side whose pyramid is drawn; empty for the baseline.
    village : int or None
        Village that people are of; all of them if None.
    kind : str
        What the person was at the start.
    place : int
        The how many-th person, from 0 on.
    """

    letter: str = BASE
    village: int | None = None
    kind: str = "member"
    place: int = 0
