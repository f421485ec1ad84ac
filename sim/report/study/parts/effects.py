"""What the arms change: the matrix or the forest of paired differences, what they say, and the tables behind them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import batched
from typing import Any

from sim.analysis.reading import Reading
from sim.core.compute.intervals import t_quantile
from sim.report.comparison import figure_matrix
from sim.report.comparison.columns import alternatives_of
from sim.report.comparison.matrix import in_rows, matrix
from sim.report.comparison.statements import COST, RULE, Rows, Sentence, statements
from sim.report.layout.doubts import doubt_notes, marks
from sim.report.layout.numbers import fixed, level, shown_as
from sim.report.layout.steps import step_of
from sim.report.layout.tables import reading_words
from sim.report.study import queries
from sim.report.study.document import Figure, Head, Number, Paragraph, Part, Section, Table
from sim.report.study.figures.forest import TALLEST, draw_forest, panels_within
from sim.report.study.material import Group, Material, frame_of
from sim.words.labels import word

IN_MATRIX, IN_WORDS = 3, 6
"""Most arms that a matrix holds on paper, and that are told in sentences and stand in the matrix of a page."""
MOST_ROWS = 40
"""Differences that the text shows as a table; files hold all."""
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("What changes", "有何变化"),
    "against": ("{title}: differences from {base}", "{title}：与{base}的差异"),
    "compared": ("Compared with: {base}", "比较对象：{base}"),
    "averaged": ("the same without the policy, all else averaged", "无该政策，其余平均"),
    "matrix": (
        "Paired differences from {base}: point and 95 % interval on a scale a row; right is better.",
        "与{base}的配对差：点与95%区间，每行同一尺度，右侧为改善。",
    ),
    "forest": (
        "Paired differences from {base}, a panel an outcome: point and 95 % interval; right is better where a "
        "direction is; grey band: less than matters. Numbers of arms, if any, are those of the table of costs.",
        "与{base}的配对差，每个指标一格：点与95%区间；有方向者右侧为改善；灰带：小于有意义的差异。方案编号（如有）见成本表。",
    ),
    "largest": ("Differences that matter, largest first, from {base}", "有意义的差异（由大到小），与{base}相比"),
    "all": ("All differences from {base}", "全部差异，与{base}相比"),
    "nothing": (
        "None of the {count} differences is both seen (q < .05 over all of them) and as large as matters.",
        "{count}项差异中没有一项既可见（全部项q<0.05）又达到有意义的大小。",
    ),
    "some": (
        "Of {count} differences {seen} are seen (interval without 0, q < .05 over all of them), and {matter} of these "
        "are as large as matters.",
        "{count}项差异中有{seen}项可见（区间不含0，全部项q<0.05），其中{matter}项达到有意义的大小。",
    ),
    "more": ("{count} more stand in {file}.", "另有{count}项见{file}。"),
    "arm": ("Arm", "方案"),
    "outcome": ("Outcome", "指标"),
    "unit": ("Unit", "单位"),
    "base": ("Baseline", "基准"),
    "difference": ("Difference", "差异"),
    "low": ("95 % from", "95%下限"),
    "high": ("to", "上限"),
    "q": ("q", "q"),
    "n": ("n", "n"),
    "reading": ("Reading", "结论"),
}


def effects(material: Material) -> Section:
    """Differences, a subsection for each baseline."""
    groups = material.groups
    if len(groups) == 1:
        blocks: list[Any] = list(_group(material, groups[0], ""))
    else:
        told = (word("compared", material.language, WORDS, base=_base(material, each)) for each in groups)
        blocks = [
            Section(f"against{place}", title, list(_group(material, group, f"_{place}")))
            for place, (group, title) in enumerate(zip(groups, told, strict=True), 1)
        ]
    return Section("effects", word("title", material.language, WORDS), blocks)


def _base(material: Material, group: Group) -> str:
    if group.averaged:
        return word("averaged", material.language, WORDS)
    return material.title(group.base)


def _group(material: Material, group: Group, ending: str) -> Iterator[Any]:
    yield how_many(material, group)
    if len(group.measured) <= IN_WORDS:
        yield from sentences(material, group)
    yield from pictures(material, group, ending)
    yield from _tables(material, group, ending)


def how_many(material: Material, group: Group) -> Paragraph:
    """How many of the differences are seen, and how many matter."""
    counts = {"count": len(group.readings), "seen": sum(each.seen for each in group.readings)}
    matter = sum(each.matters for each in group.readings)
    key = "some" if counts["seen"] else "nothing"
    given = counts | {"matter": matter} if counts["seen"] else {"count": counts["count"]}
    return Paragraph((word(key, material.language, WORDS, **given),))


def sentences(material: Material, group: Group, cost: bool = True) -> Iterator[Paragraph]:
    """What is said of each arm."""
    titles = {each.name: each.title[material.language] for each in group.comparison.scenarios}
    for name, said in _said(material, group).items():
        kinds = [each for each in said if cost or each.kind != COST]
        between = " " if material.language == "en" else ""
        colon = ": " if material.language == "en" else "："
        yield Paragraph((titles[name] + colon, between.join(each.text for each in kinds)), "item")


def _said(material: Material, group: Group) -> dict[str, list[Sentence]]:
    """Statements without the extremes of the quorum rule, which have a section of their own."""
    said = statements(group.comparison, group.readings, material.language)
    return {name: [each for each in told if each.kind != RULE] for name, told in said.items()}


def pictures(material: Material, group: Group, ending: str = "", inches: float = TALLEST) -> Iterator[Figure]:
    """The matrix where it fits a page, else a forest, in figures of at most so many inches."""
    language, base, arms = material.language, _base(material, group), len(group.measured)
    data = frame_of(list(_records(material, group)))
    if arms <= IN_MATRIX:
        draw: Callable[[], Any] = partial(figure_matrix.draw, group.comparison, group.readings, language)
        caption = word("matrix", language, WORDS, base=base)
        yield Figure(f"differences{ending}", caption, draw, data, page=partial(_page, material, group))
        return
    names = foremost(group) if inches < TALLEST else in_rows(Rows.of(group.readings))
    caption = word("forest", language, WORDS, base=base)
    for place, part in enumerate(batched(names, panels_within(inches, arms))):
        draw = partial(draw_forest, group.comparison, group.readings, part, language)
        page = partial(_page, material, group) if arms <= IN_WORDS and len(part) == len(names) else None
        named = f"differences{ending}" + (f"_{'abcdefghijkl'[place]}" if len(part) < len(names) else "")
        yield Figure(named, caption, draw, data if not place else None, page=page)


def foremost(group: Group) -> list[str]:
    """Outcomes, those first in which an arm differs most in units of what matters."""
    sizes = dict.fromkeys(in_rows(Rows.of(group.readings)), 0.0)
    for each in group.readings:
        sizes[each.indicator.name] = max(sizes[each.indicator.name], each.size if each.seen else 0.0)
    return sorted(sizes, key=lambda name: -sizes[name])


def _page(material: Material, group: Group) -> str:
    alternatives = alternatives_of(group.comparison, material.language)
    told = matrix(alternatives, group.readings, {each.name: () for each in alternatives}, material.language)
    return told.replace("<h2>", '<p class="name">').replace("</h2><p></p>", "</p>")  # a report has headings of its own


def _records(material: Material, group: Group) -> Iterator[dict[str, Any]]:
    for each in group.readings:
        found = each.found
        yield {
            "arm": each.outcome.scenario, "outcome": each.indicator.name, "unit": each.indicator.unit,
            "baseline": found.baseline, "difference": found.difference, "low": found.low, "high": found.high,
            "units": found.pairs, "q": each.q, "least": each.least, "verdict": each.verdict, "matters": each.matters,
        }  # fmt: skip


def largest(material: Material, group: Group, most: int) -> Table:
    """The differences that matter, largest first, and no more than so many."""
    rows = Rows.of(group.readings)
    matter = sorted((each for each in group.readings if each.matters), key=lambda each: -each.size)[:most]
    caption = word("largest", material.language, WORDS, base=_base(material, group))
    lines = [_row(material, group, rows, each) for each in matter]
    return Table("largest", caption, _heads(material.language), lines, doubt_notes(matter, material.language))


def _tables(material: Material, group: Group, ending: str) -> Iterator[Any]:
    language, base = material.language, _base(material, group)
    rows = Rows.of(group.readings)
    matter = sorted((each for each in group.readings if each.matters), key=lambda each: -each.size)
    notes = doubt_notes(matter, language)
    if len(matter) > MOST_ROWS:
        notes.append(word("more", language, WORDS, count=len(matter) - MOST_ROWS, file=f"all_differences{ending}.csv"))
    heads = _heads(language)
    if matter:
        caption = word("largest", language, WORDS, base=base)
        lines = [_row(material, group, rows, each) for each in matter[:MOST_ROWS]]
        yield Table(f"largest{ending}", caption, heads, lines, notes)
    caption = word("all", language, WORDS, base=base)
    every = [_row(material, group, rows, each) for each in group.readings]
    yield Table(f"all_differences{ending}", caption, heads, every, doubt_notes(group.readings, language), full=True)


def _heads(language: Any) -> list[Head]:
    keys = ("arm", "outcome", "unit", "base", "difference", "low", "high", "n", "q", "reading")
    return [Head(word(key, language, WORDS), numeric=3 <= place <= 8) for place, key in enumerate(keys)]


def _row(material: Material, group: Group, rows: Rows, reading: Reading) -> Sequence[Part]:
    language, found, shown = material.language, reading.found, rows.shown(reading)
    unit, name = reading.indicator.unit, reading.outcome.scenario
    column, book, source = f"scalars.{queries.quoted(reading.indicator.name)}", material.book, group.sources[name]

    def number(text: str, value: float, statistic: str, query: str, scale: float = step_of(unit).factor) -> Part:
        told = f"{statistic}: {reading.indicator.label(language)}"
        return book.number(text, value, unit, source, told, query, scale) if math.isfinite(value) else "–"

    t = t_quantile(found.pairs - 1)
    ends = (("low", shown.low, found.low, -t), ("high", shown.high, found.high, t))
    return (
        material.title(group.measured[name].contrast.arm),
        reading.indicator.label(language),
        step_of(unit).word(language),
        number(
            level(found.baseline, unit), found.baseline, "base", queries.base(source.query, column), shown_as(1.0, unit)
        ),
        number(shown.step, found.difference, "difference", queries.difference(source.query, column)),
        *(number(text, value, key, queries.bound(source.query, column, at)) for key, text, value, at in ends),
        Number(str(found.pairs), found.pairs),
        Number(fixed(reading.q, 3), reading.q),
        reading_words(reading, language) + marks(reading),
    )
