"""What is worth knowing, as text: each choice, what knowing each unknown would gain, and how it was done."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.analysis.worth.table import EVERYTHING, SAMPLE, SET, SURE, UNKNOWN, YUAN, Decision, Known, Worth
from sim.analysis.worth.value import CHANCE
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.sensitivity_text import short
from sim.report.layout.numbers import fixed, shown_as
from sim.report.layout.table import Column, Faint, Table
from sim.report.layout.text import wrapped
from sim.words.labels import in_brackets, listed, unit_label, word

SHOWN = 6
HEADS = (
    Column("to know", "了解"),
    Column("is worth", "价值", str),
    Column("standard error", "标准误", str),
    Column("null", "零假设上限", str),
    Column("changes the choice, %", "改变选择%", str),
)
KINDS: dict[str, dict[Language, str]] = {
    EVERYTHING: {"en": "everything that is varied", "zh": "全部未知量"},
    SET: {"en": "all of {name}", "zh": "{name}全部"},
    UNKNOWN: {"en": "{name}", "zh": "{name}"},
    SAMPLE: {"en": "sample {name}", "zh": "样本{name}"},
}
TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "What it would gain to know before choosing, over {points} points of what is not known",
        "zh": "选择之前了解未知量可带来的收益（{points}个点）",
    },
    "chosen": {
        "en": "{outcome}: as things are known, {chosen} is best ({mean} more than {baseline}, standard error {error})",
        "zh": "{outcome}：按现有了解以{chosen}为最优（比{baseline}高{mean}，标准误{error}）",
    },
    "stays": {"en": "{outcome}: as things are known, {chosen} is best", "zh": "{outcome}：按现有了解以{chosen}为最优"},
    "none": {
        "en": "Nothing is worth knowing for the choice by these outcomes, as far as these runs tell: {names}.",
        "zh": "就这些运行而言，按以下指标选择时没有值得了解的：{names}。",
    },
    "null": {
        "en": "Values are means of the best choice made in knowledge, less the best made without. Null: what the best "
        "of all unknowns exceeds in {chance} % of random deals of the runs. Stated are values above it that exceed "
        "nought by {sure} standard errors. The value of a set is never below that of a part.",
        "zh": "价值为知情后最优选择的均值减去不知情的最优均值。零假设上限：运行随机重排时全部未知量中最大者在"
        "{chance}%的重排中超过的值。只陈述超过它且比零大{sure}个标准误的价值。集合的价值不低于其部分。",
    },
    "yuan": {
        "en": "In yuan a registered person and year, costs of the policies taken off.",
        "zh": "单位为元／户籍人口·年，已扣除政策成本。",
    },
    "unjudged": {"en": "No direction is better of {names}: left out.", "zh": "不分好坏，未列入：{names}。"},
    "refused": {
        "en": "Left out: {outcome}, without a value in {count} runs",
        "zh": "未列入：{outcome}，{count}次运行无值",
    },
}
METHOD: dict[Language, str] = {
    "en": "The value of perfect information about an unknown or a set of them is the mean over the points of the "
    "largest expected net benefit given it, less the largest expected net benefit; expectations are regressions of "
    "paired differences from {baseline} (common random numbers; means over the seeds of a point) on Legendre "
    "polynomials: of degree 3 for one unknown, screened by orthogonal matching pursuit for sets (after Strong, Oakley "
    "and Brennan 2014 [RECALLED]). The value of a sample is the same with expectations given what an imagined sample "
    "of the unknown would say (after Strong and others 2015 [RECALLED]). Standard errors are by resampling points; "
    "the null is the {level} % quantile, over random deals of the runs to the points, of the largest value of all "
    "unknowns. {points} points, {runs} runs of each scenario. Study {hash}, digest of results {digest}, ruralparty "
    "{version}.",
    "zh": "对某未知量或集合的完全信息价值，为各点上知其值后最大期望净收益的均值减去最大的期望净收益；期望为与"
    "{baseline}的配对差（共用随机数，同点各种子取均值）对Legendre多项式的回归：单个未知量用3次，集合以"
    "正交匹配追踪筛选（参照Strong、Oakley和Brennan "
    "2014 [RECALLED]）。样本的价值以设想样本所述为条件（参照Strong等2015 [RECALLED]）。标准误来自对各点的重抽样；零假"
    "设上限为将运行随机重排到各点后、全部未知量最大值的{level}%分位。{points}个点，每情景{runs}次运行。研究"
    "{hash}，结果摘要值{digest}，ruralparty {version}。",
}


def worth_text(found: Worth, titles: Mapping[str, str], language: Language) -> str:
    """The analysis for a terminal."""
    blocks = [wrapped(TEXTS["head"][language].format(points=found.points), 0)]
    for decision in told_of(found):
        rows = [_row(each, decision, language) for each in shown_of(decision)]
        notes = [TEXTS["yuan"][language]] if decision.unit == YUAN else []
        blocks.append(Table(HEADS, rows, language, _heading(decision, titles, language), notes).text())
    told = [TEXTS["null"][language].format(chance=fixed(100 * CHANCE, 0), sure=fixed(SURE, 1))]
    silent = [indicator_named(each.outcome).label(language) for each in found.decisions if each not in told_of(found)]
    told += [TEXTS["none"][language].format(names=listed(language, *silent))] if silent else []
    if found.unjudged:
        told.append(TEXTS["unjudged"][language].format(names=listed(language, *found.unjudged)))
    told += [TEXTS["refused"][language].format(outcome=each, count=len(runs)) for each, runs in found.refused.items()]
    return "\n\n".join([*blocks, "\n".join(wrapped(each) for each in told)])


def method_text(found: Worth, baseline: str, provenance: Mapping[str, str], language: Language) -> str:
    """How it was done, as a paragraph to be cited."""
    counts = {"points": found.points, "runs": found.runs, "level": fixed(100 * (1 - CHANCE), 0)}
    return METHOD[language].format(baseline=baseline, **counts, **provenance)


def told_of(found: Worth) -> list[Decision]:
    """Decisions for which something is worth knowing, or of which a sample was asked for."""
    return [each for each in found.decisions if any(known.stated or known.kind == SAMPLE for known in each.known)]


def shown_of(decision: Decision) -> list[Known]:
    """What is shown: everything together, samples that were asked for, and of the others those worth most."""
    asked = [each for each in decision.known if each.kind in (EVERYTHING, SAMPLE)]
    others = [each for each in decision.known if each.kind in (UNKNOWN, SET) and each.stated]
    return [*asked, *sorted(others, key=lambda each: -each.found.value)[:SHOWN]]


def name_of(known: Known, language: Language) -> str:
    """What would be known, in words."""
    return KINDS[known.kind][language].format(name=short(known.name))


def unit_of(decision: Decision, language: Language) -> str:
    """Unit of values, as it is printed."""
    return word("yuan", language) if decision.unit == YUAN else unit_label(decision.unit, language, True)


def plain(value: float) -> str:
    """Two significant digits, however small, since values of knowing are far below levels."""
    if value == 0:
        return "0"
    return fixed(value, max(1 - math.floor(math.log10(abs(value))), 0))


def _heading(decision: Decision, titles: Mapping[str, str], language: Language) -> str:
    place = decision.options.index(decision.chosen)
    names = {each: titles.get(each, each) for each in decision.options}
    outcome = in_brackets(language, indicator_named(decision.outcome).label(language), unit_of(decision, language))
    told = {"outcome": outcome, "chosen": names[decision.chosen], "baseline": names[decision.options[0]]}
    if not place:
        return TEXTS["stays"][language].format(**told)
    mean, error = (shown_as(each[place], decision.unit) for each in (decision.means, decision.errors))
    return TEXTS["chosen"][language].format(mean=plain(mean), error=plain(error), **told)


def _row(known: Known, decision: Decision, language: Language) -> Faint | tuple[str, ...]:
    value, error, null = (shown_as(each, decision.unit) for each in (known.found.value, known.found.error, known.null))
    cells = (
        name_of(known, language),
        plain(value) if known.stated else "–",
        plain(error),
        plain(null),
        fixed(100 * known.found.changed, 0) if known.stated else "–",
    )
    return cells if known.stated else Faint(cells)
