"""Headlines as tiles: a sentence, the baseline, and a cell for each side with its mark, number and interval."""

from __future__ import annotations

import math
from html import escape
from typing import Any

from sim.analysis.reading import FEW_PAIRS, MISSING_PAIRS, Reading
from sim.app.compare.answer import Answer, Stage
from sim.app.compare.asked import LETTERS, name_of_side, title_of_side
from sim.app.compare.state import State
from sim.app.compare.tiles_order import PANELS, TILES
from sim.app.compare.view import QUESTIONS
from sim.core.config.language import Language
from sim.indicators import HEADLINES, INDICATORS
from sim.report.comparison.cells import REACH, cell, classes
from sim.report.comparison.statements import MARKS, Rows, spoken
from sim.report.layout.numbers import fixed
from sim.report.layout.steps import level_shown, step_of
from sim.words.compare import say
from sim.words.labels import SPACE

BETWEEN: dict[Language, tuple[str, str]] = {"en": ("; ", "."), "zh": ("；", "。")}
MISSING = "–"


def shown_outcomes(state: State) -> list[str]:
    """Outcomes of the page in their order: tiles first, then further panels."""
    usual = [name for name in HEADLINES if INDICATORS[name].better]
    return list(dict.fromkeys([*state.tiles, *usual]))[:PANELS]


def tiles_of(state: State) -> list[dict[str, Any]]:
    """The four tiles."""
    return [tile_of(name, state) for name in shown_outcomes(state)[:TILES]]


def tile_of(outcome: str, state: State) -> dict[str, Any]:
    """One tile."""
    language, shown = state.view.language, state.shown
    indicator = INDICATORS[outcome]
    rows = Rows.of(shown.readings) if shown else Rows({})
    mine = list(rows.by_outcome.get(outcome, ()))
    by_letter = {letter: each for letter in LETTERS for each in mine if each.outcome.scenario == name_of_side(letter)}
    estimate = shown is not None and shown.stage == Stage.ESTIMATE
    stale = shown is not None and not estimate and not state.is_exact
    label = indicator.label(language)
    unit = step_of(indicator.unit).word(language)
    is_turned = indicator.better < 0
    rests = any(each.resting for each in mine)
    return {
        "outcome": outcome,
        "label": label[:1].upper() + label[1:],
        "meaning": indicator.meaning(language),
        "baseline": f"{say('baseline', language)} {level_shown(mine[0].found.baseline, indicator.unit, language)}"
        if mine
        else "",
        "sentence": sentence_of(by_letter, rows, shown, state)
        if shown
        else [_part(say("no_answer", language), "none")],
        "left": f"← {say('worse' if indicator.better else 'less', language)}",
        "right": f"{say('better' if indicator.better else 'more', language)} →",
        "unit": say("unit_ci", language, unit=unit),
        "turned": is_turned,
        "rows": [
            _row(letter, by_letter.get(letter), rows, state, estimate)
            for letter, side in zip(LETTERS, state.seen.sides, strict=True)
            if not side.is_empty or letter in by_letter
        ],
        "estimate": estimate,
        "stale": stale,
        "questions_label": say("questions", language, label=label),
        "questions": [
            {
                "name": each,
                "text": say(each, language) + (f" {MARKS['quorum_rule']}" if each == "sure" and rests else ""),
                "open": (state.view.outcome, state.view.question) == (outcome, each),
            }
            for each in QUESTIONS
        ],
    }


def sentence_of(by_letter: dict[str, Reading], rows: Rows, shown: Answer, state: State) -> list[dict[str, str]]:
    """The headline in pieces: what is seen first, the larger before the smaller, then what is not."""
    language = state.view.language
    between, stop = BETWEEN[language]
    if not by_letter:
        return [_part(say("no_value", language), "none")]
    if shown.stage == Stage.ESTIMATE:
        told = [say("about", language, letter=letter, step=_about(each, rows)) for letter, each in by_letter.items()]
        units = step_of(next(iter(by_letter.values())).indicator.unit).word(language)
        comma = ", " if language == "en" else "，"
        text = say("estimate_is", language) + comma.join(told) + (f"{SPACE[language]}{units}" if units else "") + stop
        return [_part(text, "soft")]
    order = sorted(by_letter, key=lambda letter: -by_letter[letter].size if by_letter[letter].seen else 0.0)
    parts = [_part(say("so_far", language))] if shown.stage == Stage.FEW else []
    for place, letter in enumerate(order):
        parts += [_part(between)] if place else []
        parts += _of_side(letter, by_letter[letter], rows, language)
    return [*parts, _part(stop)]


def _of_side(letter: str, reading: Reading, rows: Rows, language: Language) -> list[dict[str, str]]:
    colon = ": " if language == "en" else "："
    if not reading.seen:
        key = "one_pair" if reading.verdict == "unknown" else "unseen"
        return [_part(f"{letter}{colon}"), _part(say(key, language), "none")]
    size = rows.shown(reading).size
    step = f"{size}{SPACE[language]}{step_of(reading.indicator.unit).word(language, size)}".rstrip()
    text = say("raises" if reading.found.difference > 0 else "lowers", language, step=step)
    if reading.resting:
        text += say("under_rule", language)
    return [_part(f"{letter} "), _part(text, f"{reading.verdict} strong" if reading.matters else reading.verdict)]


def _part(text: str, kind: str = "") -> dict[str, str]:
    return {"text": text, "kind": kind}


def _about(reading: Reading, rows: Rows) -> str:
    """An estimate: no more than two digits."""
    value = reading.found.difference * step_of(reading.indicator.unit).factor
    decimals = max(0, min(rows.decimals(reading.indicator.name) - 1, 2))
    return fixed(value, decimals, sign=True)


def _row(letter: str, reading: Reading | None, rows: Rows, state: State, estimate: bool) -> dict[str, Any]:
    """A side's row of a tile."""
    language = state.view.language
    empty = {
        "letter": letter,
        "svg": "",
        "value": MISSING,
        "interval": "",
        "mark": "",
        "kind": "none small",
        "note": "",
    }
    if reading is None:
        return empty
    found = rows.shown(reading)
    scale = state.reaches.get(reading.indicator.name) or max(abs(reading.found.difference), reading.least) or 1.0
    interval = f"{found.low} {say('to', language)} {found.high}" if math.isfinite(reading.found.low) else ""
    title = f"{letter}, {title_of_side(state.seen.sides[LETTERS.index(letter)])[language]}"
    name = spoken(reading, rows, language, title)
    doubts = [each for each in reading.doubts if each in (FEW_PAIRS, MISSING_PAIRS)]
    if estimate:
        svg = hatched(reading, scale, f"{say('estimate', language)}: {name}")
        return empty | {"svg": svg, "value": f"≈ {_about(reading, rows)}", "interval": interval, "kind": "soft"}
    return empty | {
        "svg": cell(reading, scale, name),
        "value": found.step,
        "interval": interval,
        "mark": "".join(MARKS[each] for each in doubts),
        "kind": classes(reading),
    }


def hatched(reading: Reading, scale: float, name: str) -> str:
    """A cell that pretends to no point: the interval of an estimate as a hatched bar."""
    side = -1 if reading.indicator.better < 0 else 1
    found = reading.found
    ends = (found.low, found.high) if math.isfinite(found.low) else (found.difference, found.difference)
    left, right = sorted(50 + REACH * min(max(side * each / scale, -1.13), 1.13) for each in ends)
    half = min(REACH * reading.least / scale, 50.0)
    return (
        f'<svg class="dot" role="img" aria-label="{escape(name, quote=True)}">'
        f'<rect class="band" x="{50 - half:.2f}%" width="{2 * half:.2f}%" height="100%"/>'
        '<line class="zero" x1="50%" x2="50%" y2="100%"/>'
        f'<rect class="estimate" x="{left:.2f}%" width="{max(right - left, 1):.2f}%" y="5" height="12"/></svg>'
    )
