"""Effort: how many hours the secretary works, and how the hours are shared out (S7).

Hours follow pay over the outside wage (which rises with capacity), service consciousness q and motivation m:
``hours_most · s((hours_offset + ln(pay/wage) + willingness_hours (q − ½) + motivation_hours (m − ½)) / hours_spread)``.
Log utility makes the share of a task proportional to its value; with ``substitution`` ρ (a structural alternative)
utility is CES, Σ value share^ρ, and makes it proportional to value^(1/(1 − ρ)). Documents that are asked for come
first (the floor), the rest is split among service, economy and Party life. With low pay the floor eats the month:
formalism reaches 1, and so it does where the office is vacant. The committee shares its hours as the secretary does;
group heads give theirs to service. Hours that training takes from the secretary are gone before the rest is shared
out, and are not counted as hours of the office.

The effective hours of a first secretary and the hours that documentation leaves to a graduate official are shared out
as the village's own are; where the secretary's office is vacant, the first secretary weighs the tasks. For each share
of all hours that first secretaries supply, secretary, committee and heads give up a part of their own. Leadership
weighs the capacity of all of them by their hours. Two modifiers, off by default, add to the value of documentation:
weight on digital activity, and avoidance of blame where no money from outside has come for a year.

reads   the office, local wage, success share, committee, full members; ``supervision``, platforms of ``digital``;
        first calls of twelve months; hours and capacity of first secretaries and graduate officials,
        ``promotion_chance``, ``months_since_aid``
writes  the hours of the village and their tallies, ``formalism``, ``leadership``, ``chain``, motivation
draws   nothing
tested  clock hours add up (V4), shares and floor (V15), limits (V16), directions (V30), the figures of S7, crowding
        out, documentation of graduates, leadership
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compute.elementary import exp, log, power
from sim.core.compute.functions import clip, logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention

MIDDLE = 0.5


@kernel
def supply(V, O, S, v):  # type: ignore[no-untyped-def]
    """Hours a month, and the log of pay over the outside wage; none where the office is vacant or unpaid."""
    pay = float(S["subsidy"][v])
    full_time = bool(O["full_time"][v])
    if full_time:
        pay = max(pay, float(S["contract_pay"][v]))
    if pay <= 0 or float(V["local_wage"][v]) <= 0 or (O["holder"][v] == 0 and not O["outsider"][v]):
        return 0.0, 0.0
    k, q, m = float(O["capacity"][v]), float(O["willingness"][v]), float(O["motivation"][v])
    relative = log(pay / float(V["local_wage"][v])) - float(S["wage_capacity"][v]) * (k - MIDDLE)
    lean = relative + float(S["willingness_hours"][v]) * (q - MIDDLE) + float(S["motivation_hours"][v]) * (m - MIDDLE)
    lean += float(S["hours_offset"][v])
    hours = float(S["hours_most"][v]) * logistic(lean / float(S["hours_spread"][v]))
    return max(hours, float(S["contract_hours"][v])) if full_time else hours, relative


@kernel
def looked_at(inspections, unseen):  # type: ignore[no-untyped-def]
    """What comes of an hour of work, over what comes of it under one inspection a month.

    Where nobody ever comes, a share of the work is left undone.
    """
    return (1.0 - unseen * exp(-inspections)) / (1.0 - unseen * exp(-1.0))


@kernel
def documents_due(V, O, S, A, D, v):  # type: ignore[no-untyped-def]
    """Hours of documentation asked for: inspections, platforms, files, layers, clocking in, the second office."""
    platforms = 1.0 if float(D["integrated"][v]) > 0 else max(float(D["platforms"][v]), 0.0)
    platforms += 1.0 if float(D["mandate"][v]) > 0 else 0.0
    due = float(S["file_hours"][v]) * int(V["full_members"][v]) / float(S["file_members"][v])
    due = max(due - float(S["file_hours_saved"][v]), 0.0) + float(S["platform_hours"][v]) * platforms
    due += float(S["inspection_hours"][v]) * float(A["inspections"][v])
    due += float(A["layer_hours"][v]) * float(A["layers"][v]) + float(S["transition_hours"][v])
    due += float(S["clock_hours"][v]) if V["village_group"][v] else 0.0
    return max(due, 0.0) + (float(S["shoulder_hours"][v]) if O["one_shoulder"][v] else 0.0)


@kernel
def weakest_link(S, A, v):  # type: ignore[no-untyped-def]
    """Coordination that the chain of responsibility leaves: to set, perform, assess, pursue."""
    floor = float(S["chain_floor"][v])
    weakest = floor + (1 - floor) * min(float(A["assessment"][v]), float(A["sanction"][v]))
    return min(clip(float(S["coordination"][v])), weakest)


@kernel
def kept_by_coordination(O, S, v, chain):  # type: ignore[no-untyped-def]
    """Share of working hours that is not lost between the two committees."""
    apart = 0.0 if O["one_shoulder"][v] else 1 - chain
    return 1 - float(S["coordination_loss"][v]) * apart


@kernel
def move_motivation(V, O, S, v, relative):  # type: ignore[no-untyped-def]
    """Move motivation part of the way to where pay, career, success and last month's formalism would let it rest."""
    goal = float(S["motivation_base"][v]) + float(S["motivation_pay"][v]) * relative
    goal += float(S["motivation_promotion"][v]) * float(V["promotion_chance"][v])
    goal += float(S["motivation_success"][v]) * (float(V["success_share"][v]) - MIDDLE)
    goal -= float(S["motivation_burden"][v]) * (float(V["formalism"][v]) - float(S["burden_usual"][v]))
    O["motivation"][v] += float(S["motivation_speed"][v]) * (logistic(goal) - float(O["motivation"][v]))


@kernel
def paper_value(V, S, A, v, stakes):  # type: ignore[no-untyped-def]
    """Value of documentation: its own, inspections, digital activity, and blame where no money has come for a year."""
    paper = float(S["value_documents"][v]) + stakes * float(S["weight_documents"][v]) * float(A["inspections"][v])
    paper += stakes * float(S["weight_digital"][v])
    return paper + (stakes * float(S["blame"][v]) if int(V["months_since_aid"][v]) >= MONTHS else 0.0)


@kernel
def appeal(value, substitution):  # type: ignore[no-untyped-def]
    """What the share of a task is in proportion to: its value to the power 1 / (1 − ρ), where utility is CES."""
    return power(value, 1.0 / (1.0 - substitution))


@kernel
def left_by_crowding(crowding, posted, own):  # type: ignore[no-untyped-def]
    """Share of own hours that is left where first secretaries supply hours."""
    return 1 - crowding * posted / (posted + own) if posted > 0 else 1.0


@kernel
def leadership(V, O, F, G, S, v, hours, committee, clerk, held):  # type: ignore[no-untyped-def]
    """Cube root of quorum held, hours other than documentation, and mean capacity behind the hours."""
    posted = float(V["posted_hours"][v])
    total = hours + committee + posted + clerk
    if total <= 0:
        return 0.0
    able = hours * float(O["capacity"][v]) + committee * float(V["committee_capacity"][v])
    able += posted * float(F["capacity"][v]) + clerk * float(G["capacity"][v])
    product = held * min(1.0, float(V["work_hours"][v]) / float(S["leadership_hours"][v])) * able / total
    return exp(log(product) / 3) if product > 0 else 0.0


@kernel
def share_hours(V, O, F, G, S, A, D, T, first, graduates, calls, failed, lo, hi):  # type: ignore[no-untyped-def]
    """Live one month.

    ``first`` and ``graduates`` are the settings of first secretaries and graduate officials, ``calls`` and ``failed``
    the first calls of the year and those without a quorum.
    """
    for v in range(lo, hi):
        O["full_time"][v] = float(S["full_time"][v]) > 0
        supplied, relative = supply(V, O, S, v)
        committee = int(V["committee_members"][v]) * float(S["committee_hours"][v])
        heads = math.floor(int(V["registered"][v]) / float(S["group_persons"][v]) + MIDDLE) * float(S["group_hours"][v])
        posted, clerk = float(V["posted_hours"][v]), float(graduates["hours"][v]) if G["posted"][v] else 0.0
        own = left_by_crowding(float(first["crowding"][v]), posted, supplied + committee + heads)
        supplied, committee, heads = own * supplied, own * committee, own * heads
        hours = max(supplied - max(float(S["hours_taken"][v]), 0.0), 0.0)
        q, stakes, substitution = float(O["willingness"][v]), float(S["stakes"][v]), float(S["substitution"][v])
        if supplied <= 0 and posted > 0:
            q = float(F["willingness"][v])
        service = stakes * float(S["weight_service"][v]) * float(S["seen_service"][v])
        economy = stakes * float(S["weight_economy"][v]) * float(S["seen_economy"][v])
        party = stakes * float(S["weight_party"][v]) * float(S["seen_party"][v])
        service += q * float(S["value_service"][v])
        economy += q * float(S["value_economy"][v])
        party += q * float(S["value_party"][v])
        paper = paper_value(V, S, A, v, stakes)
        if substitution > 0.0:
            service, economy = appeal(service, substitution), appeal(economy, substitution)
            party, paper = appeal(party, substitution), appeal(paper, substitution)
        worth = service + economy + party
        trace = hours
        if worth > 0:
            trace = min(hours, max(documents_due(V, O, S, A, D, v), paper / (worth + paper) * hours))
            service, economy, party = service / worth, economy / worth, party / worth
        formalism = trace / supplied if supplied > 0 else 1.0  # hours taken are work too: training is no paper
        rest = hours - trace
        committee_rest = committee * (1 - formalism)
        known = 1.0
        if O["outsider"][v]:
            known = float(S["outsider_share"][v]) + (1 - float(S["outsider_share"][v])) * float(O["embeddedness"][v])
        others = posted + float(V["graduate_hours"][v])
        clerk_trace = clerk - float(V["graduate_hours"][v])
        seen = looked_at(float(A["inspections"][v]), float(S["unseen"][v]))
        team = seen * (rest * known + committee_rest) + others
        joint = float(S["joint_gain"][v]) * clip(float(S["joint_work"][v])) * party * team
        chain = weakest_link(S, A, v)
        kept = kept_by_coordination(O, S, v, chain)
        V["chain"][v] = chain
        V["secretary_hours"][v] = hours
        V["secretary_service"][v] = service * rest
        V["secretary_economy"][v] = economy * rest
        V["secretary_party"][v] = party * rest
        V["secretary_trace"][v] = trace
        V["committee_hours"][v] = committee + heads
        V["service_hours"][v] = (service * team + joint + seen * heads) * kept
        V["economy_hours"][v] = (economy * team + joint) * kept
        V["party_hours"][v] = party * team * kept
        V["trace_hours"][v] = trace + formalism * committee + clerk_trace
        V["work_hours"][v] = seen * (rest + committee_rest) + others
        if calls[v] > 0.0:
            held = 1.0 - failed[v] / calls[v]
            V["leadership"][v] = leadership(V, O, F, G, S, v, hours, committee, clerk, held)
        if supplied > 0:
            move_motivation(V, O, S, v, relative)
        V["formalism"][v] = formalism
        T["secretary_hours"][v] += hours
        T["hours_service"][v] += service * rest
        T["hours_economy"][v] += economy * rest
        T["hours_party"][v] += party * rest
        T["hours_trace"][v] += trace
        T["cadre_hours"][v] += hours + committee + heads + clerk
        T["cadre_trace"][v] += trace + formalism * committee + clerk_trace
        T["work_hours"][v] += V["work_hours"][v]
        T["leadership"][v] = V["leadership"][v]


FIXED = "a constant of the equations, held fixed"


class Effort(Mechanism):
    """Hours of secretary, committee and heads; shares; documentation; motivation."""

    by_village = True

    # fmt: off
    hours_most = convention(160, "hour/month", raises="secretary_hours", symbol="H_max",
        note="hours of a full-time month", note_zh="全职每月工时")
    hours_offset = assumed(-1.8, "ln", former=0, low=-3, high=0, raises="secretary_hours", symbol="h_0", active=True,
        note="what hours rest on beside pay; the larger their spread, the lower it has to be for the same hours",
        note_zh="工时在报酬之外的基准；离散度越大，要得到同样工时，此值须越低")
    hours_spread = assumed(2.0, "ln", former=0.5, low=1.3, high=3.5, raises="secretary_hours", symbol="tau_H",
        active=True,
        note="spread of the answer of hours to pay; raises hours while the office pays less than work outside",
        note_zh="工时随报酬变化的离散程度；任职报酬低于外出务工时使工时增加")
    subsidy = Param(2280, "yuan/month", "D", "subsidy-rule", low=1300, high=4000, raises="secretary_hours",
        symbol="sub", law="sum", en="missed-work subsidy", zh="误工补贴",
        note="what a part-time office pays: .8 of twice the rural income per head of the year before, 2021",
        note_zh="误工补贴：上年农村人均收入两倍的八成（2021年）")
    full_time = assumed(False, "switch", raises="secretary_hours", law="or", note="full-time contract",
        note_zh="专职合同")
    contract_pay = assumed(3600, "yuan/month", low=3000, high=5000, raises="motivation",
        note="least pay of a full-time contract", note_zh="专职合同最低报酬")
    contract_hours = convention(140, "hour/month", raises="secretary_hours", note="least hours of a full-time contract",
        note_zh="专职合同最低工时")
    wage_capacity = convention(0.3, "ln", lowers="secretary_hours",
        note="rise of the outside wage over the scale of capacity", note_zh="外出工资随能力的上升")
    willingness_hours = assumed(4.8, "ln", former=1.2, low=0, high=8, raises="secretary_hours", symbol="a_q",
        active=True, note="weight of service consciousness in hours", note_zh="服务意识对工时的权重")
    motivation_hours = assumed(2.0, "ln", former=0.8, low=0, high=4, raises="secretary_hours", symbol="a_m",
        active=True, note="weight of motivation in hours", note_zh="工作动力对工时的权重")
    value_service = assumed(1.0, "weight", low=0.5, high=1.5, raises="secretary_service_hours", symbol="pi_S",
        note="own value of service", note_zh="服务对书记本人的价值")
    value_economy = assumed(0.8, "weight", low=0.4, high=1.2, raises="secretary_economy_hours", symbol="pi_E",
        note="own value of the economy", note_zh="经济工作对书记本人的价值")
    value_party = assumed(0.6, "weight", low=0.3, high=0.9, raises="secretary_party_hours", symbol="pi_P",
        note="own value of Party life", note_zh="组织生活对书记本人的价值")
    stakes = assumed(0.6, "weight", low=0, high=1.5, raises="formalism", symbol="kappa", law="product", active=True,
        note="what hangs on the assessment", note_zh="考核激励强度")
    weight_service = assumed(0.3, "weight", raises="secretary_service_hours", symbol="w_S", law="product",
        note="weight of service in the assessment", note_zh="服务的权重")
    weight_economy = assumed(0.4, "weight", raises="secretary_economy_hours", symbol="w_E", law="product",
        note="weight of the economy", note_zh="经济工作的权重")
    weight_party = assumed(0.3, "weight", raises="secretary_party_hours", symbol="w_P", law="product",
        note="weight of Party life", note_zh="组织生活的权重")
    weight_documents = assumed(0.8, "weight", low=0, high=1, raises="formalism", symbol="w_Z", law="product",
        active=True, note="weight of documents, for each inspection", note_zh="台账在每次检查中的权重")
    seen_service = assumed(0.3, "share", low=0, high=1, raises="secretary_service_hours", symbol="o_S", law="odds",
        active=True, note="share of service that superiors can see", note_zh="上级能看到的服务比例")
    seen_economy = assumed(0.8, "share", low=0, high=1, raises="secretary_economy_hours", symbol="o_E", law="odds",
        note="share of the economy that superiors can see", note_zh="上级能看到的经济工作比例")
    seen_party = assumed(0.4, "share", low=0, high=1, raises="secretary_party_hours", symbol="o_P", law="odds",
        note="share of Party life that superiors can see", note_zh="上级能看到的组织生活比例")
    weight_digital = assumed(0, "weight", low=0, high=0.5, raises="formalism", symbol="w_D", law="sum",
        note="weight of digital activity in the assessment", note_zh="数字化工作在考核中的权重")
    blame = assumed(0, "weight", low=0, high=0.5, raises="formalism", symbol="blame", law="sum",
        note="weight of not being blamed, where no money from outside has come for a year",
        note_zh="一年内无外来资金处“免责”的权重")
    value_documents = assumed(0.05, "weight", low=0.025, high=0.1, raises="formalism", symbol="z0",
        note="own value of documentation", note_zh="材料工作对书记本人的价值")
    substitution = assumed(0, "1", low=0, high=0.5, symbol="ces_rho",
        either="moves hours towards the tasks of more value, whichever these are",
        note="rho of CES utility over the tasks; 0 = log utility, shares in proportion to values",
        note_zh="各项任务间CES效用的ρ；0为对数效用，份额与价值成正比")
    inspection_hours = assumed(4, "hour", low=2, high=8, raises="formalism", symbol="z_I", law="product", active=True,
        note="documentation for an inspection", note_zh="每次检查的材料工时")
    platform_hours = assumed(2, "hour/month", low=1, high=4, raises="formalism", symbol="z_plat", law="product",
        active=True, note="documentation for a platform", note_zh="每个平台的材料工时")
    file_hours = assumed(1, "hour/month", low=0.5, high=2, raises="formalism", symbol="z_admin", law="product",
        note="files of thirty full members", note_zh="三十名党员的台账工时")
    file_members = convention(30, "persons", lowers="formalism", note="full members whose files these are",
        note_zh="上述台账对应的正式党员数")
    file_hours_saved = assumed(0, "hour/month", low=0, high=2, lowers="formalism", symbol="adm_h", law="sum",
        note="files saved by procedures that run online", note_zh="程序上网后节省的台账工时")
    shoulder_hours = assumed(6, "hour/month", low=3, high=12, raises="formalism", symbol="z_head",
        note="documentation of the second office where secretary and director are one person",
        note_zh="“一肩挑”时另一职务的材料工时")
    clock_hours = assumed(0, "hour/month", low=0, high=8, raises="formalism", law="sum", symbol="grp_clock",
        note="documentation of clocking in through the village's chat group, where there is one",
        note_zh="要求在村微信群打卡留痕的工时（仅限有群的村）")
    transition_hours = assumed(0, "hour/month", low=0, high=8, raises="formalism", law="sum",
        note="double running while platforms are changed", note_zh="更换平台期间双轨运行工时")
    unseen = Param(0.25, "share", "A", "absence-surveys", active=True, low=0, high=0.4, symbol="slack",
        either="less comes of hours where inspections are rarer than one a month, more elsewhere",
        note="share of work left undone where nobody inspects; hours are stated as under one inspection a month",
        note_zh="无检查时未完成的工作比例；工时按每月检查一次给出")
    hours_taken = assumed(0, "hour/month", low=0, high=16, lowers="secretary_hours", law="sum",
        note="hours that training and the like take from the secretary, before the rest is shared out",
        note_zh="培训等先行占用的书记工时")
    committee_hours = convention(15, "hour/month", raises="service_fulfilment", note="hours of a committee member",
        note_zh="委员的工时")
    group_persons = convention(150, "persons", lowers="visits", note="registered persons of a villagers' group",
        note_zh="每个村民小组的户籍人口")
    group_hours = assumed(6, "hour/month", low=3, high=12, raises="visits", symbol="head_h",
        note="hours of a group head, for service and visits", note_zh="村民小组长用于服务和走访的工时")
    joint_work = assumed(0.3, "share", low=0, high=1, raises="service_fulfilment", symbol="integ", law="sum",
        active=True, note="Party life that is service and economy at the same time (0 = two skins)",
        note_zh="党内生活中同时服务民生和经济的部分（0=“两张皮”）")
    joint_gain = convention(0.5, "share", raises="service_fulfilment",
        note="hours of such Party life that count for each of the two", note_zh="此类组织生活工时对两方面各计入的比例")
    coordination = assumed(0.5, "share", low=0, high=1, raises="service_fulfilment", symbol="chi", law="sum",
        note="coordination of the two committees", note_zh="“两委”协调程度")
    coordination_loss = assumed(0.25, "share", low=0, high=0.5, lowers="service_fulfilment", symbol="coord_loss",
        active=True, note="hours lost without any coordination", note_zh="完全缺乏协调时损失的工时比例")
    chain_floor = convention(0.5, "share", raises="service_fulfilment",
        note="coordination that needs neither assessment nor sanctions", note_zh="无需考核和追责即有的协调")
    outsider_share = convention(0.3, "share", raises="visits",
        note="share of an outsider's hours that have an effect on arrival", note_zh="外派书记到任时起作用的工时比例")
    leadership_hours = convention(60, "hour/month", lowers="leadership",
        note="hours other than documentation at which leadership is not limited by them",
        note_zh="材料工作以外的工时达到此数后，不再限制领导力")
    motivation_base = assumed(0.45, "log odds", low=0, high=0.9, raises="motivation", symbol="m_0",
        note="where motivation rests if nothing else weighs", note_zh="其余因素不起作用时工作动力的水平")
    motivation_pay = assumed(0.5, "log odds", low=0, high=2, lowers="motivation", symbol="a_pay",
        note="weight of pay over the outside wage; lowers motivation while the ratio is below one",
        note_zh="报酬与外出工资之比的权重；低于1时降低动力")
    motivation_promotion = assumed(1, "log odds", low=0, high=2, raises="motivation", symbol="a_prom",
        note="weight of the chance of promotion", note_zh="晋升机会的权重")
    motivation_success = assumed(1, "log odds", low=0, high=2,
        either="raises motivation where more than half of the attempts succeed, lowers it elsewhere", symbol="a_good",
        note="weight of successes", note_zh="办成事的权重")
    motivation_burden = assumed(1, "log odds", low=0, high=2,
        either="lowers motivation where documentation is above its usual share, raises it elsewhere", symbol="a_burd",
        note="weight of documentation", note_zh="材料工作的权重")
    burden_usual = convention(0.3, "share", raises="motivation",
        note="share of documentation that leaves motivation alone", note_zh="不影响动力的材料工作比例")
    motivation_speed = convention(0.05, "1/month", either=FIXED,
        note="share of the way that motivation moves in a month", note_zh="动力每月趋近目标的比例")
    # fmt: on

    def step(self, model: Any) -> None:
        """Share out the hours of the month."""
        V, O, T = model.villages.columns, model.offices.columns, model.recorder.now
        F, G = model.first_secretaries.columns, model.graduate_officials.columns
        others = [model.settings[name] for name in ("supervision", "digital")]
        posted = [model.settings[name] for name in ("first_secretaries", "graduate_officials")]
        calls = [model.recorder.window(tally, MONTHS) for tally in ("first_calls", "first_calls_failed")]
        model.over_villages(share_hours, V, O, F, G, self.settings(model), *others, T, *posted, *calls)
