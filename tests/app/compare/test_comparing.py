"""The owner of the page's state: what controls send is checked, asked and answered, and the newest question wins."""

from __future__ import annotations

import pytest

from sim.app.compare.answer import Stage
from sim.app.compare.answering import Shared
from sim.app.compare.asked import Asked
from sim.app.compare.comparing import ACTIONS, Comparing, Refused
from sim.app.compare.pool import Pool
from sim.app.compare.state import State
from tests.app.compare.answers import question
from tests.app.served import PATIENCE

DOSE = "training.dose.units"


class InTurn:
    """Stands for workers: does what it is given at once, in this process."""

    def submit(self, function, /, *given, **keywords):
        from concurrent.futures import Future

        future = Future()
        try:
            future.set_result(function(*given, **keywords))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass


@pytest.fixture
def page(compared):
    shared = Shared(pool=Pool(InTurn, 1), store=False)
    page = Comparing(State(Asked(compared, question(compared).sides, pairs=2)), shared, ["baseline", compared])
    yield page
    page.close()


@pytest.fixture
def still(page):
    """A page whose questions nobody answers."""
    page.answering.ask = lambda asked, language="en": None
    return page


def reaches(page: Comparing, holds) -> State:
    with page._news:
        assert page._news.wait_for(lambda: holds(page.state), PATIENCE)
        return page.state


def test_it_answers_what_the_levers_say_and_remembers_it(page):
    page.start()
    final = reaches(page, lambda state: state.stage == Stage.FINAL)
    assert final.is_exact
    page.act(["move", DOSE, 4])
    other = reaches(page, lambda state: state.stage == Stage.FINAL and state.is_exact)
    assert other.asked.sides[0].settings[DOSE] == 4.0
    page.act(["undo"])
    assert list(page.state.shown.readings) == list(final.shown.readings)
    page.act(["drag", DOSE, 3.0])
    assert page.state.stage == Stage.ESTIMATE
    page.act(["let_go"])
    assert page.state.is_exact


def test_a_scenario_that_cannot_be_run_says_why_and_the_page_goes_on(page):
    page.start()
    reaches(page, lambda state: state.stage == Stage.FINAL)
    page.act(["months", "2"])
    failed = reaches(page, lambda state: state.stage == Stage.FAILED)
    assert "training" in failed.answer.failure
    page.act(["undo"])
    assert page.state.is_exact


SENT = {
    "move": ["move", DOSE, 3],
    "drag": ["drag", DOSE, 3],
    "let_go": ["let_go"],
    "use": ["use", "rotation"],
    "reset": ["reset", "training"],
    "take": ["take", "talent"],
    "assume": ["assume", "migration.leave", 0.02],
    "search": ["search", "trust"],
    "scenario": ["scenario", "baseline"],
    "months": ["months", "60"],
    "quorum": ["quorum", "registered"],
    "budget": ["budget", "100"],
    "tab": ["tab", "costs"],
    "kind": ["kind", "level"],
    "open": ["open", "trust", "sure"],
    "close": ["close"],
    "edit": ["edit", 1],
    "fold": ["fold", "digital"],
    "speak": ["speak", "zh"],
    "type": ["type", DOSE, "2.5"],
    "errand": ["errand", "whom", "left_behind"],
    "recall": ["recall", "shares"],
    "by": ["by", "branch_size"],
    "beside": ["beside", True],
    "undo": ["undo"],
    "redo": ["redo"],
    "stop": ["stop"],
    "go_on": ["go_on"],
    "export": ["export", "scenario:side_a.yaml"],
    "save": ["save", "trust", "svg"],
    "bring": ["bring", "name: [", "baseline"],
}


def test_all_that_a_control_can_send_is_known():
    assert sorted(SENT) == sorted(ACTIONS)


@pytest.mark.parametrize("name", SENT)
def test_what_a_control_sends_is_done(still, name):
    still.act(SENT[name])
    assert isinstance(still.state, State)


WRONG = [
    ["nothing"],
    ["move", "training.nothing", 1],
    ["move", DOSE, 99],
    ["move", "training.start", "soon"],
    ["use", "no_policy"],
    ["take", "/etc/passwd"],
    ["scenario", "/etc/passwd"],
    ["months", "9999"],
    ["quorum", "mine"],
    ["tab", "mine"],
    ["open", "trust", "mine"],
    ["edit", 2],
    ["speak", "fr"],
    ["export", "scenario:../../x"],
    ["save", "nothing", "svg"],
    ["bring", "x", "C"],
    ["type", "training.dose.nothing", "1"],
    ["type", "p.no.such", "1"],
    ["errand", "nothing"],
    ["errand", "whom"],
    ["errand", "shares", "age"],
    ["by", "mine"],
]


@pytest.mark.parametrize("sent", WRONG, ids=lambda sent: "-".join(map(str, sent)))
def test_what_no_control_can_send_is_refused_and_nothing_changes(still, sent):
    before = still.state
    with pytest.raises((Refused, ValueError, KeyError)):
        still.act(sent)
    assert still.state is before


def test_what_a_visitor_brings_is_taken_and_goes_with_the_page(still):
    text = "name: mine\ntitle: {en: Mine, zh: 我的}\nextends: baseline\npolicies: {rotation: {start: 2022-01}}\n"
    still.act(["bring", text, "B"])
    assert still.state.asked.sides[1].policies == ["rotation"]
    still.act(["bring", text, "baseline"])
    path = still.state.asked.scenario
    assert still.state.uploads == {path: "Mine"}
    still.act(["scenario", still.scenarios[1]])
    still.act(["scenario", path])
    folder = still.folder()
    still.close()
    assert not folder.exists()


@pytest.mark.parametrize("path", [DOSE, "p.migration.leave"])
def test_a_number_that_is_typed_moves_a_lever_and_what_is_none_is_told_and_moves_nothing(still, path):
    still.act(["type", path, "lots"])
    wrong, asked = still.state.wrong, still.state.asked
    assert (wrong.path, wrong.text) == (path, "lots")
    assert "allowed: 0" in wrong.why
    still.act(["type", path, "1000"])
    assert (still.state.wrong.text, still.state.asked) == ("1000", asked)
    still.act(["type", path, "0.02"])
    assert still.state.wrong is None
    assert still.state.asked != asked


def test_errands_are_done_after_the_answer_are_remembered_and_end_with_their_question(page):
    page.start()
    for kind, by in (("shares", ""), ("whom", "left_behind"), ("whom", "traits")):
        page.act(["errand", kind, by])
    first = reaches(page, lambda state: len(state.found) == 3)
    assert first.found["shares", ""]["A", "trust"].scenario == "side_a"
    assert first.found["whom", "left_behind"].groups
    assert first.found["whom", "traits"].trees
    assert not first.going
    page.act(["move", DOSE, 4])
    assert not page.state.found
    page.act(["undo"])
    assert set(page.state.found) == set(first.found)


def test_a_new_question_ends_errands_that_are_not_done(still):
    still.act(["errand", "shares"])
    assert still.state.going
    still.act(["errand", "shares"])
    assert len(still.answering._errands) == 1
    still.act(["recall", "shares"])
    assert not still.state.going
    assert not still.answering._errands
    still.act(["errand", "shares"])
    still.act(["move", DOSE, 4])
    assert not still.state.going


def test_an_errand_that_cannot_be_done_says_why_and_can_be_sent_again(page, monkeypatch):
    monkeypatch.setattr(
        "sim.app.compare.errands.plausible_set", lambda number: (_ for _ in ()).throw(ValueError("none"))
    )
    page.start()
    page.act(["errand", "plausible"])
    failed = reaches(page, lambda state: any(each.failure for each in state.going.values()))
    assert failed.going["plausible", ""].failure == "none"
    page.act(["errand", "plausible"])
    reaches(page, lambda state: any(each.failure for each in state.going.values()))


def test_signs_over_plausible_points_leave_what_is_set(page, monkeypatch):
    monkeypatch.setattr("sim.app.compare.errands.POINTS", 3)
    page.start()
    page.act(["errand", "plausible"])
    over = reaches(page, lambda state: state.found).found["plausible", ""]
    assert {each.same.points for each in over.signs.values()} <= {1, 2, 3}


def test_default_assumptions_are_run_beside_only_where_they_are_asked_for(page):
    page.start()
    page.act(["assume", "migration.leave", 0.02])
    reaches(page, lambda state: state.stage == Stage.FINAL and state.is_exact)
    assert not page.state.going
    page.act(["beside", True])
    found = reaches(page, lambda state: state.found)
    assert ("difference", "trust", "side_a") in found.found["beside", ""].courses
    page.act(["assume", "migration.leave", None])
    assert not page.state.going


def test_files_are_sent_with_a_new_number_each(still):
    still.act(["export", "scenario:side_a.yaml"])
    first = still.file
    still.act(["save", "trust", "png"])
    assert (first.number, still.file.number, still.file.picture) == (1, 2, True)
