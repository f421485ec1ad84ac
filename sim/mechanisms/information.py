"""Information and misperception: exposure to what is wrong, resistance to it, correction (S12).

``misperception`` b is the share of wrong beliefs about rules and entitlements that are right or wrong inside the model.
It moves by what is expected of a month, nothing is drawn:

    b' = b + pull (1 + ranking b)(1 − b) − correction b,   bounded by 0 and 1
    pull       = gain · exposure · (1 − resistance)
    exposure   = false_content · device (.5 + skill) + talk · mean b of the neighbours
    resistance = .2 + .4 skill + .1 education + media_literacy, bounded by 0 and 1
    correction = strength · (trust (visited + online_correction · active · freshness
                 + meeting_correction · attended · content) + correction_away · away)

Only adults' beliefs move. Neighbours are the registered adults, wherever they live, of the kin group and of the eight
nearest households (four on each side by number); who is both counts twice, oneself not. *Attended* is a member who came
to a meeting that was valid, in a divided branch that of the own sub-branch. Correction works through trust. A burst of
rumours multiplies ``false_content`` in a whole township for two months, less where rumours are detected. Without
ranking and at constant rates b tends to ratio / (1 + ratio) with ratio = pull / correction; ``misled`` are those in
whom the pull is the greater.

With ``confidence`` ε < 1 (bounded confidence, a structural alternative) the mean is over the neighbours j alone for
whom |b_j − b| ≤ ε, and nought where there are none.

reads   misperception, trust, device, skill, account, education, group, household, kin, ``events``, stage, missed;
        freshness and content of the village, whether its meetings were valid; ``digital.short_form``
writes  misperception; ``belief_mean`` of the village; ``rumour_months`` of the township
draws   information.rumour (of the township: whether a burst begins)
tested  fixed point (V19), bounds, neighbours against a count of all pairs, bursts stay in their township
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import ACTIVE, AWAY_STEP, NO_SETTING, PROBATIONARY, VISITED
from sim.core.compute.draws import stream, uniform
from sim.core.compute.elementary import as_float, exp
from sim.core.compute.functions import clip
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import assumed, convention
from sim.procedures.people import OF_AGE, most_homes, most_people
from sim.procedures.sub_branches import own_sub_branch, part

RUMOUR = stream("information.rumour")
SIDE = 4  # households on each side that count as near
KIN_GROUPS = 256
LONGEST = 255
# Adults and the sum of their beliefs are kept in one whole number, so that a single addition carries both and their
# order does not matter: units of belief in the lower 40 bits, persons above.
UNITS = 16777216.0
PERSONS = 40
ONE = 1 << PERSONS
BELIEFS = ONE - 1
PLACES = np.uint64(16)  # bits of a village's identity below its township's


@kernel
def burst(V, S, towns, month, seed, feed):  # type: ignore[no-untyped-def]
    """Let bursts of rumours begin, each in a township, and reckon the false content that meets a user of the net."""
    for t in range(towns.size):
        identity, hazard, months = np.uint64(0), 0.0, 0.0
        for v in range(feed.size):
            if V["township"][v] == t:
                identity = max(identity, V["identity"][v] >> PLACES << PLACES)
                hazard, months = max(hazard, float(S["burst_hazard"][v])), max(months, float(S["burst_months"][v]))
        if hazard > 0.0 and uniform(seed, RUMOUR, identity, month, 0) < 1.0 - exp(-hazard / MONTHS):
            towns["rumour_months"][t] = int(months)
    for v in range(feed.size):
        more = 0.0
        if int(towns["rumour_months"][V["township"][v]]) > 0:
            more = (float(S["burst_strength"][v]) - 1.0) * (1.0 - clip(float(S["detection"][v])))
        feed[v] = float(S["false_content"][v]) * (1.0 + more)
    for t in range(towns.size):
        towns["rumour_months"][t] = max(int(towns["rumour_months"][t]) - 1, 0)


@kernel
def add_up(groups, beliefs, homes, kins, own, of_house, of_kin):  # type: ignore[no-untyped-def]
    """Count adults and add up their beliefs: everybody's own, by household and by kin group."""
    for j in range(groups.size):
        one = OF_AGE[groups[j]] * (ONE + np.int64(np.int32(np.float64(beliefs[j]) * UNITS)))
        own[j] = one
        of_house[SIDE + homes[j]] += one
        of_kin[kins[j]] += one


@kernel
def sum_near(of_house, near):  # type: ignore[no-untyped-def]
    """Add up the households near each in the ring, itself left out; in a ring of less than nine, fewer are near.

    ``of_house`` has room for ``SIDE`` more at each end and one at the last; it comes back as its running sum.
    """
    houses = near.size
    side = min(SIDE, (houses - 1) // 2)
    for d in range(side):
        of_house[SIDE - 1 - d] = of_house[SIDE + houses - 1 - d]
        of_house[SIDE + houses + d] = of_house[SIDE + d]
    for h in range(houses):
        near[h] = -of_house[SIDE + h]
    before = 0
    for p in range(of_house.size):
        here = of_house[p]
        of_house[p] = before
        before += here
    for h in range(houses):
        near[h] += of_house[SIDE + h + side + 1] - of_house[SIDE + h - side]


@kernel
def hear(own, homes, kins, near, of_kin, others, heard):  # type: ignore[no-untyped-def]
    """Mean belief of every adult's neighbours, herself left out, nought without any; -1 for all who are no adults."""
    for j in range(own.size):
        others[j] = near[homes[j]] + of_kin[kins[j]] - own[j]
    # Apart from the look-ups, so that the compiler makes vector instructions of the divisions.
    for j in range(own.size):
        persons = float(np.int32(others[j] >> PERSONS))
        mean = as_float(others[j] & BELIEFS) / (UNITS * max(persons, 1.0))
        heard[j] = mean if own[j] != 0 else -1.0


@kernel
def hear_the_like(own, homes, kins, houses, confidence, heard):  # type: ignore[no-untyped-def]
    """As ``sum_near`` and ``hear`` do, but of the neighbours whose belief is within ``confidence`` of one's own."""
    side, widest = min(SIDE, (houses - 1) // 2), int(confidence * UNITS)
    for j in range(own.size):
        mine, home, persons, total = own[j] & BELIEFS, np.int64(homes[j]), 0, 0
        for k in range(own.size):
            theirs = own[k] & BELIEFS
            if own[j] == 0 or own[k] == 0 or j == k or abs(mine - theirs) > widest:
                continue
            apart = abs(home - np.int64(homes[k]))
            times = 1 if kins[j] == kins[k] else 0
            times += 1 if 0 < min(apart, houses - apart) <= side else 0
            persons += times
            total += times * theirs
        heard[j] = float(total) / (UNITS * max(float(persons), 1.0)) if own[j] != 0 else -1.0


@kernel
def learn(  # type: ignore[no-untyped-def]
    groups,
    beliefs,
    trusts,
    devices,
    skills,
    schooling,
    accounts,
    events,
    stages,
    missed,
    grouped,
    heard,
    settings,
    after,
):
    """Write everybody's belief after this month; returns the adults in whom false exposure pulls harder."""
    false, use, talk, gain, ranking, base, by_skill, by_schooling, strength, online, meeting, away = settings[:12]
    rumour, put_right = settings[12:]
    misled = 0
    for j in range(groups.size):
        adult, belief, skill = heard[j] >= 0.0, np.float64(beliefs[j]), np.float64(skills[j])
        exposure = (false if devices[j] else 0.0) * (use + skill) + talk * heard[j] + (rumour if grouped[j] else 0.0)
        resistance = clip(base + by_skill * skill + by_schooling * schooling[j])
        pull = gain * exposure * (1.0 - resistance)
        told = (1.0 if events[j] & VISITED else 0.0) + (online if accounts[j] == ACTIVE else 0.0)
        told += meeting if (stages[j] >= PROBATIONARY) & (missed[j] == 0) else 0.0
        told += put_right if grouped[j] else 0.0
        correction = strength * (np.float64(trusts[j]) * told + (away if groups[j] > AWAY_STEP else 0.0))
        moved = belief + pull * (1.0 + ranking * belief) * (1.0 - belief) - correction * belief
        after[j] = clip(moved) if adult else belief
        misled += adult & (pull > correction)
    return misled


@kernel
def miss_what_failed(P, H, V, members, v, missed):  # type: ignore[no-untyped-def]
    """Fill in ``missed`` as the column has it, but for those whose sub-branch held no valid meeting this month."""
    for j in range(missed.size):
        missed[j] = P.missed[V["first"][v] + j]
    first = int(V["first"][v])
    cooperatives = H.cooperative[int(V["household_first"][v]) : int(V["household_last"][v])]
    hamlets, functional, months = int(V["hamlets"][v]), int(V["functional"][v]), int(V["sub_months"][v])
    for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
        i = int(members[m])
        if part(months, own_sub_branch(P, i, hamlets, functional, cooperatives)) > 0:
            missed[i - first] = LONGEST


@kernel
def hear_and_learn(P, H, V, S, D, T, feed, members, lo, hi):  # type: ignore[no-untyped-def]
    """Let beliefs move; ``feed`` is the false content that meets a user of the net in each village this month."""
    most, homes_most = most_people(V, lo, hi), most_homes(V, lo, hi)
    all_near, all_of_house = np.empty(homes_most, np.int64), np.empty(homes_most + 2 * SIDE + 1, np.int64)
    of_kin, all_own, others = np.empty(KIN_GROUPS, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    heard, after, all_missed = np.empty(most), np.empty(most, np.float32), np.empty(most, np.uint8)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        houses = int(V["household_last"][v] - V["household_first"][v])
        beliefs, groups, homes, kins = P.misperception[a:b], P.group[a:b], P.household[a:b], P.kin[a:b]
        of_house, near, own = all_of_house[: houses + 2 * SIDE + 1], all_near[:houses], all_own[: b - a]
        of_house[:] = 0
        of_kin[:] = 0
        add_up(groups, beliefs, homes, kins, own, of_house, of_kin)
        if float(S["confidence"][v]) < 1.0:
            hear_the_like(own, homes, kins, houses, float(S["confidence"][v]), heard)
        else:
            sum_near(of_house, near)
            hear(own, homes, kins, near, of_kin, others, heard)
        online = float(S["online_correction"][v]) * (1.0 - float(D["short_form"][v])) * float(V["freshness"][v])
        settings = (
            float(feed[v]),
            float(S["use_base"][v]),
            float(S["talk"][v]),
            float(S["gain"][v]),
            float(S["ranking"][v]),
            float(S["resistance"][v]) + float(S["media_literacy"][v]),
            float(S["resistance_skill"][v]),
            float(S["resistance_schooling"][v]),
            float(S["correction"][v]),
            online,
            float(S["meeting_correction"][v]) * float(V["content"][v]) if V["meeting_valid"][v] else 0.0,
            float(S["correction_away"][v]),
            float(S["group_rumour"][v]) * float(V["group_belief"][v]),
            float(S["group_correction"][v]) * float(V["posts_seen"][v]),
        )
        missed = P.missed[a:b]
        if V["hamlets"][v] > 1 or V["functional"][v] != NO_SETTING:
            missed = all_missed[: b - a]
            miss_what_failed(P, H, V, members, v, missed)
        trusts, devices, skills, levels = P.trust[a:b], P.device[a:b], P.skill[a:b], P.education[a:b]
        accounts, events, stages = P.account[a:b], P.events[a:b], P.stage[a:b]
        misled = learn(
            groups, beliefs, trusts, devices, skills, levels, accounts, events, stages, missed, P.in_village_group[a:b],
            heard, settings, after,
        )  # fmt: skip
        adults = total = 0
        for j in range(b - a):
            beliefs[j] = after[j]
            adults += own[j] >> PERSONS
            total += int(np.float64(after[j]) * UNITS) if own[j] != 0 else 0
        of_members = 0.0
        for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
            i = int(members[m])
            if int(P.group[i]) != 0 and int(P.stage[i]) >= PROBATIONARY:
                of_members += float(P.misperception[i])
        V["belief_mean"][v] = float(total) / UNITS / max(float(adults), 1.0)
        T["misperception"][v] = float(total) / UNITS
        T["misperception_members"][v] = of_members
        T["misled"][v] = misled


class Information(Mechanism):
    """What villagers hear that is wrong, and what puts it right."""

    # fmt: off
    gain = assumed(0.002, "1/month", low=0.0, high=0.02, symbol="mis_beta", raises="misperception",
        note="beliefs turned wrong by full exposure without resistance, of those that are right; 0 stops exposure",
        note_zh="无抵抗力且充分接触时，正确认识变为错误的比率；0为不接触")
    false_content = convention(1.0, "0-1", symbol="mis_f", raises="misperception",
        note="false content met on the net; only its product with the gain matters",
        note_zh="网上遇到的不实内容；只有它与上述比率之积起作用")
    ranking = assumed(1.0, "1", low=0.0, high=4.0, symbol="mis_A", active=True, raises="misperception",
        note="more of the same for those who believe it: 0 shown at random, 1-2 by similarity, 4 by popularity",
        note_zh="对已相信者推送更多同类内容：0随机，1—2按相似，4按热度")
    use_base = convention(0.5, "0-1", raises="misperception",
        note="use of the net by owners of a device without skill; skill adds to it",
        note_zh="无数字技能的设备拥有者的上网程度；技能使其提高")
    talk = assumed(0.3, "weight", symbol="off_rum", raises="misperception",
        note="exposure to what neighbours and kin believe, against the net",
        note_zh="邻里亲属所信内容的影响，与网络相比")
    confidence = assumed(1.0, "0-1", low=0.2, high=1.0, symbol="eps",
        either="lets in neighbours who believe more and neighbours who believe less",
        note="greatest difference in belief across which a neighbour is heard; 1 = everybody is (bounded confidence)",
        note_zh="仍会听取邻里意见的最大认知差异；1为听取所有人（有界信任）")
    resistance = convention(0.2, "0-1", lowers="misperception", note="resistance without skill and schooling",
        note_zh="无技能、无学历时的抵抗力")
    resistance_skill = convention(0.4, "0-1", lowers="misperception", note="resistance added by full digital skill",
        note_zh="数字技能最高时增加的抵抗力")
    resistance_schooling = convention(0.1, "0-1", lowers="misperception",
        note="resistance added by each level of schooling", note_zh="受教育程度每高一级增加的抵抗力")
    media_literacy = assumed(0.0, "0-1", low=0.0, high=0.4, law="sum", lowers="misperception",
        note="resistance added by courses in judging what is read", note_zh="媒介素养课程增加的抵抗力")
    correction = assumed(0.06, "1/month", symbol="cor_beta", lowers="misperception",
        note="wrong beliefs put right by a visit at full trust", note_zh="充分信任时一次走访纠正的错误认识")
    online_correction = assumed(0.5, "ratio", low=0.25, high=1.0, symbol="cor_on", law="product",
        lowers="misperception", note="correction on a fresh platform, against a visit",
        note_zh="平台的更正作用（与走访相比）")
    meeting_correction = assumed(0.5, "ratio", low=0.25, high=1.0, symbol="cor_meet", law="product",
        lowers="misperception_members", note="correction by a meeting of full content, against a visit",
        note_zh="会议的更正作用（与走访相比）")
    group_correction = assumed(0.15, "ratio", low=0.0, high=0.5, active=True, law="product", lowers="misperception",
        note="correction in the village's chat group where all posts are read, against a visit",
        note_zh="村微信群的更正作用（消息全部被阅读时，与走访相比）")
    group_rumour = assumed(0.1, "weight", low=0.0, high=0.5, active=True, raises="misperception",
        note="exposure to what those in the chat group believe, against the net",
        note_zh="接触群内成员所信内容的影响，与网络相比")
    correction_away = assumed(0.0, "weight", low=0.0, high=0.3, symbol="cor_away", law="sum", lowers="misperception",
        note="correction by groups that those away form themselves (tier 2)",
        note_zh="外出者自行组成的群体的纠正作用（第二层修正）")
    burst_hazard = assumed(0.0, "1/year", low=0.0, high=2.0, law="sum", raises="misperception",
        note="bursts of rumours; a township takes the greatest hazard of its villages",
        note_zh="谣言集中出现的比率；乡镇取各村最高值")
    burst_strength = convention(5.0, "factor", raises="misperception",
        note="false content during a burst, against other months", note_zh="谣言集中期间不实内容的倍数")
    burst_months = convention(2.0, "month", raises="misperception", note="how long a burst lasts",
        note_zh="谣言集中持续的时间")
    detection = assumed(0.0, "share", low=0.0, high=0.9, symbol="rum_det", law="sum", lowers="misperception",
        note="part of a burst that is taken down as soon as it comes", note_zh="谣言集中出现时即时处置的比例")
    # fmt: on

    def step(self, model: Any) -> None:
        """Let bursts begin or grow older, then let beliefs move."""
        P, H, V = model.people.columns, model.households.columns, model.villages.columns
        T, S, feed = model.recorder.now, self.settings(model), np.empty(len(V))
        burst(V, S, model.townships.columns, model.month, model.key, feed)
        model.over_villages(hear_and_learn, P, H, V, S, model.settings["digital"], T, feed, model.members)
