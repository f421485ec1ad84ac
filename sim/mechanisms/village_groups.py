"""Village groups: a chat group of a village, who is in it, and what is read there (S11b).

A village has none or one, begun with hazard ``start``. Adults at home or away who have a device and some skill join
with hazard (innovation + imitation a)(1 − refusal), where a is the share of those who can be in it that are in it; they
leave with hazard ``leave``, or when their skill falls too low. No quality of a platform enters, nobody keeps it up, and
it asks for documents only where ``effort.clock_hours`` is more than nought.

n posts a month, ``notices`` of the branch and ``chatter`` of each person in it, are read with the probability

    read = σ(reading − crowding ln(n / posts_usual))

Of the notices everybody in the group reads ``notices read``, made whole by a draw of her own. The others of her
household hear of what one of them reads. What comes of it stands where it acts: ``trust.post_weight`` and
``.post_passed_on``, ``service.group_lag`` (a question in the group is a way of finding somebody),
``information.group_correction`` and ``.group_rumour``, ``meetings.attend_announced``.

A group that a world begins with (``start.groups``) has the share of members at which joining and leaving balance.

reads   group, device, skill, household, misperception; refusal of ``digital``
writes  in_village_group, posts_read, posts_heard; village_group, posts_seen and group_belief of the village
draws   village_groups.start (village: 0 in a month, 1 there at the start), village_groups.join (0 joins or leaves,
        1 posts read, 2 in it at the start)
tested  the share in it against the closed form and the monthly recursion (V37); members can be in it
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import ADULT, AWAY_STEP, MESSAGES_MOST, SEX_STEP
from sim.core.compute.draws import bound, fill_two, stream, uniform
from sim.core.compute.elementary import exp
from sim.core.compute.functions import clip, exchange
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import assumed, convention
from sim.procedures.people import most_homes, most_people
from sim.procedures.village_groups import can_be_in, share_at_rest, share_read

BEGIN, JOIN = stream("village_groups.start"), stream("village_groups.join")
OLD = 60
UNITS = 16777216.0  # of belief, in whole numbers
# Bits of what matters of a person's group: grown up; and so at home; and so 60 or over.
GROWN, HOME, OLD_HOME = np.uint8(1), np.uint8(1), np.uint8(2)


@kernel
def begin(V, S, month, seed, v):  # type: ignore[no-untyped-def]
    """Whether the village has a group this month, begun now or before."""
    hazard = float(S["start"][v])
    if not V["village_group"][v] and hazard > 0.0:
        V["village_group"][v] = uniform(seed, BEGIN, V["identity"][v], month, 0) < 1.0 - exp(-hazard)
    return V["village_group"][v]


@kernel
def tell_kinds(groups, kinds):  # type: ignore[no-untyped-def]
    """Write the bits of everybody; worked out and not looked up, so that the compiler makes vector instructions."""
    for j in range(groups.size):
        group = np.int32(groups[j])
        at_home = np.uint8(group <= AWAY_STEP)
        place = group - 1 - (AWAY_STEP if group > AWAY_STEP else 0)
        age = place - (SEX_STEP if place >= SEX_STEP else 0)  # below 0 for the gone
        grown, old = np.uint8(age >= ADULT), np.uint8(age >= OLD)
        kinds[j] = grown | (grown & at_home) << HOME | (old & at_home) << OLD_HOME


@kernel
def turn_out(inside, devices, skills, least, kinds, fit):  # type: ignore[no-untyped-def]
    """Put out who can no longer be in the group, and note who can; returns how many can be in it, and how many are."""
    able = members = 0
    for j in range(inside.size):
        can = (kinds[j] & GROWN) & np.uint8(devices[j]) & np.uint8(np.float64(skills[j]) >= least)
        stays = can & np.uint8(inside[j])
        fit[j] = can
        inside[j] = stays != 0
        able += int(can)
        members += int(stays)
    return able, members


@kernel
def come_and_go(inside, fit, lots, joins, leaves):  # type: ignore[no-untyped-def]
    """Let people join and leave; ``joins`` and ``leaves`` are bounds of their words. Returns how many are in it."""
    members = 0
    for j in range(inside.size):
        lot, was = int(lots[j]), np.uint8(inside[j])
        now = (was & np.uint8(lot >= leaves)) | (fit[j] & (np.uint8(1) - was) & np.uint8(lot < joins))
        inside[j] = now != 0
        members += int(now)
    return members


@kernel
def read_posts(inside, kinds, homes, lots, each, best, read, heard):  # type: ignore[no-untyped-def]
    """Let those in the group read, and the other adults of their households hear of it.

    Parameters
    ----------
    each : float
        Posts that somebody in it reads, at most ``MESSAGES_MOST``.
    best : uint8 array, shape (households or more,)
        Room for the most that one of a household read.
    read, heard : uint8 arrays, shape (persons,)
        Filled.
    """
    whole = np.uint8(int(each))
    more = bound(each - int(each))
    for j in range(inside.size):
        read[j] = np.uint8(inside[j]) * (whole + np.uint8(int(lots[j]) < more))
    best[:] = 0
    for j in range(inside.size):
        best[homes[j]] = max(best[homes[j]], read[j])
    for j in range(inside.size):
        heard[j] = (kinds[j] & GROWN) * (best[homes[j]] - read[j])


@kernel
def count_group(inside, kinds, beliefs, read, heard, T, v):  # type: ignore[no-untyped-def]
    """Tally who is in the group and what was read; returns the mean belief of those in it."""
    members = home = old = posts = others = total = 0
    for j in range(inside.size):
        there = np.uint8(inside[j])
        members += int(there)
        home += int(there & kinds[j] >> HOME)
        old += int(there & kinds[j] >> OLD_HOME)
        posts += int(read[j])
        others += int(heard[j])
    for j in range(inside.size):  # whole numbers, whose order does not matter
        total += int(inside[j]) * np.int64(np.int32(np.float64(beliefs[j]) * UNITS))
    T["village_groups"][v] = 1.0
    T["group_home"][v] = home
    T["group_away"][v] = members - home
    T["group_60"][v] = old
    T["posts_read"][v] = posts
    T["posts_heard"][v] = others
    return float(total) / UNITS / max(members, 1)


@kernel
def meet_in_groups(P, V, S, D, T, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Begin groups, let people join and leave, and let them read what was posted this month."""
    most = most_people(V, lo, hi)
    words, best = np.empty((2, most), np.uint32), np.empty(most_homes(V, lo, hi) + 1, np.uint8)
    notes = np.empty((2, most), np.uint8)
    for v in range(lo, hi):
        if not begin(V, S, month, seed, v):
            continue
        a, b = int(V["first"][v]), int(V["last"][v])
        inside, groups, kinds, fit = P.in_village_group[a:b], P.group[a:b], notes[0, : b - a], notes[1, : b - a]
        tell_kinds(groups, kinds)
        able, before = turn_out(inside, P.device[a:b], P.skill[a:b], float(S["skill_least"][v]), kinds, fit)
        hazard = float(S["innovation"][v]) + float(S["imitation"][v]) * before / max(able, 1)
        hazard *= 1.0 - clip(float(D["refusal"][v]))
        joins, leaves = bound(exchange(hazard, float(S["leave"][v]))), bound(exchange(float(S["leave"][v]), hazard))
        fill_two(P.identity[a:b], month, seed, JOIN, words[0], words[1])
        members = come_and_go(inside, fit, words[0], joins, leaves)
        posts = float(S["notices"][v]) + float(S["chatter"][v]) * members
        seen = share_read(posts, float(S["reading"][v]), float(S["crowding"][v]), float(S["posts_usual"][v]))
        each = min(float(S["notices"][v]) * seen, float(MESSAGES_MOST))
        read, heard = P.posts_read[a:b], P.posts_heard[a:b]
        read_posts(inside, kinds, P.household[a:b], words[1], each, best, read, heard)
        V["posts_seen"][v] = seen
        V["group_belief"][v] = count_group(inside, kinds, P.misperception[a:b], read, heard, T, v)


@kernel
def put_in(P, V, S, share, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Put people into the groups that are there at the start: each who can be in one with the village's share."""
    for v in range(lo, hi):
        least = float(S["skill_least"][v])
        for i in range(int(V["first"][v]), int(V["last"][v])):
            if V["village_group"][v] and can_be_in(P.group[i], P.device[i], P.skill[i], least):
                P.in_village_group[i] = uniform(seed, JOIN, P.identity[i], month, 2) < share[v]


class VillageGroups(Mechanism):
    """Chat groups of villages, which no platform makes and nobody keeps up."""

    by_village = True

    # fmt: off
    start = assumed(0.02, "1/month", former=0.0, low=0.0, high=0.2, symbol="grp_start", active=True, law="sum",
        raises="village_groups", note="hazard that a village without a group begins one",
        note_zh="尚无微信群的村建群的风险率")
    innovation = assumed(0.02, "1/month", low=0.005, high=0.05, symbol="grp_p", active=True, law="product",
        raises="group_home", note="hazard of joining a group that nobody is in yet", note_zh="群内尚无人时入群的风险率")
    imitation = assumed(0.15, "1/month", low=0.05, high=0.3, symbol="grp_q", active=True, raises="group_home",
        note="rise of this hazard where all are in the group that can be", note_zh="能入群者均已入群时该风险率的增加值")
    leave = assumed(0.005, "1/month", low=0.0, high=0.02, lowers="group_home", note="hazard of leaving the group",
        note_zh="退群的风险率")
    skill_least = convention(0.15, "0-1", lowers="group_home", note="least digital skill of somebody in a group",
        note_zh="入群所需最低数字技能")
    notices = assumed(4.0, "posts/month", low=1.0, high=12.0, law="sum", raises="posts_read",
        note="posts of the branch in the group", note_zh="党支部每月在群内所发通知")
    chatter = assumed(0.2, "posts/month", low=0.05, high=0.5, lowers="posts_read",
        note="posts of each person in the group", note_zh="群内每人每月所发消息")
    reading = assumed(0.0, "log odds", low=-1.5, high=1.5, symbol="r0", active=True, raises="posts_read",
        note="reading a post where there are as many as usual", note_zh="消息数量为通常水平时阅读一条消息的水平")
    crowding = assumed(0.8, "log odds", low=0.0, high=1.6, either="posts are fewer than usual in small groups",
        note="fall of this where there are e times as many posts", note_zh="消息数的自然对数每增加1时阅读水平的降低")
    posts_usual = convention(60.0, "posts/month", raises="posts_read", note="posts of all in a group as usual",
        note_zh="群内消息的通常数量")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Give some villages a group with the share of people that would rest in it."""
        P, V, S, B = model.people.columns, model.villages.columns, self.settings(model), model.settings["start"]
        for v in np.flatnonzero(B["groups"] > 0.0):
            V["village_group"][v] = uniform(model.key, BEGIN, V["identity"][v], model.month, 1) < B["groups"][v]
        if V["village_group"].any():
            willing = 1.0 - np.clip(model.settings["digital"]["refusal"], 0.0, 1.0)
            share = share_at_rest(S["innovation"] * willing, S["imitation"] * willing, S["leave"])
            model.over_villages(put_in, P, V, S, share, model.month, model.key)

    def step(self, model: Any) -> None:
        """Let a month pass in the groups."""
        P, V, T = model.people.columns, model.villages.columns, model.recorder.now
        arguments = P, V, self.settings(model), model.settings["digital"], T
        model.over_villages(meet_in_groups, *arguments, model.month, model.key)
