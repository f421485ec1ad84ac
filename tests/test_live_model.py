"""A model under way says what it is, what has come about so far, and what it cannot do."""

from functools import cache

import mesa
import numpy as np
import pytest

from sim.agents.villager import Villager
from sim.core.recording.indicator import Spread
from sim.execution.run import run
from sim.indicators import INDICATORS
from sim.model import RuralParty
from tests.whole import small

SCENARIO = small(policies={"training": {}})


@cache
def lived():
    """A model after its two years; tests only read it."""
    model = RuralParty(SCENARIO, rng=2)
    model.run_for(24)
    return model


@cache
def kept():
    """The run that `sim.run` keeps of the same scenario and seed."""
    return run(SCENARIO, seed=2, jobs=1, store=False, by_village=True).runs["small"][0]


@pytest.mark.parametrize("window", [1, 5, 12])
def test_outcomes_of_a_live_model_are_those_of_the_run_bit_for_bit(window):
    frame = lived().outcomes(window=window)
    assert list(frame.columns) == list(INDICATORS)
    assert (str(frame.index[0]), str(frame.index[-1]), len(frame)) == ("2021-01", "2022-12", 24)
    for name, indicator in INDICATORS.items():
        np.testing.assert_array_equal(frame[name], kept().series(indicator, window), name)
        np.testing.assert_equal(lived().outcome(name, window), kept().value(indicator, 24 - window, 24), name)
    assert frame["trust"].notna().all()
    assert frame.attrs["units"]["trust"] == INDICATORS["trust"].unit


def test_outcomes_by_place_and_group_are_those_of_the_run():
    places = kept().places["township"]
    for name in ("trust", "attendance", "formalism"):
        indicator = INDICATORS[name]
        by_village = [kept().village(place).value(indicator, 12, 24) for place in range(4)]
        np.testing.assert_allclose(lived().outcome(name, by="village"), by_village, rtol=1e-12)
        by_township = [kept().of(np.flatnonzero(places == place)).value(indicator, 12, 24) for place in (0, 1)]
        np.testing.assert_allclose(lived().outcome(name, by="township"), by_township, rtol=1e-12)
        np.testing.assert_allclose(lived().outcome(name, by="county"), [lived().outcome(name)], rtol=1e-12)
    by_age = lived().outcome("trust", 24, "age")
    np.testing.assert_allclose(by_age, kept().groups(INDICATORS["trust"], "age", 0, 24), rtol=1e-6)
    assert (by_age.index.tolist(), by_age.name) == (["under 45", "45 to 59", "60 and over"], "trust")
    spread = next(name for name, each in INDICATORS.items() if isinstance(each, Spread))
    assert np.isnan(lived().outcome(spread, by="village")).all()
    assert np.isfinite(lived().outcome(spread))


def test_before_the_first_month_there_is_nothing_to_tell_and_after_the_burn_in_the_burn_in():
    fresh = RuralParty(small({"horizon.burn_in": 0}), rng=1)
    assert np.isnan(fresh.outcome("trust"))
    assert fresh.outcomes(["trust", "visits"]).shape == (0, 2)
    assert fresh.outcomes().shape == (0, len(INDICATORS))
    burnt_in = RuralParty(small(), rng=1)
    assert 0 < burnt_in.outcome("trust") < 1
    assert burnt_in.outcomes("trust").empty


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("trsut",), "no outcome 'trsut'; did you mean 'trust'"),
        (("trust", 0), "window is 0; .* whole numbers from 1 on"),
        (("trust", 2.5), r"window is 2\.5"),
        (("trust", 12, "vilage"), "by is 'vilage'; allowed are village, township, county, age.*did you mean 'village'"),
        (("attendance", 12, "age"), "'attendance' is not counted by age"),
        (("trust", 3, "age"), "no whole year lies in months 34 to 36"),
    ],
)
def test_what_cannot_be_told_is_refused_and_says_what_can(arguments, message):
    with pytest.raises(ValueError, match=message):
        lived().outcome(*arguments)
    if len(arguments) < 3:
        with pytest.raises(ValueError, match=message):
            lived().outcomes(*arguments)


def test_the_data_collector_of_mesa_is_there_and_may_be_replaced():
    model = RuralParty(small(), rng=1)
    model.run_for(2)
    collector = model.datacollector
    assert isinstance(collector, mesa.DataCollector)
    np.testing.assert_array_equal(collector.get_model_vars_dataframe(), model.outcomes())
    model.step()
    collector.collect(model)
    frame = collector.get_model_vars_dataframe()
    assert (frame.index.tolist(), list(frame.columns)) == ([0, 1, 2], list(INDICATORS))
    np.testing.assert_allclose(frame, model.outcomes(), rtol=1e-12)
    model.datacollector = own = mesa.DataCollector({"persons": lambda model: len(model.agents)})
    model.datacollector.collect(model)
    assert model.datacollector is own
    assert own.get_model_vars_dataframe()["persons"].tolist() == [len(model.agents)]


def test_a_model_says_what_it_is():
    model = RuralParty(small(), rng=3)
    persons = len(model.agents.select(agent_type=Villager))
    assert repr(model) == (
        f"<RuralParty small, seed 3: 2021-01 is next, 0 of 24 months lived, 4 villages, {persons:,} persons>"
    )


@pytest.mark.parametrize("duration", [-3, 1.5, float("nan"), float("inf"), "3", None])
def test_a_span_that_is_no_number_of_months_is_refused_and_nothing_is_lived(duration):
    months = lived().months_run
    with pytest.raises(ValueError, match="duration is .* whole numbers from 0 on"):
        lived().run_for(duration)
    assert lived().months_run == months


@pytest.mark.filterwarnings("error")
def test_whole_numbers_of_every_kind_are_months():
    model = RuralParty(small(), rng=np.int64(1))
    for duration in (0, np.int64(2), 1.0, np.uint8(1)):
        model.run_for(duration)
    assert (model.time, model.months_run, model.seed) == (4, 16, 1)
    assert model.outcomes("trust").equals(seeded_with_a_plain_number().outcomes("trust"))


def seeded_with_a_plain_number():
    model = RuralParty(small(), rng=1)
    model.run_for(4)
    return model


@pytest.mark.parametrize("rng", [1.5, "one", -1, 2**32, np.random.default_rng(1)])
def test_what_is_no_seed_is_refused(rng):
    with pytest.raises(ValueError, match="0 to 4294967295"):
        RuralParty(small(), rng=rng)


def test_the_first_month_past_the_horizon_is_told_and_costs_are_still_booked():
    scenario = small({"horizon.months": 2, "horizon.burn_in": 0}, {"training": {}})
    model = RuralParty(scenario, rng=1, check=True)
    model.run_for(2)
    with pytest.warns(UserWarning, match=r"'small' ends before 2021-03.*horizon\.months") as told:
        model.run_for(14)
    assert len(told) == 1
    longer = RuralParty(scenario.changed({"horizon.months": 16}), rng=1)
    longer.run_for(16)
    assert model.ledger.total() == pytest.approx(longer.ledger.total(), rel=1e-12)
    np.testing.assert_array_equal(model.outcomes(), longer.outcomes())
