"""Differences for whom, as text and as records."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from sim.analysis.for_whom import ALL_TRAITS, PLACES, ForWhom
from sim.analysis.turning import Leaf, Turn
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.indicators.groups import GROUPS
from sim.report.layout.numbers import amount, fixed, level, shown_as
from sim.report.layout.table import Table, columns
from sim.report.layout.tables import LEVELS, gap, levels
from sim.runs.traits import TRAITS
from sim.words.labels import unit_label

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
    "thirds": ("thirds of the villages at the start", "按研究期初村庄三分位分组"),
    "shares": (
        "Villages better and worse off, share of all (95 % CI). Each village is lived through once on each side at a "
        "seed, so its own luck is part of its difference",
        "受益与受损村庄占比（95%置信区间）。每个种子下各村两侧各运行一次，单村差值含有偶然因素",
    ),
    "better": ("better", "改善"),
    "worse": ("worse", "变差"),
    "rises": ("rises", "上升"),
    "falls": ("falls", "下降"),
    "turns": (
        "Where the sign turns (line through villages' differences; interval by Fieller's theorem, pairs left out "
        "one at a time)",
        "效应变号处（村级差值的直线拟合；区间按Fieller定理，协方差按逐对剔除法）",
    ),
    "slope": ("per unit", "每单位"),
    "turn": ("turns at", "变号于"),
    "no_turn": ("no turn seen among these villages", "样本村庄内未见变号"),
    "trees": (
        "Villages that a tree of at most two splits puts together (grown on the same pairs: intervals are too narrow)",
        "至多两次划分的树所区分的村庄（树由同一批配对得出，区间偏窄）",
    ),
    "one_leaf": ("no trait parts the villages clearly", "没有特征能清楚区分村庄"),
    "of_villages": ("of the villages", "的村庄"),
}


def _word(key: str, language: Language, **given: str) -> str:
    return WORDS[key][language == "zh"].format(**given)


def _label(indicator: AnyIndicator, language: Language) -> str:
    return indicator.zh if language == "zh" else indicator.en


def group_rows(found: ForWhom, language: Language = "en") -> list[dict[str, Any]]:
    """One record for each alternative, outcome and group."""
    records = []
    for each in found.groups:
        group = each.zh if language == "zh" else each.en
        key = (each.scenario, each.indicator.name, each.indicator.unit, group)
        values = (*key, *levels(each.difference), each.difference.verdict)
        records.append(dict(zip(COLUMNS, values, strict=True)))
    return records


def whom_record(found: ForWhom) -> dict[str, Any]:
    """All that was found, in plain values."""
    return {
        "by": found.by,
        "groups": group_rows(found),
        "shares": [
            {"scenario": each.scenario, "outcome": each.indicator.name, "better": each.better, "worse": each.worse}
            | {"wanted": each.wanted}
            for each in found.shares
        ],
        "turns": [
            {"scenario": each.scenario, "outcome": each.indicator.name, "trait": each.trait, **vars(each.turn)}
            for each in found.turns
        ],
        "trees": [
            {"scenario": each.scenario, "outcome": each.indicator.name, "leaves": [vars(leaf) for leaf in each.leaves]}
            for each in found.trees
        ],
        "notes": found.notes,
    }


def whom_as_text(found: ForWhom, language: Language = "en", room: float | None = None) -> str:
    """All that was found, for a terminal."""
    lines = [_word("by", language, by=HEADINGS[found.by][language == "zh"])]
    if found.by in TRAITS:
        lines[0] += f" ({_word('thirds', language)})" if language == "en" else f"（{_word('thirds', language)}）"
    if found.groups:
        lines += ["", _groups(found, language).text(room)]
    if found.shares:
        lines += ["", Table(columns(4), list(_shares(found, language)), language, _word("shares", language)).text(room)]
    if found.turns:
        lines += ["", Table(columns(4), list(_turns(found, language)), language, _word("turns", language)).text(room)]
    if found.trees:
        lines += ["", _word("trees", language), *_trees(found, language)]
    return "\n".join([*lines, *found.notes])


def _groups(found: ForWhom, language: Language) -> Table:
    """A row an alternative and outcome, a column a group."""
    labels = list(dict.fromkeys(each.zh if language == "zh" else each.en for each in found.groups))
    cells: dict[tuple[str, AnyIndicator], dict[str, str]] = {}
    for each in found.groups:
        group = each.zh if language == "zh" else each.en
        cells.setdefault((each.scenario, each.indicator), {})[group] = gap(each.difference, each.indicator.unit)
    rows = []
    for (scenario, indicator), row in cells.items():
        unit = unit_label(indicator.unit, language, difference=True)
        rows.append((scenario, _label(indicator, language), unit, *(row.get(label, "–") for label in labels)))
    return Table(columns(["", "", "", *labels], range(3, 3 + len(labels))), rows, language)


def _shares(found: ForWhom, language: Language) -> Iterator[tuple[str, ...]]:
    for each in found.shares:
        names = ("better", "worse") if each.wanted else ("rises", "falls")
        both = zip(names, (each.better, each.worse), strict=True)
        shares = (f"{_word(name, language)} {_share(share)}" for name, share in both)
        yield each.scenario, _label(each.indicator, language), *shares


def _share(share: tuple[float, float, float]) -> str:
    mean, low, high = (fixed(100 * min(max(each, 0), 1) if math.isfinite(each) else each, 0) for each in share)
    return f"{mean}% ({low} … {high})"


def _turns(found: ForWhom, language: Language) -> Iterator[tuple[str, ...]]:
    for each in found.turns:
        trait = TRAITS[each.trait]
        name = trait.zh if language == "zh" else trait.en
        yield each.scenario, _label(each.indicator, language), name, _turn(each.turn, trait.unit, language)


def _turn(turn: Turn, unit: str, language: Language) -> str:
    if not math.isfinite(turn.at):
        return _word("no_turn", language)
    at, low, high = (level(each, unit) for each in (turn.at, turn.low, turn.high))
    shown = "%" if unit == "share" else f" {unit_label(unit, language)}"
    return f"{_word('turn', language)} {at}{shown} ({low} … {high})"


def _trees(found: ForWhom, language: Language) -> list[str]:
    lines = []
    for each in found.trees:
        lines.append(f"{each.scenario}  {_label(each.indicator, language)}")
        if len(each.leaves) < 2:
            lines.append(f"  {_word('one_leaf', language)}")
            continue
        lines += [f"  {_leaf(leaf, each.indicator.unit, language)}" for leaf in each.leaves]
    return lines


def _leaf(leaf: Leaf, unit: str, language: Language) -> str:
    where = ", ".join(
        f"{TRAITS[trait].zh if language == 'zh' else TRAITS[trait].en} {'≤' if sign == '<=' else '>'} "
        f"{level(cut, TRAITS[trait].unit)}"
        for trait, sign, cut in leaf.conditions
    )
    step, low, high = (amount(shown_as(each, unit)) for each in (leaf.difference, leaf.low, leaf.high))
    share = f"{fixed(100 * leaf.share, 0)}%"
    of = _word("of_villages", language)
    shown = unit_label(unit, language, difference=True)
    return f"{where}: {step} {shown} ({low} … {high}); {share} {of}"
