"""Why, as text: for each headline of which anything is seen its parts and its paths."""

from __future__ import annotations

from typing import Any

from sim.analysis.why.table import Reasons, Share, Why
from sim.channels.table import channel_named
from sim.core.config.language import Language
from sim.indicators import indicator_named
from sim.report.layout.numbers import fixed
from sim.report.layout.sentences import counted_line
from sim.report.layout.table import Column, Faint, Group, Table
from sim.report.layout.text import wrapped
from sim.report.why.why_words import (
    channel_label,
    dose_label,
    lever_label,
    parts_told,
    shown_share,
    step_words,
    title,
    told,
)
from sim.words.labels import in_brackets, listed

HEADS = (Column("", ""), Column("difference", "差异", str), Column("95 % interval", "95%区间", str))
CHANCE = 0.05


def why_text(found: Why, language: Language) -> str:
    """The analysis for a terminal."""
    head = told(
        found,
        language,
        "head",
        title=title(found.alternative, language),
        pairs=found.pairs,
        baseline=title(found.baseline, language),
    )
    blocks = [wrapped(head, 0)]
    blocks += [_block(found, each, language) for each in found.reasons if is_seen(each)]
    return "\n\n".join([*blocks, "\n".join(wrapped(each) for each in _notes(found, language))])


def is_seen(reasons: Reasons) -> bool:
    """Whether anything is seen of an effect or its parts."""
    return any(each.clear for each in (reasons.whole, *(share.found for share in (*reasons.doses, *reasons.levers))))


def names_of(found: Why, language: Language) -> dict[str, str]:
    """Labels of all levers and doses."""
    levers = {name: lever_label(name, language) for name in found.levers}
    return levers | {name: dose_label(found, name, language) for name in found.doses}


def _block(found: Why, reasons: Reasons, language: Language) -> str:
    indicator, names = reasons.indicator, names_of(found, language)
    whole = Share("", reasons.whole)
    rows: list[Any] = [_row(told(found, language, "effect"), whole, indicator.unit)]
    for key, shares in (("doses", reasons.doses), ("levers", reasons.levers)):
        if shares:
            rows += [
                Group(told(found, language, key)),
                *(_row(names[each.name], each, indicator.unit) for each in shares),
            ]
    ways = [each for each in reasons.channels if each.found.clear and _is_printed(each, indicator.unit)]
    if ways:
        ways.sort(key=lambda each: -abs(each.found.difference))
        rows += [Group(told(found, language, "channels"))]
        rows += [_row(channel_label(each.name, language), each, indicator.unit) for each in ways]
    notes = []
    if reasons.cancels:
        parts = parts_told(reasons.cancels, names, indicator.unit, language)
        notes.append(told(found, language, "cancels", count=len(reasons.cancels), parts=parts))
    heading = in_brackets(language, indicator.label(language), step_words(indicator.unit, language))
    return Table(HEADS, rows, language, heading, notes).text()


def _apart(names: list[str], language: Language) -> str:
    """Names that have commas themselves."""
    return ("; " if language == "en" else "；").join(names)


def _is_printed(share: Share, unit: str) -> bool:
    """Whether a digit of it is printed."""
    return bool(shown_share(share, unit)[0].strip("+−0.,"))


def _row(label: str, share: Share, unit: str) -> tuple[str, ...] | Faint:
    cells = (label, *shown_share(share, unit))
    return cells if share.found.clear else Faint(cells)


def _notes(found: Why, language: Language) -> list[str]:
    notes = []
    silent = [each.indicator.label(language) for each in found.reasons if not is_seen(each)]
    if silent:
        notes.append(told(found, language, "nothing", names=_apart(silent, language)))
    seen = {way.name for each in found.reasons if is_seen(each) for way in each.channels if way.found.clear}
    if unseen := [channel_label(name, language) for name in found.channels if name not in seen]:
        notes.append(told(found, language, "not_seen", names=_apart(unseen, language)))
    if any(not channel_named(name).is_entry for name in found.untouched):
        labels = [channel_label(name, language) for name in found.untouched if not channel_named(name).is_entry]
        notes.append(told(found, language, "untouched", names=_apart(labels, language)))
    for name, runs in found.refused.items():
        label = indicator_named(name).label(language)
        shown = listed(language, *runs[:3]) + ("…" if len(runs) > 3 else "")
        notes.append(told(found, language, "refused", outcome=label, count=len(runs), runs=shown))
    count = sum(len(each.levers) + len(each.doses) + len(each.channels) for each in found.reasons)
    notes.append(told(found, language, "chance", count=count, by_chance=fixed(CHANCE * count, 0)))
    return [*notes, counted_line(found.counted, language)]
