"""Why a headline moves: the stored answer of ``ruralparty why`` for a side, or what is declared, and the command.

An answer is found by what its numbers hang on: baseline, side and model. It lies beside the runs in the user's store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sim.analysis.why.record import DOSE, LEVER, THROUGH, WHOLE, place_of, read_kept
from sim.app.compare.asked import LETTERS, Asked, name_of_side, scenarios_of
from sim.app.compare.exports import base_name, is_shipped
from sim.app.compare.opened_parts import column
from sim.app.compare.state import State
from sim.channels.table import channel_named
from sim.core.config.language import Language
from sim.execution.cache import opened
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import find_policy
from sim.policies.common.words import words_of
from sim.report.described.catalogue import policy_title
from sim.report.layout.numbers import fixed
from sim.report.layout.steps import decimals_of, step_of
from sim.words.compare import say

SHOWN = 6
"""Paths that are shown, the largest first."""


def why(state: State) -> list[dict[str, Any]]:
    """A column for what is stored of each side, or for what is declared."""
    found = {letter: row for letter in LETTERS if (row := stored(state, letter))}
    columns = [each for letter, answer in found.items() for each in _computed(state, letter, answer)]
    left = [letter for letter in state.asked.letters if letter not in found]
    if not left and columns:
        return columns
    return [*columns, *declared(state, left, command_why(state, left))]


def stored(state: State, letter: str) -> Mapping[str, Any] | None:
    """The stored answer for a side, if it tells of the headline that is open."""
    path = _place(_Key(state.asked), letter)
    answer = None if path is None else read_kept(path)
    if answer is None or not any(row["outcome"] == state.view.outcome for row in answer["rows"]):
        return None
    return answer


class _Key:
    """A question by what it asks, so that its file is looked for once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def __hash__(self) -> int:
        return hash(self.asked.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.asked.key == other.asked.key


@lru_cache(maxsize=64)
def _place(key: _Key, letter: str) -> Path | None:
    store = opened(True)
    try:
        baseline, *sides = scenarios_of(key.asked)
    except ValueError:  # told elsewhere
        return None
    side = next((each for each in sides if each.name == name_of_side(letter)), None)
    return None if side is None or store.temporary else place_of(store, baseline.scenario, side.scenario)


def _computed(state: State, letter: str, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Parts, and paths, of a side."""
    language, unit = state.view.language, INDICATORS[state.view.outcome].unit
    rows = [row for row in answer["rows"] if row["outcome"] == state.view.outcome]
    by_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in (WHOLE, DOSE, LEVER, THROUGH)}
    parts = by_kind[DOSE] or by_kind[LEVER]
    badge = say("computed", language)
    texts = [say("why_pairs", language, pairs=answer["pairs"])]
    if cancelled := _cancelled(by_kind[WHOLE], parts):
        texts.insert(0, say("why_cancels", language, count=len(cancelled)))
    policies = state.asked.sides[LETTERS.index(letter)].policies
    shown = [_row(row, _part_label(row, policies, language), unit) for row in (*by_kind[WHOLE], *parts)]
    first = column(f"{letter} · {say('why_parts', language)}", badge=badge, rows=shown, text=" ".join(texts))
    ways = sorted((row for row in by_kind[THROUGH] if is_seen(row)), key=lambda row: -abs(row["difference"]))[:SHOWN]
    told = [_row(row, channel_named(row["name"]).words[language], unit) for row in ways]
    note = say("why_paths_note" if told else "why_no_paths", language)
    return [first, column(f"{letter} · {say('why_paths', language)}", badge=badge, rows=told, text=note)]


def is_seen(row: Mapping[str, Any]) -> bool:
    """Whether the interval leaves out 0."""
    return row["verdict"] in ("raises", "lowers")


def _cancelled(whole: Iterable[Mapping[str, Any]], parts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    seen = [row for row in parts if is_seen(row)]
    both = {row["verdict"] for row in seen} == {"raises", "lowers"}
    return seen if both and all(row["verdict"] == "none" for row in whole) else []


def _part_label(row: Mapping[str, Any], policies: Iterable[str], language: Language) -> str:
    if row["kind"] == WHOLE:
        return say("why_effect", language)
    if row["kind"] == LEVER:
        return all_parameters()[row["name"]].label(language)
    known = (find_policy(name).params.get(row["name"]) for name in policies)
    param = next((each for each in known if each is not None), None)
    return row["name"] if param is None else param.label(language)


def _row(row: Mapping[str, Any], name: str, unit: str) -> dict[str, Any]:
    factor = step_of(unit).factor
    values = [factor * row[each] for each in ("difference", "low", "high") if row[each] is not None]
    decimals = decimals_of(values, 0.0)
    value, *ends = (fixed(each, decimals, sign=True) for each in values)
    return {"name": name, "small": "", "value": value, "interval": " … ".join(ends), "button": None}


def command_why(state: State, letters: Iterable[str]) -> str:
    """Command lines that compute it, in the folder of the scenario files."""
    base = "" if is_shipped(state) and state.asked.scenario == "baseline" else f" {state.asked.scenario}"
    base = base if is_shipped(state) else f" {base_name(state)}.yaml"
    return "\n".join(f"ruralparty why {name_of_side(letter)}.yaml{base}" for letter in letters)


def declared(state: State, letters: Iterable[str], command: str) -> list[dict[str, Any]]:
    """What the policies of sides are declared to do."""
    language = state.view.language
    columns = [
        column(
            say(state.view.question, language),
            badge=say("not_computed", language),
            text=say("why_note", language),
            command=command,
        )
    ]
    for letter, side in zip(LETTERS, state.seen.sides, strict=True):
        told = [
            f"{policy_title(name, language)}: {words_of(find_policy(name))[language].get('does', '')}"
            for name in side.policies
        ]
        if told and (letter in letters or not letters):
            columns.append(column(letter, list=told))
    return columns
