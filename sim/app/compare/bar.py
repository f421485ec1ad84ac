"""The bar of the page: baseline, years, rule of the quorum, and what can be done with the whole."""

from __future__ import annotations

from typing import Any

from sim.app.compare.address import address_of
from sim.app.compare.brought import Brought
from sim.app.compare.errands import BESIDE
from sim.app.compare.exports import sheets_of
from sim.app.compare.figures import KINDS
from sim.app.compare.known import known
from sim.app.compare.state import State
from sim.app.compare.view import TABS
from sim.core.config.calendar import name_of
from sim.core.config.language import Language
from sim.report.described.catalogue import ASSUMED, tags_of_parameters
from sim.runs.jobs import QUORUM_RULES, quorum_rule
from sim.scenario.scenario import ScenarioError
from sim.words.compare import say

SPANS = (60, 120, 180)
"""Months that may be chosen beside those of the scenario."""
OTHER: dict[Language, Language] = {"en": "zh", "zh": "en"}


def bar_of(state: State, scenarios: list[str], brought: Brought) -> dict[str, Any]:
    """What the bar shows."""
    language = state.view.language
    return {
        "selects": [
            {"name": "scenario", "label": say("scenario", language), "value": state.asked.scenario}
            | {"options": [{"value": name, "text": title_of(name, state)} for name in (*scenarios, *state.uploads)]},
            {"name": "months", "label": say("horizon", language), "value": str(state.asked.months)}
            | {"options": _years(state)},
            {"name": "quorum", "label": say("quorum", language), "value": _rule(state)}
            | {"options": [{"value": each, "text": say(f"quorum_{each}", language)} for each in QUORUM_RULES]},
        ],
        "buttons": [
            _button("undo", language, disabled=not state.past),
            _button("redo", language, disabled=not state.future),
            *(_button(name, language) for name in ("share", "reproduce", "export", "bring")),
            {"name": "speak", "given": [OTHER[language]], "text": say("other_language", language)}
            | {"disabled": False, "lang": OTHER[language]},
        ],
        "sheets": sheets_of(state),
        "address": address_of(state),
        "faults": list(brought.faults),
        "faults_head": say("faults", language),
        "taken": brought.path if brought.scenario else "",
    }


def _button(name: str, language: Language, disabled: bool = False) -> dict[str, Any]:
    return {"name": name, "given": [], "text": say(name, language), "disabled": disabled, "lang": None}


def title_of(name: str, state: State) -> str:
    """Title of a baseline, with the size of its world."""
    try:
        scenario = known(name)
    except ScenarioError:
        return name
    villages = scenario.world.villages_in_all
    return f"{scenario.title[state.view.language]}{say('villages_of', state.view.language, count=villages)}"


def _rule(state: State) -> str:
    """The rule of the quorum in force."""
    return state.asked.quorum or str(quorum_rule(state.baseline))


def _years(state: State) -> list[dict[str, str]]:
    """Spans of years that may be chosen."""
    horizon = state.baseline.horizon
    months = dict.fromkeys([0, *(span for span in SPANS if span != horizon.months), state.asked.months])
    found = []
    for each in sorted(months, key=lambda span: span or horizon.months):
        last = horizon.start + (each or horizon.months) - 1
        found.append({"value": str(each), "text": f"{name_of(horizon.start)[:4]}–{name_of(last)[:4]}"})
    return found


def tabs_of(state: State) -> dict[str, Any]:
    """The tabs, and what charts draw."""
    language = state.view.language
    tags = tags_of_parameters()
    some, every = tags[ASSUMED], tags.total()
    return {
        "label": say("tabs", language),
        "tabs": [
            {"name": tab, "text": say(f"tab_{tab}", language), "chosen": tab == state.view.tab}
            | {"small": say("some_of", language, some=some, all=every) if tab == "assumptions" else ""}
            for tab in TABS
        ],
        "kinds_label": say("drawn", language),
        "kinds": [
            {"name": kind, "text": say(kind, language), "chosen": kind == state.view.kind}
            for kind in sorted(KINDS, key=("difference", "level", "percent").index)
        ]
        if state.view.tab == TABS[0]
        else [],
        "beside": _beside(state),
    }


def _beside(state: State) -> dict[str, Any] | None:
    """The switch for lines under default assumptions, where some are changed."""
    language = state.view.language
    if state.view.tab != TABS[0] or not state.asked.assumptions:
        return None
    going = state.going.get((BESIDE, ""))
    on = state.view.beside
    waits = on and going is not None and not going.failure
    return {
        "on": on,
        "text": say("beside", language),
        "small": "…" if waits else "",
        "hint": going.failure if going is not None and going.failure else say("beside_hint", language),
    }
