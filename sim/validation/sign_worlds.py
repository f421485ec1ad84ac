"""Worlds that signs are looked for in, and what is measured in each.

As in :mod:`sim.validation.pattern_worlds` a *variant* is a change of the scenario. Variants are lived with the same
persons and the same luck, so that one statistic less that of another variant at the same seed is a paired difference.
Other statistics compare persons, households or villages of one run: those are differences of means inside cells of
age, sex and schooling, as a survey would control for them.
"""

from __future__ import annotations

import math
import traceback
from typing import Any

import numpy as np

from sim.agents.codes import (
    AGES,
    AWAY_STEP,
    CAME_HOME,
    DISPUTE,
    FULL,
    NOBODY,
    POOR_DEPRIVED,
    POOR_INCOME,
    PRIMARY,
    SENIOR,
)
from sim.core.config.calendar import MONTHS
from sim.runs.run import Failure, Job
from sim.validation.pattern_worlds import ELIMINATION, NET_AGE, OLD, rank_correlation, sent_by
from sim.validation.pattern_worlds import VARIANTS as OF_PATTERNS
from sim.world.specification import CONSTANT

YEARS = 5
OBSERVED_YEARS = 3
"""Years at the end that are looked at: persons each December, villages in all their months."""
WORKING_AGE, YOUNG = 60, 45
# fmt: off
WORLD: dict[str, Any] = {
    "world.archetype": "national", "world.drivers": CONSTANT, "world.townships": 1, "world.villages": 12,
    "horizon.months": MONTHS * YEARS, **ELIMINATION,
}
"""Lists of the poor as they were until 2020, when nearly all of the studies were made."""
VARIANTS: dict[str, dict[str, Any]] = {
    "baseline": {},
    "no_group": {"parameters.start.groups": 0.0, "parameters.village_groups.start": 0.0},
    "group": {"parameters.start.groups": 1.0},
    "first_secretary": sent_by(1.0, 0.0),
    "graduate": OF_PATTERNS["graduate"],
    "look_back": OF_PATTERNS["look_back"],
    "leaving": OF_PATTERNS["leaving"],
    "campaign": {"policies.mass_line_campaign": {}},
    "informed": {"policies.policy_information": {}},
    "trust_falls_more": {"parameters.trust.failure": 0.15},
    "trust_falls_less": {"parameters.trust.failure": 0.05},
    "taxes": {"parameters.service.tax_contacts": 0.5},
}
# fmt: on
Values = dict[str, float]


class Persons:
    """Persons of one month, in order of identity.

    Parameters
    ----------
    model : RuralParty
        Its columns are copied.
    """

    def __init__(self, model: Any) -> None:
        P, V, H = model.people.columns, model.villages.columns, model.households.columns
        rows = np.flatnonzero(P.group > 0)
        order = np.argsort(P.identity[rows])
        village = np.searchsorted(V["first"], rows, side="right") - 1
        parent = np.zeros(len(P.group), dtype=bool)
        for of in (P.mother, P.father):
            known = of[rows] != NOBODY
            parent[V["first"][village[known]] + of[rows][known]] = True
        group = P.group[rows].astype(int) - 1
        found = {
            "identity": P.identity[rows],
            "age": group % AGES,
            "woman": P.sex[rows] == 1,
            "schooling": P.education[rows].astype(int),
            "married": P.spouse[rows] != NOBODY,
            "parent": parent[rows],
            "home": P.group[rows] <= AWAY_STEP,
            "came_home": (P.past[rows] & CAME_HOME) > 0,
            "trust": P.trust[rows].astype(float),
            "device": P.device[rows] > 0,
            "member": P.stage[rows] == FULL,
            "missed": P.missed[rows].astype(float),
            "frail": P.frail[rows] > 0,
            "village": village,
            "household": V["household_first"][village] + P.household[rows],
        }
        for name, column in found.items():
            setattr(self, name, column[order])
        self.adult = self.age >= NET_AGE
        self.income = np.log(np.maximum(H.income_year[self.household].astype(float), 1.0))
        self.local_work = H.local_wage[self.household] > 0

    identity: np.ndarray
    age: np.ndarray
    woman: np.ndarray
    schooling: np.ndarray
    married: np.ndarray
    parent: np.ndarray
    home: np.ndarray
    came_home: np.ndarray
    trust: np.ndarray
    device: np.ndarray
    member: np.ndarray
    missed: np.ndarray
    frail: np.ndarray
    village: np.ndarray
    household: np.ndarray

    def cells(self, *, age: bool = True, sex: bool = True, schooling: bool = True) -> np.ndarray:
        """Cells of five years of age, sex and schooling."""
        found: np.ndarray = (age * (self.age // 5)) * 8 + (sex * self.woman) * 4 + schooling * self.schooling
        return found

    @property
    def working(self) -> np.ndarray:
        """Adults below sixty."""
        return self.adult & (self.age < WORKING_AGE)


def between(outcome: np.ndarray, one: np.ndarray, other: np.ndarray, cells: np.ndarray) -> float:
    """Mean of an outcome in one group less that in another, inside cells, weighted by the first group.

    Examples
    --------
    >>> outcome, one = np.array([1.0, 0.0, 3.0, 3.0]), np.array([True, False, True, False])
    >>> between(outcome, one, ~one, np.array([0, 0, 1, 1]))
    0.5
    """
    if not (one.any() and other.any()):
        return math.nan
    size = int(cells.max()) + 1
    counts = [np.bincount(cells[who], minlength=size) for who in (one, other)]
    sums = [np.bincount(cells[who], outcome[who], minlength=size) for who in (one, other)]
    both = (counts[0] > 0) & (counts[1] > 0)
    if not both.any():
        return math.nan
    gaps = sums[0][both] / counts[0][both] - sums[1][both] / counts[1][both]
    return float(np.average(gaps, weights=counts[0][both]))


def partial_effects(outcome: np.ndarray, *traits: np.ndarray) -> list[float]:
    """Coefficients of a least-squares regression with a constant, one for each trait."""
    if len(outcome) < 10 * len(traits):
        return [math.nan] * len(traits)
    design = np.column_stack([np.ones(len(outcome)), *(np.asarray(each, float) for each in traits)])
    return [float(each) for each in np.linalg.lstsq(design, outcome, rcond=None)[0][1:]]


def observe(job: Job) -> Values | Failure:
    """Live the world of a job, and measure."""
    try:
        from sim.model import RuralParty

        model = RuralParty(job.scenario, rng=job.seed)
        months = job.scenario.horizon.months
        since = max(months - MONTHS * OBSERVED_YEARS, 0)
        start = np.flatnonzero(model.households.columns.registered)
        disputes, before, years = np.zeros(len(model.villages.columns["first"])), None, []
        for month in range(1, months + 1):
            model.step()
            if month > since:
                disputes += open_disputes(model)
            if month >= since and month % MONTHS == 0:
                now = Persons(model)
                if month > since:
                    years.append(
                        trust_of(now, model, start)
                        | members_of(now)
                        | former_migrants(now)
                        | households_of(model, start)
                        | ({} if before is None else moves(before, now))
                    )
                before = now
        values = {name: mean_known([year.get(name, math.nan) for year in years]) for name in years[-1]}
        return values | of_villages(model, months - since, disputes) | over_months(model, months - since)
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def mean_known(values: list[float]) -> float:
    """Mean of what is known; NaN if nothing is."""
    known = [value for value in values if math.isfinite(value)]
    return float(np.mean(known)) if known else math.nan


def mean_of(values: np.ndarray) -> float:
    """Mean; NaN if there are none."""
    return float(values.mean()) if len(values) else math.nan


def open_disputes(model: Any) -> np.ndarray:
    """Adults with an open dispute in each village."""
    P, V = model.people.columns, model.villages.columns
    rows = np.flatnonzero((P.group > 0) & (P.need == DISPUTE))
    return np.bincount(np.searchsorted(V["first"], rows, side="right") - 1, minlength=len(V["first"])).astype(float)


def trust_of(now: Persons, model: Any, listed: np.ndarray) -> Values:
    """Trust by group of adults, and of those online and of members less that of others."""
    home, low, high = now.adult & now.home, now.schooling == PRIMARY, now.schooling >= SENIOR
    old, young = now.age >= OLD, now.age < YOUNG
    net, cells = now.device, now.cells()

    def online(who: np.ndarray) -> float:
        return between(now.trust, home & who & net, home & who & ~net, cells)

    def mean(who: np.ndarray) -> float:
        return mean_of(now.trust[who])

    everybody = np.full(len(home), True)
    income = partial_effects(now.trust[home], now.income[home], now.age[home], now.woman[home], now.schooling[home])
    return {
        "trust": mean(now.adult),
        "trust_old": mean(home & old),
        "trust_young": mean(home & young),
        "trust_low": mean(home & low),
        "trust_high": mean(home & high),
        "trust_listed": mean(now.adult & np.isin(now.household, listed)),
        "trust_online": online(everybody),
        "trust_online_young": online(young) - online(now.age >= YOUNG),
        "trust_online_high": online(high) - online(~high),
        "trust_member": between(now.trust, home & now.member, home & ~now.member, cells),
        "trust_income": income[0],
    }


def members_of(now: Persons) -> Values:
    """Attendance of home full members by age, schooling and health: whether each came in the last six months."""
    here = now.home & now.member
    came = (now.missed < MONTHS // 2).astype(float)
    fit = here & ~now.frail
    age, schooling = partial_effects(came[fit], now.age[fit] / 10.0, now.schooling[fit])
    return {
        "came_age": age,
        "came_schooling": schooling,
        "came_health": between(came, fit, here & now.frail, now.cells(sex=False, schooling=False)),
    }


def former_migrants(now: Persons) -> Values:
    """Former migrants at home less those who never left: income, and whether the household works locally."""
    here, cells = now.working & now.home, now.cells()
    one, other = here & now.came_home, here & ~now.came_home
    return {
        "returned_income": between(now.income, one, other, cells),
        "returned_local_work": between(now.local_work.astype(float), one, other, cells),
    }


def moves(before: Persons, now: Persons) -> Values:
    """Who was home and is away a year later, and the reverse."""
    _, old, new = np.intersect1d(before.identity, now.identity, return_indices=True)
    left, back = np.zeros(len(before.age)), np.zeros(len(before.age))
    left[old], back[old] = ~now.home[new], now.home[new]
    still = np.zeros(len(before.age), dtype=bool)
    still[old] = True
    working, cells = before.working & still, before.cells()
    again, never = working & before.home & before.came_home, working & before.home & ~before.came_home
    prime = (before.age >= 20) & (before.age <= YOUNG)  # ages of the study
    stayed = 1.0 - left[again]
    age, schooling, single, parent = partial_effects(
        stayed, before.age[again] / 10.0, before.schooling[again], ~before.married[again], before.parent[again]
    )
    away = working & ~before.home
    women = between(back, away & before.woman, away & ~before.woman, before.cells(sex=False))
    higher = before.schooling >= SENIOR
    return {
        "stay_age": age,
        "stay_schooling": schooling,
        "stay_single": single,
        "stay_parent": parent,
        "return_women": women,
        "return_schooling": between(back, away & higher, away & ~higher, before.cells(schooling=False)),
        "leave_again": between(left, again, never, cells),
        "leave_again_prime": between(left, again & prime, never & prime, cells)
        - between(left, again & ~prime, never & ~prime, cells),
    }


def households_of(model: Any, start: np.ndarray) -> Values:
    """Households on the list: kin of the secretary, the own household, members; income of those listed at the start."""
    H, P = model.households.columns, model.people.columns
    V, O = model.villages.columns, model.offices.columns
    lived_in = H.persons > 0
    rows = np.flatnonzero((P.group > 0) & (P.stage == FULL))
    village = np.searchsorted(V["first"], rows, side="right") - 1
    member, own = np.zeros(len(lived_in), dtype=bool), np.zeros(len(lived_in), dtype=bool)
    member[V["household_first"][village] + P.household[rows]] = True
    held = np.flatnonzero((O["holder_row"] >= 0) & ~O["outsider"].astype(bool))
    own[V["household_first"][held] + P.household[O["holder_row"][held]]] = True
    kin = lived_in & (H.cadre_kin > 0) & ~own
    income = np.log(np.maximum(H.income_year.astype(float) - H.aid_year.astype(float), 1.0))
    fifth = np.searchsorted(np.quantile(income[lived_in], [0.2, 0.4, 0.6, 0.8]), income)
    cells = (fifth * 16 + H.deprivations).astype(int)
    listed, plain = (H.registered > 0).astype(float), lived_in & (H.cadre_kin == 0)
    poor_income, deprived = lived_in & (H.poor & POOR_INCOME > 0), lived_in & (H.poor & POOR_DEPRIVED > 0)
    here = start[H.persons[start] > 0]
    return {
        "listed_own": between(listed, lived_in & own, plain, cells),
        "listed_kin": between(listed, kin, plain, cells),
        "listed_member": between(listed, plain & member, plain & ~member, cells),
        "aid_kin": between(H.aid_year.astype(float), kin, plain, cells),
        "listed_deprived": mean_of(listed[deprived]) - mean_of(listed[poor_income]),
        "income_listed": mean_of(np.log(np.maximum(H.income_year[here].astype(float), 1.0))),
    }


def of_villages(model: Any, months: int, disputes: np.ndarray) -> Values:
    """Rank correlations between the villages of the run over the months that are looked at."""
    recorder = model.recorder
    since = recorder.month - months

    def mean(above: str, below: str = "") -> np.ndarray:
        bottom = recorder.sums(below, since).sum(axis=0) if below else months
        return np.asarray(recorder.sums(above, since).sum(axis=0) / np.maximum(bottom, 1e-9))

    held = 1.0 - mean("first_calls_failed", "first_calls")
    trust = mean("trust", "adults")
    return {
        "held_where_large": rank_correlation(mean("registered"), held),
        "held_where_away": rank_correlation(mean("registered - residents", "registered"), held),
        "held_where_worked": rank_correlation(mean("work_hours"), held),
        "trust_where_served": rank_correlation(mean("successes", "needs_arisen"), trust),
        "disputes_where_able": rank_correlation(
            mean("secretary_capacity", "offices - vacancies"), disputes / mean("adults")
        ),
    }


def over_months(model: Any, months: int) -> Values:
    """Outcomes over the months that are looked at."""
    from sim.indicators import INDICATORS

    recorder = model.recorder
    since = recorder.month - months

    def value(name: str) -> float:
        return float(recorder.indicator(INDICATORS[name], since, None, by_month=False))

    # fmt: off
    wanted = (
        "service_fulfilment", "valid_meetings", "attendance", "attendance_home", "election_votes", "mobilised",
        "exclusion_error", "inclusion_error",
    )
    # fmt: on
    joined = (recorder.sums("mobilised", since) * recorder.sums("adults_home", since)).sum()
    kin, listed = recorder.sums("listed_kin", since).sum(), recorder.sums("listed", since).sum()
    return {name: value(name) for name in wanted} | {
        "joined": float(joined / max(recorder.sums("adults", since).sum(), 1.0)),
        "kin_on_list": float(kin / max(listed, 1.0)),
        "ln_collective_income": math.log(max(float(recorder.sums("collective_income", since).sum()), 1.0)),
        "misconduct": float(recorder.sums("misconduct", since).sum() / max(recorder.sums("offices", since).sum(), 1.0)),
    }
