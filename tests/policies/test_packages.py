"""Packages of policies, shipped as scenarios: complete, moving levers only, and equal in money where they say so."""

from __future__ import annotations

import re

import pytest

from sim.model import RuralParty
from sim.policies import find_policy, policy_names
from sim.policies.common.policy import Policy
from sim.policies.common.words import words_of
from sim.scenario.scenario import Scenario, load
from tests.whole import SMALL, states

SIX = [f"six_{name}" for name in ("political", "organisational", "ideological", "discipline", "style", "system")]
DESCRIBED = {f"I{number}" for number in range(1, 28)}
"""Interventions of the model description."""


def code_of(name: str) -> str:
    """Number of a policy in the model description."""
    return words_of(find_policy(name))["en"]["code"]


PACKAGES: dict[str, set[str]] = {
    "long_standing_members": {"training"},
    "talent": {"talent_recruitment", "graduate_official"},
    "digital_naive": {"online_branch", "inspection_drive"},
    "digital_integrated": {
        "online_branch",
        "platform_integration",
        "platform_upkeep",
        "cadre_digital_training",
        "digital_literacy",
    },
    "paper_pressure": {"inspection_drive", "responsibility_chain"},
    "burden_and_outcomes": {"burden_reduction", "outcome_assessment"},
    "rectify_weak": {"first_secretary", "rotation", "training"},
    "poverty_double": {"first_secretary", "targeting_reform", "openness", "coordination"},
    "everything_thin": {name for name in policy_names() if code_of(name) in DESCRIBED},
    "three_deep": {"secretary_pay", "burden_reduction", "online_branch", "platform_integration"},
    "six_political": {"outcome_assessment", "policy_information"},
    "six_organisational": {"organisational_setting", "meeting_rules", "talent_recruitment"},
    "six_ideological": {"training"},
    "six_discipline": {"openness"},
    "six_style": {"mass_line_campaign", "burden_reduction"},
    "six_system": {"responsibility_chain", "coordination"},
}
YEARS = 9
FROM_THE_START = {"horizon.start": "2022-01", "horizon.months": 12 * YEARS, "horizon.burn_in": 36}
BUDGET_OF_THE_SIX = 47000 / YEARS
ITEM = re.compile(r"\b[A-E]\d\d\b")


def yuan_a_year(scenario: Scenario) -> dict[str, float]:
    """Yuan of each policy, a village and year of delivery."""
    model = RuralParty(scenario.changed(FROM_THE_START), rng=1)
    model.run_for(12 * YEARS)
    shares = model.ledger.yuan.sum(axis=(1, 2)) / len(model.villages.columns) / YEARS
    return dict(zip(model.ledger.policies, shares.tolist(), strict=True))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    scenario = load(name)
    assert set(scenario.policies) == PACKAGES[name]
    assert scenario.title["en"] != scenario.title["zh"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in scenario.title["zh"])
    assert name == "everything_thin" or ITEM.search(scenario.rationale)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_moves_levers_and_books_costs_and_nothing_else(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    act = Policy.act
    acted: set[str] = set()

    def watched(policy: Policy, model: RuralParty) -> None:
        before = states(model)
        moved = sum(map(len, model.levers._moves.values()))
        act(policy, model)
        if sum(map(len, model.levers._moves.values())) > moved:
            acted.add(policy.name)
        assert states(model) == before, policy.name

    monkeypatch.setattr(Policy, "act", watched)
    world = {f"world.{key}": value for key, value in SMALL["world"].items()}
    scenario = load(name).changed({**world, **FROM_THE_START, "horizon.months": 3, "horizon.burn_in": 0})
    model = RuralParty(scenario, rng=1, check=True)
    model.run_for(3)
    assert acted == PACKAGES[name]
    assert (model.ledger.yuan.sum(axis=(1, 2)) > 0).sum() >= len(PACKAGES[name]) - 2  # some pay each June or December


@pytest.mark.parametrize("name", SIX)
def test_the_six_constructions_cost_the_same(name: str) -> None:
    apart = 0.15 if name == "six_ideological" else 0.02  # paid by member at home: 7 % up or down between seeds
    assert sum(yuan_a_year(load(name)).values()) == pytest.approx(BUDGET_OF_THE_SIX, rel=apart)


@pytest.fixture(scope="module")
def thin() -> dict[str, float]:
    return yuan_a_year(load("everything_thin"))


def test_everything_thinly_costs_what_three_things_in_depth_cost(thin: dict[str, float]) -> None:
    deep = sum(yuan_a_year(load("three_deep")).values())
    assert deep == pytest.approx(24800, rel=0.02)
    assert sum(thin.values()) == pytest.approx(deep, rel=0.1)  # a project more or less in the one village with grants


def test_everything_is_shared_equally_as_far_as_it_divides(thin: dict[str, float]) -> None:
    in_one_village = {"first_secretary", "collective_projects", "targeting_reform", "platform_integration"}
    full = {"burden_reduction", "responsibility_chain", "meeting_rules", "cadre_digital_training", "hardship_care"}
    for name in thin.keys() - in_one_village - full:
        assert thin[name] == pytest.approx(1030, rel=0.1), name
    assert max(thin[name] for name in full) < 1030
