"""The state of the comparing page: what is moved, undone, held, and in what order its tiles stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.app.compare.answer import Answer, Known, Stage
from sim.app.compare.asked import Asked
from sim.app.compare.desk_fields import DeskFields
from sim.app.compare.lives import Telling
from sim.app.compare.side import Side
from sim.app.compare.state import State, whole
from sim.app.compare.view import View
from sim.app.compare.village_cells import Look
from sim.policies import policy_names
from sim.scenario.scenario import load
from tests.app.compare.answers import state_of

DOSE = "training.dose.units"
MOVES = {
    "lever": lambda state: state.move(DOSE, 2.0),
    "policy": lambda state: state.use("rotation"),
    "scenario": lambda state: state.take("talent"),
    "assumption": lambda state: state.assume("migration.leave", 0.02),
    "quorum": lambda state: state.count("registered"),
    "years": lambda state: state.last(60),
    "budget": lambda state: state.spend(100.0),
    "tab": lambda state: state.turn("costs"),
    "headline": lambda state: state.open("trust", "sure"),
    "village": lambda state: state.look_at(Look("trust", "B", 3)),
    "life": lambda state: state.follow(Telling("A", 2, "secretary")),
    "desk": lambda state: state.reckon(DeskFields(members=60)),
    "group": lambda state: state.part("branch_size"),
    "beside": lambda state: state.put_beside(True),
    "drawn": lambda state: state.draw("level"),
}


@pytest.mark.parametrize("move", MOVES)
def test_one_move_of_any_kind_is_undone_and_done_again(move):
    before = State()
    after = MOVES[move](before)
    assert (after.asked, after.view) != (before.asked, before.view)
    back = after.undo()
    assert (back.asked, back.view) == (before.asked, before.view)
    again = back.redo()
    assert (again.asked, again.view) == (after.asked, after.view)
    assert (again.past, again.future) == (after.past, after.future)


def test_a_move_that_changes_nothing_is_none_and_a_new_one_ends_what_could_be_done_again():
    state = State().move(DOSE, 2.0)
    assert state.move(DOSE, 2.0).past == state.past
    assert state.undo().count("list").redo() == state.undo().count("list")
    assert State().undo() == State().redo() == State()


def test_an_undo_keeps_the_language_and_the_groups_that_are_open():
    state = State().move(DOSE, 2.0).speak("zh").fold("digital")
    assert state.undo().view == View(language="zh", groups=("people", "digital"))


def test_what_is_held_is_not_asked_before_it_is_let_go():
    state = State().use("training")
    held = state.drag(DOSE, 3.0, None)
    assert held.asked == state.asked
    assert held.seen.sides[0].settings[DOSE] == 3.0
    assert held.stage == Stage.COUNTING
    assert held.let_go() == state
    assert held.move(DOSE, 3.0).undo().asked == state.asked


def test_a_hint_stands_in_for_what_is_held(answered):
    state = state_of(answered)
    known = Known(answered.asked, tuple(answered.readings), answered.figures, 8)
    held = state.drag(DOSE, 3.0, known)
    assert (held.stage, held.shown.stage, held.is_exact) == (Stage.ESTIMATE, Stage.ESTIMATE, False)
    same = state.drag(DOSE, float(state.asked.sides[0].settings[DOSE]), known)
    assert (same.stage, same.is_exact) == (Stage.FINAL, True)


def test_the_last_exact_answer_stays_while_another_is_counted(answered):
    state = state_of(answered)
    counting = state.move(DOSE, 3.0).waiting()
    assert counting.shown == state.shown
    assert (counting.stage, counting.is_exact) == (Stage.COUNTING, False)
    failed = counting.with_answer(Answer(counting.asked, Stage.FAILED, failure="why"))
    assert (failed.shown, failed.stage) == (state.shown, Stage.FAILED)


def test_a_stop_keeps_what_is_known(answered):
    few = state_of(answered, Stage.FEW).stopped()
    assert (few.stage, few.is_exact) == (Stage.STOPPED, True)
    assert few.going_on().stage == Stage.COUNTING
    assert state_of(answered).stopped().stage == Stage.FINAL


def test_tiles_keep_their_order_while_sizes_and_rules_move_and_not_when_a_policy_comes(answered):
    few = state_of(answered, Stage.FEW)
    order = few.tiles
    turned = replace(answered, readings=list(reversed(answered.readings)))
    assert few.with_answer(turned).tiles == order
    moved = replace(answered, question=few.move(DOSE, 1.0).count("registered").asked)
    assert few.move(DOSE, 1.0).count("registered").with_answer(moved).tiles == order
    other = few.reset("training").use("rotation")
    nothing = [each for each in answered.readings if each.indicator.name == "trust"]
    assert other.with_answer(replace(answered, question=other.asked, readings=nothing)).tiles == ("trust",)


def test_scales_only_widen(answered):
    final = state_of(answered)
    assert all(final.reaches[each.indicator.name] >= 1.25 * each.least for each in answered.readings)
    narrow = replace(answered, readings=answered.readings[:0])
    assert final.with_answer(narrow).reaches == final.reaches


@pytest.mark.parametrize("policy", policy_names())
def test_a_policy_that_is_used_has_all_its_doses_and_begins(policy):
    side = State().use(policy).asked.sides[0]
    assert side == whole(side)
    assert side.settings[f"{policy}.start"] == "2022-01"
    assert State().use(policy).reset(policy).asked == Asked()


def test_a_policy_of_the_baseline_begins_as_it_is_there(tmp_path):
    head = "name: mine\ntitle: {en: Mine, zh: 我的}\nextends: baseline\n"
    text = head + "policies: {training: {start: 2023-01, dose: {units: 1}}}\n"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    side = State(Asked(str(tmp_path / "mine.yaml"))).move("training.dose.share", 0.3).asked.sides[0]
    assert (side.settings["training.start"], side.settings[DOSE]) == ("2023-01", 1.0)
    assert load(str(tmp_path / "mine.yaml")).changed(side.changes()).policies["training"].dose["share"] == 0.3


def test_a_setting_of_delivery_that_is_usual_is_none():
    side = State().use("training").move("training.duration", 12).asked.sides[0]
    assert side.settings["training.duration"] == 12
    assert "training.duration" not in whole(Side({**side.settings, "training.duration": 0})).settings
