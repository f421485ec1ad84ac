"""Training: members' capacity and service consciousness, hardship and care (S9).

capacity     k' = k + gain dose (1 − k) exp{−gain_age (age − 40)+} engagement − decay (1 − use)(k − k0) − old_loss k
             engagement = (habit + content)/2 (1 − coercion), use = share of ``use_hours`` that the member serves
willingness  q' = q + campaign_gain campaign (1 − q)(1 − formalism) + peers (q̄ − q) − fading (q − q0)

The dose is spread evenly over the year. ``share_of_home_members`` of those at home are taught, the same persons all
year: the smallest keyed draws, or the oldest, as ``age_priority`` weighs them. A secretary who has a course of
``secretary_units`` is not among them; active users learn ``online_units`` by themselves, and who attends to the
national application ``application_learning`` of what a course of its hours teaches. Both take their hours from what a
member has for the Party in a month (``service.volunteer_most``), so that less is left for service. Capacity is lost to
age (``old_loss``) past 60 only. q̄ is read before anybody changes.

A home member of 60 or over falls into hardship with hazard ``hardship``. It ends with care: from a fund (``care``), by
the village (a case costs ``care_cost``, as far as its money goes), or by whoever called, wrote or helped last month;
until then, after ``patience`` months, habit and willingness fall each month and the trust of kin in the own and the
eight nearest households with them.

reads   content and formalism, secretary's hours for service, months_without_contact, money_for_care
writes  capacity, willingness, habit, hardship, uncared_months, trust; who is taught; mean_willingness, course_hours,
        training_hours, secretary_training_hours
draws   training.taught (persons 0, villages 4; of the January of the year), training.hardship (persons 0 onset, 1 care,
        2 care by the village; villages 0 cases)
tested  half-life of eleven months without use; gain of the dose in closed form; an untouched dose leaves nobody changed
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.codes import ACTIVE, AGES, ATTENDING, AWAY_STEP, FULL, PROBATIONARY
from sim.core.compute.draws import rounded, stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention
from sim.procedures.people import most_people
from sim.procedures.volunteers import hours_given

TAUGHT, HARDSHIP = stream("training.taught"), stream("training.hardship")
ONSET, CARE, FUND = 0, 1, 2  # draws of a member in the stream of hardship; a village takes the first
COVERED = 4  # draw of a village in the stream of who is taught
UNIT_HOURS = 16  # hours of a unit of training: two days
OLD = 60
GAIN_AGE = 40
OLDEST_MONTHS = 1320.0
NEAREST = 4  # households on each side of the own: villagers stand in a ring
LONGEST = 255


@kernel
def list_taught(P, V, S, members, taught, score, leader, v, month, seed):  # type: ignore[no-untyped-def]
    """Mark the home members who are taught this year, in the order of draws and age; returns how many.

    The member in row ``leader`` has a course of their own (-1: nobody has).
    """
    a, b = int(V["member_first"][v]), int(V["member_last"][v])
    weight = float(S["age_priority"][v])
    january = month - month % MONTHS
    score[: b - a] = np.inf
    home = 0
    for m in range(a, b):
        i = int(members[m])
        if 0 < int(P.group[i]) <= AWAY_STEP and int(P.stage[i]) >= PROBATIONARY and i != leader:
            age = (month - int(P.birth_month[i])) / OLDEST_MONTHS
            score[m - a] = (1.0 - weight) * uniform(seed, TAUGHT, P.identity[i], january, 0) - weight * age
            home += 1
    wanted = float(S["share_of_home_members"][v]) * home
    places = min(home, rounded(wanted, uniform(seed, TAUGHT, V["identity"][v], january, COVERED)))
    for m in range(a, b):
        if score[m - a] == np.inf:
            continue
        before = 0
        for n in range(a, b):
            if score[n - a] < score[m - a] or (
                score[n - a] == score[m - a] and P.identity[members[n]] < P.identity[members[m]]
            ):
                before += 1
        taught[m] = before < places
    return places


@kernel
def upset_kin(neglected, households, loss, groups, kins, homes, trusts):  # type: ignore[no-untyped-def]
    """Let kin in the own and the nearest households lose trust over members whom nobody looks after.

    ``neglected`` lists these by place in the village; ``groups``, ``kins``, ``homes`` and ``trusts`` are its people's.
    """
    near = np.zeros(households, np.uint8)
    for n in range(neglected.size):
        own = np.int64(homes[neglected[n]])
        for step in range(-NEAREST, NEAREST + 1):
            near[(own + step) % households] = 1
    for j in range(homes.size):
        if near[homes[j]] == 0 or groups[j] == 0:
            continue
        for n in range(neglected.size):
            one = neglected[n]
            apart = abs(np.int64(homes[j]) - np.int64(homes[one]))  # unsigned differences would wrap
            if kins[j] == kins[one] and min(apart, households - apart) <= NEAREST:
                trusts[j] = float(trusts[j]) * (1.0 - loss)


@kernel
def draw_for_care(P, members, a, b, draws, month, seed):  # type: ignore[no-untyped-def]
    """Draw for each member in hardship whom nobody called on; infinite for all others."""
    draws[:] = np.inf
    for m in range(a, b):
        i = int(members[m])
        group = int(P.group[i])
        waits = P.hardship[i] and int(P.months_without_contact[i]) != 0
        if waits and 0 < group <= AWAY_STEP and int(P.stage[i]) >= PROBATIONARY:
            draws[m - a] = uniform(seed, HARDSHIP, P.identity[i], month, FUND)


@kernel
def smallest(draws, places):  # type: ignore[no-untyped-def]
    """Draw up to which the ``places`` smallest draws go; a few of some dozens, for which no sort is worth compiling."""
    last = min(places, draws.size) - 1
    for place in range(last + 1):
        least = place
        for c in range(place + 1, draws.size):
            if draws[c] < draws[least]:
                least = c
        draws[place], draws[least] = draws[least], draws[place]
    return draws[last]


@kernel
def see_to_hardship(P, V, S, members, loss, neglected, draws, v, month, seed):  # type: ignore[no-untyped-def]
    """Let old members at home fall into hardship, be looked after, or wait, and kin near those who wait too long."""
    first, last = int(V["first"][v]), int(V["last"][v])
    chance, care = 1.0 - exp(-float(S["hardship"][v])), float(S["care"][v])
    patience, neglect, gain = int(S["patience"][v]), float(S["neglect"][v]), float(S["care_gain"][v])
    waiting = 0
    a, b = int(V["member_first"][v]), int(V["member_last"][v])
    reach = -1.0
    if V["money_for_care"][v] > 0.0:
        cases = float(V["money_for_care"][v]) / float(S["care_cost"][v])
        places = rounded(cases, uniform(seed, HARDSHIP, V["identity"][v], month, ONSET))
        if places > 0:
            draw_for_care(P, members, a, b, draws[: b - a + 1], month, seed)
            reach = smallest(draws[: b - a + 1], places)
    for m in range(a, b):
        i = int(members[m])
        group = int(P.group[i])
        if group == 0 or group > AWAY_STEP or (group - 1) % AGES < OLD or int(P.stage[i]) < PROBATIONARY:
            continue
        if not P.hardship[i]:
            if uniform(seed, HARDSHIP, P.identity[i], month, ONSET) < chance:
                P.hardship[i] = True
                P.uncared_months[i] = 0
        elif (
            int(P.months_without_contact[i]) == 0
            or uniform(seed, HARDSHIP, P.identity[i], month, CARE) < care
            or (reach >= 0.0 and uniform(seed, HARDSHIP, P.identity[i], month, FUND) <= reach)
        ):
            P.hardship[i] = False
            P.uncared_months[i] = 0
            P.habit[i] = float(P.habit[i]) + gain * (1.0 - float(P.habit[i]))
        else:
            P.uncared_months[i] = min(LONGEST, int(P.uncared_months[i]) + 1)
            if int(P.uncared_months[i]) > patience:
                P.habit[i] = max(0.0, float(P.habit[i]) - neglect)
                P.willingness[i] = max(0.0, float(P.willingness[i]) - neglect)
                neglected[waiting] = i - first
                waiting += 1
    if waiting > 0:
        households = int(V["household_last"][v]) - int(V["household_first"][v])
        people = slice(first, last)
        kins, homes = P.kin[people], P.household[people]
        upset_kin(neglected[:waiting], households, loss, P.group[people], kins, homes, P.trust[people])


@kernel
def train(P, V, O, S, members, taught, volunteer, volunteer_most, trust_loss, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let members learn, forget and look at each other; then see to those in hardship."""
    most = most_people(V, lo, hi)
    neglected, draws = np.empty(most, np.int64), np.empty(most + 1)
    for v in range(lo, hi):
        a, b = int(V["member_first"][v]), int(V["member_last"][v])
        uptake = 1.0 - float(S["overconfidence"][v])
        units = float(S["units"][v]) * uptake
        secretary, secretary_units = int(O["holder_row"][v]), float(S["secretary_units"][v]) * uptake
        leader = secretary if secretary_units > 0.0 else -1
        for m in range(a, b):
            taught[m] = False
        places = list_taught(P, V, S, members, taught, draws, leader, v, month, seed) if units > 0.0 else 0
        course = float(S["units"][v]) * UNIT_HOURS / MONTHS
        online_units = float(S["online_units"][v]) * uptake
        studied = float(V["application_hours"][v])
        application_units = studied * MONTHS / UNIT_HOURS * float(S["application_learning"][v])
        gain, gain_age = float(S["gain"][v]) / MONTHS, float(S["gain_age"][v])
        engaged, content = 0.5 * (1.0 - float(S["coercion"][v])), float(V["content"][v])
        decay, use_hours, old_loss = float(S["decay"][v]), float(S["use_hours"][v]), float(S["old_loss"][v])
        each, most_given = float(volunteer[v]), float(volunteer_most[v])
        served = float(V["secretary_service"][v])
        peers, fading = float(S["peers"][v]), float(S["fading"][v])
        campaign = float(S["campaign_gain"][v]) * float(S["campaign"][v]) * (1.0 - float(V["formalism"][v]))
        total, number = 0.0, 0
        for m in range(a, b):
            i = int(members[m])
            if int(P.group[i]) != 0 and int(P.stage[i]) >= PROBATIONARY:
                total += float(P.willingness[i])
                number += 1
        mean = total / max(1, number)
        total = 0.0
        for m in range(a, b):
            i = int(members[m])
            group = int(P.group[i])
            if group == 0 or int(P.stage[i]) < PROBATIONARY:
                continue
            age, home = (group - 1) % AGES, group <= AWAY_STEP
            # float() keeps a compiled number at 32 bits, and the difference of two such numbers is rounded to 32 bits.
            capacity, willingness = np.float64(P.capacity[i]), np.float64(P.willingness[i])
            habit = np.float64(P.habit[i])
            hours = 0.0
            if home and int(P.stage[i]) == FULL:
                taken = (course if taught[m] else 0.0) + (studied if int(P.application[i]) == ATTENDING else 0.0)
                hours = hours_given(P, i, each, most_given, taken)
            dose = units if taught[m] else 0.0
            if i == secretary:
                hours += served
                dose += secretary_units
            if online_units > 0.0 and int(P.account[i]) == ACTIVE:
                dose += online_units
            if int(P.application[i]) == ATTENDING:
                dose += application_units
            unused = 1.0 - min(1.0, hours / use_hours)
            change = -decay * unused * (capacity - float(P.capacity_start[i]))
            if dose > 0.0:
                learning = gain * exp(-gain_age * max(0, age - GAIN_AGE)) * engaged * (habit + content)
                change += dose * learning * (1.0 - capacity)
            if age > OLD:
                change -= old_loss * capacity
            P.capacity[i] = min(1.0, max(0.0, capacity + change))
            change = campaign * (1.0 - willingness) + peers * (mean - willingness)
            change -= fading * (willingness - float(P.willingness_start[i]))
            P.willingness[i] = min(1.0, max(0.0, willingness + change))
            total += float(P.willingness[i])
        loss = float(trust_loss[v]) * float(S["kin_share"][v])
        see_to_hardship(P, V, S, members, loss, neglected, draws, v, month, seed)
        V["mean_willingness"][v] = total / max(1, number)
        V["course_hours"][v] = course
        V["training_hours"][v] = places * course
        V["secretary_training_hours"][v] = secretary_units * UNIT_HOURS / MONTHS if secretary >= 0 else 0.0


class Training(Mechanism):
    """What members learn and forget, what they are willing to do, and who looks after them."""

    by_village = True

    # fmt: off
    gain = Param(0.25, "1/unit", "L", "training-meta-analyses", low=0.1, high=0.4, symbol="g_train", active=True,
        raises="capacity", note="share of what is missing that an engaged member of 40 learns in a unit of 16 hours",
        note_zh="40岁的积极党员每门16学时课程学到所缺能力的比例")
    gain_age = Param(0.012, "1/year", "L", "training-meta-analyses", low=0.005, high=0.03, symbol="gamma_age",
        lowers="capacity", note="loss of that gain with each year past 40", note_zh="40岁以后每长一岁学习效果的降低")
    decay = Param(math.log(2) / 11, "1/month", "L", "training-meta-analyses", low=math.log(2) / 24,
        high=math.log(2) / 6.5, symbol="delta_k", active=True, lowers="capacity",
        note="return of unused capacity to its start", note_zh="未使用的能力退回初始水平的比率")
    use_hours = convention(4.0, "hour/month", lowers="capacity", note="hours of service that keep capacity in use",
        note_zh="使能力保持的服务工时")
    campaign_gain = assumed(0.06, "1/month", symbol="g_q", raises="willingness",
        note="share of what is missing that a month of campaign adds", note_zh="一个月实践活动补上的所缺比例")
    fading = assumed(math.log(2) / 18, "1/month", symbol="delta_q", active=True,
        either="returns to the start from above or below", note="return of service consciousness to its start",
        note_zh="服务意识退回初始水平的比率")
    peers = assumed(0.01, "1/month", symbol="peer_q", either="draws everybody to the mean",
        note="pull of the other members", note_zh="其他党员的带动")
    units = assumed(0.0, "unit/year", low=0.0, high=4.0, symbol="dose", law="sum", raises="capacity",
        note="units of 16 hours for each member taught", note_zh="每名受训党员的16学时课程数")
    share_of_home_members = assumed(0.0, "share", low=0.0, high=1.0, law="sum", raises="capacity",
        note="home members who are taught, the secretary apart who has a course of their own",
        note_zh="受训的在村党员比例（另有课程的书记除外）")
    age_priority = assumed(0.0, "0-1", low=0.0, high=1.0, law="sum", lowers="capacity",
        note="0 anybody, 1 the oldest first", note_zh="0=不分年龄，1=年长者在先")
    secretary_units = assumed(0.0, "unit/year", low=0.0, high=3.5, law="sum", raises="secretary_capacity",
        note="units of 16 hours for the secretary", note_zh="书记的16学时课程数")
    online_units = assumed(0.0, "unit/year", low=0.0, high=4.0, law="sum", raises="capacity",
        note="units that an active user learns alone", note_zh="活跃用户自学的课程数")
    application_learning = assumed(0.1, "ratio", low=0.0, high=0.3, raises="capacity",
        note="what an hour on the national application teaches over an hour of a course (tier 2)",
        note_zh="全国性学习应用一小时所学与课程一小时之比（第二层修正）")
    campaign = assumed(0.0, "share", low=0.0, high=1.0, symbol="ml_dose", law="sum", raises="willingness",
        note="strength of a campaign for service this month", note_zh="本月实践活动的力度")
    coercion = assumed(0.0, "share", low=0.0, high=1.0, symbol="coerce", law="sum", lowers="capacity",
        note="engagement lost where taking part is ordered (tier 2)", note_zh="强令参加时投入程度的降低（第二层修正）")
    overconfidence = assumed(0.0, "share", low=0.0, high=1.0, symbol="overconf", law="sum", lowers="capacity",
        note="training that those who think they need none do not take up (tier 2)",
        note_zh="自认不需培训者未接受的部分（第二层修正）")
    old_loss = assumed(0.0, "1/month", low=0.0, high=0.01, symbol="k_age", law="sum", lowers="capacity",
        note="capacity lost past 60 (tier 2)", note_zh="60岁以后能力的下降（第二层修正）")
    hardship = assumed(0.004, "1/month", symbol="hard_0", lowers="habit",
        note="a home member of 60 or over falls into hardship", note_zh="60岁及以上在村党员陷入困难的比率")
    care = assumed(0.0, "probability", low=0.0, high=1.0, law="sum", raises="habit",
        note="the care fund reaches a member in hardship in a month", note_zh="困难党员当月得到关怀的概率")
    care_cost = assumed(600.0, "yuan", low=300.0, high=1200.0,
        either="acts where the village sets money aside for care", note="what care for a member in hardship costs",
        note_zh="关怀一名困难党员的费用")
    care_gain = convention(0.05, "share", raises="habit", note="habit gained by a member who is looked after",
        note_zh="得到关怀者组织生活习惯的提高")
    patience = convention(3.0, "month", raises="habit", note="months without care that leave no mark",
        note_zh="未得到关怀而不留影响的月数")
    neglect = convention(0.02, "0-1", lowers="habit",
        note="habit and service consciousness lost in each month after these",
        note_zh="此后每月损失的组织生活习惯和服务意识")
    kin_share = convention(0.25, "ratio", lowers="trust",
        note="kin neighbours' loss of trust over one of a failure at service",
        note_zh="亲属邻里信任度的损失与一次办理失败之比")
    # fmt: on

    def step(self, model: Any) -> None:
        """Teach, forget, look after."""
        P, V, O = model.people.columns, model.villages.columns, model.offices.columns
        S, settings = self.settings(model), model.settings
        service, loss = settings["service"], settings["trust"]["failure"]
        volunteers = service["volunteer_hours"], service["volunteer_most"]
        members = model.members, model.taught
        model.over_villages(train, P, V, O, S, *members, *volunteers, loss, int(model.month), model.key)
