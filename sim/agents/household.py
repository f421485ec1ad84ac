"""Households."""

from __future__ import annotations

import numpy as np

from sim.core.agentset import RowAgent
from sim.core.columns import Column


class Household(RowAgent, store="households"):
    """A household: its income, deprivations and dependence on village resources."""

    permanent_income = Column(np.float32, "ln yuan/year", "permanent income per head")
    transitory_income = Column(np.float32, "ln yuan/year", "deviation of this month's income from the permanent one")
    deprivations = Column(np.uint8, "bits", "1 health, 2 schooling, 4 assets, 8 living conditions", high=15)
    dependence = Column(np.float32, "0-1", "dependence on village resources", low=0, high=1)
    cooperative = Column(np.bool_, "switch", "member of a cooperative")
    local_wage = Column(np.bool_, "switch", "someone earns a local wage")
    cadre_kin = Column(np.bool_, "switch", "close relative of a sitting cadre")
