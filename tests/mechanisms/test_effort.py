"""Effort: clock hours, shares, floor, limits, directions, and the figures quoted in the model description."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.core.compute.draws import stream, uniform
from sim.mechanisms.digital import Digital
from sim.mechanisms.effort import Effort, looked_at
from sim.mechanisms.first_secretaries import FirstSecretaries
from sim.mechanisms.graduate_officials import GraduateOfficials
from sim.mechanisms.supervision import Supervision
from tests.limits import Limits
from tests.worlds import World

EFFORT = Effort()
DRAW = stream("world.start")


def office(villages: int = 1, willingness: float = 0.55, motivation: float = 0.5) -> World:
    """Villages of 2021 with a secretary of middling capacity, 39 full members, 1,300 registered persons."""
    others = Digital(), Supervision(), FirstSecretaries(), GraduateOfficials()
    world = World(EFFORT, *others, villages=villages, persons=2)
    V, O = world.villages.columns, world.offices.columns
    V["local_wage"], V["registered"], V["full_members"], V["success_share"] = 4432.0, 1300, 39, 0.44
    V["committee_members"], V["committee_capacity"] = 4, 0.5
    O["holder"], O["capacity"], O["willingness"], O["motivation"] = 1, 0.5, willingness, motivation
    return world


def hours_and_formalism(world: World, **settings: float) -> tuple[float, float]:
    for name, value in settings.items():
        world.settings["effort"][name] = value
    world.live(EFFORT)
    V = world.villages.columns
    return float(V["secretary_hours"][0]), float(V["formalism"][0])


def scattered(villages: int) -> World:
    """Secretaries, pay and regimes spread over their ranges by keyed draws."""
    world = office(villages)
    S, A, O = world.settings["effort"], world.settings["supervision"], world.offices.columns
    ranges = {
        "subsidy": (300, 6000),
        "stakes": (0, 1.5),
        "weight_documents": (0, 1),
        "seen_service": (0, 1),
        "joint_work": (0, 1),
    }
    for k, (name, (low, high)) in enumerate(ranges.items()):
        S[name] = [low + (high - low) * uniform(world.key, DRAW, np.uint64(v), 0, k) for v in range(villages)]
    for k, name in enumerate(("capacity", "willingness", "motivation")):
        O[name] = [uniform(world.key, DRAW, np.uint64(v), 1, k) for v in range(villages)]
    A["inspections"] = [4 * uniform(world.key, DRAW, np.uint64(v), 2, 0) for v in range(villages)]
    O["one_shoulder"] = np.arange(villages) % 2 == 0
    return world


def test_clock_hours_of_the_four_tasks_add_up_to_the_hours() -> None:
    world = scattered(300)
    EFFORT.step(world)
    V, T = world.villages.columns, world.now
    total = V["secretary_service"] + V["secretary_economy"] + V["secretary_party"] + V["secretary_trace"]
    np.testing.assert_allclose(total, V["secretary_hours"], rtol=0, atol=1e-9)
    tallied = T["hours_service"] + T["hours_economy"] + T["hours_party"] + T["hours_trace"]
    np.testing.assert_allclose(tallied, T["secretary_hours"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(T["cadre_trace"], V["trace_hours"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(T["cadre_hours"], V["secretary_hours"] + V["committee_hours"], rtol=0, atol=1e-9)


@pytest.mark.limit
def test_shares_are_in_proportion_to_the_values_of_the_tasks(limit: Limits) -> None:
    world = office(willingness=0.55)
    EFFORT.step(world)
    V = world.villages.columns[0]
    values = 0.55 * 1 + 0.6 * 0.3 * 0.3, 0.55 * 0.8 + 0.6 * 0.4 * 0.8, 0.55 * 0.6 + 0.6 * 0.3 * 0.4
    shares = V["secretary_service"], V["secretary_economy"], V["secretary_party"]
    rest = V["secretary_hours"] - V["secretary_trace"]
    for task, value, share in zip(("service", "economy", "Party life"), values, shares, strict=True):
        limit("V15", f"share of {task} in hours without documents", value / sum(values), share / rest, 1e-12)


@pytest.mark.limit
@pytest.mark.parametrize("inspections", [0.0, 1.0, 4.0])
@pytest.mark.parametrize("subsidy", [800.0, 2280.0, 8000.0])
def test_formalism_is_the_greater_of_floor_and_value_share_and_at_most_one(
    subsidy: float, inspections: float, limit: Limits
) -> None:
    world = office(willingness=0.55)
    world.settings["supervision"]["inspections"] = inspections
    hours, formalism = hours_and_formalism(world, subsidy=subsidy)
    paper = 0.05 + 0.6 * 0.8 * inspections
    share = paper / (paper + 0.55 * 2.4 + 0.6 * (0.09 + 0.32 + 0.12))
    floor = 4 * inspections + 2 * 2 + 39 / 30
    case = f"formalism at {inspections:.0f} inspections and {subsidy:.0f} yuan"
    limit("V15", case, min(1.0, max(floor / hours, share)), formalism, 1e-12)


@pytest.mark.limit
def test_without_stakes_documents_have_their_own_value_only(limit: Limits) -> None:
    world = office(willingness=0.5)
    world.settings["digital"]["platforms"] = 0.0
    hours, formalism = hours_and_formalism(world, stakes=0.0, inspection_hours=0.0, file_hours=0.0)
    limit("V15", "formalism without stakes and floor", 0.05 / (0.05 + 0.5 * 2.4), formalism, 1e-12)


@pytest.mark.limit
def test_pay_at_the_outside_wage_buys_half_of_a_month(limit: Limits) -> None:
    hours, _ = hours_and_formalism(office(willingness=0.5), subsidy=4432.0)
    limit("V16", "hours a month at the outside wage, q = m = .5", 80.0, hours, 0.0)


@pytest.mark.limit
def test_hours_vanish_with_pay_and_documents_fill_what_is_left(limit: Limits) -> None:
    assert hours_and_formalism(office(), subsidy=0.0) == (0.0, 1.0)
    hours, formalism = hours_and_formalism(office(), subsidy=1e-200)
    assert 0.0 <= hours < 1e-300
    assert formalism == 1.0
    hours, formalism = hours_and_formalism(office(), subsidy=1.0)
    assert 0.0 < hours < 0.01
    limit("V16", "hours a month at one yuan", 0.0, hours, 0.01)
    limit("V16", "formalism at one yuan", 1.0, formalism, 0.0)


# Tolerances are half of the last digit quoted in S7.
@pytest.mark.parametrize(
    ("settings", "willingness", "hours", "formalism"),
    [({}, 0.5, 33.5, 0.28), ({}, 0.55, None, 0.25), ({}, 0.6, 40.0, 0.23), ({"subsidy": 3600.0}, 0.5, 64.0, None)],
)
def test_figures_quoted_in_the_model_description(
    settings: dict[str, float], willingness: float, hours: float | None, formalism: float | None
) -> None:
    found = hours_and_formalism(office(willingness=willingness), **settings)
    assert hours is None or found[0] == pytest.approx(hours, abs=0.5)
    assert formalism is None or found[1] == pytest.approx(formalism, abs=0.005)


@pytest.mark.parametrize(("willingness", "formalism"), [(0.5, 0.52), (0.55, 0.48), (0.6, 0.46)])
def test_three_inspections_a_month_take_about_half_of_the_hours(willingness: float, formalism: float) -> None:
    world = office(willingness=willingness)
    world.settings["supervision"]["inspections"] = 3.0
    assert hours_and_formalism(world)[1] == pytest.approx(formalism, abs=0.01)


@pytest.mark.parametrize(("willingness", "formalism"), [(0.5, 0.46), (0.55, 0.42), (0.6, 0.38)])
def test_the_second_office_adds_six_hours_of_documents(willingness: float, formalism: float) -> None:
    world = office(willingness=willingness)
    world.offices.columns["one_shoulder"] = True
    assert hours_and_formalism(world)[1] == pytest.approx(formalism, abs=0.005)


@pytest.mark.parametrize(
    ("settings", "one_shoulder", "willingness", "motivation", "hours", "formalism"),
    [
        ({}, False, 0.55, 0.53, 38.0, 0.24),
        ({"motivation_base": 0.0}, False, 0.55, 0.41, 33.0, 0.28),
        ({}, True, 0.55, 0.49, 36.0, 0.42),
        ({"subsidy": 3600.0}, False, 0.5, 0.59, 69.0, None),
        ({"subsidy": 1400.0}, False, 0.55, None, 13.0, 0.70),
        ({"subsidy": 1200.0}, False, 0.55, None, 9.0, 1.0),
    ],
)
def test_motivation_rests_where_the_model_description_says(
    settings: dict[str, float],
    one_shoulder: bool,
    willingness: float,
    motivation: float | None,
    hours: float,
    formalism: float | None,
) -> None:
    world = office(willingness=willingness)
    world.offices.columns["one_shoulder"] = one_shoulder
    for _ in range(300):
        found = hours_and_formalism(world, **settings)
    assert motivation is None or float(world.offices.columns["motivation"][0]) == pytest.approx(motivation, abs=0.006)
    assert found[0] == pytest.approx(hours, abs=0.6)
    assert formalism is None or found[1] == pytest.approx(formalism, abs=0.008)


@pytest.mark.limit
@pytest.mark.parametrize(
    ("table", "lever", "factor", "outcome"),
    [
        ("supervision", "inspections", 1.5, "formalism"),
        ("effort", "subsidy", 1.2, "secretary_hours"),
        ("effort", "inspection_hours", 1.5, "formalism"),
        ("effort", "weight_documents", 1.2, "formalism"),
        ("effort", "joint_work", 1.2, "service_hours"),
    ],
)
def test_more_of_the_lever_never_means_less_of_the_outcome(
    table: str, lever: str, factor: float, outcome: str, limit: Limits
) -> None:
    before, after = scattered(400), scattered(400)
    after.settings[table][lever] *= factor
    EFFORT.step(before)
    EFFORT.step(after)
    low, high = before.villages.columns[outcome], after.villages.columns[outcome]
    what = f"share of draws: more {lever.replace('_', ' ')}, no less {outcome.replace('_', ' ')}"
    limit.at_least("V30", what, 0.99, float(np.mean(high >= low - 1e-12)))
    assert np.mean(high > low) > 0.3


def test_joint_work_counts_party_life_half_for_service_and_half_for_the_economy() -> None:
    apart, joined = office(), office()
    apart.settings["effort"]["joint_work"] = 0.0
    joined.settings["effort"]["joint_work"] = 1.0
    EFFORT.step(apart)
    EFFORT.step(joined)
    a, b = apart.villages.columns[0], joined.villages.columns[0]
    assert b["party_hours"] == a["party_hours"]
    assert b["service_hours"] - a["service_hours"] == pytest.approx(0.5 * a["party_hours"])
    assert b["economy_hours"] - a["economy_hours"] == pytest.approx(0.5 * a["party_hours"])


def test_coordination_is_as_strong_as_its_weakest_link() -> None:
    def kept(coordination: float, assessment: float, sanction: float, one_shoulder: bool = False) -> float:
        world = office()
        world.settings["effort"]["coordination"] = coordination
        world.settings["supervision"]["assessment"] = assessment
        world.settings["supervision"]["sanction"] = sanction
        world.offices.columns["one_shoulder"] = one_shoulder
        EFFORT.step(world)
        V = world.villages.columns[0]
        return float(
            V["party_hours"] / (V["secretary_party"] * (1 + V["committee_members"] * 15 / V["secretary_hours"]))
        )

    assert kept(0.5, 1.0, 1.0) == pytest.approx(1 - 0.25 * 0.5)
    assert kept(0.9, 0.5, 1.0) == pytest.approx(1 - 0.25 * 0.25)
    assert kept(0.9, 1.0, 0.0) == pytest.approx(1 - 0.25 * 0.5)
    assert kept(0.0, 0.5, 0.5, one_shoulder=True) == pytest.approx(1.0)


def test_a_vacant_office_gives_no_hours_and_leaves_motivation_alone() -> None:
    world = office()
    world.offices.columns["holder"] = 0
    EFFORT.step(world)
    V = world.villages.columns[0]
    assert (V["secretary_hours"], V["formalism"], V["work_hours"]) == (0.0, 1.0, 0.0)
    assert V["service_hours"] == pytest.approx(9 * 6 * (1 - 0.25 * 0.5))  # group heads go on
    assert world.offices.columns["motivation"][0] == 0.5


def test_a_full_time_contract_sets_least_hours_and_least_pay() -> None:
    assert hours_and_formalism(office(), full_time=1.0)[0] == 140.0
    rich = hours_and_formalism(office(), full_time=1.0, subsidy=20000.0)[0]
    assert 140.0 < rich < 160.0
    world = office()
    hours_and_formalism(world, full_time=1.0)
    assert world.offices.columns["full_time"][0]
    assert world.offices.columns["motivation"][0] > 0.5


def test_hours_of_an_outsider_count_as_far_as_the_village_is_known() -> None:
    def party(embeddedness: float, outsider: bool = True) -> float:
        world = office()
        O = world.offices.columns
        O["holder"], O["outsider"], O["embeddedness"] = 0 if outsider else 1, outsider, embeddedness
        world.villages.columns["committee_members"] = 0
        EFFORT.step(world)
        return float(world.villages.columns["party_hours"][0])

    own = party(1.0, outsider=False)
    assert party(0.0) == pytest.approx(0.3 * own)
    assert party(0.5) == pytest.approx(0.65 * own)
    assert party(1.0) == pytest.approx(own)


def test_hours_taken_are_gone_before_the_rest_is_shared_out() -> None:
    full, _ = hours_and_formalism(office())
    less, formalism = hours_and_formalism(office(), hours_taken=8.0)
    assert less == pytest.approx(full - 8.0)
    assert formalism == pytest.approx(9.3 / full)  # of all hours worked: a course is no paper
    assert hours_and_formalism(office(), hours_taken=200.0) == (0.0, 0.0)


def test_one_platform_asks_for_less_documentation_and_a_mandate_for_more() -> None:
    def trace(**digital: float) -> float:
        world = office()
        for name, value in digital.items():
            world.settings["digital"][name] = value
        world.settings["effort"]["weight_documents"] = 0.0
        EFFORT.step(world)
        return float(world.villages.columns["secretary_trace"][0])

    assert trace() == pytest.approx(9.3)
    assert trace(platforms=3.0) == pytest.approx(11.3)
    assert trace(platforms=3.0, integrated=1.0) == pytest.approx(7.3)
    assert trace(mandate=0.5) == pytest.approx(11.3)


def test_leadership_is_the_cube_root_of_quorum_hours_and_capacity() -> None:
    world = office()
    V = world.villages.columns
    V["leadership"] = 0.5
    EFFORT.step(world)
    assert V["leadership"][0] == 0.5  # no call yet: it keeps its start
    world.now["first_calls"], world.now["first_calls_failed"] = 4, 3
    world.recorder.close()
    world.settings["effort"]["subsidy"] = 1500.0
    EFFORT.step(world)
    work = float(V["work_hours"][0])
    assert work < 60.0
    assert V["leadership"][0] == pytest.approx(math.cbrt(0.25 * work / 60 * 0.5))


def test_hours_left_undone_vanish_with_inspections_and_one_a_month_changes_nothing() -> None:
    assert looked_at(1.0, 0.35) == 1.0
    assert looked_at(3.0, 0.0) == 1.0
    assert looked_at(0.0, 0.35) == pytest.approx((1 - 0.35) / (1 - 0.35 / math.e))
    assert looked_at(40.0, 0.35) == pytest.approx(1 / (1 - 0.35 / math.e))
