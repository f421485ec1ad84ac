"""How sure effects are, as text: each alternative over the points, what the criteria choose, and how it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

import numpy as np

from sim.analysis.robust.criteria import RESAMPLES
from sim.analysis.robust.ensemble import refusal
from sim.analysis.robust.table import DOMINATED, LEVEL, Robust
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.analyses.signs_text import ARROWS, PER_CENT, turn_text
from sim.report.layout.numbers import decimals_for, fixed, shown_as
from sim.report.layout.table import Column, Table
from sim.report.layout.text import wrapped
from sim.words.labels import WORDS, in_brackets, listed, unit_label

SIGNS = (
    Column(*WORDS["outcome"]),
    Column("median", "中位数", str),
    Column("its 95 % CI", "其95%区间", str),
    Column("90 % of futures", "90%的点", str),
    Column("same sign", "同号", str),
    Column("%", "%", str),
    Column("95 % CI", "95%区间", str),
    Column("harms", "有害", str),
    Column("helps by what matters", "改善达有意义", str),
    Column("turns", "何时反号"),
)
CHOICES = (
    Column(*WORDS["outcome"]),
    Column("worst future", "最差点最优"),
    Column("mean", "均值最优"),
    Column("mean less sd", "均值减标准差最优"),
    Column("largest regret", "最大后悔最小"),
    Column("regret at 90 %", "90%后悔最小"),
)
CHOOSING = ("maximin", "laplace", "mean_variance", "regret_max", "regret_90")
BASELINE = "–"
TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "Differences from {baseline} over {points} futures (points of the study), {seeds} seeds in each, the "
        "same in all",
        "zh": "与{baseline}的差异：{points}个点，每点{seeds}个种子，各点相同",
    },
    "one_seed": {
        "en": "One seed in every future: the luck of that one world is in all of these figures, and their intervals do "
        "not know it. More replicates tell.",
        "zh": "所有点只用同一个种子：该世界的偶然性进入全部数字，区间未计入。请增加重复次数。",
    },
    "seeds": {
        "en": "Intervals are over the futures; the error of the mean by the {seeds} seeds that all of them share is in "
        "the column seed_error of signs.csv, at most {most} of the width of the 90 % band.",
        "zh": "区间只计各点；各点共用的{seeds}个种子给均值带来的误差见signs.csv的seed_error列，至多为90%范围宽度的"
        "{most}。",
    },
    "dominated": {
        "en": "Another policy is as good in every outcome and better in one in {told} of the futures",
        "zh": "另一政策各项不差且至少一项更好的点所占比例：{told}",
    },
    "choices": {"en": "What each criterion chooses", "zh": "各准则的选择"},
    "tie": {"en": "equal", "zh": "相同"},
    "harms": {
        "en": "harms: on the worse side of 0, in so many of 100 futures; helps: by at least what the outcome declares "
        "to matter. No direction is better of outcomes without these figures.",
        "zh": "有害：每百点中变差者；改善：至少达到该指标声明的有意义差异。无此两项的指标不分好坏。",
    },
    "left_out": {"en": "Left out: {what}", "zh": "未列入：{what}"},
}
METHOD: dict[Language, str] = {
    "en": "Effects are paired differences from {baseline} at the same point and the same seed (common random "
    "numbers), averaged over {seeds} seeds at each of {points} points. Reported are the median with a "
    "distribution-free 95 % interval, the band that holds 90 % of the points, and the share of points with the sign "
    "of most with Wilson's interval. A turn is told where the best single split of the points by one unknown, of all "
    "unknowns, exceeds what 99 of 100 random deals of the effects to the points reach, and the sign is another on one "
    "side; otherwise the largest rank correlation, held against the same deals. Policies are ranked by criteria of "
    "decisions under deep uncertainty (maximin, maximax, Hurwicz with weight 0.5, Laplace, mean less standard "
    "deviation, undesirable deviations, percentile skew, largest, ninetieth-percentile and mean regret against the "
    "best policy at the same point, satisficing by domain and by distance; McPhail and others 2018 [RECALLED]); "
    "nothing is divided by a baseline. Standard errors of criteria are by {resamples} resamples of the points; those "
    "of the extreme ones hang on single points and are not given. Study {hash}, digest of results {digest}, "
    "ruralparty {version}.",
    "zh": "效应为同一点、同一种子下与{baseline}的配对差（共用随机数），在{points}个点上各取{seeds}个种子的均值。报告"
    "中位数及其与分布无关的95%区间、包含90%点的范围，以及与多数同号的点所占比例（Wilson区间）。若按单个未知量对各点所"
    "作的最佳划分超过将效应随机重排后100次中99次所达到的值，且一侧符号相反，则报告为反号条件；否则报告最大的秩相关，"
    "以同样的重排检验。政策按深度不确定性下的决策准则排序（最小最大、最大最大、权重0.5的Hurwicz、Laplace、均值减标准"
    "差、不利偏差、分位偏度、与同一点最优政策相比的最大、90%分位与平均后悔，以及按范围和按距离的满意度；McPhail等2018 "
    "[RECALLED]）；不除以基准值。准则的标准误来自对各点的{resamples}次重抽样；极端准则取决于个别点，不给标准误。研究"
    "{hash}，结果摘要值{digest}，ruralparty {version}。",
}


def robust_text(found: Robust, titles: Mapping[str, str], language: Language) -> str:
    """The analysis for a terminal."""
    ensemble = found.ensemble
    policies = [each for each, base in zip(ensemble.policies, ensemble.baselines, strict=True) if not base]
    names = {each: _title(each, titles) for each in ensemble.policies}
    letters = dict(zip(policies, ascii_uppercase, strict=False)) | {
        each: BASELINE for each in ensemble.policies if each not in policies
    }
    baselines = [names[each] for each in letters if letters[each] == BASELINE]
    head = TEXTS["head"][language].format(
        baseline=listed(language, *baselines[:1]), points=ensemble.futures, seeds=ensemble.seeds
    )
    blocks = [wrapped(head, 0)]
    for policy in policies:
        rows = [_row(each, found, language) for each in found.signs if each["policy"] == policy]
        blocks.append(Table(SIGNS, rows, language, f"{letters.get(policy, '')}  {names[policy]}").text())
    chosen = _choices(found, letters, language)
    heading = f"{TEXTS['choices'][language]} ({BASELINE} {listed(language, *baselines[:1])})"
    blocks.append(Table(CHOICES, chosen, language, heading).text())
    notes = [TEXTS["harms"][language], _dominated(found, letters, language), _seeds(found, language)]
    notes += [
        TEXTS["left_out"][language].format(what=refusal(outcome, runs)) for outcome, runs in ensemble.refused.items()
    ]
    return "\n\n".join([*blocks, "\n".join(wrapped(each) for each in notes if each)])


def method_text(found: Robust, baseline: str, provenance: Mapping[str, str], language: Language) -> str:
    """How it was done, as a paragraph to be cited."""
    ensemble = found.ensemble
    counts = {"points": ensemble.futures, "seeds": ensemble.seeds, "resamples": RESAMPLES}
    return METHOD[language].format(baseline=baseline, **counts, **provenance)


def _title(policy: str, titles: Mapping[str, str]) -> str:
    name, comma, levers = policy.partition(",")
    return titles.get(name, name) + comma + levers


def _row(record: Mapping[str, Any], found: Robust, language: Language) -> tuple[str, ...]:
    indicator = indicator_named(record["outcome"])
    unit = indicator.unit
    low, high = record["band_low"], record["band_high"]
    decimals = decimals_for(shown_as((high - low) / 4, unit))

    def number(value: float) -> str:
        return fixed(shown_as(value, unit), decimals, sign=True)

    signs = found.turns[record["outcome"], record["policy"]]
    return (
        in_brackets(language, indicator.label(language), unit_label(unit, language, difference=True)),
        number(record["median"]),
        f"{number(record['median_low'])} … {number(record['median_high'])}",
        f"{number(low)} … {number(high)}",
        f"{ARROWS.get(signs.sign, '0')} {signs.same.count}/{signs.same.points}",
        _per_cent(record["same_sign"]),
        f"{_per_cent(record['same_sign_low'])} … {_per_cent(record['same_sign_high'])}",
        _per_cent(record["harms"]),
        _per_cent(record["helps_matters"]),
        turn_text(signs.turn, language, sides=False),
    )


def _per_cent(share: float) -> str:
    return fixed(PER_CENT * share, 0)


def _choices(found: Robust, names: Mapping[str, str], language: Language) -> list[tuple[str, ...]]:
    picks: dict[str, dict[str, list[str]]] = {}
    for each in found.criteria:
        if each["of"] == LEVEL and each["chosen"]:
            picks.setdefault(each["outcome"], {}).setdefault(each["criterion"], []).append(names[each["policy"]])
    return [
        (indicator_named(outcome).label(language), *(_picked(by[name], found, language) for name in CHOOSING))
        for outcome, by in picks.items()
    ]


def _picked(policies: Sequence[str], found: Robust, language: Language) -> str:
    return TEXTS["tie"][language] if len(policies) == len(found.ensemble.policies) else listed(language, *policies)


def _dominated(found: Robust, names: Mapping[str, str], language: Language) -> str:
    told = [f"{names[each['policy']]} {_per_cent(each['share'])}%" for each in found.ranks if each["what"] == DOMINATED]
    return TEXTS["dominated"][language].format(told=listed(language, *told)) if told else ""


def _seeds(found: Robust, language: Language) -> str:
    ensemble = found.ensemble
    if not ensemble.factors:  # the points are the seeds
        return ""
    if ensemble.seeds < 2:
        return TEXTS["one_seed"][language]
    parts = [
        each["seed_error"] / (each["band_high"] - each["band_low"])
        for each in found.signs
        if each["band_high"] > each["band_low"] and np.isfinite(each["seed_error"])
    ]
    return TEXTS["seeds"][language].format(seeds=ensemble.seeds, most=fixed(max(parts), 2)) if parts else ""
