"""Hours that members give beside their work (S10)."""

from __future__ import annotations

from sim.core.compute.kernels import kernel


@kernel(inline=True)
def hours_given(P, i, each, most, course):  # type: ignore[no-untyped-def]
    """Hours a month that a full member at home gives to service.

    Parameters
    ----------
    P : columns of people
    i : int
        Row of the member.
    each : float
        Hours at full willingness and habit.
    most : float
        Hours that a member has for the Party in a month.
    course : float
        Hours of these that a course takes first.
    """
    return max(0.0, min(most - course, each * float(P.willingness[i]) * float(P.habit[i])))
