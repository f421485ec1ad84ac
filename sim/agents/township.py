"""Townships: the principals of village branches."""

from __future__ import annotations

import numpy as np

from sim.core.agentset import RowAgent
from sim.core.columns import Column


class Township(RowAgent, store="townships"):
    """A township: it inspects, assesses, vets and sets quotas."""

    identity = Column(np.uint64, "1", "number in the county")
    county = Column(np.int64, "1", "number of the county")
