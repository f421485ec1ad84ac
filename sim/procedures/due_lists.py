"""The list of those who are not due at members' meetings: asked for, adopted, in force, renewed or lapsed.

The rules let a branch leave absent members out of those due: the long ill, and those away for six months or more; each
by consent of the superior, adopted by a members' meeting. Whether it does is a state of the branch. It asks with a
hazard, which is higher where the last call failed; with the superior's consent the list is put to the next calls until
one is adopted, for which half of *all* full members must be present. From then on it is in force, for the persons to
whom it applies at each call: an absent member who is frail or has been away for six months is not due, whoever comes is
due and present. In its last month it is put to the next call for renewal, on the base in force or on the old one; if
too few come it lapses, and has to be asked for anew.

Under a strict renewal a branch that its list keeps alive cannot renew it: the call of January no longer fails, so that
none is held in the month of the festival, when those away are at home.
"""

from __future__ import annotations

from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.procedures.calls import ELIGIBLE, ON_ROLL, PRESENT
from sim.procedures.quorum import at_least
from sim.procedures.sub_branches import SUB_BRANCHES

LIST = stream("meetings.list")
REGISTERED, ADJUSTED, BY_LIST = 0.0, 1.0, 2.0
"""Choices of ``meetings.denominator``, as they are stored."""
ON_THOSE_DUE, ON_ALL = 0.0, 1.0
"""Choices of ``meetings.list_renew``: whom a renewal is counted against."""
STANDS = 600
"""Months of a list that stands until it is revoked."""


@kernel
def ask_for_lists(V, S, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let branches without a list ask for one, and lists that do not stand for good run out."""
    for v in range(lo, hi):
        if float(S["denominator"][v]) != BY_LIST or V["branch"][v] != v:
            V["list_months"][v], V["list_asked"][v] = 0, False
            continue
        left = int(V["list_months"][v])
        if left > 0:
            V["list_months"][v] = left - 1 if 1 < left < STANDS else left
        elif not V["list_asked"][v]:
            hazard = float(S["list_ask"][v]) * (1.0 + float(S["list_fail"][v]) * (1.0 if V["call_failed"][v] else 0.0))
            chance = (1.0 - exp(-hazard)) * float(S["list_consent"][v])
            V["list_asked"][v] = uniform(seed, LIST, V["identity"][v], month, 0) < chance


@kernel
def adopt_lists(V, S, T, call, counts, lo, hi):  # type: ignore[no-untyped-def]
    """Put lists that were asked for, and those in their last month, to the calls of this month."""
    for v in range(lo, hi):
        T["lists"][v] = V["list_months"][V["branch"][v]] > 0
        if call[v] == 0 or V["branch"][v] != v:
            continue
        V["call_failed"][v] = not V["meeting_valid"][v]
        if float(S["denominator"][v]) != BY_LIST:
            continue
        present = all_full = due = 0
        for unit in range(SUB_BRANCHES):
            present += int(counts[PRESENT, v, unit])
            all_full += int(counts[ON_ROLL, v, unit])
            due += int(counts[ELIGIBLE, v, unit])
        share, months = float(S["quorum"][v]), int(S["list_months"][v])
        if V["list_asked"][v] and at_least(present, share, all_full):
            V["list_months"][v], V["list_asked"][v] = months, False
        elif V["list_months"][v] == 1:
            base = all_full if float(S["list_renew"][v]) == ON_ALL else due
            V["list_months"][v] = months if at_least(present, share, base) else 0
