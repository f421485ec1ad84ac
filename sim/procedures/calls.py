"""What becomes of a call: which sub-branches had a quorum, which failed, and what is put on record.

A branch that is not divided has one sub-branch. All are called by a regular call; after it those that failed are called
again. Tallies count a branch once, whatever the number of its sub-branches: each is a fraction of it.
"""

from __future__ import annotations

from sim.agents.codes import NO_SETTING
from sim.core.compute.draws import stream, uniform
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.procedures.quorum import at_least
from sim.procedures.sub_branches import packed_part, part

FABRICATE = stream("meetings.fabricate")
PRESENT, ELIGIBLE, IN_PERSON, ELECTORATE, ON_ROLL, COUNTS = 0, 1, 2, 3, 4, 5  # rows of the table of counts
CALLED, VALID, ON_PAPER = 1, 2, 4  # bits of a verdict


@kernel
def made_up(V, O, S, E, supervision, v, month, seed):  # type: ignore[no-untyped-def]
    """Whether a branch that failed to meet puts a meeting on record: never without stakes or without inspections."""
    inspections, stakes = float(supervision["inspections"][v]), float(E["stakes"][v])
    if stakes <= 0.0 or inspections <= 0.0:
        return False
    pressure = stakes * float(E["weight_documents"][v]) * inspections
    lean = float(S["fabricate"][v]) + float(S["fabricate_pressure"][v]) * pressure
    lean -= float(S["fabricate_integrity"][v]) * (float(O["integrity"][v]) - float(S["integrity_usual"][v]))
    lean -= float(S["fabricate_audit"][v]) * float(supervision["audit"][v])
    return uniform(seed, FABRICATE, V["identity"][v], month, 0) < logistic(lean)


@kernel
def judge(V, O, S, E, T, supervision, call, counts, verdict, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Say for each sub-branch of each branch whether its meeting was called, was valid, or is only on record.

    Parameters
    ----------
    E : structured array
        Settings of ``effort``.
    call : int array, shape (villages,)
        1 for a regular call, 2 and more for those after one that failed, 0 for none; of the branch.
    counts : int array, shape (COUNTS, villages, SUB_BRANCHES)
        Members counted; those of guests are added to the first sub-branch of their host.
    verdict : uint8 array, shape (villages, SUB_BRANCHES)
        Filled with the bits CALLED, VALID, ON_PAPER.
    """
    for v in range(lo, hi):
        host = V["branch"][v]
        if host != v:
            for row in range(COUNTS):
                counts[row, host, 0] += counts[row, v, 0]
    for v in range(lo, hi):
        if V["branch"][v] != v:
            continue
        number, share = int(call[v]), float(S["quorum"][v])
        units = int(V["hamlets"][v]) + (int(V["functional"][v]) != NO_SETTING)
        last = number >= int(S["calls_most"][v])
        paper = last and made_up(V, O, S, E, supervision, v, month, seed)
        before = int(V["sub_months"][v])
        called = valid = failed = recorded = 0
        all_present = valid_present = eligible = in_person = electorate = on_roll = 0
        months = sub_present = sub_eligible = 0
        for u in range(units):
            here, due = int(counts[PRESENT, v, u]), int(counts[ELIGIBLE, v, u])
            is_called = number == 1 or (number > 1 and (units == 1 or part(before, u) >= number - 1))
            is_valid = is_called and at_least(here, share, due)
            is_paper = paper and is_called and not is_valid
            verdict[v, u] = CALLED * is_called + VALID * is_valid + ON_PAPER * is_paper
            called += is_called
            valid += is_valid
            failed += is_called and not is_valid
            recorded += is_paper
            all_present += here
            eligible += due
            in_person += int(counts[IN_PERSON, v, u])
            electorate += int(counts[ELECTORATE, v, u])
            on_roll += int(counts[ON_ROLL, v, u])
            if is_paper:
                T["attendance_reported"][v] += int(counts[ON_ROLL, v, u]) // 2 + 1
                T["attendance_due_reported"][v] += int(counts[ON_ROLL, v, u])
            if is_valid:
                valid_present += here
                sub_present += packed_part(u, here)
                sub_eligible += packed_part(u, due)
            if units > 1:
                months += packed_part(u, 0 if is_valid else part(before, u) + 1)
        V["sub_months"][v] = months
        V["sub_present"][v] = sub_present if units > 1 else 0
        V["sub_eligible"][v] = sub_eligible if units > 1 else 0
        V["present"][v] = valid_present if valid > 0 else all_present
        V["eligible"][v] = eligible
        V["present_in_person"][v] = in_person
        V["electorate"][v] = electorate
        V["on_roll"][v] = on_roll
        V["meeting_valid"][v] = valid > 0
        V["calls_failed"][v] = number if failed > 0 and not last else 0
        T["calls"][v] = called / units
        T["first_calls"][v] = number == 1
        T["first_calls_failed"][v] = failed / units if number == 1 else 0.0
        T["meetings_valid"][v] = valid / units
        T["meetings_fabricated"][v] = recorded / units
        T["meetings_reported"][v] = (valid + recorded) / units


@kernel(inline=True)
def share_in_verdict(V, counts, verdict, v, host):  # type: ignore[no-untyped-def]
    """Give a village that meets with the first sub-branch of another what this one decided."""
    V["present"][v] = counts[PRESENT, host, 0]
    V["eligible"][v] = counts[ELIGIBLE, host, 0]
    V["present_in_person"][v] = V["present_in_person"][host]
    V["electorate"][v] = V["electorate"][host]
    V["on_roll"][v] = V["on_roll"][host]
    V["meeting_valid"][v] = (int(verdict[host, 0]) & VALID) != 0
    V["calls_failed"][v] = V["calls_failed"][host]
    V["sub_months"][v] = V["sub_present"][v] = V["sub_eligible"][v] = 0
