"""Collective-economy projects (I21): grants for projects that a village proposes and pays a part of.

does   While grants are on offer a village proposes a project more often, and a grant pays for what its meeting has
       passed, but for the village's own part. Plans for more years make fewer projects for show. Offers can be kept to
       villages whose leadership is able.
costs  The grants, in the month in which a project starts, and 10,000 yuan a year for plans and advice.
fails  Many projects fail at the start, by the capacity of the secretary. Where documentation takes much of the time
       more of them are for show: these count in reports and soon end. After a grant the village proposes less of its
       own for two years. What a weak village gets is spent the worse.
items  D60-D67: weak collective economy, bias to the private one, waiting for help, copied projects, show for
       inspection in place of a long plan.
"""

from __future__ import annotations

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"


class CollectiveProjects(Policy):
    """Grants for projects, own parts, plans of some years."""

    idle = {"offers": 0, "own_share": 0, "horizon": 3}

    # fmt: off
    offers = Param(0.03, "1/month", "A", ASSUMED, low=0, high=0.1, raises="projects_started",
        note="a village proposes a project for the grant")
    grant_size = Param(200000, "yuan", "A", "unit-costs", low=100000, high=500000, raises="grants",
        note="size of a project with a grant")
    own_share = Param(0.2, "share", "A", ASSUMED, low=0, high=0.5, lowers="grants",
        note="of it that the village pays itself, as far as its fund goes")
    horizon = Param(5, "year", "A", ASSUMED, low=1, high=10, lowers="show_share",
        note="years for which a project must be planned; odds of a show project are as 1 to the years")
    horizon_usual = Param(3, "year", "A", ASSUMED, low=3, high=3, either="held fixed",
        note="years of a plan where nothing is asked: a term of office before 2018")
    leader_least = Param(0, "0-1", "A", ASSUMED, low=0, high=0.6, lowers="projects_started",
        note="leadership capacity from which on there are offers")
    advice = Param(10000, "yuan/year", "A", ASSUMED, low=5000, high=20000, either=PRICE,
        note="plans and advice, a village")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Offer grants for a month, and pay for the projects that start in it."""
        dose, villages = self.dose, month.villages
        able = villages["leadership"] >= dose["leader_least"]
        month.move("collective_economy.show", dose["horizon_usual"] / dose["horizon"], where=able)
        month.move("collective_economy.own_share", dose["own_share"], where=able)
        month.book(yuan=month.intensity * dose["advice"] / MONTHS, where=able)
        if dose["offers"] > 0:
            month.move("collective_economy.grant_offers", dose["offers"], where=able)
            month.move("collective_economy.grant_size", dose["grant_size"], where=able)
            # What was passed last month starts now, where the economy has its hours; the grant is paid then.
            staffed = villages["economy_hours"] >= month.lever("collective_economy.project_hours")
            starts = able & villages["project_passed"] & staffed
            own = month.lever("collective_economy.own_share") + month.intensity * dose["own_share"]
            month.book(yuan=(1 - own) * dose["grant_size"], where=starts)
