"""The tab that plays the question of the page month by month: the baseline, a side, or both beside each other."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import solara

from sim.app.compare.asked import LETTERS, Asked, name_of_side, scenarios_of
from sim.app.compare.beside import Beside, picture_of, titled
from sim.app.watch.controls import Controls
from sim.app.watch.page import STYLE, Failed, Run
from sim.app.watch.state import BASE, State
from sim.app.watch.status import Status
from sim.app.watch.watching import Watching
from sim.app.watch.worlds import World, Worlds
from sim.core.config.language import Language
from sim.words.page import say

OWN_STYLE = Path(__file__).with_name("watch_tab.css")


def worlds_of_question(state: State) -> Worlds:
    """The baseline and the sides of a question.

    Raises
    ------
    ScenarioError
        With every fault of the scenarios.
    """
    asked: Asked = state.asked
    base, *sides = scenarios_of(asked)
    letters = {name_of_side(letter): letter for letter in LETTERS}
    worlds = {letters[each.name]: World(each.scenario, {}, each.name) for each in sides}
    return Worlds(base.scenario, {BASE: World(base.scenario, {}, base.name), **worlds})


def shown_of(asked: Asked) -> list[tuple[str, ...]]:
    """What can be shown of a question: the first is what a visitor sees who has chosen nothing."""
    pairs = [(BASE, letter) for letter in asked.letters]
    return [*pairs, (BASE,), *((letter,) for letter in asked.letters)]


def asked_anew(state: State, asked: Asked) -> State:
    """The state with another question; the sides that were shown stay where it has them."""
    possible = shown_of(asked)
    return state.ask(asked, state.sides if state.sides in possible else possible[0])


@solara.component
def WatchTab(asked: Asked, language: Language = "en") -> None:
    """Play a question.

    Parameters
    ----------
    asked : Asked
        When it changes, its runs begin anew, and go on playing if they did.
    language : {"en", "zh"}
    """

    def begin() -> Watching:
        state = State(seed=asked.seed, asked=asked, sides=shown_of(asked)[0], language=language)
        return Watching(state, worlds=worlds_of_question, picture=picture_of)

    watching = solara.use_memo(begin, [])
    solara.use_effect(watching.start, [])
    solara.use_effect(lambda: watching.do(asked_anew, asked), [asked.key])
    solara.use_effect(lambda: watching.do(State.speak, language), [language])
    state = watching.use()
    choices = [(sides, _called(sides, language)) for sides in shown_of(state.asked)]
    with solara.v.Html(tag="div", class_="ruralparty-watch ruralparty-watch-tab"):
        solara.Style(STYLE)
        solara.Style(OWN_STYLE)
        Controls(state, watching.do, choices, state.reached > 0)
        Failed(state)
        Status(watching)
        Run(watching, Beside)
        solara.v.Html(tag="div", class_="ruralparty-foot", children=[say("simulated", language)])


def _called(sides: tuple[str, ...], language: Language) -> str:
    """What sides are called in the list."""
    name = partial(titled, question=True, language=language)
    return " | ".join(name(each) for each in sides)
