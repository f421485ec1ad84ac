"""First devices of minors: at the sixth birthday with the year's share, later with a hazard that lifts the rest to it.

What minors do with them is no part of the model: platforms are for adults, and so are the outcomes of digital reach.
They come of age with the device that they have.
"""

from __future__ import annotations

import numpy as np

from sim.agents.codes import ADULT
from sim.core.compute.choice import few_marked
from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS

MINORS = stream("digital.minors")
SCHOOL_AGE = 6
"""Minors of this age and over may have a device."""


@kernel
def give_minors_devices(P, first, last, share, hazard, month, seed, marks, rows):  # type: ignore[no-untyped-def]
    """Give devices to some of those from six to seventeen in the rows of a village.

    Parameters
    ----------
    share : float
        Probability at the sixth birthday.
    hazard : float
        Of those who have none at another time, 1/month.
    marks : uint8 array, shape (persons or more,)
    rows : int array, at least one longer
        Room for notes.
    """
    chance = 1.0 - exp(-hazard)
    youngest = month - MONTHS * SCHOOL_AGE  # born in that month: turns six
    oldest = month - MONTHS * ADULT if chance > 0.0 else youngest - 1
    births, groups, devices = P.birth_month[first:last], P.group[first:last], P.device[first:last]
    for j in range(births.size):
        of_age_for_it = np.uint8(births[j] <= youngest) & np.uint8(births[j] > oldest)
        marks[j] = of_age_for_it & np.uint8(groups[j] != 0) & (np.uint8(1) - np.uint8(devices[j]))
    for c in range(few_marked(marks[: births.size], rows)):
        i = first + int(rows[c])
        born = int(P.birth_month[i])
        if uniform(seed, MINORS, P.identity[i], month, 0) < (share if born == youngest else chance):
            P.device[i] = True


def at_school_age(ages: np.ndarray) -> np.ndarray:
    """Whether persons of these ages are minors who may have a device."""
    found: np.ndarray = (ages >= SCHOOL_AGE) & (ages < ADULT)
    return found
