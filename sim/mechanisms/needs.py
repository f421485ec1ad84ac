"""Needs: they arise, become known if help is sought, grow old and expire.

A resident adult without an open need gets one with hazard ``arise_home`` (away: ``arise_away``); its kind follows the
mix, its difficulty N(difficulty of the kind, ``diversity``). Help is sought once, on arrival, with probability
σ(seek + seek_trust (T − .5) + seek_dependence (dependence − .5)). A need that nobody has met after ``life`` months
expires: if it was known that is a failure in the eyes of its owner, if not it passes in silence.

Old people and guardians left behind get needs ``left_behind`` times as often.

reads   group, trust, who is left behind, dependence of the household
writes  need and its difficulty, age, known, tries; ``events``, cleared: this is the first step that raises any
draws   needs.arise (0 whether, 1 kind, 2 difficulty, 3 seeking)
tested  against binomial counts of arrivals, kinds and seekers; the exact life of a need; draws made for everybody
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.codes import FAILURE, GROUPS, LEFT_ELDER, LEFT_GUARDIAN, NEED_KINDS
from sim.core.compute.choice import few_marked
from sim.core.compute.draws import bound, fill, fill_first, normal, stream, unit
from sim.core.compute.elementary import exp
from sim.core.compute.functions import logistic
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import assumed
from sim.procedures.cells import add_one
from sim.procedures.people import AT_HOME, OF_AGE, most_people

KINDS = len(NEED_KINDS)
ARISE = stream("needs.arise")


@kernel
def seeking(trust, dependence, seek, seek_trust, seek_dependence):  # type: ignore[no-untyped-def]
    """Probability of asking the branch for help."""
    return logistic(seek + seek_trust * (trust - 0.5) + seek_dependence * (dependence - 0.5))


@kernel
def same_hazards(S, v, w):  # type: ignore[no-untyped-def]
    """Whether needs arise in two villages with the same hazards, so that the bounds of one serve the other."""
    same = S["arise_home"][v] == S["arise_home"][w] and S["arise_away"][v] == S["arise_away"][w]
    return same and S["left_behind"][v] == S["left_behind"][w]


@kernel
def expire_and_arise(P, V, H, S, T, by_group, years, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let needs grow a month older, and draw the new ones, counted by group too."""
    bounds = np.zeros(GROUPS, np.int64)
    base, above = np.empty(KINDS), np.empty(KINDS)
    most = most_people(V, lo, hi)
    rows, words = np.empty(most + 1, np.int64), np.empty((4, most), np.uint32)
    dependence, trust = np.empty(most), np.empty(most)
    arise, marks, ids = np.empty(most, np.uint32), np.empty(most, np.uint8), np.empty(most, np.uint64)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        households = int(V["household_first"][v])
        life = np.int32(math.ceil(float(S["life"][v])))
        seek = float(S["seek"][v])
        seek_trust, seek_dependence = float(S["seek_trust"][v]), float(S["seek_dependence"][v])
        diversity = float(S["diversity"][v]) + years * float(S["diversity_trend"][v])
        harder = years * float(S["difficulty_drift"][v])
        base[0], base[1] = float(S["difficulty_administrative"][v]), float(S["difficulty_livelihood"][v])
        base[2], base[3] = float(S["difficulty_welfare"][v]), float(S["difficulty_dispute"][v])
        base[4] = float(S["difficulty_digital"][v])
        above[0] = float(S["mix_administrative"][v])
        above[1] = above[0] + float(S["mix_livelihood"][v])
        above[2] = above[1] + float(S["mix_welfare"][v])
        above[3] = above[2] + float(S["mix_dispute"][v])
        above[4] = above[3] + float(S["mix_digital"][v])
        home = bound(1.0 - exp(-float(S["arise_home"][v])))
        behind = bound(1.0 - exp(-float(S["arise_home"][v]) * float(S["left_behind"][v])))
        away = bound(1.0 - exp(-float(S["arise_away"][v])))
        for group in range(GROUPS if v == lo or not same_hazards(S, v, v - 1) else 0):
            bounds[group] = max(home, behind) * AT_HOME[group] + away * (OF_AGE[group] - AT_HOME[group])
        arisen = sought = expired = 0

        P.events[a:b] = 0
        groups, ages, needs, left = P.group[a:b], P.need_age[a:b], P.need[a:b], P.left_behind[a:b]
        candidates = 0
        for j in range(ages.size):
            ages[j] = np.int32(ages[j]) + np.int32(needs[j] != 0)
            marks[j] = np.uint8(np.int32(ages[j]) >= life)
        for c in range(few_marked(marks[: b - a], rows)):
            i = a + rows[c]
            if int(P.group[i]) != 0:
                expired += 1
                if P.need_known[i]:
                    P.events[i] = FAILURE
            P.need[i] = P.need_age[i] = P.need_tries[i] = 0
            P.need_known[i] = False

        fill_first(P.identity[a:b], month, seed, ARISE, arise)
        for j in range(b - a):
            rows[candidates] = j
            candidates += int(arise[j]) < bounds[groups[j]]
        # What a new need depends on is fetched for all candidates first: the memory answers them together.
        for c in range(candidates):
            j = rows[c]
            limit = behind if int(left[j]) & (LEFT_ELDER | LEFT_GUARDIAN) else home
            if int(needs[j]) == 0 and (AT_HOME[groups[j]] == 0 or int(arise[j]) < limit):
                rows[arisen] = j
                dependence[arisen] = float(H.dependence[households + int(P.household[a + j])])
                trust[arisen] = float(P.trust[a + j])
                arisen += 1
        for c in range(arisen):
            ids[c] = P.identity[a + rows[c]]
        fill(ids[:arisen], month, 0, seed, ARISE, words[0], words[1], words[2], words[3])
        for c in range(arisen):
            j = rows[c]
            u = unit(words[1, c]) * above[KINDS - 1]
            kind = 1 + (u >= above[0]) + (u >= above[1]) + (u >= above[2]) + (u >= above[3])
            needs[j] = kind
            add_one(by_group[v], int(groups[j]), int(left[j]))
            P.need_difficulty[a + j] = base[kind - 1] + harder + diversity * normal(unit(words[2, c]))
            asks = unit(words[3, c]) < seeking(trust[c], dependence[c], seek, seek_trust, seek_dependence)
            P.need_known[a + j] = asks
            sought += asks
        T["needs_arisen"][v] = arisen
        T["needs_sought"][v] += sought
        T["needs_expired"][v] = expired


class Needs(Mechanism):
    """What villagers need of the branch, and whether they ask for it."""

    by_village = True

    # fmt: off
    arise_home = assumed(0.04, "1/month", symbol="need_rate", active=True, law="product", lowers="service_fulfilment",
        note="hazard of a need of a resident adult", note_zh="在村成年人产生诉求的比率")
    left_behind = assumed(1.0, "factor", low=1.0, high=2.0, symbol="need_lb", lowers="service_fulfilment",
        note="needs of old people and guardians left behind, against other residents (tier 2)",
        note_zh="留守老人和监护人的诉求与其他在村者之比（第二层修正）")
    arise_away = assumed(0.01, "1/month", symbol="need_away", lowers="service_fulfilment",
        note="hazard of a need of an adult away", note_zh="外出成年人产生诉求的比率")
    mix_administrative = assumed(0.30, "share", symbol="need_mix", raises="service_fulfilment",
        note="share of administrative needs; the five shares are scaled to one",
        note_zh="办事类诉求的份额；五类份额合计折算为1")
    mix_livelihood = assumed(0.25, "share", symbol="need_mix", either="their difficulty is near the mean",
        note="share of needs about livelihood", note_zh="生计类诉求的份额")
    mix_welfare = assumed(0.20, "share", symbol="need_mix", lowers="service_fulfilment",
        note="share of needs about welfare, which higher levels decide", note_zh="救助类诉求的份额，由上级决定")
    mix_dispute = assumed(0.15, "share", symbol="need_mix", lowers="service_fulfilment",
        note="share of disputes and public matters", note_zh="纠纷和公共事务类诉求的份额")
    mix_digital = assumed(0.10, "share", symbol="need_mix", either="their difficulty is near the mean",
        note="share of digital needs", note_zh="数字类诉求的份额")
    difficulty_administrative = assumed(0.25, "ability scale", low=0.0, high=1.0, symbol="need_d",
        lowers="success_share", note="mean difficulty of administrative needs, on the scale of capacity",
        note_zh="办事类诉求的平均难度，与能力同一量尺")
    difficulty_livelihood = assumed(0.45, "ability scale", low=0.0, high=1.0, symbol="need_d", lowers="success_share",
        note="mean difficulty of livelihood needs, on the scale of capacity",
        note_zh="生计类诉求的平均难度，与能力同一量尺")
    difficulty_welfare = assumed(0.40, "ability scale", low=0.0, high=1.0, symbol="need_d", lowers="success_share",
        note="mean difficulty of welfare needs, on the scale of capacity",
        note_zh="救助类诉求的平均难度，与能力同一量尺")
    difficulty_dispute = assumed(0.45, "ability scale", low=0.0, high=1.0, symbol="need_d", lowers="success_share",
        note="mean difficulty of public needs, on the scale of capacity",
        note_zh="纠纷类诉求的平均难度，与能力同一量尺")
    difficulty_digital = assumed(0.35, "ability scale", low=0.0, high=1.0, symbol="need_d", lowers="success_share",
        note="mean difficulty of digital needs, on the scale of capacity",
        note_zh="数字类诉求的平均难度，与能力同一量尺")
    diversity = assumed(0.25, "ability scale", low=0.1, high=0.45, symbol="need_sd", active=True,
        either="easy and hard needs become more frequent alike", note="standard deviation of difficulty within a kind",
        note_zh="同类诉求难度的标准差")
    diversity_trend = assumed(0.0, "ability scale/year", low=0.0, high=0.02, symbol="div_trend",
        either="easy and hard needs become more frequent alike", note="yearly rise of the diversity (tier 2)",
        note_zh="诉求差异的逐年上升（第二层修正）")
    difficulty_drift = assumed(0.0, "ability scale/year", low=0.0, high=0.03, symbol="need_drift",
        lowers="success_share", note="yearly rise of all difficulties (tier 2)",
        note_zh="各类难度的逐年上升（第二层修正）")
    seek = assumed(0.0, "log odds", low=-1.0, high=1.0, symbol="seek_0", raises="needs_sought",
        note="seeking help at trust .5 and dependence .5", note_zh="信任度和依赖度均为0.5时的求助水平")
    seek_trust = assumed(2.5, "log odds", symbol="seek_T", raises="needs_sought",
        note="effect of trust on seeking help; raises it where trust is above one half",
        note_zh="信任度对求助的影响；信任度高于0.5时增加求助")
    seek_dependence = assumed(1.0, "log odds", symbol="seek_dep", lowers="needs_sought",
        note="effect of the household's dependence above one half; its mean lies below",
        note_zh="农户依赖度高于0.5时对求助的影响；其均值低于0.5")
    life = assumed(6.0, "month", low=3.0, high=12.0, symbol="need_life", raises="service_fulfilment",
        note="months until a need that nobody has met expires", note_zh="无人办理的诉求的失效期限")
    # fmt: on

    def step(self, model: Any) -> None:
        """Let needs expire and arise; the years of the trends count from the first month after the burn-in."""
        P, V, H, T = model.people.columns, model.villages.columns, model.households.columns, model.recorder.now
        years = max(0.0, (model.months_run - model.burn_in) / MONTHS)
        by_group = model.recorder.by_group.of("needs_arisen")
        model.over_villages(expire_and_arise, P, V, H, self.settings(model), T, by_group, years, model.month, model.key)
