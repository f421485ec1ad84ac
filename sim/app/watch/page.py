"""The page: one run of a scenario that is played, paused and stepped, with its levers and six views.

Everything a visitor changes is in the state of his page (``state.py``), whose owner is made inside the component, so
that two tabs never share a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import solara

from sim.app.server.spoken import Spoken
from sim.app.watch.address import known_scenarios, no_seed, read_seed
from sim.app.watch.controls import Controls
from sim.app.watch.fields import ChoiceField, Press, TextField
from sim.app.watch.lever_inputs import LeverInputs
from sim.app.watch.pace import DrawnMonth
from sim.app.watch.state import BASE, BOTH, SIDE, Phase, State
from sim.app.watch.status import Status
from sim.app.watch.views import Views
from sim.app.watch.watched import Watched
from sim.app.watch.watching import Watching
from sim.core.config.language import LANGUAGES, Language
from sim.scenario.scenario import ScenarioError, load
from sim.words.labels import word
from sim.words.page import say

STYLE = Path(__file__).with_name("watch.css")
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}


def titled(names: Iterable[str], language: Language) -> list[tuple[str, str]]:
    """Scenarios and what they are called: their titles, with their names where two have one title.

    One that cannot be read stands under its name.
    """
    titles = {}
    for name in names:
        try:
            titles[name] = load(name).title[language]
        except ScenarioError:
            titles[name] = name
    found = list(titles.values())
    return [(name, title if found.count(title) == 1 else f"{title} ({name})") for name, title in titles.items()]


@solara.component
def Refusals(texts: list[str], language: Language) -> None:
    """Say what of the address was not taken; closed by the reader."""
    shown, show = solara.use_state(True)
    if texts:
        solara.v.Alert(
            children=[solara.v.Html(tag="div", children=[text]) for text in texts],
            type="warning",
            dense=True,
            text=True,
            dismissible=True,
            close_label=say("close", language),
            v_model=shown,
            on_v_model=show,
            class_="ruralparty-refused",
        )


@solara.component
def Failed(state: State) -> None:
    """Say why there is no run, or why it broke off."""
    if state.failure is not None:
        sentence = say(state.failure.key, state.language)
        solara.v.Alert(
            children=[
                solara.v.Html(tag="strong", children=[sentence]),
                solara.v.Html(tag="pre", children=[state.failure.detail]),
            ],
            type="error",
            dense=True,
            text=True,
            class_="ruralparty-failed",
            attributes={"role": "alert"},
        )


Beside = Callable[[Watching, State, Language], object]
"""Draws two runs beside each other: takes the owner, the state in which they were last there, and the language."""


@solara.component
def Run(watching: Watching, beside: Beside | None = None) -> None:
    """The views of the run; while another is made, the last one stands there faded and cannot be taken for it."""
    state = watching.use()
    last = solara.use_ref(state)
    if state.run is not None or state.phase != Phase.PREPARING:
        last.current = state
    shown = last.current
    if shown.run is not None:
        faded = state.run is None
        with solara.v.Html(
            tag="div",
            class_="ruralparty-run" + (" ruralparty-faded" if faded else ""),
            attributes={"aria-hidden": "true" if faded else "false"},
        ):
            if shown.beside is not None and beside is not None:
                beside(watching, shown, state.language)
            else:
                Views(shown.run, state.language)
            DrawnMonth(shown.run, watching.note)


@solara.component
def Inputs(state: State, names: list[str], do: Callable[..., None]) -> None:
    """Scenario, seed and levers; beside a scenario that cannot be read, only the others are offered."""
    language = state.language
    offered = solara.use_memo(lambda: titled(names, language), [names, language])

    def take_seed(text: str) -> str:
        seed = read_seed(text)
        if seed is None:
            return no_seed(text, language)
        do(State.reseed, seed)
        return ""

    with solara.v.Html(tag="section", class_="ruralparty-inputs", attributes={"aria-label": say("levers", language)}):
        ChoiceField(word("scenario", language), offered, state.choice, lambda name: do(State.choose, name), "scenario")
        TextField(say("seed", language), str(state.seed), take_seed, state.resets, "seed")
        if state.scenario is not None:
            LeverInputs(state, state.scenario, do)
        if state.moved:
            Press(say("back", language), lambda: do(State.back), "back", text=True)
        solara.v.Html(tag="div", class_="ruralparty-foot", children=[say("changed", language)])


@solara.component
def Languages(language: Language, on_language: Callable[[Language], None]) -> None:
    """Buttons for the languages, each in its own."""
    with solara.v.Html(
        tag="div", class_="ruralparty-languages", attributes={"role": "group", "aria-label": say("language", language)}
    ):
        for each in LANGUAGES:
            pressed = {"lang": each, "aria-pressed": "true" if each == language else "false"}
            Press(LANGUAGE_NAMES[each], partial(on_language, each), each, text=True, attributes=pressed)


@solara.component
def Watch(
    asked: State | None = None,
    refused: list[str] | None = None,
    served: str = "baseline",
    beside: Beside | None = None,
    picture: Callable[[State, Watched, Watched], Any] | None = None,
) -> None:
    """Show the whole page.

    Parameters
    ----------
    asked : State, optional
        What it starts with; the usual state if left out.
    refused : list of str
        Messages about settings of the address that were not taken.
    served : str
        Scenario that the server was started with, offered beside the shipped ones.
    beside, picture : callable, optional
        Draws two runs beside each other, and what of them it draws; without, one run is shown at a time.
    """
    more = {} if picture is None else {"picture": picture}
    watching = solara.use_memo(lambda: Watching(asked or State(), **more), [])
    solara.use_effect(watching.start, [])
    names = solara.use_memo(lambda: known_scenarios(served), [served])
    shown, show = solara.use_state(False)
    state = watching.use()
    language = state.language
    name = state.scenario.title[language] if state.scenario else state.choice
    with solara.v.Html(tag="div", class_="ruralparty-watch"):
        solara.Style(STYLE)
        Spoken(language=language, title=f"{name} · ruralparty")
        with solara.v.Html(tag="header", class_="ruralparty-head"):
            solara.v.Html(tag="h1", children=[f"{say('title', language)} · {name}"])
            keys = {(SIDE,): "fields_side", (BASE,): "plain_side", **({} if beside is None else {BOTH: "both_sides"})}
            choices = [(sides, say(key, language)) for sides, key in keys.items()]
            Controls(state, watching.do, choices, state.reached > 0)
            fold = {"class_": "ruralparty-folder", "attributes": {"aria-expanded": "true" if shown else "false"}}
            Press(say("levers", language), lambda: show(not shown), "fold", outlined=True, **fold)
            Languages(language, partial(watching.do, State.speak))
        with solara.v.Html(tag="div", class_="ruralparty-body"):
            with solara.v.Html(tag="aside", class_="ruralparty-side" + (" ruralparty-shown" if shown else "")):
                Inputs(state, names, watching.do)
            with solara.v.Html(tag="main"):
                Refusals(refused or [], language)
                Failed(state)
                Status(watching)
                Run(watching, beside)
                solara.v.Html(tag="div", class_="ruralparty-foot", children=[say("simulated", language)])
