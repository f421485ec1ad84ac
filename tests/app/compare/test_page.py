"""The comparing page without a browser: it is drawn in every tab and both languages, and visitors share no state."""

from __future__ import annotations

import json

import pytest
import solara

from sim.app.compare import page as module
from sim.app.compare.answering import Shared
from sim.app.compare.comparing import Comparing
from sim.app.compare.desk_fields import DeskFields
from sim.app.compare.errands import Errand, Going
from sim.app.compare.page import Compare, baselines, counting_of, is_baseline
from sim.app.compare.state import State
from sim.app.compare.view import TABS
from sim.core.config.language import LANGUAGES
from tests.app.compare.answers import state_of


class Still(Comparing):
    """An owner whose questions nobody answers."""

    opened: list[Comparing] = []

    def __init__(self, state, shared, scenarios):
        super().__init__(state, shared, scenarios)
        self.answering.ask = lambda asked, language="en": None
        Still.opened.append(self)


@pytest.fixture
def opened(monkeypatch, compared):
    """Opens a page and returns its owner and the widgets in it."""
    monkeypatch.setattr(module, "Comparing", Still)

    def draw(state: State):
        element = solara.AppLayout(children=[Compare(state, [], ["baseline", compared], lambda: Shared(store=False))])
        box, _ = solara.render(element, handle_error=False)
        return Still.opened[-1], box

    return draw


def widgets(widget):
    """A widget and all within it."""
    yield widget
    for each in getattr(widget, "children", None) or ():
        if not isinstance(each, str):
            yield from widgets(each)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tab_is_drawn_in_both_languages(opened, answered, tab, language):
    state = state_of(answered).turn(tab).speak(language)
    page, _ = opened(state)
    assert page.state.view.tab == tab


def test_the_count_of_villages_is_offered_under_way_and_told(answered):
    state, begun = state_of(answered), []
    offered = counting_of(state, lambda: begun.append(True))
    offered.begin()
    assert (begun, offered.begun, offered.shares) == ([True], False, None)
    errand = Errand(state.asked, "shares")
    assert counting_of(state.sent(errand), print).begun
    failed = state.sent(errand).with_errand(Going(errand, failure="no room"))
    assert counting_of(failed, print).problem == "no room"
    assert counting_of(state.sent(errand).with_errand(Going(errand, result={})), print).shares == {}


def test_the_desk_stands_in_place_of_the_villages_and_closes(opened, answered):
    page, box = opened(state_of(answered).reckon(DeskFields(members=51)))
    close = next(each for each in widgets(box) if getattr(each, "attributes", {}).get("data-control") == "close-desk")
    close.fire_event("click", {})
    assert page.state.view.desk is None
    assert page.state.view.tab == "villages"
    page.act(["undo"])
    assert page.state.view.desk == DeskFields(members=51)


def test_two_visitors_share_no_state(opened, answered):
    one, _ = opened(state_of(answered))
    other, _ = opened(state_of(answered))
    one.act(["quorum", "registered"])
    assert (one.state.asked.quorum, other.state.asked.quorum) == ("registered", "")


def test_the_address_follows_every_move(opened, answered):
    page, box = opened(state_of(answered))
    page.act(["kind", "level"])
    told = next(each for each in widgets(box) if hasattr(each, "address"))
    assert "view=level" in told.address
    page.act(["export", "numbers"])
    told = next(each for each in widgets(box) if hasattr(each, "address"))
    assert json.loads(told.file)["name"] == "differences.csv"


def test_baselines_are_worlds_and_what_only_adds_policies_is_none(compared):
    assert baselines("baseline") == ["baseline", "former"]
    assert baselines(compared)[-1] == compared
    assert not is_baseline("training")
    assert not is_baseline("no such scenario")
