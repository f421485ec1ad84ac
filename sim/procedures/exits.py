"""The ways out of membership, and the way back of those who had transferred elsewhere (S14)."""

from __future__ import annotations

import numpy as np

from sim.agents.codes import (
    AWAY_STEP,
    ELSEWHERE,
    FULL,
    LONG_AWAY,
    NOTHING,
    OUTSIDE,
    PROBATIONARY,
    REMOVAL_ON_AGENDA,
    REMOVAL_PASSED,
    SUSPENDED,
)
from sim.core.compute.draws import bound, fill, stream, uniform, unit
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS

LAPSE, REMOVAL, TRANSFER = stream("membership.lapse"), stream("membership.removal"), stream("membership.transfer")
PROPOSED, STOPPED = 0, 1  # draws of a member in the stream of removal
BY_DUTY = 1  # draw of a member in the stream of transfer; migration takes 0
LONGEST_STAGE, LONGEST = 65535, 255


@kernel(inline=True)
def enter_stage(P, i, stage):  # type: ignore[no-untyped-def]
    """Begin a stage of membership, with nothing to decide."""
    P.stage[i] = stage
    P.stage_months[i] = 0
    P.pending[i] = NOTHING
    P.pending_months[i] = 0


@kernel
def come_back(P, V, T, lo, hi):  # type: ignore[no-untyped-def]
    """Give back to the branch the members who had transferred elsewhere and have come home."""
    for v in range(lo, hi):
        if V["elsewhere"][v] == 0:
            continue
        elsewhere = 0
        for i in range(int(V["first"][v]), int(V["last"][v])):
            group = int(P.group[i])
            if int(P.pending[i]) != ELSEWHERE or group == 0:
                continue
            if group > AWAY_STEP:
                elsewhere += 1
            else:
                enter_stage(P, i, FULL)
                P.missed[i] = 0
                T["moved_in"][v] += 1
        V["elsewhere"][v] = elsewhere


@kernel
def lose_members(P, V, S, T, members, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let members lapse, be proposed for removal, or leave after an approved one, which costs the others habit.

    Absence counts in months, and only of those who missed the last regular call. Those long away may be suspended if
    out of contact, and struck off if they stay so, or transfer to where they live.
    """
    for v in range(lo, hi):
        exit_open = 1.0 - exp(-float(S["exit_open"][v]) / MONTHS)
        absence, approval, lapse = int(S["removal_absence"][v]), int(S["approval_months"][v]), float(S["lapse"][v])
        may_lapse = bound(lapse)
        stop, duty = float(S["suspension"][v]), 1.0 - exp(-float(S["transfer_duty"][v]))
        acts = stop > 0.0 or duty > 0.0
        silence, strike = int(S["silence"][v]), int(S["strike_months"][v])
        called = int(V["months_since_call"][v])  # who came then has not been asked since
        first, count = int(V["member_first"][v]), int(V["member_last"][v]) - int(V["member_first"][v])
        words = np.empty((4, count), np.uint32)
        ids = np.empty(count, np.uint64)
        for n in range(count):
            ids[n] = P.identity[members[first + n]]
        fill(ids, month, 0, seed, LAPSE, words[0], words[1], words[2], words[3])
        removed = lost = proposed = 0
        for n in range(count):
            i = int(members[first + n])
            group, stage, pending, word = int(P.group[i]), int(P.stage[i]), int(P.pending[i]), int(words[0, n])
            if group == 0 or stage < PROBATIONARY:
                continue
            P.stage_months[i] = min(LONGEST_STAGE, int(P.stage_months[i]) + 1)
            if pending != NOTHING:
                P.pending_months[i] = min(LONGEST, int(P.pending_months[i]) + 1)
            goes = pending == REMOVAL_PASSED and int(P.pending_months[i]) > approval
            removed += goes
            if not goes and stage == FULL and word < may_lapse:
                goes = unit(word) < 1.0 - exp(-lapse * (1.0 - float(P.habit[i])))
            if pending == SUSPENDED and not goes:
                if group <= AWAY_STEP or int(P.months_without_contact[i]) == 0:
                    P.pending[i] = NOTHING
                goes = int(P.pending[i]) == SUSPENDED and int(P.pending_months[i]) >= strike
            long_away = acts and group > AWAY_STEP and stage == FULL and int(P.months_away[i]) >= LONG_AWAY
            if goes:
                enter_stage(P, i, OUTSIDE)
                lost += 1
            elif duty > 0.0 and long_away and uniform(seed, TRANSFER, P.identity[i], month, BY_DUTY) < duty:
                enter_stage(P, i, OUTSIDE)
                P.pending[i] = ELSEWHERE
                V["elsewhere"][v] += 1
                lost += 1
            elif stop > 0.0 and long_away and pending == NOTHING and int(P.months_without_contact[i]) >= silence:
                stayed_away = int(P.missed[i]) >= max(silence, called + 1)
                if stayed_away and uniform(seed, REMOVAL, P.identity[i], month, STOPPED) < stop:
                    P.pending[i] = SUSPENDED
                    P.pending_months[i] = 0
            elif exit_open > 0.0 and stage == FULL and pending == NOTHING and group <= AWAY_STEP:
                unexcused = not P.frail[i] and int(P.missed[i]) >= max(absence, called + 1)
                if unexcused and uniform(seed, REMOVAL, P.identity[i], month, PROPOSED) < exit_open:
                    P.pending[i] = REMOVAL_ON_AGENDA
                    P.pending_months[i] = 0
                    proposed += 1
        T["exits"][v] += lost
        T["items_entered"][v] += proposed
        if removed == 0:
            continue
        for n in range(count):
            i = int(members[first + n])
            if 0 < int(P.group[i]) <= AWAY_STEP and int(P.stage[i]) >= PROBATIONARY:
                P.habit[i] = max(0.0, float(P.habit[i]) - removed * float(S["removal_cost"][v]))
