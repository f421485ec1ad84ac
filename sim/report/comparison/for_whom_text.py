"""Differences for whom, as text and as records."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sim.analysis.for_whom import ALL_TRAITS, PLACES, ForWhom, LeavesOf, TurnOf, VillageShares
from sim.analysis.turning import Leaf, Turn
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.indicators.groups import GROUPS
from sim.report.layout.numbers import amount, fixed, level, shown_as
from sim.report.layout.table import Group, Row, Table, columns, records
from sim.report.layout.tables import LEVELS, gap, key_of, levels
from sim.runs.traits import TRAITS
from sim.words.labels import listed, unit_label, word

COLUMNS = ("scenario", "outcome", "unit", "group", *LEVELS, "verdict")
HEADINGS: Mapping[str, tuple[str, str]] = {
    **{name: (grouping.en, grouping.zh) for name, grouping in GROUPS.groupings.items()},
    **PLACES,
    **{name: (trait.en, trait.zh) for name, trait in TRAITS.items()},
    "archetype": ("archetype of the world", "地区类型"),
    "county_type": ("type of county", "县域类型"),
    ALL_TRAITS: ("all traits of villages at the start", "村庄初始特征"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "by": ("By {by}: differences with 95 % intervals", "按{by}分组：差值与95%置信区间"),
    "thirds": (" (thirds of the villages at the start)", "（按研究期初村庄三分位分组）"),
    "shares": (
        "Villages better and worse off, share of all (95 % CI). Each village is lived through once on each side at a "
        "seed, so its own luck is part of its difference",
        "受益与受损村庄占比（95%置信区间）。每个种子下各村两侧各运行一次，单村差值含有偶然因素",
    ),
    "better": ("better", "改善"),
    "worse": ("worse", "变差"),
    "in_villages": ("villages: {both}", "村庄：{both}"),
    "rises": ("rises", "上升"),
    "falls": ("falls", "下降"),
    "turns": (
        "Where the sign turns (line through villages' differences; interval by Fieller's theorem, pairs left out "
        "one at a time)",
        "效应变号处（村级差值的直线拟合；区间按Fieller定理，协方差按逐对剔除法）",
    ),
    "turn": ("turns at", "变号于"),
    "no_turn": ("no turn seen among these villages", "样本村庄内未见变号"),
    "trees": (
        "Villages that a tree of at most two splits puts together (grown on the same pairs: intervals are too narrow)",
        "至多两次划分的树所区分的村庄（树由同一批配对得出，区间偏窄）",
    ),
    "one_leaf": ("no trait parts the villages clearly", "没有特征能清楚区分村庄"),
    "leaf": (
        "{where}: {step} ({low} … {high}); {share}% of the villages",
        "{where}：{step}（{low} … {high}）；占村庄{share}%",
    ),
}


def group_rows(found: ForWhom, language: Language = "en") -> list[dict[str, Any]]:
    """One record for each alternative, outcome and group."""
    rows = (
        (*key_of(each), each.label(language), *levels(each.difference), each.difference.verdict)
        for each in found.groups
    )
    return records(COLUMNS, rows)


def whom_record(found: ForWhom) -> dict[str, Any]:
    """All that was found, in plain values."""

    def of(each: VillageShares | TurnOf | LeavesOf, **what: Any) -> dict[str, Any]:
        return {"scenario": each.scenario, "outcome": each.indicator.name, **what}

    return {
        "by": found.by,
        "groups": group_rows(found),
        "shares": [of(each, better=each.better, worse=each.worse, wanted=each.wanted) for each in found.shares],
        "turns": [of(each, trait=each.trait, **vars(each.turn)) for each in found.turns],
        "trees": [of(each, leaves=[vars(leaf) for leaf in each.leaves]) for each in found.trees],
        "notes": found.notes,
    }


def whom_as_text(found: ForWhom, language: Language = "en", room: float | None = None) -> str:
    """All that was found, for a terminal; scenarios go by their names."""
    blocks = [each.text(room) for each in whom_tables(found, language)]
    trees = [word("trees", language, WORDS), *_trees(found, language, {})] if found.trees else []
    lines = [*blocks, *(["\n".join(trees)] if trees else [])]
    return "\n".join(["\n\n".join([whom_heading(found, language), *lines]), *found.notes])


def whom_heading(found: ForWhom, language: Language) -> str:
    """What the differences are told apart by."""
    heading = word("by", language, WORDS, by=word(found.by, language, HEADINGS))
    return heading + word("thirds", language, WORDS) if found.by in TRAITS else heading


def whom_tables(found: ForWhom, language: Language, titles: Mapping[str, str] | None = None) -> list[Table]:
    """Differences by group, shares of villages and turning points, as far as they were found.

    Parameters
    ----------
    found : ForWhom
    language : {"en", "zh"}
    titles : dict of str to str, optional
        Of the scenarios, above the rows of each; with none, each row begins with its name.
    """
    tables = [_groups(found, language)] if found.groups else []
    for key, rows in (("shares", _shares(found, language)), ("turns", _turns(found, language))):
        if rows:
            tables.append(Table(columns(4), rows, language, word(key, language, WORDS)))
    return [_titled(each, titles) for each in tables] if titles else tables


def _titled(table: Table, titles: Mapping[str, str]) -> Table:
    """The table with a title above the rows of a scenario in place of its name before each."""
    rows: list[Row] = []
    for name, group in groupby(table.rows, key=itemgetter(0)):
        rows += [Group(titles[name]), *(row[1:] for row in group)]
    return replace(table, columns=table.columns[1:], rows=rows)


def whom_trees(found: ForWhom, language: Language, titles: Mapping[str, str]) -> str:
    """Villages that trees put together, as text; empty if there are none."""
    return "\n".join([word("trees", language, WORDS), *_trees(found, language, titles)]) if found.trees else ""


def _groups(found: ForWhom, language: Language) -> Table:
    """A row an alternative and outcome, a column a group."""
    labels = list(dict.fromkeys(each.label(language) for each in found.groups))
    cells: dict[tuple[str, AnyIndicator], dict[str, str]] = {}
    for each in found.groups:
        row = cells.setdefault((each.scenario, each.indicator), {})
        row[each.label(language)] = gap(each.difference, each.indicator.unit)
    rows = []
    for (scenario, indicator), row in cells.items():
        unit = unit_label(indicator.unit, language, difference=True)
        rows.append((scenario, indicator.label(language), unit, *(row.get(label, "–") for label in labels)))
    return Table(columns(["", "", "", *labels], range(3, 3 + len(labels))), rows, language)


def _shares(found: ForWhom, language: Language) -> list[tuple[str, ...]]:
    rows = []
    for each in found.shares:
        rows.append((each.scenario, each.indicator.label(language), *_both(each, language)))
    return rows


def _both(each: VillageShares, language: Language) -> list[str]:
    """Villages better off and worse off; where neither is better, those in which it rises and falls."""
    names = ("better", "worse") if each.wanted else ("rises", "falls")
    return [f"{word(name, language, WORDS)} {_share(share)}"
            for name, share in zip(names, (each.better, each.worse), strict=True)]  # fmt: skip


def share_text(each: VillageShares, language: Language) -> str:
    """Villages better and worse off, in a line."""
    return word("in_villages", language, WORDS, both=listed(language, *_both(each, language)))


def _share(share: tuple[float, float, float]) -> str:
    mean, low, high = (fixed(100 * min(max(each, 0), 1) if math.isfinite(each) else each, 0) for each in share)
    return f"{mean}% ({low} … {high})"


def _turns(found: ForWhom, language: Language) -> list[tuple[str, ...]]:
    rows = []
    for each in found.turns:
        trait, turn = word(each.trait, language, HEADINGS), _turn(each.turn, TRAITS[each.trait].unit, language)
        rows.append((each.scenario, each.indicator.label(language), trait, turn))
    return rows


def turn_text(each: TurnOf, language: Language) -> str:
    """Where along a trait the sign turns, in a line."""
    turn = _turn(each.turn, TRAITS[each.trait].unit, language)
    return f"{word(each.trait, language, HEADINGS)}{'：' if language == 'zh' else ': '}{turn}"


def _turn(turn: Turn, unit: str, language: Language) -> str:
    if not math.isfinite(turn.at):
        return word("no_turn", language, WORDS)
    at, low, high = (level(each, unit) for each in (turn.at, turn.low, turn.high))
    shown = "%" if unit == "share" else "" if unit == "0-1" else f" {unit_label(unit, language)}"
    return f"{word('turn', language, WORDS)} {at}{shown} ({low} … {high})"


def _trees(found: ForWhom, language: Language, titles: Mapping[str, str]) -> list[str]:
    lines = []
    for each in found.trees:
        leaves = [_leaf(leaf, each.indicator.unit, language) for leaf in each.leaves]
        lines.append(f"{titles.get(each.scenario, each.scenario)}  {each.indicator.label(language)}")
        lines += [f"  {line}" for line in (leaves if len(leaves) > 1 else [word("one_leaf", language, WORDS)])]
    return lines


def _leaf(leaf: Leaf, unit: str, language: Language) -> str:
    step, low, high = (amount(shown_as(each, unit)) for each in (leaf.difference, leaf.low, leaf.high))
    step = f"{step} {unit_label(unit, language, difference=True)}"
    share = fixed(100 * leaf.share, 0)
    return word("leaf", language, WORDS, where=where_text(leaf, language), step=step, low=low, high=high, share=share)


def where_text(leaf: Leaf, language: Language) -> str:
    """Which villages a tree puts together."""
    conditions = (
        f"{word(trait, language, HEADINGS)} {'≤' if sign == '<=' else '>'} {level(cut, TRAITS[trait].unit)}"
        for trait, sign, cut in leaf.conditions
    )
    return listed(language, *conditions)
