"""Small worlds made by hand, for tests of single mechanisms without the model around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.agents.codes import AWAY_STEP, FULL, SEX_STEP
from sim.agents.first_secretary import FirstSecretary
from sim.agents.graduate_official import GraduateOfficial
from sim.agents.household import Household
from sim.agents.secretary import Secretary
from sim.agents.township import Township
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.core.columns.columns import SlicedStore, TableStore
from sim.core.compute.kernels import Kernel
from sim.core.declarations.levers import Levers
from sim.core.declarations.mechanism import Mechanism
from sim.core.recording.recorder import Recorder
from sim.indicators.groups import GROUPS
from sim.indicators.tallies import Tallies

FIRST_MONTH = 1440  # January 2020
SPREAD = np.uint64(0x9E3779B97F4A7C15)


def group_of(age: int, sex: int = 0, away: bool = False) -> int:
    """Group of a living person."""
    return 1 + AWAY_STEP * away + SEX_STEP * sex + age


ROOMY = 0.2
"""Free rows behind a village, as a share: some worlds have more births than a world of the model."""


class World:
    """What a mechanism sees of a model: villages of equal size, all people men of 40 at home, each a household of one.

    Parameters
    ----------
    mechanisms : Mechanism
        Whose parameters ``settings`` holds: change them in place. They stand at their former values, where they have
        any, and else at their defaults: equations are tested at the values that they were first worked out for, and
        mechanisms that came later are off.
    villages, persons, members : int
        Villages, people in each, and full members among them (the first rows).
    seed, months : int
        Seed, and months that the recorder has room for.
    """

    def __init__(
        self,
        *mechanisms: Mechanism,
        villages: int = 2,
        persons: int = 60,
        members: int = 0,
        seed: int = 1,
        months: int = 24,
    ) -> None:
        self.people = SlicedStore(Villager, np.full(villages, persons), ROOMY)
        self.households = SlicedStore(Household, np.full(villages, persons), ROOMY)
        self.villages = TableStore(Village, villages)
        self.offices = TableStore(Secretary, villages)
        self.townships = TableStore(Township, 1)
        self.first_secretaries = TableStore(FirstSecretary, villages)
        self.graduate_officials = TableStore(GraduateOfficial, villages)
        V, P = self.villages.columns, self.people.columns
        self.people.bind(V["first"], V["last"], V["room"])
        self.households.bind(V["household_first"], V["household_last"], V["household_room"])
        self.rows = self.people.rows()
        V["identity"] = np.arange(1, villages + 1) << 20
        P.identity[self.rows] = np.arange(1, len(self.rows) + 1, dtype=np.uint64) * SPREAD
        P.group[self.rows] = group_of(40)
        P.household[self.rows] = np.tile(np.arange(persons), villages)
        V["adults"] = V["adults_home"] = V["registered"] = V["residents"] = persons
        V["member_first"] = np.arange(villages) * members
        V["member_last"] = V["member_first"] + members
        self.members = (V["first"][:, None] + np.arange(members)).ravel().astype(np.int32)
        self.taught = np.zeros(len(self.members), np.bool_)
        P.stage[self.members] = FULL
        self.levers = Levers(mechanisms, villages)
        for name, param in self.levers.params.items():
            if param.former is not None:
                self.levers.set_base(name, param.number(param.former))
        self.settings = self.levers.now
        self.recorder = Recorder(Tallies, villages, months, GROUPS)
        self.key = np.uint64(seed)
        self.month = FIRST_MONTH
        self.burn_in = 0
        self.mine = slice(0, villages)

    @property
    def months_run(self) -> int:
        """Months lived so far."""
        return self.recorder.month

    @property
    def now(self) -> np.ndarray:
        """This month's tallies."""
        return self.recorder.now

    def over_villages(self, kernel: Kernel, *arguments: Any) -> list[Any]:
        """Call a kernel on all villages."""
        return [kernel(*arguments, 0, len(self.villages.columns))]

    def in_parts(self, *steps: Callable[[Any], None]) -> None:
        """Do steps, here in one part."""
        for step in steps:
            step(self)

    def live(self, *mechanisms: Mechanism) -> None:
        """Let the mechanisms do one month's work."""
        for mechanism in mechanisms:
            mechanism.step(self)
        self.recorder.close()
        self.month += 1
