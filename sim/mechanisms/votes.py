"""Votes: what a valid meeting decides about people, projects and the secretary (S8).

A valid meeting takes up to ``agenda_cap`` items: urgent ones, then admissions, removals and conversions (oldest
first, ties by identity), then the others. An item carries if more than ``pass_share`` of the *eligible* vote yes, so
that a bare quorum decides next to nothing; admissions, removals and conversions moreover want more than that share
present, and written opinions of absent members count as votes on them. What does not carry stays on the agenda;
urgent items lapse after two months. In a joint branch each village has its own agenda. Where a branch is divided, each
sub-branch votes on the persons who belong to it, and on matters of the village the votes of those that meet are added
up and must exceed the share of the eligible of all.

With ``steps`` 2 the other items also need a representatives' meeting of the same month, with 3 they wait a month before
(unless one person heads both committees); its delegates are chosen for ``delegate_term``. An election needs
``election_quorum`` of the electorate in the room, no online votes and no written ones, and more than ``pass_share`` of
those present.

A project is one more item; it is taken before the other items that are not urgent, and when it carries it may start.

reads   the counts of the meeting, pending, election_due, nominee, trust of residents (representatives); fund, aid,
        ``copied`` and ``posted_hours``, misperception of the secretary (who proposes a project, by the rules of
        ``collective_economy``)
writes  pending, stage (conversion), delegate, backlog, election_won, ``project_waiting``, ``project_posted``,
        ``project_passed``
draws   meetings.vote (persons: 0 item, 1 election; villages: 0 arrivals, 1 urgent, 2 written opinions, 3- items),
        meetings.representatives (0, 1 a delegate comes, says yes; 4 chosen);
        collective_economy.project (villages: 0 proposal)
tested  against the exact convolution of binomials; elections fail without fail where more than a fifth is away
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import (
    ADMISSION_ON_AGENDA,
    ADMISSION_PASSED,
    CONVERSION_ON_AGENDA,
    FULL,
    NO_SETTING,
    NOTHING,
    REMOVAL_ON_AGENDA,
    REMOVAL_PASSED,
)
from sim.core.compute.choice import oldest_first
from sim.core.compute.draws import poisson, rounded, stream, uniform
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention, held
from sim.procedures.projects import BY_THE_POSTED, NONE, proposes_a_project
from sim.procedures.quorum import at_least, binomial, more_than
from sim.procedures.representatives import (
    ITEMS,
    ROUND_OF_ELECTIONS,
    lean_of_delegates,
    representatives_meet,
    start_terms,
)
from sim.procedures.sub_branches import own_sub_branch, part

VOTE = stream("meetings.vote")
ITEM, ELECTION = 0, 1  # draws of a person
ARRIVALS, URGENT, WRITTEN, FIRST_ITEM = 0, 1, 2, 3  # draws of a village
NOBODY = np.uint64(0)


@kernel(inline=True)
def enter(V, T, v, arrivals, urgent):  # type: ignore[no-untyped-def]
    """Put new items, some of them urgent, on the agenda."""
    waiting = int(V["backlog"][v])
    V["backlog"][v] = waiting + arrivals - urgent
    V["backlog_age"][v] = float(V["backlog_age"][v]) * waiting / max(1, waiting + arrivals - urgent)
    V["urgent_new"][v] = urgent
    T["items_entered"][v] += arrivals


@kernel(inline=True)
def representatives_agree(P, V, S, v, month, seed):  # type: ignore[no-untyped-def]
    """Whether enough delegates of the households come, and more than half of them say yes."""
    a, b = int(V["first"][v]), int(V["last"][v])
    groups, delegates, trusts, identities = P.group[a:b], P.delegate[a:b], P.trust[a:b], P.identity[a:b]
    lean, by_trust = lean_of_delegates(V, S, v), float(S["delegates_trust"][v])
    quorum, yes = float(S["delegates_quorum"][v]), float(S["yes"][v])
    valid, share_for = representatives_meet(
        groups, delegates, trusts, identities, lean, by_trust, quorum, yes, ITEMS, month, seed
    )
    return valid and share_for > float(S["pass_share"][v])


@kernel(inline=True)
def decide(P, T, v, i, month):  # type: ignore[no-untyped-def]
    """Write down that the vote about a person carried."""
    T["items_passed"][v] += 1
    T["item_months"][v] += int(P.pending_months[i]) + 1
    state = int(P.pending[i])
    P.pending_months[i] = 0
    if state == ADMISSION_ON_AGENDA:
        P.pending[i] = ADMISSION_PASSED
    elif state == REMOVAL_ON_AGENDA:
        P.pending[i] = REMOVAL_PASSED
    else:
        applied = int(P.applied[i])
        T["admission_months"][v] += month - applied if applied >= 0 else int(P.stage_months[i])
        P.pending[i] = NOTHING
        P.stage[i] = FULL
        P.stage_months[i] = 0
        T["conversions"][v] += 1


@kernel
def list_waiting(pending, group, first, last, rows):  # type: ignore[no-untyped-def]
    """List the rows of persons about whom there is something to vote on; returns how many."""
    count = 0
    for i in range(first, last):
        rows[count] = i
        state = int(pending[i])
        waits = state in (ADMISSION_ON_AGENDA, CONVERSION_ON_AGENDA, REMOVAL_ON_AGENDA)
        count += waits and int(group[i]) != 0
    return count


@kernel
def vote_on_rows(P, V, S, T, v, rows, count, places, present, eligible, month, seed):  # type: ignore[no-untyped-def]
    """Votes of one meeting about the persons in ``rows``, the oldest matters first; returns how many were taken."""
    share, yes_share = float(S["pass_share"][v]), float(S["yes"][v])
    taken = min(places, count)
    oldest_first(P.pending_months, P.identity, count, taken, rows)
    absent = eligible - present
    opinions = rounded(float(S["written"][v]) * absent, uniform(seed, VOTE, V["identity"][v], month, WRITTEN))
    for c in range(taken):
        i = rows[c]
        yes = binomial(uniform(seed, VOTE, P.identity[i], month, ITEM), present + opinions, yes_share)
        if more_than(present, share, eligible) and more_than(yes, share, eligible):
            decide(P, T, v, i, month)
    return taken


@kernel
def vote_on_people(P, H, V, S, T, v, places, month, seed):  # type: ignore[no-untyped-def]
    """Votes about persons, each in the sub-branch she belongs to; returns how many places of the agenda they took."""
    a, b = int(V["first"][v]), int(V["last"][v])
    rows = np.empty(b - a + 1, np.int64)
    count = list_waiting(P.pending, P.group, a, b, rows)
    hamlets, functional = int(V["hamlets"][v]), int(V["functional"][v])
    if hamlets == 1 and functional == NO_SETTING:
        return vote_on_rows(
            P, V, S, T, v, rows, count, places, int(V["present"][v]), int(V["eligible"][v]), month, seed
        )
    cooperatives = H.cooperative[int(V["household_first"][v]) : int(V["household_last"][v])]
    most = 0
    own = np.empty(count + 1, np.int64)
    for unit in range(hamlets + (functional != NO_SETTING)):
        eligible = part(int(V["sub_eligible"][v]), unit)
        if eligible == 0:
            continue
        number = 0
        for c in range(count):
            i = rows[c]
            own[number] = i
            number += own_sub_branch(P, i, hamlets, functional, cooperatives) == unit
        present = part(int(V["sub_present"][v]), unit)
        most = max(most, vote_on_rows(P, V, S, T, v, own, number, places, present, eligible, month, seed))
    return most


@kernel(inline=True)
def vote_on_items(V, S, T, v, listed, age, drawn, month, seed):  # type: ignore[no-untyped-def]
    """Votes on ``listed`` items of this age, by the draws from ``drawn`` on; returns how many carried."""
    carried = 0
    for c in range(listed):
        u = uniform(seed, VOTE, V["identity"][v], month, FIRST_ITEM + drawn + c)
        yes = binomial(u, int(V["present"][v]), float(S["yes"][v]))
        carried += more_than(yes, float(S["pass_share"][v]), int(V["eligible"][v]))
    T["items_passed"][v] += carried
    T["item_months"][v] += carried * age
    return carried


@kernel
def hold_votes(P, H, V, O, S, C, T, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Renew the agenda of each village, take it through the meeting, and hold the election."""
    for v in range(lo, hi):
        village, steps = V["identity"][v], float(S["steps"][v])
        V["backlog_age"][v] += 1.0 if V["backlog"][v] > 0 else 0.0
        V["urgent_old"][v] = V["urgent_new"][v]
        V["urgent_new"][v] = 0
        arrivals = poisson(uniform(seed, VOTE, village, month, ARRIVALS), float(S["matters"][v]))
        urgent = binomial(uniform(seed, VOTE, village, month, URGENT), arrivals, float(S["urgent"][v]))
        leader = int(O["holder_row"][v])
        wrong = float(P.misperception[leader]) if leader >= 0 else float(V["belief_mean"][v])
        proposer = proposes_a_project(V, C, wrong, v, month, seed)
        project = proposer != NONE
        V["project_posted"][v] |= proposer == BY_THE_POSTED
        arrivals += project
        discussed_first = steps >= 3.0 and not O["one_shoulder"][v]
        if not discussed_first:
            enter(V, T, v, arrivals, urgent)
            V["project_waiting"][v] |= project
        if V["meeting_valid"][v]:
            places = int(S["agenda_cap"][v])
            waiting = int(V["urgent_old"][v]) + int(V["urgent_new"][v]) + int(V["backlog"][v])
            agreed = waiting > 0 and (steps < 2.0 or representatives_agree(P, V, S, v, month, seed))
            old = min(places, int(V["urgent_old"][v])) if agreed else 0
            new = min(places - old, int(V["urgent_new"][v])) if agreed else 0
            V["urgent_old"][v] -= vote_on_items(V, S, T, v, old, 1.0, 0, month, seed)
            V["urgent_new"][v] -= vote_on_items(V, S, T, v, new, 0.0, old, month, seed)
            places -= old + new
            places -= vote_on_people(P, H, V, S, T, v, places, month, seed)
            others = min(places, int(V["backlog"][v])) if agreed else 0
            age, drawn = float(V["backlog_age"][v]), old + new
            if others > 0 and V["project_waiting"][v] and not V["project_passed"][v]:
                V["project_passed"][v] = vote_on_items(V, S, T, v, 1, age, drawn, month, seed) > 0
                V["backlog"][v] -= V["project_passed"][v]
                others, drawn = others - 1, drawn + 1
            V["backlog"][v] -= vote_on_items(V, S, T, v, others, age, drawn, month, seed)
            V["backlog_age"][v] *= 1.0 if V["backlog"][v] > 0 else 0.0
        if discussed_first:
            enter(V, T, v, arrivals, urgent)
            V["project_waiting"][v] |= project
        if V["election_due"][v] and O["nominee"][v] != NOBODY:
            present = int(V["present_in_person"][v])
            valid = at_least(present, float(S["election_quorum"][v]), int(V["electorate"][v]))
            yes = binomial(uniform(seed, VOTE, O["nominee"][v], month, ELECTION), present, float(S["yes"][v]))
            V["election_won"][v] = valid and more_than(yes, float(S["pass_share"][v]), present)
            T["elections"][v] = 1
            T["elections_valid"][v] = valid
            T["election_members"][v] = V["on_roll"][v]
            T["election_present"][v] = present
            T["election_due_valid"][v] = int(V["electorate"][v]) * valid
            T["election_present_valid"][v] = present * valid


RULES = "party-rules"


class Votes(Mechanism):
    """The agenda of each village, admissions and removals included, and elections."""

    by_village = True

    # fmt: off
    agenda_cap = assumed(6.0, "items", low=3.0, high=12.0, symbol="agenda_cap", law="sum",
        either="binds only where items pile up", note="items that one meeting can take, a village",
        note_zh="一次会议的议题上限，每村")
    pass_share = held(0.5, "share", "D", RULES, lowers="admissions",
        note="share of the eligible that yes-votes must exceed", note_zh="赞成票须超过应到会人数的比例")
    yes = convention(0.95, "probability", symbol="p_yes", lowers="decision_lag", note="somebody present votes yes",
        note_zh="到会者投赞成票的概率")
    written = assumed(0.0, "share", low=0.0, high=1.0, symbol="written", law="sum",
        either="a vote that does not carry is taken again: admissions come earlier, hardly more of them",
        note="absent members who send a written opinion on admissions", note_zh="未到会者就接收党员提交书面意见的比例")
    election_quorum = held(0.8, "share", "D", "election-rules", lowers="election_validity",
        note="share of the electorate that must be in the room", note_zh="选举须到会的有选举权者比例")
    steps = Param(1.0, "steps", "D", "four-discussions", low=1.0, high=3.0, symbol="n_step", law="set",
        raises="decision_lag", note="1 members' meeting, 2 and representatives, 3 and a month before",
        note_zh="程序：1党员大会，2加代表会议，3再加一个月公示")
    matters = assumed(0.01, "1/month", low=0.0, high=0.03, raises="items_entered",
        note="matters other than persons and projects that come up, a village",
        note_zh="人员和项目之外产生的议题，每村")
    urgent = assumed(0.2, "share", either="urgent items are decided soon or not at all",
        note="of these, lapse if they are not passed in this month or the next",
        note_zh="其中当月和下月未通过即失效的比例")
    delegate_households = Param(10.0, "households", "D", "organic-law", low=5.0, high=15.0, symbol="rep_hh",
        either="sets the size of the meeting, not who comes", note="households for each delegate",
        note_zh="每名村民代表对应的户数")
    delegates = assumed(1.2, "log odds", low=0.0, high=2.0, symbol="rep_0", lowers="decision_lag",
        note="a delegate comes, all else in the middle", note_zh="其余条件居中时村民代表的到会水平")
    delegates_trust = convention(2.5, "log odds", symbol="mob_T", lowers="decision_lag",
        note="by residents' mean trust, above one half, as in mobilisation",
        note_zh="村民平均信任度的影响（以0.5为准），与群众动员相同")
    delegates_dispersion = convention(0.3, "log odds", symbol="att_disp",
        either="dispersion is above or below the mean", note="by dispersion of settlement, as for members",
        note_zh="居住分散度的影响，与党员相同")
    delegates_women = held(1 / 3, "share", "D", "organic-law",
        either="delegates decide alike whatever their sex", note="least share of women among the delegates",
        note_zh="村民代表中妇女的最低比例")
    delegate_term = Param(60.0, "month", "D", "organic-law", low=36.0, high=60.0,
        either="between two terms more delegates are away", note="term of the delegates; three years until 2018",
        note_zh="村民代表的任期；2018年以前为三年")
    delegates_quorum = held(2 / 3, "share", "D", "organic-law", raises="decision_lag",
        note="share of delegates who must come", note_zh="须到会的村民代表比例")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Choose the delegates of the term under way."""
        S, month = self.settings(model), int(model.month)
        model.over_villages(start_terms, model.people.columns, model.villages.columns, S, month, model.key)

    def step(self, model: Any) -> None:
        """Vote."""
        P, H, V, O = model.people.columns, model.households.columns, model.villages.columns, model.offices.columns
        S, T, month = self.settings(model), model.recorder.now, int(model.month)
        if (month - ROUND_OF_ELECTIONS) % int(S["delegate_term"][0]) == 0:
            model.over_villages(start_terms, P, V, S, month, model.key)
        economy = model.settings["collective_economy"]
        model.over_villages(hold_votes, P, H, V, O, S, economy, T, month, model.key)
