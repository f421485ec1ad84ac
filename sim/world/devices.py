"""Devices by year: the curve of owners over age and the hazard of a first device that follow published internet use.

The digital submodel gives adults of age ``a`` a device at the hazard ``device_hazard · coverage · σ(slope ·
(device_age − a))``. The age is solved so that the curve itself holds the year's users among residents; the hazard so
that the mean path from one year-end to the next does, for those who come of age without a device too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.core.compute.elementary import exps
from sim.core.compute.functions import logistics
from sim.core.config.calendar import MONTHS
from sim.procedures.first_devices import at_school_age
from sim.world.roots import rising_root
from sim.world.tables import AGES, Floats

OWN_FROM, ADOPT_FROM = 12, 18
COVERAGE_POWER = 0.3
AGE_RANGE = (-50.0, 200.0)
HIGHEST_HAZARD = 0.5


@dataclass(frozen=True)
class Curve:
    """How owning a device falls with age.

    Attributes
    ----------
    slope : float
        Fall of the log odds with a year of age.
    ceiling : float
        Share of the youngest who own one at the start: the mean of coverage to the power .3.
    coverage : float
        Mean network coverage.
    """

    slope: float
    ceiling: float
    coverage: float

    def with_minors(self, owners: Floats, minors: float | None) -> Floats:
        """Owners by age where a share of those of school age is one; as they are where it is not known."""
        return owners if minors is None else np.where(at_school_age(np.arange(AGES)), minors, owners)

    def owners(self, middle: float) -> Floats:
        """Share with a device by age."""
        ages = np.arange(AGES)
        share: Floats = self.ceiling * logistics(self.slope * (middle - ages)) * (ages >= OWN_FROM)
        return share

    def middle(self, use: float, residents: Floats, minors: float | None = None) -> float:
        """Age at which half would own one, so that a share of all residents does, minors as they do.

        Parameters
        ----------
        use : float
            Share of residents of all ages.
        residents : array, shape (AGES,)
            Persons by age.
        """
        weights = residents / residents.sum()
        return rising_root(lambda age: float(weights @ self.with_minors(self.owners(age), minors)) - use, *AGE_RANGE)

    def year_on(self, owners: Floats, middle: float, hazard: float) -> Floats:
        """Owners by age a year later, everybody a year older."""
        willing = logistics(self.slope * (middle - np.arange(AGES))) * (np.arange(AGES) >= ADOPT_FROM)
        later = owners + (1.0 - owners) * (1.0 - exps(-MONTHS * hazard * self.coverage * willing))
        return np.concatenate([[0.0], later[:-1]])

    def hazard(
        self, owners: Floats, middle: float, use: float, residents: Floats, minors: float | None = None
    ) -> float:
        """Monthly hazard that leads to a share of users among the residents a year later, at most one half."""
        weights = residents / residents.sum()

        def beyond(hazard: float) -> float:
            return float(weights @ self.with_minors(self.year_on(owners, middle, hazard), minors)) - use

        return rising_root(beyond, 0.0, HIGHEST_HAZARD)
