"""Delivery: when a dose arrives, how much of it, and in which villages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.policies.common.delivery import Delivery
from sim.procedures.targets import LOOKS_AT, RULES, TOWNSHIP_CHOICE
from tests.policies.stage import START, VILLAGES, Stage, policy, some_villages

DELIVERIES = st.builds(
    Delivery, start=st.just(START), coverage=st.floats(0, 1), rule=st.sampled_from(RULES), leak=st.floats(0, 1)
)


def chosen(delivery: Delivery, policy: str = "training", villages: int = VILLAGES, seed: int = 1) -> np.ndarray:
    return delivery.choose(some_villages(villages).columns, policy, np.uint64(seed))


def test_the_dose_rises_over_the_ramp_and_ends_with_the_duration() -> None:
    delivery = Delivery(START, duration=6, ramp=4)
    arrived = [delivery.intensity(START + month) for month in range(-1, 8)]
    assert arrived == [0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 1.0, 0.0, 0.0]


def test_strength_scales_the_whole_course_of_the_dose() -> None:
    full, weak = Delivery(START, duration=6, ramp=4), Delivery(START, duration=6, ramp=4, strength=0.5)
    months = range(START - 1, START + 8)
    assert [weak.intensity(month) for month in months] == [0.5 * full.intensity(month) for month in months]
    assert Delivery(START, strength=0.0).is_nothing


def test_at_half_strength_amounts_are_halved_ratios_are_rooted_and_running_costs_are_halved() -> None:
    full, half = (Stage(policy("online_branch", strength=share)).live(2) for share in (1.0, 0.5))
    usual = full.levers.base["membership"]["transfer"]
    odds = [stage.levers["membership.transfer"] / (1 - stage.levers["membership.transfer"]) for stage in (full, half)]
    base = usual / (1 - usual)
    assert odds[1] / base == pytest.approx(np.sqrt(odds[0] / base))
    assert half.levers["digital.launch_quality"] == pytest.approx(full.levers["digital.launch_quality"] / 2)
    assert half.ledger.yuan[0, 0, :2].tolist() == pytest.approx([20250.0, 250.0])  # setting up is paid in full


def test_without_ramp_and_duration_the_dose_is_full_and_stays() -> None:
    delivery = Delivery(START)
    assert [delivery.intensity(month) for month in (START - 1, START, START + 1000)] == [0.0, 1.0, 1.0]


@given(delivery=DELIVERIES, villages=st.integers(1, 40))
def test_coverage_decides_how_many_villages_are_reached(delivery: Delivery, villages: int) -> None:
    reached = int(chosen(delivery, villages=villages).sum())
    assert abs(reached - delivery.coverage * villages) <= 0.5 or (reached == 1 and delivery.coverage > 0)
    assert (reached == 0) == (delivery.coverage == 0)


@given(delivery=DELIVERIES, more=st.floats(0, 1))
def test_more_coverage_adds_villages_and_takes_none_away(delivery: Delivery, more: float) -> None:
    few, many = sorted((delivery.coverage, more))
    without_leak = replace(delivery, leak=0.0)
    less = chosen(replace(without_leak, coverage=few))
    assert not (less & ~chosen(replace(without_leak, coverage=many))).any()


@pytest.mark.parametrize("rule", sorted(LOOKS_AT.keys() - {TOWNSHIP_CHOICE}))
def test_a_rule_chooses_what_it_says(rule: str) -> None:
    column, sign = LOOKS_AT[rule]
    V = some_villages().columns
    V[column] = V[column][::-1].copy()
    reached = Delivery(START, coverage=0.25, rule=rule).choose(V, "training", np.uint64(1))
    ranked = np.sort(sign * V[column].astype(float))
    assert sorted(sign * V[column][reached].astype(float)) == ranked[:3].tolist()


def test_the_self_selected_are_those_with_the_highest_leadership() -> None:
    V = some_villages().columns
    reached = Delivery(START, coverage=0.25, rule="self_selected").choose(V, "training", np.uint64(1))
    assert V["leadership"][reached].min() > V["leadership"][~reached].max()


@pytest.mark.parametrize(("places", "each"), [(2, [1, 1, 0, 0]), (4, [1, 1, 1, 1]), (6, [2, 2, 1, 1]), (8, [2] * 4)])
def test_townships_choose_in_turn_their_best_by_reported_score(places: int, each: list[int]) -> None:
    V = some_villages().columns
    V["score"] = V["score"][::-1].copy()
    reached = Delivery(START, coverage=places / VILLAGES, rule=TOWNSHIP_CHOICE).choose(V, "training", np.uint64(1))
    assert sorted(np.bincount(V["township"][reached], minlength=4).tolist(), reverse=True) == each
    for town in range(4):
        inside = V["township"] == town
        if (reached & inside).any():
            assert V["score"][reached & inside].min() > V["score"][inside & ~reached].max()


def test_within_a_turn_the_better_score_is_served_first() -> None:
    V = some_villages().columns
    reached = Delivery(START, coverage=2 / VILLAGES, rule=TOWNSHIP_CHOICE).choose(V, "training", np.uint64(1))
    assert np.flatnonzero(reached).tolist() == [0, 3]  # first of the first and of the second township


def test_ties_are_broken_by_luck_not_by_the_order_of_villages() -> None:
    V = some_villages().columns
    V["leadership"] = 0.5
    draws = [
        tuple(Delivery(START, coverage=0.25, rule="weakest").choose(V, "training", np.uint64(seed)))
        for seed in range(8)
    ]
    assert len(set(draws)) > 1


def test_random_choice_differs_by_seed_and_policy_but_not_by_start() -> None:
    delivery = Delivery(START, coverage=0.5)
    first = chosen(delivery).tolist()
    assert first == chosen(delivery).tolist()
    assert first == chosen(replace(delivery, start=START + 30)).tolist()
    assert any(first != chosen(delivery, seed=seed).tolist() for seed in range(2, 6))
    assert first != chosen(delivery, "online_branch").tolist()


def test_random_choice_is_fair() -> None:
    delivery = Delivery(START, coverage=0.25)
    shares = np.mean([chosen(delivery, seed=seed) for seed in range(400)], axis=0)
    assert np.abs(shares - 0.25).max() < 4 * np.sqrt(0.25 * 0.75 / 400)


def test_the_choice_does_not_depend_on_where_a_village_stands_in_the_table() -> None:
    V = some_villages().columns
    turned = V[::-1].copy()
    for rule in RULES:
        delivery = Delivery(START, coverage=0.5, rule=rule, leak=0.3)
        there = set(V["identity"][delivery.choose(V, "training", np.uint64(1))])
        assert there == set(turned["identity"][delivery.choose(turned, "training", np.uint64(1))])


@given(leak=st.floats(0, 1), coverage=st.floats(0.05, 1))
def test_leakage_moves_places_to_villages_outside_the_choice(leak: float, coverage: float) -> None:
    aimed = chosen(Delivery(START, coverage=coverage, rule="weakest"))
    reached = chosen(Delivery(START, coverage=coverage, rule="weakest", leak=leak))
    places, outside = int(aimed.sum()), int((~aimed).sum())
    assert reached.sum() == places
    assert (reached & ~aimed).sum() == min(int(np.floor(leak * places + 0.5)), outside)
