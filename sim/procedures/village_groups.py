"""Chat groups of villages: who can be in one, what is read there, how much that weighs, and where a group rests.

Used where a group is asked, listened to or read: finding somebody in charge, calls, beliefs and trust.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.core.compute.elementary import exp, log
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.procedures.people import OF_AGE

Floats = NDArray[np.float64]

DAYS_A_MONTH = 30.0


@kernel
def can_be_in(group, device, skill, least):  # type: ignore[no-untyped-def]
    """Whether somebody is an adult on the register, at home or away, with a device and the least skill."""
    return (OF_AGE[group] != 0) & (device != 0) & (np.float64(skill) >= least)


@kernel
def share_read(posts, middle, crowding, usual):  # type: ignore[no-untyped-def]
    """Share of posts that somebody in the group reads, the less the more there are.

    Parameters
    ----------
    posts : float
        Of all who are in it, in a month.
    middle : float
        Log odds where there are ``usual`` posts.
    crowding : float
        Fall of the log odds where there are e times as many.
    """
    return logistic(middle - crowding * log(max(posts, 1.0) / usual))


@kernel
def answered(read, lag):  # type: ignore[no-untyped-def]
    """Chance that a question put to the group finds somebody in charge within the month; ``lag`` in days."""
    return read * (1.0 - exp(-DAYS_A_MONTH / lag))


@kernel
def weigh_posts(read, heard, weight, passed_on, weighed):  # type: ignore[no-untyped-def]
    """Write the weight of the posts that reached each person, against a visit.

    Parameters
    ----------
    read, heard : uint8 arrays, shape (persons,)
        Posts that she read, and posts that she only heard of at home.
    weight : float
        Of a post read.
    passed_on : float
        Of a post heard of, over one read.
    weighed : float array, shape (persons,)
        Filled.
    """
    for j in range(read.size):
        weighed[j] = weight * (float(read[j]) + passed_on * float(heard[j]))


def share_at_rest(innovation: Floats, imitation: Floats, leave: Floats) -> Floats:
    """Share a of those who can be in a group that is in it in the long run: (p + q a)(1 − a) = leave a.

    Parameters
    ----------
    innovation, imitation : float arrays, shape (villages,)
        p and q: hazard of joining where nobody is in it, and what it rises by where all are; 1/month.
    leave : float array, shape (villages,)
        Hazard of leaving, 1/month.
    """
    middle = imitation - innovation - leave
    root = np.sqrt(middle**2 + 4.0 * imitation * innovation)
    spread, example = middle > 0.0, np.where(middle > 0.0, imitation, 1.0)
    idle = root - middle <= 0.0
    few = 2.0 * innovation / np.where(idle, 1.0, root - middle)  # the same root, without a difference of equals
    return np.where(spread, (middle + root) / (2.0 * example), few)
