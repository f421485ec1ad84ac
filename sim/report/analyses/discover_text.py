"""Where a policy fails and where it works, as text: boxes that may be told, trees that explain, and how it was done."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.analysis.discover.boxes import HOLDS, MOST_LIMITS, REPRODUCED, RESAMPLES, Found
from sim.analysis.discover.prim import LEAST_MASS, PEEL, Limit
from sim.analysis.discover.table import FALL, GAIN, HARM, RISE, Discovered
from sim.analysis.discover.tree import Condition, Grown, Leaf
from sim.analysis.robust.ensemble import refusal
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.indicators import indicator_named
from sim.report.analyses.signs_text import PER_CENT, short, value_text
from sim.report.layout.numbers import fixed, shown_as
from sim.report.layout.text import wrapped
from sim.words.labels import SPACE, unit_label

BARE = ("0-1", "correlation")
"""Units that are not written behind a number."""
EXPLAINS = 0.25
"""Share of the variance of fresh points from which a tree is told."""
CASES: dict[str, dict[Language, str]] = {
    HARM: {"en": "makes {outcome} worse by {least} or more", "zh": "使{outcome}变差{least}以上"},
    GAIN: {"en": "makes {outcome} better by {least} or more", "zh": "使{outcome}改善{least}以上"},
    FALL: {"en": "lowers {outcome} by {least} or more", "zh": "使{outcome}下降{least}以上"},
    RISE: {"en": "raises {outcome} by {least} or more", "zh": "使{outcome}上升{least}以上"},
}
BOX: dict[Language, str] = {
    "en": "{policy} {case} where {limits}: at {fresh} of 100 fresh points there ({density} on those searched), against "
    "{base} of 100 anywhere; {coverage} of 100 such cases lie there. Limits come back in {back} of 100 halves.",
    "zh": "{limits}时，{policy}{case}：该处新点每百个中{fresh}个（搜索点中{density}个），总体每百个中{base}个；此类情"
    "形的{coverage}%在该处。各界限在每百个半数样本中至少出现{back}次。",
}
TREE: dict[Language, str] = {
    "en": "{policy}, {outcome} (a tree explains {part} % of what varies at fresh points):",
    "zh": "{policy}，{outcome}（树解释新点变异的{part}%）：",
}
LEAF: dict[Language, str] = {
    "en": "    {mean}{unit} where {limits} ({fresh} ± {error} at {points} fresh points)",
    "zh": "    {limits}时{mean}{unit}（{points}个新点为{fresh} ± {error}）",
}
TEXTS: dict[str, dict[Language, str]] = {
    "head": {
        "en": "Searched over {seen} points, tried on {fresh} fresh ones; {asked} questions could be asked, {boxes} "
        "boxes were found, {told} may be told.",
        "zh": "在{seen}个点上搜索，用{fresh}个新点检验；可提问{asked}个，找到条件{boxes}个，其中可报告{told}个。",
    },
    "none": {
        "en": "No box: none has limits that come back and a density that holds on fresh points.",
        "zh": "无可报告的条件：没有一个的界限可重现且密度在新点上成立。",
    },
    "one_seed": {
        "en": "One seed at every point: the luck of that one world is in all of these figures. More replicates tell.",
        "zh": "所有点只用同一个种子：该世界的偶然性进入全部数字。请增加重复次数。",
    },
    "no_trees": {
        "en": "No tree of effects that matter explains enough of fresh points to be told.",
        "zh": "没有一棵达到有意义差异的树足以解释新点。",
    },
    "everywhere": {"en": "everywhere", "zh": "各处"},
    "left_out": {"en": "Left out: {what}", "zh": "未列入：{what}"},
}
SIGNS: dict[str, dict[Language, str]] = {
    "low": {"en": "{factor} is at least {at}", "zh": "{factor}不低于{at}"},
    "high": {"en": "{factor} is at most {at}", "zh": "{factor}不高于{at}"},
    "both": {"en": "{factor} is {low} to {high}", "zh": "{factor}为{low}至{high}"},
    "words": {"en": "{factor} is {at}", "zh": "{factor}为{at}"},
    "<=": {"en": "{factor} is at most {at}", "zh": "{factor}不高于{at}"},
    ">": {"en": "{factor} is above {at}", "zh": "{factor}高于{at}"},
    "is": {"en": "{factor} is {at}", "zh": "{factor}为{at}"},
    "is not": {"en": "{factor} is not {at}", "zh": "{factor}不为{at}"},
}
OR: dict[Language, str] = {"en": " or ", "zh": "或"}
AND: dict[Language, str] = {"en": " and ", "zh": "且"}
METHOD: dict[Language, str] = {
    "en": "Cases of interest are points at which the paired difference from {baseline}, a mean over {seeds} seeds, is "
    "at least what the outcome declares to matter. Boxes are peeled by the patient rule induction method (Friedman "
    "and Fisher 1999 [RECALLED]; {peel} of a box at a time, lenient criterion, no box below {mass} of the points) on "
    "{seen} points. Of the boxes with at most {limits} limits the one with the largest harmonic mean of coverage and "
    "density is taken, and limits go whose quasi-p is above 0.05. A box is told only if each of its limits, on the "
    "same side of the same factor, is reproduced in at least {reproduced} of {resamples} random halves of the points "
    "and its density on {fresh} points held out is within {holds}. Trees are regression trees of the differences of "
    "depth two, each leaf a tenth of the points at least (scikit-learn), told where they explain a quarter of the "
    "variance of fresh points. Study {hash}, digest of results {digest}, ruralparty {version}.",
    "zh": "关注情形为与{baseline}的配对差（{seeds}个种子的均值）达到该指标声明的有意义差异的点。用耐心规则归纳法（"
    "Friedman和Fisher 1999 [RECALLED]；每次剥去{peel}，宽松准则，不小于全部点的{mass}）在{seen}个点上剥出条件。在界限"
    "不超过{limits}个的条件中取覆盖率与密度调和平均最大者，并去掉准p值高于0.05的界限。仅当每个界限（同一因素的同一侧"
    "）在{resamples}个随机半数样本中至少{reproduced}重现，且在{fresh}个留出点上的密度相差不超过{holds}时才报告。树为"
    "深度2的差异回归树（scikit-learn），每叶不少于十分之一的点，解释新点方差四分之一以上才报告。研究{hash}，结果摘要"
    "值{digest}，ruralparty {version}。",
}


def discover_text(found: Discovered, titles: Mapping[str, str], language: Language) -> str:
    """The analysis for a terminal."""
    seen = int((~found.fresh).sum())
    told = found.headlines()
    asked = sum(1 for each in found.cases if each["asked"])
    counts = {"seen": seen, "fresh": int(found.fresh.sum()), "asked": asked, "boxes": len(found.boxes)}
    lines = [wrapped(TEXTS["head"][language].format(told=len(told), **counts), 0), ""]
    lines += [wrapped(box_text(key, each, found, titles, language)) for key, each in told]
    lines += [] if told else [wrapped(TEXTS["none"][language])]
    lines += ["", *_trees(found, titles, language), ""]
    lines += [wrapped(TEXTS["one_seed"][language])] if found.ensemble.seeds < 2 and found.ensemble.factors else []
    for outcome, runs in found.ensemble.refused.items():
        lines.append(wrapped(TEXTS["left_out"][language].format(what=refusal(outcome, runs))))
    return "\n".join(lines).rstrip()


def box_text(
    key: tuple[str, str, str], found: Found, all_found: Discovered, titles: Mapping[str, str], language: Language
) -> str:
    """A box that may be told, as a sentence."""
    outcome, policy, kind = key
    record = next(each for each in all_found.cases if (each["outcome"], each["policy"], each["case"]) == key)
    return BOX[language].format(
        policy=titles.get(policy, policy),
        case=case_text(kind, outcome, record["least"], language),
        limits=limits_text(found.box.limits, language),
        fresh=_of_100(found.fresh.density),
        density=_of_100(found.box.density),
        base=_of_100(record["fresh_cases"] / record["fresh_points"]),
        coverage=_of_100(found.fresh.coverage),
        back=_of_100(min(found.reproduced.values())),
    )


def case_text(kind: str, outcome: str, least: float, language: Language) -> str:
    """What the cases of interest are."""
    indicator = indicator_named(outcome)
    size = f"{plain(shown_as(least, indicator.unit), 3)}{_unit_text(indicator.unit, language)}"
    return CASES[kind][language].format(outcome=indicator.label(language), least=size)


def _unit_text(unit: str, language: Language) -> str:
    """A unit as it follows a number."""
    return "" if unit in BARE else f"{SPACE[language]}{unit_label(unit, language, difference=True)}"


def limits_text(limits: Mapping[str, Limit], language: Language) -> str:
    """Limits of a box in words."""
    return AND[language].join(_limit_text(short(name), limit, language) for name, limit in limits.items())


def _limit_text(factor: str, limit: Limit, language: Language) -> str:
    if limit.words is not None:
        at = OR[language].join(sorted(map(str, limit.words)))
        return SIGNS["words"][language].format(factor=factor, at=at)
    low, high = value_text(limit.low), value_text(limit.high)
    if len(limit.sides) > 1:
        return SIGNS["both"][language].format(factor=factor, low=low, high=high)
    return SIGNS[limit.sides[0]][language].format(factor=factor, at=low if "low" in limit.sides else high)


def conditions_text(conditions: Sequence[Condition], language: Language) -> str:
    """Conditions of a leaf in words."""
    told = [
        SIGNS[sign][language].format(factor=short(name), at=value_text(at)) for name, sign, at in tightest(conditions)
    ]
    return AND[language].join(told) or TEXTS["everywhere"][language]


def tightest(conditions: Sequence[Condition]) -> list[Condition]:
    """Conditions without those that a later one on the same side of the same factor makes needless."""
    last = {(name, sign, at if sign == "is not" else ""): at for name, sign, at in conditions}
    return [(name, sign, at) for (name, sign, _), at in last.items()]


def _trees(found: Discovered, titles: Mapping[str, str], language: Language) -> list[str]:
    lines: list[str] = []
    told = {key: tree for key, tree in found.trees.items() if tree.explained >= EXPLAINS and _matters(tree, found, key)}
    for (outcome, policy), tree in sorted(told.items(), key=lambda each: -each[1].explained):
        indicator = indicator_named(outcome)
        part, label = _of_100(tree.explained), indicator.label(language)
        lines.append("  " + TREE[language].format(policy=titles.get(policy, policy), outcome=label, part=part))
        lines += [
            _leaf_text(leaf, indicator.unit, language) for leaf in sorted(tree.leaves, key=lambda each: each.mean)
        ]
    return lines or [wrapped(TEXTS["no_trees"][language])]


def _matters(tree: Grown, found: Discovered, key: tuple[str, str]) -> bool:
    """Whether a tree parts the points, and the effect is at least what matters in one of its leaves."""
    least = next(each["least"] for each in found.cases if (each["outcome"], each["policy"]) == key)
    return len(tree.leaves) > 1 and max(abs(leaf.mean) for leaf in tree.leaves) >= least


def _leaf_text(leaf: Leaf, unit: str, language: Language) -> str:
    mean, fresh, error = (shown_as(each, unit) for each in (leaf.mean, leaf.fresh_mean, leaf.fresh_error))
    size = max(abs(mean), abs(fresh) if math.isfinite(fresh) else 0.0)
    decimals = max(0, min(4, 1 - math.floor(math.log10(size)))) if size else 0
    return LEAF[language].format(
        mean=fixed(mean, decimals, sign=True),
        unit=_unit_text(unit, language),
        limits=conditions_text(leaf.conditions, language),
        fresh=fixed(fresh, decimals, sign=True),
        error=fixed(error, decimals),
        points=leaf.fresh_points,
    )


def method_text(found: Discovered, baseline: str, provenance: Mapping[str, str], language: Language) -> str:
    """How it was done, as a paragraph to be cited."""
    settings: dict[str, Any] = {"peel": PEEL, "mass": LEAST_MASS, "limits": MOST_LIMITS, "reproduced": REPRODUCED}
    settings |= {"resamples": RESAMPLES, "holds": HOLDS, "seeds": found.ensemble.seeds}
    counts = {"seen": int((~found.fresh).sum()), "fresh": int(found.fresh.sum())}
    return METHOD[language].format(baseline=baseline, **settings, **counts, **provenance)


def _of_100(share: float) -> str:
    return fixed(PER_CENT * share, 0)
