"""Differences for whom, as text and as records."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.analysis.effects import PairedDifference
from sim.analysis.for_whom import ALL_TRAITS, PLACES, ForWhom
from sim.analysis.turning import Leaf, Turn
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.indicators.groups import GROUPS
from sim.report.layout.numbers import amount, difference_parts, fixed, level, shown_as
from sim.report.layout.text import aligned
from sim.runs.traits import TRAITS
from sim.words.labels import unit_label

COLUMNS = (
    "scenario",
    "outcome",
    "unit",
    "group",
    "baseline",
    "alternative",
    "difference",
    "ci_low",
    "ci_high",
    "pairs",
    "verdict",
)
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
        gap = each.difference
        group = each.zh if language == "zh" else each.en
        bounds = (gap.baseline, gap.alternative, gap.difference, gap.low, gap.high, gap.pairs, gap.verdict)
        cells = (each.scenario, each.indicator.name, each.indicator.unit, group, *bounds)
        records.append(dict(zip(COLUMNS, cells, strict=True)))
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


def whom_as_text(found: ForWhom, language: Language = "en") -> str:
    """All that was found, for a terminal."""
    lines = [_word("by", language, by=HEADINGS[found.by][language == "zh"])]
    if found.by in TRAITS:
        lines[0] += f" ({_word('thirds', language)})" if language == "en" else f"（{_word('thirds', language)}）"
    if found.groups:
        lines += ["", _groups(found, language)]
    if found.shares:
        lines += ["", _word("shares", language), _shares(found, language)]
    if found.turns:
        lines += ["", _word("turns", language), _turns(found, language)]
    if found.trees:
        lines += ["", _word("trees", language), *_trees(found, language)]
    return "\n".join([*lines, *found.notes])


def _groups(found: ForWhom, language: Language) -> str:
    labels = list(dict.fromkeys(each.zh if language == "zh" else each.en for each in found.groups))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    shown: dict[tuple[str, str], AnyIndicator] = {}
    for each in found.groups:
        key = each.scenario, each.indicator.name
        shown[key] = each.indicator
        group = each.zh if language == "zh" else each.en
        cells.setdefault(key, {})[group] = _gap(each.difference, each.indicator.unit)
    table = [("", "", "", *labels)]
    for (scenario, name), row in cells.items():
        indicator = shown[scenario, name]
        unit = unit_label(indicator.unit, language, difference=True)
        table.append((scenario, _label(indicator, language), unit, *(row.get(label, "–") for label in labels)))
    return aligned(table, right=range(3, 3 + len(labels)))


def _gap(found: PairedDifference, unit: str) -> str:
    """A difference with its interval; in brackets where the interval holds 0."""
    step, low, high = difference_parts(found, unit)
    if found.identical:
        return "0"
    text = f"{step} ({low} … {high})" if math.isfinite(found.low) else step
    return text if found.verdict in ("raises", "lowers") else f"[{text}]"


def _shares(found: ForWhom, language: Language) -> str:
    table = []
    for each in found.shares:
        up, down = ("better", "worse") if each.wanted else ("rises", "falls")
        row = [each.scenario, _label(each.indicator, language)]
        for key, share in ((up, each.better), (down, each.worse)):
            row.append(f"{_word(key, language)} {_share(share)}")
        table.append(tuple(row))
    return aligned(table)


def _share(share: tuple[float, float, float]) -> str:
    mean, low, high = (fixed(100 * min(max(each, 0), 1) if math.isfinite(each) else each, 0) for each in share)
    return f"{mean}% ({low} … {high})"


def _turns(found: ForWhom, language: Language) -> str:
    table = []
    for each in found.turns:
        trait = TRAITS[each.trait]
        name = trait.zh if language == "zh" else trait.en
        table.append((each.scenario, _label(each.indicator, language), name, _turn(each.turn, trait.unit, language)))
    return aligned(table)


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
