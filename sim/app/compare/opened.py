"""One of the five questions of a headline, opened: what is computed, and by which command what is not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import numpy as np

from sim.analysis.comparison import FEWEST_PAIRS, PART
from sim.analysis.effects import PairedDifference
from sim.analysis.reading import Reading
from sim.app.compare import opened_why
from sim.app.compare.asked import LETTERS, name_of_side
from sim.app.compare.exports import command_of
from sim.app.compare.opened_errands import unknowns, whom
from sim.app.compare.opened_parts import column as _column
from sim.app.compare.state import State
from sim.app.compare.tiles import _of_side
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.indicators import INDICATORS
from sim.policies import find_policy
from sim.policies.common.words import words_of
from sim.report.comparison.cells import SHAPES
from sim.report.comparison.over_time import ticks_of
from sim.report.comparison.statements import Rows
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import amount, fixed
from sim.report.layout.steps import decimals_of, level_shown, step_of
from sim.runs.jobs import LIST, quorum_rule
from sim.words.compare import say
from sim.words.labels import SPACE

DOT_ROWS = 4
MARGIN = 5.0
"""Per cent beside the outermost dot."""


def opened_of(state: State) -> dict[str, Any] | None:
    """The question that is open; None if none is."""
    view, language = state.view, state.view.language
    if not view.outcome:
        return None
    readings = {
        letter: each
        for letter in LETTERS
        for each in (state.shown.readings if state.shown else ())
        if (each.indicator.name, each.outcome.scenario) == (view.outcome, name_of_side(letter))
    }
    rows = Rows.of(state.shown.readings) if state.shown else Rows({})
    return {
        "outcome": view.outcome,
        "question": view.question,
        "title": title_of(state, readings, rows, language),
        "close": say("close", language),
        "columns": PARTS[view.question](state, readings, rows),
    }


def title_of(state: State, readings: Mapping[str, Reading], rows: Rows, language: Language) -> str:
    """The question and the headline in one line."""
    label = INDICATORS[state.view.outcome].label(language)
    between = "; " if language == "en" else "；"
    colon = ": " if language == "en" else "："
    told = [
        "".join(part["text"] for part in _of_side(letter, each, rows, language)) for letter, each in readings.items()
    ]
    return f"{say(state.view.question, language)}{colon}{label}{' – ' if told else ''}{between.join(told)}"


def sure(state: State, readings: Mapping[str, Reading], rows: Rows) -> list[dict[str, Any]]:
    """Luck, rules, unknowns."""
    found = [_luck(state, letter, each, rows) for letter, each in readings.items()]
    if len(found) > 1:  # the side of which more is seen stands first, the other below it
        found = [found[0] | {"more": found[1]}]
    return [*found, _rules(state, readings), unknowns(state, readings)]


def _luck(state: State, letter: str, reading: Reading, rows: Rows) -> dict[str, Any]:
    language, figures = state.view.language, state.shown.figures if state.shown else None
    steps = np.zeros(0) if figures is None else figures.steps.get((reading.indicator.name, reading.outcome.scenario))
    if steps is None or not len(steps):
        return _column(say("luck", language, same=0, pairs=0, go=""), badge=say("not_computed", language))
    factor = step_of(reading.indicator.unit).factor
    values = factor * steps[np.isfinite(steps)]
    mean = reading.found.difference
    same = int(np.sum(np.sign(values) == np.sign(mean)))
    head = say("luck", language, same=same, pairs=len(values), go=say("rise" if mean > 0 else "fall", language))
    shown = rows.shown(reading)
    svg, marks = strip(values, reading, factor)
    note = say("luck_note", language, letter=letter, low=shown.low, high=shown.high)
    return _column(f"{letter} · {head}", badge=say("computed", language), svg=svg, marks=marks, text=note)


def strip(values: np.ndarray, reading: Reading, factor: float) -> tuple[str, list[dict[str, Any]]]:
    """Dots, one a pair, and below them the mean with its interval; better is to the right."""
    side = -1 if reading.indicator.better < 0 else 1
    found = reading.found
    ends = [each for each in (found.low, found.high) if math.isfinite(each)]
    every = side * np.concatenate([values, factor * np.array([*ends, found.difference, 0.0])])
    low, high = float(every.min()), float(every.max())
    width = high - low or 1.0

    def at(value: float) -> float:
        return MARGIN + (100 - 2 * MARGIN) * (side * value - low) / width

    dots = "".join(
        f'<circle cx="{at(float(value)):.1f}%" cy="{8 + 9 * (place % DOT_ROWS)}" r="3.6"/>'
        for place, value in enumerate(sorted(values))
    )
    parts = [f'<line class="zero" x1="{at(0):.1f}%" x2="{at(0):.1f}%" y2="66"/><g class="pairs">{dots}</g>']
    if ends:
        left, right = (at(factor * each) for each in (found.low, found.high))
        parts.append(f'<line class="ci" x1="{left:.1f}%" x2="{right:.1f}%" y1="56" y2="56"/>')
    parts.append(
        f'<use class="point" href="#{SHAPES[reading.verdict]}" x="{at(factor * found.difference):.1f}%" y="56"/>'
    )
    ticks = ticks_of(low, high) if high > low else [0.0]
    decimals = max(0, -math.floor(math.log10(abs(ticks[1] - ticks[0])) + 1e-9)) if len(ticks) > 1 else 0
    marks = [{"at": at(side * tick), "text": fixed(side * tick, decimals, sign=bool(tick))} for tick in ticks]
    kind = reading.verdict if reading.matters else f"{reading.verdict} small"
    name = escape(f"{len(values)}", quote=True)
    return f'<svg class="strip dot {kind}" role="img" aria-label="{name}">{"".join(parts)}</svg>', marks


def _rules(state: State, readings: Mapping[str, Reading]) -> dict[str, Any]:
    """What the extremes of the quorum rule leave of the difference."""
    language = state.view.language
    under = {rule: None for each in readings.values() for rule in each.under}
    if not under:
        asked = state.asked.quorum or quorum_rule(state.baseline)
        needed = PART * FEWEST_PAIRS
        text = say("rules_none", language, pairs=needed)
        others = [rule for rule in ("list", "registered", "adjusted") if rule != asked]
        rows = [_turn(rule, language) for rule in others]
        return _column(say("rules_head", language), badge=say("not_computed", language), text=text, rows=rows)
    rests = any(each.resting for each in readings.values())
    rows = []
    for rule in (LIST, *under):
        for letter, each in readings.items():
            found = each.found if rule == LIST else each.under.get(rule)
            if found is not None:
                rows.append(_rule_row(rule, letter, each, found, language))
    text = "" if rests else say("rules_same", language)
    head = say("rules_rest" if rests else "rules_head", language)
    return _column(head, badge=say("computed", language), rows=rows, text=text)


def _rule_row(rule: str, letter: str, reading: Reading, found: PairedDifference, language: Language) -> dict[str, Any]:
    factor, unit = step_of(reading.indicator.unit).factor, reading.indicator.unit
    decimals = decimals_of([factor * found.difference], factor * reading.least)
    interval = (
        f"{fixed(factor * found.low, decimals, sign=True)} {say('to', language)} "
        f"{fixed(factor * found.high, decimals, sign=True)}"
        if math.isfinite(found.low)
        else ""
    )
    name = f"{letter} · {say(f'quorum_{rule}', language).partition(':' if language == 'en' else '：')[2].strip()}"
    base = f"{say('baseline', language)} {level_shown(found.baseline, unit, language)}"
    in_force = f"{SPACE[language]}({say('in_force', language)})" if rule == LIST else ""
    turn = _turn(rule, language)["button"] if rule != LIST else None
    value = fixed(factor * found.difference, decimals, sign=True)
    return {"name": name + in_force, "small": base, "value": value, "interval": interval, "button": turn}


def _turn(rule: str, language: Language) -> dict[str, Any]:
    name = say(f"quorum_{rule}", language)
    button = {"act": "quorum", "value": rule, "text": say("rules_turn", language)}
    return {"name": name, "small": "", "value": "", "interval": "", "button": button}


def why(state: State, readings: Mapping[str, Reading], rows: Rows) -> list[dict[str, Any]]:
    """Parts and paths where an answer is stored, else what the policies are declared to do."""
    return opened_why.why(state)


def fails(state: State, readings: Mapping[str, Reading], rows: Rows) -> list[dict[str, Any]]:
    """How the policies fail, as far as it is declared."""
    return _declared(state, "fails", "fails_note", command=f"{command_of(state)} --by archetype")


def _declared(state: State, key: str, note: str, command: str) -> list[dict[str, Any]]:
    """A part of the words of every policy, in columns: a side each."""
    language = state.view.language
    first = _column(
        say(state.view.question, language),
        badge=say("not_computed", language),
        text=say(note, language),
        command=command,
    )
    columns = [first]
    for letter, side in zip(LETTERS, state.seen.sides, strict=True):
        told = [
            f"{policy_title(name, language)}: {words_of(find_policy(name))[language].get(key, '')}"
            for name in side.policies
        ]
        if told:
            columns.append(_column(letter, list=told))
    return columns


def cost(state: State, readings: Mapping[str, Reading], rows: Rows) -> list[dict[str, Any]]:
    """What a gain costs; a harm has no price."""
    language, figures = state.view.language, state.shown.figures if state.shown else None
    columns = []
    for letter, each in readings.items():
        side = name_of_side(letter)
        if figures is None or side not in figures.costs:
            continue
        booked = figures.costs[side]
        told = [
            say("side_costs", language, letter=letter, yuan=amount(booked.yuan), hours=fixed(booked.hours_village, 0))
        ]
        price = figures.prices.get((each.indicator.name, side, "yuan"))
        step = step_of(each.indicator.unit)
        gain = f"{plain(step.gained, 3)}{SPACE[language]}{step.word(language, plain(step.gained, 3))}"
        part = step.gained / step.factor
        if price is None:
            told.append(say("price_none", language, letter=letter))
        else:
            value, low, high = (amount(abs(part * number)) for number in (price.value, price.low, price.high))
            told.append(say("price_is", language, letter=letter, value=value, low=low, high=high, step=gain))
        columns.append(_column(f"{letter} · {say('price_head', language)}", badge=say("computed", language), list=told))
    if not columns:
        return [
            _column(say("price_head", language), badge=say("not_computed", language), text=say("costs_none", language))
        ]
    columns.append(
        _column(
            "",
            text=say("price_note", language),
            button={"act": "tab", "value": "costs", "text": say("tab_costs", language)},
        )
    )
    return columns


PARTS: Mapping[str, Callable[[State, Mapping[str, Reading], Rows], list[dict[str, Any]]]] = {
    "why": why,
    "sure": sure,
    "whom": lambda state, readings, rows: whom(state, readings),
    "cost": cost,
    "fails": fails,
}
