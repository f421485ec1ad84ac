"""Dated worlds: the first month stands on the tables, later Januaries bring the values of the year."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core.config.calendar import month_of
from sim.model import RuralParty
from sim.scenario.scenario import Scenario, ScenarioError, from_plain
from sim.world.dated import SLEEP_IN_BURN_IN
from sim.world.drivers import Known, driver
from tests.whole import small, states

DATED = {"world.drivers": "dated", "world.archetype": "national", "horizon.start": "2018-11", "world.tables": 2010}


def dated(changes=None, months=30, **options) -> RuralParty:
    model = RuralParty(small({**DATED, "horizon.months": months, **(changes or {})}), rng=1, **options)
    return model


@pytest.fixture(scope="module")
def lived() -> RuralParty:
    """A dated world from November 2018 to the end of February 2021, and what it was like at the start."""
    model = dated(months=28)
    model.at_start = {
        "local_wage": model.villages.columns["local_wage"].copy(),
        "base_pay": model.villages.columns["base_pay"].copy(),
        "gap": model.villages.columns["wage_gap"].copy(),
        "subsidy": float(model.levers.base["effort"]["subsidy"][0]),
        "term": float(model.levers.base["offices"]["term"][0]),
        "death": model.mechanisms["demography"].death.copy(),
    }
    model.run_for(28)
    return model


def test_burn_in_leaves_the_population_on_its_tables():
    without, after = dated({"horizon.burn_in": 0}), dated({"horizon.burn_in": 12})
    rows = without.people.rows()
    assert (rows == after.people.rows()).all()
    for column in ("group", "birth_month", "away", "stage", "stage_months", "device", "frail", "education"):
        first, later = (getattr(model.people.columns, column)[rows] for model in (without, after))
        assert (first == later).all(), column
    for tally in ("births", "deaths", "left", "returned", "departed", "admissions", "exits"):
        assert not after.recorder.series(tally).any(), tally
    assert after.recorder.series("needs_arisen").any()
    assert {"demography", "migration", "membership"} == SLEEP_IN_BURN_IN


def test_ages_are_those_of_the_first_month_that_counts():
    model = dated()
    P = model.people.columns
    rows = model.people.rows()
    ages = (P.group[rows].astype(int) - 1) % 110
    model.step()
    alive = P.group[rows] > 0
    now = (P.group[rows].astype(int) - 1) % 110
    assert (np.minimum(ages[alive] + 1, 100) >= now[alive]).all()
    assert (now[alive] - ages[alive] >= 0).all()
    assert 0 < (now[alive] > ages[alive]).mean() < 0.15


def test_january_brings_the_values_of_the_year(lived):
    base, V = lived.levers.base, lived.villages.columns
    assert lived.at_start["term"] == 36.0
    assert base["offices"]["term"][0] == 60.0
    assert lived.at_start["subsidy"] == pytest.approx(0.8 * 2 * 13432 / 12)
    assert base["effort"]["subsidy"][0] == pytest.approx(0.8 * 2 * 17131 / 12)
    np.testing.assert_allclose(V["local_wage"] / lived.at_start["local_wage"], 4432 / 3721)
    np.testing.assert_allclose(V["base_pay"] / lived.at_start["base_pay"], 17131 / 13432)
    ratio = driver("urban_ratio").at(2021) / driver("urban_ratio").at(2018)
    np.testing.assert_allclose(V["wage_gap"] - lived.at_start["gap"], np.log(ratio))
    assert base["livelihoods"]["line"][0] == pytest.approx(driver("poverty_line", Known("damped")).at(2021))
    assert lived.offices.columns["one_shoulder"].mean() >= 0.5


def test_mortality_falls_with_its_period(lived):
    before, after = lived.at_start["death"], lived.mechanisms["demography"].death
    assert (after[:, 600] < before[:, 600]).all()


def test_values_change_in_january_only():
    model = dated(months=4)
    seen = []
    for _ in range(4):
        model.step()
        seen.append((model.month - 1) % 12)
        seen.append(float(model.levers.base["offices"]["term"][0]))
    assert seen == [10, 36.0, 11, 36.0, 0, 60.0, 1, 60.0]


def test_a_world_without_dates_keeps_its_values():
    model = RuralParty(small({"horizon.months": 14}), rng=1)
    assert model.dated is None
    before = {name: table.copy() for name, table in model.levers.base.items()}
    wages = model.villages.columns["local_wage"].copy()
    model.run_for(14)
    assert all((model.levers.base[name] == table).all() for name, table in before.items())
    assert (model.villages.columns["local_wage"] == wages).all()
    assert states(model) == states(
        _run(RuralParty(small({"world.drivers": "constant", "horizon.months": 14}), rng=1), 14)
    )


def _run(model: RuralParty, months: int) -> RuralParty:
    model.run_for(months)
    return model


def test_what_the_scenario_sets_no_driver_moves():
    fixed = {"parameters.effort.subsidy": 1500.0, "parameters.offices.term": 48.0, "parameters.start.device_age": 62.0}
    model = dated(fixed, months=4)
    pay = model.villages.columns["base_pay"].copy()
    model.run_for(4)
    base = model.levers.base
    assert (base["effort"]["subsidy"] == 1500.0).all()
    assert (base["offices"]["term"] == 48.0).all()
    assert (base["start"]["device_age"] == 62.0).all()
    assert (model.villages.columns["base_pay"] == pay).all()


def test_policies_move_what_the_drivers_have_set():
    training = {"policies.training": {"start": "2018-12"}}
    model = _run(dated(training, months=3), 3)
    assert (model.levers.base["offices"]["term"] == 60.0).all()
    assert model.ledger.yuan.sum() > 0


def test_dated_worlds_do_not_depend_on_threads():
    one, two = _run(dated(months=6), 6), _run(dated(months=6, threads=2), 6)
    assert states(one) == states(two)


def test_quota_keeps_its_share_of_members_in_another_archetype():
    month = month_of("2019-01") - month_of("2018-11")
    national, exporting = dated(months=4), dated({"world.archetype": "labour-exporting"}, months=4)
    for model in (national, exporting):
        model.run_for(month + 1)
    quotas = [float(model.levers.base["membership"]["quota"][0]) for model in (national, exporting)]
    assert quotas[1] / quotas[0] == pytest.approx(0.030 / 0.028)


def test_a_dated_world_before_the_tables_is_refused():
    with pytest.raises(ScenarioError, match="begin in 2010-01"):
        Scenario().changed({"world.drivers": "dated", "horizon.start": "2009-01"})


def test_places_are_given_out_so_that_the_share_filled_gives_the_published_admissions():
    usual, all_filled = (
        RuralParty(small({"world.drivers": "dated", "horizon.burn_in": 0, "horizon.months": 1, **given}), rng=1)
        for given in ({}, {"parameters.membership.places_filled": 1.0})
    )
    quotas = [float(model.levers.base["membership"]["quota"][0]) for model in (usual, all_filled)]
    assert quotas[1] / quotas[0] == pytest.approx(0.9)


CUT = {"horizon.start": "2016-07", "world.published_to": 2017}


def test_a_world_that_knows_values_to_a_year_is_the_same_until_then_and_goes_on_by_itself():
    whole, cut = (dated({**CUT, **changes}, months=24) for changes in ({"world.published_to": 2021}, {}))
    for _ in range(18):
        whole.step()
        cut.step()
    assert states(whole) == states(cut)
    for _ in range(1):
        whole.step()
        cut.step()
    assert cut.levers.base["livelihoods"]["line"][0] != whole.levers.base["livelihoods"]["line"][0]
    assert cut.levers.base["membership"]["quota"][0] < whole.levers.base["membership"]["quota"][0]
    assert states(whole) != states(cut)


def test_the_last_year_that_is_known_is_written_and_read_back():
    scenario = small({**DATED, **CUT})
    assert scenario.plain()["world"]["published_to"] == 2017
    assert from_plain(scenario.plain()) == scenario
    with pytest.raises(ScenarioError, match="published_to"):
        small({"world.published_to": 2009})
