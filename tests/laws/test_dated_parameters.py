"""Dated values in a run: the month of a switch, policies upon it, and nothing at all where nothing changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.config.calendar import month_of, name_of
from sim.core.declarations.dated_value import DatedValue
from sim.mechanisms import all_parameters, find_mechanism
from sim.model import RuralParty
from sim.world.defaults import values_used
from tests.whole import run, small, states

TAXES, STAKES, BACK = "service.tax_contacts", "effort.stakes", "migration.back"
SWITCH = "2021-10"
ENDS = {f"until {SWITCH}": 0.5, f"from {SWITCH}": 0.0}
MAY_BE_DATED = [
    name
    for name, param in all_parameters().items()
    if name.partition(".")[2] not in find_mechanism(name.partition(".")[0]).read_at_start()
    and param.range[0] < param.range[1]
]


def lever(model: RuralParty, name: str) -> float:
    """Value of a lever that is the same in all villages."""
    values = model.levers[name]
    assert (values == values[0]).all()
    return float(values[0])


def test_the_same_value_on_both_sides_of_every_date_is_the_plain_value_bit_for_bit() -> None:
    changes: dict[str, Any] = {"world.archetype": "national"}
    usual = values_used(small(changes))
    for name in MAY_BE_DATED:
        value = usual[name].value
        changes[f"parameters.{name}"] = {f"until {SWITCH}": value, f"from {SWITCH}": value}
    model = run(small(changes), months=14)
    assert len(model.levers.dated) == len(MAY_BE_DATED) > 300
    assert states(model) == states(run(small({"world.archetype": "national"}), months=14))


def test_a_step_is_made_in_the_very_month_of_its_date() -> None:
    dated, before = (
        RuralParty(small({f"parameters.{TAXES}": ENDS}), rng=1),
        RuralParty(small({f"parameters.{TAXES}": 0.5}), rng=1),
    )
    by_hand = RuralParty(small({f"parameters.{TAXES}": 0.5}), rng=1)
    while dated.month < month_of(SWITCH):
        assert lever(dated, TAXES) == 0.5
        assert states(dated) == states(before)
        for model in (dated, before, by_hand):
            model.step()
    by_hand.levers.set_base(TAXES, 0.0)
    for model in (dated, before, by_hand):
        model.step()
    assert (lever(dated, TAXES), lever(before, TAXES)) == (0.0, 0.5)
    assert states(dated) != states(before)
    dated.run_for(6)
    by_hand.run_for(6)
    assert states(dated) == states(by_hand)


def test_a_step_in_the_burn_in_and_the_first_month_of_the_run_are_dates_too() -> None:
    first, later = "2020-01", "2020-07"
    model = RuralParty(small({f"parameters.{STAKES}": {f"from {first}": 0.2, f"from {later}": 1.2}}), rng=1)
    assert lever(model, STAKES) == 1.2
    burnt_in = {f"until {later}": 0.2, f"from {later}": 1.2}
    assert states(model) == states(RuralParty(small({f"parameters.{STAKES}": burnt_in}), rng=1))
    assert states(model) != states(RuralParty(small({f"parameters.{STAKES}": 1.2}), rng=1))


def test_linear_values_move_every_month() -> None:
    start, end = "2021-03", "2021-09"
    model = RuralParty(small({f"parameters.{STAKES}": {f"at {start}": 1.2, f"at {end}": 0.6}}), rng=1)
    found = {}
    for _ in range(12):
        model.step()
        found[name_of(model.month - 1)] = lever(model, STAKES)
    assert [found[month] for month in ("2021-01", "2021-02", start)] == [1.2] * 3
    assert [found[month] for month in (end, "2021-10", "2021-12")] == [0.6] * 3
    between = [found[f"2021-0{month}"] for month in range(3, 10)]
    np.testing.assert_allclose(np.diff(between), -0.1)


def test_policies_compose_upon_the_value_of_the_month() -> None:
    """A sum, a product and a rule set outright, against the moves of the same policies upon plain values."""
    policies: dict[str, Any] = {
        "secretary_pay": {"start": "2021-02", "dose": {"stakes": 2.0}, "coverage": 0.5},
        "inspection_drive": {"start": "2021-02"},
    }
    values = {STAKES: (0.5, 1.0), "supervision.inspections": (1.0, 2.0), "meetings.attend": (0.0, 0.3)}
    paths = {f"parameters.{name}": {f"until {SWITCH}": a, f"from {SWITCH}": b} for name, (a, b) in values.items()}
    dated = RuralParty(small(paths, policies), rng=1)
    plain = [
        RuralParty(small({f"parameters.{name}": pair[place] for name, pair in values.items()}, policies), rng=1)
        for place in (0, 1)
    ]
    moved = 0
    for _ in range(14):
        for model in (dated, *plain):
            model.step()
        like = plain[dated.month > month_of(SWITCH)]
        for name in values:
            assert (dated.levers[name] == like.levers[name]).all(), name
            moved += int(
                (dated.levers[name] != dated.levers.base[name.partition(".")[0]][name.partition(".")[2]]).any()
            )
    assert moved > 20


def test_a_policy_reads_the_value_of_the_month() -> None:
    """People who return are promised beyond the usual returns: the policy asks what these are."""
    policies = {"talent_recruitment": {"start": "2021-01"}}
    dated = RuralParty(
        small({f"parameters.{BACK}": {f"until {SWITCH}": 0.009, f"from {SWITCH}": 0.018}}, policies), rng=1
    )
    high = RuralParty(small({f"parameters.{BACK}": 0.018}, policies), rng=1)
    assert dated.levers.base["migration"]["back"][0] == 0.009
    while dated.month <= month_of(SWITCH):
        dated.step()
        high.step()
    assert dated.levers.base["migration"]["back"][0] == 0.018
    for model in (dated, high):
        assert (model.levers[BACK] > 0.018).all()


def test_the_drivers_of_a_dated_world_leave_a_dated_value_alone() -> None:
    changes = {
        "world.drivers": "dated",
        "world.archetype": "national",
        "horizon.start": "2018-11",
        "world.tables": 2010,
    }
    terms = {"until 2019-03": 48.0, "from 2019-03": 36.0}
    model = RuralParty(small({**changes, "parameters.offices.term": terms}), rng=1)
    found = {}
    for _ in range(6):
        model.step()
        found[name_of(model.month - 1)] = lever(model, "offices.term")
    assert found == {"2018-11": 48, "2018-12": 48, "2019-01": 48, "2019-02": 48, "2019-03": 36, "2019-04": 36}


def test_threads_change_no_dated_run() -> None:
    scenario = small({f"parameters.{TAXES}": ENDS, "horizon.months": 12})
    assert states(run(scenario, threads=2)) == states(run(scenario))


@pytest.mark.parametrize("name", [TAXES, STAKES])
def test_nothing_is_set_in_a_month_without_dates(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = RuralParty(small({f"parameters.{name}": 0.3}), rng=1)
    monkeypatch.setattr(model.levers, "set_base", lambda *_: pytest.fail("a value was set"))
    model.run_for(2)
    assert model.levers.dated == {}
    model.levers.dated[name] = DatedValue((model.month,), (0.3, 0.2))
    with pytest.raises(pytest.fail.Exception):
        model.step()
