"""The start population beside the tables that it is drawn from: a table for a terminal, and a record."""

from __future__ import annotations

import re
from typing import Any

from sim.analysis.for_whom import WORLD_LABELS
from sim.core.config.language import Language, in_language
from sim.indicators import INDICATORS
from sim.report.layout.numbers import PER_CENT, fixed
from sim.report.layout.table import Column, Table, columns, records
from sim.report.layout.text import wrapped
from sim.world.education import LEVELS
from sim.world.fit import CHANCE, FitRow, FitTable

MARGINALS: dict[str, tuple[str, str]] = {
    "registered": ("registered", INDICATORS["registered"].zh),
    "away": ("away", "外出比例"),
    "residents": ("residents", INDICATORS["residents"].zh),
    "education": ("education", "受教育程度"),
    "members": ("members", "党员"),
    "member ages": ("member ages", "党员年龄"),
    "men among members": ("men among members", "党员中男性"),
    "members away": ("members away", INDICATORS["members_away"].zh),
}
SOURCES: dict[str, tuple[str, str]] = {
    "registered": (
        "village residents of the census of {year} by age and sex, and those away of their age and sex",
        "{year}年普查分年龄性别的乡村常住人口，加上相应的外出人口",
    ),
    "away": (
        "shares of the registered by age and sex; odds by archetype and kind of county (assumption)",
        "分年龄性别外出比例；按地区类型和县域类型调整优势比（假设）",
    ),
    "residents": ("follows from registered and away", "由户籍人口与外出比例得出"),
    "education": (
        "the census of {year} by sex; by age an assumption, so made that every census figure is met",
        "{year}年普查分性别数据；分年龄为假设，并与普查各项相符",
    ),
    "members": (
        "farmer members of the bulletins in `national`, the village survey elsewhere, or start.member_share",
        "national取党内统计公报农牧渔民党员，其余取村庄调查，或按start.member_share",
    ),
    "member ages": ("village survey", "村庄调查"),
    "men among members": ("literature and assumption", "文献与假设"),
    "members away": ("follows from ages of members and away", "由党员年龄与外出比例得出"),
}
GROUPS_ZH = dict(zip(LEVELS, ("小学及以下", "初中", "高中", "大专及以上"), strict=True)) | {
    "60 and over": "60岁及以上",
    "of registered": "占户籍人口",
    "all": "全部",
}
SEXES_ZH = {"men": "男", "women": "女"}
HEADS = (
    Column("marginal", "指标"),
    Column("group", "组别"),
    Column("expected", "表中值", lambda share: fixed(PER_CENT * share, 2)),
    Column("found", "所得值", lambda share: fixed(PER_CENT * share, 2)),
    Column("difference", "差", lambda share: fixed(PER_CENT * share, 2, sign=True)),
    Column("s.e.", "标准误倍数", lambda times: fixed(times, 1, sign=True)),
    Column("persons", "人数", "{:,}".format),
)
COLUMNS = ("marginal", "group", "unit", "expected", "found", "difference", "standard_errors", "persons", "source")
OF_WHAT = (
    "{name}, seed {seed}: {persons} registered persons; {archetype}, {county_type}, {province}, tables of {tables}",
    "{name}，种子{seed}：户籍人口{persons}人；{archetype}，{county_type}，{province}，{tables}年的表",
)
NATION = ("the nation", "全国")
NOTE = (
    "Expected and found in per cent of the persons in the last column, the difference in points; s.e.: difference over "
    "the standard error of independent draws. {beyond} of {judged} figures are more than 1.96 of these away; by chance "
    "alone about {chance} would be.",
    "表中值和所得值为占末列人数的百分比，差为百分点；标准误倍数为差除以独立抽取的标准误。{judged}项中有{beyond}项超过1.96倍；仅凭偶然约有{chance}项。",
)
FROM = ("where they are from:", "来源：")


def fit_text(found: FitTable, scenario: Any, seed: int, language: Language) -> str:
    """The table, how much of the differences is chance, and where each marginal is from."""
    at, world = int(language == "zh"), vars(scenario.world)
    kinds = {key: in_language(language, world[key], WORLD_LABELS[world[key]]) for key in ("archetype", "county_type")}
    of_what = {**world, **kinds, "province": world["province"] or NATION[at]}
    head = OF_WHAT[at].format(name=scenario.name, seed=seed, persons=f"{found.persons:,}", **of_what)
    rows = [
        (MARGINALS[row.marginal][at], group_in_chinese(row.group) if at else row.group, *_numbers(row))
        for row in found.rows
    ]
    beyond, judged = found.beyond_chance
    note = NOTE[at].format(beyond=beyond, judged=judged, chance=round(CHANCE * judged))
    sources = [[MARGINALS[name][at], each[at].format(year=world["tables"])] for name, each in SOURCES.items()]
    parts = (wrapped(head, 0), Table(HEADS, rows, language).text(), wrapped(note, 0))
    return "\n\n".join((*parts, f"{FROM[at]}\n{Table(columns(2, widths={}), sources).text(indent=2)}"))


def _numbers(row: FitRow) -> tuple[float, ...]:
    return row.target, row.drawn, row.difference, row.standard_errors, row.persons


def group_in_chinese(group: str) -> str:
    """Chinese for whom a share is of."""
    sex, _, rest = group.partition(" ")
    if sex in SEXES_ZH:
        return SEXES_ZH[sex] + group_in_chinese(rest)
    return f"{group.replace('-', '—')}岁" if re.fullmatch(r"\d+-\d+", group) else GROUPS_ZH[group]


def fit_record(found: FitTable, scenario: Any, seed: int) -> dict[str, Any]:
    """Everything the table shows, in plain numbers: shares and persons."""
    world, (beyond, judged) = scenario.world, found.beyond_chance
    rows = (
        (row.marginal, row.group, "share", *_numbers(row), SOURCES[row.marginal][0].format(year=world.tables))
        for row in found.rows
    )
    return {
        "scenario": scenario.name,
        "seed": seed,
        "registered_persons": found.persons,
        **{name: getattr(world, name) for name in ("archetype", "county_type", "province", "tables")},
        "beyond_chance": beyond,
        "judged": judged,
        "marginals": records(COLUMNS, rows),
    }
