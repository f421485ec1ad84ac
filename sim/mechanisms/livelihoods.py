"""Livelihoods: what households earn, what they lack, who is poor (S3).

Income per head is y = exp(permanent + transitory + ``remittances`` (adults away/adults − its world mean at the start))
+ aid. The transitory part follows x' = ``persistence`` x + N(0, ``shocks``); the permanent part moves only by measures.
The mean of twelve months is a moving one that gives the newest month the weight 2/(``memory`` + 1), which is as old in
the mean as the plain mean of so many months. Illness strikes a household with hazard ``illness``, more often where
somebody is over 70, and passes with ``recovery``; schooling is no lack any more once nobody of 6 to 15 is left. Poor by
income is a mean below ``line``; poor by deprivation is lacking ``lacks_least`` of the weighted four (Alkire and
Foster). ``poverty`` says which of the two counts. Dependence on the village falls with a local wage, somebody away,
and by ``division`` a year. A household from which all have gone counts for nothing. Enterprises of returnees give
households a local wage and a cooperative, and end (``procedures/enterprises.py``).

reads   group and household of persons; aid, permanent income, months since exit; enterprises
writes  all other household columns of income, poverty, dependence and work; mean_income, poor_share, enterprises and
        employed of the village
draws   livelihoods.income (0 transitory, 1 illness and recovery), .enterprise (0 lot, 1 cooperative; month 0), by
        household; .enterprise_end, by village
tested  against the stationary variance, the mixture of normals, the prevalence of illness, plain sums over persons
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.codes import HEALTH, POOR_DEPRIVED, POOR_INCOME, SCHOOLING
from sim.core.compute.draws import bound, fill_two, stream
from sim.core.compute.elementary import exp, log
from sim.core.compute.functions import clip, logistic
from sim.core.compute.kernels import kernel
from sim.core.compute.normals import normals
from sim.core.config.calendar import MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, held
from sim.procedures.enterprises import run_enterprises
from sim.procedures.households import (
    ADULTS,
    ADULTS_AWAY,
    AWAY,
    COUNTED,
    COUNTING,
    LACKS,
    OLD,
    PERSONS,
    POVERTY,
    PUPILS,
    count_homes,
    name_homes,
)
from sim.procedures.people import most_homes

INCOME = stream("livelihoods.income")
RELAPSE_WITHIN = 60  # months in which falling back counts as a relapse
LARGEST_BYTE = 255
WAS_POOR, IS_POOR = 1, 2  # bits
SOMEBODY_AWAY, LOCAL_WAGE = 1, 1  # of the four cases of dependence: a bit, and the place of the other


@kernel
def earn(P, V, H, S, sums, homes, away_mean, lo, hi):  # type: ignore[no-untyped-def]
    """Write the first incomes, and add up each village's shares of adults away and its households."""
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        first, size = int(V["household_first"][v]), int(V["household_last"][v]) - int(V["household_first"][v])
        counts = np.empty(size, np.int64)
        count_homes(P.household[a:b], P.group[a:b], counts)
        remittances = float(S["remittances"][v])
        total, number = 0.0, 0
        for k in range(size):
            h, packed = first + k, counts[k]
            share = (packed >> ADULTS_AWAY & COUNTED) / max(1, packed >> ADULTS & COUNTED)
            level = np.float64(H.permanent_income[h]) + np.float64(H.transitory_income[h])
            H.income[h] = H.income_year[h] = exp(level + remittances * (share - away_mean[v]))
            H.persons[h] = min(LARGEST_BYTE, packed >> PERSONS & COUNTED)
            H.away[h] = min(LARGEST_BYTE, packed >> AWAY & COUNTED)
            if packed != 0:
                total += share
                number += 1
        sums[v], homes[v] = total, number


@kernel
def earn_on(  # type: ignore[no-untyped-def]
    counts, words, permanent, transitory, aid, income, year, aid_year, persistence, shocks, remittances, mean, newest,
    news, earned,
):  # fmt: skip
    """Earn this month's incomes of one village, and let the means of the year follow."""
    size = counts.size
    normals(words[:size], news[:size])
    for k in range(size):
        packed = counts[k]
        passing = persistence * np.float64(transitory[k]) + shocks * news[k]
        share = (packed >> ADULTS_AWAY & COUNTED) / max(1, packed >> ADULTS & COUNTED)
        transitory[k] = passing
        earned[k] = exp(np.float64(permanent[k]) + passing + remittances * (share - mean))
    for k in range(size):
        received = earned[k] + np.float64(aid[k])
        income[k] = received
        year[k] = np.float64(year[k]) + newest * (received - np.float64(year[k]))
    for k in range(size):
        aid_year[k] = np.float64(aid_year[k]) + newest * (np.float64(aid[k]) - np.float64(aid_year[k]))


@kernel
def fall_ill(counts, struck, lacks, since, recovers, falls_ill, falls_ill_old):  # type: ignore[no-untyped-def]
    """Let households of one village fall ill and recover; schooling is no lack without anybody of the age."""
    for k in range(counts.size):
        packed, ill = counts[k], np.int64(lacks[k]) & HEALTH
        limit = falls_ill_old if (packed >> OLD & COUNTED) > 0 else falls_ill
        turns = np.int64(struck[k]) < (recovers if ill > 0 else limit)
        kept = LARGEST_BYTE if (packed >> PUPILS & COUNTED) > 0 else LARGEST_BYTE - SCHOOLING
        since[k] = 0 if turns and ill == 0 else min(LARGEST_BYTE, np.int64(since[k]) + 1)
        lacks[k] = (np.int64(lacks[k]) ^ (HEALTH if turns else 0)) & kept


@kernel
def lean_on(S, v, years, leaning):  # type: ignore[no-untyped-def]
    """Write the dependence of the four cases of households: somebody away or not, with a local wage or without."""
    less = years * float(S["division"][v]) - float(S["dependence_shift"][v])
    for case in range(leaning.size):
        lean = float(S["dependence_base"][v]) - float(S["dependence_away"][v]) * (case & SOMEBODY_AWAY)
        lean -= float(S["dependence_wage"][v]) * (case >> LOCAL_WAGE)
        leaning[case] = clip(logistic(lean) - less)


@kernel
def judge(counts, year, lacks, kinds, line, deprived, mask, before):  # type: ignore[no-untyped-def]
    """Write the kinds of poverty of every household, and in ``before`` whether it was poor and whether it now is.

    Parameters
    ----------
    line : float
        Income per head below which a household is poor.
    deprived : int
        A bit for every set of deprivations, one where these are enough to be poor.
    mask : int
        Kinds of poverty that count.
    before : uint8 array, shape (households,)
        Written: ``WAS_POOR`` and ``IS_POOR``.
    """
    by_income = by_lack = 0
    for k in range(counts.size):
        lives = 1 if counts[k] & COUNTED != 0 else 0
        low = lives if np.float64(year[k]) < line else 0
        lacking = lives & (deprived >> np.int64(lacks[k]))
        now = low * POOR_INCOME + lacking * POOR_DEPRIVED
        was = WAS_POOR if (np.int64(kinds[k]) & mask) != 0 else 0
        before[k] = was + (IS_POOR if (now & mask) != 0 else 0)
        kinds[k] = now
        by_income += low
        by_lack += lacking
    return by_income, by_lack


@kernel
def write_down(counts, wages, leaning, people, away, depends, leans):  # type: ignore[no-untyped-def]
    """Write how many live in every household, how many are away, and its dependence; returns households and persons."""
    neither, gone, paid, both = leaning[0], leaning[1], leaning[2], leaning[3]
    homes = persons = 0
    for k in range(counts.size):
        size = counts[k] & COUNTED
        people[k] = min(LARGEST_BYTE, size)
        away[k] = min(LARGEST_BYTE, counts[k] >> AWAY & COUNTED)
        persons += size
        homes += 1 if size > 0 else 0
    for k in range(counts.size):
        some_away, lives = counts[k] >> AWAY & COUNTED != 0, counts[k] & COUNTED != 0
        lean = (both if wages[k] else gone) if some_away else (paid if wages[k] else neither)
        depends[k] = lean
        leans[k] = lean if lives else 0.0
    return homes, persons


@kernel
def count_members(counts, cooperative):  # type: ignore[no-untyped-def]
    """Count the households of a cooperative in which anybody is left."""
    members = 0
    for k in range(counts.size):
        members += 1 if cooperative[k] and counts[k] & COUNTED != 0 else 0
    return members


@kernel
def live_on(P, V, H, S, T, away_mean, years, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Let every household earn, fall ill and recover, and count who is poor."""
    leaning = np.empty(4)
    most = most_homes(V, lo, hi)
    all_counts, all_ids, words = np.empty(most, np.int64), np.empty(most, np.uint64), np.empty((4, most + 1), np.uint32)
    leans, before, rows = np.empty(most), np.empty(most, np.uint8), np.empty(most + 1, np.int64)
    news, earned_now = np.empty(most), np.empty(most)
    for v in range(lo, hi):
        a, b = int(V["first"][v]), int(V["last"][v])
        first, end = int(V["household_first"][v]), int(V["household_last"][v])
        number = end - first
        counts, ids = all_counts[:number], all_ids[:number]
        count_homes(P.household[a:b], P.group[a:b], counts)
        name_homes(V["identity"][v], ids)
        fill_two(ids, month, seed, INCOME, words[0], words[1])
        permanent, income, year = H.permanent_income[first:end], H.income[first:end], H.income_year[first:end]
        lacks = H.deprivations[first:end]
        earn_on(
            counts, words[0], permanent, H.transitory_income[first:end], H.aid[first:end], income, year,
            H.aid_year[first:end], float(S["persistence"][v]), float(S["shocks"][v]), float(S["remittances"][v]),
            away_mean[v], 2.0 / (float(S["memory"][v]) + 1.0), news, earned_now,
        )  # fmt: skip
        hazard, old_factor = float(S["illness"][v]), float(S["illness_old"][v])
        falls_ill, falls_ill_old = bound(1.0 - exp(-hazard)), bound(1.0 - exp(-hazard * old_factor))
        recovers = bound(1.0 - exp(-float(S["recovery"][v])))
        fall_ill(counts, words[1], lacks, H.shock_months[first:end], recovers, falls_ill, falls_ill_old)
        run_enterprises(V, H, S, T, v, first, ids, counts, words[2:], before, rows, month, seed)
        lean_on(S, v, years, leaning)
        deprived = 0
        for bits in range(LACKS.size):
            enough = float(S["lack_weight"][v]) * LACKS[bits] >= float(S["lacks_least"][v])
            deprived |= (1 if enough else 0) << bits

        line, lasting_line, mask = float(S["line"][v]), log(float(S["line"][v])), COUNTING[int(S["poverty"][v])]
        by_income, by_lack = judge(counts, year, lacks, H.poor[first:end], line, deprived, mask, before)
        homes, persons = write_down(
            counts, H.local_wage[first:end], leaning, H.persons[first:end], H.away[first:end],
            H.dependence[first:end], leans,
        )  # fmt: skip
        lasting = poor = relapses = 0
        earned = earned_year = gap = dependent = 0.0
        for k in range(number):
            size = float(counts[k] & COUNTED)
            earned += size * np.float64(income[k])
            earned_year += size * np.float64(year[k])
            dependent += leans[k]
            lasting += 1 if (size > 0.0) & (np.float64(permanent[k]) < lasting_line) else 0
            rows[poor] = k
            poor += 1 if before[k] & IS_POOR else 0
        since_exit = H.months_since_exit[first:end]
        for c in range(poor):
            k = rows[c]
            gap += max(0.0, 1.0 - np.float64(year[k]) / line)
            relapses += 1 if before[k] & WAS_POOR == 0 and 0 < np.int64(since_exit[k]) <= RELAPSE_WITHIN else 0
        V["mean_income"][v] = earned_year / max(1, persons)
        V["poor_share"][v] = poor / max(1, homes)
        T["households"][v], T["household_persons"][v], T["income"][v] = homes, persons, earned
        T["poor"][v], T["poor_income"][v], T["poor_deprived"][v] = poor, by_income, by_lack
        T["poor_lasting"][v], T["poverty_gap"][v], T["dependence"][v] = lasting, gap, dependent
        T["relapses"][v] = relapses
        T["cooperative"][v] = count_members(counts, H.cooperative[first:end])


FOSTER = "alkire-foster"


class Livelihoods(Mechanism):
    """Income, deprivations, true poverty and dependence of households."""

    by_village = True

    # fmt: off
    persistence = assumed(0.97, "1", low=0.9, high=0.99, symbol="inc_rho", raises="poverty_income",
        note="share of the transitory deviation of ln income that is left a month later",
        note_zh="收入对数的暂时偏离一个月后所余比例")
    shocks = assumed(0.098, "ln", symbol="inc_s", raises="poverty_income",
        note="standard deviation of a month's news in ln income (stationary: .40)",
        note_zh="收入对数每月新增冲击的标准差（平稳状态为0.40）")
    memory = assumed(12.0, "month", low=1.0, high=24.0, either="evens out bad months, and lets aid show later",
        note="months that the mean income looks back, as old in the mean as a plain mean of so many",
        note_zh="平均收入的回溯期，其平均滞后与同样月数的简单平均相同")
    remittances = assumed(0.35, "ln", low=0.0, high=0.7, symbol="remit",
        either="shares away are above and below their mean at the start",
        note="ln income gained if all adults are away, against the county's mean share at the start",
        note_zh="成年人全部外出时收入对数的增加，以期初县均外出比例为准")
    illness = assumed(0.0018, "1/month", symbol="shock_h", raises="poverty_deprived",
        note="hazard of an illness that burdens the household", note_zh="发生加重家庭负担的疾病的风险")
    illness_old = assumed(3.0, "ratio", low=1.0, high=6.0, symbol="shock_h", raises="poverty_deprived",
        note="factor on it where somebody is over 70", note_zh="有70岁以上成员时的风险倍数")
    recovery = assumed(0.02, "1/month", symbol="rec_h", law="product", lowers="poverty_deprived",
        note="hazard that the burden of illness ends", note_zh="疾病负担结束的比率")
    line = Param(4000.0, "yuan/year", "D", "poverty-line", low=2300.0, high=8000.0, symbol="z_line",
        raises="poverty_income", note="income per head below which a household is poor (2,300 in the money of 2010)",
        note_zh="贫困线：人均收入低于此为贫困（2010年不变价2300元）")
    lack_weight = held(0.25, "share", "D", FOSTER, symbol="wt_d", raises="poverty_deprived",
        note="weight of each of the four deprivations", note_zh="四项匮乏各自的权重")
    lacks_least = held(1 / 3, "share", "D", FOSTER, lowers="poverty_deprived",
        note="weighted deprivations from which a household is poor: two of four",
        note_zh="判定为贫困的加权匮乏程度：四项中有两项")
    poverty = assumed("either", "rule", choices=POVERTY, lowers="poverty",
        note="which poverty counts: by income, by deprivation, or either",
        note_zh="贫困口径：按收入、按匮乏项，或满足其一")
    enterprise_end = assumed(0.03, "1/month", low=0.01, high=0.05, lowers="employed",
        note="an enterprise of a returnee ends", note_zh="返乡者企业终止的比率")
    enterprise_households = assumed(4.0, "households", low=2.0, high=8.0, raises="employed",
        note="households for which such an enterprise has work", note_zh="一家返乡者企业可带动就业的农户数")
    enterprise_cooperative = assumed(0.5, "share", low=0.0, high=1.0, raises="cooperatives",
        note="of these households, join a cooperative through it", note_zh="其中由此加入合作社的比例")
    dependence_base = assumed(0.4, "log odds", symbol="dep_0", raises="dependence",
        note="dependence without local wage or anybody away", note_zh="无本地工资、无人外出时的依赖度")
    dependence_away = assumed(0.8, "log odds", symbol="dep_a", lowers="dependence",
        note="less dependence where somebody is away", note_zh="有人外出时依赖度的降低")
    dependence_wage = assumed(0.6, "log odds", symbol="dep_n", lowers="dependence",
        note="less dependence with a local wage", note_zh="有本地工资时依赖度的降低")
    dependence_shift = assumed(0.0, "0-1", low=-0.3, high=0.3, raises="dependence",
        note="added to dependence; the county type sets it unless the scenario does",
        note_zh="依赖度的附加值；情景未给定时由县域类型决定")
    division = assumed(0.0, "1/year", low=0.0, high=0.02, symbol="div_trend", lowers="dependence",
        note="yearly fall of dependence as households find other ways (tier 2)",
        note_zh="农户另有出路，依赖度逐年降低（第二层修正）")
    # fmt: on

    def setup(self, model: Any) -> None:
        """Fix the mean share of adults away of each county, and earn the first incomes."""
        P, V, H = model.people.columns, model.villages.columns, model.households.columns
        sums, homes = np.zeros(len(V)), np.zeros(len(V), np.int64)
        self.away_mean = np.zeros(len(V))
        model.over_villages(earn, P, V, H, self.settings(model), sums, homes, self.away_mean)
        for county in np.unique(V["county"]):
            here = V["county"] == county
            # An exact sum: the mean does not depend on the order of the villages.
            self.away_mean[here] = math.fsum(sums[here]) / max(1, int(homes[here].sum()))
        model.over_villages(earn, P, V, H, self.settings(model), sums, homes, self.away_mean)

    def step(self, model: Any) -> None:
        """Live a month; the years of the trend count from the first month after the burn-in."""
        P, V, H, T = model.people.columns, model.villages.columns, model.households.columns, model.recorder.now
        years = max(0.0, (model.months_run - model.burn_in) / MONTHS)
        arguments = P, V, H, self.settings(model), T, self.away_mean, years, model.month, model.key
        model.over_villages(live_on, *arguments)
