"""Pattern-oriented validation: the twenty patterns of the field, and whether the model shows them.

A pattern is one or more *checks*: a statistic of the runs that has to lie in a band. Where a source gives a figure the
band is its tolerance; where it gives a sign or an order, the band begins at nought. A check holds if the mean over the
seeds lies in the band; a pattern holds if all its checks do. Nothing here is fitted, and a pattern that does not hold
is printed like any other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.core.config.callers import names
from sim.core.config.language import message
from sim.core.config.problems import did_you_mean
from sim.execution.progress import Progress
from sim.execution.simulator import call_on_all, lost_job
from sim.runs.jobs import LIST, by_seed, left_to, seeds_from
from sim.runs.run import Failure, Job
from sim.scenario.scenario import Scenario, load
from sim.validation.pattern_worlds import VARIANTS, WORLD, Observed, observe, varied
from sim.world.specification import ARCHETYPES

Variants = dict[str, Observed]
ANY = math.inf
INPUT, ASSUMED = "input", "assumed"
RESTS_ON = {"P8": "offices.women_stand", "P15": "trust.join_leadership", "P20": "effort.unseen"}
"""The parameter that an assumed pattern rests on."""
RATES = (0.0, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class Check:
    """One statistic and the band that it has to lie in.

    Parameters
    ----------
    en, zh, unit : str
        What it is.
    value : callable
        From the statistics of the variants at one seed.
    low, high : float
        Band, ends included.
    """

    en: str
    zh: str
    unit: str
    value: Callable[[Variants], float]
    low: float = -ANY
    high: float = ANY


@dataclass(frozen=True)
class Pattern:
    """A pattern that the sources report.

    Parameters
    ----------
    code, en, zh, source : str
    checks : tuple of Check
    archetypes : tuple of str
        Worlds that it is stated for; all of them if empty.
    variants : tuple of str
        Variants needed beside the baseline.
    fitted : bool
        Whether it belongs to those that defaults may be fitted to; the others are held out.
    given : {"", "input", "assumed"}
        Whether the start population and what holds it there make it so (``input``), or a parameter that was added for
        it (``assumed``): nothing that the model finds out.
    """

    code: str
    en: str
    zh: str
    source: str
    checks: tuple[Check, ...]
    archetypes: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    fitted: bool = False
    given: str = ""

    @property
    def number(self) -> str:
        """The code without its part: ``P2`` of ``P2a``."""
        return self.code.rstrip("ab")

    def is_stated_for(self, archetype: str) -> bool:
        """Whether it is looked for in such a world."""
        return not self.archetypes or archetype in self.archetypes


@dataclass(frozen=True)
class Verdict:
    """A check in one world: mean over seeds, the band that holds 90 % of them, and whether it holds."""

    pattern: Pattern
    check: Check
    archetype: str
    denominator: str
    mean: float
    low: float
    high: float
    seeds: int

    @property
    def holds(self) -> bool:
        """Whether the mean over the seeds lies in the band."""
        return self.check.low <= self.mean <= self.check.high


def of(name: str, variant: str = "baseline", scale: float = 1.0) -> Callable[[Variants], float]:
    """A statistic of one variant."""
    return lambda world: scale * world[variant].values[name]


def less(name: str, one: str, other: str, scale: float = 1.0) -> Callable[[Variants], float]:
    """A statistic of one variant less that of another."""
    return lambda world: scale * (world[one].values[name] - world[other].values[name])


def gap(one: str, other: str) -> Callable[[Variants], float]:
    """One statistic less another, both of the baseline."""
    return lambda world: world["baseline"].values[one] - world["baseline"].values[other]


def fall_of_joining(led: bool | None) -> Callable[[Variants], float]:
    """Relative change of collective action when more leave, in villages well or badly led, or in all, in %."""

    def change(world: Variants) -> float:
        strength, before, after = world["baseline"].strength, world["baseline"].joining, world["leaving"].joining
        chosen = np.full(len(strength), True) if led is None else (strength > np.median(strength)) == led
        return 100.0 * float(after[chosen].sum() / before[chosen].sum() - 1.0)

    return change


def rank_of_best_sender(world: Variants) -> float:
    """The fall of income poverty under secretaries of county or city, the better, less that under the province's."""
    county, city, province = (
        less("poverty_income_all", "elimination", f"{level}_secretary")(world)
        for level in ("county", "city", "province")
    )
    return 100.0 * (max(county, city) - province)


def best_rate_less(place: int) -> Callable[[Variants], float]:
    """Needs met at the best rate of inspections, less those at one of the rates."""

    def change(world: Variants) -> float:
        variants = ("baseline" if rate == 1.0 else f"inspections_{rate}" for rate in RATES)
        found = [of("service_fulfilment_all", variant)(world) for variant in variants]
        return 100.0 * (max(found) - found[place])

    return change


TINY = 1e-9  # the least difference that counts as one
SEEN = 0.005  # the least difference of trust that counts as one: deaths and births alone move its mean
EXPORTING, NATIONAL = ("labour-exporting",), ("national",)
INSPECTED = tuple(f"inspections_{rate}" for rate in RATES if rate != 1.0)
SENT = ("elimination", "county_secretary", "city_secretary", "province_secretary")

# fmt: off
PATTERNS: tuple[Pattern, ...] = (
    Pattern("P1", "members among the registered", "党员占户籍人口比例", "survey",
        (Check("members", "党员", "%", of("members_per_100"), 2.0, 4.0),), fitted=True, given=INPUT),
    Pattern("P2a", "members away, labour-exporting", "外出党员占比（劳务输出型）", "survey",
        (Check("members away", "外出党员", "%", of("members_away", scale=100), 30, 45),), EXPORTING, fitted=True,
        given=INPUT),
    Pattern("P2b", "members away, national", "外出党员占比（全国）", "projection",
        (Check("members away", "外出党员", "%", of("members_away", scale=100), 26, 38),), NATIONAL, fitted=True,
        given=INPUT),
    Pattern("P3", "an ageing membership", "党员老龄化", "national statistics, projection",
        (Check("mean age", "平均年龄", "year", of("member_age", "dated"), 48, 53),
         Check("60 and over", "60岁及以上", "%", of("share_members_60", "dated", 100), 24, 36),
         Check("rise of 60 and over", "60岁及以上占比年增", "points/year",
            of("share_members_60_trend", "dated", 100), 0.4, 1.0),
         Check("rise of mean age", "平均年龄年增", "year/year", of("member_age_trend", "dated"), -ANY, 0.35)),
        NATIONAL, ("dated",), fitted=True),
    Pattern("P4", "home members are older", "在村党员更老", "source papers, start population",
        (Check("home members older by", "在村党员平均年龄高出", "year", of("home_older"), 3.0),)),
    Pattern("P5", "joiners and activists are young", "新党员与积极分子年轻", "national statistics",
        (Check("joiners of 35 and under", "35岁及以下新党员", "%", of("recruits_35_all", scale=100), 72, 90),
         Check("activists of 45 and under", "45岁及以下积极分子", "%", of("activists_45", scale=100), 81, 97)),
        NATIONAL, fitted=True),
    Pattern("P6", "recruits and losses", "发展与减少", "national statistics",
        (Check("recruits", "发展", "%/year", of("recruits_all", "dated", 100), 1.17, 1.77),
         Check("losses", "减少", "%/year", of("losses", "dated", 100), 0.7, 1.7)),
        NATIONAL, ("dated",), fitted=True),
    Pattern("P7", "meetings on paper, failures in fact", "纸面会议与实际流会", "national statistics, source papers",
        (Check("reported less real meetings", "上报多于实际的会议", "meetings/year",
            gap("meetings_reported_all", "valid_meetings_all"), TINY),
         Check("first calls without a quorum", "首次召集未达法定人数", "%", of("quorum_failure_all", scale=100), 10)),
        EXPORTING),
    Pattern("P8", "secretaries in middle age, part-time, few women", "书记中年、兼职、女性少", "surveys",
        (Check("mean age", "平均年龄", "year", of("secretary_age_all"), 45, 50),
         Check("women", "女性", "%", of("secretary_women_all", scale=100), 2, 10),
         Check("hours", "月工时", "hour/month", of("secretary_hours_all"), 15, 60)), fitted=True, given=ASSUMED),
    Pattern("P9", "weak branches are small, scattered, hollow", "低能力支部多在小、散、空心村", "source papers",
        (Check("correlation of hollowness and failure", "空心程度与失灵的秩相关", "1",
            of("weak_where_hollow"), TINY),)),
    Pattern("P10", "collective income below 50,000 yuan", "集体收入不足5万元", "national statistics",
        (Check("at the start", "起始", "%", of("income_low_start", scale=100), 51.7, 63.7),
         Check("drift", "年变化", "points/year", of("income_low_trend", scale=100), -1.0, 1.0)),
        fitted=True),
    Pattern("P11", "rural incomes", "农村收入", "national statistics",
        (Check("mean over the published one", "均值与公布值之比", "ratio", of("income_ratio"), 0.9, 1.1),
         Check("median over mean", "中位数与均值之比", "ratio", of("income_middle"), 0.79, 0.97),
         Check("passing over lasting poverty", "暂时与长期贫困之比", "ratio", of("poor_passing"), 1.0)), fitted=True),
    Pattern("P12", "errors of targeting, and look-backs", "识别误差与回头看", "look-back statistics, trials",
        (Check("inclusion error", "包含误差", "%", of("inclusion_error_all", "elimination", 100), 9),
         Check("exclusion error", "遗漏误差", "%", of("exclusion_error_all", "elimination", 100), 9),
         Check("inclusion error, after a look-back less without", "回头看后包含误差变化", "points",
            less("inclusion_after", "look_back", "elimination", 100), -ANY, -TINY),
         Check("exclusion error, after a look-back less without", "回头看后遗漏误差变化", "points",
            less("exclusion_after", "look_back", "elimination", 100), -ANY, -TINY),
         Check("cadres' kin on the list, change", "干部亲属占比变化", "points",
            less("kin_after", "look_back", "elimination", 100), -ANY, -TINY)),
        EXPORTING, ("elimination", "look_back")),
    Pattern("P13", "devices and dead platforms", "设备与停更平台", "census of internet use, inspections of platforms",
        (Check("resident adults with a device", "在村成年人设备", "%", of("device", scale=100), 52, 64),
         Check("of 60 and over", "其中60岁及以上", "%", of("device_60", scale=100), 0, 40),
         Check("content lost in three years", "三年内容衰减", "%", of("content_lost", scale=100), 50, 85),
         Check("dead platforms", "停更平台", "%", of("platforms_dead", scale=100), 19)), NATIONAL, fitted=True,
        given=INPUT),
    Pattern("P14", "mandates fill accounts, not use", "下达指标只增账号不增使用", "source papers",
        (Check("accounts for an active user", "每个活跃用户对应账号", "1", of("accounts_to_active", "mandate"), 2),
         Check("dormant accounts", "休眠账号", "%", of("dormant_share_all", "mandate", 100), 50)),
        EXPORTING, ("mandate",)),
    Pattern("P15", "migration wears down collective action", "外出削弱集体行动", "village surveys",
        (Check("joining when three in ten more leave", "外出增三成后的参与变化", "%",
            fall_of_joining(None), -ANY, -TINY),
         Check("the same, well led less badly led", "同上，领导力强者减弱者", "points",
            lambda world: fall_of_joining(True)(world) - fall_of_joining(False)(world), TINY),
         Check("small hollow villages that join more than most", "小而空心却参与较高的村", "%",
            of("hollow_that_join", scale=100), 5)),
        variants=("leaving",), given=ASSUMED),
    Pattern("P16", "trust falls when tax collection ends", "农业税取消后信任下降", "source papers",
        (Check("trust while it lasted, less without", "征税期间较无征税的信任", "0-1",
            lambda world: world["contact"].values["trust_before"] - world["baseline"].values["trust_all"], SEEN),
         Check("change in the five years after", "取消后五年变化", "0-1",
            lambda world: world["contact"].values["trust_end"] - world["contact"].values["trust_before"], -ANY, -SEEN)),
        EXPORTING, ("contact",)),
    Pattern("P17", "trust in village leaders", "对村干部的信任", "survey of 2012",
        (Check("adults who trust", "信任者", "%", of("trusting", scale=100), 51, 75),
         Check("members above villagers", "党员高于群众", "0-1", of("trust_of_members"), -0.05, 0.05)), fitted=True,
        given=INPUT),
    Pattern("P18", "training fades with age", "培训效果随年龄下降", "meta-analyses",
        (Check("correlation of gain and age", "增益与年龄的相关", "1", of("gain_and_age", "trained"), -0.25, -0.05),),
        variants=("trained",)),
    Pattern("P19", "first secretaries and graduates", "第一书记与大学生村官", "village panels",
        (Check("fall of income poverty under first secretaries", "第一书记降低收入贫困", "points",
            less("poverty_income_all", "elimination", "city_secretary", 100), TINY),
         Check("best level above the province", "最优层级高于省派", "points", rank_of_best_sender, TINY),
         Check("exclusion error under graduates", "大学生村官降低遗漏误差", "points",
            less("exclusion_error_all", "graduate", "elimination", 100), -ANY, -TINY),
         Check("cadres' kin on the list under graduates", "大学生村官降低名单中亲属占比", "points",
            less("listed_kin", "graduate", "elimination", 100), -ANY, -TINY)),
        EXPORTING, (*SENT, "graduate")),
    Pattern("P20", "inspection helps, then harms", "检查先利后弊", "literature on multitasking",
        (Check("hours on documentation at the baseline", "基准情景留痕工时占比", "%",
            of("formalism_all", scale=100), 20, 45),
         Check("needs met, best rate less none", "最优检查与无检查之差", "points", best_rate_less(0), TINY),
         Check("needs met, best rate less four a month", "最优检查与每月四次之差", "points", best_rate_less(-1), TINY)),
        EXPORTING, INSPECTED, given=ASSUMED),
)
# fmt: on


def find_patterns(codes: Iterable[str] = ()) -> tuple[Pattern, ...]:
    """Patterns by code; all of them if none is named. ``P2`` means all of its parts.

    Raises
    ------
    ValueError
        If there is no pattern of that code.
    """
    wanted = [codes] if isinstance(codes, str) else list(codes)
    unknown = [code for code in wanted if not any(code in (each.code, each.number) for each in PATTERNS)]
    if unknown:
        raise ValueError(message("there is no pattern {codes}; the patterns are P1 to P20", codes=", ".join(unknown)))
    return tuple(each for each in PATTERNS if not wanted or each.code in wanted or each.number in wanted)


def check_stated(codes: Iterable[str], archetypes: Sequence[str]) -> None:
    """Refuse patterns that are named but stated for none of the worlds: nothing would be found of them.

    Parameters
    ----------
    codes : iterable of str
        As of :func:`find_patterns`; of ``P2`` it is enough that one part is stated.
    archetypes : sequence of str

    Raises
    ------
    ValueError
        If an archetype is not known, or with every pattern that is stated elsewhere only, and where.
    """
    for name in archetypes:
        if name not in ARCHETYPES:
            hint = did_you_mean(name, ARCHETYPES)
            known = ", ".join(ARCHETYPES)
            raise ValueError(
                message("there is no archetype {name!r}; allowed are {known}", name=name, known=known) + hint
            )
    found = []
    for code in codes:
        parts = find_patterns([code])
        stated = dict.fromkeys(name for part in parts for name in part.archetypes or ARCHETYPES)
        if not set(stated) & set(archetypes):
            where = ",".join(stated)
            here = ", ".join(archetypes)
            text = message(
                "{code} is not stated for {here}, but for {where}: --archetypes {where}",
                code=code, here=here, where=where,
            )  # fmt: skip
            found.append(text)
    if found:
        raise ValueError("\n".join(found))


def judge(
    scenario: Scenario | str = "baseline",
    *,
    patterns: Sequence[Pattern] = PATTERNS,
    archetypes: Sequence[str] = ARCHETYPES,
    denominators: Sequence[str] = (LIST,),
    seeds: int = 5,
    seed: int = 1,
    jobs: int = 0,
    changes: dict[str, Any] | None = None,
    progress: Progress | None = None,
    points: Sequence[Mapping[str, Any]] | None = None,
) -> tuple[list[Verdict], list[Failure]]:
    """Look for the patterns.

    Variants other than the baseline are lived only in the worlds that their patterns are stated for.

    Parameters
    ----------
    scenario : Scenario or str
        What the worlds are variants of.
    patterns : sequence of Pattern
    archetypes, denominators : sequences of str
        Worlds to look in.
    seeds, seed, jobs : int
        Seeds of each world, the first of them, and processes.
    changes : dict, optional
        Further changes of all scenarios, by dotted path.
    progress : Progress, optional
        Is told of every run that ends.
    points : sequence of mapping, optional
        Values of parameters by dotted path, which the seeds share evenly; what a variant sets itself stays.

    Returns
    -------
    verdicts : list of Verdict
    failures : list of Failure
        Runs that ended in an error; their seeds are left out.
    """
    numbers = seeds_from(seed, seeds, "seeds")
    at = None if points is None else by_seed(points, numbers)
    archetypes, denominators = names("archetypes", archetypes), names("denominators", denominators)
    base = varied(load(scenario) if isinstance(scenario, str) else scenario, WORLD | (changes or {}))
    work: list[Job] = []
    for archetype in archetypes:
        for denominator in denominators:
            world = varied(base, {"world.archetype": archetype, "parameters.meetings.denominator": denominator})
            for variant in variants_for(patterns, archetype):
                named = replace(varied(world, VARIANTS[variant]), name=f"{archetype} {denominator} {variant}")
                # What a variant sets may lie outside its range, so that it is varied and not changed.
                at_seed = (named if at is None else varied(named, left_to(named, at[number])) for number in numbers)
                work += [Job(each, number) for each, number in zip(at_seed, numbers, strict=True)]
    results = call_on_all(observe, work, lost_job, jobs=jobs, progress=progress)
    found: dict[tuple[str, str], dict[int, Variants]] = {}
    for job, result in zip(work, results, strict=True):
        if isinstance(result, Observed):
            archetype, denominator, variant = job.name.split(" ")
            found.setdefault((archetype, denominator), {}).setdefault(job.seed, {})[variant] = result
    failures = [each for each in results if isinstance(each, Failure)]
    verdicts = [
        _judge(pattern, check, archetype, denominator, list(worlds.values()))
        for pattern in patterns
        for (archetype, denominator), worlds in found.items()
        if pattern.is_stated_for(archetype)
        for check in pattern.checks
    ]
    return verdicts, failures


def variants_for(patterns: Sequence[Pattern], archetype: str) -> list[str]:
    """Variants that the patterns need in an archetype."""
    stated = [each for each in patterns if each.is_stated_for(archetype)]
    return list(dict.fromkeys(["baseline", *(name for each in stated for name in each.variants)]))


def _judge(pattern: Pattern, check: Check, archetype: str, denominator: str, worlds: list[Variants]) -> Verdict:
    """The verdict on a check in one world."""
    complete = [world for world in worlds if {"baseline", *pattern.variants} <= set(world)]
    values = np.array([check.value(world) for world in complete])
    values = values[np.isfinite(values)]
    found = (values.mean(), *np.quantile(values, [0.05, 0.95])) if len(values) else (math.nan,) * 3
    mean, low, high = map(float, found)
    return Verdict(pattern, check, archetype, denominator, mean, low, high, len(values))


def holding(verdicts: Iterable[Verdict], denominator: str = LIST) -> dict[str, bool]:
    """Whether each pattern holds, under one rule of the quorum.

    A pattern without an archetype of its own is judged in ``labour-exporting``, the archetype of the baseline; where
    that is not among the verdicts, in all that are.
    """
    chosen = [each for each in verdicts if each.denominator == denominator]
    found: dict[str, bool] = {}
    for each in chosen:
        code = each.pattern.number
        usual = any(other.pattern is each.pattern and other.archetype == EXPORTING[0] for other in chosen)
        if each.pattern.archetypes or not usual or each.archetype == EXPORTING[0]:
            found[code] = found.get(code, True) and each.holds
    return found
