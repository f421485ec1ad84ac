"""Offices: who is secretary, for how long, and who follows (S6).

An office falls vacant when its holder is no longer a full member at home and able to attend: dead, gone for good,
away or frail. Age ends a candidacy, not a term. Of the candidates who accept, the one with the highest score is
nominated; nobody is asked twice in an election. The vote is taken later in the same month and the winner takes office
a month later, for a whole term. After three failed calls the incumbent holds over, twelve months at most, and then
the township appoints the nominee; it does so at once where nobody holds the office. Where nobody accepts, the office
stays vacant until the township sends an outsider, who stays on if nobody accepts at the end of the term either. A new
holder starts with motivation one half and an integrity of his own; one_shoulder belongs to the village and stays.

reads   members, kin, skill; subsidy and contract of ``effort``, integrity of ``start``; ``election_won``
writes  the offices, ``election_due``, ``committee_members``, ``committee_capacity``
draws   offices.acceptance (0: accepts; from 1: integrity), offices.score
tested  each rule above by itself; the share who accept and the distribution of integrity against their formulas
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.candidates import MIDDLE, NOBODY, can_hold, choose_nominee, draw_integrity, merit, row_of, score_weights
from sim.agents.codes import AGES, MAN
from sim.core.kernels import kernel
from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ASSUMED = "assumption"


@kernel
def start_term(O, B, v, identity, month, seed):  # type: ignore[no-untyped-def]
    """Start the term of a new holder, or another one of the old."""
    if O["holder"][v] != identity or O["outsider"][v]:
        O["tenure"][v] = 0
        O["motivation"][v] = MIDDLE
        O["embeddedness"][v] = 1.0
        O["integrity"][v] = draw_integrity(
            float(B["integrity_mean"][v]), float(B["integrity_weight"][v]), identity, month, seed
        )
    O["holder"][v] = identity
    O["outsider"][v] = False
    O["nominee"][v] = NOBODY
    O["term_months"][v] = O["calls"][v] = O["vacant_months"][v] = 0


@kernel
def send_outsider(V, O, S, B, v, month, seed):  # type: ignore[no-untyped-def]
    """Appoint somebody from outside."""
    start_term(O, B, v, V["identity"][v], month, seed)
    O["holder"][v] = NOBODY
    O["outsider"][v] = True
    O["tenure"][v] = 0
    O["motivation"][v] = MIDDLE
    O["embeddedness"][v] = 0.0
    O["age"][v] = S["outsider_age"][v]
    O["sex"][v] = MAN
    O["capacity"][v] = S["outsider_capacity"][v]
    O["willingness"][v] = S["outsider_willingness"][v]
    O["skill"][v] = S["outsider_skill"][v]


@kernel
def look_up(P, V, O, S, members, lo, hi):  # type: ignore[no-untyped-def]
    """Find every holder, copy what submodels of the village need, and pick the committee: the next best by score."""
    for v in range(lo, hi):
        i = row_of(P, V, members, v, O["holder"][v])
        O["holder_row"][v] = i
        if i >= 0:
            O["age"][v] = (int(P.group[i]) - 1) % AGES
            O["sex"][v] = P.sex[i]
            O["capacity"][v] = float(P.capacity[i])
            O["willingness"][v] = float(P.willingness[i])
            O["skill"][v] = float(P.skill[i])
        elif not O["outsider"][v]:
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
def seat_winner(P, V, O, B, members, v, month, seed):  # type: ignore[no-untyped-def]
    """Let the winner of last month's vote take office, or count the call that failed."""
    if V["election_due"][v]:
        if not V["election_won"][v]:
            O["calls"][v] += 1
        elif row_of(P, V, members, v, O["nominee"][v]) >= 0:
            start_term(O, B, v, O["nominee"][v], month, seed)
        else:
            O["calls"][v] = 0
    V["election_due"][v] = False
    V["election_won"][v] = False


@kernel
def fill_offices(P, V, O, S, E, B, members, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """End terms, call elections, appoint; the rules stand at the head of the file."""
    for v in range(lo, hi):
        seat_winner(P, V, O, B, members, v, month, seed)
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
        exhausted = int(O["calls"][v]) >= float(S["calls"][v])
        if exhausted and not vacant and over < float(S["holdover"][v]):
            continue
        asked = vacant and int(O["vacant_months"][v]) > 0 and O["nominee"][v] == NOBODY
        row = row_of(P, V, members, v, O["nominee"][v])
        if row < 0 and not asked:
            row = choose_nominee(P, V, S, E, members, v, month, seed)
        if row >= 0 and not exhausted:
            O["nominee"][v] = P.identity[row]
            V["election_due"][v] = True
        elif row >= 0:
            start_term(O, B, v, P.identity[row], month, seed)
            vacant = False
        else:
            O["nominee"][v] = NOBODY
            if outsider:
                O["term_months"][v] = O["calls"][v] = 0
            elif not vacant:
                O["holder"][v] = NOBODY
                O["vacant_months"][v] = O["calls"][v] = 0
                vacant = True
            elif int(O["vacant_months"][v]) >= float(S["vacancy"][v]):
                send_outsider(V, O, S, B, v, month, seed)
                vacant = False
        if vacant:
            O["vacant_months"][v] += 1


WHO = "decides who holds the office; the effect depends on who else could"
FIXED = "a constant of the score, held fixed"


class Offices(Mechanism):
    """Terms, candidates, acceptance, vacancies, outsiders."""

    # fmt: off
    term = Param(60, "month", "D", "village-terms", low=36, high=60, either=WHO, symbol="term",
        note="length of a term (36 before 2019)")
    calls = Param(3, "calls", "A", ASSUMED, low=3, high=3, either=WHO,
        note="calls of an election before the township steps in")
    holdover = Param(12, "month", "D", "election-rules", low=12, high=12, either=WHO,
        note="longest time an incumbent stays on")
    age_least = Param(28, "year", "A", ASSUMED, low=28, high=28,
        either="older candidates, or outsiders where there are none", note="youngest candidate")
    age_most = Param(62, "year", "A", "local-nomination-rules", low=58, high=65, raises="secretary_age",
        symbol="sec_age_max", note="oldest candidate; no national limit")
    score_capacity = Param(0.5, "score", "A", ASSUMED, low=0.5, high=0.5, either=FIXED, note="weight of capacity")
    score_willingness = Param(0.3, "score", "A", ASSUMED, low=0.3, high=0.3, either=FIXED,
        note="weight of service consciousness")
    score_skill = Param(0.1, "score", "A", ASSUMED, low=0.1, high=0.1, either=FIXED, note="weight of digital skill")
    score_noise = Param(0.1, "score", "A", ASSUMED, low=0.1, high=0.1, lowers="secretary_capacity",
        note="what nobody can see, standard deviation")
    kin_support = Param(0.1, "score", "A", ASSUMED, symbol="kin_sup", law="product",
        either="the candidate of a large kin group may be more or less able than the others",
        note="support of a kin group that holds all adults")
    vetting = Param(0.3, "score", "A", ASSUMED, raises="secretary_capacity", symbol="tw_vet", law="sum",
        note="weight of the township's view of capacity and willingness")
    reluctance = Param(0.2, "ln", "A", ASSUMED, low=0, high=1.5, raises="vacancy",
        note="what makes the burden of office worth it: log pay ratio plus service consciousness of even odds")
    acceptance_slope = Param(0.5, "ln", "A", ASSUMED, low=0.5, high=0.5,
        either="steeper acceptance helps or harms by the pay", note="spread of acceptance")
    vacancy = Param(3, "month", "A", ASSUMED, low=1, high=6, raises="vacancy", symbol="vac_m", law="product",
        note="months until an outsider is sent")
    outsider_capacity = Param(0.62, "0-1", "A", ASSUMED, low=0.5, high=0.75, raises="secretary_capacity",
        note="capacity of an outsider")
    outsider_willingness = Param(0.6, "0-1", "A", ASSUMED, raises="secretary_hours",
        note="service consciousness of an outsider")
    outsider_skill = Param(0.5, "0-1", "A", ASSUMED, raises="platform_quality", note="digital skill of an outsider")
    outsider_age = Param(40, "year", "A", ASSUMED, low=30, high=50, raises="secretary_age", note="age of an outsider")
    embedding = Param(0.08, "1/month", "A", ASSUMED, raises="service_fulfilment", symbol="emb",
        note="share of what is still unknown that an outsider learns in a month")
    committee_per = Param(300, "persons", "A", ASSUMED, low=300, high=300, lowers="service_fulfilment", symbol="n_com",
        note="registered persons for each member of the committee")
    committee_least = Param(3, "persons", "A", ASSUMED, low=3, high=3, raises="service_fulfilment",
        note="smallest committee")
    committee_most = Param(7, "persons", "A", ASSUMED, low=7, high=7, raises="service_fulfilment",
        note="largest committee")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Find the holders of the start population."""
        P, V, O = model.people.columns, model.villages.columns, model.offices.columns
        model.over_villages(look_up, P, V, O, self.settings(model), model.members)

    def step(self, model: Any) -> None:
        """Fill the offices by the rules, then refresh what is known of holders and committees."""
        P, V, O = model.people.columns, model.villages.columns, model.offices.columns
        S, E, B = self.settings(model), model.settings["effort"], model.settings["start"]
        model.over_villages(fill_offices, P, V, O, S, E, B, model.members, int(model.month), model.key)
        model.over_villages(look_up, P, V, O, S, model.members)
