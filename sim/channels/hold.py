"""Holding channels: two models live through the months side by side, and one takes over a channel's path of the other.

The baseline is always a step ahead, at the same seed. Levers are taken over once policies have moved them, columns
after every step of the month, so that whatever a step makes of a held column is gone before the next one reads it.
Persons are matched by identity; who lives in one of the two runs only keeps her own values. Counts of the village are
matched by village, households by village and number, and what describes the holder of an office only where the holder
is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.agents.codes import GONE
from sim.channels.channel import Channel
from sim.channels.table import HOLDER, OFFICES, PEOPLE, TALLIES, channel_named
from sim.core.columns.columns import Columns

Rows = tuple[Any, Any]
ALL: Rows = (slice(None), slice(None))
NOBODY = 0


class Hold:
    """Takes the paths of channels over from one model to another that lives beside it.

    Parameters
    ----------
    channels : iterable of str or Channel
        By name, or declared elsewhere.

    Raises
    ------
    ValueError
        If there is no such channel.
    """

    def __init__(self, channels: Iterable[str | Channel]) -> None:
        self.channels = tuple(channel_named(each) if isinstance(each, str) else each for each in channels)
        self.entries = tuple(each.mechanism for each in self.channels if each.is_entry)
        self.states = tuple(each for each in self.channels if not each.is_entry)
        self._known: tuple[np.ndarray, np.ndarray] | None = None
        self._pairs: tuple[np.ndarray, np.ndarray] = (np.empty(0, int), np.empty(0, int))

    def levers(self, model: Any, baseline: Any) -> None:
        """Take over this month's values of the levers of every entry."""
        for mechanism in self.entries:
            own, theirs = model.levers.now[mechanism], baseline.levers.now[mechanism]
            for name, param in model.mechanisms[mechanism].params.items():
                if param.law is None or (own[name] == theirs[name]).all():
                    continue
                if own is model.levers.base[mechanism]:
                    own = model.levers.now[mechanism] = own.copy()
                own[name] = theirs[name]

    def columns(self, model: Any, baseline: Any) -> None:
        """Take over the columns and tallies of every state as they stand."""
        for channel in self.states:
            for store, names in channel.columns.items():
                own, theirs = columns_of_store(model, store), columns_of_store(baseline, store)
                if store == PEOPLE:
                    to, since = self.persons(own, theirs)
                elif store == OFFICES:
                    to = since = _offices(model, own, theirs, names)
                else:
                    to, since = ALL
                for name in names:
                    array_of(own, name)[to] = array_of(theirs, name)[since]

    def persons(self, own: Any, theirs: Any) -> Rows:
        """Rows of those who are alive in both runs."""
        here, there = array_of(own, "identity"), array_of(theirs, "identity")
        if self._known is None or not (_same(self._known[0], here) and _same(self._known[1], there)):
            self._known = here.copy(), there.copy()
            _, to, since = np.intersect1d(here, there, return_indices=True)
            named = here[to] != 0  # free rows have no identity
            self._pairs = to[named], since[named]
        to, since = self._pairs
        alive = (array_of(own, "group")[to] != GONE) & (array_of(theirs, "group")[since] != GONE)
        return to[alive], since[alive]


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool((one == other).all())


def columns_of_store(model: Any, store: str) -> Any:
    """Columns of a store of agents, or the tallies of the month."""
    return model.recorder.now if store == TALLIES else getattr(model, store).columns


def array_of(columns: Any, name: str) -> np.ndarray:
    """One column."""
    found: np.ndarray = columns.arrays[name] if isinstance(columns, Columns) else columns[name]
    return found


def _offices(model: Any, own: Any, theirs: Any, names: tuple[str, ...]) -> np.ndarray:
    """Offices to take over: with the same holder, for what describes the holder; or with a holder who lives here.

    An office that is to have another holder is pointed to the row of that person.
    """
    same: np.ndarray = (own["holder"] == theirs["holder"]) & (own["outsider"] == theirs["outsider"])
    if set(names) <= set(HOLDER):
        return same
    P, V = model.people.columns, model.villages.columns
    for v in np.flatnonzero(~same):
        holder, row = theirs["holder"][v], -1
        if holder != NOBODY:
            a, b = int(V["first"][v]), int(V["last"][v])
            found = np.flatnonzero((P.identity[a:b] == holder) & (P.group[a:b] != GONE))
            if not len(found):
                continue
            row = a + int(found[0])
        own["holder_row"][v] = row
        same[v] = True
    return same


def live_beside(model: Any, baseline: Any, hold: Hold) -> None:
    """Live a month in both models, step by step, the baseline ahead.

    Parameters
    ----------
    model, baseline : RuralParty
        Of one seed and one world, in the same month.
    hold : Hold
    """
    baseline.begin_month()
    model.begin_month()
    hold.columns(model, baseline)
    hold.levers(model, baseline)
    theirs, own = ({id(each) for each in one.awake()} for one in (baseline, model))
    for name, mechanism in model.mechanisms.items():
        ahead = baseline.mechanisms[name]
        if id(ahead) in theirs:
            ahead.step(baseline)
        if id(mechanism) in own:
            mechanism.step(model)
        hold.columns(model, baseline)
    baseline.end_month()
    model.end_month()
