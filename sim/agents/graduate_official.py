"""University-graduate village officials and IT posts."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


class GraduateOfficial(RowAgent, store="graduate_officials"):
    """A graduate on a contract of two or three years; at most one a village.

    The store has a row for every village; a row is an agent while somebody is employed there.
    """

    village = Column(np.int64, "1", "number of the village")
    posted = Column(np.bool_, "switch", "somebody is employed here")
    capacity = Column(np.float64, "0-1", "capacity to serve", low=0, high=1)
    willingness = Column(np.float64, "0-1", "service consciousness", low=0, high=1)
    skill = Column(np.float64, "0-1", "digital skill", low=0, high=1)
    member = Column(np.bool_, "switch", "a full member of the branch, who may stand for secretary after two years")
    tenure = Column(np.int64, "month", "months in post")
    postings = Column(np.int64, "postings", "contracts so far: keys the draws of the next")

    @staticmethod
    def rows_of(columns: Any) -> Any:
        """Which rows are agents: those where somebody is employed."""
        return columns.posted
