"""Migration (S2): people leave for work or study, come back, and leave the register for good.

reads   group, education, need, links; wage gap and jobs of the village; which share of transfers succeeds (membership)
writes  away, group, months_away, pocket, past, enterprises; tallies left, returned, departed, exits,
        enterprises_founded; out-migrants at the month's beginning
draws   migration.leave (0 leave, 1 return, 2 for good), migration.child, migration.enterprise; membership.transfer

Hazard a month of leaving ``leave · place · out(age, sex) · exp{pay Δw + peers (n − n̄) + schooling (edu − ē) +
unmet_need · 1[need open for three months] − local_jobs · jobs}`` with the schedule of ``procedures/schedules.py``;
``place`` (and ``place_back`` of returning) is a factor of the kind of place; ``n`` is the share away among villagers
within five years of age (herself included), ``n̄`` and ``ē`` are the county's means of that age at the start, so that
the fitted level holds at the start. Of returning ``back · factor(age, sex) · exp{−pay Δw}``, for graduates times
``back_graduates``; of leaving for good, for those away, by sex, for adults times ``c exp{−departure_age (age − 30)}``,
where ``c`` keeps the number of adults who leave the county at the start. A child under twelve with a registered parent
leaves only when its mother does, or its father as the second parent; away, it comes back or departs with her (without
her, with him). Decisions are taken on the state at the beginning of the step. An adult of working age who comes home
founds an enterprise with probability ``enterprise`` (``procedures/enterprises.py``).

tested  against the recursion of the share away by age; retention under one constant loss is geometric; persons add up
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any

import numpy as np

from sim.agents.codes import ADULT, AGES, AWAY_STEP, GROUPS, NO_NEED, PROBATIONARY, SCHOOL_AGES, SEX_STEP, TERTIARY
from sim.core.compute.draws import WORDS, bound, fill, stream, uniform, unit
from sim.core.compute.elementary import exp, exps
from sim.core.compute.kernels import kernel
from sim.core.config.calendar import FIRST_YEAR, MONTHS
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import ASSUMED, Param, assumed, convention
from sim.procedures.enterprises import come_home
from sim.procedures.hazard_tables import OLDEST, exact_ages, most_of_year, one_value
from sim.procedures.migrants import DEPARTED, LEFT, RETURNED, STAYED, child_follows, moves_alone, peers_away
from sim.procedures.people import most_people
from sim.procedures.schedules import MigrationSchedule, leave_schedule, return_factor

MOVE, CHILD, TRANSFER = stream("migration.leave"), stream("migration.child"), stream("membership.transfer")
WORKING_AGE, LAST_STUDENTS, OLDER_MIGRANT = 16, 21, 51
FITTED_FROM = 2010  # census from which the schedules were fitted; those who leave and return get older from then on
USUAL_AGE, OLDEST_TO_MOVE = 30, 70  # leaving for good falls with age from here, and up to here
OUT, BACK, FOR_GOOD = 0, 1, 2  # draws of a person: one block a month serves all three decisions


@kernel
def set_bounds(leave, back, peers, unmet, margin, most, usual_peers, crowd, limit):  # type: ignore[no-untyped-def]
    """Turn shares away into factors, and hazards into bounds of words; returns the highest bound of those at home."""
    highest = 0
    widest = margin * WORDS * exp(max(unmet, 0.0))
    for age in range(AGES):
        felt = crowd[age] >= 0.0 and most[0, 0, age] > 0.0
        crowd[age] = exp(peers * (crowd[age] - usual_peers[age])) if felt else 1.0
        for sex in range(2):
            g = 1 + SEX_STEP * sex + age
            limit[g] = int(leave * crowd[age] * most[0, sex, age] * widest) + 1
            limit[g + AWAY_STEP] = int(back * most[1, sex, age] * WORDS * margin) + 1
            highest = max(highest, int(limit[g]))
    return highest


@kernel
def count_out_migrants(T, v, counts, students):  # type: ignore[no-untyped-def]
    """Tally those away of working age and over, as surveys of migrant workers count them: without students."""
    number = ages = older = 0.0
    for age in range(WORKING_AGE, AGES):
        g = 1 + AWAY_STEP + age
        persons = (counts[g] + counts[g + SEX_STEP]) * (1.0 - students if age <= LAST_STUDENTS else 1.0)
        number += persons
        ages += persons * age
        older += persons if age >= OLDER_MIGRANT else 0.0
    T["out_migrants"][v], T["out_migrants_age"][v], T["out_migrants_51"][v] = number, ages, older


@kernel
def set_departure_bounds(men, women, by_age, limit):  # type: ignore[no-untyped-def]
    """Turn hazards of leaving for good, which vary with age, into bounds of words by group; returns the highest."""
    highest = 0
    for sex in range(2):
        hazard = women if sex else men
        usual = bound(1.0 - exp(-hazard))
        for age in range(AGES):
            g = 1 + AWAY_STEP + SEX_STEP * sex + age
            limit[g] = usual if by_age[age] == 1.0 else bound(1.0 - exp(-hazard * by_age[age]))
            highest = max(highest, int(limit[g]))
    return highest


@kernel
def same_departures(V, S, v, w):  # type: ignore[no-untyped-def]
    """Whether two villages have the same hazards of leaving for good, so that the bounds of one serve the other."""
    same = V["county"][v] == V["county"][w]
    same = same and S["departure_men"][v] == S["departure_men"][w]
    return same and S["departure_women"][v] == S["departure_women"][w]


@kernel
def leave_and_return(  # type: ignore[no-untyped-def]
    P, V, S, M, T, schedules, most, usual_peers, usual_schooling, departing, young, margin, month, seed, lo, hi
):
    """One month of migration; ``margin`` widens the bounds that pick the rows to look at (1 is enough)."""
    most_rows = most_people(V, lo, hi)
    counts, limit, crowd = np.empty(GROUPS, np.int64), np.empty(GROUPS, np.int64), np.empty(AGES, np.float64)
    moves = np.empty(most_rows + 1, np.uint8)  # the place after the last row: a relative who is nobody never moves
    movers, rows = np.empty(most_rows + 1, np.int64), np.empty((3, most_rows + 1), np.uint16)
    words = np.empty((4, most_rows), np.uint32)
    limit_for_good, highest_for_good = np.zeros(GROUPS, np.int64), 0
    for v in range(lo, hi):
        first, last, county = int(V["first"][v]), int(V["last"][v]), int(V["county"][v])
        size = last - first
        group, mother, father = P.group[first:last], P.mother[first:last], P.father[first:last]
        counts[:] = 0
        limit[:] = 0
        moves[: size + 1] = STAYED
        away = children = candidates = moved = 0
        for j in range(size):
            g = int(group[j])
            counts[g] += 1
            rows[0, away] = j
            away += g > AWAY_STEP
            rows[1, children] = j
            children += int(young[g])

        count_out_migrants(T, v, counts, float(S["students"][v]))
        pay = float(S["pay"][v]) * float(V["wage_gap"][v])
        jobs = float(V["jobs"][v])
        leave = float(S["leave"][v]) * float(S["place"][v]) * exp(pay - float(S["local_jobs"][v]) * jobs)
        back = float(S["back"][v]) * float(S["place_back"][v]) * exp(-pay)
        peers, schooling, unmet = float(S["peers"][v]), float(S["schooling"][v]), float(S["unmet_need"][v])
        patience, chance = int(S["need_months"][v]), float(S["child_goes"][v])
        graduates = float(S["back_graduates"][v])
        peers_away(counts, int(S["peer_years"][v]), crowd)
        highest = set_bounds(leave, back, peers, unmet, margin, most, usual_peers[county], crowd, limit)

        fill(P.identity[first:last], month, 0, seed, MOVE, words[0], words[1], words[2], words[3])
        for j in range(size):
            rows[2, candidates] = j
            candidates += int(words[OUT, j]) < highest
        for c in range(candidates):
            j = int(rows[2, c])
            i = first + j
            if int(group[j]) > AWAY_STEP or int(words[OUT, j]) >= limit[int(group[j])]:
                continue
            sex, months = int(P.sex[i]), month - int(P.birth_month[i])
            age = min(months // MONTHS, AGES - 1)
            urge = schooling * (int(P.education[i]) - usual_schooling[county, sex, age])
            if int(P.need[i]) != NO_NEED and int(P.need_age[i]) >= patience:
                urge += unmet
            hazard = leave * crowd[age] * schedules[0, sex, min(months, OLDEST)] * exp(urge)
            if unit(words[OUT, j]) < 1.0 - exp(-hazard) and moves_alone(group, mother, father, young, j):
                moves[j] = LEFT
                movers[moved] = i
                moved += 1

        months_away = P.months_away[first:last]
        candidates = 0
        for c in range(away):
            j = int(rows[0, c])
            months_away[j] = int(months_away[j]) + 1
            rows[2, candidates] = j
            candidates += int(words[BACK, j]) < limit[int(group[j])]
        for c in range(candidates):
            j = int(rows[2, c])
            i = first + j
            hazard = back * schedules[1, int(P.sex[i]), min(month - int(P.birth_month[i]), OLDEST)]
            hazard *= graduates if int(P.education[i]) == TERTIARY else 1.0
            back_now = unit(words[BACK, j]) < 1.0 - exp(-hazard) and not P.pocket[i]
            if back_now and moves_alone(group, mother, father, young, j):
                moves[j] = RETURNED
                movers[moved] = i
                moved += 1
        men, women = float(S["departure_men"][v]), float(S["departure_women"][v])
        if v == lo or not same_departures(V, S, v, v - 1):
            highest_for_good = set_departure_bounds(men, women, departing[county], limit_for_good)
        candidates = 0
        for c in range(away):
            j = int(rows[0, c])
            rows[2, candidates] = j
            candidates += int(words[FOR_GOOD, j]) < highest_for_good
        for c in range(candidates):
            j = int(rows[2, c])
            i = first + j
            stays = P.pocket[i] and int(P.stage[i]) >= PROBATIONARY  # no member any more: nothing keeps the name
            gone = int(words[FOR_GOOD, j]) < limit_for_good[int(group[j])] and not stays
            if gone and moves[j] == STAYED and moves_alone(group, mother, father, young, j):
                moves[j] = DEPARTED
                movers[moved] = i
                moved += 1

        candidates = 0
        for c in range(children):
            j = int(rows[1, c])
            rows[2, candidates] = j
            candidates += (moves[min(int(mother[j]), size)] | moves[min(int(father[j]), size)]) != STAYED
        for c in range(candidates):
            j = int(rows[2, c])
            move = child_follows(group, mother, father, moves, j)
            if move == STAYED or moves[j] != STAYED:
                continue
            if move != LEFT or uniform(seed, CHILD, P.identity[first + j], month, 0) < chance:
                moves[j] = move
                movers[moved] = first + j
                moved += 1
        transfer, founding = float(M["transfer"][v]), float(S["enterprise"][v])
        apply_moves(P, V, T, v, first, moves, movers[:moved], transfer, founding, month, seed)


@kernel
def apply_moves(P, V, T, v, first, moves, movers, transfer, founding, month, seed):  # type: ignore[no-untyped-def]
    """Carry the decisions out; a departing member whose transfer fails stays on the roll as a pocket member."""
    for c in range(movers.size):
        i = int(movers[c])
        move = int(moves[i - first])
        if move == DEPARTED:
            member = int(P.stage[i]) >= PROBATIONARY
            if member and uniform(seed, TRANSFER, P.identity[i], month, 0) >= transfer:
                P.pocket[i] = True
            else:
                P.group[i] = 0
                T["departed"][v] += 1
                T["exits"][v] += member
            continue
        P.away[i] = move == LEFT
        P.months_away[i] = 0
        if move == LEFT:
            P.group[i] = int(P.group[i]) + AWAY_STEP
            T["left"][v] += 1
        else:
            P.group[i] = int(P.group[i]) - AWAY_STEP
            T["returned"][v] += 1
            come_home(P, V, T, v, i, founding, month, seed)


CENSUS = "census-projection"
AWAY, LOG = "share_away", "log hazard"
SHAPE = "moves leaving or returning between ages or sexes"
FELT = "shifts leaving between persons or villages; its mean at the start stays"
# Read every month, village by village; all other values shape tables or means of the start that the villages share.
LEVELS = frozenset(
    [
        "leave",
        "place",
        "place_back",
        "back",
        "back_graduates",
        "enterprise",
        "students",
        "festival",
        "departure_men",
        "departure_women",
        "child_goes",
    ]
    + ["pay", "peers", "unmet_need", "need_months", "local_jobs"]
)


def fitted(default: float, unit: str, symbol: str, note: str, note_zh: str) -> Param:
    """Declare a value of the schedules that was fitted to the census; its range is 30 % either way."""
    low, high = 0.7 * default, 1.3 * default
    return Param(
        default, unit, "D", CENSUS, low, high, either=SHAPE, symbol=symbol, note=note, note_zh=note_zh, fitted=True
    )


def held(default: float, unit: str, note: str, note_zh: str, symbol: str | None = None) -> Param:
    """Declare a value of the schedules that is held fixed."""
    return Param(default, unit, "A", ASSUMED, default, default, either=SHAPE, symbol=symbol, note=note, note_zh=note_zh)


def departing(default: float, low: float, high: float, note: str, note_zh: str) -> Param:
    """Declare a hazard of leaving the register."""
    unit, symbol, lowers = "1/month", "mig_perm", "registered"
    return Param(
        default, unit, "D", CENSUS, low, high, lowers=lowers, symbol=symbol, note=note, note_zh=note_zh, fitted=True
    )


def felt(default: float, symbol: str, note: str, note_zh: str) -> Param:
    """Declare what an influence adds to the hazard of leaving."""
    return Param(default, LOG, "A", ASSUMED, 0.0, 1.0, either=FELT, symbol=symbol, note=note, note_zh=note_zh)


def schedule_of(value: Mapping[str, float]) -> MigrationSchedule:
    """Shape of leaving and returning from values of the mechanism's parameters by name."""
    pairs = {"child": "child", "school": "school", "labour": "labour", "labour_decline": "decline", "back": "back"}
    of_both = {each.name: value[each.name] for each in fields(MigrationSchedule) if each.name not in pairs}
    by_sex = {name: (value[f"{stem}_men"], value[f"{stem}_women"]) for name, stem in pairs.items()}
    return MigrationSchedule(**of_both, **by_sex)  # type: ignore[arg-type]


class Migration(Mechanism):
    """Leaving, returning and leaving for good; the age schedules are tables that all villages share."""

    by_village = True

    margin = 1.0
    # fmt: off
    leave = Param(0.0153, "1/month", "D", CENSUS, 0.01, 0.022, symbol="mig_r0", raises=AWAY, law="product", active=True,
        fitted=True, en="out-migration for work", zh="外出务工", note="of men at the peak of work",
        note_zh="劳动年龄高峰男性的外出率")
    place = assumed(1.0, "factor", low=0.6, high=2.0, raises=AWAY,
        note="leaving in places of this kind, against the nation; the archetype sets it unless the scenario does",
        note_zh="该类地区外出率与全国之比；情景未给定时由地区类型决定")
    place_back = assumed(1.0, "factor", low=0.5, high=1.5, lowers=AWAY,
        note="returning in places of this kind, against the nation", note_zh="该类地区返乡率与全国之比")
    back = assumed(0.012, "1/month", low=0.008, high=0.02, symbol="mig_rho0", lowers=AWAY, law="product", active=True,
        note="level of returning", note_zh="返乡水平")
    child_men = fitted(0.75, "ratio", "mig_child", "height of the child part, boys", "儿童部分的高度，男")
    child_women = fitted(0.78, "ratio", "mig_child", "height of the child part, girls", "儿童部分的高度，女")
    school_men = fitted(1.43, "ratio", "mig_school", "height of the school part, men", "求学部分的高度，男")
    school_women = fitted(1.73, "ratio", "mig_school", "height of the school part, women", "求学部分的高度，女")
    labour_men = fitted(1.0, "ratio", "mig_lab", "height of the labour part, men", "务工部分的高度，男")
    labour_women = fitted(1.34, "ratio", "mig_lab", "height of the labour part, women", "务工部分的高度，女")
    decline_men = fitted(0.043, "1/year", "mig_al", "fall of the labour part with age, men",
        "务工部分随年龄的下降率，男")
    decline_women = fitted(0.059, "1/year", "mig_al", "fall of the labour part with age, women",
        "务工部分随年龄的下降率，女")
    child_decline = held(0.3, "1/year", "fall of the child part with age", "儿童部分随年龄的下降率")
    school_age = held(14.7, "year", "centre of the school part", "求学部分的中心年龄")
    school_width = held(2.05, "year", "standard deviation of the school part", "求学部分的标准差")
    labour_age = held(21.6, "year", "age at which the labour part sets in", "务工部分开始的年龄")
    labour_age_drift = assumed(0.15, "1", former=0.0, low=0.0, high=0.3, raises="out_migrants_age", active=True,
        note="years by which that age rises in a calendar year, from 2010 on", note_zh="该年龄自2010年起每年上升的岁数")
    labour_rise = held(0.205, "1/year", "steepness with which it sets in", "务工部分开始时的陡度")
    constant = held(0.007, "ratio", "part of leaving that does not depend on age", "与年龄无关的外出部分")
    last_age = held(80.0, "year", "nobody leaves from this age on", "自此年龄起无人外出")
    back_men = held(0.85, "factor", "returning of men", "男性返乡倍数", "ret_sex")
    back_women = held(1.2, "factor", "returning of women", "女性返乡倍数", "ret_sex")
    back_old = assumed(2.0, "factor", low=1.0, high=5.0, symbol="mig_rho1", lowers=AWAY, note="rise with age",
        note_zh="返乡随年龄上升的倍数")
    back_age = assumed(48.0, "year", low=44.0, high=52.0, symbol="mig_a50", raises=AWAY, note="half of that rise",
        note_zh="上升过半时的年龄")
    back_age_drift = assumed(0.3, "1", former=0.0, low=0.0, high=0.6, raises="out_migrants_age", active=True,
        note="years by which that age rises in a calendar year, from 2010 on", note_zh="该年龄自2010年起每年上升的岁数")
    back_width = held(4.0, "year", "width of that rise", "上升所跨的年数")
    back_graduates = assumed(1.0, "factor", low=0.2, high=1.0, lowers=AWAY,
        note="returning of graduates, against others (tier 2)", note_zh="大专及以上者返乡与他人之比（第二层修正）")
    enterprise = assumed(0.06, "probability", former=0.0, low=0.0, high=0.3, symbol="ret_ent", raises="employed",
        active=True, law="odds", note="an adult of working age who comes home founds an enterprise",
        note_zh="劳动年龄的返乡者创办企业的概率")
    departure_men = departing(0.0019, 0.0014, 0.0025, "men away who give up registration", "外出男性迁出户籍的比率")
    departure_women = departing(0.0037, 0.0031, 0.0045, "women away who give up registration", "外出女性迁出户籍的比率")
    departure_age = assumed(0.05, "1/year", former=0.0, low=0.0, high=0.1, symbol="dep_age",
        raises="out_migrants_age", active=True,
        note="fall of leaving for good with a year of age; as many adults as before leave at the start",
        note_zh="彻底迁出率随年龄每岁下降的幅度；起始时成年迁出人数不变")
    students = convention(0.35, "share", lowers="out_migrants",
        note="those away of 16 to 21 who study: not counted among out-migrants",
        note_zh="外出的16至21岁者中在读的比例，不计入外出务工人员")
    child_goes = assumed(0.33, "probability", active=True, former=0.35, low=0.2, high=0.6, symbol="child_go",
        raises=AWAY, note="a child goes with its parents", note_zh="子女随父母外出的概率")
    child_until = held(12.0, "year", "children come and go with a parent before this age", "此年龄之前子女随父母往返")
    pay = felt(0.5, "mig_beta_w", "logarithm of urban over local pay", "城市工资与本地工资之比（对数）的影响")
    peers = felt(0.6, "mig_beta_n", "share of peers who are away", "同龄人外出比例的影响")
    peer_years = held(5.0, "year", "peers are at most so many years older or younger", "同龄人的年龄差上限")
    schooling = felt(0.25, "mig_beta_e", "a level of schooling", "受教育程度每高一级的影响")
    unmet_need = assumed(0.2, LOG, low=0.0, high=0.6, symbol="mig_beta_u", raises=AWAY, active=True,
        note="a need open for months", note_zh="诉求数月未解决的影响")
    need_months = held(3.0, "month", "months after which an open need counts", "未解决的诉求经过几个月后起作用")
    local_jobs = assumed(0.3, LOG, low=0.0, high=1.0, symbol="mig_beta_c", lowers=AWAY,
        note="jobs made by collective projects", note_zh="集体项目提供的本地就业的影响")
    festival = assumed(0.7, "probability", low=0.4, high=0.9, symbol="festival_psi", raises="attendance", law="odds",
        active=True, note="somebody away is in the village in the festival month", note_zh="外出者春节当月在村的概率")
    # fmt: on

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """The parameters of the schedules and of the means at the start."""
        return frozenset(cls.params) - LEVELS

    def setup(self, model: Any) -> None:
        """Make the schedules, and take the means of the start.

        Raises
        ------
        ValueError
            If a parameter of the schedules differs between villages.
        """
        settings = self.settings(model)
        value = {name: one_value(settings, name, self.name) for name in self.read_at_start()}
        self.shape = value
        self.usual_peers, self.usual_schooling = self._means_at_the_start(model, int(value["peer_years"]))
        self.departing = self._departure_by_age(model, value["departure_age"])
        self.set_schedules(FIRST_YEAR + (model.month + model.burn_in) // MONTHS)
        inside = (np.arange(GROUPS) - 1) % SEX_STEP
        self.young = (inside < value["child_until"]).astype(np.uint8)
        self.young[0] = 0

    def set_schedules(self, year: int) -> None:
        """Make the tables of leaving and returning by age as they are in a calendar year."""
        years, value = max(0, year - FITTED_FROM), dict(self.shape)
        value["labour_age"] += years * value["labour_age_drift"]
        value["back_age"] += years * value["back_age_drift"]
        shape, sex = schedule_of(value), np.array([[0], [1]])
        self.schedules = np.stack([leave_schedule(exact_ages(), sex, shape), return_factor(exact_ages(), sex, shape)])
        self.most = most_of_year(self.schedules)
        least, most = self.usual_schooling.min(axis=0), self.usual_schooling.max(axis=0)
        self.most[0] *= exps(np.maximum((TERTIARY - least) * value["schooling"], -most * value["schooling"]))

    def _means_at_the_start(self, model: Any, window: int) -> tuple[np.ndarray, np.ndarray]:
        """Means of each county: the share away by age, shape (counties, AGES), and schooling by sex and age."""
        P, V, rows = model.people.columns, model.villages.columns, model.people.rows()
        county = np.repeat(V["county"], V["last"] - V["first"])
        found = [self._means_of(P, rows[county == each], window) for each in range(int(V["county"].max()) + 1)]
        peers, schooling = (np.stack(each) for each in zip(*found, strict=True))
        return peers, schooling

    def _departure_by_age(self, model: Any, fall: float) -> np.ndarray:
        """Factors on leaving for good, shape (counties, AGES); 1 where it does not fall with age, and for minors."""
        P, V, rows = model.people.columns, model.villages.columns, model.people.rows()
        factors = np.ones((int(V["county"].max()) + 1, AGES))
        if fall == 0.0:
            return factors
        county = np.repeat(V["county"], V["last"] - V["first"])
        ages = np.arange(AGES)
        falling = np.where(ages >= ADULT, exps(-fall * (np.minimum(ages, OLDEST_TO_MOVE) - USUAL_AGE)), 0.0)
        for each, found in enumerate(factors):
            counts = np.bincount(P.group[rows[county == each]], minlength=GROUPS)[1 + AWAY_STEP :]
            adults = counts.reshape(2, AGES).sum(axis=0) * (ages >= ADULT)
            level = adults.sum() / max(float(adults @ falling), 1e-300)
            found[ADULT:] = (level * falling)[ADULT:] if adults.sum() else 1.0
        return factors

    @staticmethod
    def _means_of(P: Any, rows: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
        """Compute the share away by age, and schooling by sex and age, never across an age at which a level begins."""
        rows = rows[P.group[rows] != 0]
        counts, peers = np.bincount(P.group[rows], minlength=GROUPS), np.empty(AGES)
        peers_away(counts, window, peers)
        peers[peers < 0.0] = int(counts[1 + AWAY_STEP :].sum()) / max(int(counts[1:].sum()), 1)
        cell = (P.group[rows].astype(np.int64) - 1) % AWAY_STEP
        persons = np.bincount(cell, minlength=AWAY_STEP).reshape(2, AGES)
        levels = np.bincount(cell, weights=P.education[rows], minlength=AWAY_STEP).reshape(2, AGES)
        schooling = np.zeros((2, AGES))
        for low, high in pairwise((0, *SCHOOL_AGES, AGES)):
            for age in range(low, high):
                near = slice(max(age - window, low), min(age + window + 1, high))
                schooling[:, age] = levels[:, near].sum(axis=1) / np.maximum(persons[:, near].sum(axis=1), 1)
        return peers, schooling

    def step(self, model: Any) -> None:
        """Live a month."""
        P, V, T, settings = model.people.columns, model.villages.columns, model.recorder.now, model.settings
        means = (self.usual_peers, self.usual_schooling)
        others = (settings["membership"], T)
        tables = (self.schedules, self.most, *means, self.departing, self.young, self.margin)
        model.over_villages(leave_and_return, P, V, settings[self.name], *others, *tables, model.month, model.key)
