"""Demography (S1): people grow older, die, become frail, are born and go to school.

reads   birth_month, sex, away, links
writes  group, frail, births, education (and traits it raises), a row for each newborn; tallies births, deaths, exits
draws   demography.death (0 death, 1 frailty, 2 birth), demography.birth (traits of a newborn)

Hazards a year at age ``a``: death ``multiplier · (base + slope · e^{growth a})``; frailty from 60 on
``onset · e^{growth (a − 70)}``; birth ``fertility · φ((a − mean) / spread) / spread`` of a woman of 15 to 49. The child
joins the mother's household. At 12, 15 and 18 a person goes on to the next level of schooling with a fixed chance.

tested  against the life table and against the mean path of a Leslie matrix; without any hazard nobody comes or goes
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.agents.codes import AGES, AWAY_STEP, PROBATIONARY, SCHOOL_AGES, SEX_STEP
from sim.core.compute.draws import fill, stream
from sim.core.compute.elementary import exps
from sim.core.compute.kernels import kernel
from sim.core.declarations.mechanism import Mechanism
from sim.core.declarations.parameters import Param, assumed
from sim.procedures.children import QUANTILES, enter, go_to_school
from sim.procedures.hazard_tables import (
    MONTHS,
    OLDEST,
    beta_quantiles,
    by_group,
    exact_ages,
    most_of_year,
    one_value,
    word_bounds,
)
from sim.procedures.people import most_people

DEATH = stream("demography.death")
DIES, FAILS, BEARS = 0, 1, 2  # draws of a person: one block a month serves all three decisions
FERTILE_FROM, FERTILE_UNTIL = 15, 50
# Bits of the table of what may happen to a group beside death.
MAY_BEAR, MAY_BECOME_FRAIL, MAY_GO_TO_SCHOOL = 1, 2, 4
# Months over twelve as a product and a shift, the same at any age: a loop with a division is not vectorised.
TWELFTH, TWELFTH_SHIFT = 43691, 19
SLOTS = 4
LONG_LIST = 65535


@kernel
def grow_older(group, birth_month, sex, away, month):  # type: ignore[no-untyped-def]
    """Make the group of every living row anew."""
    for j in range(group.size):
        age = min(((month - int(birth_month[j])) * TWELFTH) >> TWELFTH_SHIFT, AGES - 1)
        now = 1 + age + SEX_STEP * int(sex[j]) + AWAY_STEP * int(away[j])
        group[j] = 0 if group[j] == 0 else now


@kernel
def live_and_die(  # type: ignore[no-untyped-def]
    P, V, S, B, T, death, frailty, birth, death_most, frailty_most, birth_most, kinds, quantiles, month, seed, lo, hi
):
    """One month of demography; returns the village that has no free row for a newborn, or -1."""
    most = most_people(V, lo, hi)
    words = np.empty((4, most), np.uint32)
    # Rows to which something may happen; a place to spare, because a row is written before it is known to count.
    rows = np.empty((SLOTS, most + 1), np.uint16)
    for v in range(lo, hi):
        first, last, room = int(V["first"][v]), int(V["last"][v]), int(V["room"][v])
        size = last - first
        group = P.group[first:last]
        grow_older(group, P.birth_month[first:last], P.sex[first:last], P.away[first:last], month)
        fill(P.identity[first:last], month, 0, seed, DEATH, words[0], words[1], words[2], words[3])

        dying = women = elderly = pupils = 0
        for j in range(size):
            g = int(group[j])
            rows[0, dying] = j
            dying += int(words[DIES, j]) < death_most[g]
            rows[3, pupils] = j
            pupils += int(kinds[g]) >> 2
        for j in range(size):
            rows[1, women] = j
            women += int(words[BEARS, j]) < birth_most
            rows[2, elderly] = j
            elderly += int(words[FAILS, j]) < frailty_most

        deaths = exits = births = 0
        for c in range(dying):
            i = first + int(rows[0, c])
            if int(words[DIES, i - first]) < death[int(P.sex[i]), min(month - int(P.birth_month[i]), OLDEST)]:
                P.group[i] = 0
                deaths += 1
                exits += int(P.stage[i]) >= PROBATIONARY
        for c in range(elderly):
            j = int(rows[2, c])
            if int(kinds[int(group[j])]) & MAY_BECOME_FRAIL:
                i = first + j
                if int(words[FAILS, j]) < frailty[min(month - int(P.birth_month[i]), OLDEST)]:
                    P.frail[i] = True
        for c in range(pupils):
            i = first + int(rows[3, c])
            if (month - int(P.birth_month[i])) % MONTHS == 0:
                go_to_school(P, S, B, v, i, month, seed)
        for c in range(women):
            j = int(rows[1, c])
            if int(kinds[int(group[j])]) & MAY_BEAR:
                mother = first + j
                if int(words[BEARS, j]) < birth[min(month - int(P.birth_month[mother]), OLDEST)]:
                    if last >= room or last - first >= LONG_LIST:
                        return v
                    enter(P, S, B, v, last, mother, first, quantiles, month, seed)
                    last += 1
                    births += 1
        V["last"][v] = last
        T["births"][v] += births
        T["deaths"][v] += deaths
        T["exits"][v] += exits
    return -1


def group_kinds(frail_from: float) -> np.ndarray:
    """Make the table of what beside death may happen to each group, as bits, shape (GROUPS,)."""
    age = np.arange(AGES)
    men = MAY_GO_TO_SCHOOL * np.isin(age, SCHOOL_AGES) + MAY_BECOME_FRAIL * (age >= int(frail_from))
    bearing = MAY_BEAR * ((age >= FERTILE_FROM) & (age < FERTILE_UNTIL))
    kinds: np.ndarray = by_group(np.stack([men, men + bearing]).astype(np.int64)).astype(np.uint8)
    return kinds


LIFE_TABLE, CENSUS = "life-table", "census-births"
LATER = "those born in a run come of age after most horizons"
MEET = "attendance_home"
SHAPES = ("death_", "frail_", "fertility", "willingness_", "misperception_", "trait_")
"""How the names of parameters begin that shape tables, and so have one value for all villages."""


class Demography(Mechanism):
    """Deaths, frailty, births and schooling."""

    by_village = True

    # fmt: off
    death_base = Param(5e-4, "1/year", "L", LIFE_TABLE, symbol="mort_A", raises="deaths", note="mortality at any age",
        note_zh="与年龄无关的死亡率")
    death_slope = Param(3e-5, "1/year", "L", LIFE_TABLE, 2.4e-5, 3.6e-5, symbol="mort_B", raises="deaths",
        note="part that grows with age", note_zh="随年龄增长部分的系数")
    death_growth = Param(0.095, "1/year", "L", LIFE_TABLE, 0.09, 0.1, symbol="mort_g", raises="deaths",
        note="growth of mortality with age", note_zh="死亡率随年龄的增长率")
    death_men = Param(1.25, "factor", "L", LIFE_TABLE, 1.1, 1.35, symbol="mult_male", raises="deaths",
        note="men over both sexes", note_zh="男性死亡率与男女平均之比")
    death_women = Param(0.8, "factor", "L", LIFE_TABLE, 0.7, 0.9, symbol="mult_female", raises="deaths",
        note="women over both sexes", note_zh="女性死亡率与男女平均之比")
    frail_onset = assumed(0.02, "1/year", low=0.01, high=0.04, symbol="frail_0", lowers=MEET,
        note="onset of frailty at 70", note_zh="70岁时的失能发生率")
    frail_growth = assumed(0.09, "1/year", symbol="frail_g", either="more among the oldest, fewer below 70",
        note="growth of that onset with age", note_zh="失能发生率随年龄的增长率")
    frail_age = assumed(70.0, "year", low=70.0, high=70.0, raises=MEET, note="age at which the onset is as stated",
        note_zh="上述失能发生率所对应的年龄")
    frail_from = assumed(60.0, "year", low=60.0, high=60.0, raises=MEET, note="nobody becomes frail before",
        note_zh="此年龄之前无人失能")
    fertility = Param(1.43, "children/woman", "D", CENSUS, 1.0, 1.6, symbol="tfr", raises="births",
        note="children a registered woman: 1.39 by the rates of 2010, 1.46 by those of 2020",
        note_zh="户籍妇女的总和生育率：按2010年各年龄生育率为1.39，按2020年为1.46")
    fertility_age = Param(28.0, "year", "D", CENSUS, 26.0, 30.0, symbol="fert_m",
        either="moves births between cohorts of different size", note="mean age at birth", note_zh="平均生育年龄")
    fertility_spread = Param(5.5, "year", "D", CENSUS, 4.5, 6.5, symbol="fert_sd",
        either="spreads births over more ages", note="standard deviation of the age at birth",
        note_zh="生育年龄的标准差")
    birth_home = assumed(0.35, "probability", active=True, former=0.5, low=0.2, high=0.7, symbol="birth_home",
        lowers="share_away", note="the child of a mother who is away lives in the village",
        note_zh="外出母亲所生子女留在村内的概率")
    boys_per_girl = Param(1.15, "ratio", "D", CENSUS, 1.11, 1.19, symbol="srb", either=LATER, note="at birth",
        note_zh="出生性别比")
    to_junior = assumed(0.98, "probability", low=0.9, high=1.0, either=LATER, note="goes on to junior secondary school",
        note_zh="升入初中的概率")
    to_senior = assumed(0.55, "probability", either=LATER, note="goes on to senior secondary school from junior",
        note_zh="初中毕业后升入高中的概率")
    to_tertiary = assumed(0.66, "probability", either=LATER, note="goes on to tertiary education from senior",
        note_zh="高中毕业后升入大专及以上的概率")
    willingness_mean = assumed(0.5, "0-1", low=0.5, high=0.5, either=LATER, note="of newborns, Beta",
        note_zh="新生者服务意识的均值（贝塔分布）")
    misperception_mean = assumed(0.25, "0-1", low=0.25, high=0.25, either=LATER, note="of newborns, Beta",
        note_zh="新生者政策认知偏差的均值（贝塔分布）")
    trait_weight = assumed(8.0, "1", low=8.0, high=8.0, either=LATER, note="sum of the two parameters of these Betas",
        note_zh="上述贝塔分布两参数之和")
    # fmt: on

    @classmethod
    def read_at_start(cls) -> frozenset[str]:
        """The parameters of the hazards and of the traits of those who are born."""
        return frozenset(name for name in cls.params if name.startswith(SHAPES))

    def setup(self, model: Any) -> None:
        """Make the tables of chances by sex and month of age.

        Raises
        ------
        ValueError
            If a hazard's parameter differs between villages.
        """
        settings, age = self.settings(model), exact_ages()
        of = {name: one_value(settings, name, self.name) for name in self.read_at_start()}
        curve = of["death_base"] + of["death_slope"] * exps(of["death_growth"] * age)
        onset = of["frail_onset"] * exps(of["frail_growth"] * (age - of["frail_age"])) * (age >= of["frail_from"])
        place = (age - of["fertility_age"]) / of["fertility_spread"]
        bearing = of["fertility"] * exps(-0.5 * place**2) / (np.sqrt(2.0 * np.pi) * of["fertility_spread"])
        self.death = word_bounds(np.stack([of["death_men"] * curve, of["death_women"] * curve]) / MONTHS)
        self.death_most = by_group(most_of_year(self.death))
        self.frailty, self.birth = word_bounds(onset / MONTHS), word_bounds(bearing / MONTHS)
        self.kinds = group_kinds(of["frail_from"])
        start = model.settings["start"]
        means = (of["willingness_mean"], of["misperception_mean"], float(start["skill_mean"][0]))
        weights = (of["trait_weight"], of["trait_weight"], float(start["skill_weight"][0]))
        betas = [beta_quantiles(mean, weight, QUANTILES) for mean, weight in zip(means, weights, strict=True)]
        self.quantiles = np.stack(betas)

    def step(self, model: Any) -> None:
        """Live a month.

        Raises
        ------
        IndexError
            If a village has no free row for a newborn.
        """
        P, V, T = model.people.columns, model.villages.columns, model.recorder.now
        settings = (self.settings(model), model.settings["start"])
        most = (self.death_most, int(self.frailty.max()), int(self.birth.max()))
        tables = (self.death, self.frailty, self.birth, *most, self.kinds, self.quantiles)
        full = max(model.over_villages(live_and_die, P, V, *settings, T, *tables, model.month, model.key))
        if full >= 0:
            rows = int(V["room"][full] - V["first"][full])
            raise IndexError(
                f"village {full} has no free row for a newborn: all of its {rows} rows are taken; "
                "call people.lay_out_anew() before the month, as the model does when people.is_short()"
            )
