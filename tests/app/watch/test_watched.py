"""The run of a page: made from names and numbers, checked, and over at the end of its horizon."""

import pytest

from sim.app.watch.watched import Watched, chosen
from sim.scenario.scenario import ScenarioError
from tests.app.runs import write_small
from tests.whole import states


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return str(write_small(tmp_path_factory.mktemp("watched")))


def test_a_run_stops_at_the_end_of_its_horizon(small):
    model = Watched(small)
    for _ in range(18):
        assert model.running
        model.step()
    assert not model.running
    model.step()
    assert model.months_run == 14 + 18
    assert len(model.recorder.kept) == 14 + 18


def test_the_page_parameters_make_the_same_run_again(small):
    first = Watched(small, 7, {"migration.leave": 0.02})
    again = Watched(**first.page_parameters)
    first.step()
    again.step()
    assert states(first) == states(again)


def test_a_moved_lever_holds_from_the_first_month(small):
    model = Watched(small, levers={"meetings.denominator": "adjusted", "digital.platforms": 3.0})
    assert model.settings["meetings"]["denominator"].tolist() == [1.0] * 4
    assert model.settings["digital"]["platforms"].tolist() == [3.0] * 4


@pytest.mark.parametrize("levers", [{"migration.leave": 9.0}, {"migration.leaves": 0.02}])
def test_a_lever_that_is_not_valid_makes_no_run(small, levers):
    with pytest.raises(ScenarioError, match=r"migration\.leave"):
        chosen(small, levers)


def test_mesa_finds_no_scenario_of_its_own_kind_and_adds_none(small):
    assert Watched(small).scenario is None
