"""The back-cast as a table for a terminal and as a record."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.report.layout.numbers import fixed
from sim.report.layout.sentences import rule_name
from sim.report.layout.table import Column, Table
from sim.report.layout.text import wrapped
from sim.report.validation.fit_text import SEXES_ZH
from sim.validation.backcast import Backcast
from sim.validation.backcast_targets import INPUTS, MET, MISSED, Row
from sim.words.labels import SPACE, listed

MILLION = 1e6
MIDDLE = "-06"
"""Ends the time of figures for the middle of a year, which the record holds and the table leaves out."""
LABELS: dict[str, tuple[str, str]] = {
    "residents": ("village residents, census", "乡村常住人口（普查）"),
    "residents_60": ("aged 60 and over among residents", "常住人口中60岁及以上比例"),
    "mean_error_by_age": (
        "mean error of the age and sex groups (least – largest)",
        "各年龄性别组平均误差（最小–最大）",
    ),
    "residents_by_age": ("residents by age and sex", "分年龄性别常住人口"),
    "farmer_members": ("Party members, farmers", "农牧渔民党员"),
    "recruits": ("members admitted in the year, farmers (input)", "当年发展农民党员（输入）"),
    "migrant_age": (
        "mean age of those away, 16-65 (published: work outside their township)",
        "外出者平均年龄（16—65岁）",
    ),
    "migrant_age_all": ("the same (published: all migrant workers, local ones included)", "同上（对照全部农民工）"),
    "internet_use": ("residents who use the internet (input)", "农村互联网普及率（输入）"),
    "residents_at_year_end": ("village residents (published: rural population)", "年末乡村人口"),
    "away": ("registered persons away", "户籍人口中外出者"),
    "out_migrants": ("out-migrants: away, 16 and over, less students", "外出务工人员（外出的16岁及以上者，不含学生）"),
    "online_60": ("residents of 60 and over who are online", "60岁及以上常住人口上网比例"),
    "online_school": ("residents of 6 to 17 who are online (input)", "6—17岁常住人口上网比例（输入）"),
    "births": ("births in the year", "当年出生"),
    "deaths": ("deaths in the year", "当年死亡"),
    **{
        name: (INDICATORS[name].en, INDICATORS[name].zh)
        for name in ("out_migrants_age", "out_migrants_51", "secretary_age", "secretary_women")
    },
}
HEADS = (
    Column(),
    Column("group", "组别"),
    Column("time", "时间"),
    Column("model", "模型", str),
    Column("90 % interval", "90%区间", str),
    Column("published", "公布值", str),
    Column("error", "误差", str),
    Column("allowed", "允许误差", str),
    Column(),
)
VERDICTS = {MET: ("met", "达到"), MISSED: ("MISSED", "未达到"), "": ("", "")}
NOTES = (
    "Numbers of persons in millions: shares of the simulated villages times the census's village residents of 2010. "
    "Residents are reduced by {rate} a year for villages reclassified as urban, which is an input. Recruits, devices, "
    "pay, wages and mortality follow published paths, so that only what the model makes of them is tested. "
    "Every parameter has its default unless it is given. --json gives the middle of each year as well.",
    "人数单位为百万：模拟村庄的比例乘以2010年普查乡村常住人口。常住人口按每年{rate}扣除撤村改居（输入值，非结果）。发展党员数、设备、报酬、工资和死亡率"
    "取公布数据逐年给定，检验的只是模型由此得出的结果。未另行给定的参数均取默认值。--json另含各年年中数值。",
)
GIVEN = (" Given: {given}.", "另行给定：{given}。")
OVER = (
    " Means and intervals are over {points} points of parameters and over seeds.",
    "均值与区间跨{points}组参数和随机种子。",
)
SUMMARY = (
    "{met} of {judged} figures with a tolerance are within it; {inputs} of them are of series that the model is given "
    "(input). {seeds} seeds, {persons} registered persons in all; "
    "quorum denominator: {rule}.",
    "有允许误差的{judged}项中{met}项在误差内，其中{inputs}项属于给定的输入。{seeds}个种子，共{persons}名户籍人口；应到会人数口径：{rule}。",
)


def backcast_text(found: Backcast, language: Language) -> str:
    """The table, how many targets are met, and what the numbers are."""
    at = int(language == "zh")
    judged = [row for row in found.rows if row.verdict]
    met = sum(row.verdict == MET for row in judged)
    summary = SUMMARY[at].format(
        met=met,
        judged=len(judged),
        inputs=sum(row.target in INPUTS for row in judged),
        seeds=found.seeds,
        persons=f"{found.persons:,}",
        rule=rule_name(found.denominator, language),
    )
    given = listed(language, *(f"{name} {value}" for name, value in found.parameters.items()))
    note = NOTES[at].format(rate=f"{100 * found.reclassification:.2g}{SPACE[language]}%")
    note += OVER[at].format(points=found.points) * bool(found.points)
    note += GIVEN[at].format(given=given) * bool(given)
    shown = [row for row in found.rows if not row.time.endswith(MIDDLE)]
    table = Table(HEADS, [_cells(row, language) for row in shown], language)
    return "\n".join([table.text(), "", wrapped(summary, 0), wrapped(note, 0)])


def _cells(row: Row, language: Language) -> list[str]:
    at = int(language == "zh")
    interval = f"{_value(row, row.low, language)} – {_value(row, row.high, language)}"
    error = "" if row.error is None else _error(row, row.error, language, sign=True)
    allowed = _error(row, row.tolerance, language) if row.verdict and row.tolerance is not None else ""
    sex, _, ages = row.group.partition(" ")
    group = SEXES_ZH[sex] + ages if at and sex else row.group
    seen = "" if row.observed is None else _value(row, row.observed, language)
    label, verdict = LABELS[row.target][at], VERDICTS[row.verdict][at]
    return [label, group, row.time, _value(row, row.model, language), interval, seen, error, allowed, verdict]


def _value(row: Row, value: float, language: Language) -> str:
    if row.unit == "persons":
        return fixed(value / MILLION, 2)
    return f"{fixed(100 * value, 1)}{SPACE[language]}%" if row.unit == "share" else fixed(value, 1)


def _error(row: Row, value: float, language: Language, sign: bool = False) -> str:
    if row.unit == "year":
        return fixed(value, 1, sign)
    return f"{fixed(100 * value, 1, sign)}{SPACE[language]}%"


def backcast_record(found: Backcast) -> dict[str, Any]:
    """Everything the table shows, in plain numbers: persons, shares, years."""
    return {
        "until": found.until,
        "seeds": found.seeds,
        "registered_persons": found.persons,
        "reclassification": found.reclassification,
        "denominator": found.denominator,
        "parameters": found.parameters,
        "points": found.points,
        "targets": [
            {**asdict(row), "verdict": row.verdict or None, "input": row.target in INPUTS} for row in found.rows
        ],
        "failed": [vars(each) for each in found.failures],
    }
