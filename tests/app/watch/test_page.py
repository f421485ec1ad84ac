"""The page without a browser: what is shown, and what a field does."""

from threading import Event

import ipyvuetify as v
import pytest
import solara

from sim import RuralParty
from sim.agents.codes import GONE
from sim.app.watch import page as module
from sim.app.watch.page import Watch, titled
from sim.app.watch.state import Phase, State
from sim.app.watch.status import described
from sim.app.watch.views import Views, parts
from sim.app.watch.watched import Watched
from sim.app.watch.watching import Watching
from sim.core.config.language import LANGUAGES
from sim.scenario.scenario import load
from sim.words.page import TEXTS, say
from tests.app.runs import write_small

LEAVE = "migration.leave"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return str(write_small(tmp_path_factory.mktemp("page")))


class Opened:
    """A page in the layout that a server puts around it, without a browser, and the owner of its state."""

    def __init__(self, scenario: str) -> None:
        owners = []

        class Owner(Watching):
            def __init__(self, state):
                super().__init__(state)
                owners.append(self)

        real, module.Watching = module.Watching, Owner
        try:
            element = solara.AppLayout(children=[Watch(State(scenario), served=scenario)])
            _, self.context = solara.render(element, handle_error=False)
        finally:
            module.Watching = real
        (self.watching,) = owners
        self.do = self.watching.do

    def until(self, holds) -> State:
        """Wait until something holds, however long a slow machine takes."""
        pause = Event()
        while True:
            with self.watching.widgets:  # not while it is being drawn
                if holds(self.watching.state):
                    return self.watching.state
            pause.wait(0.01)

    def reaches(self, phase: Phase) -> State:
        """Wait until the page says that its run is in a phase."""
        said = TEXTS[phase.value][0]
        return self.until(lambda state: said in [getattr(each, "phase", "") for each in templates(self.context)])

    def close(self) -> None:
        self.context.close()


def templates(context) -> list:
    """Widgets that have a template of their own."""
    return context.find(v.VuetifyTemplate).widgets


def charts(context) -> list:
    """Widgets of the charts."""
    return [widget for widget in templates(context) if hasattr(widget, "frame")]


def typed(page: Opened, name: str, text: str) -> None:
    """Type a text into a field and press Enter, as the messages of a browser do it."""
    with page.watching.widgets:
        field(page, name).v_model = text
        field(page, name).fire_event("keyup.enter", {})


def test_a_scenario_that_cannot_be_read_is_offered_by_its_name():
    assert titled(["training", "no_such"], "zh") == [("training", "老党员与书记教育培训"), ("no_such", "no_such")]


def test_scenarios_of_one_title_are_offered_with_their_names(tmp_path):
    twin = tmp_path / "twin.yaml"
    twin.write_text("name: twin\nextends: baseline\ntitle: {en: Baseline, zh: 基准情景}\n", encoding="utf-8")
    names = ["baseline", str(twin), "training"]
    offered = titled(names, "en")
    assert [name for name, _ in offered] == names
    assert [title for _, title in offered][:2] == ["Baseline (baseline)", f"Baseline ({twin})"]
    assert "(" not in offered[2][1]


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_there_in_both_languages(key):
    english, chinese = TEXTS[key]
    assert english
    assert chinese
    assert english.count("{") == chinese.count("{")


def test_six_charts_follow_the_months(small):
    page = Opened(small)
    try:
        page.reaches(Phase.IDLE)
        assert {chart.month for chart in charts(page.context)} == {14}
        before = [chart.values for chart in charts(page.context)]
        page.do(State.step)
        page.until(lambda state: {chart.month for chart in charts(page.context)} == {15})
        assert len(charts(page.context)) == 6
        assert all(chart.values != old for chart, old in zip(charts(page.context), before, strict=True) if chart.title)
    finally:
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_mesas_own_page_takes_the_views_as_components(small, language):
    model = RuralParty(load(small), rng=1)
    views = parts(language)
    assert len(views) == 6
    _, context = solara.render(solara.Column(children=[view(model) for view in views]), handle_error=False)
    try:
        assert {chart.month for chart in charts(context)} == {14}
        assert len(charts(context)) == 6
    finally:
        context.close()


def test_a_language_that_the_page_does_not_speak_is_refused():
    with pytest.raises(ValueError, match="allowed: en, zh"):
        parts("fr")


def field(page, name: str):
    """Field of a name."""
    return next(each for each in page.context.find(v.TextField).widgets if each.attributes["data-field"] == name)


def test_a_moved_lever_starts_a_new_run_and_a_refused_one_does_not(small):
    page = Opened(small)
    try:
        first = page.reaches(Phase.IDLE).run
        typed(page, LEAVE, "9")
        assert "9 is out of range; allowed: 0.01 – 0.022 1/month" in str(field(page, LEAVE).error_messages)
        assert page.watching.state.run is first
        typed(page, LEAVE, "0.02")
        assert field(page, LEAVE).error_messages == []
        second = page.reaches(Phase.IDLE).run
        assert second.moved == {LEAVE: 0.02}
        before, after = (model.settings["migration"]["leave"] for model in (first, second))
        assert (after / before).tolist() == pytest.approx([0.02 / 0.0153] * 4)
    finally:
        page.close()


def test_what_was_refused_falls_away_with_the_run_it_was_typed_for(small):
    page = Opened(small)
    try:
        page.reaches(Phase.IDLE)
        typed(page, LEAVE, "9")
        page.do(State.restart)
        page.reaches(Phase.IDLE)
        assert (field(page, LEAVE).v_model, field(page, LEAVE).error_messages) == ("0.0153", [])
    finally:
        page.close()


def test_a_scenario_without_burn_in_is_shown_before_its_first_month(small):
    scenario = load(small).changed({"horizon.burn_in": 0})
    run = Watched(scenario)
    for language in LANGUAGES:
        assert say("registered", language, persons=sum(run.people.columns.group != GONE)) in described(run, language)
        _, context = solara.render(solara.Column(children=[Views(run, language)]), handle_error=False)
        assert {chart.month for chart in charts(context)} == {0}
        context.close()
