"""What place and year make of declared values: parameters of their own, which a scenario may set itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.agents.codes import COUNTY_TYPES
from sim.core.config.calendar import month_of
from sim.core.declarations.levers import Levers
from sim.mechanisms import all_parameters, find_mechanism, mechanism_names
from sim.model import RuralParty
from sim.report.described.values_used import values_record, values_table
from sim.scenario.scenario import Scenario
from sim.world.defaults import BEFORE, BY_COUNTY_TYPE, LEAVING, NATION, by_place, by_year, set_values, values_used
from sim.world.drivers import driver
from sim.world.specification import ARCHETYPES, CONSTANT, DATED, WorldSpec
from tests.whole import run, small, states

NEUTRAL = {"start.coverage_place": 0.0, "start.income_place": 1.0, "start.income_year": 1.0}
NATIONAL = {"world.archetype": "national", "world.county_type": "ordinary"}


def levers_of(changes: dict[str, Any]) -> Levers:
    levers = Levers([find_mechanism(name)() for name in mechanism_names()], 2)
    set_values(small(changes), levers)
    return levers


def test_every_place_says_what_it_makes_of_declared_parameters_within_their_ranges() -> None:
    assert set(LEAVING) == set(ARCHETYPES)
    assert set(NATION) == {CONSTANT, DATED}
    assert set(BY_COUNTY_TYPE) == set(COUNTY_TYPES)
    for world in (WorldSpec(*place) for place in product(ARCHETYPES, COUNTY_TYPES)):
        for drivers in NATION:
            for name, used in by_place(replace(world, drivers=drivers)).items():
                low, high = all_parameters()[name].range
                assert low <= used.value <= high, name
    assert set(BEFORE) <= set(all_parameters())
    low, high = all_parameters()["start.income_year"].range
    for year in range(2000, 2036):
        assert low <= by_year(month_of(f"{year}-06"))["start.income_year"].value <= high


@pytest.mark.parametrize("name", NEUTRAL)
def test_the_neutral_value_is_the_default_and_changes_nothing_bit_for_bit(name: str) -> None:
    param = all_parameters()[name]
    assert param.default == NEUTRAL[name]
    own = {"parameters.start.income_year": 1.0} if name == "start.income_year" else {}
    same = small({**NATIONAL, **own, "horizon.months": 12})
    assert states(run(small({**NATIONAL, f"parameters.{name}": NEUTRAL[name], "horizon.months": 12}))) == states(
        run(same)
    )
    if name == "start.income_year":
        assert (levers_of({f"parameters.{name}": 1.0}).base["start"]["income_year"] == 1.0).all()


def test_the_factor_works_on_given_and_default_rates_alike_and_one_leaves_them_alone() -> None:
    """So many times the default, given or made by the place, are the same lives."""
    leave = float(all_parameters()["migration.leave"].default)
    factor = NATION[CONSTANT][0] * LEAVING["labour-exporting"]
    made = run(small({"horizon.months": 12}))
    given = run(
        small({"parameters.migration.leave": factor * leave, "parameters.migration.place": 1.0, "horizon.months": 12})
    )
    assert states(given) == states(made)
    assert (made.levers.base["migration"]["leave"] == leave).all()
    assert (made.levers.base["migration"]["place"] == factor).all()
    both = levers_of({"parameters.migration.leave": 0.018})
    assert (both.base["migration"]["leave"] == 0.018).all()
    assert (both.base["migration"]["place"] == factor).all()


@pytest.mark.parametrize(
    ("changes", "name", "made", "own"),
    [
        ({"world.archetype": "near-urban"}, "migration.place", 0.78, 1.2),
        ({"world.archetype": "hollow"}, "migration.place_back", 0.965 / 1.852, 1.0),
        ({"world.county_type": "near-urban"}, "livelihoods.dependence_shift", -0.1, 0.1),
        ({"world.county_type": "near-urban"}, "start.coverage_place", 0.1, 0.0),
        ({"world.county_type": "remote-poor"}, "start.income_place", 0.55, 1.0),
        ({"world.archetype": "national"}, "start.member_share", 0.034, 0.03),
        ({"world.archetype": "national", "world.tables": 2010}, "start.member_share", 0.028, 0.03),
        ({"horizon.start": "2012-01"}, "effort.subsidy", 800.0, 1500.0),
        ({"horizon.start": "2012-01"}, "start.income_year", driver("rural_income").at(2012) / 20910, 1.0),
    ],
)
def test_what_place_and_year_make_gives_way_to_the_scenario(
    changes: dict[str, Any], name: str, made: float, own: float
) -> None:
    mechanism, _, key = name.partition(".")
    assert levers_of(changes).base[mechanism][key] == pytest.approx([made] * 2)
    assert levers_of({**changes, f"parameters.{name}": own}).base[mechanism][key].tolist() == [own] * 2


def test_incomes_of_a_dated_world_stay_where_the_scenario_gives_their_year() -> None:
    changes = {
        "world.drivers": "dated",
        "world.archetype": "national",
        "horizon.start": "2018-12",
        "world.tables": 2010,
    }
    found = []
    for given in ({}, {"parameters.start.income_year": 0.7}):
        model = RuralParty(small({**changes, **given}), rng=1)
        before = model.households.columns.permanent_income[model.households.rows()].mean()
        model.dated._grow(model, 2019)  # type: ignore[union-attr]
        found.append(float(model.households.columns.permanent_income[model.households.rows()].mean() - before))
    assert found[0] == pytest.approx(np.log(16021 / 14617), abs=1e-4)
    assert found[1] == 0.0


def test_every_value_that_a_scenario_starts_with_is_told_with_its_reason() -> None:
    changes = {
        "world.county_type": "near-urban",
        "horizon.start": "2012-01",
        "parameters.migration.leave": 0.018,
        "parameters.service.tax_contacts": {"until 2013-01": 0.5, "from 2013-01": 0},
        "parameters.effort.subsidy": 1500,
    }
    scenario = small(changes)
    used = values_used(scenario)
    assert set(used) == set(all_parameters())
    told = {name: (each.why, each.which) for name, each in used.items() if each.why != "default"}
    assert told == {
        "migration.leave": ("scenario", ""),
        "service.tax_contacts": ("scenario", ""),
        "effort.subsidy": ("scenario", ""),
        "migration.place": ("archetype", "labour-exporting"),
        "migration.place_back": ("archetype", "labour-exporting"),
        "digital.minors_share": ("year", "2012"),
        "start.coverage_place": ("county_type", "near-urban"),
        "livelihoods.dependence_shift": ("county_type", "near-urban"),
        **dict.fromkeys({*BEFORE, "start.income_year"} - {"effort.subsidy"}, ("year", "2012")),
    }
    model = RuralParty(scenario, rng=1)
    for name, each in used.items():
        if name != "service.tax_contacts":
            mechanism, _, key = name.partition(".")
            assert model.levers.base[mechanism][key][0] == all_parameters()[name].number(each.value), name


def test_a_dated_world_says_what_is_published() -> None:
    changes = {
        "world.drivers": "dated",
        "world.archetype": "national",
        "horizon.start": "2018-11",
        "world.tables": 2010,
    }
    used = values_used(small(changes))
    assert (used["effort.subsidy"].why, used["effort.subsidy"].which) == ("drivers", "2018")
    assert used["effort.subsidy"].value == pytest.approx(0.8 * 2 * 13432 / 12)
    assert (used["start.member_share"].why, used["start.member_share"].which) == ("tables", "2010")


def test_the_table_and_the_record_of_values_in_both_languages() -> None:
    scenario = Scenario().changed({"parameters.service.tax_contacts": {"until 2022-01": 0.5, "from 2022-01": 0}})
    english, chinese = (values_table(scenario, "migration.place", language) for language in ("en", "zh"))
    assert english.splitlines()[1].split("  ")[0] == "migration.place"
    assert "archetype labour-exporting" in english
    assert "地区类型：劳务输出型" in chinese
    record = values_record(scenario, "service")
    assert record["service.tax_contacts"]["value"] == {"until 2022-01": 0.5, "from 2022-01": 0.0}
    assert record["service.tax_contacts"]["why"] == "scenario"
    assert "{until 2022-01: 0.5, from 2022-01: 0}" in values_table(scenario, "service", "zh")
    assert set(values_record(scenario, "")) == set(all_parameters())
    assert list(values_record(scenario, "training")) == [
        name for name in all_parameters() if name.startswith("training.")
    ]
    with pytest.raises(ValueError, match="'online_branch' names doses of a policy"):
        values_table(scenario, "online_branch", "en")
