"""Trust: what a villager thinks of the branch answers to what happened to her this month.

T' = T + gain − decay T, with
gain  = success plus + contact + silent drift base
decay = success plus + failure minus + not_found minus/2 + contact + silent drift + scandal + unfair list + rumour b.
*contact* is ``contact`` for a visit, ``contact × message_weight`` for each message and ``contact × post_weight`` for
each post read in the village's chat group, of which ``post_passed_on`` counts where it was only heard of at home;
*silent* is a month without visit or message, and 1 − the weight of posts of it where there were some. A service does
not stop the drift: it has its own term. All changes of a month start from the same T, so their order does not matter.
Rumour has no event of its own: every month false beliefs b wear trust down in proportion.

In silence trust drifts to ``(1 − anchor) base + anchor B``, where B is a base of each person's own
(``procedures/trust_bases.py``): with an anchor of 1 trust stays where it stands at the end of burn-in unless events
change. The level of trust is then an input, and only what moves it is a result. A child has its mother's base.

With ``disconfirmation`` (a structural alternative) experience counts by how unexpected it was: plus is multiplied by
2 (1 − e) and minus by 2 e, where e is the share of attempts in the village that succeeded in twelve months, this one
included. Where one in two succeeds nothing changes.

Scandals and wrong lists are last month's. Only adults at home who live near a wrong entry can learn of it, each with
the chance ``targeting.unfair_lists``.

reads   ``events``, posts_read, posts_heard, misperception, group; members' willingness and capacity; ``success_share``,
        ``scandal`` and ``list_wrong`` of the village, ``wrong_nearby`` of the household
writes  trust, trust_base; ``mobilised`` and ``vanguard`` of the village
draws   trust.unfair
tested  against the mean-field fixed point and its relaxation time; with an anchor, that trust stays
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AWAY_STEP, FAILURE, FULL, MESSAGE_SHIFT, NOT_FOUND, SUCCESS, VISITED
from sim.core.compute.draws import bound, fill_first, stream
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention
from sim.procedures.people import AT_HOME, most_people
from sim.procedures.trust_bases import DECAY, GAIN, SILENT, SUMS, TRUST_SILENT, bases_of, give_bases, is_adult, pooled
from sim.procedures.village_groups import weigh_posts

UNFAIR = stream("trust.unfair")
VISITED_BIT = 3
NOT_FOUND_BIT = 2
FAILURE_BIT = 1
MIDDLE = 0.5
USUAL_AWAY = 0.3
ASYMMETRY = "expectancy-disconfirmation"


@kernel(inline=True)
def answer(  # type: ignore[no-untyped-def]
    trust, success, failure, not_found, contact, silent, plus, minus, drift, base, other
):
    """Trust after a month.

    ``success``, ``failure``, ``not_found`` and ``silent`` are 0 or 1 for a person, rates in a mean field; ``contact``
    is the pull of visits and messages, ``other`` the loss to scandals, unfair lists and rumours.
    """
    gain = success * plus + contact + silent * drift * base
    decay = success * plus + failure * minus + not_found * 0.5 * minus + contact + silent * drift + other
    return min(1.0, max(0.0, trust + gain - decay * trust))


@kernel(inline=True)
def what_happened(event):  # type: ignore[no-untyped-def]
    """What a month brought: success, failure, nobody found, visited as 0 or 1; messages; 1 without visit or message."""
    messages = event >> MESSAGE_SHIFT
    visited = (event & VISITED) >> VISITED_BIT
    success, failure = event & SUCCESS, (event & FAILURE) >> FAILURE_BIT
    not_found = (event & NOT_FOUND) >> NOT_FOUND_BIT
    return success, failure, not_found, visited, messages, 1 - min(1, visited + messages)


@kernel
def note_terms(groups, trusts, events, beliefs, learned, posts, terms, v, sums):  # type: ignore[no-untyped-def]
    """Add up what the month's events do to adults' trust, for the bases that will hold it where it is."""
    plus, minus, visit, message, rumour, unfair, scandal = terms
    for j in range(trusts.size):
        if not is_adult(groups[j]):
            continue
        trust = float(trusts[j])
        success, failure, not_found, visited, messages, silent = what_happened(int(events[j]))
        silent = silent * (1.0 - min(1.0, posts[j]))
        gain = success * plus + visit * visited + message * messages + visit * posts[j]
        decay = gain + failure * minus + not_found * 0.5 * minus
        decay += scandal + unfair * int(learned[j]) + rumour * float(beliefs[j])
        sums[SILENT, v] += silent
        sums[TRUST_SILENT, v] += silent * trust
        sums[GAIN, v] += gain - decay * trust
        sums[DECAY, v] += decay


@kernel
def disconfirmed(plus, minus, expected):  # type: ignore[no-untyped-def]
    """Gain of a success and loss of a failure where both count by how unexpected they were."""
    return plus * (1.0 - expected) / MIDDLE, minus * expected / MIDDLE


@kernel
def count_vanguard(P, V, S, T, members, v):  # type: ignore[no-untyped-def]
    """Share of home full members who are willing and able."""
    least = float(S["vanguard_least"][v])
    count = able = 0
    for m in range(int(V["member_first"][v]), int(V["member_last"][v])):
        i = members[m]
        group = int(P.group[i])
        if group == 0 or group > AWAY_STEP or int(P.stage[i]) != FULL:
            continue
        count += 1
        able += np.float64(P.willingness[i]) * np.float64(P.capacity[i]) >= least
    T["vanguard"][v] = able
    return able / max(count, 1)


@kernel
def update_trust(  # type: ignore[no-untyped-def]
    P, H, V, S, T, members, targeting, anchored, noted, sums, month, seed, lo, hi
):
    """Let everybody's trust answer to the month, and renew what the village would do together.

    ``anchored`` says whether everybody has a base of her own by now, ``noted`` whether the month's events are added to
    ``sums``, from which these bases are made at the end of burn-in.
    """
    most = most_people(V, lo, hi)
    learned, lots, all_posts = np.empty(most, np.uint8), np.empty(most, np.uint32), np.zeros(most)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        plus, minus = float(S["success"][v]), float(S["failure"][v])
        if float(S["disconfirmation"][v]) > 0.0:
            plus, minus = disconfirmed(plus, minus, float(V["success_share"][v]))
        visit = float(S["contact"][v])
        message = visit * float(S["message_weight"][v])
        drift, anchor = float(S["drift"][v]), float(S["anchor"][v]) if anchored else 0.0
        base = (1.0 - anchor) * float(S["base"][v])
        rumour, unfair = float(S["rumour"][v]), float(S["unfair"][v])
        scandal = float(S["scandal"][v]) if V["scandal"][v] else 0.0
        trusts, events, beliefs, groups = P.trust[a:b], P.events[a:b], P.misperception[a:b], P.group[a:b]
        own, posts = P.trust_base[a:b], all_posts[: b - a]
        posts[:] = 0.0
        if V["village_group"][v]:
            passed_on = float(S["post_passed_on"][v])
            weigh_posts(P.posts_read[a:b], P.posts_heard[a:b], float(S["post_weight"][v]), passed_on, posts)
        learned[: b - a] = 0
        if V["list_wrong"][v] and float(targeting["unfair_lists"][v]) > 0.0:
            fill_first(P.identity[a:b], month, seed, UNFAIR, lots)
            learns = bound(float(targeting["unfair_lists"][v]))
            homes, house = P.household[a:b], int(V["household_first"][v])
            wrong = H.wrong_nearby[house : int(V["household_last"][v])]
            for j in range(b - a):  # without a branch: no guess of the processor's can fail
                learned[j] = AT_HOME[groups[j]] & np.uint8(int(lots[j]) < learns) & np.uint8(wrong[homes[j]])
        if noted:
            terms = plus, minus, visit, message, rumour, unfair, scandal
            note_terms(groups, trusts, events, beliefs, learned, posts, terms, v, sums)
        for j in range(b - a):
            success, failure, not_found, visited, messages, silent = what_happened(int(events[j]))
            contact = visit * visited + message * messages + visit * posts[j]
            silent = silent * (1.0 - min(1.0, posts[j]))
            other = scandal + unfair * int(learned[j]) + rumour * float(beliefs[j])
            goal = base + anchor * float(own[j])
            trusts[j] = answer(
                float(trusts[j]), success, failure, not_found, contact, silent, plus, minus, drift, goal, other
            )

        adults = 0
        trust = belief = 0.0
        for j in range(b - a):
            here = AT_HOME[groups[j]]
            adults += here
            trust += here * float(trusts[j])
            belief += here * float(beliefs[j])
        V["vanguard"][v] = count_vanguard(P, V, S, T, members, v)
        mood = float(S["join"][v]) + float(S["resource_control"][v])
        misled = float(S["join_belief"][v]) * belief / max(adults, 1)
        mood += float(S["join_trust"][v]) * (trust / max(adults, 1) - 0.5) - misled
        mood += float(S["join_others"][v]) * (float(V["mobilised"][v]) - float(S["join_reference"][v]))
        mood += float(S["join_vanguard"][v]) * (float(V["vanguard"][v]) - float(S["join_reference"][v]))
        away = 1.0 - int(V["residents"][v]) / max(int(V["registered"][v]), 1)
        mood += float(S["join_leadership"][v]) * (float(V["leadership"][v]) - MIDDLE) * away / USUAL_AWAY
        V["mobilised"][v] = logistic(mood)


class Trust(Mechanism):
    """Trust in the branch, and the share that would join a collective task."""

    by_village = True
    sums = np.zeros((SUMS, 0))
    """What the events of the last year of burn-in do to trust, by village."""

    # fmt: off
    success = Param(0.05, "share", "L", ASYMMETRY, symbol="tr_plus", active=True, raises="trust",
        note="gain from a need met, of the distance to one", note_zh="诉求办结使信任度的提高，按与1的距离计")
    failure = Param(0.09, "share", "L", ASYMMETRY, low=0.05, high=0.15, symbol="tr_minus", active=True, lowers="trust",
        note="loss from a failure, of the level; half of it if nobody in charge was found",
        note_zh="办理失败使信任度的降低，按原有水平计；找不到人者减半")
    disconfirmation = Param(False, "switch", "L", ASYMMETRY,
        either="successes count for more and failures for less where fewer than half of the attempts succeed",
        note="experience counts by how unexpected it was: against the village's successes of twelve months",
        note_zh="经历按出乎意料的程度计：与本村十二个月的办成比例相比")
    contact = assumed(0.012, "share", symbol="tr_contact", active=True, raises="trust",
        note="gain from a visit, of the distance to one", note_zh="走访使信任度的提高，按与1的距离计")
    message_weight = assumed(0.3, "ratio", low=0.05, high=0.6, symbol="omega_on", active=True, raises="trust",
        note="weight of a message against a visit", note_zh="一条消息与一次走访的权重之比")
    post_weight = assumed(0.1, "ratio", low=0.0, high=0.3, symbol="omega_grp", active=True, raises="trust",
        note="weight of a post read in the village's chat group against a visit; it fills as much of a silent month",
        note_zh="在村微信群读到一条通知与一次走访的权重之比；无联系的月份也按此减计")
    post_passed_on = assumed(0.5, "ratio", low=0.0, high=1.0, active=True, raises="trust",
        note="weight of a post heard of at home over one read", note_zh="由家人告知的通知与自己读到的通知的权重之比")
    drift = assumed(0.004, "1/month", low=0.002, high=0.008, symbol="tr_drift", active=True, lowers="trust",
        note="pull to the base in a month without visit or message", note_zh="无走访、无消息的月份退向基础水平的比率")
    base = assumed(0.45, "0-1", symbol="T_base", raises="trust", note="where trust drifts to without contact",
        note_zh="无联系时信任度退向的水平")
    anchor = assumed(1.0, "share", former=0.0, low=0.0, high=1.0, symbol="tr_anchor",
        either="holds trust where it stands at the end of burn-in, above or below where it would come to rest",
        note="weight of a person's own base, at which the events of burn-in's last year leave her trust where it is",
        note_zh="个人基准的权重；在该基准上，预热期最后一年的经历不改变其信任度")
    anchor_persons = convention(800, "persons", either="more villages are taken together with their township",
        note="registered persons below which a village is taken together with its township for these bases",
        note_zh="户籍人口低于此数的村与所在乡镇合并计算个人基准")
    scandal = assumed(0.10, "share", symbol="tr_scandal", lowers="trust",
        note="loss from misconduct that comes to light, of the level", note_zh="违规曝光使信任度的降低，按原有水平计")
    unfair = assumed(0.03, "share", symbol="tr_unfair", lowers="trust",
        note="loss from learning of a wrong entry on a list of the poor, of the level",
        note_zh="得知贫困名单有误使信任度的降低，按原有水平计")
    rumour = assumed(0.004, "1/month", symbol="tr_rumour", lowers="trust",
        note="monthly loss for a person all of whose beliefs are false, of the level",
        note_zh="认识全部有误者每月信任度的降低，按原有水平计")
    join = assumed(-0.8, "log odds", low=-1.6, high=0.0, symbol="mob_0", raises="mobilised",
        note="joining a collective task where all effects are nil", note_zh="各项影响均为零时参加集体事务的水平")
    join_trust = assumed(2.5, "log odds", symbol="mob_T", raises="mobilised",
        note="effect of mean trust; raises joining where it is above one half",
        note_zh="平均信任度的影响；高于0.5时增加参与")
    join_others = assumed(2.0, "log odds", symbol="mob_soc", raises="mobilised",
        note="effect of the share that joined last month, above the reference",
        note_zh="上月参与比例的影响（以参照值为准）")
    join_vanguard = assumed(1.0, "log odds", low=0.0, high=2.0, symbol="mob_v",
        either="depends on whether the vanguard is above the reference",
        note="effect of example: the vanguard share, above the reference",
        note_zh="示范的影响：愿意且有能力的党员比例（以参照值为准）")
    join_belief = assumed(0.5, "log odds", symbol="mob_b", lowers="mobilised", note="effect of mean misperception",
        note_zh="平均政策认知偏差的影响")
    join_leadership = assumed(1.0, "log odds", former=0.0, low=0.0, high=2.0, symbol="mob_L", active=True,
        either="depends on whether leadership is above one half",
        note="effect of leadership, above one half, where three in ten are away; in proportion to the share away",
        note_zh="领导力的影响（以0.5为准，外出占三成时），按外出比例计")
    join_reference = convention(0.3, "share", lowers="mobilised",
        note="share joining, and vanguard share, at which their effects are nil",
        note_zh="影响为零时的参与比例和愿意且有能力的党员比例")
    resource_control = assumed(0.0, "log odds", low=0.0, high=1.0, symbol="res_ctrl", raises="mobilised",
        note="effect of the branch's control over resources (tier 2)", note_zh="党组织掌握资源的影响（第二层修正）")
    vanguard_least = convention(0.3, "0-1", lowers="vanguard",
        note="least product of willingness and capacity of a vanguard member",
        note_zh="计为愿意且有能力的党员时，服务意识与能力之积的下限")
    # fmt: on

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """Which villages are taken together, when bases are made."""
        return frozenset({"anchor_persons"})

    def setup(self, model: Any) -> None:
        """Begin to note events."""
        self.sums = np.zeros((SUMS, len(model.villages.columns)))

    def step(self, model: Any) -> None:
        """Update trust, then the village's readiness."""
        P, H, V, T = model.people.columns, model.households.columns, model.villages.columns, model.recorder.now
        left = model.burn_in - model.months_run  # months of burn-in, this one included
        noted, anchored = 0 < left <= MONTHS, left <= 0
        arguments = P, H, V, self.settings(model), T, model.members, model.settings["targeting"]
        model.over_villages(update_trust, *arguments, anchored, noted, self.sums, model.month, model.key)

    def after_burn_in(self, model: Any) -> None:
        """Give everybody a base of her own, at which the events of the last year leave trust where it is."""
        P, V, S = model.people.columns, model.villages.columns, self.settings(model)
        large = V["registered"] >= S["anchor_persons"]
        found = bases_of(pooled(self.sums, large, V["township"]), S["drift"])
        model.over_villages(give_bases, P, V, *found)
