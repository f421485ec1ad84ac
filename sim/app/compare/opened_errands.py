"""Unknowns and groups of a headline that is open: offered, under way, or what came of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.analysis.effects import PairedDifference
from sim.analysis.for_whom import ALL_TRAITS, PERSONS, ForWhom
from sim.analysis.reading import Reading
from sim.analysis.robust.turns import Signs
from sim.analysis.turning import Leaf
from sim.app.compare.asked import name_of_side
from sim.app.compare.errands import GROUPS, PLAUSIBLE, POINTS, WHOM, Over
from sim.app.compare.exports import command_of
from sim.app.compare.opened_parts import column
from sim.app.compare.state import State
from sim.core.config.language import Language
from sim.indicators import INDICATORS
from sim.indicators.groups import GROUPS as OF_PERSONS
from sim.mechanisms import all_parameters
from sim.report.analyses.signs_text import PLAUSIBLE_POINTS, short, signs_text
from sim.report.comparison.for_whom_text import HEADINGS, share_text, turn_text, where_text
from sim.report.layout.numbers import fixed
from sim.report.layout.steps import decimals_of, step_of
from sim.runs.traits import TRAITS
from sim.words.compare import say
from sim.words.labels import word


def unknowns(state: State, readings: Mapping[str, Reading]) -> dict[str, Any]:
    """Whether the sign holds at plausible points."""
    language, key = state.view.language, (PLAUSIBLE, "")
    found: Over | None = state.found.get(key)
    head = say("unknowns_head", language)
    if found is None:
        told = _offered(state, key, "run_points" if readings else "", points=POINTS)
        text = told.pop("text") or say("unknowns_note", language)
        return column(head, text=text, command=f"{command_of(state)} --over plausible", **told)
    lines = []
    for letter in readings:
        signs = found.signs.get((name_of_side(letter), state.view.outcome))
        if signs is not None:
            lines.append(f"{letter}: {signs_text(_labelled(signs, language), language, PLAUSIBLE_POINTS)}")
    note = say("points_earlier", language) if found.earlier else ""
    return column(head, badge=say("computed", language), list=lines, text=say("points_note", language) + note)


def _labelled(signs: Signs, language: Language) -> Signs:
    """The same with the unknown called as on the page."""
    turn = signs.turn
    known = None if turn is None else all_parameters().get(short(turn.factor))
    if turn is None or known is None:
        return signs
    return replace(signs, turn=replace(turn, factor=known.label(language)))


def _offered(state: State, key: tuple[str, str], offer: str, **words: Any) -> dict[str, Any]:
    """Badge, text and button of what is not there yet: offered, waiting, under way, or failed."""
    language, going = state.view.language, state.going.get(key)
    button = {"act": "errand", "value": [*key], "text": say(offer, language, **words)} if offer else None
    if going is None or going.failure:
        return {
            "badge": say("failed" if going else "not_computed", language),
            "text": going.failure if going else "",
            "button": button,
        }
    text = say("errand_at", language, done=going.done, runs=going.runs) if going.runs else say("errand_waits", language)
    stop = {"act": "recall", "value": [*key], "text": say("stop", language)}
    return {"badge": say("under_way", language), "text": text, "button": stop}


def groups_of(outcome: str) -> list[str]:
    """Groups by which an outcome can be told apart."""
    persons = OF_PERSONS.offers(INDICATORS[outcome])
    return [each for each in GROUPS if persons or each not in PERSONS]


def whom(state: State, readings: Mapping[str, Reading]) -> list[dict[str, Any]]:
    """Differences by group."""
    language, outcome = state.view.language, state.view.outcome
    groups = groups_of(outcome)
    by = state.view.by if state.view.by in groups else groups[0]
    select = {
        "act": "by",
        "value": by,
        "label": say("by_group", language),
        "options": [{"value": each, "text": word(each, language, HEADINGS)} for each in groups],
    }
    key = WHOM, by
    found: ForWhom | None = state.found.get(key)
    command = f"{command_of(state)} --by {by}"
    head = say("whom", language)
    if found is None:
        told = _offered(state, key, "run_groups" if readings else "")
        text = told.pop("text") or say("whom_note", language)
        return [column(head, text=text, select=select, command=command, **told)]
    note = say("thirds", language) if by in TRAITS else say("all_traits", language) if by == ALL_TRAITS else ""
    first = column(head, badge=say("computed", language), select=select, text=note, command=command)
    return [first, *(_of_side(letter, found, outcome, language) for letter in readings)]


def _of_side(letter: str, found: ForWhom, outcome: str, language: Language) -> dict[str, Any]:
    """What was found of one side: a row a group, then villages better and worse off, then where it turns."""

    def mine(each: Any) -> bool:
        return bool((each.scenario, each.indicator.name) == (name_of_side(letter), outcome))

    rows = [_row(each.label(language), each.difference, outcome, language) for each in found.groups if mine(each)]
    lines = [share_text(each, language) for each in found.shares if mine(each)]
    for turn in found.turns:
        if mine(turn) and (found.by != ALL_TRAITS or math.isfinite(turn.turn.at)):
            lines.append(turn_text(turn, language))
    for tree in found.trees:
        if mine(tree):
            rows += [_leaf(leaf, outcome, language) for leaf in tree.leaves if len(tree.leaves) > 1]
    return column(letter, rows=rows, list=lines, text="" if rows or lines else say("no_group", language))


def _leaf(leaf: Leaf, outcome: str, language: Language) -> dict[str, Any]:
    """Villages that a tree puts together, as a row."""
    share = say("of_villages", language, share=fixed(100 * leaf.share, 0))
    return _row(where_text(leaf, language), leaf, outcome, language) | {"small": share}


def _row(name: str, found: PairedDifference | Leaf, outcome: str, language: Language) -> dict[str, Any]:
    indicator = INDICATORS[outcome]
    factor = step_of(indicator.unit).factor
    least = indicator.matters.least if indicator.matters is not None else 0.0
    decimals = decimals_of([factor * found.difference], factor * least)
    value = fixed(factor * found.difference, decimals, sign=True)
    ends = [fixed(factor * each, decimals, sign=True) for each in (found.low, found.high)]
    interval = f"{ends[0]} {say('to', language)} {ends[1]}" if math.isfinite(found.low) else ""
    return {"name": name, "small": "", "value": value, "interval": interval, "button": None}
