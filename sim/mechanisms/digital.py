"""Digital: upkeep of the platform, devices, skill, and who uses the platform (S11).

A person is in one of four states and one event is possible in each: no device -> device -> active -> dormant ->
active. Rates are hazards: adoption happens with 1 - exp(-rate); the moves between active and dormant have the monthly
probabilities of a process with these two rates, c and r, so the dormant share tends to c/(c+r). All read last month's
share of active users.

Policies meet in these levers. ``platforms`` is a sum (an online branch adds one) and ``integrated`` an *or*: where it
is on there is one platform however many were added, so the order of policies does not matter. ``coupling`` (what is
begun online is finished offline and back) and ``local_content`` move by odds: from .4 to .8 is an odds ratio of 6.
Where digital work has a weight in the assessment, the hours of documentation that it is worth go into accounts, one by
one, as under a mandate. Launch support is the pair ``launch_quality`` and ``launch_hours``, which a policy moves in
the months of the launch only.

A graduate official runs the platform where there is one, else the secretary. Remote helpers add their hours in full,
and urban back-up saves up to half of the decay of content. ``local_effort`` makes content local as far as who runs the
platform is able. Classes are held by the year (``sim/procedures/classes.py``); who sits in them learns ``class_hours``.

reads   ``trace_hours`` and what documents are worth in ``effort``; hours and skill of the secretary and of the
        graduate official, help from outside and money for the platform, coverage, last month's ``active_share``;
        slope and age of devices of ``start``
writes  content, freshness, quality, hours and key skill of the platform; device, skill, account
draws   digital.adopt (0 device, 1 adoption, 2 return, 3 dormancy), digital.mandate (0 enrolled, 1 active),
        digital.device (0 place in a class; of the January of the year), digital.minors (0 device)
tested  Bass curve (V20), dormant share (V21), bounds of candidates, the figures of S11
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.codes import ACTIVE, ADULT, AGES, DORMANT, NO_ACCOUNT, PROBATIONARY
from sim.core.compute.choice import few_marked
from sim.core.compute.draws import bound, fill, stream, unit
from sim.core.compute.elementary import exp, exps, log
from sim.core.compute.functions import clip, exchange
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention
from sim.procedures.classes import homes_with_young, seat
from sim.procedures.first_devices import give_minors_devices
from sim.procedures.people import most_people

ADOPT = stream("digital.adopt")
MANDATE = stream("digital.mandate")
CLASSES = stream("digital.device")
OLD = 60
MIDDLE = 0.5
STATES = 4
NO_DEVICE, ASIDE, ASLEEP, IN_USE = 0, 1, 2, 3


@kernel
def keep_platform(P, V, O, G, S, T, lo, hi):  # type: ignore[no-untyped-def]
    """Hours become updates, updates freshness; content decays; the person who runs it caps what users meet."""
    for v in range(lo, hi):
        row = int(O["holder_row"][v])
        lessons = clip(float(S["teaching"][v]) * float(S["secretary_taught"][v]))
        if lessons > 0 and (row >= 0 or O["outsider"][v]):
            O["skill"][v] += lessons * (1 - float(O["skill"][v]))
            if row >= 0:
                P.skill[row] = float(O["skill"][v])
        skill, capacity, attention = float(O["skill"][v]), float(O["capacity"][v]), clip(float(S["attention"][v]))
        if float(V["graduate_skill"][v]) > 0:
            skill, capacity = float(V["graduate_skill"][v]), float(G["capacity"][v])
        in_post = float(V["secretary_hours"][v]) + float(V["graduate_hours"][v])
        designated = float(S["designated_hours"][v]) + float(S["launch_hours"][v])
        hours = attention * (float(S["hours_share"][v]) * in_post + max(designated, 0.0))
        hours += float(V["remote_hours"][v])
        updates = hours * min(capacity, skill) / float(S["update_hours"][v])
        fresh = 1 - exp(-updates / float(S["updates_full"][v]))
        decay = float(S["content_decay"][v]) * (1 - float(S["backup_saves"][v]) * float(V["backup"][v]))
        money = float(S["content_money"][v]) + float(V["money_for_platform"][v])
        content = float(V["platform_content"][v]) * (1 - decay) + money / float(S["content_price"][v])
        content = max(clip(content), clip(float(S["launch_quality"][v])))
        number = 1.0 if float(S["integrated"][v]) > 0 else max(float(S["platforms"][v]), 1.0)
        usable = 1 / (1 + float(S["fragmentation"][v]) * (number - 1))
        base = float(S["coupling_base"][v])
        usable *= base + (1 - base) * clip(float(S["coupling"][v]))
        local = clip(float(S["local_content"][v]))
        local = clip(local + float(S["local_effort"][v]) * capacity * (1 - local))
        usable *= exp(float(S["local_power"][v]) * log(local)) if local > 0 else 0.0
        V["key_skill"][v] = skill
        V["freshness"][v] = fresh
        V["platform_content"][v] = content
        V["platform_quality"][v] = clip(min(math.sqrt(fresh * content), skill) * usable)
        T["key_skill"][v] = skill
        T["updates"][v] = updates


@kernel
def adoption_rate(V, S, v, member, old):  # type: ignore[no-untyped-def]
    """Monthly hazard of a first account at full skill."""
    innovation = float(S["innovation"][v]) + float(S["choice"][v])
    spontaneous = innovation * (float(S["lead_base"][v]) + clip(float(S["attention"][v])))
    imitated = float(S["imitation"][v]) * float(V["active_share"][v])
    if old:
        spontaneous *= float(S["innovation_old"][v])
        imitated *= float(S["imitation_old"][v])
    if member:
        spontaneous *= float(S["member_push"][v])
    quality = float(V["platform_quality"][v]) / MIDDLE / MIDDLE
    worried = clip(float(S["privacy"][v]) + float(S["privacy_shock"][v]))
    willing = (1 - clip(float(S["refusal"][v]))) * (1 - worried) * (1 + float(S["short_form"][v]))
    return (spontaneous + imitated) / MONTHS * quality * willing


@kernel
def reception(V, S, v):  # type: ignore[no-untyped-def]
    """Network coverage with what has been built for it."""
    return clip(float(V["coverage"][v]) + float(S["network"][v]))


@kernel
def device_chance(V, S, B, v, age):  # type: ignore[no-untyped-def]
    """Monthly probability of getting a first device."""
    slope, middle = float(B["device_slope"][v]), float(B["device_age"][v]) + float(S["device_shift"][v])
    hazard = float(S["device_hazard"][v]) * reception(V, S, v) / (1 + exp(-slope * (middle - age)))
    return 1 - exp(-hazard)


@kernel
def bounds(V, S, v, limit):  # type: ignore[no-untyped-def]
    """Write upper bounds of the probabilities by state, for others and for members, as words to compare with."""
    quality = float(V["platform_quality"][v])
    limit[NO_DEVICE, :] = bound(float(S["device_hazard"][v]) * reception(V, S, v))
    for member in range(2):
        push = float(S["member_churn"][v]) if member else 1.0
        rate = 0.0
        for old in range(2):
            rate = max(rate, adoption_rate(V, S, v, member == 1, old == 1))
        limit[ASIDE, member] = bound(rate)
        limit[ASLEEP, member] = bound(float(S["reactivation"][v]) * quality)
        limit[IN_USE, member] = bound(float(S["churn"][v]) * (1 - quality) * float(S["churn_skill"][v]) * push)


@kernel
def candidates(words, accounts, devices, stages, groups, limit, marks, rows):  # type: ignore[no-untyped-def]
    """Find who has a word below the bound of her state, counted from the village's first row; returns how many."""
    none, aside, asleep, in_use = limit[NO_DEVICE, 0], limit[ASIDE, 0], limit[ASLEEP, 0], limit[IN_USE, 0]
    member_aside, member_asleep, member_in_use = limit[ASIDE, 1], limit[ASLEEP, 1], limit[IN_USE, 1]
    # All four words and bounds are read and one is kept, so that the compiler makes vector instructions of it.
    for j in range(groups.size):
        first, second, third, fourth = words[0, j], words[1, j], words[2, j], words[3, j]
        account, owner, member = accounts[j], devices[j], stages[j] >= PROBATIONARY
        word = fourth if account == ACTIVE else (third if account == DORMANT else (second if owner else first))
        of_member = member_aside if owner else none
        of_member = member_in_use if account == ACTIVE else (member_asleep if account == DORMANT else of_member)
        of_other = aside if owner else none
        of_other = in_use if account == ACTIVE else (asleep if account == DORMANT else of_other)
        below = np.int64(word) < (of_member if member else of_other)
        marks[j] = np.uint8(below) & np.uint8(groups[j] != 0)
    return few_marked(marks[: groups.size], rows)


@kernel
def use_platform(P, V, S, B, everyone, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Give devices and accounts, put to sleep and wake up; ``everyone`` examines all rows (a test of the bounds)."""
    limit = np.empty((STATES, 2), np.int64)
    most = most_people(V, lo, hi)
    words, rows = np.empty((STATES, most), np.uint32), np.empty(most + 1, np.int32)
    marks = np.empty(most, np.uint8)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        fill(P.identity[a:b], month, 0, seed, ADOPT, words[0], words[1], words[2], words[3])
        bounds(V, S, v, limit)
        if everyone:
            limit[:, :] = bound(1.0)
        quality, churn, back = float(V["platform_quality"][v]), float(S["churn"][v]), float(S["reactivation"][v])
        found = candidates(words, P.account[a:b], P.device[a:b], P.stage[a:b], P.group[a:b], limit, marks, rows)
        for n in range(found):
            j = int(rows[n])
            i = a + j
            age = (int(P.group[i]) - 1) % AGES
            if age < ADULT:
                continue
            account, skill, member = int(P.account[i]), float(P.skill[i]), int(P.stage[i]) >= PROBATIONARY
            push = float(S["member_churn"][v]) if member else 1.0
            leaving = churn * (1 - quality) * (float(S["churn_skill"][v]) - skill) * push
            if account == ACTIVE:
                if unit(words[IN_USE, j]) < exchange(leaving, back * quality * skill):
                    P.account[i] = DORMANT
            elif account == DORMANT:
                if unit(words[ASLEEP, j]) < exchange(back * quality * skill, leaving):
                    P.account[i] = ACTIVE
            elif P.device[i]:
                if unit(words[ASIDE, j]) < 1 - exp(-adoption_rate(V, S, v, member, age >= OLD) * skill):
                    P.account[i] = ACTIVE
            elif unit(words[NO_DEVICE, j]) < device_chance(V, S, B, v, age):
                P.device[i] = True
        if float(S["minors_share"][v]) > 0.0:
            share, hazard = float(S["minors_share"][v]), float(S["minors_hazard"][v])
            give_minors_devices(P, a, b, share, hazard, month, seed, marks, rows)
        share = clip(float(S["mandate"][v]))
        if share > 0:
            fill(P.identity[a:b], month, 0, seed, MANDATE, words[0], words[1], words[2], words[3])
            enrolled = bound(share)
            for j in range(b - a):
                i = a + j
                owner = P.device[i] and int(P.account[i]) == NO_ACCOUNT and int(P.group[i]) > 0
                if owner and (int(P.group[i]) - 1) % AGES >= ADULT and int(words[0, j]) < enrolled:
                    P.account[i] = ACTIVE if unit(words[1, j]) < float(P.skill[i]) * quality else DORMANT


@kernel
def learn_and_forget(P, V, S, lo, hi):  # type: ignore[no-untyped-def]
    """Skill rises with hours taught to owners of a device and falls back where the platform is not used."""
    for v in range(lo, hi):
        lessons = clip(float(S["teaching"][v]) * float(S["taught"][v]))
        forget = log(2.0) / float(S["skill_life"][v])
        a, b = int(V["first"][v]), int(V["last"][v])
        skills, starts, devices, accounts = P.skill[a:b], P.skill_start[a:b], P.device[a:b], P.account[a:b]
        for j in range(b - a):
            skill = float(skills[j])
            gain = lessons * (1 - skill) * int(devices[j])
            loss = forget * (skill - float(starts[j])) * (int(accounts[j]) != ACTIVE)
            skills[j] = skill + gain - loss


@kernel
def hold_classes(P, V, S, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Teach those who have a place; the same persons as long as the year lasts and they stay at home."""
    for v in range(lo, hi):
        lessons = clip(float(S["teaching"][v]) * float(S["class_hours"][v]))
        places = clip(float(S["class_places"][v]))
        if lessons <= 0 or places <= 0:
            continue
        a, b = int(V["first"][v]), int(V["last"][v])
        words, seated = np.empty((STATES, b - a), np.uint32), np.empty(b - a, np.bool_)
        fill(P.identity[a:b], month - month % MONTHS, 0, seed, CLASSES, words[0], words[1], words[2], words[3])
        young = np.zeros(int(V["household_last"][v] - V["household_first"][v]) + 1, np.bool_)
        groups, devices, skills, homes = P.group[a:b], P.device[a:b], P.skill[a:b], P.household[a:b]
        old, leak, family = clip(float(S["class_old"][v])), clip(float(S["class_leak"][v])), float(S["class_family"][v])
        homes_with_young(groups, devices, homes, young)
        seat(groups, devices, skills, homes, young, words[0], places, old, leak, family, seated)
        for j in range(b - a):
            if seated[j]:
                skills[j] = np.float64(skills[j]) + lessons * (1.0 - np.float64(skills[j]))


@kernel
def keep_and_use(P, V, O, G, S, T, B, everyone, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Keep the platform, then let people come and go, then learn and forget."""
    keep_platform(P, V, O, G, S, T, lo, hi)
    use_platform(P, V, S, B, everyone, month, seed, lo, hi)
    learn_and_forget(P, V, S, lo, hi)


def enrolled_for_the_mark(V: np.ndarray, S: np.ndarray, E: np.ndarray, inspections: np.ndarray) -> np.ndarray:
    """Share of owners without an account who are enrolled because digital work is assessed; shape (villages,)."""
    worth = E["stakes"] * E["weight_digital"]
    all_paper = np.maximum(E["value_documents"] + E["stakes"] * E["weight_documents"] * inspections + worth, worth)
    hours = V["trace_hours"] * np.divide(worth, all_paper, out=np.zeros(len(V)), where=worth > 0)
    share: np.ndarray = 1.0 - exps(-hours / S["account_hours"] / np.maximum(V["adults_home"], 1))
    return share


QUALITY, REACH = "platform_quality", "digital_reach"


class Digital(Mechanism):
    """Supply (platform) and demand (devices, skill, accounts)."""

    by_village = True

    # fmt: off
    hours_share = convention(0.1, "share", raises=QUALITY, note="secretary's hours that could go to the platform",
        note_zh="书记工时中可用于平台的比例")
    attention = assumed(0.5, "share", low=0.1, high=0.9, raises=QUALITY, symbol="att_dig", law="odds",
        note="attention to the platform", note_zh="对平台的重视")
    designated_hours = assumed(0, "hour/month", low=0, high=40, raises=QUALITY, law="sum",
        note="hours of a post for the platform", note_zh="平台专岗工时")
    update_hours = assumed(2, "hour", lowers=QUALITY, symbol="upd_h", law="product",
        note="hours of an update at full skill and capacity", note_zh="技能和能力最高时一次更新的工时")
    updates_full = convention(4, "1/month", lowers=QUALITY, symbol="upd_ref",
        note="updates of a platform that is kept weekly", note_zh="每周维护的平台的更新次数")
    content_decay = assumed(0.025, "1/month", low=0.0125, high=0.05, lowers=QUALITY, symbol="plat_dep", law="product",
        active=True, note="content that is out of date after a month", note_zh="一个月后过时的内容比例")
    content_money = assumed(0, "yuan/month", low=0, high=4000, raises=QUALITY, symbol="inv", law="sum",
        note="money for content", note_zh="内容经费")
    content_price = convention(40000, "yuan", lowers=QUALITY, note="money that takes content from nothing to full",
        note_zh="使内容从无到全所需的资金")
    backup_saves = convention(0.5, "share", raises=QUALITY, note="decay of content that full urban back-up saves",
        note_zh="城市反哺充分时免于过时的内容比例")
    launch_quality = assumed(0, "0-1", low=0, high=1, raises=QUALITY, law="sum",
        note="content that launch support guarantees this month", note_zh="启动支持保证的内容水平")
    launch_hours = assumed(0, "hour/month", low=0, high=20, raises=QUALITY, law="sum",
        note="hours of launch support this month", note_zh="本月启动支持工时")
    platforms = assumed(2, "platforms", active=True, low=1, high=5, least=1, lowers=QUALITY, symbol="n_plat", law="sum",
        note="platforms side by side, unless integrated", note_zh="并行平台数（一体化时除外）")
    integrated = assumed(False, "switch", raises=QUALITY, law="or", note="one platform for all", note_zh="一体化平台")
    fragmentation = assumed(0.3, "1", lowers=QUALITY, symbol="zeta_frag",
        note="loss of usability for each further platform", note_zh="每多一个平台可用性的损失")
    coupling = assumed(0.4, "share", low=0, high=0.9, raises=QUALITY, symbol="o2o", law="odds",
        en="online–offline coupling", note="what is begun online is finished offline and back",
        note_zh="线上线下融合度")
    coupling_base = convention(0.5, "share", raises=QUALITY, note="usability without any coupling",
        note_zh="线上线下完全未融合时的可用性")
    local_content = assumed(0.5, "share", low=0.1, high=0.9, raises=QUALITY, symbol="loc_c", law="odds",
        note="content about the place", note_zh="本地内容的比例")
    local_effort = assumed(0, "share", low=0, high=1, raises=QUALITY, law="sum",
        note="of what is not about the place, made so by a fully able person who runs the platform",
        note_zh="把外来内容改为本地内容的力度")
    local_power = convention(0.3, "1", lowers=QUALITY, note="power of local content in quality",
        note_zh="本地内容在平台质量中的幂次")
    device_hazard = assumed(0.01, "1/month", raises="device_share", symbol="dev_h", law="product",
        note="hazard of a first device for the young under full coverage",
        note_zh="网络全覆盖时年轻人首次拥有上网设备的比率")
    minors_share = assumed(0, "share", low=0, high=1, raises="device_share", symbol="dev_minors",
        note="those of six to seventeen who have a device: at the start, and of those who turn six; 0 = as adults at "
        "the start, and no new ones",
        note_zh="6至17岁者中拥有上网设备的比例（期初及满6岁时）；0=期初按成人曲线，此后不新增")
    minors_hazard = assumed(0, "1/month", low=0, high=0.1, raises="device_share",
        note="hazard of a first device for the others of that age, where the share is above 0",
        note_zh="上述比例大于0时，其余6至17岁者首次拥有上网设备的比率")
    network = assumed(0, "share", low=0, high=0.3, raises="device_share", symbol="net_G", law="sum",
        note="network coverage added by building", note_zh="新建网络覆盖")
    device_shift = assumed(0, "year", low=-10, high=10, raises="device_share", symbol="dev_shift", law="sum",
        note="shift of the age at which half would have one", note_zh="半数人拥有设备的年龄的推移")
    innovation = Param(0.03, "1/year", "L", "diffusion-meta-analysis", low=0.01, high=0.06, raises=REACH,
        symbol="bass_p", law="product", note="adoption without example", note_zh="无人带动时的使用率")
    imitation = Param(0.38, "1/year", "L", "diffusion-meta-analysis", low=0.2, high=0.6, raises=REACH, symbol="bass_q",
        active=True, note="adoption by example, for each share of active users",
        note_zh="受带动的使用率，按活跃用户比例")
    innovation_old = convention(0.5, "factor", raises=REACH, note="adoption without example from 60 on",
        note_zh="60岁及以上者无人带动时的使用倍数")
    imitation_old = convention(1.5, "factor", raises=REACH, note="adoption by example from 60 on",
        note_zh="60岁及以上者受带动的使用倍数")
    lead_base = convention(0.5, "factor", raises=REACH, symbol="lead", note="lead of the branch without attention",
        note_zh="不重视平台时党支部的带动作用")
    member_push = assumed(10, "factor", raises=REACH, symbol="mem_mult",
        note="adoption without example of members, whom the branch asks",
        note_zh="党员（由支部要求）无人带动时的使用倍数")
    member_churn = convention(0.5, "factor", lowers=REACH, note="falling dormant of members",
        note_zh="党员账号休眠的倍数")
    refusal = assumed(0.1, "share", lowers=REACH, symbol="refuse", law="odds",
        note="adoption that does not happen out of refusal", note_zh="因拒绝而不使用的比例")
    privacy = assumed(0.05, "share", lowers=REACH, symbol="privacy", law="odds",
        note="adoption that does not happen for privacy", note_zh="因隐私顾虑而不使用的比例")
    privacy_shock = assumed(0, "share", low=0, high=0.4, lowers=REACH, symbol="privacy_shock", law="sum",
        note="adoption lost besides for privacy after an incident (tier 2)",
        note_zh="信息泄露事件后另因隐私不使用的比例（第二层修正）")
    short_form = assumed(0, "share", low=0, high=0.5, raises=REACH, symbol="short_form", law="sum",
        note="rise of adoption by short and varied formats, and fall of what they put right (tier 2)",
        note_zh="短而多样的形式：使用增加，线上更正减少（第二层修正）")
    choice = assumed(0, "1/year", low=0, high=0.03, raises=REACH, symbol="choice", law="sum",
        note="adoption without example added where members choose among activities (tier 2)",
        note_zh="党员可自选活动时增加的使用（第二层修正）")
    churn = assumed(0.20, "1/month", low=0.05, high=0.35, raises="dormant_share", symbol="churn", law="product",
        active=True, note="falling dormant at worst quality", note_zh="平台质量最低时账号休眠的比率")
    churn_skill = convention(1.3, "ratio", raises="dormant_share", note="skill at which nobody would fall dormant",
        note_zh="无人休眠时的数字技能")
    reactivation = assumed(0.12, "1/month", low=0.02, high=0.24, lowers="dormant_share", symbol="4 react",
        law="product", note="return from dormancy at full quality and skill: four times the rate at one half of each",
        note_zh="平台质量和技能最高时休眠账号恢复使用的比率：为两者各0.5时的四倍")
    mandate = assumed(0, "share", low=0, high=1, raises="accounts_reported", symbol="mandate", law="sum",
        note="owners of a device without an account who are enrolled this month",
        note_zh="本月被要求注册的有设备无账号者比例")
    account_hours = assumed(1, "hour", low=0.5, high=2, lowers="accounts_reported",
        note="hours to enrol one person, photographs and files included", note_zh="为一人注册的工时，含照片和建档")
    teaching = convention(0.01, "1/hour", raises=REACH, symbol="teach",
        note="share of the skill still lacking that an hour teaches", note_zh="每学时学到所缺数字技能的比例")
    taught = assumed(0, "hour/month", low=0, high=8, raises=REACH, law="sum",
        note="hours taught to each owner of a device", note_zh="教给每名设备拥有者的学时")
    secretary_taught = assumed(0, "hour/month", low=0, high=8, raises=QUALITY, law="sum",
        note="hours taught to the secretary", note_zh="书记接受的数字培训学时")
    class_hours = assumed(0, "hour/month", low=0, high=8, raises=REACH, law="sum",
        note="hours taught to each who has a place in a class", note_zh="课堂上每人学时")
    class_places = assumed(0, "share", low=0, high=1, raises=REACH, law="sum",
        note="places, as a share of adults at home; without a device there is none to be had",
        note_zh="课堂名额占在村成年人的比例；无设备者不占")
    class_old = assumed(0, "share", low=0, high=1, raises="reach_60", law="sum",
        note="places kept for those of 60 and over", note_zh="留给60岁及以上者的名额")
    class_leak = assumed(0, "share", low=0, high=1, law="sum",
        either="the able learn less in a class, and more of them use what they learnt",
        note="places that go to whoever comes, the able first", note_zh="由自愿前来者占用的名额，技能高者在先")
    class_family = assumed(False, "switch", law="or", either="reaches fewer, and none but the old",
        note="the young of a household teach its old, in place of a class", note_zh="由家中年轻人教老人，代替课堂")
    skill_life = convention(24, "month", raises=REACH, note="half-life of unused skill",
        note_zh="未使用的数字技能的半衰期")
    # fmt: on

    def step(self, model: Any) -> None:
        """Keep the platform, then let people come and go, then learn and forget."""
        P, V, O, S = model.people.columns, model.villages.columns, model.offices.columns, self.settings(model)
        E = model.settings["effort"]
        if (E["weight_digital"] > 0).any():
            S = S.copy()
            asked = enrolled_for_the_mark(V, S, E, model.settings["supervision"]["inspections"])
            S["mandate"] = np.minimum(S["mandate"] + asked, 1.0)
        officials, start = model.graduate_officials.columns, model.settings["start"]
        when = int(model.month), model.key
        model.over_villages(keep_and_use, P, V, O, officials, S, model.recorder.now, start, False, *when)
        if (S["class_places"] > 0).any():
            model.over_villages(hold_classes, P, V, S, *when)
