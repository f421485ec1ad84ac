"""A county of one's own beside the shipped tables: a table for a terminal, and a record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim.core.config.language import Language
from sim.report.layout.numbers import PER_CENT, fixed
from sim.report.layout.table import Column, Table, records
from sim.report.layout.text import wrapped
from sim.report.validation.fit_text import MARGINALS, group_in_chinese
from sim.words.units import unit_word
from sim.world.county_fit import OF_VILLAGES, SHARE, CountyRow
from sim.world.roster.columns import VILLAGES

FIGURES: dict[str, tuple[str, str]] = {
    "ages": MARGINALS["registered"],
    "away": MARGINALS["away"],
    "members": MARGINALS["members"],
    "member ages": MARGINALS["member ages"],
    "household": ("persons a household", "户均人口"),
    "income": ("income per head", VILLAGES.headings["income"].zh),
    **{name: (name.replace("_", " "), VILLAGES.headings[name].zh) for name in OF_VILLAGES if name != "income"},
}
GROUPS_ZH = {"of registered": "占户籍人口", "mean": "平均", "mean of villages": "各村平均"}
COLUMNS = ("figure", "group", "unit", "given", "tables", "gap", "drawn")
HEADS = (
    Column("figure", "指标"),
    Column("group", "组别"),
    Column("unit", "单位"),
    Column("county", "本县", str),
    Column("tables", "内置表", str),
    Column("gap %", "差距%", str),
    Column("drawn", "所得值", str),
)
TITLE = (
    "The county beside what the shipped tables would have made of the same villages, largest gap first:",
    "本县数据与内置表对同样各村所得之值对照，差距最大者在前：",
)
NOTE = (
    "Gap: the county over the tables, less 1. Persons a household, and means of villages, are those of one draw from "
    "the tables. Drawn: what a run starts with, which meets what is given.",
    "差距为本县与内置表之比减1。户均人口和各村平均的内置表之值为一次抽取所得。所得值为运行的起点，与给定数据一致。",
)


def county_text(rows: Sequence[CountyRow], told: Sequence[str], language: Language) -> str:
    """What was read, and the table."""
    at = int(language == "zh")
    cells = [
        (
            FIGURES[row.figure][at],
            _group(row.group) if at else row.group,
            "%" if row.unit == SHARE else unit_word(row.unit, language),
            *(_number(row, value) for value in (row.given, row.tables)),
            fixed(PER_CENT * row.gap, 1, sign=True) if math.isfinite(row.gap) else "–",
            _number(row, row.drawn),
        )
        for row in rows
    ]
    table = Table(HEADS, cells, language).text()
    return "\n\n".join(("\n".join(wrapped(line, 0) for line in told), TITLE[at], table, wrapped(NOTE[at], 0)))


def _group(group: str) -> str:
    return GROUPS_ZH.get(group) or group_in_chinese(group)


def _number(row: CountyRow, value: float) -> str:
    if row.unit == SHARE:
        return fixed(PER_CENT * value, 2)
    return f"{value:,.0f}" if abs(value) >= 1000 else fixed(value, 2)


def county_record(rows: Sequence[CountyRow], told: Sequence[str]) -> dict[str, Any]:
    """Everything the table shows, in plain numbers."""
    values = (
        (row.figure, row.group, row.unit, row.given, row.tables, row.gap if math.isfinite(row.gap) else None, row.drawn)
        for row in rows
    )
    return {"told": list(told), "figures": records(COLUMNS, values)}
