"""Which channels differ between two models that live beside each other: nothing is held, everything is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.channels.channel import Channel
from sim.channels.hold import ALL, Hold, array_of, columns_of_store, live_beside
from sim.channels.table import CHANNELS, PEOPLE, SUFFIX


class Watch(Hold):
    """Notes which channels were ever not those of the baseline.

    Parameters
    ----------
    channels : iterable of str or Channel
        Those that are looked at.

    Attributes
    ----------
    touched : set of str
        Names of those that differed.
    moved : set of str
        Levers that differed.
    """

    def __init__(self, channels: Iterable[str | Channel]) -> None:
        super().__init__(channels)
        self.touched: set[str] = set()
        self.moved: set[str] = set()

    def levers(self, model: Any, baseline: Any) -> None:
        """Look at this month's values of the levers."""
        for channel in self.channels:
            if channel.is_entry:
                own, theirs = (one.levers.now[channel.mechanism] for one in (model, baseline))
                for name, param in model.mechanisms[channel.mechanism].params.items():
                    if param.law is not None and (own[name] != theirs[name]).any():
                        self.moved.add(f"{channel.mechanism}.{name}")
                        self.touched.add(channel.name)

    def columns(self, model: Any, baseline: Any) -> None:
        """Look at columns and tallies."""
        for channel in self.states:
            if channel.name not in self.touched and self._differs(channel, model, baseline):
                self.touched.add(channel.name)

    def _differs(self, channel: Channel, model: Any, baseline: Any) -> bool:
        for store, names in channel.columns.items():
            own, theirs = columns_of_store(model, store), columns_of_store(baseline, store)
            to, since = self.persons(own, theirs) if store == PEOPLE else ALL
            for name in names:
                if (array_of(own, name)[to] != array_of(theirs, name)[since]).any():
                    return True
        return False


def watched(alternative: Any, baseline: Any, months: int) -> tuple[list[str], list[str]]:
    """Channels and levers that differ in any of the months, in the order of their declarations.

    Parameters
    ----------
    alternative, baseline : RuralParty
        Of one seed and one world, both before their first month under study.
    months : int

    Returns
    -------
    channels, levers : list of str
    """
    own = [name + SUFFIX for name in alternative.mechanisms]
    names = list(dict.fromkeys((*CHANNELS, *own)))
    watch = Watch(names)
    for _ in range(months):
        live_beside(alternative, baseline, watch)
    levers = [each for each in alternative.levers.params if each in watch.moved]
    return [each for each in names if each in watch.touched], levers
