"""What arms cost, what one step gained costs, the trade-off of money and outcomes, and the table at equal money."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sim.analysis.ratio import Ratio, cost_per_unit
from sim.analysis.reading import BETTER, Reading
from sim.indicators import indicator_named
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import amount, fixed
from sim.report.layout.steps import step_of
from sim.report.study import queries
from sim.report.study.document import Figure, Head, Listing, Number, Paragraph, Part, Section, Table
from sim.report.study.figures.money import draw_money
from sim.report.study.material import Group, Material, frame_of
from sim.words.labels import SPACE, word

EQUAL = Path("analysis", "table", "table.csv")
"""Of a study folder: what `ruralparty table` wrote there."""
MOST_PRICES = 5
"""Prices of an outcome."""
WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Costs and trade-offs", "成本与取舍"),
    "nothing": ("No arm books a cost.", "没有方案计入成本。"),
    "costs": ("What arms cost more than {base}", "各方案比{base}多花费"),
    "arm": ("Arm", "方案"),
    "yuan": ("Yuan a registered person and year", "元／户籍人口·年"),
    "hours": ("Cadre hours a registered person and year", "干部工时／户籍人口·年"),
    "village": ("Yuan a village and year", "元／村·年"),
    "prices": ("What one step gained costs, cheapest first", "每改善一步的成本（由低到高）"),
    "outcome": ("Outcome", "指标"),
    "step": ("Step", "一步"),
    "price": ("Yuan a registered person and year", "元／户籍人口·年"),
    "low": ("95 % from", "95%下限"),
    "high": ("to", "上限"),
    "prices_note": (
        "Only gains that are seen, of arms that change no parameter beside their policies; intervals by Fieller's "
        "theorem. Arms do not cost the same: at equal money, see below.",
        "仅列可见的改善，且方案未改变政策以外的参数；区间按Fieller定理。各方案花费不同，等额比较见下。",
    ),
    "cheapest": ("The {count} cheapest of each outcome.", "每项指标列最低的{count}个。"),
    "figure": (
        "Money and outcomes: differences of the outcomes that move most against what an arm costs, 95 % intervals; "
        "numbers are those of the table of costs.",
        "金额与指标：变化最大的指标的差异与方案成本，95%区间；编号见成本表。",
    ),
    "equal": ("At equal money: policies on the frontier", "等额比较：前沿上的政策"),
    "equal_told": (
        "Policies scaled to the same money stand in analysis/table; those on the frontier (none gains as much for as "
        "little) are listed.",
        "按相同金额缩放的政策见analysis/table；此处列出前沿上的政策（没有其他政策以更少花费获得同样改善）。",
    ),
    "equal_missing": (
        "Policies at equal money have not been run for this study. This does it:",
        "本研究尚未作等额比较。运行：",
    ),
    "budget": ("Yuan a registered person and year", "元／户籍人口·年"),
    "policy": ("Policy", "政策"),
    "difference": ("Difference", "差异"),
    "unit": ("Unit", "单位"),
    "number": ("No.", "编号"),
}  # fmt: skip


def money(material: Material) -> Section:
    """Costs, prices, the trade-off, and the table at equal money."""
    language, group = material.language, material.groups[0]
    costs = group.comparison.costs
    blocks: list[Any] = []
    if not any(each.yuan or each.hours for each in costs.values()):
        blocks.append(Paragraph((word("nothing", language, WORDS),)))
    else:
        blocks.append(cost_table(material, group))
        if len(costs) > 1:
            blocks.append(_figure(material, group))
        prices = _prices(material, group)
        if prices.rows:
            blocks.append(prices)
        blocks += _equal(material)
    return Section("money", word("title", language, WORDS), blocks)


def cost_table(material: Material, group: Group) -> Table:
    """What each arm costs."""
    language = material.language
    keys = ("number", "arm", "yuan", "hours", "village")
    heads = [Head(word(key, language, WORDS), numeric=place != 1) for place, key in enumerate(keys)]
    rows = []
    for place, (name, measured) in enumerate(group.measured.items(), 1):
        cost, source = group.comparison.costs[name], group.sources[name]

        def number(value: float, sql: str, unit: str, source: Any = source) -> Number:
            return material.book.number(amount(value), value, unit, source, unit, queries.difference(source.query, sql))

        yuan, hours = (word(key, language, WORDS) for key in ("yuan", "hours"))
        spent = (number(cost.yuan, queries.YUAN, yuan), number(cost.hours, queries.HOURS, hours))
        village = Number(amount(cost.yuan_village), cost.yuan_village, word("village", language, WORDS))
        rows.append((str(place), material.title(measured.contrast.arm), *spent, village))
    base = material.base_title(next(iter(group.measured.values())).contrast)
    return Table("costs", word("costs", language, WORDS, base=base), heads, rows)


def _priced(material: Material, group: Group) -> Iterator[tuple[Reading, Ratio]]:
    for each in group.readings:
        name = each.outcome.scenario
        if each.verdict != BETTER or not each.seen or group.comparison.other_parameters(name):
            continue
        measured = group.measured[name]
        spent = measured.sides(measured.table["cost_yuan"] / measured.table["person_years"])
        before, after = measured.sides(measured.table[each.indicator.name])
        if (found := cost_per_unit(spent[1] - spent[0], after - before, each.indicator.better)) is not None:
            yield each, found


def _prices(material: Material, group: Group) -> Table:
    language = material.language
    keys = ("arm", "outcome", "step", "price", "low", "high")
    heads = [Head(word(key, language, WORDS), numeric=place > 2) for place, key in enumerate(keys)]
    lines = []
    for reading, ratio in _priced(material, group):
        step, source = step_of(reading.indicator.unit), group.sources[reading.outcome.scenario]
        column = f"scalars.{queries.quoted(reading.indicator.name)}"
        size = step.gained / step.factor
        sql = queries.ratio(source.query, queries.YUAN, column, size)
        told = f"{word('price', language, WORDS)}: {reading.indicator.label(language)}"
        price, low, high = (each * size for each in (ratio.value, ratio.low, ratio.high))
        value = material.book.number(amount(price), price, told, source, "yuan for a step", sql)
        bounds = (Number(amount(each), each) for each in (low, high))
        named = material.title(group.measured[reading.outcome.scenario].contrast.arm)
        gained = fixed(step.gained, 0 if step.gained >= 1 else 1)
        words = f"{gained}{SPACE[language]}{step.word(language, gained)}"
        row: tuple[Part, ...] = (named, reading.indicator.label(language), words, value, *bounds)
        lines.append((price, row))
    order = {each.name: place for place, each in enumerate(material.indicators)}
    labels = {each.label(language): order[each.name] for each in material.indicators}
    lines.sort(key=lambda each: (labels[str(each[1][1])], each[0]))
    of_each = Counter[str]()
    rows = []
    for _, row in lines:
        of_each[str(row[1])] += 1
        if of_each[str(row[1])] <= MOST_PRICES:
            rows.append(row)
    notes = [word("prices_note", language, WORDS)]
    if len(rows) < len(lines):
        notes.append(word("cheapest", language, WORDS, count=MOST_PRICES))
    return Table("prices", word("prices", language, WORDS), heads, rows, notes)


def _figure(material: Material, group: Group) -> Figure:
    language = material.language
    records = [
        {"number": place, "arm": name, "outcome": each.indicator.name, "yuan": group.comparison.costs[name].yuan,
         "difference": each.found.difference, "low": each.found.low, "high": each.found.high}
        for place, name in enumerate(group.measured, 1)
        for each in group.readings if each.outcome.scenario == name
    ]  # fmt: skip
    draw = partial(draw_money, group.comparison, group.readings, language)
    return Figure("money", word("figure", language, WORDS), draw, frame_of(records))


def _equal(material: Material) -> Iterator[Any]:
    language = material.language
    path = material.prepared.folder / EQUAL
    if not path.is_file():
        yield Paragraph((word("equal_missing", language, WORDS),))
        yield Listing(f"ruralparty table --reps 10 -o {path.parent}")
        return
    with path.open(encoding="utf-8", newline="") as lines:
        records = [each for each in csv.DictReader(lines) if each.get("frontier") == "True"]
    keys = ("outcome", "budget", "policy", "difference", "low", "high", "unit")
    heads = [Head(word(key, language, WORDS), numeric=place in (1, 3, 4, 5)) for place, key in enumerate(keys)]
    yield Paragraph((word("equal_told", language, WORDS),))
    yield Table("equal_money", word("equal", language, WORDS), heads, [_equal_row(each, language) for each in records])


def _equal_row(record: Mapping[str, str], language: Any) -> tuple[Part, ...]:
    indicator = indicator_named(record["outcome"])
    step = step_of(indicator.unit)
    values = [float(record[key]) if record[key] else math.nan for key in ("difference", "low", "high")]
    shown = (
        Number(fixed(step.factor * each, 2, sign=True), each, indicator.unit, scale=step.factor) for each in values
    )
    budget = Number(amount(float(record["budget"])), float(record["budget"]))
    title = policy_title(record["policy"], language)
    return (indicator.label(language), budget, title, *shown, step.word(language))
