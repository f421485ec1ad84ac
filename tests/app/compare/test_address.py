"""The whole state in an address and back; what is not valid is refused, and told."""

from __future__ import annotations

import pytest

from sim.app.compare.address import address_of, read_address
from sim.app.compare.asked import Asked, first_asked
from sim.app.compare.desk_fields import DeskFields
from sim.app.compare.state import State, whole
from sim.app.compare.view import View
from sim.policies import find_policy, policy_names
from sim.scenario.files import shipped_names
from tests.app.compare.test_state import MOVES


def there_and_back(state: State) -> State:
    found = read_address(address_of(state))
    assert found.refused == []
    return found.state


@pytest.mark.parametrize("move", MOVES)
def test_every_move_comes_back(move):
    state = MOVES[move](State().edit(1).fold("digital").speak("zh"))
    back = there_and_back(state)
    assert (back.asked, back.view) == (state.asked, state.view)
    assert back.asked.key == state.asked.key


@pytest.mark.parametrize("name", shipped_names())
def test_the_policies_of_a_scenario_come_back(name):
    state = State().take(name)
    assert there_and_back(state).asked.key == state.asked.key


@pytest.mark.parametrize("policy", policy_names())
def test_every_dose_of_a_policy_comes_back_at_both_ends_of_its_range(policy):
    state = State().use(policy)
    for name, param in find_policy(policy).params.items():
        values = param.choices or ((False, True) if param.is_switch else param.range)
        for value in values:
            moved = state.move(f"{policy}.dose.{name}", value if param.choices or param.is_switch else float(value))
            assert there_and_back(moved).asked.key == moved.asked.key


def test_tiles_come_back_so_that_two_visitors_see_the_same_order():
    state = State(tiles=("trust", "visits"))
    assert there_and_back(state).tiles == ("trust", "visits")


def test_nothing_asked_is_a_first_visit_and_neither_side_can_be_asked_for():
    first = read_address("").state.asked
    assert first.sides[0] == whole(first_asked().sides[0])
    assert there_and_back(State()).asked == Asked()


def test_a_scenario_that_is_served_and_only_adds_policies_is_side_a():
    state = read_address("", served="talent").state
    assert (state.asked.scenario, state.asked.sides[0]) == ("baseline", State().take("talent").asked.sides[0])
    assert read_address("", served="former", baselines=("baseline", "former")).state.asked.scenario == "former"


REFUSED = {
    "scenario=nowhere": "scenario: there is no scenario nowhere",
    "months=0": "months: 0 is no number; allowed: 1 – 600",
    "months=x": "months: x is no number",
    "quorum=mine": "quorum: mine is no value; allowed: list, registered, adjusted",
    "a.trainin.dose.units=1": "a.trainin.dose.units: there is no such setting; did you mean training?",
    "a.training.dose.unit=1": "a.training.dose.unit: there is no such setting; did you mean units?",
    "a.training.dose.units=9": "a.training.dose.units: 9 is out of range",
    "b.training.start=soon": "b.training.start: soon is no month; write 2022-01",
    "b.training.coverage=2": "b.training.coverage: 2 is no number; allowed: 0 – 1",
    "b.training.rule=mine": "b.training.rule: mine is no value",
    "b.training.trigger=1": "b.training.trigger: there is no such setting",
    "p.migration.leav=1": "p.migration.leav: there is no such setting; did you mean migration.leave?",
    "p.migration.leave=no": "p.migration.leave: no is no number",
    "lang=fr": "lang: fr is no language",
    "tab=x": "tab: x is no value",
    "open=trust.x": "open: x is no value",
    "seed=-1": "seed: -1 is no seed",
    "pairs=1": "pairs: 1 is no number; allowed: 2 – 32",
    "budget=nan": "budget: nan is no number",
    "look.village=x": "look.village: x is no number; allowed: 0 – 10000",
    "look.indicator=mine": "look.indicator: mine is no value",
    "life.kind=mine": "life.kind: mine is no value",
    "life.letter=c": "life.letter: c is no value; allowed: baseline, a, b",
    "desk.members=-1": "desk.members: ",
    "desk.rule=mine": "desk.rule: mine is no value",
    "desk.village=<b>": "desk.village: <b> is no value",
    "desk=shut": "desk: shut is no value",
    "by=mine": "by: mine is no value",
    "beside=1": "beside: 1 is no value; allowed: true, false",
    "quorom=list": "quorom: there is no such setting; did you mean quorum?",
}


@pytest.mark.parametrize("search", REFUSED)
def test_what_is_not_valid_is_refused_and_told_and_the_rest_holds(search):
    found = read_address(f"?{search}&view=level")
    assert [each[: len(REFUSED[search])] for each in found.refused] == [REFUSED[search]]
    assert found.state.view == View(kind="level")


def test_a_desk_whose_fields_do_not_fit_each_other_is_the_usual_one():
    found = read_address("?desk.away=30&desk.members=20")
    assert found.refused == ["desk: 30 away and 3 frail are more than 20"]
    assert found.state.view.desk == DeskFields()
    assert read_address("?desk.away=30&desk.frail=0&desk.members=30").state.view.desk.members == 30


def test_refusals_speak_the_language_of_the_page():
    found = read_address("?lang=zh&quorum=mine&a.training.start=soon")
    assert found.refused == [
        "quorum: mine 不是可选值；允许：list, registered, adjusted",
        "a.training.start: soon 不是月份；请写作 2022-01",
    ]
