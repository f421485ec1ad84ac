"""One run as the page shows it village by village: plain arrays at the end of the horizon, made where the model lives.

A worker lives the scenario and hands back what is drawn; the model stays there. Villages that meet in the branch of
another show the numbers of that branch, since they are called and counted together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.agents.codes import ACTIVE, ADULT, AGES, AWAY_STEP, FULL, GONE, NO_ACCOUNT, PROBATIONARY, SUSPENDED
from sim.core.config.calendar import MONTHS
from sim.extensions import registry
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.runs.counties import in_parts, numbers, of_county
from sim.runs.identity import as_text
from sim.runs.jobs import QUORUM
from sim.runs.story import Story, follow, persons_of
from sim.runs.window import years_of
from sim.scenario.scenario import Scenario, from_plain

Numbers = NDArray[Any]
COURSE = (
    "service_fulfilment",
    "visits",
    "trust",
    "quorum_failure",
    "attendance",
    "formalism",
    "digital_reach",
    "members",
)
"""Indicators whose course is kept of every village."""
TASKS = ("service", "economy", "party", "trace")
"""What a secretary's hours go to; tallies are called ``hours_`` and this."""
KINDS = ("secretary", "member", "applicant", "migrant", "resident")
"""Whose life can be told."""
PLACES = 2
"""Home and away, in this order."""


@dataclass(frozen=True)
class Lived:
    """One side of a pair.

    Attributes
    ----------
    seed, start, months : int
        Seed, first calendar month under study, and months lived from there.
    township, number, branch : int array, shape (villages,)
        Township of each village, its number there (both from 0), and the village in whose branch its members meet.
    values : dict of str to array, shape (villages,)
        State at the end: see :func:`state_of_villages`.
    hours : float array, shape (villages, 4)
        Hours a month of the secretary by :data:`TASKS`, mean of the last twelve months.
    years : int array, shape (years,)
    course : dict of str to float array, shape (years, villages)
        By name of :data:`COURSE`, in the unit of the indicator.
    outcome : dict of str to float array, shape (villages,)
        The same over the last twelve months.
    persons, members : int array, shape (villages, 2, 2, 110)
        By place (home, away), sex (man, woman) and age; members are probationary or full.
    rule : str
        Rule of the quorum.
    identity, life : arrays, shape (persons,)
        Persons on the register at the end, in order of identity, and the hash of what each has lived through.
    cast : dict of str to (identity, village) arrays
        Persons of each of :data:`KINDS` at the start of the period under study, in order of identity.
    names, townships : tuple of str
        Names of the villages and townships of a county of one's own; empty in any other world.
    """

    seed: int
    start: int
    months: int
    township: Numbers
    number: Numbers
    branch: Numbers
    values: Mapping[str, Numbers]
    hours: Numbers
    years: Numbers
    course: Mapping[str, Numbers]
    outcome: Mapping[str, Numbers]
    persons: Numbers
    members: Numbers
    rule: str
    identity: Numbers
    life: Numbers
    cast: Mapping[str, tuple[Numbers, Numbers]]
    names: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()

    @property
    def villages(self) -> int:
        """How many there are."""
        return len(self.township)


def task_of(scenario: Scenario, seed: int, person: int | None = None) -> str:
    """A run as JSON, for a worker: that of a world of several counties is one of its first county."""
    alone = of_county(scenario, numbers(scenario)[0]) if in_parts(scenario) else scenario
    return as_text({"scenario": alone.plain(), "seed": seed, "person": person, "extensions": registry.records()})


def _told(text: str) -> tuple[Scenario, int, int | None]:
    task = json.loads(text)
    registry.use(task["extensions"])
    plain = task["scenario"]
    return from_plain(plain, f"scenario {plain['name']}"), int(task["seed"]), task["person"]


def live(text: str) -> Lived:
    """Live a run and keep what is shown of it; called in a worker.

    Parameters
    ----------
    text : str
        Of :func:`task_of`.
    """
    from sim.model import RuralParty

    scenario, seed, _ = _told(text)
    model = RuralParty(scenario, rng=seed)
    cast = cast_of(model)
    model.run_for(scenario.horizon.months)
    found, county = lived_of(model, cast), scenario.world.data
    return found if county is None else replace(found, names=county.names, townships=county.townships)


def tell(text: str) -> Story:
    """Live a run and keep the months of one person; called in a worker."""
    scenario, seed, person = _told(text)
    if person is None:
        raise ValueError("a story wants a person")
    return follow(person, scenario, seed)


def cast_of(model: Any) -> dict[str, tuple[Numbers, Numbers]]:
    """Persons of each kind now, and their villages."""
    found = {}
    rows = model.people.rows()
    known = model.people.columns.identity[rows]
    order = np.argsort(known)
    for kind in KINDS:
        identity = np.sort(persons_of(kind, None, model))
        place = rows[order[np.searchsorted(known, identity, sorter=order)]]
        found[kind] = identity, np.searchsorted(model.people.last, place, side="right").astype(np.int64)
    return found


def lived_of(model: Any, cast: Mapping[str, tuple[Numbers, Numbers]], begun: int | None = None) -> Lived:
    """What is shown of a model in the month it has lived to.

    Parameters
    ----------
    model : RuralParty
        At least one month after ``begun``.
    cast : dict of str to (identity, village) arrays
        Of :func:`cast_of`.
    begun : int, optional
        Month of the run from which it is shown: the first of the horizon if left out.
    """
    V, P, recorder = model.villages.columns, model.people.columns, model.recorder
    begun, end = model.burn_in if begun is None else begun, recorder.month
    start = model.month - (end - begun)
    firsts, years = years_of(start, end - begun)
    ends = [*(firsts[1:] + begun), end]
    course = {
        name: np.stack([of_villages(recorder, name, begun + a, b) for a, b in zip(firsts, ends, strict=True)])
        for name in COURSE
    }
    last = max(end - MONTHS, begun)
    rows = model.people.rows()
    rows = rows[P.group[rows] != GONE]
    village = np.searchsorted(model.people.last, rows, side="right")
    member = (P.stage[rows] >= PROBATIONARY) & (P.stage[rows] <= FULL)
    order = np.argsort(P.identity[rows], kind="stable")
    rules = all_parameters()[QUORUM].choices
    return Lived(
        seed=model.seed,
        start=start,
        months=end - begun,
        township=np.unique(V["township"], return_inverse=True)[1],
        number=number_in_township(V["township"]),
        branch=V["branch"].copy(),
        values=state_of_villages(model, rows, village, last, begun),
        hours=np.stack([recorder.series(f"hours_{task}")[last:end].mean(axis=0) for task in TASKS], axis=1),
        years=years,
        course=course,
        outcome={name: of_villages(recorder, name, last, end) for name in COURSE},
        persons=by_age(P.group[rows], village, len(V)),
        members=by_age(P.group[rows[member]], village[member], len(V)),
        rule=rules[int(model.settings["meetings"]["denominator"][0])],
        identity=P.identity[rows[order]],
        life=P.life[rows[order]],
        cast=dict(cast),
    )


def of_villages(recorder: Any, name: str, since: int, until: int) -> Numbers:
    """An indicator of each village over some months of a run."""
    found = recorder.indicator(INDICATORS[name], since, until, by_month=False, by_village=True)
    return np.asarray(found, float)


def number_in_township(township: Numbers) -> Numbers:
    """Number of each village in its township, from 0 on."""
    order = np.argsort(township, kind="stable")
    ranked = np.sort(township, kind="stable")
    found = np.empty(len(township), np.int64)
    found[order] = np.arange(len(township)) - np.searchsorted(ranked, ranked)
    return found


def by_age(group: Numbers, village: Numbers, villages: int) -> Numbers:
    """Count persons by village, place, sex and age, shape (villages, 2, 2, 110)."""
    cells = PLACES * AWAY_STEP
    found = np.bincount(village * cells + group.astype(np.int64) - 1, minlength=villages * cells)
    return np.asarray(found.reshape(villages, PLACES, AWAY_STEP // AGES, AGES))


def state_of_villages(model: Any, rows: Numbers, village: Numbers, last: int, begun: int) -> dict[str, Numbers]:
    """Numbers of each village at the end of a run, and over the months from ``last`` on.

    Parameters
    ----------
    model : RuralParty
    rows, village : int arrays
        Living persons, and the village of each.
    last, begun : int
        First month of the run that means are taken over, and that yearly rates are.

    Returns
    -------
    dict of str to array, shape (villages,)
        ``registered``, ``residents``, ``income``; ``members``, ``members_away``. Of the branch: ``full``, ``away``
        (all), ``frail`` (at home), ``list_in_force``, ``hamlets`` (sub-branches that meet apart), ``joint`` (with other
        villages), ``attend_home`` and ``attend_away``, ``attend_online`` (of those
        away), ``recruits`` and ``losses`` a year. ``platform``, ``active`` and ``accounts`` (of adults); ``group`` and
        ``group_members`` (of members), ``posts_seen``; ``holder`` (0 vacant, 1 of the village, 2 sent), ``holder_age``,
        ``holder_woman``, ``capacity``.
    """
    V, P, O, recorder = model.villages.columns, model.people.columns, model.offices.columns, model.recorder
    branch = V["branch"].astype(np.int64)
    stage, group = P.stage[rows], P.group[rows]
    away = group > AWAY_STEP
    member = (stage >= PROBATIONARY) & (stage <= FULL)
    called = (stage == FULL) & (P.pending[rows] != SUSPENDED)
    adult = model.month - P.birth_month[rows].astype(np.int64) >= ADULT * MONTHS

    def count(chosen: Numbers) -> Numbers:
        return np.asarray(np.bincount(village[chosen], minlength=len(V)))

    def of_branch(counts: Numbers) -> Numbers:
        found = np.zeros(len(V))
        np.add.at(found, branch, counts)
        return np.asarray(found[branch])

    def total(name: str, since: int = last) -> Numbers:
        return np.asarray(recorder.series(name)[since:].sum(axis=0, dtype=float))

    def share(part: Numbers, whole: Numbers) -> Numbers:
        return np.asarray(np.divide(part, whole, out=np.full(len(V), np.nan), where=whole > 0))

    due, due_home = of_branch(total("attendance_due")), of_branch(total("attendance_due_home"))
    came, came_home = of_branch(total("attendance")), of_branch(total("attendance_home"))
    online = of_branch(total("attendance_online"))
    since, months = begun, recorder.month - begun
    full_months = of_branch(total("members", since))
    members, adults = count(member), np.maximum(count(adult), 1)
    held = np.where(O["holder"] != 0, 1, np.where(O["outsider"], 2, 0))
    return {
        "registered": count(np.ones(len(rows), bool)),
        "residents": count(~away),
        "income": V["mean_income"].copy(),
        "members": members,
        "members_away": count(member & away),
        "full": of_branch(count(called)).astype(np.int64),
        "away": of_branch(count(called & away)).astype(np.int64),
        "frail": of_branch(count(called & ~away & P.frail[rows])).astype(np.int64),
        "list_in_force": V["list_months"][branch] > 0,
        "hamlets": V["hamlets"][branch],
        "joint": np.bincount(branch, minlength=len(V))[branch] > 1,
        "attend_home": share(came_home, due_home),
        "attend_away": np.clip(share(came - came_home - online, due - due_home), 0.0, 1.0),
        "attend_online": np.clip(share(online, due - due_home), 0.0, 1.0),
        "recruits": of_branch(total("conversions", since) + total("moved_in", since)) * MONTHS / months,
        "losses": share(of_branch(total("exits", since)) * MONTHS, full_months),
        "platform": V["platform_quality"].copy(),
        "active": count(adult & (P.account[rows] == ACTIVE)) / adults,
        "accounts": count(adult & (P.account[rows] != NO_ACCOUNT)) / adults,
        "group": V["village_group"].copy(),
        "group_members": share(count(member & P.in_village_group[rows]).astype(float), members.astype(float)),
        "posts_seen": V["posts_seen"].copy(),
        "holder": held,
        "holder_age": np.where(held > 0, O["age"], np.nan),
        "holder_woman": (O["sex"] == 1) & (held > 0),
        "capacity": np.where(held > 0, O["capacity"], np.nan),
    }
