"""Party life: calls of the members' meeting, who comes, whether there is a quorum, and what is put on record (S8).

A regular call every ``call_interval`` months; after a call without a quorum another a month later, three in all. Each
member who is at home, or back for the festival, comes with probability

    σ(attend + attend_habit (habit − .5) + attend_others (memory − .6) + attend_content (content − .5)
      − attend_formalism (formalism − .3) − attend_dispersion dispersion − attend_frail frail − attend_distance guest)

where a guest is a village whose members meet in the branch of another. With ``online`` those who are not in the room
join with σ(attend_online + 2 (habit − .5) + 2 (platform − .5)) if they have a device and some skill. The meeting is
valid if the present reach ``quorum`` of the eligible: all full members (``registered``), or less those who may be
excused, did not come, and whose excuse is approved (``adjusted``). Members of a joint branch are counted village by
village and added up.

reads   presence, habit, frail, device, skill; hours for Party life, formalism, capacity of the secretary, last month's
        platform quality
writes  habit, missed; present, eligible and electorate of the branch, meeting_valid, calls_failed, attendance_memory,
        content
draws   meetings.attend (0 comes, 1 excuse approved), meetings.attend_online, meetings.fabricate (branch),
        migration.festival
tested  against the exact convolution of binomials; nobody is counted if nobody comes; no records without stakes
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AWAY_STEP, FULL, LONG_AWAY, PROBATIONARY
from sim.agents.presence import present_at_festival
from sim.agents.quorum import at_least, logistic
from sim.core.draws import stream, uniform
from sim.core.kernels import kernel
from sim.core.mechanism import Mechanism
from sim.core.parameters import Param

ATTEND, ATTEND_ONLINE, FABRICATE = (
    stream("meetings.attend"),
    stream("meetings.attend_online"),
    stream("meetings.fabricate"),
)
HERE, CAME, ONLINE = 1, 2, 4  # bits of what a member did at a call
PRESENT, ELIGIBLE, IN_PERSON, ELECTORATE, ON_ROLL, COUNTS = 0, 1, 2, 3, 4, 5  # rows of the table of counts
LONGEST = 255
YEAR = 12
MIDDLE = 0.5
FORMALISM_NEUTRAL = 0.3


@kernel
def leaning(V, S, v):  # type: ignore[no-untyped-def]
    """Log odds of coming for a member of middling habit who is well, as far as the village decides."""
    lean = float(S["attend"][v]) + float(S["attend_others"][v]) * (
        float(V["attendance_memory"][v]) - float(S["attendance_usual"][v])
    )
    lean += float(S["attend_content"][v]) * (float(V["content"][v]) - MIDDLE)
    lean -= float(S["attend_formalism"][v]) * (float(V["formalism"][v]) - FORMALISM_NEUTRAL)
    lean -= float(S["attend_dispersion"][v]) * float(V["dispersion"][v])
    return lean - (float(S["attend_distance"][v]) if V["branch"][v] != v else 0.0)


@kernel
def plan_content(V, O, S, leaderless, lo, hi):  # type: ignore[no-untyped-def]
    """Content of Party life from this month's hours, the secretary's capacity and formalism."""
    for v in range(lo, hi):
        held = O["holder"][v] != np.uint64(0) or O["outsider"][v]
        leader = float(O["capacity"][v]) if held else float(leaderless[v])
        content = float(S["content"][v]) + float(S["content_hours"][v]) * min(
            1.0, float(V["party_hours"][v]) / float(S["party_hours"][v])
        )
        content += float(S["content_leader"][v]) * leader - float(S["content_formalism"][v]) * (
            float(V["formalism"][v]) - FORMALISM_NEUTRAL
        )
        V["content"][v] = min(1.0, max(0.0, content))


@kernel
def attend(P, V, S, M, members, called, came, counts, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Draw who comes where there is a call or an election, and count them village by village."""
    for v in range(lo, hi):
        if not called[v]:
            continue
        feast = month % YEAR + 1 == int(S["festival_month"][v])
        psi = float(M["festival"][v])
        lean, by_habit, frailty = leaning(V, S, v), float(S["attend_habit"][v]), float(S["attend_frail"][v])
        online = float(S["online"][v]) > 0.0
        lean_online = float(S["attend_online"][v]) + float(S["online_platform"][v]) * (
            float(V["platform_quality"][v]) - MIDDLE
        )
        habit_online, skill_least = float(S["online_habit"][v]), float(S["online_skill"][v])
        excused = float(S["excuses_approved"][v]) if float(S["denominator"][v]) > 0.0 else 0.0
        present = eligible = in_person = electorate = full = 0
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) < PROBATIONARY:
                continue
            away = group > AWAY_STEP
            here = not away
            if away and feast and not P.pocket[i]:
                here = present_at_festival(seed, P.identity[i], month, psi)
            habit = float(P.habit[i]) - MIDDLE
            frail = bool(P.frail[i])
            state = 0
            if here:
                state = HERE
                odds = lean + by_habit * habit - (frailty if frail else 0.0)
                if uniform(seed, ATTEND, P.identity[i], month, 0) < logistic(odds):
                    state |= CAME
            able = online and not P.pocket[i] and P.device[i] and float(P.skill[i]) >= skill_least
            if able and not state & CAME:
                odds = lean_online + habit_online * habit
                if uniform(seed, ATTEND_ONLINE, P.identity[i], month, 0) < logistic(odds):
                    state |= ONLINE
            came[m] = state
            if int(P.stage[i]) != FULL:
                continue
            full += 1
            waived = False
            if excused > 0.0 and not state & CAME and (frail or (away and int(P.months_away[i]) >= LONG_AWAY)):
                waived = uniform(seed, ATTEND, P.identity[i], month, 1) < excused
            in_person += (state & CAME) != 0
            electorate += not waived
            present += (state & (CAME | ONLINE)) != 0
            eligible += not waived or (state & ONLINE) != 0
        counts[PRESENT, v] = present
        counts[ELIGIBLE, v] = eligible
        counts[IN_PERSON, v] = in_person
        counts[ELECTORATE, v] = electorate
        counts[ON_ROLL, v] = full


@kernel
def on_paper(V, O, S, stakes, documents, supervision, branch, month, seed):  # type: ignore[no-untyped-def]
    """Whether a branch that failed to meet puts a meeting on record: never without stakes or without inspections."""
    inspections = float(supervision["inspections"][branch])
    if float(stakes[branch]) <= 0.0 or inspections <= 0.0:
        return False
    pressure = float(stakes[branch]) * float(documents[branch]) * inspections
    lean = float(S["fabricate"][branch]) + float(S["fabricate_pressure"][branch]) * pressure
    lean -= float(S["fabricate_integrity"][branch]) * (
        float(O["integrity"][branch]) - float(S["integrity_usual"][branch])
    )
    lean -= float(S["fabricate_audit"][branch]) * float(supervision["audit"][branch])
    return uniform(seed, FABRICATE, V["identity"][branch], month, 0) < logistic(lean)


@kernel
def conclude(P, V, O, S, T, stakes, documents, supervision, members, call, came, counts, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Hold the meeting or fail, with the counts of the whole branch, and let habits answer."""
    for v in range(lo, hi):
        branch = int(V["branch"][v])
        number = int(call[branch])
        present, eligible, on_roll = (
            int(counts[PRESENT, branch]),
            int(counts[ELIGIBLE, branch]),
            int(counts[ON_ROLL, branch]),
        )
        valid = number > 0 and at_least(present, float(S["quorum"][branch]), eligible)
        last = number > 0 and not valid and number >= int(S["calls_most"][branch])
        paper = last and on_paper(V, O, S, stakes, documents, supervision, branch, month, seed)
        step = min(1.0, float(S["habit_step"][v]) + float(S["rights"][v]))
        away_step, failed_step = step * float(S["habit_away"][v]), float(S["habit_failed"][v])
        theme, known = step * float(S["theme_day"][v]), float(S["habit_paper"][v]) if paper else 0.0
        full = home = home_came = joined = attended = 0
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) < PROBATIONARY:
                continue
            state = int(came[m])
            there = (state & (CAME | ONLINE)) != 0
            habit = float(P.habit[i])
            if valid:
                habit += (step if state & HERE else away_step) * ((1.0 if there else 0.0) - habit)
            elif number > 0 and there:
                habit -= failed_step * habit
            if group <= AWAY_STEP:
                habit -= known
                if theme > 0.0 and state & CAME:
                    habit += theme * (1.0 - habit)
            P.habit[i] = max(0.0, habit)
            P.missed[i] = 0 if number > 0 and there else min(LONGEST, int(P.missed[i]) + 1)
            if int(P.stage[i]) == FULL:
                full += 1
                home += group <= AWAY_STEP
                home_came += group <= AWAY_STEP and (state & CAME) != 0
                joined += (state & ONLINE) != 0
                attended += there
        V["present"][v] = present
        V["eligible"][v] = eligible
        V["present_in_person"][v] = counts[IN_PERSON, branch]
        V["electorate"][v] = counts[ELECTORATE, branch]
        V["meeting_valid"][v] = valid
        V["months_since_meeting"][v] = 0 if valid else V["months_since_meeting"][v] + 1
        V["calls_failed"][v] = 0 if valid or last or number == 0 else number
        T["functioning_members"][v] = full if V["months_since_meeting"][v] < int(S["functioning_months"][v]) else 0
        if number == 0:
            continue
        if home > 0:
            memory = float(S["memory"][v])
            V["attendance_memory"][v] = (1.0 - memory) * float(V["attendance_memory"][v]) + memory * home_came / home
        T["attendance"][v] = attended
        T["attendance_home"][v] = home_came
        T["attendance_online"][v] = joined
        T["attendance_due"][v] = full
        T["attendance_due_home"][v] = home
        # Superiors read the record of every call; a fabricated record stands in the place of the call it covers.
        T["attendance_reported"][v] = 0 if paper else attended
        T["attendance_due_reported"][v] = 0 if paper else full
        if branch != v:
            continue
        if paper:
            T["attendance_reported"][v] = on_roll // 2 + 1
            T["attendance_due_reported"][v] = on_roll
        T["calls"][v] = 1
        T["first_calls"][v] = number == 1
        T["first_calls_failed"][v] = number == 1 and not valid
        T["meetings_valid"][v] = valid
        T["meetings_fabricated"][v] = paper
        T["meetings_reported"][v] = valid or paper


ASSUMED = "assumption"
RULES = "party-rules"
RULE = "a rule, held fixed"


class Meetings(Mechanism):
    """Calls, attendance, quorum, records."""

    # fmt: off
    call_month = Param(1.0, "month of the year", "D", RULES, low=1.0, high=12.0, law="set",
        either="moves calls towards or away from the festival", note="month of a regular call")
    call_interval = Param(3.0, "month", "D", RULES, low=1.0, high=12.0, law="set",
        either="fewer calls fail less often and decide less", note="months between regular calls: 1, 2, 3, 4, 6 or 12")
    calls_most = Param(3.0, "calls", "A", ASSUMED, low=3.0, high=3.0, raises="valid_meetings",
        note="calls of one meeting before it is given up")
    festival_month = Param(2.0, "month of the year", "A", ASSUMED, low=1.0, high=2.0, symbol="fest_m",
        either="only a call in this month gains by it", note="month of the Spring Festival")
    quorum = Param(0.5, "share", "D", RULES, low=0.5, high=0.5, raises="quorum_failure",
        note="share of the eligible who must be present")
    denominator = Param("registered", "rule", "D", "election-rules", choices=("registered", "adjusted"), law="set",
        lowers="quorum_failure", symbol="denominator", note="who is eligible: all full members, or less those excused")
    excuses_approved = Param(0.9, "share", "A", ASSUMED, symbol="adj_p", law="odds", lowers="quorum_failure",
        note="excuses (frail, away six months) that are approved under the adjusted denominator")
    attend = Param(0.8, "log odds", "A", ASSUMED, low=0.0, high=1.5, symbol="att_0", active=True, law="sum",
        raises="attendance_home", note="coming to a meeting, all else in the middle")
    attend_habit = Param(3.0, "log odds", "A", ASSUMED, low=1.0, high=5.0, symbol="att_h", active=True,
        raises="attendance_home", note="by habit, above one half")
    attend_others = Param(1.5, "log odds", "A", ASSUMED, low=0.0, high=3.0, symbol="att_soc", active=True,
        either="remembered attendance is above or below the usual", note="by remembered attendance, above the usual")
    attendance_usual = Param(0.6, "share", "A", ASSUMED, low=0.6, high=0.6, lowers="attendance_home",
        note="remembered attendance that moves nobody")
    attend_content = Param(0.8, "log odds", "A", ASSUMED, low=0.0, high=2.0, symbol="att_cq", raises="attendance_home",
        note="by content, above one half")
    attend_formalism = Param(1.0, "log odds", "A", ASSUMED, low=0.0, high=2.0, symbol="att_phi", active=True,
        lowers="attendance_home", note="by formalism, where it is above .3")
    attend_dispersion = Param(0.3, "log odds", "A", ASSUMED, low=0.0, high=0.6, symbol="att_disp",
        either="dispersion is above or below the mean", note="by dispersion of settlement")
    attend_frail = Param(3.0, "log odds", "A", ASSUMED, low=0.0, high=6.0, symbol="att_frail", lowers="attendance_home",
        note="by frailty")
    attend_distance = Param(0.5, "log odds", "A", ASSUMED, low=0.0, high=1.0, symbol="att_dist",
        lowers="attendance_home", note="by meeting in another village")
    online = Param(False, "switch", "A", "online-branch-rules", symbol="quorum_online", law="or", raises="attendance",
        note="those who join online are counted")
    attend_online = Param(-1.2, "log odds", "A", ASSUMED, low=-2.5, high=0.0, symbol="att_on0", active=True, law="sum",
        raises="attendance_online", note="joining online, all else in the middle")
    online_habit = Param(2.0, "log odds", "A", ASSUMED, low=2.0, high=2.0, raises="attendance_online",
        note="by habit, above one half")
    online_platform = Param(2.0, "log odds", "A", ASSUMED, low=2.0, high=2.0,
        either="quality is above or below one half", note="by quality of the platform")
    online_skill = Param(0.15, "0-1", "A", ASSUMED, low=0.15, high=0.15, lowers="attendance_online",
        note="least skill for a meeting by phone")
    habit_step = Param(0.10, "share", "A", ASSUMED, low=0.03, high=0.2, symbol="lam_h", active=True,
        either="follows attendance up or down", note="step of habit after a valid meeting")
    rights = Param(0.0, "share", "A", ASSUMED, low=0.0, high=0.1, symbol="rights", law="sum",
        either="follows attendance up or down", note="added to that step where members' rights are exercised (tier 2)")
    habit_away = Param(0.15, "ratio", "A", ASSUMED, low=0.15, high=0.15, lowers="habit",
        note="the same step for those who are not in the village, over the step of those who are")
    habit_failed = Param(0.04, "share", "A", ASSUMED, low=0.0, high=0.15, symbol="lam_post", active=True,
        lowers="habit", note="habit lost by those who came in vain")
    habit_paper = Param(0.02, "0-1", "A", ASSUMED, low=0.02, high=0.02, lowers="habit",
        note="habit lost by home members over a meeting on paper")
    theme_day = Param(0.0, "ratio", "D", RULES, low=0.0, high=1.0, symbol="theme_day", law="sum", raises="habit",
        note="step of habit of a monthly theme day, over that of a meeting (tier 2)")
    memory = Param(0.3, "share", "A", ASSUMED, low=0.3, high=0.3,
        either="sets how fast attendance is learnt, not where it goes",
        note="weight of this call in remembered attendance")
    content = Param(0.3, "0-1", "A", ASSUMED, low=0.3, high=0.3, raises="attendance_home",
        note="content without hours, leadership and formalism")
    content_hours = Param(0.5, "0-1", "A", ASSUMED, low=0.5, high=0.5, raises="attendance_home",
        note="content gained by enough hours for Party life")
    content_leader = Param(0.2, "0-1", "A", ASSUMED, low=0.2, high=0.2, raises="attendance_home",
        note="content gained by a fully capable secretary")
    content_formalism = Param(0.3, "0-1", "A", ASSUMED, low=0.3, high=0.3, lowers="attendance_home",
        note="content lost to formalism")
    party_hours = Param(20.0, "hour/month", "A", ASSUMED, symbol="h_Pref", lowers="attendance_home",
        note="hours for Party life that are enough")
    fabricate = Param(-3.0, "log odds", "A", ASSUMED, symbol="fab_0", raises="fabricated_share",
        note="a record after the last failed call, without pressure")
    fabricate_pressure = Param(1.5, "log odds", "A", ASSUMED, symbol="fab_I", active=True, law="product",
        raises="fabricated_share", note="by stakes, weight of documents and inspections")
    fabricate_integrity = Param(3.0, "log odds", "A", ASSUMED, symbol="fab_i",
        either="integrity is above or below the usual", note="by integrity of the secretary, above the usual")
    integrity_usual = Param(0.8, "0-1", "A", ASSUMED, low=0.8, high=0.8, raises="fabricated_share",
        note="integrity that moves nothing")
    fabricate_audit = Param(3.0, "log odds", "A", ASSUMED, symbol="fab_a", lowers="fabricated_share",
        note="by checks of reality")
    functioning_months = Param(6.0, "month", "A", ASSUMED, low=6.0, high=6.0, raises="coverage",
        note="months after a valid meeting for which a branch counts as functioning")
    # fmt: on

    def step(self, model: Any) -> None:
        """Call, count, add up joint branches, decide."""
        P, V, O, S, T = (
            model.people.columns,
            model.villages.columns,
            model.offices.columns,
            self.settings(model),
            model.recorder.now,
        )
        settings, month, branch = model.settings, int(model.month), V["branch"]
        effort, supervision = settings["effort"], settings["supervision"]
        regular = (month % YEAR + 1 - S["call_month"]) % S["call_interval"] == 0
        call = np.where(V["calls_failed"] > 0, V["calls_failed"] + 1, regular).astype(np.int64)
        asked = np.zeros(len(V), np.bool_)
        np.logical_or.at(asked, branch, V["election_due"] & (O["nominee"] != 0))
        called = ((call > 0) | asked)[branch] | (S["theme_day"] > 0)
        came = np.zeros(len(model.members), np.uint8)
        counts = np.zeros((COUNTS, len(V)), np.int64)
        model.over_villages(plan_content, V, O, S, settings["service"]["leaderless"])
        model.over_villages(
            attend, P, V, S, settings["migration"], model.members, called, came, counts, month, model.key
        )
        totals = np.zeros_like(counts)
        np.add.at(totals, (slice(None), branch), counts)
        pressure = effort["stakes"], effort["weight_documents"], supervision
        model.over_villages(conclude, P, V, O, S, T, *pressure, model.members, call, came, totals, month, model.key)
