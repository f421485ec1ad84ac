"""Offices: who is secretary, for how long, and who follows (S6).

An office falls vacant when its holder is no longer a full member at home and able to attend: dead, gone for good, away
or frail. Age ends a candidacy, not a term. Of the candidates who accept, the one with the highest score is nominated;
a woman stands only if she is put forward (``women_stand``), as does who stands for the first time after coming home
from away (``returnees_stand``), and from the year ``first_age_from`` on nobody over ``first_age_most`` stands for the
first time; nobody is asked twice in an election. The vote is taken later in the same month and the winner takes office
a month later, for a whole term. After three failed calls the incumbent holds over, twelve months at most, and then the
township appoints the nominee; it does so at once where nobody holds the office. Where nobody accepts, the office stays
vacant until the township sends an outsider, who stays on if nobody accepts at the end of the term either. A new holder
starts with motivation one half and an integrity of his own; ``one_shoulder`` belongs to the village and stays.

Whom the superiors remove leaves at once, and is not nominated in that month. With a limit of terms the incumbent may
not be nominated once he has served so many on end; after a term of somebody else he may. A graduate official who is a
full member and has been two years in post is appointed where nobody of the village accepts, if he does; he then
counts as an outsider who knows the village. Where a policy makes secretary and director one person, he is so at once
and stays so when the policy ends, until a dated world counts the villages anew. Two modifiers are off by default. A
reserve of trained successors shortens vacancies to a month, and with two persons to none. Full members away may be
nominated where the office is paid full-time; whoever is elected comes home.

reads   members, kin, skill; subsidy and contract of ``effort``, integrity of ``start``; ``election_won``; graduate
        officials
writes  the offices, ``election_due``, ``committee_members``, ``committee_capacity``; clears ``removal``; the post of a
        graduate who is appointed; the place of whoever comes home to take office
draws   offices.acceptance (0: accepts; from 1: integrity), offices.score (0: luck; 1: would come home; 2: a woman
        is put forward; 3: a returnee is put forward)
tested  each rule above by itself; the share who accept and the distribution of integrity against their formulas
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, CAME_HOME, IN_OFFICE, MAN
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention, held
from sim.procedures.candidates import (
    MIDDLE,
    NOBODY,
    accepts,
    can_hold,
    choose_nominee,
    draw_integrity,
    may_return,
    merit,
    row_of,
    row_of_nominee,
    score_weights,
)

RESERVE = 2.0  # so many trained successors leave no vacancy at all


@kernel
def start_term(O, B, v, identity, month, seed):  # type: ignore[no-untyped-def]
    """Start the term of a new holder, or another one of the old."""
    if O["holder"][v] != identity or O["outsider"][v]:
        O["tenure"][v] = 0
        O["motivation"][v] = MIDDLE
        O["embeddedness"][v] = 1.0
        mean, weight = float(B["integrity_mean"][v]), float(B["integrity_weight"][v])
        O["integrity"][v] = draw_integrity(mean, weight, identity, month, seed)
    O["holder"][v] = identity
    O["outsider"][v] = False
    O["nominee"][v] = NOBODY
    O["term_months"][v] = O["calls"][v] = O["vacant_months"][v] = 0


@kernel
def seat_outsider(V, O, B, v, month, seed, age, capacity, willingness, skill, known):  # type: ignore[no-untyped-def]
    """Appoint somebody who is no member of the village's households."""
    start_term(O, B, v, V["identity"][v], month, seed)
    O["holder"][v] = NOBODY
    O["outsider"][v] = True
    O["tenure"][v] = 0
    O["motivation"][v] = MIDDLE
    O["embeddedness"][v] = known
    O["age"][v] = age
    O["sex"][v] = MAN
    O["capacity"][v] = capacity
    O["willingness"][v] = willingness
    O["skill"][v] = skill


@kernel
def send_outsider(V, O, S, B, v, month, seed):  # type: ignore[no-untyped-def]
    """Appoint somebody from outside."""
    age, skill = float(S["outsider_age"][v]), float(S["outsider_skill"][v])
    capacity, willingness = float(S["outsider_capacity"][v]), float(S["outsider_willingness"][v])
    seat_outsider(V, O, B, v, month, seed, age, capacity, willingness, skill, 0.0)


@kernel
def send_graduate(V, O, G, S, E, B, v, least, month, seed):  # type: ignore[no-untyped-def]
    """Appoint the graduate official who may follow and accepts; says whether there was one."""
    ready = bool(G["posted"][v]) and bool(G["member"][v]) and int(G["tenure"][v]) >= least
    capacity, willingness, skill = float(G["capacity"][v]), float(G["willingness"][v]), float(G["skill"][v])
    if not ready or not accepts(V, S, E, v, V["identity"][v], capacity, willingness, month, seed):
        return False
    seat_outsider(V, O, B, v, month, seed, float(S["graduate_age"][v]), capacity, willingness, skill, 1.0)
    G["posted"][v] = G["member"][v] = False
    G["tenure"][v] = 0
    G["capacity"][v] = G["willingness"][v] = G["skill"][v] = 0.0
    return True


@kernel
def come_home(P, T, v, i):  # type: ignore[no-untyped-def]
    """Bring home whoever takes office from away."""
    if int(P.group[i]) > AWAY_STEP:
        P.group[i] = int(P.group[i]) - AWAY_STEP
        P.away[i] = False
        P.months_away[i] = 0
        P.past[i] = int(P.past[i]) | CAME_HOME
        T["returned"][v] += 1


@kernel
def look_up(P, V, O, S, members, lo, hi):  # type: ignore[no-untyped-def]
    """Find every holder, copy what submodels of the village need, and pick the committee: the next best by score."""
    for v in range(lo, hi):
        if float(S["one_shoulder"][v]) > 0:
            O["one_shoulder"][v] = True
        i = row_of(P, V, members, v, O["holder"][v])
        O["holder_row"][v] = i
        if i >= 0:
            O["age"][v] = (int(P.group[i]) - 1) % AGES
            O["sex"][v] = P.sex[i]
            O["capacity"][v] = float(P.capacity[i])
            O["willingness"][v] = float(P.willingness[i])
            O["skill"][v] = float(P.skill[i])
            P.past[i] = int(P.past[i]) | IN_OFFICE
            O["returned"][v] = (int(P.past[i]) & CAME_HOME) != 0
        else:
            O["returned"][v] = False
        if i < 0 and not O["outsider"][v]:
            O["holder"][v] = NOBODY
            O["age"][v] = O["capacity"][v] = O["willingness"][v] = O["skill"][v] = 0.0
        wanted = math.floor(int(V["registered"][v]) / float(S["committee_per"][v]) + 0.5)
        size = int(min(max(wanted, float(S["committee_least"][v])), float(S["committee_most"][v])))
        weights = score_weights(S, v)
        scores, rows, found = np.empty(size + 1), np.empty(size + 1, np.int64), 0
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            j = int(members[m])
            if j == i or not can_hold(P.group[j], P.stage[j], P.frail[j]):
                continue
            score, place = merit(weights, P.capacity[j], P.willingness[j], P.skill[j]), found
            while place > 0 and scores[place - 1] < score:
                scores[place], rows[place] = scores[place - 1], rows[place - 1]
                place -= 1
            scores[place], rows[place] = score, j
            found = min(found + 1, size)
        total = 0.0
        for n in range(found):
            total += float(P.capacity[rows[n]])
        V["committee_members"][v] = found
        V["committee_capacity"][v] = total / max(found, 1)


@kernel
def seat_winner(P, V, O, B, T, members, v, returning, month, seed):  # type: ignore[no-untyped-def]
    """Let the winner of last month's vote take office, or count the call that failed."""
    if V["election_due"][v]:
        row = row_of_nominee(P, V, members, v, O["nominee"][v], returning)
        if not V["election_won"][v]:
            O["calls"][v] += 1
        elif row >= 0:
            come_home(P, T, v, row)
            start_term(O, B, v, O["nominee"][v], month, seed)
        else:
            O["calls"][v] = 0
    V["election_due"][v] = False
    V["election_won"][v] = False


@kernel
def remove_holder(V, O, v):  # type: ignore[no-untyped-def]
    """Take the office from its holder if the superiors said so; returns who may not be nominated, if anybody."""
    removed = O["holder"][v]
    if not V["removal"][v]:
        return NOBODY
    V["removal"][v] = False
    O["holder"][v] = NOBODY
    O["outsider"][v] = False
    if O["nominee"][v] == removed:
        O["nominee"][v] = NOBODY
    return removed


@kernel
def fill_offices(P, V, O, G, S, E, B, T, least, members, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """End terms, call elections, appoint; the rules stand at the head of the file."""
    for v in range(lo, hi):
        returning = may_return(S, E, v)
        barred = remove_holder(V, O, v)
        seat_winner(P, V, O, B, T, members, v, returning, month, seed)
        if O["holder"][v] != NOBODY and row_of(P, V, members, v, O["holder"][v]) < 0:
            O["holder"][v] = NOBODY
        outsider = bool(O["outsider"][v])
        vacant = O["holder"][v] == NOBODY and not outsider
        O["tenure"][v] += 1
        O["term_months"][v] += 1
        if outsider:
            O["embeddedness"][v] += float(S["embedding"][v]) * (1 - float(O["embeddedness"][v]))
        over = int(O["term_months"][v]) - float(S["term"][v])
        if not vacant and over < 0:
            continue
        terms = float(S["most_terms"][v])
        if not vacant and terms > 0 and int(O["tenure"][v]) >= terms * float(S["term"][v]):
            barred = O["holder"][v]
        calls, wait = float(S["calls"][v]), float(S["vacancy"][v])
        if vacant and float(S["reserve"][v]) >= 1:
            calls = min(calls, max(RESERVE - float(S["reserve"][v]), 0.0))
            wait = min(wait, calls)
        exhausted = int(O["calls"][v]) >= calls
        if exhausted and not vacant and over < float(S["holdover"][v]):
            continue
        asked = vacant and int(O["vacant_months"][v]) > 0 and O["nominee"][v] == NOBODY
        row = row_of_nominee(P, V, members, v, O["nominee"][v], returning)
        if row < 0 and not asked:
            row = choose_nominee(P, V, S, E, members, v, barred, returning, month, seed)
        if row >= 0 and not exhausted:
            O["nominee"][v] = P.identity[row]
            V["election_due"][v] = True
        elif row >= 0:
            come_home(P, T, v, row)
            start_term(O, B, v, P.identity[row], month, seed)
            vacant = False
        else:
            O["nominee"][v] = NOBODY
            if outsider:
                O["term_months"][v] = O["calls"][v] = 0
            elif int(O["vacant_months"][v]) == 0 and send_graduate(V, O, G, S, E, B, v, least[v], month, seed):
                vacant = False
            elif not vacant:
                O["holder"][v] = NOBODY
                O["vacant_months"][v] = O["calls"][v] = 0
                vacant = True
            elif int(O["vacant_months"][v]) >= wait:
                send_outsider(V, O, S, B, v, month, seed)
                vacant = False
        if vacant:
            O["vacant_months"][v] += 1


WHO = "decides who holds the office; the effect depends on who else could"
FIXED = "a constant of the score, held fixed"


class Offices(Mechanism):
    """Terms, candidates, acceptance, vacancies, outsiders."""

    by_village = True

    # fmt: off
    term = Param(60, "month", "D", "village-terms", low=36, high=60, either=WHO, symbol="term",
        note="length of a term (36 before 2019)", note_zh="任期（2019年以前为36个月）")
    calls = convention(3, "calls", either=WHO, note="calls of an election before the township steps in",
        note_zh="乡镇介入之前召集选举的次数")
    holdover = held(12, "month", "D", "election-rules", either=WHO, note="longest time an incumbent stays on",
        note_zh="在任者延期换届的最长时间")
    age_least = convention(28, "year", either="older candidates, or outsiders where there are none",
        note="youngest candidate", note_zh="候选人最低年龄")
    age_most = Param(62, "year", "A", "local-nomination-rules", low=58, high=65, raises="secretary_age",
        symbol="sec_age_max", note="oldest candidate; no national limit", note_zh="候选人最高年龄；全国无统一上限")
    score_capacity = convention(0.5, "score", either=FIXED, note="weight of capacity", note_zh="能力的权重")
    score_willingness = convention(0.3, "score", either=FIXED, note="weight of service consciousness",
        note_zh="服务意识的权重")
    score_skill = convention(0.1, "score", either=FIXED, note="weight of digital skill", note_zh="数字技能的权重")
    score_noise = convention(0.1, "score", law="product", lowers="secretary_capacity",
        note="what nobody can see, standard deviation; less where scores are open",
        note_zh="评议中看不到的部分（标准差），公开评议时较小")
    kin_support = assumed(0.1, "score", symbol="kin_sup", law="product",
        either="the candidate of a large kin group may be more or less able than the others",
        note="support of a kin group that holds all adults", note_zh="大家族的支持")
    vetting = assumed(0.3, "score", raises="secretary_capacity", symbol="tw_vet", law="sum",
        note="weight of the township's view of capacity and willingness", note_zh="乡镇对能力和服务意识的评价的权重")
    first_age_most = assumed(50, "year", former=110, low=45, high=55, raises="secretary_age", active=True,
        note="oldest candidate who has not been secretary before, where such a rule is in force; 110 = no rule",
        note_zh="规定实施后首次任书记候选人的最高年龄；110=无此规定")
    first_age_from = Param(2021, "calendar year", "A", "local-nomination-rules", low=2021, high=2030,
        raises="secretary_age", note="year from which that rule is in force: the round of elections of 2021",
        note_zh="上述规定自此年起实施：2021年换届")
    returnees_stand = assumed(0.15, "probability", former=1, low=0.05, high=1, raises="secretary_returned", active=True,
        law="odds", note="who has come home from away and not been secretary is put forward, as others are",
        note_zh="外出返乡且未任过书记者在选举中被提名的概率（他人为1）")
    women_stand = assumed(0.23, "probability", former=1, low=0.1, high=0.5, raises="secretary_women", symbol="off_w",
        active=True, note="a woman who could stand is put forward in an election, as any man is",
        note_zh="符合条件的女性在选举中被提名的概率（男性为1）")
    reluctance = assumed(0.2, "ln", low=0, high=1.5, raises="vacancy",
        note="what makes the burden of office worth it: log pay ratio plus service consciousness of even odds",
        note_zh="愿否任职各半时，报酬比对数与服务意识之和")
    acceptance_slope = convention(0.5, "ln", either="steeper acceptance helps or harms by the pay",
        note="spread of acceptance", note_zh="接受任职的离散程度")
    vacancy = assumed(3, "month", low=1, high=6, raises="vacancy", symbol="vac_m", law="product",
        note="months until an outsider is sent", note_zh="空缺多少个月后由上级派人")
    outsider_capacity = assumed(0.62, "0-1", low=0.5, high=0.75, raises="secretary_capacity",
        note="capacity of an outsider", note_zh="外派书记的能力")
    outsider_willingness = assumed(0.6, "0-1", raises="secretary_hours", note="service consciousness of an outsider",
        note_zh="外派书记的服务意识")
    outsider_skill = assumed(0.5, "0-1", raises="platform_quality", note="digital skill of an outsider",
        note_zh="外派书记的数字技能")
    outsider_age = assumed(40, "year", low=30, high=50, raises="secretary_age", note="age of an outsider",
        note_zh="外派书记的年龄")
    graduate_age = assumed(27, "year", low=24, high=32, raises="secretary_age",
        note="age of a graduate official who is appointed", note_zh="被任命的大学生村官的年龄")
    most_terms = assumed(0, "terms", low=0, high=3, either=WHO, law="sum",
        note="terms after which the incumbent may not be nominated again; 0 = no limit", note_zh="连任届数上限，0=不限")
    reserve = assumed(0, "persons", low=0, high=2, lowers="vacancy", symbol="reserve_n", law="sum",
        note="trained successors: one cuts a vacancy to a month, two to none",
        note_zh="受训的后备人选：一人时空缺一个月，两人时无空缺")
    one_shoulder = Param(False, "switch", "D", "one-shoulder", raises="formalism", law="or",
        note="secretary and director of the villagers' committee become one person where they are not yet",
        note_zh="书记、村主任“一肩挑”")
    returning = assumed(0, "probability", low=0, high=0.5, symbol="cand_ret", law="sum",
        either="fills offices that nobody at home accepts; who has come home may leave again",
        note="full members away who stand if the office is paid full-time, and come home if elected",
        note_zh="岗位专职付酬时，外出正式党员参选且当选后返乡的概率")
    embedding = assumed(0.08, "1/month", raises="service_fulfilment", symbol="emb",
        note="share of what is still unknown that an outsider learns in a month",
        note_zh="外派书记每月熟悉所余未知情况的比例")
    committee_per = convention(300, "persons", lowers="service_fulfilment", symbol="n_com",
        note="registered persons for each member of the committee", note_zh="每名委员对应的户籍人口")
    committee_least = convention(3, "persons", raises="service_fulfilment", note="smallest committee",
        note_zh="委员会最少人数")
    committee_most = convention(7, "persons", raises="service_fulfilment", note="largest committee",
        note_zh="委员会最多人数")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Find the holders of the start population."""
        P, V, O = model.people.columns, model.villages.columns, model.offices.columns
        model.over_villages(look_up, P, V, O, self.settings(model), model.members)

    def step(self, model: Any) -> None:
        """Fill the offices by the rules, then refresh what is known of holders and committees."""
        P, V, O = model.people.columns, model.villages.columns, model.offices.columns
        S, E, B = self.settings(model), model.settings["effort"], model.settings["start"]
        G, T = model.graduate_officials.columns, model.recorder.now
        least = np.ascontiguousarray(model.settings["graduate_officials"]["candidate_months"])
        month, members = int(model.month), model.members
        model.over_villages(fill_offices, P, V, O, G, S, E, B, T, least, members, month, model.key)
        model.over_villages(look_up, P, V, O, S, members)
