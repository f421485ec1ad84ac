"""The patterns as a table for a terminal, and as records."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.report.layout.table import Table, columns
from sim.validation.patterns import PATTERNS, Check, Verdict, holding

HEADS = {
    "en": ("pattern", "", "world", "rule", "target", "model", "90 % of seeds", "unit", "holds"),
    "zh": ("模式", "", "类型", "分母", "目标", "模型", "种子的90%区间", "单位", "成立"),
}
YES = {"en": ("yes", "no"), "zh": ("是", "否")}
SUMS = {
    "en": "under the {rule} rule {held} of {all} patterns hold; not: {missing}",
    "zh": "在“{rule}”规则下，{all}个模式中{held}个成立；不成立：{missing}",
}
STATED = {
    "en": "{held} of {all} patterns hold in the world and under the rule that they are stated for; not: {missing}",
    "zh": "{all}个模式中{held}个在其所述类型与规则下成立；不成立：{missing}",
}
NONE = {"en": "none", "zh": "无"}


def number(value: float) -> str:
    """A number with three figures."""
    return "–" if not math.isfinite(value) else f"{value:.3g}"


def band(check: Check) -> str:
    """The band that a check has to lie in."""
    if abs(check.low) < 1e-6 and check.high == math.inf:
        return "> 0"
    if abs(check.high) < 1e-6 and check.low == -math.inf:
        return "< 0"
    if check.high == math.inf:
        return f"≥ {check.low:g}"
    if check.low == -math.inf:
        return f"≤ {check.high:g}"
    return f"{check.low:g} … {check.high + 0.0:.3g}"


def patterns_text(verdicts: Sequence[Verdict], language: str = "en") -> str:
    """All verdicts, and how many patterns hold under each rule of the quorum."""
    rows = [
        [
            each.pattern.code.rstrip("ab"),
            each.check.zh if language == "zh" else each.check.en,
            each.archetype,
            each.denominator,
            band(each.check),
            number(each.mean),
            f"{number(each.low)} … {number(each.high)}" if each.seeds > 1 else "–",
            each.check.unit,
            YES[language][0 if each.holds else 1],
        ]
        for each in verdicts
    ]
    lines = [Table(columns(HEADS[language]), rows).text(), ""]
    for rule in (None, *dict.fromkeys(each.denominator for each in verdicts)):
        held = holding(verdicts, rule)
        missing = ", ".join(code for code, holds in held.items() if not holds) or NONE[language]
        text = SUMS[language] if rule else STATED[language]
        lines.append(text.format(rule=rule, held=sum(held.values()), all=len(held), missing=missing))
    return "\n".join(lines)


def patterns_record(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Verdicts as plain values."""
    titles = {pattern.code: pattern for pattern in PATTERNS}
    return {
        "verdicts": [
            {
                "pattern": each.pattern.code,
                "title": titles[each.pattern.code].en,
                "source": each.pattern.source,
                "fitted": each.pattern.fitted,
                "check": each.check.en,
                "unit": each.check.unit,
                "archetype": each.archetype,
                "denominator": each.denominator,
                "target": [bound if math.isfinite(bound) else None for bound in (each.check.low, each.check.high)],
                "mean": each.mean if math.isfinite(each.mean) else None,
                "low": each.low if math.isfinite(each.low) else None,
                "high": each.high if math.isfinite(each.high) else None,
                "seeds": each.seeds,
                "holds": each.holds,
            }
            for each in verdicts
        ],
        "stated": holding(verdicts),
        "holding": {rule: holding(verdicts, rule) for rule in dict.fromkeys(each.denominator for each in verdicts)},
    }


def ablation_text(broken: Mapping[str, Mapping[str, bool]], language: str = "en") -> str:
    """Which patterns hold in the whole model and without each engine."""
    codes = list(next(iter(broken.values())))
    rows = [[engine, *(YES[language][0 if held.get(code) else 1] for code in codes)] for engine, held in broken.items()]
    return Table(columns(["", *codes]), rows).text()
