"""The matrix of a comparison as HTML: sentences, and below them outcomes by alternatives, a scale a row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from sim.analysis.reading import BETTER, CHANGED, NONE, UNKNOWN, WORSE, Reading, why_it_matters
from sim.core.config.language import Language
from sim.core.recording.indicator import AnyIndicator
from sim.indicators.branch import BRANCH
from sim.indicators.constructions import CONSTRUCTIONS
from sim.indicators.contact import CONTACT
from sim.indicators.demography import DEMOGRAPHY
from sim.indicators.digital import DIGITAL
from sim.indicators.economy import ECONOMY
from sim.indicators.members import MEMBERS
from sim.indicators.poverty import POVERTY
from sim.report.comparison import cells
from sim.report.comparison.columns import Alternative, blocks_of, head, label, table
from sim.report.comparison.statements import Rows, Sentence, spoken
from sim.report.layout.doubts import MARKS, doubt_words, doubts_of
from sim.report.layout.steps import least_shown, level_shown
from sim.report.layout.tables import READINGS
from sim.words.labels import SPACE, word

FAMILIES = (BRANCH, CONTACT, DIGITAL, MEMBERS, POVERTY, ECONOMY, CONSTRUCTIONS, DEMOGRAPHY)
FAMILY_OF = {each.name: place for place, family in enumerate(FAMILIES) for each in family}
"""Outcomes of one file stand together; those from outside the package below them."""
WORDS: Mapping[str, tuple[str, str]] = {
    "outcome": ("Outcome", "指标"),
    "baseline": ("Baseline", "基准"),
    "matters": ("matters from", "有意义"),
    "is_baseline": ("baseline", "基准"),
    "difference": ("difference", "差异"),
    "interval": ("95 % interval", "95%区间"),
    "less": ("less", "减少"),
    "more": ("more", "增加"),
    "seen_small": ("seen, but less than matters", "有差异，但小于有意义的差异"),
    "none_seen": ("none seen", "未见差异"),
    "one_pair": ("one pair", "仅一对"),
    "to": ("{low} to {high}", "{low}至{high}"),
    "plain": ("No direction counts as better", "不分好坏"),
    "no_value": ("no value", "无值"),
}


def in_rows(rows: Rows) -> list[str]:
    """Outcomes in the order of a matrix: those of a family together, those without a direction last."""

    def place(name: str) -> tuple[bool, int]:
        return rows.by_outcome[name][0].indicator.better == 0, FAMILY_OF.get(name, len(FAMILIES))

    return sorted(rows.by_outcome, key=place)


def begins_group(names: Sequence[str], place: int) -> bool:
    """Whether a line parts an outcome from the one above it."""
    return place > 0 and FAMILY_OF.get(names[place]) != FAMILY_OF.get(names[place - 1])


def matrix(
    alternatives: Sequence[Alternative],
    readings: Sequence[Reading],
    told: Mapping[str, Sequence[Sentence]],
    language: Language,
    own: Mapping[str, float] | None = None,
) -> str:
    """Sentences and matrix of all alternatives, three beside each other.

    Parameters
    ----------
    alternatives : sequence of Alternative
    readings : sequence of Reading
        Of all alternatives: the scale of a row is that of all.
    told : dict of str to sequence of Sentence
        What is said of each alternative.
    language : {"en", "zh"}
    own : dict of str to float, optional
        The reader's own least differences.
    """
    rows = Rows.of(readings)
    blocks = [
        table("matrix", block, _rows(block, rows, told, language, own or {}, first=not place))
        for place, block in enumerate(blocks_of(alternatives))
    ]
    return cells.DEFINITIONS + "\n" + "\n".join(blocks)


def _rows(
    block: tuple[Alternative, ...],
    rows: Rows,
    told: Mapping[str, Sequence[Sentence]],
    language: Language,
    own: Mapping[str, float],
    first: bool,
) -> Iterator[str]:
    names = in_rows(rows)
    corner = legend(rows, language) if first else ""
    statements = [_said(each, told[each.name], SPACE[language]) for each in block]
    says = "".join(f'<th scope="col" class="alt">{each}</th>' for each in statements)
    yield f'<tr class="head"><td class="lab corner">{corner}</td>{says}</tr>'
    yield head(block, named=False)
    plain = False
    for place, name in enumerate(names):
        indicator = rows.by_outcome[name][0].indicator
        without = indicator.better == 0
        if not place or without != plain:
            yield _axes(block, without, bool(place), language)
        plain = without
        yield _row(block, name, rows, begins_group(names, place), language, own)


def _said(alternative: Alternative, sentences: Sequence[Sentence], between: str) -> str:
    """The title of an alternative, and what is said of it."""
    body = [each for each in sentences if each.kind not in ("rule", "cost")]
    rest = [each for each in sentences if each.kind in ("rule", "cost")]
    main = between.join(_marked(each) for each in body)
    small = "".join(f'<p class="{each.kind}">{_marked(each)}</p>' for each in rest)
    return f"<h2>{alternative.badge} {escape(alternative.title)}</h2><p>{main}</p>{small}"


def _marked(sentence: Sentence) -> str:
    return "".join(
        f'<b class="{part.verdict}">{escape(part.text)}</b>' if part.verdict else escape(part.text)
        for part in sentence.parts
    )


def _axes(block: tuple[Alternative, ...], plain: bool, again: bool, language: Language) -> str:
    """What the columns are, and what left and right mean below."""
    both = [word(key, language, WORDS) for key in ("less", "more")]
    left, right = both if plain else (word(WORSE, language), word(BETTER, language))
    ends = f'<span class="ax"><i>← {left}</i><i>{right} →</i></span>'
    difference, interval = (word(key, language, WORDS) for key in ("difference", "interval"))
    heads = "" if again else f'<span class="values"><i>{difference}</i><i>{interval}</i></span>'
    first = word("plain" if plain else "outcome", language, WORDS)
    more = [("base", "baseline"), ("least", "matters")]
    told = "".join(f'<span class="{kind}">{word(key, language, WORDS)}</span>' for kind, key in more if not again)
    cells_ = f"<td>{ends}{heads}</td>" * len(block)
    wide = " wide" if again else ""
    return f'<tr class="axes"><td class="lab"><span class="name{wide}">{first}</span>{told}</td>{cells_}</tr>'


def _row(
    block: tuple[Alternative, ...], name: str, rows: Rows, first: bool, language: Language, own: Mapping[str, float]
) -> str:
    row = rows.by_outcome[name]
    scale, by_name = cells.scale_of(row), {each.outcome.scenario: each for each in row}
    drawn = "".join(
        f'<td class="c">{_cell(by_name[each.name], scale, rows, language, each.title)}</td>'
        if each.name in by_name
        else f'<td class="c">{word("no_value", language, WORDS)}</td>'
        for each in block
    )
    kind = "o first" if first else "o"
    return f'<tr class="{kind}">{label(*_labelled(row[0], language, own))}{drawn}</tr>'


def _labelled(reading: Reading, language: Language, own: Mapping[str, float]) -> tuple[str, str, str]:
    """Label, baseline and least difference of a row, and its definition."""
    indicator: AnyIndicator = reading.indicator
    space = SPACE[language]
    narrow = '<span class="narrow">{}</span>'
    base = narrow.format(word("is_baseline", language, WORDS) + space)
    base += escape(level_shown(reading.found.baseline, indicator.unit, language))
    least = narrow.format(word("matters", language, WORDS) + space)
    least += escape(least_shown(reading.least, indicator.unit, language, narrow=True))
    why = escape(why_it_matters(indicator, own, language), quote=True)
    more = f'<span class="base">{base}</span><span class="least" title="{why}">{least}</span>'
    return indicator.label(language), more, indicator.meaning(language)


def _cell(reading: Reading, scale: float, rows: Rows, language: Language, title: str) -> str:
    found = rows.shown(reading)
    drawing = cells.cell(reading, scale, spoken(reading, rows, language, title))
    number = word("none_seen", language, WORDS) if reading.verdict == NONE else found.step
    interval = word("to", language, WORDS, low=found.low, high=found.high)
    if not math.isfinite(reading.found.low):
        interval = word("one_pair", language, WORDS)
    doubts = "".join(
        f'<span title="{escape(doubt_words(each, language), quote=True)}">{MARKS[each]}</span>'
        for each in reading.doubts
    )
    return (
        f'<div class="plot">{drawing}</div><div class="v"><b class="{cells.classes(reading)}">{number}</b>'
        f'<span class="interval">{interval}{doubts}</span></div>'
    )


def legend(rows: Rows, language: Language) -> str:
    """What the marks mean, those that stand in the matrix."""
    every = [each for row in rows.by_outcome.values() for each in row]
    verdicts = {each.verdict for each in every}
    items = [
        (cells.key(verdict), word(READINGS.get(verdict, verdict), language))
        for verdict in (BETTER, WORSE, CHANGED, NONE, UNKNOWN)
        if verdict in verdicts
    ]
    small = {each.verdict for each in every if each.seen and not each.matters}
    if small:
        marks = "".join(cells.key(verdict, small=True) for verdict in (BETTER, WORSE, CHANGED) if verdict in small)
        items.insert(len(verdicts - {NONE, UNKNOWN}), (marks, word("seen_small", language, WORDS)))
    items.append(('<span class="bandkey"></span>', word("small", language)))
    items += [(f'<span class="sign">{MARKS[each]}</span>', doubt_words(each, language)) for each in doubts_of(every)]
    return '<ul class="key">' + "".join(f"<li>{mark}<span>{text}</span></li>" for mark, text in items) + "</ul>"
