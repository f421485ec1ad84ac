"""The owner of a page's state: it makes the run of the fields, lives it, and drops what has been overtaken."""

from dataclasses import replace
from threading import Event, Thread

import pytest
import solara

from sim.app.watch import watching as module
from sim.app.watch.lever_inputs import LEVERS
from sim.app.watch.state import BASE, BOTH, Phase, State
from sim.app.watch.watched import Overtaken, Watched
from sim.app.watch.watching import AHEAD, Watching
from sim.app.watch.worlds import worlds_of_fields
from sim.scenario.scenario import load
from tests.app.runs import write_small
from tests.app.served import PATIENCE

BURN_IN, MONTHS = 14, 18


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return str(write_small(tmp_path_factory.mktemp("watching")))


class Page:
    """Stands for a page: hears of changes and of pictures, and lets a test wait for a state."""

    def __init__(self, state: State, make=Watched, seen: bool = False) -> None:
        self.pictures: list[tuple[int, int]] = []
        self.watching = Watching(state, make, self.draw)
        self.seen = seen
        self.watching.patience = 0.0
        self.watching.start()

    def draw(self) -> None:
        run = self.watching.state.run
        if run is not None:
            self.pictures.append((run.number, run.months_run))
            if self.seen:
                self.watching.note(run.number, run.months_run)

    def until(self, holds) -> State:
        """Wait until a state holds, however long a slow machine takes."""
        news = self.watching._news
        with news:
            assert news.wait_for(lambda: holds(self.watching.state), PATIENCE)
            return self.watching.state

    def reaches(self, phase: Phase) -> State:
        return self.until(lambda state: state.phase == phase)

    def do(self, *change, **named) -> None:
        self.watching.do(*change, **named)


@pytest.fixture
def open_page():
    pages = []

    def opened(*arguments, **named) -> Page:
        pages.append(Page(*arguments, **named))
        return pages[-1]

    yield opened
    for page in pages:
        page.watching.close()


def made_from(run: Watched):
    return run.choice, run.seed, run.moved


def test_it_makes_the_run_of_its_fields_and_waits(open_page, small):
    page = open_page(State(small, 5, {LEVERS[0]: 0.02}))
    run = page.reaches(Phase.IDLE).run
    assert made_from(run) == (small, 5, {LEVERS[0]: 0.02})
    assert run.months_run == BURN_IN


def test_it_plays_to_the_end_and_draws_every_month(open_page, small):
    page = open_page(State(small, playing=True))
    page.reaches(Phase.ENDED)
    page.until(lambda state: len(page.pictures) == MONTHS)
    assert [month for _, month in page.pictures] == list(range(BURN_IN + 1, BURN_IN + MONTHS + 1))


def test_several_months_may_pass_for_each_picture(open_page, small):
    page = open_page(State(small, playing=True, months_per_picture=6))
    page.reaches(Phase.ENDED)
    page.until(lambda state: len(page.pictures) == MONTHS / 6)


def test_a_seed_taken_while_it_plays_restarts_it_and_it_goes_on_playing(open_page, small):
    page = open_page(State(small, playing=True), seen=True)
    page.until(lambda state: state.lived > 2)
    page.do(State.reseed, 9)
    state = page.until(lambda state: state.run is not None and state.lived > 2)
    assert made_from(state.run) == (small, 9, {})
    page.reaches(Phase.ENDED)
    numbers = [number for number, _ in page.pictures]
    assert numbers == sorted(numbers)


def test_a_run_that_is_overtaken_in_its_burn_in_is_dropped(open_page, small):
    begun, moved, dropped = Event(), Event(), []

    class Slow(Watched):
        def _live_a_month(self) -> None:
            if self.seed == 1 and self.months_run == 3:
                begun.set()
                assert moved.wait(PATIENCE)
            try:
                super()._live_a_month()
            except Overtaken:
                dropped.append((self.seed, self.months_run))
                raise

    page = open_page(State(small), Slow)
    assert begun.wait(PATIENCE)
    page.do(State.reseed, 2)
    moved.set()
    assert page.reaches(Phase.IDLE).run.seed == 2
    assert dropped == [(1, 3)]


def test_a_single_step_is_one_month(open_page, small):
    page = open_page(State(small))
    page.reaches(Phase.IDLE)
    page.do(State.step)
    page.do(State.step)
    assert page.until(lambda state: state.steps == 0).run.lived == 2
    assert page.watching.state.phase == Phase.PAUSED


class Broken(Watched):
    """A run that breaks off in its fifth month."""

    def step(self) -> None:
        if self.lived == 4:
            raise ZeroDivisionError("by no members")
        super().step()


def test_a_run_that_breaks_off_while_it_plays_says_so_and_can_be_begun_again(open_page, small):
    page = open_page(State(small, playing=True), Broken)
    state = page.reaches(Phase.FAILED)
    assert state.failure.key == "broke_off"
    assert "by no members" in state.failure.detail
    assert state.run.lived == 4
    page.do(State.restart)
    assert page.reaches(Phase.IDLE).failure is None


def test_a_picture_that_cannot_be_drawn_does_not_end_the_page(open_page, small):
    page = open_page(State(small))
    page.reaches(Phase.IDLE)
    page.pictures = None
    page.do(State.step)
    page.reaches(Phase.FAILED)
    page.pictures = []
    page.do(State.restart)
    page.reaches(Phase.IDLE)


def test_a_file_that_is_broken_or_gone_is_told_and_read_again_at_the_next_start(open_page, tmp_path):
    path = write_small(tmp_path)
    text = path.read_text(encoding="utf-8")
    page = open_page(State(str(path), language="zh"))
    page.reaches(Phase.IDLE)
    path.write_text(text + "polices: {}\n", encoding="utf-8")
    page.do(State.restart)
    assert f"{path}:6" in page.reaches(Phase.FAILED).failure.detail
    path.unlink()
    page.do(State.restart)
    assert str(path) in page.until(lambda state: state.failure and ":6" not in state.failure.detail).failure.detail
    path.write_text(text.replace("18", "6"), encoding="utf-8")
    page.do(State.restart)
    assert page.reaches(Phase.IDLE).scenario.horizon.months == 6


def test_a_run_is_left_when_its_page_is_closed(open_page, small):
    page = open_page(State(small, playing=True), seen=True)
    run = page.until(lambda state: state.lived > 1).run
    page.watching.close()
    with pytest.raises(Overtaken):
        run._live_a_month()


def test_without_a_browser_nothing_is_waited_for(small, open_page):
    page = open_page(State(small, playing=True))
    page.watching.patience = PATIENCE
    page.reaches(Phase.ENDED)


def test_a_run_goes_no_further_than_its_pictures(open_page, small):
    page = open_page(State(small))
    number = page.reaches(Phase.IDLE).number
    page.watching.patience = PATIENCE
    page.watching.note(number, BURN_IN)
    page.do(State.play)
    page.until(lambda state: state.lived == AHEAD)
    assert page.watching.state.phase == Phase.PLAYING
    page.watching.note(number, BURN_IN + MONTHS)
    page.reaches(Phase.ENDED)


def test_a_pause_ends_the_wait_for_a_picture(open_page, small):
    page = open_page(State(small))
    number = page.reaches(Phase.IDLE).number
    page.watching.patience = PATIENCE
    page.watching.note(number, BURN_IN)
    page.do(State.play)
    page.until(lambda state: state.lived == AHEAD)
    page.do(State.play)
    page.do(State.step)
    assert page.until(lambda state: state.lived == AHEAD + 1).phase == Phase.PAUSED


def test_components_are_told_of_what_changes_but_not_of_every_month(open_page, small):
    page = open_page(State(small))
    page.reaches(Phase.IDLE)
    drawn = []

    @solara.component
    def Shown():
        drawn.append(page.watching.use().phase)

    _, context = solara.render(Shown(), handle_error=False)
    try:
        page.do(State.play)
        page.reaches(Phase.ENDED)
        page.until(lambda state: drawn[-1] == Phase.ENDED)
        assert len(drawn) <= 4
    finally:
        context.close()


def test_two_threads_that_change_a_state_lose_no_change(open_page, small):
    page = open_page(State(small))
    page.reaches(Phase.IDLE)
    threads = [Thread(target=lambda: [page.do(State.restart) for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert page.watching.state.number == 201


def test_the_module_says_what_a_scenario_lacks_in_the_language_of_the_page(open_page, small):
    page = open_page(State(small, language="zh", moved={LEVERS[0]: 99.0}))
    detail = page.reaches(Phase.FAILED).failure.detail
    assert module.catalogue is not None
    assert LEVERS[0] in detail


def same_columns(one: Watched, other: Watched) -> bool:
    """Whether every person of two runs is the same."""
    first, second = one.people.columns, other.people.columns
    names = ("identity", "life", "group", "stage", "account")
    return all((getattr(first, name) == getattr(second, name)).all() for name in names)


@pytest.mark.parametrize("months", [1, 7, MONTHS])
def test_back_shows_exactly_the_month_before(open_page, small, months):
    page = open_page(State(small, 3))
    page.reaches(Phase.IDLE)
    for _ in range(months):
        page.do(State.step)
    page.until(lambda state: state.lived == months)
    page.do(State.before)
    state = page.until(lambda state: state.run is not None and state.number == 2)
    once = Watched(load(small), 3)
    for _ in range(months - 1):
        once.step()
    assert (state.run.lived, state.phase) == (months - 1, Phase.PAUSED if months > 1 else Phase.IDLE)
    assert same_columns(state.run, once)
    assert (state.run.recorder.kept[: once.recorder.month] == once.recorder.kept[: once.recorder.month]).all()


def test_a_run_that_broke_off_can_be_looked_at_before_it_did(open_page, small):
    page = open_page(State(small, playing=True), Broken)
    page.reaches(Phase.FAILED)
    page.do(State.before)
    assert page.reaches(Phase.PAUSED).run.lived == 3


def test_both_sides_live_the_same_months_of_the_same_seed(open_page, small):
    page = open_page(State(small, 5, {LEVERS[0]: 0.02}, sides=BOTH, playing=True))
    state = page.reaches(Phase.ENDED)
    assert (state.run.lived, state.beside.lived) == (MONTHS, MONTHS)
    assert (state.run.seed, state.beside.seed) == (5, 5)
    assert (state.run.moved, state.beside.moved) == ({LEVERS[0]: 0.02}, {})
    page.do(State.show, (BASE,))
    alone = page.until(lambda state: state.sides == (BASE,) and state.run is not None)
    assert (alone.phase, alone.beside) == (Phase.ENDED, None)
    assert same_columns(alone.run, state.beside)


def test_the_baseline_of_the_fields_is_without_policies_and_moved_levers(small):
    worlds = worlds_of_fields(State("training", moved={LEVERS[0]: 0.02}))
    base, side = worlds.sides[""], worlds.sides["A"]
    assert list(side.scenario.policies) == ["training"]
    assert (dict(base.scenario.policies), base.moved) == ({}, {})
    assert replace(worlds.scenario, policies={}).parameters == base.scenario.parameters


def test_a_model_that_breaks_beside_another_is_told_and_the_page_lives_on(open_page, small):
    class BrokenWithoutLevers(Watched):
        def step(self) -> None:
            if not self.moved and self.lived == 4:
                raise ZeroDivisionError("by no members")
            super().step()

    page = open_page(State(small, moved={LEVERS[0]: 0.02}, sides=BOTH, playing=True), BrokenWithoutLevers)
    assert "by no members" in page.reaches(Phase.FAILED).failure.detail
    page.do(State.show, ("A",))
    page.until(lambda state: state.phase in (Phase.PAUSED, Phase.ENDED))
