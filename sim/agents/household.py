"""Households."""

from __future__ import annotations

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


class Household(RowAgent, store="households"):
    """A household: its income, deprivations and dependence on village resources."""

    permanent_income = Column(np.float32, "ln yuan/year", "permanent income per head")
    measures_income = Column(np.float32, "ln yuan/year", "what is left in it of the rise by measures of aid", low=0)
    transitory_income = Column(np.float32, "ln yuan/year", "deviation of this month's income from the permanent one")
    income = Column(np.float32, "yuan/year", "income per head this month, remittances and aid included")
    income_year = Column(np.float32, "yuan/year", "income per head, moving mean over twelve months")
    aid_year = Column(np.float32, "yuan/year", "aid per head in it: without it a household earns the difference", low=0)
    poor = Column(np.uint8, "bits", "true poverty: 1 income below the line, 2 deprived in two of four", high=3)
    persons = Column(np.uint8, "persons", "registered persons of the household")
    away = Column(np.uint8, "persons", "of them away")
    deprivations = Column(np.uint8, "bits", "1 health, 2 schooling, 4 assets, 8 living conditions", high=15)
    shock_months = Column(np.uint8, "month", "months since an illness last struck, at most 255", default=255)
    dependence = Column(np.float32, "0-1", "dependence on village resources", low=0, high=1)
    cooperative = Column(np.bool_, "switch", "member of a cooperative")
    local_wage = Column(np.bool_, "switch", "someone earns a local wage")
    enterprise = Column(
        np.uint8,
        "bits",
        "1 has work in an enterprise of a returnee; through it 2 its local wage, 4 its membership of a cooperative",
        high=7,
    )
    registered = Column(np.bool_, "switch", "on the list of poor households")
    months_since_exit = Column(np.uint16, "month", "months since the household was declared out of poverty, 0 = never")
    aid = Column(np.float32, "yuan/year", "transfers per head while registered")
    cause = Column(np.uint8, "bits", "the deprivation that the measure should answer to, 0 = income", high=8)
    matched = Column(np.bool_, "switch", "the measure taken matches the cause")
    wrong_nearby = Column(
        np.bool_, "switch", "one of the eight nearest households stands wrongly on the list, or off it"
    )
    watched = Column(np.uint8, "0-3", "not watched; lifted out but unstable; marginal; sudden severe hardship", high=3)
    cadre_kin = Column(np.bool_, "switch", "close relative of a sitting cadre")
