"""The way into membership and the ways out: exact candidates, quotas, waits, retention."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from sim.agents.codes import (
    ACTIVIST,
    ADMISSION_ON_AGENDA,
    ADMISSION_PASSED,
    APPLICANT,
    AWAY_STEP,
    CONVERSION_ON_AGENDA,
    FULL,
    NOTHING,
    OUTSIDE,
    PROBATIONARY,
    REMOVAL_ON_AGENDA,
    REMOVAL_PASSED,
    VISITED,
)
from sim.core.compute.draws import fill, stream, unit
from sim.mechanisms.membership import Membership
from sim.mechanisms.roll import Roll
from sim.model import RuralParty
from tests.whole import run, small
from tests.worlds import World, group_of

NO_FLOWS = ("apply", "quota", "move_in", "lapse")


def party(villages: int = 2, persons: int = 60, members: int = 10, months: int = 60, keep: str = "") -> World:
    """Branches without any flow but the one named."""
    world = World(Membership(), villages=villages, persons=persons, members=members, months=months)
    for name in NO_FLOWS:
        if name != keep:
            world.settings["membership"][name] = 0.0
    V = world.villages.columns
    V["branch"], V["full_members"] = np.arange(villages), members
    Roll().setup(world)
    return world


def month_of(world: World) -> None:
    """A month of the roll and of membership."""
    world.live(Roll(), Membership())


def others(world: World) -> np.ndarray:
    """Rows of those outside."""
    return world.rows[world.people.columns.stage[world.rows] == OUTSIDE]


def test_candidates_equal_a_draw_for_everybody() -> None:
    world = party(villages=3, persons=400, keep="apply")
    P, S, rows = world.people.columns, world.settings["membership"], world.rows
    S["apply"], S["apply_contact"] = 0.2, 0.4
    place = np.arange(len(rows))
    age, sex, away = 12 + place % 60, place % 2, place % 3 == 0
    P.group[rows] = [group_of(int(a), int(s), bool(w)) for a, s, w in zip(age, sex, away, strict=True)]
    P.education[rows], P.trust[rows] = place % 4, place % 11 / 10
    P.events[rows] = np.where(place % 5 == 0, VISITED, 0)
    P.group[rows[7::50]] = 0
    words = np.empty((4, len(rows)), np.uint32)
    fill(P.identity[rows], world.month, 0, world.key, stream("membership.apply"), *words)
    outside = (P.stage[rows] == OUTSIDE) & (P.group[rows] != 0) & (age >= 18) & (age <= 60)
    lean = 2.0 * (P.trust[rows].astype(float) - 0.5) + 0.3 * (P.education[rows].astype(float) - 1)
    lean += 0.4 * (P.events[rows] != 0) - 0.11 * np.maximum(0, age - 25)
    hazard = 0.2 * np.exp(lean) * np.where(away, 0.35, 1.0)
    applies = outside & ((words[0] + 0.5) / 2**32 < 1 - np.exp(-hazard))
    month_of(world)
    assert applies.sum() > 20
    assert ((P.stage[rows] == APPLICANT) == applies).all()
    assert unit(words[0][0]) == (words[0][0] + 0.5) / 2**32


def test_applicants_become_activists_and_lapse_after_waiting() -> None:
    world = party(months=60)
    P = world.people.columns
    one = others(world)[0]
    P.stage[one] = APPLICANT
    stages = []
    for _ in range(40):
        month_of(world)
        stages.append(int(P.stage[one]))
    assert stages[:11] == [APPLICANT] * 11
    assert stages[11:36] == [ACTIVIST] * 25
    assert stages[36:] == [OUTSIDE] * 4


def test_the_best_of_those_who_have_waited_a_year_are_chosen() -> None:
    world = party(villages=1, persons=60, members=5, keep="quota")
    P, S = world.people.columns, world.settings["membership"]
    pool = others(world)[:8]
    P.stage[pool], P.stage_months[pool] = ACTIVIST, 14
    P.stage_months[pool[0]] = 5
    P.ability[pool] = [9.0, 1.0, 5.0, 3.0, 4.0, 2.0, -1.0, 0.0]
    S["quota"], S["entry_noise"], S["threshold"] = 2.0, 0.0, 0.3
    for _ in range(3):  # about ten places a month
        month_of(world)
    chosen = pool[P.pending[pool] == ADMISSION_ON_AGENDA]
    assert sorted(chosen) == sorted(pool[[2, 3, 4, 5]])  # .2 for each point of ability: 1.0 is below the threshold
    assert world.recorder.window("items_entered").sum() == 4


def test_places_follow_the_quota() -> None:
    world = party(villages=400, persons=40, members=2, keep="quota")
    P, S = world.people.columns, world.settings["membership"]
    pool = others(world)
    P.stage[pool], P.stage_months[pool] = ACTIVIST, 14
    S["quota"] = 0.15
    for _ in range(4):
        month_of(world)
    mean = 0.15 * 40 * 4 / 12
    found = (P.pending[pool] == ADMISSION_ON_AGENDA).sum() / 400
    assert found == pytest.approx(mean, abs=3.5 * math.sqrt(mean / 400))


def test_an_admission_takes_approval_and_a_year_of_probation() -> None:
    world = party(villages=1)
    P = world.people.columns
    one = others(world)[0]
    P.stage[one], P.pending[one] = ACTIVIST, ADMISSION_PASSED
    seen = []
    for _ in range(20):
        month_of(world)
        seen.append((int(P.stage[one]), int(P.pending[one])))
    joins = seen.index((PROBATIONARY, NOTHING))
    assert joins == 2  # two months after that of the vote, the first here
    assert seen.index((PROBATIONARY, CONVERSION_ON_AGENDA)) == joins + 12
    assert seen[-1] == (PROBATIONARY, CONVERSION_ON_AGENDA)
    assert world.recorder.window("admissions", 60).sum() == 1
    assert world.recorder.window("items_entered", 60).sum() == 1


def test_an_admission_that_is_never_voted_on_lapses() -> None:
    world = party(villages=1)
    P = world.people.columns
    one = others(world)[0]
    P.stage[one], P.pending[one], P.stage_months[one] = ACTIVIST, ADMISSION_ON_AGENDA, 20
    for _ in range(24):
        month_of(world)
    assert P.pending[one] == ADMISSION_ON_AGENDA
    month_of(world)
    assert (P.stage[one], P.pending[one]) == (OUTSIDE, NOTHING)


def test_constant_loss_makes_the_number_fall_geometrically() -> None:
    world = party(villages=200, persons=60, members=25, keep="lapse")
    P, S = world.people.columns, world.settings["membership"]
    S["lapse"], P.habit[world.rows] = 0.02, 0.0
    for _ in range(36):
        month_of(world)
    kept = math.exp(-0.02 * 36)
    left = (P.stage[world.rows] == FULL).sum()
    assert left == pytest.approx(5000 * kept, abs=3.5 * math.sqrt(5000 * kept * (1 - kept)))
    assert world.recorder.window("exits", 36).sum() == 5000 - left


def test_full_habit_keeps_everybody() -> None:
    world = party(keep="lapse")
    world.settings["membership"]["lapse"] = 5.0
    world.people.columns.habit[world.rows] = 1.0
    month_of(world)
    assert world.recorder.window("exits").sum() == 0


def test_removal_needs_absence_a_vote_and_approval() -> None:
    world = party(villages=1, members=10)
    P, S = world.people.columns, world.settings["membership"]
    S["exit_open"], P.habit[world.rows] = 1000.0, 0.6
    rows = world.rows[:10]
    P.missed[rows[:4]] = 6
    P.frail[rows[1]], P.group[rows[2]] = True, group_of(40, away=True)
    month_of(world)
    assert P.pending[rows].tolist() == [REMOVAL_ON_AGENDA, 0, 0, REMOVAL_ON_AGENDA, 0, 0, 0, 0, 0, 0]
    P.pending[rows[0]], P.pending_months[rows[0]] = REMOVAL_PASSED, 0
    month_of(world)
    month_of(world)
    assert P.stage[rows[0]] == FULL
    month_of(world)
    assert (P.stage[rows[0]], P.pending[rows[0]]) == (OUTSIDE, NOTHING)
    assert P.habit[rows[4]] == pytest.approx(0.58)
    assert P.habit[rows[2]] == pytest.approx(0.6)  # away


def test_exits_are_closed_by_default() -> None:
    world = party()
    world.people.columns.missed[world.rows] = 200
    for _ in range(12):
        month_of(world)
    assert (world.people.columns.pending == NOTHING).all()


def test_those_who_joined_elsewhere_move_in_young_schooled_and_away() -> None:
    world = party(villages=300, persons=60, members=20, keep="move_in")
    P, rows = world.people.columns, world.rows
    place = np.arange(len(rows))
    eligible = (place % 60 >= 20) & (place % 2 == 0)
    P.group[rows] = group_of(30)
    P.group[rows[eligible]], P.education[rows[eligible]] = group_of(25, away=True), 2
    P.group[rows[eligible & (place % 3 == 0)]] = group_of(40, away=True)
    world.settings["membership"]["move_in"] = 0.3
    for _ in range(4):
        month_of(world)
    joined = rows[(P.stage[rows] == FULL) & (place % 60 >= 20)]
    exact = 0.3 / 12 * 20 * 300 * sum((1 + 0.3 / 12) ** n for n in range(4))
    assert len(joined) == pytest.approx(exact, abs=3.5 * math.sqrt(exact))
    assert (P.group[joined] == group_of(25, away=True)).all()
    assert world.recorder.window("moved_in").sum() == len(joined)


def test_nobody_moves_in_where_nobody_is_eligible() -> None:
    world = party(keep="move_in")
    world.settings["membership"]["move_in"] = 50.0
    month_of(world)
    assert world.recorder.window("moved_in").sum() == 0


def test_joining_at_a_constant_rate_for_thirty_years_reaches_the_stationary_number_and_age() -> None:
    """Life ends 30 years after joining at 25: members tend to 30 times the yearly recruits, their age to 40."""
    world = party(villages=150, persons=200, members=0, keep="quota", months=600)
    P, S = world.people.columns, world.settings["membership"]
    S["quota"] = 0.005
    world.month -= world.month % 12
    life = 30
    joined = np.full(len(P.stage), -1)
    for year in range(life + 10):
        rows = world.rows
        # Members age and die by the calendar; everybody else is an activist of 25 for ever.
        age = np.where(joined[rows] >= 0, 25 + year - joined[rows], 25)
        gone = rows[age >= 25 + life]
        P.stage[gone], joined[gone] = OUTSIDE, -1
        age[age >= 25 + life] = 25
        P.group[rows] = group_of(0) + age
        pool = rows[P.stage[rows] != FULL]
        P.stage[pool], P.stage_months[pool], P.pending[pool] = ACTIVIST, 12, NOTHING
        for _ in range(12):
            month_of(world)
        recruits = pool[P.pending[pool] == ADMISSION_ON_AGENDA]
        P.stage[recruits], P.pending[recruits], joined[recruits] = FULL, NOTHING, year
    members = world.rows[P.stage[world.rows] == FULL]
    exact = 0.005 * 200 * life
    assert len(members) / 150 == pytest.approx(exact, rel=3.5 / math.sqrt(exact * 150))
    ages = (P.group[members].astype(int) - 1) % 110
    assert ages.mean() == pytest.approx(25 + (life - 1) / 2, abs=3.5 * life / math.sqrt(12 * len(members)))


def test_frequencies_of_age_groups_at_home_and_away_are_those_of_the_hazard() -> None:
    world = party(villages=100, persons=120, members=0, keep="apply")
    P, rows = world.people.columns, world.rows
    place = np.arange(len(rows)) % 2 == 0
    P.group[rows] = np.where(place, group_of(22), group_of(22) + AWAY_STEP)
    P.trust[rows], P.education[rows] = 0.5, 1
    world.settings["membership"]["apply"] = 0.1
    month_of(world)
    for at_home, hazard in ((True, 0.1), (False, 0.035)):
        chance = 1 - math.exp(-hazard)
        applied = int((P.stage[rows[place == at_home]] == APPLICANT).sum())
        assert binom.ppf(0.0003, 6000, chance) <= applied <= binom.ppf(0.9997, 6000, chance)


def test_members_of_the_start_population_stay_near_three_in_a_hundred() -> None:
    model = run(small({"world.village_size": 1300, "world.villages": 4, "horizon.months": 60}))
    tallies = model.recorder
    share = [tallies.series("members")[month].sum() / tallies.series("registered")[month].sum() for month in (0, -1)]
    assert share[0] == pytest.approx(0.0315, abs=0.005)
    assert share[1] == pytest.approx(share[0], abs=0.006)
    recruits = tallies.series("admissions")[-48:].sum() / 4 / tallies.series("members")[-48:].mean(axis=0).sum()
    assert 0.006 < recruits < 0.022  # 1.47 % are allowed; what a quorum fails to decide is lost


def test_nobody_is_admitted_where_nobody_ever_meets() -> None:
    model = RuralParty(small({"horizon.burn_in": 0, "world.village_size": 1300}), rng=1)
    model.levers.set_base("meetings.attend", -1e6)
    model.levers.set_base("membership.move_in", 0.0)
    before = model.villages.columns["member_last"] - model.villages.columns["member_first"]
    model.run_for(48)
    tallies = model.recorder
    assert tallies.series("admissions").sum() == tallies.series("conversions").sum() == 0
    assert tallies.series("items_entered").sum() > 0
    assert (tallies.series("members")[-1] == before - tallies.series("exits").sum(axis=0)).all()
