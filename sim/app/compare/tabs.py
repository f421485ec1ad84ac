"""The tabs beside the comparison that are tables: costs, assumptions, and what is not computed yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.app.compare.asked import LETTERS, name_of_side
from sim.app.compare.exports import command_of
from sim.app.compare.levers import choice_text
from sim.app.compare.state import State
from sim.core.config.language import Language
from sim.core.config.numbers import plain
from sim.core.declarations.dated_value import Value, shown_value
from sim.core.declarations.parameters import TAGS, Param
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.report.described.catalogue import ASSUMED, shown_range, tags_of_parameters
from sim.report.layout.numbers import amount, fixed
from sim.report.layout.steps import step_of
from sim.words.compare import say
from sim.words.labels import SPACE, word
from sim.words.units import unit_word


def view_of(state: State) -> dict[str, Any]:
    """Blocks of the tab that is open."""
    return {"label": say(f"tab_{state.view.tab}", state.view.language), "blocks": BLOCKS[state.view.tab](state)}


def _block(head: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    return {"head": head, "text": text, "heads": [], "rows": [], "numbers": False, "commands": [], **more}


def costs(state: State) -> list[dict[str, Any]]:
    """What each side costs, and what a unit of each gain costs."""
    language, shown = state.view.language, state.shown
    figures = shown.figures if shown else None
    if figures is None:
        return [_block(say("costs_head", language), say("costs_none", language))]
    letters = [letter for letter in LETTERS if name_of_side(letter) in figures.costs]
    named = {
        "yuan_person": "yuan",
        "hours_person": "hours",
        "yuan_village": "yuan_village",
        "hours_village": "hours_village",
        "yuan_all": "yuan_in_all",
        "hours_all": "hours_in_all",
    }
    rows = [
        [say(key, language), *(amount(getattr(figures.costs[name_of_side(letter)], name)) for letter in letters)]
        for key, name in named.items()
    ]
    lives = [f"{fixed(100 * figures.lives[name_of_side(letter)], 1)}{SPACE[language]}%" for letter in letters]
    rows.append([say("lives", language), *lives])
    heads = ["", *letters]
    blocks = [_block(say("costs_head", language), heads=heads, rows=rows, numbers=True)]
    gains = list(dict.fromkeys(name for name, _, account in figures.prices if account == "yuan"))
    priced = [[_gain(name, language), *(_price(state, name, letter) for letter in letters)] for name in gains]
    if priced:
        head = say("price_head", language)
        blocks.append(_block(head, say("price_note", language), heads=heads, rows=priced, numbers=True))
    return blocks


def _gain(name: str, language: Language) -> str:
    indicator = INDICATORS[name]
    step = step_of(indicator.unit)
    gained = plain(step.gained, 3)
    return say(
        "gain_price",
        language,
        step=f"{gained}{SPACE[language]}{step.word(language, gained)}",
        label=indicator.label(language),
    )


def _price(state: State, name: str, letter: str) -> str:
    shown = state.shown
    price = shown.figures.prices.get((name, name_of_side(letter), "yuan")) if shown and shown.figures else None
    if price is None:
        return "–"
    step = step_of(INDICATORS[name].unit)
    value, low, high = (amount(abs(step.gained / step.factor * each)) for each in (price.value, price.low, price.high))
    return f"{value} ({low} … {high})"


def assumptions(state: State) -> list[dict[str, Any]]:
    """Numbers that are not at their default, and how many numbers are assumptions."""
    language, baseline = state.view.language, state.baseline
    tags = tags_of_parameters()
    some, every = tags[ASSUMED], tags.total()
    changed: dict[str, tuple[Any, str]] = {name: (value, "in_scenario") for name, value in baseline.parameters.items()}
    changed |= {name: (value, "here") for name, value in state.asked.assumptions.items()}
    if state.asked.quorum:
        changed["meetings.denominator"] = state.asked.quorum, "here"
    rows = [_row(name, value, where, language) for name, (value, where) in changed.items()]
    keys = ("parameter", "value", "default", "range", "tag", "source", "where")
    text = say("assumption_count", language, some=some, all=every)
    head = say("tab_assumptions", language)
    if not rows:
        return [_block(head, f"{text} {say('nothing_off', language)}")]
    return [_block(head, text, heads=[say(key, language) for key in keys], rows=rows)]


def _row(name: str, value: Any, where: str, language: Language) -> list[str]:
    param = all_parameters()[name]
    told = (
        f"{param.label(language)} ({name})",
        in_words(value, param, language),
        in_words(param.default, param, language),
    )
    return [*told, shown_range(param, language), word(param.tag, language, TAGS), param.source, say(where, language)]


def in_words(value: Any, param: Param, language: Language) -> str:
    """A value with its unit."""
    if param.choices or param.is_switch:
        simple: Value = bool(value) if param.is_switch else value
        return choice_text(simple, language) if isinstance(simple, bool | str) else shown_value(value)
    return f"{shown_value(value)} {unit_word(param.unit, language)}"


def matters(state: State) -> list[dict[str, Any]]:
    """What the answers hang on: the command that computes it."""
    language = state.view.language
    command = f"{command_of(state)} --over plausible"
    return [_block(say("tab_matters", language), say("matters_note", language), commands=[command])]


def model(state: State) -> list[dict[str, Any]]:
    """The model's description: the commands that print it."""
    language = state.view.language
    policies = dict.fromkeys(name for side in state.asked.sides for name in side.policies)
    commands = ["ruralparty month", "ruralparty parameters", "ruralparty outcomes"]
    commands += [f"ruralparty explain {name}" for name in policies]
    return [_block(say("tab_model", language), say("model_note", language), commands=commands)]


BLOCKS: Mapping[str, Callable[[State], list[dict[str, Any]]]] = {
    "matters": matters,
    "costs": costs,
    "assumptions": assumptions,
    "model": model,
}
