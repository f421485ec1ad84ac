"""One pair lived again, to be looked at village by village and person by person: baseline and sides at one seed.

Averages over pairs say what a policy does; one pair shows what that looks like, luck included. Nothing here is kept in
the store: a run of fifteen villages over ten years takes a worker about a second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.analysis.quorum_odds import Branch, Odds, branch_of, odds_of, well_come
from sim.app.compare.asked import LETTERS, Asked, name_of_side, scenarios_of
from sim.app.compare.lived import Lived, live, task_of, tell
from sim.core.config.calendar import name_of
from sim.core.config.language import message
from sim.runs.story import Story, first_difference

BASE = ""
"""Letter of the baseline."""
USUAL_ATTENDANCE = 0.7
"""Of members at home, where no meeting was called in the last twelve months."""


class Submits(Protocol):
    """What does work elsewhere: the pool of the page, or an executor."""

    def submit(self, function: Callable[..., Any], /, *given: Any) -> Any:
        """Hand out a call; returns its future."""


@dataclass(frozen=True)
class OnePair:
    """Baseline and sides at one seed.

    Attributes
    ----------
    asked : Asked
    sides : dict of str to Lived
        By letter, the baseline's being empty.
    """

    asked: Asked
    sides: Mapping[str, Lived] = field(repr=False)

    @property
    def base(self) -> Lived:
        """The baseline."""
        return self.sides[BASE]

    @property
    def letters(self) -> list[str]:
        """Letters of the sides, in order."""
        return [letter for letter in self.sides if letter != BASE]

    @property
    def last_year(self) -> int:
        """Calendar year of the last month."""
        return int(self.base.years[-1])

    def outcome(self, name: str, letter: str = BASE) -> NDArray[np.float64]:
        """An indicator of each village over the last twelve months: of the baseline, or a side less the baseline."""
        base: NDArray[np.float64] = self.base.outcome[name]
        return base if letter == BASE else self.sides[letter].outcome[name] - base


def name_of_village(lived: Lived, village: int) -> str:
    """``3-4``: township and number in it, both from 1."""
    return f"{int(lived.township[village]) + 1}-{int(lived.number[village]) + 1}"


def called(lived: Lived, village: int) -> str:
    """What a village is called where it is shown: its name in a county of one's own, which no address holds."""
    return lived.names[village] if lived.names else name_of_village(lived, village)


def live_pair(pool: Submits, asked: Asked, seed: int | None = None) -> OnePair:
    """Live one pair in the pool's workers, and wait for it.

    Parameters
    ----------
    pool : Pool or Executor
    asked : Asked
    seed : int, optional
        The first of the question if left out.

    Raises
    ------
    ScenarioError
        With every fault of the scenarios.
    """
    named = scenarios_of(asked)
    seed = asked.seed if seed is None else seed
    futures = {letter_of(each.name): pool.submit(live, task_of(each.scenario, seed)) for each in named}
    return OnePair(asked, {letter: future.result() for letter, future in futures.items()})


def letter_of(name: str) -> str:
    """Letter of the side of a scenario; empty for the baseline."""
    return next((letter for letter in LETTERS if name_of_side(letter) == name), BASE)


def branch_at(lived: Lived, village: int) -> tuple[Branch, str, bool]:
    """The branch that a village's members meet in, as the desk reckons it: its rule, and whether it has a list.

    Those away count as away for six months, which by the next regular call nearly all are.
    """
    value = {name: each[village] for name, each in lived.values.items()}
    full, away, frail = (int(value[name]) for name in ("full", "away", "frail"))
    parts = {
        "come_home": attendance_of_well(value, full - away - frail, frail),
        "come_away": known(value["attend_away"], 0.0),
        "online_away": known(value["attend_online"], 0.0),
    }
    return branch_of(full, away, frail, **parts), lived.rule, bool(value["list_in_force"])


def attendance_of_well(value: Mapping[str, Any], well: int, frail: int) -> float:
    """Probability that a member at home who is not frail comes, from who came in the last twelve months."""
    return well_come(known(value["attend_home"], USUAL_ATTENDANCE), well, frail)


def known(value: float, otherwise: float) -> float:
    """The value, or another where there is none."""
    return float(value) if np.isfinite(value) else otherwise


def odds_at(lived: Lived, village: int) -> Odds:
    """Odds of the next meeting of the branch that a village's members meet in."""
    return odds_of(*branch_at(lived, village))


@dataclass(frozen=True)
class Life:
    """One person under the baseline and under the sides.

    Attributes
    ----------
    kind : str
    village : int
    stories : dict of str to Story
        By letter.
    apart : int or None
        Calendar month in which the lives first differ.
    candidates : int
        Persons of this kind whose lives differ, among whom this one was taken.
    """

    kind: str
    village: int
    stories: Mapping[str, Story]
    apart: int | None
    candidates: int

    def rows(self) -> list[tuple[str, bool, list[list[str]]]]:
        """Months in which something happened to somebody: name, whether the lives have parted, events by story."""
        told = [dict(story.events()) for story in self.stories.values()]
        months = {month for events in told for month in events} | ({self.apart} if self.apart is not None else set())
        return [
            (name_of(month), self.apart is not None and month >= self.apart, [events.get(month, []) for events in told])
            for month in sorted(months)
        ]


@dataclass(frozen=True)
class Person:
    """Somebody whose life is told.

    Attributes
    ----------
    identity, village : int
    candidates : int
        Among so many was she taken.
    """

    identity: int
    village: int
    candidates: int


def person_at(pair: OnePair, kind: str, place: int, village: int | None = None) -> Person | None:
    """Somebody of a kind: among those whose lives differ and last to the end, failing these among all who last.

    Parameters
    ----------
    pair : OnePair
    kind : {"secretary", "member", "applicant", "migrant", "resident"}
        What she was at the start.
    place : int
        Number among those, from 0 on; begins anew after the last.
    village : int, optional

    Returns
    -------
    Person or None
        None if there is nobody of this kind.
    """
    identities, villages = pair.base.cast[kind]
    here = np.ones(len(identities), bool) if village is None else villages == village
    identities, villages = identities[here], villages[here]
    alive, apart = np.ones(len(identities), bool), np.zeros(len(identities), bool)
    first: NDArray[Any] | None = None
    for lived in pair.sides.values():
        at = np.minimum(np.searchsorted(lived.identity, identities), len(lived.identity) - 1)
        alive &= lived.identity[at] == identities
        life = lived.life[at]
        first = life if first is None else first
        apart |= life != first
    for chosen in (alive & apart, alive, np.ones(len(identities), bool)):
        among = np.flatnonzero(chosen)
        if len(among):
            one = among[place % len(among)]
            return Person(int(identities[one]), int(villages[one]), len(among))
    return None


def live_life(pool: Submits, pair: OnePair, kind: str, place: int = 0, village: int | None = None) -> Life:
    """Live the pair once more and follow one person.

    Parameters
    ----------
    pool : Pool or Executor
    pair, kind, place, village
        As of :func:`person_at`.

    Raises
    ------
    ValueError
        If there is nobody of this kind.
    """
    person = person_at(pair, kind, place, village)
    if person is None:
        raise ValueError(message("nobody there is a {kind}", kind=kind))
    named = scenarios_of(pair.asked)
    seed = pair.base.seed
    futures = {letter_of(each.name): pool.submit(tell, task_of(each.scenario, seed, person.identity)) for each in named}
    stories = {letter: future.result() for letter, future in futures.items()}
    return Life(kind, person.village, stories, first_difference(list(stories.values())), person.candidates)
