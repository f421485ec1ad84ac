"""V13: calls, votes and elections of many branches beside every cell of the quorum table of the model description."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import ACTIVIST, ADMISSION_ON_AGENDA, ADMISSION_PASSED
from sim.mechanisms.collective_economy import CollectiveEconomy
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.votes import Votes
from tests.limits import Limits
from tests.mechanisms.test_meetings import APRIL, OTHERS, SLOPES
from tests.procedures.test_quorum import AWAY_SHARE, FROM_AWAY, HOME, SIZES, TABLE
from tests.worlds import FIRST_MONTH, World, group_of

VILLAGES, YEARS = 4000, 10
ROUNDING = 0.005  # the table has two decimals
FROM_HALF_ON = {("registered", 30): 0.43, ("registered", 50): 0.38, ("adjusted", 9): 0.96}


def branches(size: int, case: str) -> World:
    """Branches whose members come independently, each with a candidate for admission and one for the office."""
    world = World(
        Meetings(), Votes(), CollectiveEconomy(), *OTHERS, villages=VILLAGES, persons=size + 1, members=size, months=12
    )
    P, V, S = world.people.columns, world.villages.columns, world.settings["meetings"]
    V["branch"], V["full_members"] = np.arange(VILLAGES), size
    for slope in (*SLOPES, "habit_step", "habit_failed", "habit_paper", "online_habit", "online_platform"):
        S[slope] = 0.0
    S["attend"] = math.log(HOME / (1 - HOME))
    away = world.members.reshape(VILLAGES, size)[:, : round(AWAY_SHARE * size)].ravel()
    P.group[away], P.away[away], P.months_away[away] = group_of(40, away=True), True, 12
    if case == "festival":
        S["call_month"] = 2.0
        world.settings["migration"]["festival"] = FROM_AWAY[case] / HOME  # who is back comes like everybody else
    elif case == "online":
        S["online"], S["attend_online"] = 1.0, math.log(FROM_AWAY[case] / (1 - FROM_AWAY[case]))
        P.device[away], P.skill[away] = True, 1.0
    elif case == "adjusted":
        S["denominator"], S["excuses_approved"] = 1.0, 1.0
    world.settings["votes"]["matters"] = 0.0
    return world


def shares(world: World, month: int) -> tuple[float, float, float, float]:
    """Shares of calls with half of the eligible, with more than half, of admissions that pass, of valid elections."""
    P, V = world.people.columns, world.villages.columns
    candidate = V["last"] - 1
    counts = np.zeros(4)
    for year in range(YEARS):
        world.month = month + 12 * year
        V["calls_failed"], V["election_due"] = 0, True
        world.offices.columns["nominee"] = P.identity[V["first"]]
        P.stage[candidate], P.pending[candidate] = ACTIVIST, ADMISSION_ON_AGENDA
        world.live(Meetings(), Votes())
        majority = 2 * V["present"].astype(int) > V["eligible"]
        passed = P.pending[candidate] == ADMISSION_PASSED
        elections = world.recorder.series("elections_valid")[-1].sum()
        counts += V["meeting_valid"].sum(), majority.sum(), passed.sum(), elections
    half, majority, passed, elections = counts / (VILLAGES * YEARS)
    return half, majority, passed, elections


@pytest.mark.limit
@pytest.mark.parametrize("case", TABLE)
@pytest.mark.parametrize("size", SIZES)
def test_branches_at_work_fill_the_quorum_table(size: int, case: str, limit: Limits) -> None:
    half, *found = shares(branches(size, case), FIRST_MONTH + 1 if case == "festival" else APRIL)
    row = SIZES.index(size)
    expected = list(TABLE[case][row])
    if case == "online":
        expected[2] = TABLE["registered"][row][2]  # S8 has no proxies: who joins online is not there for an election
    for name, share, quoted in zip(("meeting", "decision", "election"), found, expected, strict=True):
        error = math.sqrt(quoted * (1 - quoted) / (VILLAGES * YEARS))
        limit("V13", f"{name}, {size} members, {case}", quoted, share, ROUNDING + 3 * error)
    if (case, size) in FROM_HALF_ON:
        quoted = FROM_HALF_ON[case, size]
        error = math.sqrt(quoted * (1 - quoted) / (VILLAGES * YEARS))
        limit("V13", f"meeting valid from one half on, {size} members, {case}", quoted, half, ROUNDING + 3 * error)
