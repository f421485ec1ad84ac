"""Invariants checked month by month: sound runs pass; each breach is named with month, village and person."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sim.agents.codes import AWAY_STEP
from sim.invariants import Breach
from sim.model import RuralParty
from tests.whole import small


@pytest.fixture(scope="module")
def lived() -> RuralParty:
    """A checked model that has lived a year of burn-in and half a year."""
    model = RuralParty(small(policies={"training": {"start": "2021-02"}}), rng=4, check=True)
    model.run_for(6)
    return model


@pytest.fixture
def model(lived: RuralParty) -> RuralParty:
    return copy.deepcopy(lived)


def told(model: RuralParty, step: str, wrong) -> str:
    """Message of the breach if something goes wrong after a step of the next month."""
    mechanism = model.mechanisms[step]
    honest = mechanism.step

    def and_then(it):
        honest(it)
        wrong(it)

    mechanism.step = and_then
    with pytest.raises(Breach) as found:
        model.step()
    assert "in 2021-07" in str(found.value)
    return str(found.value)


def person(model: RuralParty, village: int = 2) -> int:
    """Row of somebody living in a village."""
    P, V = model.people.columns, model.villages.columns
    rows = np.arange(V["first"][village], V["last"][village])
    return int(rows[P.group[rows] > 0][5])


def test_sound_runs_pass_pressed_and_free_dated_and_not(lived):
    assert lived.checks is not None
    for changes in (
        {"parameters.effort.stakes": 0.0, "parameters.supervision.inspections": 0.0},
        {"horizon.start": "2018-01", "horizon.months": 13},
    ):
        model = RuralParty(small(changes), rng=2, check=True)
        model.run_for(13)
        assert model.recorder.series("meetings_valid").sum() > 0


def test_a_checked_run_is_the_run(lived):
    plain = RuralParty(small(policies={"training": {"start": "2021-02"}}), rng=4)
    plain.run_for(6)
    assert plain.checks is None
    assert plain.recorder.kept.tobytes() == lived.recorder.kept.tobytes()


def test_somebody_who_vanishes_is_missed(model):
    def vanish(it):
        it.people.columns.group[person(it)] = 0

    assert "V1 does not hold in 2021-07, village 2: " in told(model, "needs", vanish)


def test_somebody_in_the_wrong_group_is_named(model):
    row = person(model)
    identity = int(model.people.columns.identity[row])

    def move(it):
        group = it.people.columns.group
        group[row] = group[row] + AWAY_STEP if group[row] <= AWAY_STEP else group[row] - AWAY_STEP

    assert f"V1 does not hold in 2021-07, village 2, person {identity}: group" in told(model, "trust", move)


def test_an_identity_that_two_persons_share_is_named(model):
    P = model.people.columns
    first, second = person(model, 0), person(model, 2)
    model.run_for(5)
    P.identity[second] = P.identity[first]
    with pytest.raises(Breach, match=rf"V1 .* 2021-12, village 2, person {P.identity[first]}: two persons have"):
        model.step()


def test_a_member_listed_twice_is_named(model):
    def twice(it):
        place = int(it.villages.columns["member_first"][1])
        it.members[place + 1] = it.members[place]

    assert "village 1, person" in (message := told(model, "observation", twice))
    assert "on the roll of members twice" in message


def test_whoever_is_in_a_chat_group_of_no_village_or_without_a_device_is_named(model):
    who = person(model)

    def enter(it):
        it.people.columns.in_village_group[who], it.people.columns.device[who] = True, False

    assert "V1 does not hold" in (said := told(model, "information", enter))
    assert "village 2, person" in said
    assert "is in a chat group and cannot be in that of the village" in said


def test_a_branch_that_votes_elsewhere_is_told(model):
    def astray(it):
        it.villages.columns["branch"][:2] = 1, 0

    assert "V2 does not hold in 2021-07, village 0: its members vote in 1, which votes elsewhere" in told(
        model, "observation", astray
    )


def test_a_branch_too_small_that_could_join_is_told(model):
    def shrink(it):
        it.villages.columns["full_members"][3] = 1

    assert "V2 does not hold in 2021-07, village 3: its branch has 1 full members" in told(model, "observation", shrink)


def test_money_from_nowhere_is_told(model):
    def find(it):
        it.villages.columns["fund"][1] += 5000

    assert "V3 does not hold in 2021-07, village 1: fund is" in told(model, "needs", find)


def test_a_fund_below_nought_is_told(model):
    def overdraw(it):
        it.villages.columns["fund"][1] = -1

    assert "fund is -1 yuan, below 0" in told(model, "needs", overdraw)


def test_money_for_households_from_nowhere_is_told(model):
    def find(it):
        it.villages.columns["household_money"][1] += 4000

    assert "village 1: 4000 yuan are set aside for households, not 0" in told(model, "needs", find)


def test_a_booking_that_the_ledger_does_not_hold_is_told(model):
    def lose(it):
        it.ledger.yuan[0, 0, 0] += 1000

    assert "V3 does not hold in 2021-07: the ledger holds" in told(model, "needs", lose)


def test_hours_that_do_not_add_up_are_told(model):
    def dawdle(it):
        it.villages.columns["secretary_party"][3] += 1e-6

    assert "V4 does not hold in 2021-07, village 3: tasks of the secretary" in told(model, "effort", dawdle)


@pytest.mark.parametrize("value", [1.5, -0.25, np.nan])
def test_a_person_out_of_bounds_is_named(model, value):
    row = person(model)
    identity = int(model.people.columns.identity[row])

    def exceed(it):
        it.people.columns.habit[row] = value

    message = told(model, "observation", exceed)
    assert message.startswith(f"V5 does not hold in 2021-07, village 2, person {identity}: habit is {value:g}")


@pytest.mark.parametrize(
    ("store", "column", "where"),
    [
        ("households", "dependence", "village 0: dependence is 7; it is at most 1, in household 0"),
        ("villages", "content", "village 0: content is 7"),
        ("offices", "motivation", "village 0: motivation is 7; it is at most 1 (secretary)"),
    ],
)
def test_bounds_hold_in_all_stores(model, store, column, where):
    def exceed(it):
        columns = getattr(it, store).columns
        (getattr(columns, column) if store == "households" else columns[column])[0] = 7

    assert f"V5 does not hold in 2021-07, {where}" in told(model, "observation", exceed)


def test_a_list_that_does_not_account_for_the_poor_is_told(model):
    def forget(it):
        it.recorder.now["poor_not_listed"][2] += 1

    assert "V6 does not hold in 2021-07, village 2" in told(model, "observation", forget)


def test_reports_beyond_what_happened_are_told_where_nothing_hangs_on_them():
    free = {"parameters.effort.stakes": 0.0, "parameters.supervision.inspections": 0.0, "horizon.burn_in": 12}
    model = RuralParty(small(free), rng=4, check=True)
    model.run_for(6)

    def embellish(it):
        it.recorder.now["attendance_reported"][1] += 3

    assert "V7 does not hold in 2021-07, village 1: attendance_reported is" in told(model, "observation", embellish)
