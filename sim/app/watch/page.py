"""The page: one run of a scenario that is played, paused and stepped, with its levers and six views.

Everything a visitor changes lives inside the components, so that two tabs never share a run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

import solara
import solara.lab
from mesa.visualization import SolaraViz

from sim.app.watch.lever_inputs import LEVERS, LeverInputs, Value, read_value
from sim.app.watch.pace import DrawnMonth
from sim.app.watch.relabel import Relabel, words
from sim.app.watch.status import Status
from sim.app.watch.views import Views
from sim.app.watch.watch import LANGUAGE_VARIABLE, SCENARIO_VARIABLE
from sim.app.watch.watched import Watched
from sim.core.compute.draws import LARGEST_SEED
from sim.core.config.language import LANGUAGES, Language
from sim.core.config.problems import nearest
from sim.execution import warm
from sim.mechanisms import all_parameters
from sim.scenario.files import shipped_names
from sim.scenario.scenario import Scenario, ScenarioError, load
from sim.words.labels import joined, word
from sim.words.page import FALLBACK, say

STYLE = Path(__file__).with_name("watch.css")
PLAY_INTERVAL = 1
"""Milliseconds that Mesa waits before each picture: its least, so that pictures set the pace."""
SEEDS = f"0 – {LARGEST_SEED}"
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


class Asked(NamedTuple):
    """What an address asks for, and messages about what of it was refused."""

    scenario: str
    language: Language
    seed: int
    levers: dict[str, Value]
    refused: list[str]


def read_address(search: str | None, served: str = "baseline", usual: str = FALLBACK) -> Asked:
    """Read ``scenario``, ``lang``, ``seed`` and levers such as ``migration.leave=0.02``; refuse what is not valid.

    Parameters
    ----------
    search : str or None
        The address from the question mark on.
    served, usual : str
        Scenario and language that the server was started with, for addresses that ask for none.
    """
    wanted = dict(parse_qsl((search or "").lstrip("?")))
    refused = []
    language: Language = "zh" if usual == "zh" else FALLBACK
    spoken = wanted.pop("lang", language)
    if spoken in LANGUAGES:
        language = "zh" if spoken == "zh" else "en"
    else:
        refused.append(f"lang: {say('no_language', language, text=spoken, allowed=', '.join(LANGUAGES))}")
    names = known_scenarios(served)
    scenario = wanted.pop("scenario", served)
    if scenario not in names:
        refusal = say("no_scenario", language, text=scenario, allowed=", ".join(names))
        refused.append(f"scenario: {joined(language, refusal, suggestion(scenario, names, language))}")
        scenario = served
    seed = wanted.pop("seed", "1")
    if not is_seed(seed):
        refused.append(f"seed: {say('no_seed', language, text=seed, allowed=SEEDS)}")
        seed = "1"
    levers: dict[str, Value] = {}
    for lever, text in wanted.items():
        try:
            if lever not in LEVERS:
                raise ValueError(joined(language, say("no_setting", language), suggestion(lever, LEVERS, language)))
            levers[lever] = read_value(all_parameters()[lever], text, language)
        except ValueError as error:
            refused.append(f"{lever}: {error}")
    return Asked(scenario, language, int(seed), levers, refused)


def suggestion(name: str, known: Iterable[str], language: Language) -> str:
    """Name the known name most like the one given, if one is."""
    like = nearest(name, known)
    return say("did_you_mean", language, name=like) if like else ""


def is_seed(text: str) -> bool:
    """Whether a text is a seed."""
    return text.isdecimal() and int(text) <= LARGEST_SEED


def known_scenarios(served: str) -> list[str]:
    """Names that a visitor may choose: the shipped scenarios and the one that the server was started with."""
    names = shipped_names()
    return names if served in names else [served, *names]


def titles(names: Iterable[str], language: Language) -> dict[str, str]:
    """Names of scenarios by their titles; one that cannot be read stands under its name."""
    found = {}
    for name in names:
        try:
            found[load(name).title[language]] = name
        except ScenarioError:
            found[name] = name
    return found


def make(choice: str, seed: int, moved: Mapping[str, Value]) -> Watched:
    """Make a run that has lived through its burn-in, and note that the kernels are compiled."""
    made = Watched(choice, seed, moved)
    if made.burn_in >= warm.MONTHS and not warm.is_warm():
        warm.note_warm()
    return made


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

    def stop_when_gone() -> Callable[[], None]:
        def stop() -> None:
            model.value.running = False

        return stop

    solara.use_effect(stop_when_gone, [])
    with solara.Column(gap="0px"):
        with solara.v.Html(tag="div", class_="ruralparty-elsewhere"):
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


@solara.component
def Preparing(language: Language) -> None:
    """Say what is being done before the first picture; the first time it takes a while."""
    warm_now = solara.use_memo(warm.is_warm, [])
    with solara.v.Html(tag="div", class_="ruralparty-preparing", attributes={"role": "status"}):
        solara.Text(say("preparing", language))
        if not warm_now:
            solara.v.Html(tag="p", children=[say("compiling", language)])
        solara.ProgressLinear(True)


@solara.component
def Refusals(texts: list[str]) -> None:
    """Say what of the address was not taken; closed by the reader."""
    shown, show = solara.use_state(True)
    if texts:
        solara.v.Alert(
            children=[solara.v.Html(tag="div", children=[text]) for text in texts],
            type="warning",
            dense=True,
            text=True,
            dismissible=True,
            v_model=shown,
            on_v_model=show,
            class_="ruralparty-refused",
        )


@solara.component
def Watch(
    scenario: str = "baseline",
    language: Language = FALLBACK,
    seed: int = 1,
    levers: Mapping[str, Value] | None = None,
    refused: list[str] | None = None,
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
    run = solara.lab.use_task(
        lambda: make(choice, number, moved),
        dependencies=[choice, number, sorted(moved.items())],
        prefer_threaded=True,
        raise_error=False,
    )
    made = run.value or run.latest

    def choose(name: str) -> None:
        set_moved({})
        set_choice(name)

    with solara.Column(gap="0px"):
        with solara.v.Html(tag="div", class_="ruralparty-elsewhere"):
            solara.Style(STYLE)
            Relabel(words=words(speech))
            with solara.AppBar():
                solara.ToggleButtonsSingle(
                    value=LANGUAGE_NAMES[speech],
                    values=list(LANGUAGE_NAMES.values()),
                    on_value=lambda name: set_speech(next(key for key, each in LANGUAGE_NAMES.items() if each == name)),
                    dense=True,
                )
            with solara.Sidebar():
                Inputs(choice, number, moved, speech, known_scenarios(served), choose, set_number, set_moved)
        Refusals(refused or [])
        if run.error:
            solara.Error(f"{say('failed', speech)}: {run.exception}", classes=["ruralparty-error"])
        elif made is None:
            Preparing(speech)
        else:
            if run.pending:
                solara.ProgressLinear(True)
            Running(made, speech).key(f"run {id(made)}")


@solara.component
def Inputs(
    choice: str,
    seed: int,
    moved: Mapping[str, Value],
    language: Language,
    names: list[str],
    on_choice: Callable[[str], None],
    on_seed: Callable[[int], None],
    on_moved: Callable[[dict[str, Value]], None],
) -> None:
    """Scenario, seed and levers; beside a scenario that cannot be read, only the others are offered."""
    problem, set_problem = solara.use_state("")
    offered = solara.use_memo(lambda: titles(names, language), [names, language])

    def take_seed(text: str) -> None:
        set_problem("" if is_seed(text) else say("no_seed", language, text=text, allowed=SEEDS))
        if is_seed(text):
            on_seed(int(text))

    def read() -> Scenario | None:
        try:
            return load(choice)
        except ScenarioError:
            return None

    scenario = solara.use_memo(read, [choice])
    with solara.Card(say("levers", language), margin=0, classes=["ruralparty-inputs"]):
        solara.Select(
            word("scenario", language),
            values=list(offered),
            value=next(title for title, name in offered.items() if name == choice),
            on_value=lambda title: on_choice(offered[title]),
            dense=True,
        )
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
    served = os.environ.get(SCENARIO_VARIABLE, "baseline")
    asked = read_address(solara.use_router().search, served, os.environ.get(LANGUAGE_VARIABLE, FALLBACK))
    Watch(*asked, served)
