"""First secretaries: seconded from a unit of the county, city or province."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.columns.columns import Column
from sim.core.columns.views import RowAgent


class FirstSecretary(RowAgent, store="first_secretaries"):
    """A seconded first secretary, with the work team where one is posted; at most one a village.

    The store has a row for every village; a row is an agent while somebody is posted there. He is not a villager, holds
    no seat in the two committees and does not stand in elections.
    """

    village = Column(np.int64, "1", "number of the village")
    posted = Column(np.bool_, "switch", "somebody is posted here")
    level = Column(np.uint8, "0-2", "sent by county, city or province", high=2)
    team = Column(np.float64, "persons", "persons of the team, the first secretary included")
    capacity = Column(np.float64, "0-1", "capacity to serve", low=0, high=1)
    willingness = Column(np.float64, "0-1", "service consciousness", low=0, high=1)
    embeddedness = Column(np.float64, "0-1", "how well the village is known", low=0, high=1)
    tenure = Column(np.int64, "month", "months in post")
    term = Column(np.float64, "month", "length of the posting, settled when it began")
    postings = Column(np.int64, "postings", "postings so far: keys the draws of the next")
    resources = Column(np.float64, "yuan/year", "money brought along, or still flowing after he has left")
    months_gone = Column(np.int64, "month", "months since the last one left; the flow that remains ends after a year")

    @staticmethod
    def rows_of(columns: Any) -> Any:
        """Which rows are agents: those where somebody is posted."""
        return columns.posted
