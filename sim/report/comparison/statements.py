"""What a comparison says of an alternative, in sentences: gains, harms, changes, what is not seen, the rule, the cost.

Sentences are parts in plain values, so that a page, a terminal and the interactive page say the same. A harm stands
with its number and has no price; verdicts are words, and colour only repeats them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.analysis.comparison import FEWEST_PAIRS, PART, Comparison, pairs_of_extremes
from sim.analysis.reading import BETTER, CHANGED, NONE, QUORUM_RULE, UNKNOWN, WORSE, Reading, of_scenario
from sim.core.config.language import Language
from sim.report.layout.doubts import MARKS, doubt_words, marks
from sim.report.layout.numbers import amount, fixed
from sim.report.layout.sentences import rule_name
from sim.report.layout.steps import Shown, decimals_of, shown, step_of
from sim.report.layout.tables import reading_words
from sim.runs.jobs import LIST, quorum_rule
from sim.words.labels import COLON, SPACE, joined, word

MOST_TOLD = 3
"""Gains, harms and changes that sentences name; the matrix shows all."""
RULE, COST = "rule", "cost"
WORDS: Mapping[str, tuple[str, str]] = {
    BETTER: ("Better", "改善"),
    WORSE: ("Worse", "变差"),
    CHANGED: ("Changed, neither better nor worse", "有变化，不分好坏"),
    "up": ("{label} up {step}", "{label}提高{step}"),
    "down": ("{label} down {step}", "{label}降低{step}"),
    "others": ("On {count} others no difference that matters is seen.", "其余{count}项未见有意义的差异。"),
    "other": ("On one other no difference that matters is seen.", "其余1项未见有意义的差异。"),
    "nothing": ("No difference that matters is seen in any of {count}.", "{count}项均未见有意义的差异。"),
    "more": ("and {count} more", "另有{count}项"),
    "one_pair": ("One pair gives numbers, but no interval: run more pairs.", "仅一个配对，无置信区间：请增加配对。"),
    "rule": ("Quorum rule", "应到会计算规则"),
    "same": ("much the same under either extreme.", "两种极端规则下大致相同。"),
    "rests": ("Rests on the quorum rule", "取决于应到会计算规则"),
    "with_registered": ("where all full members count", "若全体正式党员均计入应到会"),
    "with_adjusted": ("where all those excused are left out", "若扣除全部经批准者"),
    "only": ("{label} only {step}", "{label}仅{step}"),
    "moved": ("{label} {step}", "{label}{step}"),
    "under": ("{where}, {told}", "{where}，{told}"),
    "few": ("extremes not run (from {pairs} pairs on).", "未在两种极端规则下运行（自{pairs}个配对起）。"),
    "left_out": ("extremes not run.", "未在两种极端规则下运行。"),
    "set": ("set to {rule}; extremes not run.", "设定为{rule}；未在两种极端规则下运行。"),
    "yuan": ("{amount} yuan", "{amount}元"),
    "a_person": ("a registered person and year", "／户籍人口·年"),
    "hours": ("{amount} cadre hours a village and year", "每村每年干部工时{amount}小时"),
    "interval": ("95 % {low} to {high}", "95% {low}至{high}"),
}
AND: dict[Language, tuple[str, str]] = {"en": (", ", " and "), "zh": ("，", "，")}
STOP: dict[Language, str] = {"en": ".", "zh": "。"}


@dataclass(frozen=True)
class Part:
    """A piece of a sentence.

    Attributes
    ----------
    text : str
    verdict : str
        Of the emphasis: one of the verdicts of a reading, ``strong``, or nothing.
    """

    text: str
    verdict: str = ""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a statement.

    Attributes
    ----------
    kind : str
        A verdict, ``rule`` or ``cost``.
    parts : tuple of Part
    """

    kind: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The sentence without emphasis."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Rows:
    """Readings by outcome, with what all cells of a row share: decimals and scale.

    Attributes
    ----------
    by_outcome : dict of str to list of Reading
    """

    by_outcome: Mapping[str, Sequence[Reading]]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Rows:
        """Rows in the order of the outcomes."""
        found: dict[str, list[Reading]] = {}
        for each in readings:
            found.setdefault(each.indicator.name, []).append(each)
        return cls(found)

    def decimals(self, outcome: str) -> int:
        """Decimals of all differences of an outcome."""
        row = self.by_outcome[outcome]
        factor = step_of(row[0].indicator.unit).factor
        numbers = (each for reading in row for each in bounds(reading))
        return decimals_of((factor * each for each in numbers), max(each.least for each in row) * factor)

    def shown(self, reading: Reading) -> Shown:
        """The difference as it is printed in its row."""
        return shown(reading.found, reading.indicator.unit, self.decimals(reading.indicator.name))


def bounds(reading: Reading) -> tuple[float, ...]:
    """Difference and bounds of its interval, as far as there are any."""
    found = reading.found
    return tuple(each for each in (found.difference, found.low, found.high) if math.isfinite(each))


def statement(comparison: Comparison, readings: Sequence[Reading], name: str, language: Language) -> list[Sentence]:
    """What is said of one alternative.

    Parameters
    ----------
    comparison : Comparison
    readings : sequence of Reading
        All of the comparison.
    name : str
        Of the alternative.
    language : {"en", "zh"}
    """
    rows, mine = Rows.of(readings), of_scenario(readings, name)
    told = [_named(verdict, mine, rows, language) for verdict in (BETTER, WORSE, CHANGED)]
    unseen = sum(not each.matters for each in mine)
    if mine and all(each.verdict == UNKNOWN or each.found.identical for each in mine):
        told.append(_said(UNKNOWN, word("one_pair", language, WORDS)))
    elif unseen:
        key = "nothing" if unseen == len(mine) else "other" if unseen == 1 else "others"
        told.append(_said(NONE, word(key, language, WORDS, count=unseen)))
    told += [_rule(comparison, mine, language), _cost(comparison, name, language)]
    return [each for each in told if each]


def statements(comparison: Comparison, readings: Sequence[Reading], language: Language) -> dict[str, list[Sentence]]:
    """What is said of each alternative."""
    return {name: statement(comparison, readings, name, language) for name in comparison.alternatives}


def _said(kind: str, text: str) -> Sentence:
    return Sentence(kind, (Part(text, NONE if kind in (NONE, UNKNOWN) else ""),))


def _named(verdict: str, mine: Sequence[Reading], rows: Rows, language: Language) -> Sentence | None:
    """The differences of one verdict that matter, largest first."""
    found = sorted((each for each in mine if each.matters and each.verdict == verdict), key=lambda each: -each.size)
    if not found:
        return None
    items: list[list[Part]] = [
        [Part(_moved(each, rows, language), verdict), *_doubted(each)] for each in found[:MOST_TOLD]
    ]
    if len(found) > MOST_TOLD:
        items.append([Part(word("more", language, WORDS, count=len(found) - MOST_TOLD))])
    start = Part(word(verdict, language, WORDS) + COLON[language])
    return Sentence(verdict, (start, *_strung(items, language), Part(STOP[language])))


def _moved(reading: Reading, rows: Rows, language: Language) -> str:
    """``needs met up 2.7 points``."""
    key = "up" if reading.found.difference > 0 else "down"
    return word(key, language, WORDS, label=reading.indicator.label(language), step=_size(reading, rows, language))


def _size(reading: Reading, rows: Rows, language: Language) -> str:
    size = rows.shown(reading).size
    return f"{size}{SPACE[language]}{step_of(reading.indicator.unit).word(language, size)}"


def _doubted(reading: Reading) -> list[Part]:
    signs = marks(reading)
    return [Part(signs)] if signs else []


def _strung(items: Sequence[Sequence[Part]], language: Language) -> list[Part]:
    """Items with commas between them, and an "and" before the last."""
    between, last = AND[language]
    found: list[Part] = []
    for place, item in enumerate(items):
        found += [Part(last if place == len(items) - 1 else between)] if place else []
        found += item
    return found


def _rule(comparison: Comparison, mine: Sequence[Reading], language: Language) -> Sentence:
    """What the extremes of the quorum rule leave of it, or why they were not run."""
    if comparison.extremes is None:
        return _rule_says(_why_no_extremes(comparison, language), language)
    resting = [each for each in mine if each.resting]
    if resting:
        told = joined(
            language,
            *(
                _under(rule, [each for each in resting if each.resting == rule], "only", language)
                for rule in comparison.extremes.outcomes
            ),
        )
        start = Part(f"{MARKS[QUORUM_RULE]} {word('rests', language, WORDS)}", "strong")
        return Sentence(RULE, (start, Part(COLON[language] + told + STOP[language])))
    told = joined(
        language,
        *(
            _under(rule, [each for each in mine if large_under(each, rule)], "moved", language)
            for rule in comparison.extremes.outcomes
        ),
    )
    return _rule_says(told + STOP[language] if told else word("same", language, WORDS), language)


def _rule_says(text: str, language: Language) -> Sentence:
    return Sentence(RULE, (Part(word("rule", language, WORDS) + COLON[language] + text),))


def large_under(reading: Reading, rule: str) -> bool:
    """Whether an extreme makes a difference that matters to a difference that matters here or there."""
    if rule not in reading.under or not reading.moved_by(rule):
        return False
    there = reading.under[rule]
    return reading.matters or (there.clear and abs(there.difference) >= reading.least)


def _under(rule: str, found: Sequence[Reading], key: str, language: Language) -> str:
    """``where all those excused are left out, first calls without a quorum only −1.5 points``."""
    if not found:
        return ""
    largest = sorted(found, key=lambda each: -each.size)[:MOST_TOLD]
    told = AND[language][0].join(_there(each, rule, key, language) for each in largest)
    return word("under", language, WORDS, where=word(f"with_{rule}", language, WORDS), told=told)


def _there(reading: Reading, rule: str, key: str, language: Language) -> str:
    unit, found = reading.indicator.unit, reading.under[rule]
    factor = step_of(unit).factor
    step = shown(
        found, unit, decimals_of([factor * each.difference for each in (reading.found, found)], factor * reading.least)
    ).step
    printed = f"{step}{SPACE[language]}{step_of(unit).word(language, step)}"
    return word(key, language, WORDS, label=reading.indicator.label(language), step=printed)


def _why_no_extremes(comparison: Comparison, language: Language) -> str:
    rules = {quorum_rule(each) for each in comparison.scenarios}
    if rules != {LIST}:
        names = AND[language][0].join(rule_name(each, language) for each in sorted(rules))
        return word("set", language, WORDS, rule=names)
    if not pairs_of_extremes(comparison.stopping.pairs):
        return word("few", language, WORDS, pairs=PART * FEWEST_PAIRS)
    return word("left_out", language, WORDS)


def _cost(comparison: Comparison, name: str, language: Language) -> Sentence:
    cost = comparison.costs[name]
    money = word("yuan", language, WORDS, amount=amount(cost.yuan))
    parts = [Part(money, "strong"), Part(SPACE[language] + word("a_person", language, WORDS))]
    if round(cost.hours_village):
        hours = word("hours", language, WORDS, amount=fixed(cost.hours_village, 0))
        parts.append(Part(AND[language][0] + hours))
    return Sentence(COST, (*parts, Part(STOP[language])))


def spoken(reading: Reading, rows: Rows, language: Language, title: str = "") -> str:
    """One difference as a sentence: what a mark in a matrix or a tile says to whoever cannot see it.

    Parameters
    ----------
    reading : Reading
    rows : Rows
    language : {"en", "zh"}
    title : str
        Of the alternative.
    """
    found = rows.shown(reading)
    step = f"{found.step}{SPACE[language]}{step_of(reading.indicator.unit).word(language, found.step)}"
    interval = word("interval", language, WORDS, low=found.low, high=found.high)
    told = [step, interval if math.isfinite(reading.found.low) else "", reading_words(reading, language)]
    told += [doubt_words(each, language) for each in reading.doubts]
    what = AND[language][0].join(filter(None, (title, reading.indicator.label(language))))
    return what + COLON[language] + AND[language][0].join(filter(None, told))


def as_lines(told: Mapping[str, Sequence[Sentence]], titles: Mapping[str, Any], language: Language) -> list[str]:
    """Paragraphs of statements for a terminal: an alternative each."""
    return [
        titles[name] + COLON[language] + SPACE[language].join(each.text for each in sentences)
        for name, sentences in told.items()
    ]
