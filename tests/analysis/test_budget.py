"""Equal money: what a budget may be, how doses are scaled, what the search finds, and cost per unit."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.budget import TOLERANCE, Budget, cost_of, equalise, one_budget, read_budget, search
from sim.analysis.compare import compare
from sim.analysis.doses import AS_GIVEN, EVERYTHING, Scale, largest_factor, scaled
from sim.analysis.ratio import cost_per_unit, fieller
from sim.core.compute.intervals import mean_interval, t_quantile
from sim.execution.simulator import Simulator
from sim.policies import find_policy, policy_names
from sim.runs.jobs import Named
from sim.runs.run import Job
from sim.runs.simulate import simulate
from tests.whole import small

TINY = {"horizon.months": 24, "horizon.burn_in": 1, "world.villages": 1, "world.village_size": 150}


def alone(name: str, **dose: float):
    return small({**TINY, "name": name}, {name: {"dose": dose}})


def found_by(scenario, budget: float, cost):
    """What the search ends with if a scale costs ``cost(scale)``."""
    task = search(scenario, budget)
    scale, asked = next(task), 1
    while True:
        try:
            scale = task.send(cost(scale))
            asked += 1
        except StopIteration as end:
            return (*end.value, asked)


def in_training(scale: Scale) -> float:
    """A cost in proportion to courses and persons."""
    dose = scaled(alone("training"), scale).scenario.policies["training"].dose
    return 5 * dose["units"] * dose["share"]


def test_a_budget_is_read_in_its_unit_or_in_one_that_converts():
    assert read_budget("100 yuan/person/year") == Budget("yuan", 100)
    assert read_budget("30").amount == 30
    assert read_budget("10 yuan/person/month").amount == pytest.approx(120)
    assert read_budget("30 minute/person/year", "hours").amount == pytest.approx(0.5)


@pytest.mark.parametrize("text", ["0", "-5", "nan", "100 hour/person/year", "5 dogs", "much"])
def test_a_budget_that_is_none_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="such as '100 yuan/person/year'"):
        read_budget(text)


def test_equal_money_and_equal_hours_are_two_comparisons():
    assert one_budget(None, None) is None
    with pytest.raises(ValueError, match="one of --budget and --equal-hours"):
        one_budget("1", "1")


def test_every_policy_says_which_numeric_doses_money_buys():
    for name in policy_names():
        bought = find_policy(name).bought
        for dose in (*bought.doses, *bought.spacing, *bought.reach):
            param = find_policy(name).params[dose]
            assert not param.is_switch, (name, dose)
            assert not param.choices, (name, dose)
            assert param.range[0] < param.range[1], (name, dose)


@pytest.mark.parametrize("name", policy_names())
def test_scaled_doses_stay_in_their_range_and_one_leaves_all_as_it_is(name):
    given = alone(name)
    assert scaled(given, AS_GIVEN).scenario == given
    for scale in (Scale("doses", 0.0), Scale("doses", 1e6), EVERYTHING, Scale("fewer", 0.1)):
        dose = scaled(given, scale).scenario.policies[name].dose
        for key, param in find_policy(name).params.items():
            assert param.range[0] <= param.number(dose[key]) <= param.range[1], (key, scale)


def test_the_largest_factor_brings_the_last_dose_to_its_end():
    given = alone("hardship_care", money=300, visits=2, share=0.5)
    assert largest_factor(given) == pytest.approx(4)
    dose = scaled(given, Scale("doses", 4)).scenario.policies["hardship_care"].dose
    assert (dose["money"], dose["visits"], dose["share"]) == (1200, 6, 0.5)
    assert scaled(given, EVERYTHING).scenario.policies["hardship_care"].dose["share"] == 1


def test_factors_are_scaled_by_power_and_intervals_by_division():
    dose = (
        scaled(alone("inspection_drive", inspections=2), Scale("doses", 0.5)).scenario.policies["inspection_drive"].dose
    )
    assert dose["inspections"] == pytest.approx(math.sqrt(2))
    dose = scaled(alone("targeting_reform", look_back=24), Scale("doses", 2)).scenario.policies["targeting_reform"].dose
    assert dose["look_back"] == 12


def test_the_search_spends_a_budget_above_and_below_what_is_given():
    for budget in (2.0, 7.0, 10.0, 15.0):
        scale, cost, reading, asked = found_by(alone("training"), budget, in_training)
        assert reading == "spends"
        assert cost == pytest.approx(budget, rel=TOLERANCE)
        assert in_training(scale) == cost
        assert asked <= 12


def test_the_search_goes_on_with_reach_where_doses_end():
    given = alone("training", units=2, share=0.25)

    def cost(scale):
        dose = scaled(given, scale).scenario.policies["training"].dose
        return 5 * dose["units"] * dose["share"]

    scale, spent, reading, _ = found_by(given, 12.0, cost)
    assert (scale.stage, reading) == ("reach", "spends")
    assert spent == pytest.approx(12, rel=TOLERANCE)


def test_what_cannot_be_spent_is_said():
    assert found_by(alone("training"), 500.0, in_training)[:3] == (EVERYTHING, 20.0, "all_spent")
    assert found_by(alone("meeting_rules"), 30.0, lambda scale: 0.0)[2] == "nothing_to_buy"
    assert found_by(alone("meeting_rules"), 1.0, lambda scale: 5.0)[2] == "least_is_more"


def test_a_cost_in_steps_ends_on_the_step_below_the_budget():
    def cost(scale):
        return 7.0 if scale.at > 0.6 else 3.0

    scale, spent, reading, _ = found_by(alone("training"), 5.0, cost)
    assert (spent, reading) == (3.0, "in_steps")
    assert scale.at <= 0.6


def test_fewer_are_reached_where_the_least_dose_costs_too_much():
    given = alone("coordination")

    def cost(scale):
        delivery = scaled(given, scale).scenario.policies["coordination"].delivery
        return 10 * delivery.coverage * delivery.strength

    scale, spent, reading, _ = found_by(given, 4.0, cost)
    assert (scale.stage, reading) == ("fewer", "spends")
    assert spent == pytest.approx(4, rel=TOLERANCE)


def test_less_than_one_village_is_one_at_a_part_of_its_strength():
    given = alone("coordination").changed({"world.villages": 2, "policies.coordination.strength": 0.8})
    half, tenth = (
        scaled(given, Scale("fewer", share)).scenario.policies["coordination"].delivery for share in (0.5, 0.1)
    )
    assert (half.coverage, half.strength) == (0.5, 0.8)
    assert (tenth.coverage, tenth.strength) == (pytest.approx(0.25), pytest.approx(0.8 * 0.4))
    most = scaled(given, EVERYTHING).scenario.policies["coordination"].delivery
    assert (most.coverage, most.strength) == (1, 1)


def test_in_the_ledger_more_doses_cost_more():
    short = {"horizon.months": 18, "world.townships": 1, "world.villages": 2}
    for name in policy_names():
        bought = find_policy(name).bought
        if (bought.doses or bought.spacing) and name != "collective_projects":  # whether a project starts is luck
            given = alone(name).changed(short)
            runs = [simulate(Job(scaled(given, scale).scenario, 3)) for scale in (AS_GIVEN, EVERYTHING)]
            less, more = (cost_of(run, "yuan") for run in runs)
            assert more > less > 0, name


def test_pilots_find_the_scale_that_the_ledger_confirms():
    named = Named(alone("training"))
    with Simulator(1, store=False) as simulator:
        found, failures = equalise(simulator, Named(small(TINY)), [named], [Budget("yuan", 8.0)], [1])
    spending = found["training", Budget("yuan", 8.0)]
    assert not failures
    assert spending.reading == "spends"
    assert cost_of(simulate(Job(spending.scenario, 1)), "yuan") == pytest.approx(8.0, rel=TOLERANCE)
    assert spending.given != pytest.approx(8.0, rel=0.2)


def test_compare_at_equal_money_reports_what_was_spent():
    found = compare(
        small(TINY), [alone("training")], reps=3, jobs=1, budget="8 yuan/person/year", outcomes=["capacity"]
    )
    assert found.costs["training"].yuan == pytest.approx(8.0, rel=0.1)
    cost = found.costs["training"]
    years, villages = 2, 2
    assert cost.yuan_village == pytest.approx(cost.yuan_in_all / years / villages)
    assert found.spending["training"].scale.stage == "doses"


def test_bounds_of_a_ratio_lie_where_its_t_statistic_is_at_the_edge():
    above, below = np.array([9.0, 11.0, 10.0, 12.0, 8.0]), np.array([2.0, 2.2, 1.9, 2.4, 2.1])
    found = fieller(above, below)
    assert found.value == pytest.approx(above.mean() / below.mean())
    for bound in (found.low, found.high):
        rest = above - bound * below
        assert abs(rest.mean()) / (rest.std(ddof=1) / math.sqrt(5)) == pytest.approx(t_quantile(4))
    assert found.low < found.value < found.high


def test_a_certain_cost_gives_the_bounds_of_the_difference():
    steps = np.array([-0.2, -0.25, -0.3, -0.22])
    _, low, high = mean_interval(-steps)
    found = cost_per_unit(np.full(4, 30.0), steps)
    assert (found.low, found.high) == (pytest.approx(30 / high), pytest.approx(30 / low))


def test_no_cost_per_unit_without_a_clear_difference_or_without_cost():
    assert cost_per_unit(np.full(4, 30.0), np.array([-1.0, 1.0, 2.0, -2.0])) is None
    assert cost_per_unit(np.zeros(4), np.array([1.0, 1.1, 1.2, 1.0])) is None
    assert cost_per_unit(np.full(1, 30.0), np.array([1.0])) is None
