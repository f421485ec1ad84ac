"""Policies on the levers: neutral where idle, bound to their reach, commuting, and paid for."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import sim.policies
from sim.core.declarations.parameters import Param
from sim.policies import find_policy, make_policies, policy_names
from sim.policies.common.delivery import Delivery
from sim.policies.common.policy import PRICE, Policy, PolicyMonth, priced
from sim.policies.common.words import words_of
from sim.scenario.scenario import load
from tests.policies.stage import START, VILLAGES, Stage, policy

FOLDER = Path(sim.policies.__file__).parent
MAY_CALL_OF_THE_MONTH = {"move", "book", "lever", "has"}


@pytest.fixture(scope="module")
def untouched() -> bytes:
    return Stage().live().values()


@pytest.mark.parametrize("name", policy_names())
def test_an_idle_policy_moves_no_lever_even_if_it_is_applied(name: str, untouched: bytes) -> None:
    idle = policy(name, find_policy(name).zero_dose())
    stage = Stage(idle)
    for _ in range(3):
        stage.live()
        assert stage.values() == untouched


@pytest.mark.parametrize("name", policy_names())
def test_idle_policies_are_left_out(name: str) -> None:
    found = find_policy(name)
    assert found.idle.keys() <= found.params.keys()
    delivery = Delivery(START)
    assert found.is_nothing(found.zero_dose(), delivery)
    assert found.is_nothing({}, Delivery(START, coverage=0.0))
    assert not found.is_nothing({}, delivery)
    idle = load("baseline").changed({f"policies.{name}.dose": found.zero_dose()})
    assert make_policies(idle) == []
    assert [made.name for made in make_policies(idle.changed({f"policies.{name}": {}}))] == [name]


@pytest.mark.parametrize("name", policy_names())
def test_levers_move_inside_the_reach_only(name: str) -> None:
    acting = policy(name, coverage=0.5)
    stage = Stage(acting).live()
    reach = acting.chosen(stage)
    assert reach.sum() == VILLAGES // 2
    moved = np.zeros(VILLAGES, bool)
    for mechanism, values in stage.levers.now.items():
        base = stage.levers.base[mechanism]
        moved |= np.array([values[v] != base[v] for v in range(VILLAGES)])
    assert (moved == reach).all()


@pytest.mark.parametrize("name", policy_names())
def test_costs_fall_inside_the_reach_and_months_of_delivery_only(name: str) -> None:
    acting = policy(name, coverage=0.5, start=START + 2, duration=10)
    stage = Stage(acting).live(16)
    (yuan,), (hours,) = stage.ledger.yuan, stage.ledger.hours
    reach = acting.chosen(stage)
    for account in (yuan, hours):
        assert not account[~reach].any()
        assert not account[:, :2].any()
        assert not account[:, 12:].any()
    assert (yuan[reach].sum(axis=1) > 0).all()


def test_policies_commute_bit_for_bit() -> None:
    names = policy_names()
    orders = [names[place:] + names[:place] for place in range(len(names))]  # each first, each last, each after each
    results = set()
    for order in (*orders, *(turned[::-1] for turned in orders)):
        results.add(Stage(*(policy(name, ramp=6) for name in order)).live(3).values())
    assert len(results) == 1


def at_end(param: Param, end: int) -> float | bool | str:
    """Lowest (0) or highest (1) value of a dose."""
    value = param.range[end]
    return param.choices[int(value)] if param.choices else bool(value) if param.is_switch else value


@pytest.mark.parametrize("name", policy_names())
def test_every_lever_stays_in_its_range_at_the_ends_of_the_doses(name: str) -> None:
    params = find_policy(name).params
    for end in (0, 1):
        dose = {key: at_end(param, end) for key, param in params.items()}
        stage = Stage(policy(name, dose)).live()
        for lever, param in stage.levers.params.items():
            low, high = param.range
            if (stage.levers[lever] != param.number(param.default)).any() and param.law in ("sum", "or"):
                assert low <= stage.levers[lever].min(), lever
                assert stage.levers[lever].max() <= high, lever


def test_a_ramp_scales_amounts_in_proportion_and_ratios_by_powers() -> None:
    stage = Stage(policy("online_branch", ramp=4)).live(2)  # half of the dose
    assert stage.levers["digital.launch_quality"] == pytest.approx([0.3] * VILLAGES)
    odds = stage.levers["membership.transfer"] / (1 - stage.levers["membership.transfer"])
    usual = stage.levers.base["membership"]["transfer"]
    assert odds == pytest.approx(usual / (1 - usual) * np.sqrt(6))
    assert (stage.levers["meetings.online"] == 1).all()


def test_training_at_half_intensity_teaches_the_same_members_half_as_long() -> None:
    stage = Stage(policy("training", {"share": 0.5, "age_priority": 1.0}, ramp=4)).live(2)
    assert (stage.levers["training.units"] == 1.0).all()
    assert (stage.levers["training.share_of_home_members"] == 0.5).all()
    assert (stage.levers["training.age_priority"] == 1.0).all()


def test_training_costs_its_days_and_the_hours_of_the_secretary() -> None:
    stage = Stage(policy("training", {"share": 0.5})).live(12)
    days = (2 * 0.5 * (30 - 1) + 3.5) * 16 / 8  # the secretary has a course of their own
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([days * 200] * VILLAGES)
    assert stage.ledger.hours.sum(axis=2)[0] == pytest.approx([56.0] * VILLAGES)
    assert stage.levers["effort.hours_taken"] == pytest.approx([56 / 12] * VILLAGES)


def test_talent_brings_home_the_adults_it_pays_for() -> None:
    stage = Stage(policy("talent_recruitment"))
    away = 1000 - 600
    usual = stage.levers.base["migration"]["back"] * 1.42 * away * 12
    stage.live(12)
    more = stage.levers["migration.back"] * 1.42 * away * 12 - usual
    assert more == pytest.approx([2.0] * VILLAGES)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([60000.0] * VILLAGES)


def test_talent_pays_nothing_where_nobody_is_away() -> None:
    stage = Stage(policy("talent_recruitment"))
    stage.villages.columns["adults_home"][:3] = 1000
    stage.live()
    assert (stage.levers["migration.back"][:3] == stage.levers.base["migration"]["back"][:3]).all()
    assert not stage.ledger.yuan[0, :3].any()
    assert stage.ledger.yuan[0, 3:, 0].all()


def test_the_online_branch_loses_its_launch_support_and_keeps_its_platform() -> None:
    stage = Stage(policy("online_branch"))
    usual = stage.levers.base["digital"]["platforms"].copy()
    supported = []
    for _ in range(8):
        stage.live()
        supported.append(bool((stage.levers["digital.launch_hours"] > 0).all()))
        assert (stage.levers["digital.platforms"] == usual + 1).all()
    assert supported == [True] * 6 + [False] * 2
    assert stage.ledger.yuan[0, 0].tolist()[:3] == pytest.approx([20500.0, 500.0, 500.0])


def test_integration_is_paid_by_county_and_doubles_work_for_half_a_year() -> None:
    stage = Stage(policy("platform_integration", coverage=0.5, rule="weakest")).live(8)
    of_first, of_second = stage.ledger.yuan[0].sum(axis=1).reshape(2, -1)
    assert of_first[:3] == pytest.approx([2000 + 300000 / 3] * 3)
    assert not of_first[3:].any()
    assert of_second.tolist() == of_first.tolist()
    everywhere = Stage(policy("platform_integration")).live(8)
    assert everywhere.ledger.total()[0] == pytest.approx(2 * 300000 + VILLAGES * 2000)
    assert everywhere.ledger.hours[0].sum(axis=1) == pytest.approx([24.0] * VILLAGES)


def test_integration_makes_one_platform_of_the_online_branch_and_the_others() -> None:
    both = Stage(policy("online_branch"), policy("platform_integration")).live()
    assert (both.levers["digital.integrated"] == 1).all()
    assert (both.levers["digital.platforms"] == both.levers.base["digital"]["platforms"] + 1).all()
    odds = both.levers["digital.coupling"] / (1 - both.levers["digital.coupling"])
    assert odds == pytest.approx([0.8 / 0.2] * VILLAGES)


def test_the_month_gives_the_villages_and_the_base_to_read_only() -> None:
    seen: list[PolicyMonth] = []

    class Curious(Policy):
        name = "curious"

        def apply(self, month: PolicyMonth) -> None:
            seen.append(month)
            with pytest.raises(ValueError, match="read-only"):
                month.villages["leadership"] = 1.0
            with pytest.raises(ValueError, match="read-only"):
                month.lever("migration.back")[:] = 1.0

    stage = Stage(Curious({}, Delivery(START + 1, coverage=0.5))).live(3)
    assert [month.since for month in seen] == [0, 1]
    assert seen[0].first.sum() == VILLAGES // 2
    assert not seen[1].first.any()
    assert stage.values() == Stage().live().values()


def test_a_policy_declares_apply_and_leaves_act_alone() -> None:
    with pytest.raises(TypeError, match="declare apply"):
        type("Bold", (Policy,), {"act": lambda self, model: None})
    with pytest.raises(TypeError, match="declares no apply"):
        type("Empty", (Policy,), {})({}, Delivery(START)).act(Stage())
    with pytest.raises(ValueError, match="has no dose 'unit'"):
        policy("training", {"unit": 2})
    with pytest.raises(KeyError, match="there is no policy 'trainings'"):
        find_policy("trainings")


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_file_states_what_it_does_costs_and_how_it_fails(name: str) -> None:
    words = words_of(find_policy(name))
    assert list(words["en"]) == ["title", "code", "does", "costs", "fails", "items"]
    assert list(words["zh"]) == ["title", "does", "costs", "fails"]


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_touches_levers_and_costs_only(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= {
        "__future__",
        "numpy",
        "sim.core.config.calendar",
        "sim.policies.common.delivery",
        "sim.core.compute.elementary",
        "sim.core.declarations.parameters",
        "sim.policies.common.policy",
        "sim.procedures.targets",
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
            targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else [node.target]
            for target in (each for one in targets for each in (one.elts if isinstance(one, ast.Tuple) else [one])):
                written = target.value if isinstance(target, ast.Subscript) else target
                assert isinstance(written, ast.Name), f"line {node.lineno} writes to {ast.unparse(target)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if owner == "month":
                assert node.func.attr in MAY_CALL_OF_THE_MONTH, f"line {node.lineno} calls month.{node.func.attr}"
            else:
                assert owner in ("np", "dict"), f"line {node.lineno} calls {ast.unparse(node.func)}"
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_"), f"line {node.lineno} reads {node.attr}"


def test_prices_are_varied_from_half_to_double_in_whole_yuan() -> None:
    price = priced(200, "yuan/day", note="a day")
    assert (price.range, price.tag, price.source, price.either) == ((100, 400), "A", "unit-costs", PRICE)
