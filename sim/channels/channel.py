"""Channels: by which ways what a policy moves goes on to everything else.

An *entry* is held at its levers, the input of one mechanism: whatever policies ask of it stays what it is in the
baseline, and that is exact. A *state* is held at its columns and tallies, after every step of the month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.core.config.language import Language


@dataclass(frozen=True)
class Channel:
    """One way on which effects go.

    Parameters
    ----------
    name : str
        As ``hold:`` names it.
    words : dict of str to str
        What it is, by language.
    mechanism : str
        Of an entry: the mechanism whose levers are held.
    columns : mapping of str to tuple of str
        Of a state: columns by store of agents; ``tallies`` are what is counted in the month.
    """

    name: str
    words: Mapping[Language, str]
    mechanism: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_entry(self) -> bool:
        """Whether it is held at levers."""
        return bool(self.mechanism)
