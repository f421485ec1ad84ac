"""The page without a browser: what the address asks for, what is shown, what a lever does."""

import gc
from threading import Event

import ipyvuetify as v
import pytest
import solara
from mesa.visualization.utils import force_update

from sim.app.watch.page import Running, Watch, read_address, titles
from sim.app.watch.relabel import HIDDEN, WORDS, words
from sim.app.watch.views import parts
from sim.app.watch.watched import Watched
from sim.core.config.language import LANGUAGES
from sim.words.page import TEXTS
from tests.app.runs import write_small
from tests.app.served import PATIENCE


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return str(write_small(tmp_path_factory.mktemp("page")))


def rendered(element):
    """A page in the layout that a server puts around it, without a browser."""
    return solara.render(solara.AppLayout(children=[element]), handle_error=False)


def charts(context) -> list:
    """Widgets of the charts."""
    return [widget for widget in context.find(v.VuetifyTemplate).widgets if hasattr(widget, "stamp")]


def typed(field, text: str) -> None:
    """Type a text and press Enter."""
    field.v_model = text
    field.fire_event("keyup.enter", {})


def test_an_address_without_wishes_has_what_the_server_was_started_with():
    asked = read_address(None, "training", "zh")
    assert asked == ("training", "zh", 1, {}, [])


def test_an_address_sets_scenario_language_seed_and_levers():
    asked = read_address("?scenario=training&lang=zh&seed=5&migration.leave=0.02&meetings.denominator=adjusted")
    levers = {"migration.leave": 0.02, "meetings.denominator": "adjusted"}
    assert asked == ("training", "zh", 5, levers, [])


@pytest.mark.parametrize(
    ("search", "message"),
    [
        ("migration.leave=9", "migration.leave: 9 is out of range; allowed: 0.01 – 0.022 1/month"),
        ("migration.leav=0.02", "migration.leav: there is no such setting; did you mean migration.leave?"),
        ("scenario=trainin", "did you mean training?"),
        ("scenario=/etc/hostname", "there is no scenario /etc/hostname"),
        ("lang=fr", "lang: fr is no language; allowed: en, zh"),
        ("seed=-1", "seed: -1 is no seed; allowed: whole numbers from 0 – 4294967295"),
    ],
)
def test_what_is_not_valid_is_refused_and_the_rest_holds(search, message):
    asked = read_address(search)
    assert len(asked.refused) == 1
    assert message in asked.refused[0]
    assert asked[:4] == ("baseline", "en", 1, {})


def test_a_scenario_that_cannot_be_read_is_offered_by_its_name():
    assert titles(["training", "no_such"], "zh") == {"老党员与书记教育培训": "training", "no_such": "no_such"}


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_there_in_both_languages(key):
    english, chinese = TEXTS[key]
    assert english
    assert chinese
    assert english.count("{") == chinese.count("{")


def test_the_words_of_mesas_controls_can_be_changed_forth_and_back():
    for mesa, (english, chinese) in WORDS.items():
        assert words("zh")[mesa] == words("zh")[english] == chinese
        assert words("en")[chinese] == english
    assert {words(language)[text] for language in LANGUAGES for text in HIDDEN} == {""}


def test_six_charts_follow_the_months(small):
    model = Watched(small)
    _, context = rendered(Running(model, "en"))
    try:
        assert len(charts(context)) == 6
        assert {chart.stamp for chart in charts(context)} == {14}
        before = [chart.values for chart in charts(context)]
        model.step()
        force_update()
        assert {chart.stamp for chart in charts(context)} == {15}
        assert all(chart.values != old for chart, old in zip(charts(context), before, strict=True) if chart.title)
    finally:
        context.close()


def test_a_run_stops_when_its_page_is_closed(small):
    model = Watched(small)
    _, context = rendered(Running(model, "en"))
    context.close()
    assert not model.running


@pytest.mark.parametrize("language", LANGUAGES)
def test_mesas_own_page_takes_the_views_as_components(small, language):
    model = Watched(small)
    views = parts(language)
    assert len(views) == 6
    _, context = solara.render(solara.Column(children=[view(model) for view in views]), handle_error=False)
    try:
        assert {chart.stamp for chart in charts(context)} == {14}
        assert len(charts(context)) == 6
    finally:
        context.close()


def test_a_language_that_the_page_does_not_speak_is_refused():
    with pytest.raises(ValueError, match="allowed: en, zh"):
        parts("fr")


@pytest.fixture
def built(monkeypatch):
    """Runs that a page has made, and an event that the newest sets."""
    from sim.app.watch import page

    made, done = [], Event()
    real = page.make

    def make(*arguments):
        try:
            made.append(real(*arguments))
            return made[-1]
        finally:
            done.set()

    monkeypatch.setattr(page, "make", make)
    return made, done


def test_a_moved_lever_starts_a_new_run_and_a_refused_one_does_not(small, built):
    made, done = built
    _, context = rendered(Watch(small, served=small))
    try:
        assert done.wait(PATIENCE)
        field = next(each for each in context.find(v.TextField).widgets if "out-migration" in each.label)
        done.clear()
        typed(field, "9")
        context.find(v.TextField, error=True).wait_for(timeout=PATIENCE)  # the page may still be drawing the run
        assert field.error
        assert "9 is out of range; allowed: 0.01 – 0.022 1/month" in str(field.messages)
        assert len(made) == 1
        typed(field, "0.02")
        assert done.wait(PATIENCE)
        assert made[-1].moved == {"migration.leave": 0.02}
        before, after = (model.settings["migration"]["leave"] for model in made)
        assert (after / before).tolist() == pytest.approx([0.02 / 0.0153] * 4)
    finally:
        context.close()
        gc.collect()
