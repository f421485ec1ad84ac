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

村书记报酬与专职化
做什么  误工补贴按倍数提高，默认补足到规定全额；也可改为专职合同。可把部分报酬与考核挂钩：挂钩使考核激励加强，
        上级看重的事项更值得做。看上报得分时，台账权重也增加；看实绩时，以入户调查使更多服务和组织生活被看到，
        台账权重不变。
成本    每月支付差额，村“两委”成员按比例增加；与实绩挂钩时每访一户60元。除外部承担的部分外，由村集体资金支付。
反效果  只要实施就要经常性支出，村集体资金减少。与上报得分挂钩，换来的是留痕工时。愿意任职者增多，现任者也在其中。
"""

from __future__ import annotations

import numpy as np

from sim.core.config.calendar import MONTHS
from sim.core.declarations.parameters import Param, assumed
from sim.policies.common.policy import PRICE, Bought, Policy, PolicyMonth, priced

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
    bought = Bought(doses=("rise",))

    # fmt: off
    rise = Param(1.25, "factor", "D", "subsidy-rule", low=1, high=1.75, raises="secretary_hours",
        note="on the subsidy; 1.25 takes .8 of the rule to the whole: twice the rural income per head",
        note_zh="补贴的倍数；1.25使规定的八成升为全额（农村人均收入两倍）")
    full_time = assumed(False, "switch", raises="secretary_hours",
        note="full-time contract; pays effort.contract_pay at least",
        note_zh="专职合同；至少按 effort.contract_pay 支付")
    stakes = assumed(1, "factor", low=1, high=2.5, raises="formalism",
        note="what hangs on the assessment with pay tied to it; 1 = not tied, 2 takes .6 to 1.2",
        note_zh="报酬与考核挂钩的程度；1=不挂钩，2使0.6升为1.2")
    on_outcomes = assumed(False, "switch", lowers="formalism",
        note="tied pay follows real outcomes, not the reported score", note_zh="挂钩时看实绩，不看上报得分")
    documents = assumed(1.25, "factor", low=1, high=1.25, raises="formalism",
        note="weight of documents with pay tied to the reported score; 1.25 takes .8 to 1",
        note_zh="与上报得分挂钩时台账权重的倍数；1.25使0.8升为1")
    seen = assumed(4, "odds ratio", low=1, high=8, raises="secretary_service_hours",
        note="service and Party life seen with pay tied to outcomes; 4 takes .3 to .63, .4 to .73",
        note_zh="与实绩挂钩时看到的服务和组织生活；4使0.3升为0.63、0.4升为0.73")
    covered = assumed(0, "share", low=0, high=1, either=FUND,
        note="of the cost of pay, covered from outside instead of by the village's fund",
        note_zh="报酬成本由外部承担的比例，其余由村集体资金支付")
    surveyed = assumed(0.1, "share/year", low=0, high=1, either=PRICE,
        note="households asked with pay tied to outcomes", note_zh="与实绩挂钩时受访户比例")
    survey_price = priced(60, "yuan/household", note="asking one", note_zh="每户访问费")
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
