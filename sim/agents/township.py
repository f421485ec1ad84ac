"""Townships: the principals of village branches."""

from __future__ import annotations

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


class Township(RowAgent, store="townships"):
    """A township: it inspects, assesses, vets and sets quotas."""

    identity = Column(np.uint64, "1", "number in the county")
    county = Column(np.int64, "1", "number of the county")
    score_middle = Column(np.float64, "0-1", "median of the scores that its villages reported at the end of last year")
    detections = Column(np.float64, "cases/village", "misconduct that came to light, last twelve months")
    success = Column(np.float64, "0-1", "share of its villages with real success, which others may copy")
    rumour_months = Column(np.int64, "month", "months that a burst of rumours still lasts")
