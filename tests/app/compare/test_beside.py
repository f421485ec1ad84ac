"""Two runs beside each other: what is drawn of a month, and the tab that plays the question of the page."""

from __future__ import annotations

from threading import Event

import pytest
import solara

from sim.app.compare.asked import Asked
from sim.app.compare.beside import courses, month_of, picture_of
from sim.app.compare.lived import COURSE
from sim.app.compare.side import Side
from sim.app.compare.village_cells import Look
from sim.app.compare.watch_tab import WatchTab, asked_anew, shown_of, worlds_of_question
from sim.app.watch.state import BASE, BOTH, State
from sim.app.watch.watched import Watched
from sim.core.config.language import LANGUAGES
from sim.scenario.scenario import load
from tests.app.compare.parts import Shown
from tests.app.runs import write_small

TRAINING = Side({"training.dose.units": 4.0, "training.start": "2021-01", "training.ramp": 0})


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(str(write_small(tmp_path_factory.mktemp("beside"))), (TRAINING, Side()), seed=5)


@pytest.fixture(scope="module")
def runs(asked: Asked) -> tuple[Watched, Watched]:
    worlds = worlds_of_question(State(asked=asked)).sides
    base, side = (Watched(worlds[each].scenario, 5, number=3) for each in BOTH)
    for _ in range(9):
        base.step()
        side.step()
    return base, side


def state(asked: Asked) -> State:
    return State(seed=5, asked=asked, sides=BOTH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_of_the_side_say_how_high_it_is_and_how_far_from_the_baseline(asked, runs, language):
    pair = picture_of(state(asked), *runs)
    drawn = month_of(pair, Look("attendance"), language, question=True)
    base, side = ([cell for row in each["townships"] for cell in row["cells"]] for each in drawn["maps"])
    assert [cell["name"] for cell in base] == [cell["name"] for cell in side] == ["1-1", "1-2", "2-1", "2-2"]
    for village, (left, right) in enumerate(zip(base, side, strict=True)):
        before, after = (100 * pair.sides[each].outcome["attendance"][village] for each in BOTH)
        assert left["mark"] == ""
        assert float(left["value"]) == pytest.approx(before, abs=0.51)
        assert float(right["value"]) == pytest.approx(after, abs=0.51)
        mark, apart = right["mark"].split()
        assert float(apart.replace("−", "-")) == pytest.approx(after - before, abs=0.051)
        assert mark == ("○" if abs(after - before) < 2 else "●" if after > before else "◆")
    assert drawn["maps"][1]["title"] == "A"
    assert drawn["card"] is None
    opened = month_of(pair, Look("attendance", village=2), language, question=True)
    assert "2-1" in opened["card"]["title"]
    assert [cell["open"] for row in opened["maps"][0]["townships"] for cell in row["cells"]].index(True) == 2


def test_both_courses_are_those_of_their_runs_and_part(asked, runs):
    found = [courses(*runs, name) for name in COURSE]
    for base, side in found:
        assert len(base) == len(side) == 12 + 9
        assert base[:12] == side[:12]
    assert any(base != side for base, side in found)


def test_before_any_month_nothing_is_drawn(asked):
    scenario = load(asked.scenario).changed({"horizon.burn_in": 0})
    run = Watched(scenario)
    assert picture_of(state(asked), run, run) is None
    for language in LANGUAGES:
        drawn = month_of(None, Look(), language, question=True)
        assert (drawn["maps"], drawn["pyramids"]) == ([], [])
        assert drawn["note"]


def test_where_one_run_is_a_month_behind_the_last_picture_stays(asked, runs):
    base, side = runs
    last = picture_of(state(asked), base, side)
    behind = Watched(worlds_of_question(State(asked=asked)).sides[BASE].scenario, 5)
    assert picture_of(State(asked=asked, sides=BOTH, picture=last), behind, side) is last


def test_the_first_month_has_the_year_before_it(asked):
    worlds = worlds_of_question(State(asked=asked)).sides
    base, side = (Watched(worlds[each].scenario, 5) for each in BOTH)
    pair = picture_of(state(asked), base, side)
    assert (pair.base.outcome["attendance"] == pair.sides["A"].outcome["attendance"]).all()


def test_sides_of_another_question_are_those_that_it_has(asked):
    both = Asked(asked.scenario, (TRAINING, TRAINING))
    assert shown_of(both) == [("", "A"), ("", "B"), ("",), ("A",), ("B",)]
    assert shown_of(Asked(asked.scenario)) == [("",)]
    watched = State(asked=both, sides=("", "B"))
    assert asked_anew(watched, asked).sides == BOTH
    assert asked_anew(watched, Asked(asked.scenario)).sides == (BASE,)


class Tab(Shown):
    """The tab without a browser."""

    def until(self, holds) -> None:
        """Wait until something holds of what the page says to programs."""
        pause = Event()
        while not holds(self.said):
            pause.wait(0.01)

    @property
    def said(self) -> dict:
        """The statement of its status."""
        lines = [each for each in self.widgets() if hasattr(each, "statement")]
        return dict(lines[0].statement) if lines else {}


def test_a_lever_moved_while_it_is_paused_or_played_begins_the_new_question(asked):
    now = solara.Reactive(asked)

    @solara.component
    def Asking():
        WatchTab(now.value)

    with Tab(Asking()) as tab:
        tab.until(lambda said: said.get("data-phase") == "idle")
        assert '"units": 4.0' in tab.said["data-policies"]
        next(
            each for each in tab.widgets() if getattr(each, "attributes", {}).get("data-control") == "step"
        ).fire_event("click", {})
        tab.until(lambda said: said.get("data-month") == 1)
        moved = asked.with_side(0, Side({**TRAINING.settings, "training.dose.units": 1.0}))
        now.value = moved
        tab.until(lambda said: said.get("data-phase") == "idle" and '"units": 1.0' in said["data-policies"])
        assert (tab.said["data-month"], tab.said["data-beside-month"]) == (0, 0)
