"""The page: one run of a scenario that is played, paused and stepped, with its levers and six views.

Everything a visitor changes lives inside the components, so that two tabs never share a run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl

import solara
import solara.lab
from mesa.visualization import SolaraViz

from sim.app.lever_inputs import LEVERS, LeverInputs, Value, read_value
from sim.app.pace import DrawnMonth
from sim.app.relabel import Relabel, words
from sim.app.status import Status
from sim.app.texts import FALLBACK, LANGUAGES, Language, say
from sim.app.views import Views
from sim.app.watched import Watched
from sim.core.draws import LARGEST_SEED
from sim.core.problems import nearest
from sim.mechanisms import all_parameters
from sim.scenario import Scenario, ScenarioError, load
from sim.scenario_files import shipped_names

STYLE = Path(__file__).with_name("watch.css")
PLAY_INTERVAL = 1
"""Milliseconds that Mesa waits before each picture: its least, so that pictures set the pace."""
SCENARIO_VARIABLE, LANGUAGE_VARIABLE = "RURALPARTY_WATCH_SCENARIO", "RURALPARTY_WATCH_LANGUAGE"
"""Where the server leaves what it was started with, for visitors whose address asks for nothing."""
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


def read_address(search: str | None) -> tuple[dict[str, str], dict[str, Value], list[str]]:
    """Read what the address asks for: ``scenario``, ``lang``, ``seed`` and levers such as ``migration.leave=0.02``.

    Parameters
    ----------
    search : str or None
        The address from the question mark on.

    Returns
    -------
    dict, dict, list of str
        Settings, values of levers, and messages about what was refused.
    """
    settings: dict[str, str] = {}
    levers: dict[str, Value] = {}
    refused = []
    for key, text in parse_qsl((search or "").lstrip("?")):
        if key in ("scenario", "lang", "seed"):
            settings[key] = text
        elif key in LEVERS:
            try:
                levers[key] = read_value(all_parameters()[key], text)
            except ValueError as error:
                refused.append(f"{key}: {error}")
        else:
            like = nearest(key, LEVERS)
            refused.append(f"{key}: there is no such setting" + (f"; did you mean {like}?" if like else ""))
    return settings, levers, refused


def known_scenarios(served: str) -> list[str]:
    """Names that a visitor may choose: the shipped scenarios and the one that the server was started with."""
    names = shipped_names()
    return names if served in names else [served, *names]


@solara.component
def Running(made: Watched, language: Language) -> None:
    """Mesa's controls for one run and the views of it.

    Parameters
    ----------
    made : Watched
        The run at its start; Mesa's button makes it anew.
    language : {"en", "zh"}
        Language.
    """
    model = solara.use_reactive(made)
    pictures = solara.use_reactive(1)
    model.value.pace.months_per_picture = pictures.value

    def stop_when_gone() -> object:
        def stop() -> None:
            model.value.running = False

        return stop

    solara.use_effect(stop_when_gone, [])
    with solara.Column(gap="0px"):
        SolaraViz(
            model,
            components=[],
            model_params=made.page_parameters,
            name=f"{say('title', language)} · {made.future.title[language]}",
            play_interval=PLAY_INTERVAL,
            render_interval=pictures,
        )
        Status(model.value, language)
        Views(model.value, language)
        DrawnMonth(model.value)
        solara.v.Html(tag="div", class_="ruralparty-foot", children=[say("simulated", language)])


def started(title: str, text: str, problem: BaseException | None, language: Language) -> None:
    """Say what is being prepared, or what went wrong."""
    if problem is not None:
        solara.Error(f"{say('failed', language)}: {problem}", classes=["ruralparty-error"])
        return
    with solara.v.Html(tag="div", class_="ruralparty-preparing", attributes={"role": "status"}):
        solara.Text(title)
        solara.Text(text)
        solara.ProgressLinear(True)


@solara.component
def Watch(
    scenario: str = "baseline",
    language: Language = FALLBACK,
    seed: int = 1,
    levers: Mapping[str, Value] | None = None,
    refused: list[str] = [],  # noqa: B006
    served: str = "baseline",
) -> None:
    """Show the whole page.

    Parameters
    ----------
    scenario, language, seed, levers
        What it starts with.
    refused : list of str
        Messages about settings of the address that were not taken.
    served : str
        Scenario that the server was started with, offered beside the shipped ones.
    """
    speech, set_speech = solara.use_state(language)
    choice, set_choice = solara.use_state(scenario)
    number, set_number = solara.use_state(seed)
    moved, set_moved = solara.use_state(dict(levers or {}))
    notes, set_notes = solara.use_state(list(refused))

    def make() -> Watched:
        return Watched(choice, number, moved)

    run = solara.lab.use_task(
        make, dependencies=[choice, number, sorted(moved.items())], prefer_threaded=True, raise_error=False
    )
    with solara.Column(gap="0px"):
        solara.Style(STYLE)
        Relabel(words=words(speech))
        with solara.AppBar():
            solara.ToggleButtonsSingle(
                value=LANGUAGE_NAMES[speech],
                values=list(LANGUAGE_NAMES.values()),
                on_value=lambda name: set_speech(next(key for key, each in LANGUAGE_NAMES.items() if each == name)),
                dense=True,
            )
        if run.pending and run.latest is not None:
            solara.ProgressLinear(True)
        for note in notes:
            solara.Warning(note, classes=["ruralparty-refused"])
        if run.error:
            started("", "", run.exception, speech)
        elif (run.value or run.latest) is None:
            started(say("preparing", speech), "", None, speech)
        else:
            made = run.value or run.latest
            Running(made, speech).key(f"run {id(made)}")
        with solara.Sidebar():
            Inputs(choice, number, moved, speech, known_scenarios(served), set_choice, set_number, set_moved)


@solara.component
def Inputs(choice, seed, moved, language, names, on_choice, on_seed, on_moved) -> None:  # type: ignore[no-untyped-def]
    """Scenario, seed and levers; a scenario that cannot be read offers only the others."""
    problem, set_problem = solara.use_state("")

    def take_seed(text: str) -> None:
        if text.isdecimal() and int(text) <= LARGEST_SEED:
            set_problem("")
            on_seed(int(text))
        else:
            set_problem(f"{text!r} is no seed; allowed: 0 to {LARGEST_SEED}")

    def take_choice(name: str) -> None:
        on_moved({})
        on_choice(name)

    try:
        scenario: Scenario | None = load(choice)
    except ScenarioError:
        scenario = None
    with solara.Card(say("levers", language), margin=0, classes=["ruralparty-inputs"]):
        solara.Select(say("scenario", language), values=names, value=choice, on_value=take_choice, dense=True)
        solara.InputText(
            say("seed", language),
            value=str(seed),
            on_value=take_seed,
            continuous_update=False,
            error=problem or False,
            dense=True,
        )
        if scenario is not None:
            LeverInputs(scenario, moved, language, on_moved)
        if moved:
            solara.Button(say("back", language), text=True, small=True, on_click=lambda: on_moved({}))
        solara.v.Html(tag="div", class_="ruralparty-foot", children=[say("changed", language)])


@solara.component
def Page() -> None:
    """Read the address and show the page."""
    settings, levers, refused = read_address(solara.use_router().search)
    served = os.environ.get(SCENARIO_VARIABLE, "baseline")
    names = known_scenarios(served)
    scenario = settings.get("scenario", served)
    if scenario not in names:
        like = nearest(scenario, names)
        refused.append(f"scenario: there is no {scenario!r}" + (f"; did you mean {like}?" if like else ""))
        scenario = served
    language = settings.get("lang", os.environ.get(LANGUAGE_VARIABLE, FALLBACK))
    if language not in LANGUAGES:
        refused.append(f"lang: {language!r} is no language; allowed: {', '.join(LANGUAGES)}")
        language = FALLBACK
    seed = settings.get("seed", "1")
    if not (seed.isdecimal() and int(seed) <= LARGEST_SEED):
        refused.append(f"seed: {seed!r} is no seed; allowed: 0 to {LARGEST_SEED}")
        seed = "1"
    Watch(scenario, language, int(seed), levers, refused, served)
