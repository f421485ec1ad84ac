"""The village Party secretary: an office that points to a person."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


class Secretary(RowAgent, store="offices"):
    """The secretary's office of one branch, held by a villager, by an outsider the township sent, or by nobody.

    ``capacity``, ``willingness`` and ``skill`` are copies of the holder's, refreshed each month, so that village-level
    submodels need not look up a person.
    """

    holder = Column(np.uint64, "1", "identity of the person who holds the office, 0 = nobody of the village")
    holder_row = Column(np.int64, "1", "row of that person among all rows, -1 = none; refreshed each month", default=-1)
    outsider = Column(np.bool_, "switch", "held by somebody from outside whom the township appointed")
    nominee = Column(np.uint64, "1", "identity of the candidate of the next vote, 0 = none")
    age = Column(np.float64, "year", "age of the holder")
    sex = Column(np.uint8, "0 man, 1 woman", "sex of the holder")
    capacity = Column(np.float64, "0-1", "capacity of the holder", low=0, high=1)
    willingness = Column(np.float64, "0-1", "service consciousness of the holder", low=0, high=1)
    skill = Column(np.float64, "0-1", "digital skill of the holder", low=0, high=1)
    embeddedness = Column(
        np.float64, "0-1", "how well an outsider knows the village; 1 for its own people", default=1.0, low=0, high=1
    )
    returned = Column(np.bool_, "switch", "the holder once came home from away, since the world began")
    tenure = Column(np.int64, "month", "months in office")
    term_months = Column(np.int64, "month", "months since the last election was due")
    calls = Column(np.int64, "calls", "calls of the present election that failed")
    vacant_months = Column(np.int64, "month", "months without a holder")
    full_time = Column(np.bool_, "switch", "full-time contract")
    motivation = Column(np.float64, "0-1", "motivation", default=0.5, low=0, high=1)
    integrity = Column(np.float64, "0-1", "integrity", default=0.8, low=0, high=1)
    one_shoulder = Column(np.bool_, "switch", "also director of the villagers' committee")

    @property
    def person(self) -> Any:
        """The villager who holds the office, None if it is vacant or held by somebody from outside."""
        people = self.model.directories["people"]
        row = people.find(self.holder) if self.holder else -1
        return people.view(row) if row >= 0 and people.present(row) else None
