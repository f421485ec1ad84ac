"""Signs that others found beside the model's, as a table for a terminal and as records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim.core.config.language import Language, in_language
from sim.core.config.numbers import plain
from sim.report.layout.folder import as_plain
from sim.report.layout.table import Column, Foot, Group, Row, Table, records
from sim.validation.signs import AGREE, INPUT, NOT_EXPRESSIBLE, NOT_TOLD, OPPOSITE, Found, Sign, count
from sim.words.units import unit_word

HEADS = (
    Column("contrast of the model", "模型中的对比", width=52),
    Column("published", "公布"),
    Column("model", "模型"),
    Column("95 %", "95%区间"),
    Column("unit", "单位"),
    Column("sign", "符号"),
    Column("verdict", "结论"),
)
VERDICT_WORDS = {
    AGREE: ("agree", "一致"),
    OPPOSITE: ("opposite", "相反"),
    NOT_TOLD: ("not told", "无法判定"),
    NOT_EXPRESSIBLE: ("not expressible", "无法表达"),
}
SIGNS = {1: "+", -1: "−", 0: "0"}
NOTES = {"en": "left out, or stood in for: {why}", "zh": "未含或代用：{why}"}
SUMS = {
    "en": "{contrasts} contrasts: {agree} agree, {opposite} opposite, {untold} not told; of {all} published signs "
    "{signs} cannot be expressed at all, {parts} in part or by something else",
    "zh": "{contrasts}项对比：{agree}项一致，{opposite}项相反，{untold}项无法判定；"
    "{all}条公布结果中{signs}条完全无法表达，{parts}条部分无法表达或以他项代用",
}
FREE = {
    "en": "without those marked * (a parameter or an equation says the model's sign outright) {contrasts}: {agree} "
    "agree, {opposite} opposite, {untold} not told",
    "zh": "不计带*者（参数或方程直接决定模型符号）为{contrasts}项：{agree}项一致，{opposite}项相反，{untold}项无法判定",
}
COLUMNS = (
    *("sign", "row", "title", "source", "status", "contrast", "unit", "published"),
    *("mean", "low", "high", "seeds", "model", "verdict", "given", "not_expressible"),
)


def number(value: float) -> str:
    """A number with two figures."""
    return "–" if not math.isfinite(value) else plain(value, 2).replace("-", "−")


def signs_text(found: Sequence[Found], language: Language = "en") -> str:
    """Each published sign, the contrasts that stand for it, and how many agree."""
    rows: list[Row] = []
    for sign in dict.fromkeys(each.sign for each in found):
        rows.append(Group(f"{sign.code} {in_language(language, sign.en, sign.zh)}"))
        rows += [_row(each, language) for each in found if each.sign is sign and each.contrast is not None]
        rows += [_cannot_be_said(sign, language)] if sign.why_en else []
    sums = [_sum(found, words, language) for words in (SUMS, FREE)]
    return "\n".join([Table(HEADS, rows, language).text(), "", *sums])


def _row(each: Found, language: Language) -> Row:
    contrast = each.contrast
    assert contrast is not None
    return (
        in_language(language, contrast.en, contrast.zh) + ("*" if contrast.given == INPUT else ""),
        SIGNS[contrast.published],
        number(each.mean),
        f"{number(each.low)} … {number(each.high)}" if math.isfinite(each.low) else "–",
        in_language(language, contrast.unit, unit_word(contrast.unit, language)),
        each.model.replace("-", "−") or "–",
        in_language(language, *VERDICT_WORDS[each.verdict]),
    )


def _cannot_be_said(sign: Sign, language: Language) -> Row:
    return Foot(NOTES[language].format(why=in_language(language, sign.why_en, sign.why_zh)))


def _sum(found: Sequence[Found], words: dict[str, str], language: Language) -> str:
    held = count(found, inputs=words is SUMS)
    return words[language].format(
        contrasts=sum(held.values()) - held[NOT_EXPRESSIBLE],
        agree=held[AGREE],
        opposite=held[OPPOSITE],
        untold=held[NOT_TOLD],
        signs=held[NOT_EXPRESSIBLE],
        all=len({each.sign.code for each in found}),
        parts=len({each.sign.code for each in found if each.contrast is not None and each.sign.why_en}),
    )


def signs_record(found: Sequence[Found]) -> dict[str, Any]:
    """What was found as plain values."""
    rows = (
        (
            *(each.sign.code, each.sign.row, each.sign.en, each.sign.source, each.sign.status),
            *((each.contrast.en, each.contrast.unit, each.contrast.published) if each.contrast else (None,) * 3),
            *(each.mean, each.low, each.high, each.seeds, each.model, each.verdict),
            *(each.contrast.given if each.contrast else "", each.sign.why_en),
        )
        for each in found
    )
    made: dict[str, Any] = as_plain(
        {"signs": records(COLUMNS, rows), "verdicts": count(found), "not_inputs": count(found, inputs=False)}
    )
    return made
