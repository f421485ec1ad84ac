"""The values that a scenario starts with, and why: declared default, the scenario, the place or the year."""

from __future__ import annotations

from typing import Any

from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.language import Language, in_language, message
from sim.core.declarations.dated_value import plain_of, shown_value
from sim.report.described.catalogue import parameters_of
from sim.report.layout.table import Column, Table
from sim.report.layout.text import wrapped
from sim.words.labels import word
from sim.words.units import unit_word
from sim.world.defaults import Used, values_used

HEADS = (
    Column("parameter", "参数"),
    Column("value", "取值"),
    Column("unit", "单位"),
    Column("why", "来由"),
    Column("default", "默认值"),
    Column("tag", "标记"),
    Column("source of the default", "默认值来源"),
)
COLUMNS = ("value", "unit", "why", "which", "default", "tag", "source")
WHY = {
    "default": ("default", "默认值"),
    "scenario": ("the scenario gives it", "情景给定"),
    "data": ("the county's own data", "本县数据"),
    "archetype": ("archetype {which}", "地区类型：{which}"),
    "county_type": ("county type {which}", "县域类型：{which}"),
    "tables": ("members in the tables of {which}", "{which}年表中的党员"),
    "year": ("start year {which}", "起始年份{which}"),
    "drivers": (
        "published for {which}, or continued from the last published year; drivers: dated",
        "{which}年公布值，或由最后公布年份延续（drivers: dated）",
    ),
}
BELOW = {
    "en": "What the run starts from. Policies move levers from there, in the villages they reach; a value that changes "
    "with the date is shown with its dates, and under drivers: dated some values change each January. What place and "
    "year make gives way to a value in the scenario's parameters.",
    "zh": "此为运行开始时的取值。政策在所及村中由此改动政策杠杆；随日期变化的取值连同日期列出；"
    "drivers: dated时部分取值每年1月更新。情景的parameters中给出的值优先于地区和年份所定之值。",
}


def chosen_values(scenario: Any, only: str = "") -> dict[str, Used]:
    """Values that a scenario starts with: all, those of a mechanism, or one.

    Raises
    ------
    ValueError
        If there is no such mechanism or parameter, or a policy is named: its doses stand in the scenario.
    """
    used = values_used(scenario)
    chosen = {key: used[key] for key in parameters_of(only) if key in used}
    if not chosen:
        text = message(
            "{name!r} names doses of a policy: they stand in the scenario, {scenario}",
            name=only,
            scenario=scenario.name,
        )
        raise ValueError(text)
    return chosen


def values_table(scenario: Any, only: str, language: Language) -> str:
    """Values that a scenario starts with, as text."""
    rows = []
    for key, used in chosen_values(scenario, only).items():
        param, which = parameters_of(key)[key], in_language(language, used.which, WORLD_LABELS.get(used.which, ""))
        unit, why = unit_word(param.unit, language), word(used.why, language, WHY, which=which)
        rows.append((key, shown_value(used.value), unit, why, shown_value(param.default), param.tag, param.source))
    return f"{Table(HEADS, rows, language).text()}\n\n{wrapped(BELOW[language], 0)}"


def values_record(scenario: Any, only: str) -> dict[str, dict[str, Any]]:
    """The same in plain values."""
    found = {}
    for key, used in chosen_values(scenario, only).items():
        param = parameters_of(key)[key]
        cells = (plain_of(used.value), param.unit, used.why, used.which, param.default, param.tag, param.source)
        found[key] = dict(zip(COLUMNS, cells, strict=True))
    return found
