"""The comparing page: two sides against a baseline, what that changes, how sure it is, and what it costs.

Everything a visitor changes is in the state of his page (``state.py``), whose owner is made inside the component, so
that two visitors share nothing but the pool, the store and finished answers. Parts of the page are templates that take
their values as text: Solara would look for components in every number of a list.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import solara

from sim.app.charts.chart import packed
from sim.app.compare.address import address_of, read_address
from sim.app.compare.answer import Stage
from sim.app.compare.answering import Shared
from sim.app.compare.bar import bar_of, tabs_of
from sim.app.compare.buttons import Link
from sim.app.compare.comparing import Comparing
from sim.app.compare.desk import QuorumDesk
from sim.app.compare.errands import SHARES
from sim.app.compare.known import known
from sim.app.compare.levers import levers_of
from sim.app.compare.looked_at import STYLE as ONE_PAIR
from sim.app.compare.looked_at import PeopleTab, VillagesTab
from sim.app.compare.opened import opened_of
from sim.app.compare.panels import panels_of
from sim.app.compare.state import State
from sim.app.compare.status import lead_of
from sim.app.compare.tabs import view_of
from sim.app.compare.tiles import tiles_of
from sim.app.compare.view import TABS
from sim.app.compare.villages import Counting
from sim.app.compare.watch_tab import WatchTab
from sim.app.server.serve import LANGUAGE_VARIABLE, SCENARIO_VARIABLE
from sim.app.server.spoken import Spoken
from sim.report.comparison.cells import DEFINITIONS
from sim.report.comparison.cells import STYLE as CELLS
from sim.scenario.files import shipped_names
from sim.scenario.scenario import ScenarioError
from sim.words.compare import FALLBACK, say

STYLE = Path(__file__).with_name("compare.css")
HATCHES = """<svg width="0" height="0" aria-hidden="true" class="marks"><defs>
<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect width="5" height="5" fill="#f2f2f2"/><path d="M0 0V5" stroke="#767676" stroke-width="1.6"/></pattern>
<pattern id="hatch2" width="2.4" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(40)">
<rect width="3" height="3" fill="#f4f4f4"/><path d="M0 0V3" stroke="#767676" stroke-width=".9"/></pattern>
</defs></svg>"""
"""What fills an estimate."""
Act = Callable[[list[Any]], None]


@cache
def shared() -> Shared:
    """What all visitors of this server share."""
    return Shared()


@solara.component_vue("bar.vue")
def Bar(event_act: Act, packed: str = "") -> None:
    """The bar and what it opens."""


@solara.component_vue("lead.vue")
def Lead(event_act: Act, packed: str = "", drawn: str = "") -> None:
    """The line with the sides and the status."""


@solara.component_vue("tiles.vue")
def Tiles(event_act: Act, packed: str = "", drawn: str = "") -> None:
    """The headlines."""


@solara.component_vue("levers.vue")
def Levers(event_act: Act, packed: str = "") -> None:
    """The lever panel."""


@solara.component_vue("tabs.vue")
def Tabs(event_act: Act, packed: str = "") -> None:
    """The tabs."""


@solara.component_vue("panels.vue")
def Panels(event_act: Act, packed: str = "", opened: bool = False) -> None:
    """The charts."""


@solara.component_vue("opened.vue")
def Opened(event_act: Act, packed: str = "") -> None:
    """The question that is open."""


@solara.component_vue("tables.vue")
def Tables(packed: str = "") -> None:
    """A tab of tables."""


@solara.component_vue("told.vue")
def Told(event_act: Act, address: str = "", file: str = "") -> None:
    """What the browser does without being seen: the address, files, keys of the whole page."""


@solara.component_vue("refusals.vue")
def Refusals(packed: str = "") -> None:
    """What of the address was not taken; closed by the reader."""


@solara.component
def View(page: Comparing, state: State) -> None:
    """What the tab that is open shows."""
    if state.view.tab == TABS[0]:
        question = opened_of(state)
        with solara.v.Html(tag="div"):
            if question is not None:
                Opened(event_act=page.act, packed=packed(question)).key(f"{state.view.outcome}.{state.view.question}")
            Panels(event_act=page.act, packed=packed(panels_of(state)), opened=question is not None)
    elif state.view.tab == "villages":
        Lived(page, state)
    elif state.view.tab == "people":
        view = state.view
        PeopleTab(
            page.shared.looked_at, state.asked, view.language, view.telling, lambda told: page.do(State.follow, told)
        )
    elif state.view.tab == "watch":
        WatchTab(state.asked, state.view.language)
    else:
        Tables(packed=packed(view_of(state)))


@solara.component
def Lived(page: Comparing, state: State) -> None:
    """Villages of one pair, or the quorum desk in their place."""
    view, language = state.view, state.view.language
    if view.desk is None:
        VillagesTab(
            page.shared.looked_at,
            state.asked,
            language,
            view.look,
            lambda look: page.do(State.look_at, look),
            lambda fields: page.do(State.reckon, fields),
            lambda telling: page.do(State.follow, replace(telling, letter=view.look.letter)),
            counting_of(state, lambda: page.act(["errand", SHARES])),
        ).key("villages")
        return
    with solara.v.Html(tag="div", class_="ruralparty-pair").key("desk"):
        solara.Style(ONE_PAIR)
        Link(f"← {say('desk_back', language)}", lambda: page.do(State.reckon, None), "close-desk")
        QuorumDesk(language, view.desk, lambda fields: page.do(State.reckon, fields))


def counting_of(state: State, begin: Callable[[], object]) -> Counting:
    """How far the count of villages has come."""
    going = state.going.get((SHARES, ""))
    failure = going.failure if going is not None else ""
    done, runs = (0, 0) if going is None else (going.done, going.runs)
    return Counting(state.found.get((SHARES, "")), failure, going is not None, begin, done, runs)


@solara.component
def Compare(asked: State, refused: list[str], scenarios: list[str], made: Callable[[], Shared] = shared) -> None:
    """Show the whole page.

    Parameters
    ----------
    asked : State
        What it starts with.
    refused : list of str
        Messages about parts of the address that were not taken.
    scenarios : list of str
        Baselines that may be chosen.
    made : callable
        Returns what all visitors share.
    """
    page = solara.use_memo(lambda: Comparing(asked, made(), scenarios), [])
    solara.use_effect(page.start, [])
    state = page.use()
    language = state.view.language
    act = page.act
    answer, brought = state.answer, page.brought
    counted = None if answer is None else (answer.asked.key, answer.stage, answer.pairs)
    moves = len(state.past), len(state.future)
    kept = [state.asked.key, state.view, state.tiles, counted, moves, brought.path, brought.faults]
    # Nothing of the bar follows a lever that is being dragged.
    bar = solara.use_memo(lambda: packed(bar_of(state, scenarios, page.brought)), kept)
    with solara.v.Html(
        tag="div", class_="ruralparty-compare", attributes={"lang": "zh-CN" if language == "zh" else "en"}
    ):
        solara.Style(STYLE)
        solara.Style(CELLS)
        solara.HTML(tag="div", unsafe_innerHTML=DEFINITIONS + HATCHES, style="height: 0")
        Spoken(language=language, title=f"{say('title', language)} · ruralparty")
        Told(event_act=act, address=address_of(state), file=packed(vars(page.file)))
        Bar(event_act=act, packed=bar)
        if refused:
            told = {"head": say("refused", language), "texts": refused, "close": say("close", language)}
            Refusals(packed=packed(told)).key("refusals")
        drawn = state.drawn
        Lead(event_act=act, packed=packed(lead_of(state)), drawn=drawn)
        with solara.v.Html(tag="div"):
            Tiles(event_act=act, packed=packed(tiles_of(state)), drawn=drawn)
            with solara.v.Html(tag="div", class_="rp-main"):
                Levers(event_act=act, packed=packed(levers_of(state)))
                with solara.v.Html(tag="div", class_="rp-side"):
                    Tabs(event_act=act, packed=packed(tabs_of(state)))
                    with solara.v.Html(tag="div", class_="rp-shown", attributes={"id": "view", "role": "tabpanel"}):
                        View(page, state)
        few = state.shown is not None and state.shown.stage == Stage.FEW
        solara.v.Html(tag="footer", class_="rp-foot", children=[say("foot_few" if few else "foot", language)])


def baselines(served: str) -> list[str]:
    """Scenarios that others may be compared with: those shipped that set no policy, and the one that is served."""
    shipped = [name for name in shipped_names() if not known(name).policies]
    return list(dict.fromkeys([*shipped, *([served] if is_baseline(served) else [])]))


def is_baseline(name: str) -> bool:
    """Whether a scenario is a world of its own, and not only policies in the baseline's world."""
    try:
        scenario, base = known(name), known("baseline")
    except ScenarioError:
        return False
    same = (scenario.world, scenario.horizon, scenario.parameters) == (base.world, base.horizon, base.parameters)
    return not (scenario.policies and same)


@solara.component
def Page() -> None:
    """Read the address and show the page; another address is another page."""
    search = solara.use_router().search
    served = os.environ.get(SCENARIO_VARIABLE, "baseline")
    found = read_address(search, served, os.environ.get(LANGUAGE_VARIABLE, FALLBACK), baselines(served))
    Compare(found.state, found.refused, baselines(served)).key(search or "")
