"""Collective economy and funds: assets, their income, projects, and what the fund of the village is spent on (S4).

Assets K earn rate · K · exp(.5 (capacity of the secretary − .5) + .3 potential) and wear by a yearly rate. Office
funds, this income and grants (less what is lost) enter the fund F; it pays, as far as it goes and in this order, legal
pay, village services and dividends (a share of the income), what the village sets aside for care and for the platform,
and a project that a meeting passed. Where F cannot cover legal pay, all of it goes there and the rest gets nothing;
what is missing is paid by superiors and is not booked. A project is real or for show; if it starts well, a real one
adds to K and earns, one for show only claims to. Failures leave a part of the book value to K. Book values wear as K.

reads   secretary, potential, ``formalism``, ``economy_hours``, ``leadership``, ``copied``, ``grants`` (last month's),
        ``project_passed``, ``employed``; pay and contract of ``effort``; efficiency of grants of ``outside_resources``
writes  money of the village, counts and book values of projects, ``jobs``, ``project_waiting``, ``project_posted``,
        ``project_passed``
draws   collective_economy.project (villages: 0 proposal, drawn with the agenda, 1 kind, 2 start), .failure (villages: 0
        real, 1 show, 2- which of the real ones)
tested  F' − F = in − out, F >= 0, income of the start, decay of K, chance of starting well (V3)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.functions import clip, logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention
from sim.procedures.projects import KIND, PROJECT, START, grant_efficiency
from sim.procedures.quorum import binomial

FAILURE = stream("collective_economy.failure")
REAL, SHOW, WHICH = 0, 1, 2  # draws of failures
BEGUN, ALIVE = 0, 1  # rows of the memory of the last projects
ASKED_AFTER = 24  # months after which a project is asked for: the definition of an indicator
LONGEST = 600  # months since outside money are counted up to here
MIDDLE = 0.5


@kernel
def legal_pay(V, O, E, S, v):  # type: ignore[no-untyped-def]
    """Legal pay of the month: the secretary, if there is one, by contract or subsidy; committee members a share."""
    subsidy = float(E["subsidy"][v])
    held = O["holder"][v] != 0 or O["outsider"][v]
    own = max(subsidy, float(E["contract_pay"][v])) if float(E["full_time"][v]) > 0.0 else subsidy
    return max((own if held else 0.0) + subsidy * int(V["committee_members"][v]) * float(S["committee_pay"][v]), 0.0)


@kernel
def yields(V, O, S, v):  # type: ignore[no-untyped-def]
    """Yearly income of a yuan of assets."""
    held = O["holder"][v] != 0 or O["outsider"][v]
    k = float(O["capacity"][v]) if held else float(S["vacant_capacity"][v])
    lean = float(S["return_capacity"][v]) * (k - MIDDLE) + float(S["return_potential"][v]) * float(V["potential"][v])
    return float(S["rate"][v]) * exp(lean), k


@kernel
def ask_after_projects(memory, T, v, month):  # type: ignore[no-untyped-def]
    """Count the project begun two years ago, and whether it is real and runs still; forget it then."""
    bit = 1 << (month % ASKED_AFTER)
    for row in range(2):
        found = (int(memory[row, v]) & bit) != 0
        if row == BEGUN:
            T["projects_due"][v] += found
        else:
            T["projects_alive"][v] += found
        memory[row, v] = int(memory[row, v]) & ~bit


@kernel
def forget_one(memory, v, place):  # type: ignore[no-untyped-def]
    """Strike the real project at this place, counted from the young ones on, if it is one of them."""
    bits = int(memory[ALIVE, v])
    for month in range(ASKED_AFTER):
        if bits & (1 << month):
            if place == 0:
                memory[ALIVE, v] = bits & ~(1 << month)
                return
            place -= 1


@kernel
def wear_and_failures(V, S, T, memory, v, month, seed):  # type: ignore[no-untyped-def]
    """Let assets wear and projects fail."""
    wear = 1.0 - float(S["wear"][v]) / MONTHS
    salvage = float(S["salvage"][v])
    assets, real = float(V["assets"][v]) * wear, float(V["real_money"][v]) * wear
    show = float(V["show_money"][v]) * wear
    village = V["identity"][v]
    number = int(V["real_projects"][v])
    chance = 1.0 - exp(-float(S["failure_real"][v]))
    failed = binomial(uniform(seed, FAILURE, village, month, REAL), number, chance)
    for f in range(failed):
        forget_one(memory, v, int(uniform(seed, FAILURE, village, month, WHICH + f) * (number - f)))
    lost = real if failed == number else real / number * failed
    assets = max(assets - (1.0 - salvage) * lost, 0.0) if failed > 0 else assets
    V["real_projects"][v] = number - failed
    V["real_money"][v] = real - lost
    number = int(V["show_projects"][v])
    chance = 1.0 - exp(-float(S["failure_show"][v]))
    ended = binomial(uniform(seed, FAILURE, village, month, SHOW), number, chance)
    lost = show if ended == number else show / number * ended
    V["show_projects"][v] = number - ended
    V["show_money"][v] = show - lost
    V["assets"][v] = assets + salvage * lost
    T["projects_failed"][v] += failed + ended


@kernel
def start_project(V, O, S, R, T, memory, fund, k, v, month, seed):  # type: ignore[no-untyped-def]
    """Start the project that was passed, if there is money for it; returns what is left of the fund.

    A grant on offer pays the project but for the village's own share; without one the fund pays all.
    """
    grant = 0.0
    if float(S["grant_offers"][v]) > 0.0:
        size = float(S["grant_size"][v])
        gross = size * (1.0 - float(S["own_share"][v]))
        grant = gross * grant_efficiency(V, R, v)
        own = min(fund, size - gross)
        V["months_since_aid"][v] = 0
        T["grants"][v] += gross
        T["grants_lost"][v] += gross - grant
    elif fund >= float(S["fund_least"][v]):
        own = min(fund, float(S["project_most"][v]))
    else:
        return fund
    put_in = grant + own
    village = V["identity"][v]
    pretence = float(S["show"][v]) + float(S["show_formalism"][v]) * float(V["formalism"][v])
    for_show = uniform(seed, PROJECT, village, month, KIND) < pretence
    lean = float(S["success"][v]) + float(S["success_capacity"][v]) * (k - MIDDLE)
    lean += float(S["success_potential"][v]) * float(V["potential"][v])
    lean += float(S["success_integrity"][v]) * (float(O["integrity"][v]) - float(S["integrity_usual"][v]))
    if float(V["copied"][v]) > 0.0:
        lean -= float(S["copy_penalty"][v]) * (1.0 - float(V["copied"][v]))
    well = uniform(seed, PROJECT, village, month, START) < logistic(lean)
    bit = 1 << (month % ASKED_AFTER)
    memory[BEGUN, v] = int(memory[BEGUN, v]) | bit
    if not well:
        V["assets"][v] += float(S["salvage"][v]) * put_in
        T["projects_failed"][v] += 1
    elif for_show:
        V["show_projects"][v] += 1
        V["show_money"][v] += put_in
    else:
        V["real_projects"][v] += 1
        V["real_money"][v] += put_in
        V["assets"][v] += put_in
        memory[ALIVE, v] = int(memory[ALIVE, v]) | bit
    T["projects_posted"][v] += V["project_posted"][v]
    V["project_waiting"][v] = V["project_passed"][v] = V["project_posted"][v] = False
    V["copied"][v] = 0.0
    T["projects_started"][v] += 1
    T["projects_show"][v] += for_show
    T["spent"][v] += put_in
    return fund - own


@kernel
def keep_accounts(V, O, E, S, R, T, memory, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Live one month."""
    for v in range(lo, hi):
        ask_after_projects(memory, T, v, month)
        rate, k = yields(V, O, S, v)
        income = rate / MONTHS * float(V["assets"][v])
        claimed = income + rate / MONTHS * float(V["show_money"][v])
        arrived = float(V["grants"][v])
        V["grants"][v] = 0.0
        V["months_since_aid"][v] = 0 if arrived > 0.0 else min(int(V["months_since_aid"][v]) + 1, LONGEST)

        fund = float(V["fund"][v]) + max(float(V["base_pay"][v]) + float(S["office_funds"][v]), 0.0) + income + arrived
        pay = min(fund, legal_pay(V, O, E, S, v))
        services = min(fund - pay, float(S["public_share"][v]) * income)
        care = min(fund - pay - services, max(float(S["care_money"][v]), 0.0))
        platform = min(max(fund - pay - services - care, 0.0), max(float(S["platform_money"][v]), 0.0))
        fund = max(fund - pay - services - care - platform, 0.0)
        V["money_for_care"][v] = care
        V["money_for_platform"][v] = platform
        T["spent"][v] += pay + services + care + platform

        wear_and_failures(V, S, T, memory, v, month, seed)
        if V["project_passed"][v] and float(V["economy_hours"][v]) >= float(S["project_hours"][v]):
            fund = start_project(V, O, S, R, T, memory, fund, k, v, month, seed)
        V["fund"][v] = fund
        share = float(V["real_projects"][v]) * float(S["jobs_residents"][v]) / max(int(V["residents"][v]), 1)
        share += float(S["jobs"][v]) + float(S["lead_rich"][v]) * float(V["vanguard"][v])
        share += float(V["employed"][v])
        V["jobs"][v] = clip(share)
        T["jobs"][v] = V["jobs"][v]

        V["collective_income"][v] = MONTHS * income
        V["claimed_income"][v] = MONTHS * claimed
        T["collective_income"][v] += income
        T["collective_income_reported"][v] += claimed
        T["income_low"][v] += MONTHS * income < float(S["income_low"][v])
        T["income_low_reported"][v] += MONTHS * claimed < float(S["income_low"][v])
        T["projects_running"][v] += V["real_projects"][v] + V["show_projects"][v]
        T["projects_running_show"][v] += V["show_projects"][v]
        T["fund"][v] += fund


INCOME, RUNNING = "collective_income", "projects_running"
BOTH_WAYS = "favours villages above the middle and burdens those below"
RETURNS = "assets of the start are set so that income does not depend on it; later it acts with who holds office"
FUNDED = "office funds and pay are reckoned with the same share: it matters where policies move pay"


def constant(default: float, unit: str, note: str, note_zh: str, either: str, symbol: str | None = None) -> Param:
    """Declare a constant of the equations, held fixed."""
    return convention(default, unit, either=either, symbol=symbol, note=note, note_zh=note_zh)


class CollectiveEconomy(Mechanism):
    """Assets, income, projects and the fund of the village."""

    by_village = True

    # fmt: off
    rate = assumed(0.06, "1/year", low=0.02, high=0.12, raises=INCOME, symbol="coll_r",
        note="income of a yuan of assets, capacity and potential in the middle",
        note_zh="能力与潜力居中时每元资产的年收益")
    wear = assumed(0.03, "1/year", lowers=INCOME, symbol="coll_dep", note="wear of assets", note_zh="资产的年损耗率")
    return_capacity = constant(0.5, "ln", "returns by the secretary's capacity, above one half",
        "书记能力对收益的影响（以0.5为准）", RETURNS)
    return_potential = constant(0.3, "ln", "returns by the potential of the village",
        "村庄发展潜力对收益的影响", RETURNS)
    vacant_capacity = constant(0.3, "0-1", "capacity that counts in a vacancy",
        "书记空缺时按此能力计", "offices are rarely vacant")
    initiation = assumed(0.01, "1/month", low=0.0, high=0.03, raises="items_entered", symbol="init_0", law="product",
        note="a village that can pay for it proposes a project", note_zh="有资金的村提出项目的比率")
    posted_initiation = assumed(0.06, "1/month", former=0.0, low=0.0, high=0.15, raises="projects_posted",
        symbol="fs_init", active=True,
        note="a first secretary proposes a project where the fund holds what it may cost; less with less",
        note_zh="资金足额时第一书记提出项目的比率；资金不足时按比例降低")
    aid_crowding = assumed(0.3, "share", low=0.0, high=0.7, lowers="items_entered", symbol="aid_crowd", active=True,
        note="of own initiation that is lost after money from outside", note_zh="受援后自主发起的减少比例")
    misreading = assumed(0.0, "share", low=0.0, high=0.6, lowers="items_entered", symbol="pol_b",
        note="of own initiation that is lost where all the secretary believes of policy is wrong (tier 2)",
        note_zh="书记的政策认知全部有偏差时自主发起的减少比例（第二层修正）")
    aid_months = constant(24.0, "month", "months after money from outside in which this holds",
        "受援后上述影响持续的月数", "longer or shorter than the time between grants")
    fund_least = constant(20000.0, "yuan", "fund from which on a village can pay for a project",
        "村集体资金达到此数方可自办项目", "fewer but larger projects", "proj_I")
    project_most = constant(100000.0, "yuan", "most that a village puts into a project of its own",
        "村自办项目的投入上限", "what is not put in now is put in later", "proj_I")
    project_hours = assumed(20.0, "hour/month", low=10.0, high=40.0, lowers="projects_started", symbol="proj_h",
        note="hours for the economy that the start of a project wants", note_zh="项目启动所需的经济工作工时")
    success = assumed(0.2, "log odds", low=0.1, high=0.3, raises=RUNNING, symbol="proj_0", active=True,
        note="a project starts well, all else in the middle", note_zh="其余条件居中时项目开办成功的水平")
    success_capacity = assumed(2.0, "log odds", low=1.0, high=3.0, either=BOTH_WAYS, symbol="proj_k",
        note="by the secretary's capacity, above one half", note_zh="书记能力对开办成功的影响（以0.5为准）")
    success_potential = assumed(0.4, "log odds", low=0.2, high=0.6, either=BOTH_WAYS, symbol="proj_pot",
        note="by the potential of the village", note_zh="村庄发展潜力对开办成功的影响")
    success_integrity = assumed(1.0, "log odds", low=0.5, high=1.5, either=BOTH_WAYS, symbol="proj_i",
        note="by the secretary's integrity, above its usual value",
        note_zh="书记廉洁程度对开办成功的影响（以通常值为准）")
    integrity_usual = constant(0.8, "0-1", "integrity at which this is nought", "上述影响为零时的廉洁程度", BOTH_WAYS)
    copy_penalty = assumed(0.0, "log odds", low=0.0, high=2.0, symbol="copy_pen",
        either="needs demonstration zones and villages that copy them",
        note="lost by a project copied from elsewhere, times how badly it fits",
        note_zh="照搬外地项目的损失，按不适配程度计")
    show = assumed(0.1, "probability", low=0.0, high=1.0, raises="show_share", symbol="show_0", law="odds",
        note="a project is for show, without formalism", note_zh="项目为展示性的概率（无形式主义时）")
    show_formalism = assumed(0.6, "probability", low=0.0, high=1.0, raises="show_share", symbol="show_phi",
        note="added by formalism", note_zh="形式主义使项目成为展示性项目的附加概率")
    failure_real = assumed(0.004, "1/month", low=0.002, high=0.008, lowers=RUNNING, symbol="fail_real",
        note="a real project fails", note_zh="实效项目失败的比率")
    failure_show = assumed(0.04, "1/month", low=0.02, high=0.08, lowers=RUNNING, symbol="fail_show",
        note="a project for show ends", note_zh="展示性项目终止的比率")
    salvage = assumed(0.15, "share", low=0.075, high=0.3, raises=INCOME, symbol="salvage",
        note="of the book value of a failed project that is left to the assets",
        note_zh="项目失败后账面价值可留作资产的比例")
    committee_pay = assumed(0.6, "share", low=0.4, high=0.8, either=FUNDED, symbol="com_pay",
        note="pay of a committee member over the secretary's subsidy", note_zh="委员报酬与书记误工补贴之比")
    public_share = assumed(0.7, "share", low=0.3, high=1.0, lowers="fund", symbol="pub_share",
        note="of collective income that goes into village services and dividends",
        note_zh="集体收入中用于公共服务和分红的比例")
    office_funds = assumed(0.0, "yuan/month", low=-6750.0, high=5250.0, raises="fund", symbol="ops", law="sum",
        note="office and service funds beyond legal pay at the start, which they always cover",
        note_zh="超出期初法定报酬的办公和服务经费")
    care_money = assumed(0.0, "yuan/month", low=0.0, high=2000.0, lowers="fund", law="sum",
        note="what the village sets aside for members in hardship", note_zh="村里为困难党员预留的资金")
    platform_money = assumed(0.0, "yuan/month", low=0.0, high=2000.0, lowers="fund", law="sum",
        note="what the village sets aside for the platform", note_zh="村里为平台预留的资金")
    grant_offers = assumed(0.0, "1/month", low=0.0, high=0.1, raises="projects_started", law="sum",
        note="grants for a project come with a proposal; while they are on offer, they pay for what is passed",
        note_zh="随申报提供的项目拨款；提供期间，经会议通过的项目由其出资")
    grant_size = assumed(200000.0, "yuan", low=100000.0, high=500000.0, raises=INCOME, law="set",
        note="size of a project with a grant", note_zh="有拨款的项目规模")
    own_share = assumed(0.0, "share", low=0.0, high=0.5, lowers="grants", law="sum",
        note="of such a project that the village pays itself, as far as its fund goes",
        note_zh="项目中由村自筹的比例，以村集体资金为限")
    jobs = assumed(0.0, "0-1", low=0.0, high=1.0, symbol="jobs_v", law="sum", lowers="share_away",
        note="local jobs beside those of real projects", note_zh="实效项目之外的本地就业")
    lead_rich = assumed(0.0, "0-1", low=0.0, high=0.5, symbol="lead_rich", law="sum", lowers="share_away",
        note="local jobs made by members in business where all home members are able and willing (tier 2)",
        note_zh="在村党员愿意且有能力时，经商党员带动的本地就业（第二层修正）")
    jobs_residents = constant(300.0, "persons", "residents for whom one real project makes jobs enough",
        "一个实效项目足以带动就业的常住人口数", "few projects run in a small world")
    income_low = constant(50000.0, "yuan/year", "income below which a village counts as weak",
        "集体经济薄弱村的收入标准", "a definition")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Make the memory of the projects of the last two years."""
        self.memory = np.zeros((2, len(model.villages.columns)), np.int64)

    def step(self, model: Any) -> None:
        """Keep the accounts of the month."""
        V, O, T, settings = model.villages.columns, model.offices.columns, model.recorder.now, model.settings
        tables = (settings["effort"], self.settings(model), settings["outside_resources"])
        model.over_villages(keep_accounts, V, O, *tables, T, self.memory, int(model.month), model.key)
