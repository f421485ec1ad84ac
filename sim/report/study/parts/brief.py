"""Two pages for those who decide: what was asked, what changes, what it costs, how sure, what it does not say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sim.report.study.document import Listing, Paragraph, Section
from sim.report.study.material import Group, Material
from sim.report.study.parts.effects import IN_WORDS, how_many, largest, pictures, sentences
from sim.report.study.parts.limits import limits
from sim.report.study.parts.money import cost_table
from sim.report.study.parts.over_time import over_time
from sim.report.study.parts.points import points
from sim.report.study.parts.question import question
from sim.report.study.parts.quorum import quorum
from sim.words.labels import word

PICTURE = 4.2
"""Inches of the only figure."""
MOST_ROWS, MOST_COSTS = 6, 6
LONGEST = 420
"""Letters of the rationale."""
FIRST = 2
"""Paragraphs of the question after the rationale; outcomes whose points are shown."""
WORDS: Mapping[str, tuple[str, str]] = {
    "asked": ("What was asked", "问题"),
    "changes": ("What changes", "有何变化"),
    "costs": ("What it costs", "成本"),
    "sure": ("How sure", "有多大把握"),
    "not_said": ("What this does not say", "本简报不能说明什么"),
    "narrow": (
        "Of {count} differences, {narrow} have a 95 % half-width below what matters: a difference that matters would "
        "most likely have been seen there.",
        "{count}项差异中{narrow}项的95%半宽小于有意义的差异：其中若有有意义的差异，多半已被看到。",
    ),
    "others": (
        "The study compares {groups} sets of arms; shown is the first. The report has all.",
        "本研究共有{groups}组比较，此处为第一组；全部见报告。",
    ),
    "whole": ("The whole report:", "完整报告："),
}


def in_brief(material: Material) -> list[Section]:
    """The sections of the two pages."""
    language = material.language
    asked = question(material, short=True)
    sections = [Section("question", word("asked", language, WORDS), _shortened(asked))]
    if material.groups:
        group = material.groups[0]
        sections.append(Section("effects", word("changes", language, WORDS), list(_changes(material, group))))
        if any(each.yuan for each in group.comparison.costs.values()) and len(group.measured) <= MOST_COSTS:
            sections.append(Section("costs", word("costs", language, WORDS), [cost_table(material, group)]))
        sections.append(Section("sure", word("sure", language, WORDS), list(_sure(material))))
    elif (found := points(material, FIRST)) is not None:
        sections.append(found)
    said = [each for each in limits(material).blocks if isinstance(each, Paragraph)]
    folder = material.prepared.folder
    more = [Paragraph((word("whole", language, WORDS),)), Listing(f"ruralparty report {folder}")]
    sections.append(Section("limits", word("not_said", language, WORDS), [*said, *more]))
    return sections


def _shortened(asked: Section) -> list[Any]:
    told = [each for each in asked.blocks if isinstance(each, Paragraph)][: 1 + FIRST]
    if len(told[0].text) > LONGEST:
        told[0] = Paragraph((told[0].text[: told[0].text.rfind(" ", 0, LONGEST)] + " …",))
    return told


def _changes(material: Material, group: Group) -> Iterator[Any]:
    yield how_many(material, group)
    if len(group.measured) <= IN_WORDS:
        yield from sentences(material, group, cost=False)
    yield next(pictures(material, group, inches=PICTURE))
    if len(group.measured) > IN_WORDS and any(each.matters for each in group.readings):
        yield largest(material, group, MOST_ROWS)
    if len(material.groups) > 1:
        told = word("others", material.language, WORDS, groups=len(material.groups))
        yield Paragraph((told,), "note")


def _sure(material: Material) -> Iterator[Any]:
    readings = [each for group in material.groups for each in group.readings if math.isfinite(each.found.low)]
    narrow = sum(each.found.half_width < each.least for each in readings)
    yield Paragraph((word("narrow", material.language, WORDS, count=len(readings), narrow=narrow),))
    yield from (each for each in quorum(material).blocks if isinstance(each, Paragraph | Listing))


def page_after_a_sweep(material: Material) -> list[Section]:
    """The page of a study folder: what was asked, its differences with their table, over time, over the points."""
    sections: list[Section | None] = [question(material, short=True)]
    if material.groups:
        group = material.groups[0]
        blocks = list(_changes(material, group))
        if any(each.matters for each in group.readings) and len(group.measured) <= IN_WORDS:
            blocks.append(largest(material, group, MOST_ROWS))
        sections.append(Section("effects", word("changes", material.language, WORDS), blocks))
        sections.append(over_time(material))
    sections += [points(material), limits(material)]
    return [each for each in sections if each is not None]
