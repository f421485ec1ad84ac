"""Service and mass-line contact: hours meet needs, doors and screens.

Of the hours for service a share goes to visits; the rest, with the hours of volunteers and helpers, makes *slots*.
Whoever has a known need looks for somebody in charge each month, online first if she uses the platform, and in the chat
group of the village if she is in it. Slots go to the oldest needs of those who found somebody; an attempt succeeds with
σ(discrimination (capacity of the provider − difficulty)), and welfare needs also need the word of higher levels, min(1,
relay (.5 + capacity of the secretary)). A need that fails twice is given up. Hours of slots that nobody wants are spent
on visits. Visits and messages make unknown needs known. Where ``misreading`` is on, whoever believes wrong things about
rules is the less able to meet administrative and welfare needs, capacity (1 − misreading b), with b of the secretary or
the mean of the members.

reads   needs, group, account; members' willingness, habit, capacity and misperception; hours, helpers and platform of
        the village; secretary; who is taught, course_hours, application
writes  needs, ``events``, ``volunteer_hours``, ``success_share``
draws   service.find (0 online, 1 in person), .provider, .success, .visit, .message; needs.detect (0 visit, 1 message);
        rounding
tested  against the Rasch and queue limits, the two dilution thresholds, and more hours serving all whom fewer served
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import (
    ACTIVE,
    ADMINISTRATIVE,
    ATTENDING,
    AWAY_STEP,
    FAILURE,
    FULL,
    MESSAGE_SHIFT,
    MESSAGES_MOST,
    NOT_FOUND,
    SUCCESS,
    VISITED,
    WELFARE,
)
from sim.core.compute.choice import choose, oldest_first
from sim.core.compute.draws import fill, fill_first, rounded, stream, uniform, unit
from sim.core.compute.elementary import exp, power
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import assumed, convention
from sim.procedures.people import AT_HOME, OF_AGE, most_people
from sim.procedures.village_groups import answered
from sim.procedures.volunteers import hours_given

FIND, PROVIDER, LUCK, VISIT, MESSAGE = (
    stream(f"service.{name}") for name in ("find", "provider", "success", "visit", "message")
)
DETECT, ROUNDING = stream("needs.detect"), stream("rounding")
# Words of the village's rounding stream: the number of the stream that the rounded count belongs to, so that no other
# mechanism takes them.
SLOTS_WORD, VISITS_WORD, MESSAGES_WORD = 101, 103, 104
DAYS_A_MONTH = 30.0


@kernel
def contact_plan(hours, online, visit_hours, message_hours, visits_least):  # type: ignore[no-untyped-def]
    """Split hours of contact: expected visits, and expected messages sent."""
    most = hours / visit_hours
    visits = max((1.0 - online) * most, min(visits_least, most))
    return visits, max(0.0, hours - visits * visit_hours) / message_hours


@kernel
def volunteer(P, V, members, taught, v, each, most):  # type: ignore[no-untyped-def]
    """Add up the hours that members at home give; returns the mean capacity behind these hours."""
    course, learning = float(V["course_hours"][v]), float(V["application_hours"][v])
    hours = weighted = 0.0
    for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
        i = members[m]
        group = int(P.group[i])
        if group == 0 or group > AWAY_STEP or int(P.stage[i]) != FULL:
            continue
        taken = (course if taught[m] else 0.0) + (learning if int(P.application[i]) == ATTENDING else 0.0)
        given = hours_given(P, i, each, most, taken)
        hours += given
        weighted += given * float(P.capacity[i])
    V["volunteer_hours"][v] = hours
    return weighted / hours if hours > 0.0 else 0.0


@kernel
def mean_belief(P, V, members, v):  # type: ignore[no-untyped-def]
    """Mean misperception of full members at home."""
    total, count = 0.0, 0
    for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
        i = members[m]
        if 0 < int(P.group[i]) <= AWAY_STEP and int(P.stage[i]) == FULL:
            total += float(P.misperception[i])
            count += 1
    return total / max(count, 1)


@kernel
def look_for_somebody(  # type: ignore[no-untyped-def]
    P, size, online, in_group, person, month, seed, a, queue, ids, groups, accounts, words
):
    """List in ``queue`` who has a known need and finds somebody in charge; returns their and the others' number."""
    found = others = known = 0
    flags = P.need_known[a : a + size]
    for j in range(flags.size):
        queue[known] = a + j
        known += int(flags[j])
    # What the search depends on is fetched for all of them first: the memory answers them together.
    for c in range(known):
        ids[c] = P.identity[queue[c]]
        groups[c] = P.group[queue[c]]
        accounts[c] = P.account[queue[c]]
    fill(ids[:known], month, 0, seed, FIND, words[0], words[1], words[2], words[3])
    for c in range(known):
        i = queue[c]
        if int(groups[c]) == 0:
            continue
        chance = online if int(accounts[c]) == ACTIVE else 0.0
        if in_group > 0.0 and P.in_village_group[i]:
            chance = 1.0 - (1.0 - chance) * (1.0 - in_group)
        if unit(words[0, c]) < chance or unit(words[1, c]) < person:
            queue[found] = i
            found += 1
        else:
            P.events[i] = int(P.events[i]) | NOT_FOUND
            others += 1
    return found, others


@kernel
def send(P, a, sent, chance, adults, month, seed, lots, rows, lot):  # type: ignore[no-untyped-def]
    """Send as many messages to every registered adult, the remainder by lot; they land on active users."""
    each, more = sent // adults, sent % adults
    if each >= MESSAGES_MOST:
        each, more = MESSAGES_MOST, 0
    size = lot.size
    ids, groups, accounts = P.identity[a : a + size], P.group[a : a + size], P.account[a : a + size]
    fill_first(ids, month, seed, MESSAGE, lots)
    lot[:] = 0
    reached = choose(lots[:size], groups, OF_AGE, float(adults), ids, more, rows)
    for c in range(reached):
        lot[rows[c]] = 1
    if each > 0:
        reached = size
        for j in range(size):
            rows[j] = j
    landed = detected = 0
    for c in range(reached):
        j = rows[c]
        got = each + lot[j]
        if got > 0 and int(accounts[j]) == ACTIVE and OF_AGE[groups[j]] != 0:
            P.events[a + j] = int(P.events[a + j]) | (got << MESSAGE_SHIFT)
            landed += got
            if int(P.need[a + j]) != 0 and not P.need_known[a + j]:
                P.need_known[a + j] = uniform(seed, DETECT, ids[j], month, 1) < 1.0 - power(1.0 - chance, got)
                detected += int(P.need_known[a + j])
    return landed, detected


@kernel
def posted_part(V, F, G, v):  # type: ignore[no-untyped-def]
    """Capacity of the first secretary and the graduate official by their hours, and their share of the hours worked."""
    first, graduate = float(V["posted_hours"][v]), float(V["graduate_hours"][v])
    hours, worked = first + graduate, float(V["work_hours"][v])
    if hours <= 0.0 or worked <= 0.0:
        return 0.0, 0.0
    able = first * float(F["capacity"][v]) + graduate * float(G["capacity"][v])
    return able / hours, min(1.0, hours / worked)


@kernel
def serve(P, V, O, F, G, S, D, T, members, taught, before, met_before, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Spend the month's hours on known needs, visits and messages, then take stock of twelve months of attempts.

    ``before`` are the attempts of the eleven months before this one, ``met_before`` those that succeeded.
    """
    most = most_people(V, lo, hi)
    lots, lot = np.empty(most, np.uint32), np.empty(most, np.uint8)
    rows, queue = np.empty(most + 1, np.int64), np.empty(most + 1, np.int64)
    words, asking, asking_groups = np.empty((4, most), np.uint32), np.empty(most, np.uint64), np.empty(most, np.uint16)
    states, difficulties = np.empty(most, np.uint8), np.empty(most, np.float32)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        village = V["identity"][v]
        groups, ids = P.group[a:b], P.identity[a:b]
        platform = float(V["platform_quality"][v])
        platforms = 1.0 if float(D["integrated"][v]) > 0.0 else max(1.0, float(D["platforms"][v]))
        spread = 1.0 + float(S["dispersion_penalty"][v]) * max(0.0, float(V["dispersion"][v]))
        double = float(S["double_hours"][v]) * (1.0 - float(D["coupling"][v]))
        a_need = (float(S["need_hours"][v]) + double) * spread
        a_visit, a_message = float(S["visit_hours"][v]) * spread, float(S["message_hours"][v])

        # Hours: visits first by their share and floor, the rest and what others give make slots.
        staff = float(V["service_hours"][v])
        extra, least = float(S["campaign_hours"][v]), float(S["visit_floor"][v])
        for_visits = min(staff + extra, max(float(S["share_visits"][v]) * staff + extra, least * a_visit))
        each, most_given = float(S["volunteer_hours"][v]), float(S["volunteer_most"][v])
        of_volunteers = volunteer(P, V, members, taught, v, each, most_given)
        own, given = staff + extra - for_visits, float(V["volunteer_hours"][v])
        for_slots = own + given + float(V["helper_hours"][v])

        online = platform * (1.0 - exp(-DAYS_A_MONTH / float(S["reply_lag"][v])))
        in_group = answered(float(V["posts_seen"][v]), float(S["group_lag"][v]))
        person = 1.0 - exp(-float(V["work_hours"][v]) / (float(S["find_hours"][v]) * spread))
        found, not_found = look_for_somebody(
            P, b - a, online, in_group, person, month, seed, a, queue, asking, asking_groups, states, words
        )

        # Slots go to the oldest needs, each to a provider drawn by hours.
        slots = rounded(for_slots / a_need, uniform(seed, ROUNDING, village, month, SLOTS_WORD))
        served, successes = min(found, slots), 0
        oldest_first(P.need_age, P.identity, found, served, queue)
        held = int(O["holder"][v]) != 0 or bool(O["outsider"][v])
        of_leader = float(O["capacity"][v]) if held else float(S["leaderless"][v])
        of_committee, of_helpers = float(V["committee_capacity"][v]), float(S["helper_capacity"][v])
        by_leader = own * min(1.0, float(V["secretary_service"][v]) / staff) if staff > 0.0 else 0.0
        of_posted, by_posted = posted_part(V, F, G, v)
        by_posted *= own
        relay = min(1.0, float(S["relay"][v]) * (0.5 + of_leader))
        misreading = float(S["misreading"][v])
        wrong_members = mean_belief(P, V, members, v) if misreading > 0.0 else 0.0
        leader = int(O["holder_row"][v])
        wrong_leader = float(P.misperception[leader]) if leader >= 0 else wrong_members
        discrimination, tries = float(S["discrimination"][v]), float(S["tries"][v])
        for c in range(served):
            asking[c] = P.identity[queue[c]]
            states[c] = P.need[queue[c]]
            difficulties[c] = P.need_difficulty[queue[c]]
        fill_first(asking[:served], month, seed, PROVIDER, words[0])
        fill_first(asking[:served], month, seed, LUCK, words[1])
        for c in range(served):
            i, kind = queue[c], int(states[c])
            hour = for_slots * unit(words[0, c])
            capacity, wrong = of_helpers, 0.0
            if hour < by_leader:
                capacity, wrong = of_leader, wrong_leader
            elif hour < by_leader + by_posted:
                capacity = of_posted
            elif hour < own:
                capacity, wrong = of_committee, wrong_members
            elif hour < own + given:
                capacity, wrong = of_volunteers, wrong_members
            if kind in (ADMINISTRATIVE, WELFARE):
                capacity *= 1.0 - misreading * wrong
            chance = logistic(discrimination * (capacity - float(difficulties[c])))
            if kind == WELFARE:
                chance *= relay
            met = unit(words[1, c]) < chance
            failed = int(P.need_tries[i]) + (not met)
            successes += met
            P.need_tries[i] = failed
            if met:
                P.events[i] = int(P.events[i]) | SUCCESS
            elif failed >= tries:
                P.events[i] = int(P.events[i]) | FAILURE
            if met or failed >= tries:
                P.need[i] = P.need_age[i] = P.need_tries[i] = 0
                P.need_known[i] = False

        # Visits to adults at home, each at most once a month; hours of slots that nobody wanted are spent here.
        hours = for_visits + (max(0.0, for_slots - served * a_need) if found <= slots else 0.0)
        share = min(1.0, float(S["online_share"][v]) * float(V["active_share"][v]) * float(D["attention"][v]))
        visits, messages = contact_plan(hours, share, a_visit, a_message, least)
        visits += float(S["tax_contacts"][v]) * float(V["adults_home"][v])
        possible = rounded(visits, uniform(seed, ROUNDING, village, month, VISITS_WORD))
        fill_first(ids, month, seed, VISIT, lots)
        visited = choose(lots[: b - a], groups, AT_HOME, float(V["adults_home"][v]), ids, possible, rows)
        chance = float(S["detect_visit"][v])
        detected = landed = 0
        for c in range(visited):
            i = a + rows[c]
            P.events[i] = int(P.events[i]) | VISITED
            if int(P.need[i]) != 0 and not P.need_known[i]:
                P.need_known[i] = uniform(seed, DETECT, P.identity[i], month, 0) < chance
                detected += int(P.need_known[i])
        sent = rounded(messages, uniform(seed, ROUNDING, village, month, MESSAGES_WORD))
        if sent > 0:
            scattered = float(S["detect_scattered"][v]) * (platforms - 1.0)
            chance = max(0.0, float(S["detect_message"][v]) - scattered) * platform
            landed, more = send(P, a, sent, chance, max(1, int(V["adults"][v])), month, seed, lots, rows, lot[: b - a])
            detected += more
        T["needs_not_found"][v] = not_found
        T["needs_sought"][v] += detected
        T["attempts"][v] = served
        T["successes"][v] = successes
        T["visits_possible"][v] = possible
        T["visits"][v] = visited
        T["messages"][v] = landed
        attempts = served + before[v]
        share = (successes + met_before[v]) / attempts if attempts > 0.0 else float(S["success_start"][v])
        V["success_share"][v] = share


class Service(Mechanism):
    """Hours spent on people: attempts to meet their needs, visits, messages."""

    by_village = True

    # fmt: off
    volunteer_hours = convention(4.0, "hour/month", symbol="vol_g", raises="service_fulfilment",
        note="hours given by a member with full willingness and habit",
        note_zh="服务意识和组织生活习惯最高的党员所投入的工时")
    volunteer_most = assumed(4.0, "hour/month", active=True, low=2.0, high=8.0, raises="service_fulfilment",
        note="most hours that a member has for service and courses", note_zh="一名党员用于服务和课程的工时上限")
    share_visits = assumed(0.4, "share", symbol="vis", law="odds", raises="visits",
        note="share of staff hours for service that goes to visits", note_zh="工作人员服务工时中用于走访的比例")
    need_hours = assumed(3.0, "hour", symbol="tau_need", active=True, law="product", lowers="service_fulfilment",
        note="hours of one attempt", note_zh="一次办理所需工时")
    visit_hours = assumed(1.0, "hour", symbol="tau_visit", law="product", lowers="visits", note="hours of one visit",
        note_zh="一次走访的工时")
    message_hours = assumed(0.1, "hour", symbol="tau_msg", lowers="messages_share", note="hours of one message",
        note_zh="一条消息的工时")
    dispersion_penalty = assumed(0.25, "1", symbol="disp_pen", lowers="visits",
        note="extra time for each standard deviation of dispersion above the mean",
        note_zh="居住分散度每高一个标准差所增加的时间")
    find_hours = assumed(30.0, "hour", symbol="find_h", active=True, lowers="service_fulfilment",
        note="hours of work in the village at which 63 of 100 seekers find somebody in charge",
        note_zh="100名求助者中有63人找得到人的在村工时")
    discrimination = assumed(3.4, "log odds", symbol="rasch_a", raises="success_share",
        note="how sharply success depends on capacity less difficulty", note_zh="办成与否随能力与难度之差变化的陡度")
    relay = assumed(0.7, "share", symbol="relay_p", law="odds", raises="service_fulfilment",
        note="responsiveness of higher levels to welfare needs", note_zh="上级对民生诉求的回应")
    leaderless = assumed(0.3, "0-1", raises="content",
        note="capacity in the secretary's place while the office is vacant", note_zh="书记空缺时代替书记能力的值")
    tries = convention(2.0, "attempts", raises="service_fulfilment",
        note="failed attempts after which a need is given up", note_zh="失败多少次后放弃诉求")
    reply_lag = assumed(15.0, "day", symbol="reply_lag", law="product", lowers="service_fulfilment",
        note="days until a request on the platform is answered", note_zh="平台诉求的答复天数")
    group_lag = assumed(2.0, "day", low=1.0, high=7.0, law="product", raises="failed_searches",
        note="days until a question in the village's chat group is answered", note_zh="村微信群内提问的答复天数")
    detect_visit = assumed(0.6, "probability", symbol="det_v", raises="needs_sought",
        note="chance that a visit brings an unknown need to light", note_zh="走访发现未知诉求的概率")
    detect_message = assumed(0.3, "probability", symbol="det_m", raises="needs_sought",
        note="chance that a message does, on a platform of quality one",
        note_zh="消息发现未知诉求的概率（平台质量为1时）")
    online_share = assumed(0.0, "share", low=0.0, high=0.9, symbol="rho_max", law="sum", raises="messages_share",
        note="share of contact hours moved to messages where everybody is active and attention is full",
        note_zh="全员活跃且充分重视平台时，联系工时转为消息的比例")
    visit_floor = assumed(0.0, "visits/month", low=0.0, high=100.0, symbol="visit_floor", law="sum", raises="visits",
        note="visits that go before slots and messages, as far as staff hours reach",
        note_zh="优先于其他事项的走访次数，以工时为限")
    campaign_hours = assumed(0.0, "hour/month", low=0.0, high=60.0, law="sum", raises="visits",
        note="extra hours of visits in a campaign", note_zh="活动期间增加的走访工时")
    tax_contacts = assumed(0.0, "contacts/adult-month", low=0.0, high=0.5, symbol="c_tax", lowers="no_contact",
        note="visits to collect taxes and fees, at no cost in hours (tier 2; .5 before 2006, with stakes .3 higher)",
        note_zh="为收缴税费而入户的次数，不占工时（第二层修正；2006年以前为0.5，考核激励强度另高0.3）")
    double_hours = assumed(0.0, "hour", low=0.0, high=2.0, symbol="tau_dup", lowers="service_fulfilment",
        note="hours added to an attempt by double procedures where online and offline are not coupled (tier 2)",
        note_zh="线上线下未融合时重复手续使每次办理增加的工时（第二层修正）")
    detect_scattered = assumed(0.0, "probability", low=0.0, high=0.1, symbol="det_frag", lowers="needs_sought",
        note="fall of the chance of a message with each further platform (tier 2)",
        note_zh="每多一个平台，消息发现诉求的概率的降低（第二层修正）")
    misreading = assumed(0.0, "share", low=0.0, high=0.6, symbol="pol_b", lowers="success_share",
        note="capacity for administrative and welfare needs that wrong beliefs about rules take away (tier 2)",
        note_zh="规则认知偏差使办事和救助能力降低的比例（第二层修正）")
    helper_capacity = assumed(0.5, "0-1", raises="success_share", note="capacity of helpers from outside",
        note_zh="外来帮手的能力")
    success_start = assumed(0.5, "share", raises="motivation",
        note="share of successes taken as known while there were no attempts",
        note_zh="尚无办理记录时视为已知的办成比例")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Believe in the start value until there are attempts."""
        model.villages.columns["success_share"] = self.settings(model)["success_start"]

    def step(self, model: Any) -> None:
        """Serve and visit; stock is taken of the last twelve months, this one included."""
        P, V, O, T = model.people.columns, model.villages.columns, model.offices.columns, model.recorder.now
        S, D = self.settings(model), model.settings["digital"]
        posted = model.first_secretaries.columns, model.graduate_officials.columns
        before = [model.recorder.window(tally, MONTHS - 1) for tally in ("attempts", "successes")]
        others = (model.members, model.taught, *before, model.month, model.key)
        model.over_villages(serve, P, V, O, *posted, S, D, T, *others)
