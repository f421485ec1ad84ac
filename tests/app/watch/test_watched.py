"""The run of a page: made from a scenario and numbers, checked, and over at the end of its horizon."""

import pytest

from sim import RuralParty
from sim.app.watch.watched import Overtaken, Watched
from sim.scenario.scenario import ScenarioError, load
from tests.app.runs import write_small
from tests.whole import states


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return load(write_small(tmp_path_factory.mktemp("watched")))


def test_a_run_stops_at_the_end_of_its_horizon(small):
    model = Watched(small)
    for lived in range(18):
        assert (model.lived, model.is_over) == (lived, False)
        model.step()
    assert model.is_over
    model.step()
    assert model.months_run == 14 + 18
    assert len(model.recorder.kept) == 14 + 18


def test_what_is_watched_is_the_run_that_python_makes_of_the_same(small):
    watched = Watched(small, 7, {"migration.leave": 0.02})
    model = RuralParty(small.changed({"parameters.migration.leave": 0.02}), rng=7)
    watched.step()
    model.step()
    assert states(watched) == states(model)


def test_a_moved_lever_holds_from_the_first_month(small):
    model = Watched(small, moved={"meetings.denominator": "adjusted", "digital.platforms": 3.0})
    assert model.settings["meetings"]["denominator"].tolist() == [1.0] * 4
    assert model.settings["digital"]["platforms"].tolist() == [3.0] * 4


@pytest.mark.parametrize("moved", [{"migration.leave": 9.0}, {"migration.leaves": 0.02}])
def test_a_lever_that_is_not_valid_makes_no_run(small, moved):
    with pytest.raises(ScenarioError, match=r"migration\.leave"):
        Watched(small, moved=moved)


def test_a_run_that_is_not_wanted_is_left_in_its_burn_in_and_after(small):
    asked = iter([True] * 5 + [False])
    with pytest.raises(Overtaken):
        Watched(small, wanted=lambda: next(asked))
    asked = iter([True] * 15 + [False])
    model = Watched(small, wanted=lambda: next(asked))
    model.step()
    with pytest.raises(Overtaken):
        model.step()
