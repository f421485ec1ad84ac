"""Targeting: the list of poor households, measures, exits, and from 2021 the watch against falling back (S15).

*What is known.* If visits fall on households as a Poisson number of mean m in two years, the mean over households of
1 − e^(−visits/``visits_known``) is 1 − exp(−m (1 − e^(−1/``visits_known``))); ``bigdata`` adds to it. A round of
visits sees ln income with noise ``noise`` e^(−``noise_known`` known) and each deprivation as it is with probability
``seen_right`` + ``seen_known`` known. It asks for income without aid: otherwise a list would drop those whom its own
aid lifts, and take them back a year later. For the same reason truly poor here means poor without aid.

*Until the year ``monitoring_from``*, every December: who seems to earn more than the line leaves the list, and others
are declared out under pressure; then, every ``cycle`` years, the households with the lowest score go on the list, as
many as the quota has places. score = (1 − w) ln income seen − w ``md_deprivation`` deprivations seen −
``capture`` (1 − integrity) (1 − oversight) kin of the secretary, with w = ``md_weight``. With ``appraisal`` the
representatives' meeting scores them, with less noise and less capture; without a quorum the old list stands until the
next cycle. In the last December all are declared out, and the unstable among them go on the watch list.

*From then on* a household that is visited or asks for help is put on the watch list if it seems to earn less than
``watch_line`` lines, or an illness has struck of late; so is one that data find. Each December those who seem safe are
released. Whoever is on the list in force gets aid and, on coming on it and each December, a measure. Every
``look_back`` months a survey from outside adds and removes, with little noise and no capture. Money that the unit of a
first secretary set aside for households buys further measures, for households on the list by lot.

reads   incomes, deprivations and poverty of households; visits, needs, kin links; secretary, oversight, audit;
        ``household_money``, from which it pays
writes  registered, watched, aid, cause, matched, months_since_exit, cadre_kin, wrong_nearby, permanent income; of the
        village knowledge, quota, exit_pressure, appraised, list_wrong
draws   targeting.signal (households: 0 income, 1 cause, 2 match, 3 acceptance, 4 data; villages: 0 error of the
        quota), .deprivation_signal (0-3 kinds), .exit, .audit, .unit_measure (households: 0 who gets one, 1 cause);
        meetings.representatives; rounding
tested  no errors without noise and capture; those of a lottery with endless noise; the table of noise; capture only
        reorders kin; listed (1 − inclusion error) = poor (1 − exclusion error)
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.agents.codes import NOT_WATCHED
from sim.core.compute.elementary import exp, power
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import DECEMBER, FIRST_YEAR, JUNE, MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed, convention
from sim.procedures.households import COUNTING, name_homes
from sim.procedures.neighbours import mark_kin
from sim.procedures.people import most_homes, most_people
from sim.procedures.poor_list import (
    SIGNAL,
    declare_out,
    fade_measures,
    fill_list,
    look_back,
    make_known,
    marked,
    survey,
    take_measures,
    weigh,
)
from sim.procedures.representatives import APPRAISAL, lean_of_delegates, representatives_meet
from sim.procedures.unit_measures import pay_unit_measures
from sim.procedures.watch_list import at_risk_of, find_by_data, hear_of, look_back_on_risk, watch

LONGEST = 65535
VISIT_MONTHS = 24


@kernel
def known_of(S, visits, homes, v):  # type: ignore[no-untyped-def]
    """How well households are known from so many visits in two years."""
    each = visits / max(1, homes)
    return 1.0 - exp(-each * (1.0 - exp(-1.0 / float(S["visits_known"][v]))))


@kernel
def appraise(P, V, votes, v, month, seed):  # type: ignore[no-untyped-def]
    """Whether enough representatives come to appraise the households."""
    a, b = int(V["first"][v]), int(V["last"][v])
    lean, by_trust = lean_of_delegates(V, votes, v), float(votes["delegates_trust"][v])
    valid, _ = representatives_meet(
        P.group[a:b], P.delegate[a:b], P.trust[a:b], P.identity[a:b], lean, by_trust,
        float(votes["delegates_quorum"][v]), 1.0, APPRAISAL, month, seed,
    )  # fmt: skip
    return valid


@kernel
def renew(  # type: ignore[no-untyped-def]
    P, V, O, H, S, T, votes, v, line, heads, right, noise, over, audit, ids, own, poor, new, closing, month, seed
):
    """December until 2020: exits, then a new list; returns whether a list was made known."""
    first, size = int(V["household_first"][v]), ids.size
    seen, lacking = np.empty(size), np.empty(size, np.uint8)
    left, able = np.empty(size, np.uint8), np.empty(size, np.uint8)
    due = (FIRST_YEAR + month // MONTHS) % max(1, int(S["cycle"][v])) == 0 and not closing
    asked = due and float(S["appraisal"][v]) > 0.0
    valid = asked and appraise(P, V, votes, v, month, seed)
    bias = float(S["capture"][v]) * (1.0 - float(O["integrity"][v])) * (1.0 - over)
    if valid:
        noise /= math.sqrt(1.0 + float(S["appraisal_scores"][v]))
        bias *= float(S["appraisal_capture"][v])
    survey(H, first, ids, own, noise, right, month, seed, seen, lacking)
    V["exit_pressure"][v] = declare_out(
        H, O, S, T, v, first, line, audit, closing, ids, own, poor, seen, lacking, left, month, seed
    )
    T["appraisals"][v], T["appraisals_valid"][v] = asked, valid
    if not due or (asked and not valid):
        for k in range(size):
            new[k] = 1 if H.registered[first + k] else 0
        return False
    for k in range(size):
        able[k] = 1 if np.int64(H.persons[first + k]) > 0 and left[k] == 0 else 0
    village = V["identity"][v]
    V["quota"][v] = fill_list(H, S, v, first, village, ids, able, seen, lacking, heads, bias, new, month, seed)
    V["appraised"][v] = valid
    return True


@kernel
def reckon(H, S, T, v, first, own, poor, at_risk, monitoring, wrong, on, rows):  # type: ignore[no-untyped-def]
    """Pay aid to those on the list in force, count its errors, and mark who is wrongly on it or off it."""
    size, end, yearly = own.size, first + own.size, float(S["aid"][v])
    persons, registered, watched = H.persons[first:end], H.registered[first:end], H.watched[first:end]
    aid, cause, matched = H.aid[first:end], H.cause[first:end], H.matched[first:end]
    since = H.months_since_exit[first:end]
    deserving = at_risk if monitoring else poor
    for k in range(size):
        lives = persons[k] > 0
        registered[k] = registered[k] & lives
        watched[k] = watched[k] if lives else NOT_WATCHED
        on[k] = 1 if registered[k] | (watched[k] != NOT_WATCHED) else 0
    heads = risk = 0
    for k in range(size):
        wrong[k] = 1 if (persons[k] > 0) & (on[k] != deserving[k]) else 0
        heads += 1 if poor[k] else 0
        risk += 1 if at_risk[k] else 0
    for k in range(size):
        aid[k] = yearly if on[k] != 0 else 0.0
        cause[k] = cause[k] if on[k] != 0 else 0
        matched[k] = matched[k] & (on[k] != 0)
    for k in range(size):
        since[k] = min(LONGEST, np.int64(since[k]) + 1) if since[k] > 0 else 0
    listed = marked(on, rows)
    listed_poor = kin = answered = found = 0
    paid = misplaced = 0.0
    for c in range(listed):
        k = rows[c]
        sum_paid = yearly * np.int64(persons[k]) / MONTHS
        paid += sum_paid
        misplaced += (1 - poor[k]) * sum_paid
        listed_poor += 1 if poor[k] else 0
        found += 1 if at_risk[k] else 0
        kin += 1 if H.cadre_kin[first + k] else 0
        answered += 1 if matched[k] else 0
    T["listed"][v], T["listed_not_poor"][v] = listed, listed - listed_poor
    T["listed_kin"][v], T["poor_not_listed"][v] = kin, heads - listed_poor
    T["measures"][v], T["measures_matched"][v] = listed, answered
    T["aid_paid"][v] += paid
    T["aid_to_not_poor"][v] += misplaced
    if monitoring:
        T["at_risk"][v], T["at_risk_found"][v] = risk, found


@kernel
def keep_lists(P, V, O, H, S, T, living, votes, supervision, service, visits, month, seed, lo, hi):  # type: ignore[no-untyped-def]
    """Keep the list in force in each village for a month."""
    december, year = month % MONTHS == DECEMBER, FIRST_YEAR + month // MONTHS
    people, most = most_people(V, lo, hi), most_homes(V, lo, hi)
    all_ids, some_ids, all_own = np.empty(most, np.uint64), np.empty(most, np.uint64), np.empty(most)
    all_flags, rows = np.empty((7, most), np.uint8), np.empty(max(people, most) + 1, np.int64)
    incomes, guesses, met = np.empty(most), np.empty(most), np.empty(people, np.uint8)
    for v in range(lo, hi):
        a, b, first = int(V["first"][v]), int(V["last"][v]), int(V["household_first"][v])
        size = int(V["household_last"][v]) - first
        ids, own = all_ids[:size], all_own[:size]
        all_flags[:, :size] = 0
        poor, at_risk, fresh = all_flags[0, :size], all_flags[1, :size], all_flags[2, :size]
        heard, new, wrong, on = all_flags[3, :size], all_flags[4, :size], all_flags[5, :size], all_flags[6, :size]
        name_homes(V["identity"][v], ids)
        line = float(living["line"][v])
        limit = line * float(S["watch_line"][v])
        homes, heads = weigh(H, first, line, COUNTING[int(living["poverty"][v])], own, poor)
        if visits[v] >= 0.0:
            V["knowledge"][v] = known_of(S, float(visits[v]), homes, v)
        info = min(1.0, float(V["knowledge"][v]) + float(S["bigdata"][v]))
        noise = float(S["noise"][v]) * exp(-float(S["noise_known"][v]) * info)
        right = min(1.0, float(S["seen_right"][v]) + float(S["seen_known"][v]) * info)
        held = O["holder"][v] != np.uint64(0) or O["outsider"][v]
        leader = float(O["capacity"][v]) if held else float(service["leaderless"][v])
        chance = min(1.0, float(S["match"][v]) + float(S["match_known"][v]) * info * leader)
        monitoring = year >= int(S["monitoring_from"][v])
        every = int(S["look_back"][v])
        looks_back = every > 0 and month % every == JUNE % every
        made_known = False
        if december:
            mark_kin(P, H, V, O, v)
        if monitoring:
            at_risk_of(H, first, own, limit, int(S["recent"][v]), fresh, at_risk)
            asked = P.events[a:b], P.need[a:b], P.need_known[a:b]
            hear_of(*asked, P.group[a:b], P.household[a:b], heard, met[: b - a], rows)
            by_data = 1.0 - power(1.0 - min(1.0, float(S["bigdata"][v])), 1.0 / MONTHS)
            find_by_data(ids, by_data, month, seed, heard)
            notes = rows, some_ids, incomes, guesses
            released = watch(H, first, limit, ids, own, heard, fresh, noise, right, new, *notes, month, seed)
            T["declared_safe"][v] = released
            if looks_back:
                look_back_on_risk(H, first, limit, float(S["look_back_noise"][v]), ids, own, fresh, new, month, seed)
        else:
            if december:
                over, audit = float(V["oversight"][v]), float(supervision["audit"][v])
                closing = year + 1 >= int(S["monitoring_from"][v])
                made_known = renew(
                    P, V, O, H, S, T, votes, v, line, heads, right, noise, over, audit, ids, own, poor, new, closing,
                    month, seed,
                )  # fmt: skip
            if looks_back:
                look_back(H, S, v, first, line, ids, own, new, month, seed)
        if float(S["fade"][v]) > 0.0:
            fade_measures(H, first, size, float(S["fade"][v]) / MONTHS)
        gain, lost, mismatched = float(S["gain"][v]), float(S["gain_lost"][v]), float(S["mismatched"][v])
        take_measures(H, first, ids, new, chance, gain, lost, mismatched, rows, SIGNAL, month, seed)
        if float(V["household_money"][v]) >= float(S["unit_price"][v]):
            pay_unit_measures(V, H, S, T, v, first, ids, poor, rows, month, seed)
        reckon(H, S, T, v, first, own, poor, at_risk, monitoring, wrong, on, rows)
        V["list_wrong"][v] = False
        if made_known or looks_back or (monitoring and december):
            accepted = float(S["appraisal_accepted"][v]) if V["appraised"][v] and not monitoring else 0.0
            V["list_wrong"][v] = make_known(H, first, ids, wrong, accepted, month, seed)


NATIONAL = "poverty-line"
REGIMES = "the list of the poor ends and the watch list begins, with other rules"


class Targeting(Mechanism):
    """The list of the poor and the watch list: errors, measures, aid, exits."""

    by_village = True

    # fmt: off
    noise = assumed(0.6, "ln", low=0.3, high=1.0, symbol="id_noise0", active=True, law="product",
        raises="inclusion_error", note="error in the ln income seen of a household of which nothing is known",
        note_zh="对毫不了解的农户，所见收入对数的误差")
    noise_known = assumed(1.5, "1", symbol="id_info", active=True, lowers="inclusion_error",
        note="how fast that error falls with what is known", note_zh="误差随了解程度下降的快慢")
    visits_known = assumed(2.0, "visits", symbol="info", raises="inclusion_error",
        note="visits in two years that make a household known to the share 1 - 1/e",
        note_zh="两年内使了解程度达到1−1/e的走访次数")
    seen_right = assumed(0.7, "probability", low=0.6, high=0.8, lowers="exclusion_error",
        note="a deprivation is seen as it is, where nothing is known of the household",
        note_zh="对毫不了解的农户，匮乏项判断正确的概率")
    seen_known = assumed(0.25, "probability", low=0.1, high=0.3, lowers="exclusion_error",
        note="added where all is known", note_zh="充分了解时增加的概率")
    bigdata = assumed(0.0, "0-1", low=0.0, high=0.5, symbol="bigdata", law="sum", raises="risk_found",
        note="what data add to knowledge; share of households at risk that they single out in a year (.3 in a reform)",
        note_zh="数据比对对了解农户的补充")
    capture = assumed(0.8, "ln", low=0.0, high=1.6, symbol="capture", active=True, law="product", raises="listed_kin",
        note="bonus in the score of kin of a secretary without integrity or oversight",
        note_zh="书记缺乏廉洁且无监督时其亲属的加分")
    md_weight = assumed(0.0, "share", low=0.0, high=0.8, symbol="md_weight", law="sum",
        either="finds the deprived and misses the poor by income",
        note="weight of deprivations in the score (.5 in a reform); exits then want none", note_zh="多维贫困指标的权重")
    md_deprivation = assumed(0.5, "ln", symbol="md_a",
        either="orders households on the list; acts where deprivations count",
        note="ln income that a deprivation counts for in the score", note_zh="一项匮乏在评分中折合的收入对数")
    quota_bias = assumed(1.0, "ratio", low=0.5, high=1.5, symbol="quota_bias", law="product", raises="listed",
        note="places over truly poor households", note_zh="名额与真实贫困户之比")
    quota_error = assumed(0.3, "share", low=0.0, high=0.6, symbol="quota_sd", law="product", raises="exclusion_error",
        note="standard deviation of a village's places, as a share of what is due",
        note_zh="各村名额的标准差，占应得名额的比例")
    cycle = assumed(1.0, "years", low=1.0, high=3.0, law="set", raises="exclusion_error", note="years between lists",
        note_zh="两次建档立卡之间的年数")
    appraisal = Param(False, "switch", "A", "four-discussions", symbol="appraisal", law="or",
        either="better lists where enough come, none where they do not",
        note="the representatives' meeting scores the households", note_zh="由村民代表会议评议")
    appraisal_scores = assumed(2.0, "scores", low=0.0, high=5.0, symbol="n_eff", lowers="inclusion_error",
        note="independent scores that the meeting adds", note_zh="评议会增加的独立评分数")
    appraisal_capture = assumed(0.4, "ratio", low=0.0, high=1.0, raises="listed_kin",
        note="capture left in an appraised list", note_zh="经评议的名单中所余的优亲厚友")
    appraisal_accepted = assumed(0.5, "probability", low=0.0, high=1.0, raises="trust",
        note="a household does not mind errors near by in an appraised list",
        note_zh="农户不计较经评议名单中邻近错误的概率")
    aid = assumed(1500.0, "yuan/year", low=0.0, high=3000.0, symbol="aid", law="sum", lowers="poverty_income",
        note="transfers a head while on the list", note_zh="在册期间人均转移支付")
    gain = assumed(0.25, "ln", low=0.0, high=0.5, symbol="aid_gain", law="product", lowers="poverty_lasting",
        note="rise of permanent income by a measure that answers to the cause", note_zh="对症措施使长期收入的提高")
    fade = assumed(0.5, "1/year", former=0.0, low=0.1, high=0.6, symbol="aid_fade", raises="poverty_lasting",
        active=True, note="share of that rise that is lost again in a year", note_zh="帮扶增收效果每年消退的比例")
    gain_lost = assumed(0.3, "ratio", low=0.0, high=0.5, raises="poverty_lasting",
        note="of this rise, lost with each deprivation", note_zh="每多一项匮乏，提高部分的损失")
    mismatched = assumed(0.2, "ratio", low=0.0, high=0.5, lowers="poverty_lasting",
        note="of this rise, left if the measure does not answer to the cause", note_zh="措施不对症时所余的提高部分")
    match = assumed(0.4, "probability", low=0.2, high=0.6, symbol="match_p", law="odds", raises="measures_matched",
        note="a measure answers to the cause where nothing is known", note_zh="毫不了解时措施对症的概率")
    match_known = assumed(0.5, "probability", low=0.2, high=0.6, symbol="match_p", raises="measures_matched",
        note="added where all is known by a secretary of full capacity", note_zh="书记能力最高且充分了解时增加的概率")
    unit_price = assumed(5000.0, "yuan", low=2500.0, high=10000.0, lowers="unit_measures",
        note="a measure for a household that the unit of a first secretary pays, answering to its cause",
        note_zh="第一书记派出单位出资的一项对因帮扶措施的费用")
    exit_target = assumed(0.2, "1/year", low=0.0, high=0.5, symbol="exit_target", law="sum",
        raises="exits_from_poverty", note="share of the list to be declared out of poverty in a year, until monitoring",
        note_zh="转入监测之前每年应宣布脱贫的比例")
    misreport = assumed(-3.0, "log odds", low=-5.0, high=-1.0, symbol="fx_0", raises="false_exits",
        note="a household that earns too little is declared out, without pressure or audit",
        note_zh="无压力、无核查时宣布收入未达标者脱贫的水平")
    misreport_pressure = assumed(6.0, "log odds", symbol="fx_p", active=True, raises="false_exits",
        note="by pressure: the target less the share that truly earns enough",
        note_zh="压力的影响：任务比例减去真正达标的比例")
    misreport_audit = assumed(3.0, "log odds", symbol="fx_a", lowers="false_exits", note="by checks of reality a month",
        note_zh="每月实地核查次数的影响")
    misreport_integrity = assumed(3.0, "log odds", symbol="fx_i", either="integrity is above or below the usual",
        note="by integrity above the usual", note_zh="廉洁程度高于通常值时的影响")
    integrity_usual = convention(0.8, "0-1", raises="false_exits", note="integrity that moves nobody",
        note_zh="不产生影响的廉洁程度")
    look_back = assumed(0.0, "month", low=0.0, high=36.0, law="set", either="off at 0, then rarer with every month",
        note="months between surveys from outside that add and remove, 0 = none (24 in a reform)",
        note_zh="“回头看”间隔月数，0=无")
    look_back_noise = assumed(0.1, "ln", low=0.0, high=0.3, raises="inclusion_error",
        note="error in the ln income that such a survey sees", note_zh="“回头看”所见收入对数的误差")
    monitoring_from = Param(2021.0, "calendar year", "D", NATIONAL, low=2021.0, high=2030.0, either=REGIMES,
        note="year from which households at risk are watched instead of the poor listed",
        note_zh="自此年起以返贫风险监测代替建档立卡")
    watch_line = Param(1.5, "ratio", "D", NATIONAL, low=1.0, high=2.0, symbol="mon_line", raises="at_risk",
        note="income over the line below which a household is at risk", note_zh="视为有返贫风险的收入与贫困线之比")
    recent = assumed(6.0, "month", low=1.0, high=24.0, raises="at_risk",
        note="months for which an illness puts a household at risk", note_zh="疾病使农户有返贫风险的月数")
    unfair_lists = assumed(0.3, "probability", low=0.0, high=0.6, lowers="trust",
        note="an adult near a wrong entry learns of it in the month after the list is made known (read by trust)",
        note_zh="名单公布后次月，邻近成年人得知有误的概率（由信任度步骤读取）")
    # fmt: on

    def step(self, model: Any) -> None:
        """Keep the lists; visits of fewer than two years count as if they had gone on so."""
        P, H, V, O = model.people.columns, model.households.columns, model.villages.columns, model.offices.columns
        months = min(VISIT_MONTHS, model.months_run)
        visits = np.full(len(V), -1.0)
        if months:
            visits = model.recorder.window("visits", VISIT_MONTHS) * (VISIT_MONTHS / months)
        settings = model.settings
        arguments = P, V, O, H, self.settings(model), model.recorder.now, settings["livelihoods"], settings["votes"]
        others = settings["supervision"], settings["service"], visits, model.month, model.key
        model.over_villages(keep_lists, *arguments, *others)
