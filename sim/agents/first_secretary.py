"""First secretaries: seconded from a unit of the county, city or province."""

from __future__ import annotations

import numpy as np

from sim.core.agentset import RowAgent
from sim.core.columns import Column


class FirstSecretary(RowAgent, store="first_secretaries"):
    """A seconded first secretary; the store is empty until a policy posts one."""

    village = Column(np.int64, "1", "number of the village")
    level = Column(np.uint8, "0-2", "sent by county, city or province", high=2)
    capacity = Column(np.float64, "0-1", "capacity to serve", low=0, high=1)
    willingness = Column(np.float64, "0-1", "service consciousness", low=0, high=1)
    embeddedness = Column(np.float64, "0-1", "how well the village is known", low=0, high=1)
    tenure = Column(np.int64, "month", "months in post")
    resources = Column(np.float64, "yuan/year", "money brought along")
