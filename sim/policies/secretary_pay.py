"""Pay of secretaries (I2): a higher subsidy or a full-time contract, and pay that hangs on the assessment.

does   The subsidy rises by a factor, by default to the whole of what the rule asks for; or the office becomes a
       full-time contract. Part of the pay can hang on the assessment: stakes rise, and with them the value of what
       superiors look at. Where that is the reported score, documents weigh more as well; where it is real outcomes, a
       survey of households shows more of service and Party life, and documents weigh no more than before.
costs  The difference of pay every month, committee members by their share of the subsidy, and 60 yuan for each
       household asked. Pay comes out of the village's fund unless a share is covered from outside.
fails  It recurs for as long as it lasts and leaves less in the fund. Tied to the reported score it buys hours for
       documents. More of those asked accept, those in office among them.
items  A21-A24, B41: secretaries hard to find, a subsidy that does not feed a family, part-time office, pay below that
       of migrants.
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param
from sim.policies.common.policy import Policy, PolicyMonth

ASSUMED = "assumption"
PRICE = "moves costs only"
FUND = "decides who bears the cost; hours follow pay"


def tie(month: PolicyMonth, dose: dict[str, float]) -> None:
    """Let pay hang on the assessment for a month."""
    month.move("effort.stakes", dose["stakes"])
    if not dose["on_outcomes"]:
        month.move("effort.weight_documents", dose["documents"])
        return
    month.move("effort.weight_documents", 1 / dose["stakes"])
    month.move("effort.seen_service", dose["seen"])
    month.move("effort.seen_party", dose["seen"])
    households = month.villages["household_last"] - month.villages["household_first"]
    month.book(yuan=month.intensity * dose["surveyed"] * households * dose["survey_price"] / MONTHS)


class SecretaryPay(Policy):
    """More pay, another contract, pay by results."""

    idle = {"rise": 1, "full_time": 0, "stakes": 1}

    # fmt: off
    rise = Param(1.25, "factor", "D", "subsidy-rule", low=1, high=1.75, raises="secretary_hours",
        note="on the subsidy; 1.25 takes .8 of the rule to the whole: twice the rural income per head")
    full_time = Param(False, "switch", "A", ASSUMED, raises="secretary_hours",
        note="full-time contract; pays effort.contract_pay at least")
    stakes = Param(1, "factor", "A", ASSUMED, low=1, high=2.5, raises="formalism",
        note="what hangs on the assessment with pay tied to it; 1 = not tied, 2 takes .6 to 1.2")
    on_outcomes = Param(False, "switch", "A", ASSUMED, lowers="formalism",
        note="tied pay follows real outcomes, not the reported score")
    documents = Param(1.25, "factor", "A", ASSUMED, low=1, high=1.25, raises="formalism",
        note="weight of documents with pay tied to the reported score; 1.25 takes .8 to 1")
    seen = Param(4, "odds ratio", "A", ASSUMED, low=1, high=8, raises="secretary_service_hours",
        note="service and Party life seen with pay tied to outcomes; 4 takes .3 to .63, .4 to .73")
    covered = Param(0, "share", "A", ASSUMED, low=0, high=1, either=FUND,
        note="of the cost of pay, covered from outside instead of by the village's fund")
    surveyed = Param(0.1, "share/year", "A", ASSUMED, low=0, high=1, either=PRICE,
        note="households asked with pay tied to outcomes")
    survey_price = Param(60, "yuan/household", "A", "unit-costs", low=30, high=120, either=PRICE, note="asking one")
    # fmt: on

    def apply(self, month: PolicyMonth) -> None:
        """Pay for a month."""
        dose, V = self.dose, month.villages
        usual, contract = month.lever("effort.subsidy"), month.lever("effort.contract_pay")
        rise = usual * (dose["rise"] - 1)
        month.move("effort.subsidy", rise)
        month.move("effort.full_time", dose["full_time"])
        by_contract = month.lever("effort.full_time") > 0
        before = np.where(by_contract, np.maximum(usual, contract), usual)
        raised = usual + month.intensity * rise
        after = np.where(by_contract | (dose["full_time"] > 0), np.maximum(raised, contract), raised)
        committee = V["committee_members"] * month.lever("collective_economy.committee_pay")
        cost = after - before + month.intensity * rise * committee
        month.move("collective_economy.office_funds", dose["covered"] * cost, whole=True)
        month.book(yuan=cost)
        if dose["stakes"] > 1:
            tie(month, dose)
