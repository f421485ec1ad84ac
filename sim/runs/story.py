"""Life history of one simulated person, month by month.

A person is named by an identity, or by a phrase of four parts, all but the first optional::

    secretary | member | applicant | migrant | resident | random   [NUMBER]   [of village VILLAGE]

``random`` is any adult; under several scenarios one who lives to the end and whose life they make another, if there
is one (:func:`told_apart`). Identities are as good as random, so NUMBER (1 by default) counts persons in their order.
Villages count from 0. The phrase is looked up at the start of the period under study, when all scenarios still hold the
same persons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.agents import codes
from sim.core.config.language import message

PHRASE = re.compile(r"(secretary|member|applicant|migrant|resident|random)(?: (\d+))?(?: of village (\d+))?")
SAMPLES = ("secretary of village 0", "member of village 0", "migrant of village 0", "resident of village 0")
ADULT_MONTHS = 18 * 12
NEWBORN_MONTHS = 1
STAGES = {
    codes.APPLICANT: "applied",
    codes.ACTIVIST: "activist",
    codes.PROBATIONARY: "admitted",
    codes.FULL: "full_member",
}
ACCOUNTS = {codes.NO_ACCOUNT: "account_closed", codes.DORMANT: "account_dormant", codes.ACTIVE: "account_active"}


@dataclass(frozen=True)
class State:
    """One month of a life; ``row`` is a plain copy of the person's columns, None where she is not among the living."""

    month: int
    row: dict[str, Any] | None
    secretary: bool = False
    village_deaths: int = 0
    village_departures: int = 0


@dataclass
class Story:
    """What happened to a person under one scenario.

    Attributes
    ----------
    identity : int
    scenario : str
    village : int or None
        None if she never lived in this run.
    states : list of State
        One a month, the first before the first month under study.
    """

    identity: int
    scenario: str
    village: int | None = None
    states: list[State] = field(default_factory=list)

    def events(self) -> list[tuple[int, list[str]]]:
        """Calendar months with the events of each; months without one are left out."""
        pairs = zip(self.states[:-1], self.states[1:], strict=True)
        return [(now.month, found) for before, now in pairs if (found := events_between(before, now))]


def person_of(phrase: str, model: Any) -> int:
    """Identity of the person that a phrase names.

    Raises
    ------
    ValueError
        If the phrase is not understood, or nobody in the model answers to it.
    """
    text = phrase.strip().lower()
    if re.fullmatch(r"\d+|0x[0-9a-f]+", text):
        return int(text, 0)
    found = PHRASE.fullmatch(text)
    if not found:
        raise ValueError(
            message(
                "{phrase!r} names nobody; allowed: an identity (a whole number, or 0x… in hexadecimal) or secretary | "
                "member | applicant | migrant | resident | random [NUMBER] [of village VILLAGE]",
                phrase=phrase,
            )
        )
    kind, number, village = found[1], int(found[2] or 1), None if found[3] is None else int(found[3])
    if village is not None:
        _village(village, model)
    persons = np.sort(persons_of(kind, village, model))
    if not 1 <= number <= len(persons):
        raise _too_few(phrase, len(persons))
    return int(persons[number - 1])


def _village(number: int, model: Any) -> int:
    count = len(model.villages.columns)
    if number >= count:
        raise ValueError(
            message("there is no village {village}; villages are 0 to {last}", village=number, last=count - 1)
        )
    return number


def _too_few(phrase: str, count: int) -> ValueError:
    return ValueError(message("{phrase!r} names nobody: there are {count} such persons", phrase=phrase, count=count))


def persons_of(kind: str, village: int | None, model: Any) -> np.ndarray:
    """Identities of all persons of a kind."""
    columns, store = model.people.columns, model.people
    if kind == "secretary":
        holders = model.offices.columns["holder"]
        holders = holders if village is None else holders[village : village + 1]
        return np.asarray(holders[holders != 0])
    rows = store.rows() if village is None else np.arange(store.first[village], store.last[village])
    rows = rows[columns.group[rows] != 0]
    adult = model.month - columns.birth_month[rows].astype(np.int64) >= ADULT_MONTHS
    stage, away = columns.stage[rows], columns.group[rows] > codes.AWAY_STEP
    chosen = {
        "member": stage >= codes.PROBATIONARY,
        "applicant": (stage == codes.APPLICANT) | (stage == codes.ACTIVIST),
        "migrant": adult & away,
        "resident": adult & ~away,
        "random": adult,
    }[kind]
    return np.asarray(columns.identity[rows[chosen]])


def samples(model: Any) -> dict[str, int]:
    """Identities of a few persons, by the phrases that name them."""
    found = {}
    for phrase in SAMPLES:
        try:
            found[phrase] = person_of(phrase, model)
        except ValueError:
            continue
    return found


def state_of(identity: int, model: Any, month: int, home: int | None = None) -> tuple[State, int | None]:
    """A person's month, and the village she is registered in; ``home`` if she is not among the living."""
    columns, rows = model.people.columns, model.people.rows()
    here = rows[(columns.identity[rows] == np.uint64(identity)) & (columns.group[rows] != 0)]
    plain, holds, village = None, False, home
    if len(here):
        village = int(np.searchsorted(model.people.last, here[0], side="right"))
        plain = {name: getattr(columns, name)[here[0]].item() for name in columns.names}
        holds = bool(model.offices.columns["holder"][village] == np.uint64(identity))
    last = model.recorder.month - 1
    deaths, departures = (
        0 if last < 0 or village is None else int(model.recorder.series(name)[last, village])
        for name in ("deaths", "departed")
    )
    return State(month, plain, holds, deaths, departures), village


@dataclass(frozen=True)
class Drawn:
    """A person drawn from those with a life to tell.

    Attributes
    ----------
    identity : int
    adults : int
        Adults at the start, among whom she was looked for.
    alive : int
        Those of them who are on the register to the end under every scenario.
    apart : int
        Those of these whose lives differ between the scenarios.
    """

    identity: int
    adults: int
    alive: int
    apart: int


def told_apart(phrase: str, scenarios: Sequence[Any], seed: int) -> Drawn | None:
    """The person that ``random`` names when several scenarios are compared; None for any other phrase.

    She is drawn from the adults of the start whose lives differ between the scenarios and last to the end, failing
    these from those that last to the end, failing these from all. All scenarios are lived once to find out.

    Parameters
    ----------
    phrase : str
        As the command line has it.
    scenarios : sequence of Scenario
    seed : int

    Raises
    ------
    ValueError
        If there are fewer such persons than the number asks for.
    """
    from sim.model import RuralParty

    found = PHRASE.fullmatch(phrase.strip().lower())
    if not found or found[1] != "random":
        return None
    lives: list[dict[int, int]] = []
    adults: list[int] = []
    for scenario in scenarios:
        model = RuralParty(scenario, rng=seed)
        if not lives:
            village = None if found[3] is None else _village(int(found[3]), model)
            adults = [int(identity) for identity in np.sort(persons_of("random", village, model))]
        model.run_for(scenario.horizon.months)
        columns, rows = model.people.columns, model.people.rows()
        rows = rows[columns.group[rows] != codes.GONE]
        lives.append(dict(zip(columns.identity[rows].tolist(), columns.life[rows].tolist(), strict=True)))
    alive = [each for each in adults if all(each in life for life in lives)]
    apart = [each for each in alive if len({life[each] for life in lives}) > 1]
    chosen, number = apart or alive or adults, int(found[2] or 1)
    if not 1 <= number <= len(chosen):
        raise _too_few(phrase, len(chosen))
    return Drawn(chosen[number - 1], len(adults), len(alive), len(apart))


def follow(person: str | int, scenario: Any, seed: int) -> Story:
    """Live a scenario and keep one person's months.

    Parameters
    ----------
    person : str or int
        Phrase or identity.
    scenario : Scenario
    seed : int

    Returns
    -------
    Story

    Raises
    ------
    ValueError
        If the person is not understood or nobody answers to the phrase.
    """
    from sim.model import RuralParty

    model = RuralParty(scenario, rng=seed)
    identity = person if isinstance(person, int) else person_of(person, model)
    story = Story(identity, scenario.name)
    for month in range(scenario.horizon.months + 1):
        if month:
            model.step()
        state, village = state_of(identity, model, model.month - 1, story.village)
        story.village = village if story.village is None else story.village
        story.states.append(state)
    return story


def events_between(before: State, now: State) -> list[str]:
    """Names of what happened to a person in a month, in the order of the month."""
    if before.row is None or now.row is None:
        return _coming_or_going(before, now)
    a, b = before.row, now.row
    moved, acts = b["away"] != a["away"], b["events"]
    new_need = b["need"] and (b["need"] != a["need"] or b["need_age"] < a["need_age"])
    out = b["stage"] == codes.OUTSIDE and a["stage"] >= codes.PROBATIONARY
    happened = {
        "left": moved and b["away"],
        "came_back": moved and not b["away"],
        "frail": b["frail"] and not a["frail"],
        "child_born": b["births"] > a["births"],
        "office_taken": now.secretary and not before.secretary,
        "office_left": before.secretary and not now.secretary,
        "need_lapsed": a["need"] and not b["need"] and not acts & (codes.SUCCESS | codes.FAILURE),
        f"need_{codes.NEED_KINDS[b['need'] - 1]}": new_need,
        "nobody_found": acts & codes.NOT_FOUND,
        "attempt_failed": acts & codes.FAILURE,
        "need_met": acts & codes.SUCCESS,
        "visited": acts & codes.VISITED,
        "message": acts >> codes.MESSAGE_SHIFT,
        "left_the_party" if out else STAGES.get(b["stage"], "withdrew"): b["stage"] != a["stage"],
        ACCOUNTS[b["account"]]: b["account"] != a["account"],
        "device": b["device"] and not a["device"],
    }
    return [name for name, so in happened.items() if so]


def _coming_or_going(before: State, now: State) -> list[str]:
    if before.row is None:
        if now.row is None:
            return []
        return ["born"] if now.month - now.row["birth_month"] <= NEWBORN_MONTHS else ["moved_in"]
    if not before.row["away"] or not now.village_departures:
        return ["died"]
    return ["died_or_departed"] if now.village_deaths else ["departed"]


def first_difference(stories: list[Story]) -> int | None:
    """First calendar month in which the lives differ, None if they never do.

    Compared are the events of each month and the hashes of the states lived through, which continue all that went
    before.
    """
    told = [dict(story.events()) for story in stories]
    for states in zip(*(story.states for story in stories), strict=True):
        month: int = states[0].month
        lives = {None if state.row is None else state.row["life"] for state in states}
        if len(lives) > 1 or any(events.get(month) != told[0].get(month) for events in told):
            return month
    return None
