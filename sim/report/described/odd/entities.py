"""What the model keeps: entities with their columns, and what it counts."""

from __future__ import annotations

import math

from sim.agents.county import County
from sim.agents.first_secretary import FirstSecretary
from sim.agents.graduate_official import GraduateOfficial
from sim.agents.household import Household
from sim.agents.secretary import Secretary
from sim.agents.township import Township
from sim.agents.village import Village
from sim.agents.villager import Villager
from sim.core.columns.columns import Column, columns_of
from sim.core.columns.views import RowAgent
from sim.core.config.declared import declared_in
from sim.core.config.language import Language, in_language, message, speaking
from sim.core.config.numbers import plain
from sim.indicators.tallies import GroupTallies, Tallies, Tally
from sim.report.described.odd.markdown import code, heading, table
from sim.words.units import unit_word

ENTITIES: tuple[tuple[type[RowAgent], str, str], ...] = (
    (Villager, "Villager, also as a member", "村民（含党员）"),
    (Household, "Household", "家庭户"),
    (Village, "Village, which is also the branch", "村（即支部）"),
    (Secretary, "Secretary: an office that points to a person", "书记：指向某人的职务"),
    (FirstSecretary, "First secretary", "第一书记"),
    (GraduateOfficial, "Graduate official", "大学生村官"),
    (Township, "Township", "乡镇"),
    (County, "County", "县"),
)
"""Classes of agents in the order of the description; a class that is missing is found by a test."""
HEADS = {"en": ("variable", "unit or scale", "bounds", "meaning"), "zh": ("变量", "单位或尺度", "界限", "含义")}
COUNTED = {"en": ("tally", "unit", "what is counted"), "zh": ("计数", "单位", "计什么")}
BY_GROUP = {
    "en": "By group of adults (age by sex by home or away, and the left behind), over a year:",
    "zh": "按成年人组别（年龄、性别、在村或外出，以及留守者），每年：",
}


def said(text: str, language: Language) -> str:
    """A declared note in a language."""
    with speaking(language):
        return message(text)


def bounds(column: Column) -> str:
    """Bounds that hold after every month; nothing where there are none."""
    if column.dtype == bool:
        return ""
    low, high = (plain(float(each)) if math.isfinite(each) else "" for each in (column.low, column.high))
    return f"{low or '−∞'} … {high or '∞'}" if low or high else ""


def entities(language: Language) -> str:
    """Every column of every class of agents."""
    parts = []
    for owner, en, zh in ENTITIES:
        rows = [
            (code(name), unit_word(each.unit, language), bounds(each), said(each.note, language))
            for name, each in columns_of(owner).items()
        ]
        head = heading(3, in_language(language, en, zh), f"entity-{owner.__name__.lower()}")
        parts += [head, table(HEADS[language], rows)]
    return "\n\n".join(parts)


def tallies(language: Language) -> str:
    """Everything that is counted in a month, and in a year by group."""

    def rows(owner: type) -> list[tuple[str, str, str]]:
        declared = declared_in(owner, Tally).items()
        return [(code(name), unit_word(each.unit, language), said(each.note, language)) for name, each in declared]

    heads = COUNTED[language]
    return "\n\n".join([table(heads, rows(Tallies)), BY_GROUP[language], table(heads, rows(GroupTallies))])
