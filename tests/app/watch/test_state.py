"""The state of a page: every control in every phase leads to a state whose run is that of its fields."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from sim.app.watch.controls import CONTROLS, PACES
from sim.app.watch.lever_inputs import LEVERS
from sim.app.watch.state import BOTH, Failure, Phase, State

MONTHS = 18


def run_of(state: State, lived: int = 0, months: int = MONTHS):
    """Stands for the run that a state asks for."""
    horizon = SimpleNamespace(months=months)
    return SimpleNamespace(
        number=state.number, lived=lived, is_over=lived >= months, future=SimpleNamespace(horizon=horizon)
    )


def standing(phase: Phase) -> State:
    """A state in a phase."""
    fresh = State(moved={LEVERS[0]: 0.02})
    idle = fresh.with_run(run_of(fresh))
    states = {
        Phase.PREPARING: fresh,
        Phase.IDLE: idle,
        Phase.PLAYING: idle.play().with_run(run_of(fresh, 3)),
        Phase.PAUSED: idle.with_run(run_of(fresh, 3)),
        Phase.ENDED: idle.with_run(run_of(fresh, MONTHS)),
        Phase.FAILED: idle.play().with_failure(fresh.number, Failure("broke_off", "")),
    }
    return states[phase]


MOVES = {
    "choose": lambda state: state.choose("training"),
    "reseed": lambda state: state.reseed(7),
    "back": State.back,
    **{lever: lambda state, lever=lever: state.move(lever, 0.5) for lever in LEVERS},
}


@pytest.mark.parametrize("phase", Phase)
def test_a_state_is_in_the_phase_that_it_was_brought_to(phase):
    assert standing(phase).phase == phase


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("move", MOVES)
def test_whatever_makes_a_run_asks_for_another_in_every_phase(phase, move):
    before = standing(phase)
    after = MOVES[move](before)
    assert after.number > before.number
    assert (after.run, after.phase, after.lived) == (None, Phase.PREPARING, 0)
    assert after.playing == (phase == Phase.PLAYING)
    assert after.with_run(run_of(after)).phase == (Phase.PLAYING if phase == Phase.PLAYING else Phase.IDLE)


@pytest.mark.parametrize("phase", Phase)
def test_what_is_chosen_again_as_it_was_changes_nothing(phase):
    state = standing(phase)
    assert state.choose(state.choice) is state
    assert state.reseed(state.seed) is state
    assert state.move(LEVERS[0], 0.02) is state


@pytest.mark.parametrize("phase", Phase)
def test_a_run_that_fields_have_overtaken_is_not_taken(phase):
    before = standing(phase)
    late, after = run_of(before, 5), before.reseed(8)
    assert after.with_run(late) is after
    assert after.with_failure(before.number, Failure("cannot", "")) is after
    assert after.with_scenario(before.number, None) is after


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_a_button_that_can_be_pressed_does_something_and_another_nothing(phase, control):
    before = standing(phase)
    after = control.change(before)
    assert (after is not before) == control.works(phase, before.reached)


@pytest.mark.parametrize("phase", Phase)
def test_restart_waits_at_the_first_month(phase):
    after = standing(phase).restart()
    assert not after.playing
    assert after.moved == {LEVERS[0]: 0.02}
    assert after.with_run(run_of(after)).phase == Phase.IDLE


@pytest.mark.parametrize("phase", Phase)
def test_language_and_pace_leave_the_run_as_it_is(phase):
    state = standing(phase)
    changed = state.speak("zh")
    for name, values in PACES.items():
        changed = changed.pace(**{name: values[-1]})
    assert (changed.run, changed.number, changed.phase) == (state.run, state.number, phase)


def test_what_could_not_be_made_is_tried_again_in_the_other_language():
    state = State().with_failure(1, Failure("cannot", "1 problem"))
    assert state.speak("zh").phase == Phase.PREPARING


def test_steps_that_were_asked_for_are_counted_down_as_they_are_lived():
    state = standing(Phase.IDLE).step().step()
    assert state.steps == 2
    state = state.with_run(run_of(state, 1))
    assert (state.steps, state.phase) == (1, Phase.PAUSED)
    assert state.play().steps == 0


def test_a_run_that_ends_stops_playing_so_that_the_next_one_waits():
    state = standing(Phase.PLAYING)
    ended = state.with_run(run_of(state, MONTHS))
    assert ended.phase == Phase.ENDED
    assert not ended.reseed(3).playing


def test_an_ended_run_of_no_months_left_has_no_steps():
    state = replace(standing(Phase.PAUSED), steps=5)
    assert state.with_run(run_of(state, MONTHS)).steps == 0


def test_levers_of_a_scenario_that_can_be_read_no_more_are_gone():
    state = standing(Phase.PAUSED).with_scenario(1, SimpleNamespace()).restart()
    assert state.scenario is not None
    assert state.with_failure(state.number, Failure("cannot", "")).scenario is None


@pytest.mark.parametrize("phase", [Phase.PLAYING, Phase.PAUSED, Phase.ENDED])
def test_back_waits_in_the_month_before(phase):
    before = standing(phase)
    after = before.before()
    assert (after.number, after.wanted, after.playing) == (before.number + 1, before.lived - 1, False)
    assert after.with_run(run_of(after, after.wanted)).phase == Phase.PAUSED


def test_back_pressed_again_before_there_is_a_run_goes_back_further():
    assert standing(Phase.PAUSED).before().before().wanted == 1
    assert standing(Phase.PAUSED).before().before().before().before().wanted == 0


@pytest.mark.parametrize("phase", Phase)
def test_other_sides_are_shown_in_the_month_that_is_reached_and_go_on_playing(phase):
    before = standing(phase)
    after = before.show(BOTH)
    assert (after.sides, after.wanted, after.playing) == (BOTH, before.reached, before.playing)
    assert after.show(BOTH) is after
    assert after.move(LEVERS[0], 0.5).wanted == 0


@pytest.mark.parametrize("phase", Phase)
def test_another_question_is_begun_anew_and_goes_on_playing(phase):
    before = standing(phase)
    after = before.ask("another", BOTH)
    assert (after.asked, after.reached, after.playing) == ("another", 0, before.playing)
    assert after.ask("another", BOTH) is after
