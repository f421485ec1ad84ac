"""The patterns as a table for a terminal, and as records."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.language import Language, in_language, message
from sim.core.config.numbers import plain
from sim.report.layout.folder import as_plain
from sim.report.layout.sentences import rule_name
from sim.report.layout.table import Column, Table, columns, records
from sim.validation.patterns import ASSUMED, INPUT, RESTS_ON, Check, Verdict, holding
from sim.words.labels import in_brackets, listed, word
from sim.words.units import unit_word

HEADS = (
    Column("pattern", "模式"),
    Column(),
    Column("world", "地区类型"),
    Column("rule", "应到会人数口径"),
    Column("target", "目标"),
    Column("model", "模型"),
    Column("90 % of seeds", "种子的90%区间"),
    Column("unit", "单位"),
    Column("holds", "成立"),
)
UNITS_ZH = {"points": "个百分点", "points/year": "个百分点/年", "year": "岁", "year/year": "岁/年", "%/year": "%/年"}
"""Units of checks that no parameter or outcome has."""
COLUMNS = (
    *("pattern", "title", "source", "fitted", "given", "check", "unit", "archetype", "denominator", "target"),
    *("mean", "low", "high", "seeds", "holds"),
)
YES = {"en": ("yes", "no"), "zh": ("是", "否")}
SUMS = {
    "en": "under the {rule} rule {held} of {all} patterns hold; not: {missing}",
    "zh": "在“{rule}”规则下，{all}个模式中{held}个成立；不成立：{missing}",
}
KINDS = {INPUT: {"en": "input", "zh": "输入"}, ASSUMED: {"en": "assumed", "zh": "假设"}}
GIVEN = {
    INPUT: {
        "en": "inputs, which the start population and what holds it there make so: {codes}",
        "zh": "属于输入（由起始人口及使其保持的设定决定）：{codes}",
    },
    ASSUMED: {
        "en": "assumed, by a parameter that was added for them: {codes}",
        "zh": "属于假设（由专为其增设的参数决定）：{codes}",
    },
}


def number(value: float) -> str:
    """A number with three figures."""
    return "–" if not math.isfinite(value) else plain(value, 3, thousands=True)


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


def patterns_text(verdicts: Sequence[Verdict], language: Language = "en") -> str:
    """All verdicts, and how many patterns hold under each rule of the quorum."""
    rows = [
        (
            each.pattern.number,
            in_language(language, each.check.en, each.check.zh),
            in_language(language, each.archetype, WORLD_LABELS[each.archetype]),
            rule_name(each.denominator, language),
            band(each.check),
            number(each.mean),
            f"{number(each.low)} … {number(each.high)}" if each.seeds > 1 else "–",
            in_language(
                language, each.check.unit, UNITS_ZH.get(each.check.unit) or unit_word(each.check.unit, language)
            ),
            _verdict(each, language),
        )
        for each in verdicts
    ]
    lines = [Table(HEADS, rows, language).text(), ""]
    for rule in _rules(verdicts):
        held = holding(verdicts, rule)
        missing = listed(language, *(code for code, holds in held.items() if not holds)) or word("none", language)
        lines.append(
            SUMS[language].format(
                rule=rule_name(rule, language), held=sum(held.values()), all=len(held), missing=missing
            )
        )
    lines += [text for text in (_given(verdicts, INPUT, language), _given(verdicts, ASSUMED, language)) if text]
    return "\n".join(lines)


def _verdict(each: Verdict, language: Language) -> str:
    """Whether it holds, and whether that is put in."""
    said = YES[language][not each.holds]
    return in_brackets(language, said, KINDS[each.pattern.given][language]) if each.pattern.given else said


def _given(verdicts: Sequence[Verdict], kind: str, language: Language) -> str:
    """Patterns that are nothing the model finds out."""
    found = dict.fromkeys(each.pattern.number for each in verdicts if each.pattern.given == kind)
    codes = [f"{code} {RESTS_ON[code]}" if code in RESTS_ON else code for code in found]
    return GIVEN[kind][language].format(codes=listed(language, *codes)) if codes else ""


def _rules(verdicts: Sequence[Verdict]) -> list[str]:
    return list(dict.fromkeys(each.denominator for each in verdicts))


def patterns_record(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Verdicts as plain values."""
    rows = (
        (
            *(each.pattern.code, each.pattern.en, each.pattern.source, each.pattern.fitted, each.pattern.given),
            *(each.check.en, each.check.unit, each.archetype, each.denominator, (each.check.low, each.check.high)),
            *(each.mean, each.low, each.high, each.seeds, each.holds),
        )
        for each in verdicts
    )
    holds = {rule: holding(verdicts, rule) for rule in _rules(verdicts)}
    found: dict[str, Any] = as_plain({"verdicts": records(COLUMNS, rows), "holding": holds})
    return found


def ablation_text(broken: Mapping[str, Mapping[str, bool]], language: Language = "en") -> str:
    """Which patterns hold in the whole model and without each engine."""
    codes = list(next(iter(broken.values())))
    rows = [
        [message(engine), *(YES[language][not held.get(code)] for code in codes)] for engine, held in broken.items()
    ]
    return Table(columns(["", *codes]), rows).text()
