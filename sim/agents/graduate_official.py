"""University-graduate village officials and IT posts."""

from __future__ import annotations

import numpy as np

from sim.core.agentset import RowAgent
from sim.core.columns import Column


class GraduateOfficial(RowAgent, store="graduate_officials"):
    """A graduate on a contract of two or three years; the store is empty until a policy hires one."""

    village = Column(np.int64, "1", "number of the village")
    capacity = Column(np.float64, "0-1", "capacity to serve", low=0, high=1)
    willingness = Column(np.float64, "0-1", "service consciousness", low=0, high=1)
    skill = Column(np.float64, "0-1", "digital skill", low=0, high=1)
    tenure = Column(np.int64, "month", "months in post")
