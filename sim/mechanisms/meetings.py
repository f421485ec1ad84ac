"""Party life: calls of the members' meeting, who comes, whether there is a quorum, and what is put on record (S8).

A regular call every ``call_interval`` months; after a call without a quorum another a month later, three in all. Each
member who is at home, or back for the festival, comes with probability

    σ(attend + attend_habit (habit − .5) + attend_others (memory − .6) + attend_content (content − .5)
      − attend_formalism (formalism − .3) − attend_dispersion dispersion − attend_frail frail − attend_distance guest
      + attend_election election + attend_announced grouped)

where a guest is a village whose members meet in the branch of another, election a month in which its secretary is to be
elected, and grouped a member who is in the chat group of the village, where the call is announced. With ``online``
those who are not in the room join with σ(attend_online + 2 (habit − .5) + 2 (platform − .5)) if they have a device and
some skill. The meeting is valid if the present reach ``quorum`` of the eligible: all full members (``registered``), or
less those who may be excused, did not come, and whose excuse is approved (``adjusted``), or less those on the branch's
list, where it has one (``list``: ``procedures/due_lists.py``). Members of a joint branch are counted village by village
and added up. A general branch meets by hamlet, and those of a functional sub-branch apart: a cooperative's members come
with ``economic`` more, those away are at its place with probability ``mobile_presence``. Each of these sub-branches has
its own quorum, its own calls and its own members' habits.

With ``thresholds`` (a structural alternative) each member's luck u is drawn once and not at every call: she comes
whenever the log odds above exceed a threshold of her own, ln(u / (1 − u)), that is, once enough others came:
memory > .6 + (threshold − all other terms) / attend_others. Joining online likewise.

Where ``habit_market`` is on, members whose household earns above the mean of the village lose habit every month.

reads   presence, habit, frail, device, skill, pending (suspended members are not called); hours for Party life,
        formalism, capacity of the secretary, last month's platform quality; hamlets, functional; incomes
writes  habit, missed; present, eligible and electorate of the branch and of its sub-branches, meeting_valid,
        calls_failed, attendance_memory, content; list_months, list_asked, call_failed of the branch
draws   meetings.attend (0 comes, 1 excuse approved, 2 is where those away meet), meetings.attend_online,
        meetings.fabricate, meetings.list (branch), migration.festival
tested  against the exact convolution of binomials; nobody is counted if nobody comes; no records without stakes
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AWAY_STEP, ECONOMIC, FULL, LONG_AWAY, MOBILE, NO_SETTING, PROBATIONARY, SUSPENDED
from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import log
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import ASSUMED, Param, assumed, convention, held
from sim.procedures.calls import (
    CALLED,
    COUNTS,
    ELECTORATE,
    ELIGIBLE,
    IN_PERSON,
    ON_PAPER,
    ON_ROLL,
    PRESENT,
    VALID,
    judge,
    share_in_verdict,
)
from sim.procedures.due_lists import ADJUSTED, adopt_lists, ask_for_lists
from sim.procedures.migrants import present_at_festival
from sim.procedures.sub_branches import SUB_BRANCHES, own_sub_branch, part

ATTEND, ATTEND_ONLINE = stream("meetings.attend"), stream("meetings.attend_online")
HERE, CAME, ONLINE = 1, 2, 4  # bits of what a member did at a call
LONGEST = 255
MIDDLE = 0.5
FORMALISM_NEUTRAL = 0.3


@kernel
def leaning(V, S, v):  # type: ignore[no-untyped-def]
    """Log odds of coming for a member of middling habit who is well, as far as the village decides."""
    others = float(V["attendance_memory"][v]) - float(S["attendance_usual"][v])
    lean = float(S["attend"][v]) + float(S["attend_others"][v]) * others
    lean += float(S["attend_content"][v]) * (float(V["content"][v]) - MIDDLE)
    lean -= float(S["attend_formalism"][v]) * (float(V["formalism"][v]) - FORMALISM_NEUTRAL)
    lean -= float(S["attend_dispersion"][v]) * float(V["dispersion"][v])
    lean += float(S["attend_election"][v]) if V["election_due"][v] else 0.0
    return lean - (float(S["attend_distance"][v]) if V["branch"][v] != v else 0.0)


@kernel
def summon(V, O, S, month, call, called):  # type: ignore[no-untyped-def]
    """Say the how many-th call of a meeting each village issues (0 = none), and whether its branch votes or meets."""
    for v in range(call.size):
        months = month % MONTHS + 1 - float(S["call_month"][v])
        regular = months % float(S["call_interval"][v]) == 0.0
        failed = int(V["calls_failed"][v])
        call[v] = failed + 1 if failed > 0 else int(regular)
        called[v] = call[v] > 0
    for v in range(call.size):
        if V["election_due"][v] and O["nominee"][v] != 0:
            called[V["branch"][v]] = True


@kernel
def plan_content(V, O, S, service, lo, hi):  # type: ignore[no-untyped-def]
    """Content of Party life from this month's hours, the secretary's capacity and formalism."""
    for v in range(lo, hi):
        held = O["holder"][v] != np.uint64(0) or O["outsider"][v]
        leader = float(O["capacity"][v]) if held else float(service["leaderless"][v])
        hours, formalism = float(V["party_hours"][v]), float(V["formalism"][v]) - FORMALISM_NEUTRAL
        content = float(S["content"][v]) + float(S["content_hours"][v]) * min(1.0, hours / float(S["party_hours"][v]))
        content += float(S["content_leader"][v]) * leader - float(S["content_formalism"][v]) * formalism
        content -= float(S["posting_fatigue"][v]) * max(float(S["posts"][v]) - float(S["posts_welcome"][v]), 0.0)
        V["content"][v] = min(1.0, max(0.0, content))


@kernel
def attend(P, H, V, S, M, members, called, came, counts, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Draw who comes to a call, an election or a theme day, and count them by village and sub-branch."""
    for v in range(lo, hi):
        if not called[V["branch"][v]] and float(S["theme_day"][v]) <= 0.0:
            continue
        feast = month % MONTHS + 1 == int(S["festival_month"][v])
        psi, abroad = float(M["festival"][v]), float(S["mobile_presence"][v])
        luck = 0 if float(S["thresholds"][v]) > 0.0 else month  # whose draw decides: one for life, or this month's
        lean, by_habit, frailty = leaning(V, S, v), float(S["attend_habit"][v]), float(S["attend_frail"][v])
        announced = float(S["attend_announced"][v])
        online = float(S["online"][v]) > 0.0
        quality = float(V["platform_quality"][v]) - MIDDLE
        lean_online = float(S["attend_online"][v]) + float(S["online_platform"][v]) * quality
        lean_online += float(S["choice"][v])
        habit_online, skill_least = float(S["online_habit"][v]), float(S["online_skill"][v])
        excused = float(S["excuses_approved"][v]) if float(S["denominator"][v]) == ADJUSTED else 0.0
        excused = 1.0 if V["list_months"][V["branch"][v]] > 0 else excused
        hamlets, functional, homes = int(V["hamlets"][v]), int(V["functional"][v]), int(V["household_first"][v])
        cooperatives = H.cooperative[homes : int(V["household_last"][v])]
        divided = hamlets > 1 or functional != NO_SETTING
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) < PROBATIONARY or int(P.pending[i]) == SUSPENDED:
                continue
            away = group > AWAY_STEP
            unit = 0
            if divided:
                unit = own_sub_branch(P, i, hamlets, functional, cooperatives)
            elsewhere = functional == MOBILE and unit == hamlets
            here = not away
            if elsewhere:
                here = uniform(seed, ATTEND, P.identity[i], month, 2) < abroad
            elif away and feast and not P.pocket[i]:
                here = present_at_festival(seed, P.identity[i], month, psi)
            habit = float(P.habit[i]) - MIDDLE
            frail = bool(P.frail[i])
            state = 0
            if here:
                state = HERE
                odds = lean + by_habit * habit - (frailty if frail else 0.0)
                odds += announced if P.in_village_group[i] else 0.0
                if functional == ECONOMIC and unit == hamlets:
                    odds += float(S["economic"][v])
                if uniform(seed, ATTEND, P.identity[i], luck, 0) < logistic(odds):
                    state |= CAME
            able = online and not P.pocket[i] and P.device[i] and float(P.skill[i]) >= skill_least
            if able and not state & CAME:
                odds = lean_online + habit_online * habit
                if uniform(seed, ATTEND_ONLINE, P.identity[i], luck, 0) < logistic(odds):
                    state |= ONLINE
            came[m] = state
            if int(P.stage[i]) != FULL:
                continue
            waived = False
            if excused > 0.0 and not state & CAME and (frail or (away and int(P.months_away[i]) >= LONG_AWAY)):
                waived = excused == 1.0 or uniform(seed, ATTEND, P.identity[i], month, 1) < excused
            counts[ON_ROLL, v, unit] += 1
            counts[IN_PERSON, v, unit] += (state & CAME) != 0 and not elsewhere
            counts[ELECTORATE, v, unit] += not waived
            counts[PRESENT, v, unit] += (state & (CAME | ONLINE)) != 0
            counts[ELIGIBLE, v, unit] += not waived or (state & ONLINE) != 0


@kernel
def above_the_mean(income, mean):  # type: ignore[no-untyped-def]
    """How often the mean must be doubled to reach an income above it; 0 for all others."""
    return log(max(1.0, np.float64(income) / max(np.float64(mean), 1.0))) / log(2.0)


@kernel
def conclude(P, H, V, S, T, members, call, came, counts, verdict, lo, hi):  # type: ignore[no-untyped-def]
    """Let the habits of members answer to what their sub-branch did, and tally who came."""
    for v in range(lo, hi):
        branch = int(V["branch"][v])
        number = int(call[branch])
        if branch != v:
            share_in_verdict(V, counts, verdict, v, branch)
        step = min(1.0, float(S["habit_step"][v]) + float(S["rights"][v]))
        away_step, failed_step = step * float(S["habit_away"][v]), float(S["habit_failed"][v])
        theme, paper_step = step * float(S["theme_day"][v]), float(S["habit_paper"][v])
        market = float(S["habit_market"][v])
        V["months_since_call"][v] = 0 if number == 1 else V["months_since_call"][v] + 1
        V["months_since_meeting"][v] = 0 if V["meeting_valid"][v] else V["months_since_meeting"][v] + 1
        hamlets, functional, homes = int(V["hamlets"][v]), int(V["functional"][v]), int(V["household_first"][v])
        cooperatives = H.cooperative[homes : int(V["household_last"][v])]
        divided = hamlets > 1 or functional != NO_SETTING
        months, longest = int(V["sub_months"][v]), int(S["functioning_months"][v])
        functions = V["months_since_meeting"][v] < longest
        full = home = home_came = joined = attended = functioning = off_paper = attended_off_paper = 0
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) < PROBATIONARY:
                continue
            at_home = group <= AWAY_STEP
            unit = 0
            if divided:
                unit = own_sub_branch(P, i, hamlets, functional, cooperatives)
                functions = part(months, unit) < longest
            outcome = int(verdict[branch, unit])
            called, valid, paper = (outcome & CALLED) != 0, (outcome & VALID) != 0, (outcome & ON_PAPER) != 0
            state = int(came[m])
            there = (state & (CAME | ONLINE)) != 0
            habit = float(P.habit[i])
            if valid:
                habit += (step if state & HERE else away_step) * ((1.0 if there else 0.0) - habit)
            elif called and there:
                habit -= failed_step * habit
            if at_home:
                habit -= paper_step if paper else 0.0
                if theme > 0.0 and state & CAME:
                    habit += theme * (1.0 - habit)
            if market > 0.0:
                income = H.income_year[homes + int(P.household[i])]
                habit -= market * above_the_mean(income, V["mean_income"][v]) * habit
            P.habit[i] = max(0.0, habit)
            P.missed[i] = 0 if called and there else min(LONGEST, int(P.missed[i]) + 1)
            if int(P.stage[i]) != FULL or int(P.pending[i]) == SUSPENDED:
                continue
            functioning += functions
            if called:
                full += 1
                home += at_home
                home_came += at_home and (state & CAME) != 0
                joined += (state & ONLINE) != 0
                attended += there
                off_paper += not paper
                attended_off_paper += there and not paper
        T["functioning_members"][v] = functioning
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
        T["attendance_reported"][v] += attended_off_paper
        T["attendance_due_reported"][v] += off_paper


RULES = "party-rules"
MEET = "attendance_home"
RULE = "a rule, held fixed"


class Meetings(Mechanism):
    """Calls, attendance, quorum, records."""

    # fmt: off
    call_month = Param(1.0, "month of the year", "D", RULES, low=1.0, high=12.0, law="set",
        either="moves calls towards or away from the festival", note="month of a regular call", note_zh="例会月份")
    call_interval = Param(3.0, "month", "D", RULES, low=1.0, high=12.0, law="set",
        either="fewer calls fail less often and decide less", note="months between regular calls: 1, 2, 3, 4, 6 or 12",
        note_zh="例会间隔月数")
    calls_most = convention(3.0, "calls", raises="valid_meetings", note="calls of one meeting before it is given up",
        note_zh="一次会议放弃之前召集的次数")
    festival_month = assumed(2.0, "month of the year", low=1.0, high=2.0, symbol="fest_m",
        either="only a call in this month gains by it", note="month of the Spring Festival", note_zh="春节所在月份")
    quorum = held(0.5, "share", "D", RULES, raises="quorum_failure", note="share of the eligible who must be present",
        note_zh="到会人数占应到会人数的最低比例")
    denominator = Param("list", "rule", "D", "election-rules", former="registered", law="set", lowers="quorum_failure",
        choices=("registered", "adjusted", "list"), symbol="denominator", en="members due to attend", zh="应到会人数",
        note="who is due: all full members; less those excused; or less those on the branch's list, if it has one",
        note_zh="应到会人数：全部正式党员；扣除可不计入者；或扣除支部名单所列者（支部有名单时）")
    list_ask = assumed(0.1, "1/month", low=0.0, high=0.5, lowers="quorum_failure", active=True, law="sum",
        note="hazard that a branch asks for a list of those not due; 0 = no branch ever has one",
        note_zh="支部申请不计入应到会名单的比率；0=任何支部都没有名单")
    list_fail = assumed(3.0, "ratio", low=0.0, high=10.0, lowers="quorum_failure", active=True,
        note="rise of that hazard after a call without a quorum", note_zh="召集未达法定人数后该比率的增加倍数")
    list_consent = assumed(0.9, "probability", low=0.5, high=1.0, lowers="quorum_failure",
        note="the superior consents to a list", note_zh="上级批准名单的概率")
    list_months = assumed(600.0, "month", low=12.0, high=600.0, lowers="quorum_failure", active=True,
        note="months for which a list is in force; 600 = until it is revoked", note_zh="名单有效月数；600=长期有效")
    list_renew = assumed("due", "rule", choices=("due", "all"), raises="quorum_failure", law="set",
        note="whom a renewal is counted against: those due under the list, or all full members",
        note_zh="续期时的应到会口径：按名单扣除后，或全体正式党员")
    excuses_approved = assumed(0.9, "share", symbol="adj_p", law="odds", lowers="quorum_failure",
        note="excuses (frail, away six months) that are approved under the adjusted denominator",
        note_zh="可不计入者（失能、外出六个月）获准的比例")
    attend = assumed(0.4, "log odds", former=0.8, low=0.0, high=1.5, symbol="att_0", active=True, law="sum",
        raises=MEET, note="coming to a meeting, all else in the middle", note_zh="其余条件居中时的到会水平")
    attend_habit = assumed(3.0, "log odds", low=1.0, high=5.0, symbol="att_h", active=True, raises=MEET,
        note="by habit, above one half", note_zh="组织生活习惯的影响（以0.5为准）")
    attend_others = assumed(1.5, "log odds", low=0.0, high=3.0, symbol="att_soc", active=True,
        either="remembered attendance is above or below the usual", note="by remembered attendance, above the usual",
        note_zh="以往到会率的影响（以通常值为准）")
    attendance_usual = convention(0.6, "share", lowers=MEET, note="remembered attendance that moves nobody",
        note_zh="不影响他人的以往到会率")
    thresholds = assumed(False, "switch",
        either="who comes and who stays away stays the same, wherever the majority lies",
        note="each member comes when what draws her exceeds a threshold of her own, drawn once and not at every call",
        note_zh="每名党员有各自的到会门槛，只抽取一次，不在每次召集时抽取")
    attend_content = assumed(0.8, "log odds", low=0.0, high=2.0, symbol="att_cq", raises=MEET,
        note="by content, above one half", note_zh="会议内容的影响（以0.5为准）")
    attend_formalism = assumed(1.0, "log odds", low=0.0, high=2.0, symbol="att_phi", active=True, lowers=MEET,
        note="by formalism, where it is above .3", note_zh="形式主义高于0.3时的影响")
    attend_dispersion = assumed(0.3, "log odds", low=0.0, high=0.6, symbol="att_disp",
        either="dispersion is above or below the mean", note="by dispersion of settlement", note_zh="居住分散度的影响")
    attend_frail = assumed(3.0, "log odds", low=0.0, high=6.0, symbol="att_frail", lowers=MEET, note="by frailty",
        note_zh="失能的影响")
    attend_distance = assumed(0.5, "log odds", low=0.0, high=1.0, symbol="att_dist", lowers=MEET,
        note="by meeting in another village", note_zh="在外村开会的影响")
    attend_election = assumed(0.6, "log odds", former=0.0, low=0.0, high=1.5, symbol="el_mob", active=True,
        raises="election_validity",
        note="by an election of the secretary: members are called in person", note_zh="书记选举的影响：逐人通知动员")
    attend_announced = assumed(0.3, "log odds", low=0.0, high=0.6, active=True, raises="attendance_home",
        note="by a call announced in the village's chat group, of members in it",
        note_zh="在村微信群内通知开会对群内党员的影响")
    online = Param(False, "switch", "A", "online-branch-rules", symbol="quorum_online", law="or", raises="attendance",
        note="those who join online are counted", note_zh="线上参会计入到会")
    attend_online = assumed(-1.2, "log odds", low=-2.5, high=0.0, symbol="att_on0", active=True, law="sum",
        raises="attendance_online", note="joining online, all else in the middle",
        note_zh="其余条件居中时的线上参会水平")
    choice = assumed(0.0, "log odds", low=0.0, high=1.0, symbol="choice", law="sum", raises="attendance_online",
        note="joining online where members choose among activities (tier 2)",
        note_zh="党员可自选活动时增加的线上参与（第二层修正）")
    economic = convention(0.4, "log odds", raises=MEET,
        note="coming to a sub-branch of members of a cooperative, over coming to that of a territory",
        note_zh="合作社党员所在支部的到会水平，与地域支部相比")
    mobile_presence = convention(0.5, "probability", raises="attendance",
        note="a member away is where the sub-branch of those away meets",
        note_zh="外出党员身在流动党员党支部开会地的概率")
    online_habit = convention(2.0, "log odds", raises="attendance_online", note="by habit, above one half",
        note_zh="组织生活习惯对线上参会的影响（以0.5为准）")
    online_platform = convention(2.0, "log odds", either="quality is above or below one half",
        note="by quality of the platform", note_zh="平台质量对线上参会的影响")
    online_skill = convention(0.15, "0-1", lowers="attendance_online", note="least skill for a meeting by phone",
        note_zh="用手机参会所需的最低数字技能")
    habit_step = assumed(0.10, "share", low=0.03, high=0.2, symbol="lam_h", active=True,
        either="follows attendance up or down", note="step of habit after a valid meeting",
        note_zh="有效会议后组织生活习惯的增量")
    rights = assumed(0.0, "share", low=0.0, high=0.1, symbol="rights", law="sum",
        either="follows attendance up or down", note="added to that step where members' rights are exercised (tier 2)",
        note_zh="党员权利得到行使时增量的附加（第二层修正）")
    habit_away = convention(0.15, "ratio", lowers="habit",
        note="the same step for those who are not in the village, over the step of those who are",
        note_zh="不在村者的增量与在村者之比")
    habit_failed = assumed(0.04, "share", low=0.0, high=0.15, symbol="lam_post", active=True, lowers="habit",
        note="habit lost by those who came in vain", note_zh="到会而会议未开成者损失的习惯")
    habit_paper = convention(0.02, "0-1", lowers="habit", note="habit lost by home members over a meeting on paper",
        note_zh="会议有记录而未召开时在村党员损失的习惯")
    habit_market = Param(0.0, "1/month", "A", ASSUMED, low=0.0, high=0.02, lowers="habit",
        note="of habit, lost by members whose household earns twice the mean of the village; by four times twice that "
        "(tier 2)", note_zh="家庭收入为村均两倍的党员每月损失的习惯；四倍者加倍（第二层修正）")
    theme_day = Param(0.0, "ratio", "D", RULES, low=0.0, high=1.0, symbol="theme_day", law="sum", raises="habit",
        note="step of habit of a monthly theme day, over that of a meeting (tier 2)",
        note_zh="每月主题党日的增量与会议之比（第二层修正）")
    memory = convention(0.3, "share", either="sets how fast attendance is learnt, not where it goes",
        note="weight of this call in remembered attendance", note_zh="本次召集在以往到会率中的权重")
    content = convention(0.3, "0-1", raises=MEET, note="content without hours, leadership and formalism",
        note_zh="无工时、领导力和形式主义影响时的会议内容")
    content_hours = convention(0.5, "0-1", raises=MEET, note="content gained by enough hours for Party life",
        note_zh="党务工时充足时内容的提高")
    content_leader = convention(0.2, "0-1", raises=MEET, note="content gained by a fully capable secretary",
        note_zh="书记能力最高时内容的提高")
    content_formalism = convention(0.3, "0-1", lowers=MEET, note="content lost to formalism",
        note_zh="形式主义使内容降低")
    posts = assumed(0.0, "posts/month", low=0.0, high=30.0, law="sum", lowers=MEET,
        note="posts and lectures on one subject that members are sent", note_zh="同一主题的推送和宣讲数")
    posts_welcome = assumed(8.0, "posts/month", low=4.0, high=16.0, raises=MEET,
        note="of these, how many are not too many", note_zh="其中不嫌多的条数")
    posting_fatigue = assumed(0.01, "0-1", low=0.0, high=0.02, lowers=MEET, note="content lost with each post beyond",
        note_zh="超出后每条使内容降低")
    party_hours = assumed(20.0, "hour/month", symbol="h_Pref", lowers=MEET, note="hours for Party life that are enough",
        note_zh="足够的党务工时")
    fabricate = assumed(0.5, "log odds", active=True, former=-3.0, low=-1.0, high=3.0, symbol="fab_0",
        raises="fabricated_share", note="a record after the last failed call, without pressure",
        note_zh="最后一次召集未成且无压力时虚记会议的水平")
    fabricate_pressure = assumed(1.5, "log odds", symbol="fab_I", active=True, law="product", raises="fabricated_share",
        note="by stakes, weight of documents and inspections", note_zh="考核激励强度、台账权重和检查次数的影响")
    fabricate_integrity = assumed(3.0, "log odds", symbol="fab_i", either="integrity is above or below the usual",
        note="by integrity of the secretary, above the usual", note_zh="书记廉洁程度的影响（以通常值为准）")
    integrity_usual = convention(0.8, "0-1", raises="fabricated_share", note="integrity that moves nothing",
        note_zh="不产生影响的廉洁程度")
    fabricate_audit = assumed(3.0, "log odds", symbol="fab_a", lowers="fabricated_share", note="by checks of reality",
        note_zh="实地核查的影响")
    functioning_months = convention(6.0, "month", raises="coverage",
        note="months after a valid meeting for which a branch counts as functioning",
        note_zh="有效会议后党组织视为正常运转的月数")
    # fmt: on

    def step(self, model: Any) -> None:
        """Call, count, add up joint branches, judge, conclude."""
        P, H, V, O = model.people.columns, model.households.columns, model.villages.columns, model.offices.columns
        S, T = self.settings(model), model.recorder.now
        settings, month, villages = model.settings, int(model.month), len(V)
        effort, supervision = settings["effort"], settings["supervision"]
        members, came = model.members, np.zeros(len(model.members), np.uint8)
        call, called = np.empty(villages, np.int64), np.empty(villages, np.bool_)
        counts = np.zeros((COUNTS, villages, SUB_BRANCHES), np.int64)
        verdict = np.zeros((villages, SUB_BRANCHES), np.uint8)
        # What is reckoned for villages alone is too little to be worth sharing out.
        ask_for_lists(V, S, month, model.key, 0, villages)
        summon(V, O, S, month, call, called)
        plan_content(V, O, S, settings["service"], 0, villages)
        model.over_villages(attend, P, H, V, S, settings["migration"], members, called, came, counts, month, model.key)
        judge(V, O, S, effort, T, supervision, call, counts, verdict, month, model.key, 0, villages)
        adopt_lists(V, S, T, call, counts, 0, villages)
        model.over_villages(conclude, P, H, V, S, T, members, call, came, counts, verdict)
