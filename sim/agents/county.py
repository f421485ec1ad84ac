"""Counties."""

from __future__ import annotations

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


class County(RowAgent, store="counties"):
    """A county: wages, budgets and platform policy."""

    identity = Column(np.uint64, "1", "number in the world")
    county_type = Column(np.int64, "0-2", "near-urban, ordinary, remote-poor")
    grants_left = Column(np.float64, "yuan", "what departments still have to share out this year")
