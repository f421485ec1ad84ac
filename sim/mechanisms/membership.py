"""Membership: from applying to full membership, and the ways out (S14).

Villagers of 18-60 apply with hazard ``apply`` exp{apply_trust (T − .5) + apply_education (education − 1) +
apply_contact contact − apply_age (age − 25)+}, times ``apply_away`` if away. After ``recommend_months`` an applicant
is an activist; after ``activist_months`` more an activist can be chosen. The quota of a month is Poisson(``quota``
adults/12); those of the highest score, if it reaches ``threshold``, go on the agenda. The vote is taken by the next
valid meeting (``votes.py``), then the township approves, and after ``probation_months`` the conversion goes on the
agenda. Waiting lapses after ``waiting_most`` months. Persons who joined elsewhere move in from among those away of
21-34 with senior schooling, ``move_in`` of the members a year. Removals need a vote and approval; ``transfer`` is
read by migration when a member leaves for good. Full members six months away may transfer to where they live, until
they return (``transfer_duty``); those moreover without any contact for six months may be suspended, which takes them
out of every denominator, and are struck off two years later unless they are heard of (``suspension``). At the end of
the month villages join and leave branches and branches are divided (``joint_branches.py``, ``sub_branches.py``).

reads   group, trust, education, ability, capacity, willingness, skill, events, cadre_kin, pending as votes left it,
        missed, months_without_contact, cooperative
writes  stage, stage_months, applied, pending, pending_months; branch, hamlets, functional, elsewhere of the village
draws   membership.apply, .select, .lapse, .removal (persons: 0 proposed, 1 suspended), .transfer (persons: 1 by duty),
        .quota (villages), .move_in (villages 0, persons 1)
tested  candidates equal a draw for everybody; geometric retention; stationary number and age under constant recruitment
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import (
    ACTIVIST,
    ADMISSION_ON_AGENDA,
    ADMISSION_PASSED,
    AGES,
    APPLICANT,
    AWAY_STEP,
    CONVERSION_ON_AGENDA,
    ELSEWHERE,
    FULL,
    GROUPS,
    JUNIOR,
    NOTHING,
    OUTSIDE,
    PROBATIONARY,
    SENIOR,
    SEX_STEP,
)
from sim.core.compute.choice import choose
from sim.core.compute.draws import bound, fill, fill_first, normal, poisson, stream, uniform, unit
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention, held
from sim.procedures.exits import come_back, enter_stage, lose_members
from sim.procedures.joint_branches import join_and_split
from sim.procedures.people import most_people
from sim.procedures.sub_branches import divide

APPLY, SELECT = stream("membership.apply"), stream("membership.select")
MOVE_IN, QUOTA = stream("membership.move_in"), stream("membership.quota")
ADULT, APPLY_MOST = 18, 60
APPLY_AGE = 25
MOVE_IN_AGES = (21, 35)
YOUNG_MEMBER = 35
MIDDLE = 0.5
LONGEST_STAGE, LONGEST = 65535, 255
CONTACT = 0xF9  # events that are contacts: anything but failure and not found


@kernel
def application_hazards(S, v, by_age, bounds):  # type: ignore[no-untyped-def]
    """Hazard of applying by age at home, and for each group the word that no hazard of it exceeds."""
    education = float(S["apply_education"][v])
    most = 0.5 * abs(float(S["apply_trust"][v])) + max(-education, 2.0 * education)
    most += max(0.0, float(S["apply_contact"][v]))
    away = float(S["apply_away"][v])
    for age in range(ADULT, APPLY_MOST + 1):
        by_age[age] = float(S["apply"][v]) * exp(-float(S["apply_age"][v]) * max(0, age - APPLY_AGE))
        # A hazard is never below the probability it makes, so it bounds the words without another exponential.
        at_home = bound(by_age[age] * exp(most))
        elsewhere = bound(by_age[age] * exp(most) * away)
        for sex in (0, 1):
            bounds[1 + SEX_STEP * sex + age] = at_home
            bounds[1 + AWAY_STEP + SEX_STEP * sex + age] = elsewhere


@kernel
def same_hazards(S, v, w):  # type: ignore[no-untyped-def]
    """Whether two villages have the same hazards of applying, so that the tables of one serve the other."""
    same = S["apply"][v] == S["apply"][w] and S["apply_trust"][v] == S["apply_trust"][w]
    same = same and S["apply_education"][v] == S["apply_education"][w] and S["apply_age"][v] == S["apply_age"][w]
    return same and S["apply_contact"][v] == S["apply_contact"][w] and S["apply_away"][v] == S["apply_away"][w]


@kernel
def apply_to_join(P, V, S, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let villagers outside apply."""
    by_age = np.zeros(AGES)
    bounds = np.zeros(GROUPS, np.int64)
    most = most_people(V, lo, hi)
    lots, rows = np.empty(most, np.uint32), np.empty(most + 1, np.int64)
    for v in range(lo, hi):
        if v == lo or not same_hazards(S, v, v - 1):
            application_hazards(S, v, by_age, bounds)
        by_trust, by_education = float(S["apply_trust"][v]), float(S["apply_education"][v])
        by_contact, away = float(S["apply_contact"][v]), float(S["apply_away"][v])
        a, b = int(V["first"][v]), int(V["last"][v])
        fill_first(P.identity[a:b], month, seed, APPLY, lots)
        groups = P.group[a:b]
        candidates = 0
        for j in range(b - a):
            rows[candidates] = j
            candidates += int(lots[j]) < bounds[groups[j]]
        for c in range(candidates):
            j = rows[c]
            i = a + j
            if int(P.stage[i]) != OUTSIDE or int(P.pending[i]) == ELSEWHERE:
                continue
            group = int(P.group[i])
            lean = by_trust * (float(P.trust[i]) - MIDDLE) + by_education * (int(P.education[i]) - JUNIOR)
            if int(P.events[i]) & CONTACT:
                lean += by_contact
            hazard = by_age[(group - 1) % AGES] * exp(lean) * (away if group > AWAY_STEP else 1.0)
            if unit(lots[j]) < 1.0 - exp(-hazard):
                P.stage[i] = APPLICANT
                P.stage_months[i] = 0
                P.applied[i] = month


@kernel
def list_waiting(stages, groups, first, rows):  # type: ignore[no-untyped-def]
    """List the rows of those on the way to full membership; returns how many."""
    found = 0
    for j in range(stages.size):  # without a branch: no guess of the processor's can fail
        rows[found] = first + j
        found += 1 if (stages[j] != OUTSIDE) & (stages[j] != FULL) & (groups[j] != 0) else 0
    return found


@kernel
def select(P, H, V, S, T, v, rows, scores, places, month, seed):  # type: ignore[no-untyped-def]
    """Put the best of the activists who have waited long enough on the agenda."""
    ability, capacity = float(S["score_ability"][v]), float(S["score_capacity"][v])
    willingness, skill = float(S["score_willingness"][v]), float(S["score_skill"][v])
    trust, kin = float(S["score_trust"][v]), float(S["score_kin"][v])
    least, threshold = int(S["activist_months"][v]), float(S["threshold"][v])
    for c in range(rows.size):
        i = rows[c]
        scores[c] = -np.inf
        if int(P.stage[i]) == ACTIVIST and int(P.pending[i]) == NOTHING and int(P.stage_months[i]) >= least:
            noise = normal(uniform(seed, SELECT, P.identity[i], month, 0))
            value = ability * float(P.ability[i]) + capacity * float(P.capacity[i])
            value += willingness * float(P.willingness[i])
            value += skill * float(P.skill[i]) + trust * float(P.trust[i]) + float(S["entry_noise"][v]) * noise
            if H.cadre_kin[int(V["household_first"][v]) + int(P.household[i])]:
                value += kin
            scores[c] = value if value >= threshold else -np.inf
    for _ in range(min(places, rows.size)):
        best = 0
        for c in range(1, rows.size):
            if scores[c] > scores[best] or (scores[c] == scores[best] and P.identity[rows[c]] < P.identity[rows[best]]):
                best = c
        if scores[best] == -np.inf:
            break
        P.pending[rows[best]] = ADMISSION_ON_AGENDA
        P.pending_months[rows[best]] = 0
        scores[best] = -np.inf
        T["items_entered"][v] += 1


@kernel
def go_through_stages(P, H, V, S, T, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Live a month of those on the way to full membership, and choose who goes on the agenda."""
    most_rows = most_people(V, lo, hi) + 1
    rows, scores = np.empty(most_rows, np.int64), np.empty(most_rows)
    for v in range(lo, hi):
        recommend, most = int(S["recommend_months"][v]), int(S["waiting_most"][v])
        approval, probation = int(S["approval_months"][v]), int(S["probation_months"][v])
        a, b = int(V["first"][v]), int(V["last"][v])
        count = list_waiting(P.stage[a:b], P.group[a:b], a, rows)
        admitted = women = young = asked = 0
        for c in range(count):
            i = rows[c]
            stage, pending = int(P.stage[i]), int(P.pending[i])
            waited, undecided = int(P.stage_months[i]), int(P.pending_months[i])
            if stage < PROBATIONARY:  # members are a month older already
                waited = min(LONGEST_STAGE, waited + 1)
                undecided = min(LONGEST, undecided + 1) if pending != NOTHING else 0
            if pending == ADMISSION_PASSED:
                if undecided > approval:  # the month of the vote counts as the first
                    stage, waited, pending, undecided = PROBATIONARY, 0, NOTHING, 0
                    place = (int(P.group[i]) - 1) % AWAY_STEP
                    admitted += 1
                    women += place >= SEX_STEP
                    young += place % SEX_STEP <= YOUNG_MEMBER
            elif stage == APPLICANT and waited >= recommend:
                stage, waited = ACTIVIST, 0
            elif stage == ACTIVIST and (undecided if pending == ADMISSION_ON_AGENDA else waited) > most:
                stage, waited, pending, undecided = OUTSIDE, 0, NOTHING, 0
            elif stage == PROBATIONARY and pending == NOTHING and waited >= probation:
                pending, undecided = CONVERSION_ON_AGENDA, 0
                asked += 1
            P.stage[i], P.stage_months[i], P.pending[i], P.pending_months[i] = stage, waited, pending, undecided
        T["admissions"][v] += admitted
        T["admissions_women"][v] += women
        T["admissions_35"][v] += young
        T["items_entered"][v] += asked
        quota = float(S["quota"][v]) / MONTHS * int(V["adults"][v])
        places = poisson(uniform(seed, QUOTA, V["identity"][v], month, 0), quota)
        if places > 0:
            select(P, H, V, S, T, v, rows[:count], scores, places, month, seed)


@kernel
def move_in(P, V, S, T, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let young people who joined elsewhere become members here."""
    can_move_in = np.zeros(GROUPS, np.int64)
    for sex in (0, 1):
        for age in range(MOVE_IN_AGES[0], MOVE_IN_AGES[1]):
            can_move_in[1 + AWAY_STEP + SEX_STEP * sex + age] = 1
    for v in range(lo, hi):
        expected = float(S["move_in"][v]) / MONTHS * (int(V["member_last"][v]) - int(V["member_first"][v]))
        number = poisson(uniform(seed, MOVE_IN, V["identity"][v], month, 0), expected)
        if number == 0:
            continue
        a, b = int(V["first"][v]), int(V["last"][v])
        groups = np.zeros(b - a, np.uint16)
        for j in range(b - a):
            i = a + j
            if (
                int(P.stage[i]) < PROBATIONARY
                and int(P.education[i]) >= SENIOR
                and not P.pocket[i]
                and int(P.pending[i]) != ELSEWHERE
            ):
                groups[j] = P.group[i]
        words = np.empty((4, b - a), np.uint32)
        rows = np.empty(b - a + 1, np.int64)
        fill(P.identity[a:b], month, 0, seed, MOVE_IN, words[0], words[1], words[2], words[3])
        chosen = choose(words[1], groups, can_move_in, 1.0, P.identity[a:b], number, rows)
        for c in range(chosen):
            i = a + rows[c]
            enter_stage(P, i, FULL)
            P.missed[i] = 0
        T["moved_in"][v] += chosen


@kernel
def lead_on(P, H, V, S, T, members, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Live a month of what concerns each village alone: who comes back, leaves, gets further, applies, moves in."""
    come_back(P, V, T, lo, hi)
    lose_members(P, V, S, T, members, month, seed, lo, hi)
    go_through_stages(P, H, V, S, T, month, seed, lo, hi)
    apply_to_join(P, V, S, month, seed, lo, hi)
    move_in(P, V, S, T, month, seed, lo, hi)


ADMISSION_RULES = "admission-rules"
BULLETINS = "party-bulletins"
RULES = "party-rules"
WHO = "decides who is admitted, not how many"


class Membership(Mechanism):
    """The way in, the ways out, joint branches."""

    # fmt: off
    apply = assumed(0.003, "1/month", symbol="app_0", law="product", raises="applicants",
        note="a villager of up to 25 applies, all else in the middle",
        note_zh="其余条件居中时25岁及以下村民申请入党的水平")
    apply_trust = assumed(2.0, "log hazard", symbol="app_T", active=True, raises="applicants",
        note="by trust, above one half", note_zh="信任度的影响（以0.5为准）")
    apply_education = assumed(0.3, "log hazard", symbol="app_e", raises="applicants",
        note="by level of schooling, above junior", note_zh="受教育程度的影响（以初中为准）")
    apply_contact = assumed(0.4, "log hazard", symbol="app_m", raises="applicants",
        note="after a visit, a message or a service in the month", note_zh="当月有走访、消息或服务的影响")
    apply_age = Param(0.11, "1/year", "D", BULLETINS, fitted=True, symbol="app_a", lowers="applicants",
        note="fall with each year of age past 25", note_zh="25岁以后每长一岁的降低")
    apply_away = assumed(0.35, "factor", symbol="app_away", raises="applicants", note="while away",
        note_zh="外出期间的倍数")
    recommend_months = assumed(12.0, "month", low=6.0, high=24.0, lowers="activists",
        note="from applying to being taken on as activist", note_zh="从申请到列为入党积极分子的月数")
    activist_months = Param(12.0, "month", "D", ADMISSION_RULES, low=12.0, high=24.0, law="sum", lowers="admissions",
        note="shortest time as activist", note_zh="积极分子最短考察期")
    waiting_most = assumed(24.0, "month", low=12.0, high=36.0, raises="activists",
        note="months after which waiting to be chosen, or for a vote, lapses", note_zh="等待选定或表决超过此月数即失效")
    quota = Param(5.6e-4, "1/adult-year", "D", BULLETINS, symbol="recruit_quota", active=True, law="product",
        raises="admissions", note="recruits that the township allows, a registered adult",
        note_zh="乡镇下达的发展党员名额")
    places_filled = assumed(0.9, "share", low=0.8, high=1.0, active=True,
        either="the number of places follows published admissions, whatever share of them is filled",
        note="places that end in an admission: a dated world gives out so many more than were admitted",
        note_zh="最终接收的名额比例：按年份推进的情景据此多下达名额")
    score_ability = assumed(0.2, "score", symbol="rec_g", law="product", either=WHO,
        note="by a standard deviation of ability", note_zh="能力在评议中的权重")
    score_capacity = assumed(0.3, "score", symbol="rec_k", law="product", either=WHO, note="by capacity",
        note_zh="能力的权重")
    score_willingness = assumed(0.2, "score", symbol="rec_q", law="product", either=WHO,
        note="by service consciousness", note_zh="服务意识的权重")
    score_skill = assumed(0.1, "score", symbol="rec_s", law="product", either=WHO, note="by digital skill",
        note_zh="数字技能在评议中的权重")
    score_trust = assumed(0.1, "score", symbol="rec_T", law="product", either=WHO, note="by trust",
        note_zh="信任度的权重")
    score_kin = assumed(0.1, "score", symbol="kin_w", law="product", either=WHO, note="for relatives of sitting cadres",
        note_zh="在任干部亲属的加分")
    entry_noise = assumed(0.1, "score", symbol="entry_lax", law="product", either=WHO,
        note="spread of what has nothing to do with merit", note_zh="与条件无关部分的离散程度")
    threshold = assumed(-10.0, "score", low=-10.0, high=1.0, symbol="thr", law="sum", lowers="admissions",
        note="least score; below it places stay empty (-10: nobody is below)",
        note_zh="最低分；低于此分名额空缺（-10：无门槛）")
    approval_months = Param(2.0, "month", "D", ADMISSION_RULES, low=1.0, high=3.0, symbol="approve_m",
        either="postpones admissions by its own length", note="until the township approves", note_zh="乡镇审批所需月数")
    probation_months = Param(12.0, "month", "D", ADMISSION_RULES, low=12.0, high=24.0, law="sum",
        raises="months_to_full", note="probation, which may be prolonged by a year", note_zh="预备期")
    move_in = Param(0.0085, "1/year", "D", BULLETINS, former=0.006, low=0.003, high=0.012, fitted=True,
        symbol="move_in", active=True, raises="members",
        note="persons who joined elsewhere and move in, over members", note_zh="在外地入党后迁入者与党员之比")
    transfer = assumed(0.6, "probability", symbol="transfer_p", active=True, law="odds", lowers="pocket_members",
        note="transfer of a member who leaves for good is completed", note_zh="永久迁出党员完成组织关系转接的概率")
    lapse = assumed(3e-4, "1/month", symbol="lapse_0", raises="exits",
        note="a member without any habit gives up membership", note_zh="毫无组织生活习惯的党员退党的比率")
    exit_open = assumed(0.0, "1/year", low=0.0, high=1.0, symbol="exit_open", law="sum", raises="exits",
        note="removal of a member who stays away is put to the vote", note_zh="不参加组织生活者提交表决")
    removal_absence = held(6.0, "month", "D", RULES, lowers="exits", note="months without attending that allow removal",
        note_zh="可予除名的连续未参加月数")
    removal_cost = convention(0.02, "0-1", lowers="habit", note="habit that a removal costs the others",
        note_zh="除名使其他党员损失的组织生活习惯")
    suspension = Param(0.0, "probability", "D", RULES, low=0.0, high=1.0, symbol="stop_p", law="sum", raises="exits",
        note="membership is suspended in a month in which it may be, for want of contact (tier 2)",
        note_zh="因失去联系停止党籍（第二层修正）")
    silence = held(6.0, "month", "D", RULES, lowers="exits",
        note="months away, without attending and without contact, after which membership may be suspended",
        note_zh="外出、未参加且失去联系达到此月数后可停止党籍")
    strike_months = held(24.0, "month", "D", RULES, lowers="exits",
        note="months of suspension after which a member is struck off", note_zh="停止党籍多少个月后除名")
    transfer_duty = Param(0.0, "1/month", "D", RULES, low=0.0, high=0.2, symbol="transfer_duty", law="sum",
        raises="exits", note="a full member six months away transfers to a branch there, until return (tier 2)",
        note_zh="外出六个月的正式党员把关系转到当地（第二层修正）")
    setting = assumed("territorial", "setting", choices=("territorial", "economic", "mobile"), law="set",
        symbol="setting", either="who meets apart, and how small either part is, differ between villages",
        note="sub-branch beside the territorial ones: none, of members of a cooperative, of members away",
        note_zh="地域支部之外的组织：无、合作社党员、外出党员")
    joint_least = Param(3.0, "persons", "D", RULES, low=3.0, high=10.0, symbol="joint_min", law="set",
        either="fewer small branches, more who meet elsewhere", note="fewest full members of a branch or sub-branch",
        note_zh="党支部（含分设支部）的最少正式党员数")
    split_months = assumed(12.0, "month", low=3.0, high=36.0, law="set", either="only joint branches know it",
        note="months with enough members before a village leaves a joint branch",
        note_zh="党员数达标多少个月后退出联合党支部")
    general_members = Param(50.0, "persons", "D", RULES, low=30.0, high=1000.0, law="set",
        either="small sub-branches fail sooner or later than one large branch, by attendance",
        note="full members above which sub-branches by hamlet meet and vote by themselves",
        note_zh="正式党员超过此数时按自然村分设支部，分别开会表决")
    hamlet_members = assumed(25.0, "persons", low=10.0, high=50.0, law="set",
        either="small sub-branches fail sooner or later than large ones, by attendance",
        note="full members for each sub-branch by hamlet, at most six of them",
        note_zh="每个分设支部的正式党员数，至多六个")
    # fmt: on

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """What the drivers of a dated world are made with."""
        return frozenset({"places_filled"})

    def setup(self, model: Any) -> None:
        """Divide general branches from the start."""
        P, H, V = model.people.columns, model.households.columns, model.villages.columns
        model.over_villages(divide, P, H, V, self.settings(model), model.members, int(model.month), True)

    def step(self, model: Any) -> None:
        """Lose members, bring others a month further, let new ones apply or move in, then reorganise branches."""
        P, H, V, T = model.people.columns, model.households.columns, model.villages.columns, model.recorder.now
        S, month = self.settings(model), int(model.month)
        model.over_villages(lead_on, P, H, V, S, T, model.members, month, model.key)
        join_and_split(V, S["joint_least"], S["split_months"])
        model.over_villages(divide, P, H, V, S, model.members, month, False)
