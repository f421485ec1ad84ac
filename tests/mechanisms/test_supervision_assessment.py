"""Supervision in December: marks, scores, promotion, what was asked for and done; links of the township."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.core.compute.draws import poisson, stream, uniform
from sim.mechanisms.supervision import Supervision
from sim.procedures.assessment import fidelity, marks, recruits_asked, score
from tests.mechanisms.test_supervision import world_of
from tests.worlds import FIRST_MONTH, World

DECEMBER = FIRST_MONTH + 11
QUIET = {"weight_service": 0.0, "weight_economy": 0.0, "weight_party": 0.0, "weight_documents": 0.0}


def year_of(world: World, **monthly: float | np.ndarray) -> World:
    """Eleven months in which these tallies were counted, and December with the same, not closed."""
    for _ in range(12):
        for name, value in monthly.items():
            world.now[name] = value
        if world.month < DECEMBER:
            world.recorder.close()
            world.month += 1
    return world


def score_of(world: World, on_file: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    return score(marks(world, world.settings["supervision"], np.full(len(world.villages.columns), on_file)))


def only(world: World, weight: str) -> World:
    """Leave one subject of the assessment."""
    for name in QUIET:
        world.settings["effort"][name] = 1.0 if name == weight else 0.0
    return world


@pytest.mark.parametrize(
    ("weight", "monthly", "reported", "real"),
    [
        ("weight_service", {"needs_arisen": 2.0, "successes": 0.8, "visits": 0.2}, 0.35, 0.35),  # (.4 + 2.4 / 8) / 2
        ("weight_service", {"needs_arisen": 1.0, "successes": 1.0, "visits": 9.0}, 1.0, 1.0),
        ("weight_economy", {"collective_income": 1000.0, "collective_income_reported": 2000.0}, 0.48, 0.24),
        ("weight_economy", {"collective_income": 9000.0, "collective_income_reported": 9000.0}, 1.0, 1.0),
        ("weight_party", {"meetings_valid": 1 / 6}, 0.75, 0.5),
    ],
)
def test_each_mark_is_the_share_of_what_is_expected_in_a_year(
    weight: str, monthly: dict[str, float], reported: float, real: float
) -> None:
    world = only(year_of(world_of(3), **monthly), weight)
    seen, true = score_of(world, on_file=1.0)
    np.testing.assert_allclose(seen, reported)
    np.testing.assert_allclose(true, real)


def test_documents_count_in_the_report_alone_and_only_where_they_are_inspected() -> None:
    world = year_of(world_of(3, inspections=[0.0, 1.0, 2.0]), hours_trace=30.0, meetings_valid=0.25)
    for name in QUIET:
        world.settings["effort"][name] = 0.0
    world.settings["effort"]["weight_party"], world.settings["effort"]["seen_party"] = 1.0, 1.0
    world.settings["effort"]["weight_documents"] = 0.5
    seen, true = score_of(world)
    party, papers = 0.75, 30 / (30 + 10)
    np.testing.assert_allclose(seen, [party, (party + 0.5 * papers) / 1.5, (party + papers) / 2])
    np.testing.assert_allclose(true, party)


def test_digital_work_and_exits_weigh_nothing_until_they_are_given_a_weight() -> None:
    counted = {"accounts": 3.0, "active": 1.0, "updates": 0.5, "exits_reported": 0.5, "exits_false": 0.25}
    world = year_of(world_of(1), **counted, listed=6.0)
    plain = score_of(world)
    world.settings["effort"]["weight_digital"] = 100.0
    seen, true = score_of(world)
    np.testing.assert_allclose([seen[0], true[0]], [0.625, 0.375], atol=0.02)  # (3/4 + 1/2)/2, (1/4 + 1/2)/2
    world.settings["effort"]["weight_digital"] = 0.0
    world.settings["supervision"]["weight_exits"] = 100.0
    seen, true = score_of(world)
    np.testing.assert_allclose([seen[0], true[0]], [0.5, 0.25], atol=0.02)  # 6 of 12 that were listed; half are false
    world.settings["supervision"]["weight_exits"] = 0.0
    assert score_of(world)[0] == plain[0]


def test_short_records_are_taken_as_if_they_had_gone_on() -> None:
    world = only(world_of(1), "weight_party")
    world.month = DECEMBER
    for _ in range(2):
        world.now["meetings_valid"] = 1 / 6
        world.recorder.close()
    world.now["meetings_valid"] = 1 / 6
    np.testing.assert_allclose(score_of(world)[0], 0.5)


def test_villages_of_a_joint_branch_share_its_meetings() -> None:
    world = only(year_of(world_of(3), meetings_valid=np.array([0.0, 0.25, 0.0])), "weight_party")
    world.villages.columns["branch"] = [1, 1, 2]
    np.testing.assert_allclose(score_of(world)[1], [0.75, 0.75, 0.0])


def assessed(villages: int = 5, **values: float | np.ndarray) -> World:
    """A township whose villages hold more valid meetings the higher their number; December has been lived."""
    world = only(world_of(villages, **values), "weight_party")
    year_of(world, meetings_valid=np.arange(villages) / villages / 3)
    Supervision().step(world)
    return world


def test_scores_are_kept_and_the_median_divides_the_chances() -> None:
    world = assessed()
    V = world.villages.columns
    assert V["chain"].tolist() == world.now["chain"].tolist() == [0.5] * 5
    np.testing.assert_allclose(V["score"], np.arange(5) / 5)
    np.testing.assert_allclose(world.townships.columns["score_middle"], 0.4)
    np.testing.assert_allclose(V["promotion_chance"], [0.01, 0.01, 0.01, 0.04, 0.04])
    np.testing.assert_allclose(world.now["score_reported"], V["score"])
    world.recorder.close()
    world.month += 1
    world.settings["supervision"]["promotion_rate"] = 0.1
    Supervision().step(world)
    np.testing.assert_allclose(V["promotion_chance"], [0.05, 0.05, 0.05, 0.2, 0.2], err_msg="rank is last December's")
    np.testing.assert_allclose(world.now["score_reported"], np.arange(5) / 5)


def test_before_the_first_december_everybody_expects_the_plain_rate() -> None:
    world = world_of(4)
    world.live(Supervision())
    assert world.villages.columns["promotion_chance"].tolist() == [0.02] * 4


@pytest.mark.parametrize("rate", [0.1, 0.37])
def test_a_township_promotes_its_rate_and_the_best_first(rate: float) -> None:
    promoted = np.zeros(5)
    for seed in range(400):
        world = only(world_of(5, promotion_rate=rate), "weight_party")
        world.key = np.uint64(seed)
        year_of(world, meetings_valid=np.arange(5) / 15)
        Supervision().step(world)
        chosen = world.now["promotions"]
        assert (np.diff(chosen) >= 0).all(), "nobody is promoted before one with a higher score"
        assert chosen.sum() in (math.floor(rate * 5), math.floor(rate * 5) + 1)
        np.testing.assert_array_equal(world.villages.columns["removal"], chosen > 0)
        assert not world.villages.columns["scandal"].any()
        promoted += chosen
    part = rate * 5 % 1
    assert abs(promoted.sum() / 400 - rate * 5) < 4 * math.sqrt(part * (1 - part) / 400) + 1e-9


def test_only_december_assesses_and_removal_lasts_a_month() -> None:
    world = assessed(promotion_rate=1.0)
    assert world.villages.columns["removal"].all()
    world.recorder.close()
    world.month += 1
    world.live(Supervision())
    assert not world.villages.columns["removal"].any()
    assert world.recorder.series("promotions")[-1].sum() == 0


def test_vacant_offices_and_those_just_caught_are_not_promoted() -> None:
    world = only(world_of(4, promotion_rate=1.0, detection=1000.0), "weight_party")
    world.offices.columns["outsider"][3] = False
    year_of(world, meetings_valid=np.arange(4) / 12, misconduct=np.array([0.0, 0.0, 1.0, 1.0]))
    world.now["misconduct"] = 0.0
    Supervision().step(world)
    assert world.now["promotions"].tolist() == [1.0, 1.0, 0.0, 0.0]
    assert world.villages.columns["removal"].tolist() == [True, True, True, False]
    assert world.villages.columns["scandal"].tolist() == [False, False, True, False]


def test_merit_promotes_by_surveyed_results_and_the_survey_rewards_luck() -> None:
    firsts = {}
    for noise in (0.0, 0.5):
        world = world_of(400, merit=1.0, survey_noise=noise, promotion_rate=0.25)
        only(world, "weight_economy")
        truth = np.arange(400) / 400
        year_of(world, collective_income=truth * 4000, collective_income_reported=(1 - truth) * 4000)
        Supervision().step(world)
        firsts[noise] = np.flatnonzero(world.now["promotions"])
    assert firsts[0.0].tolist() == list(range(300, 400)), "reports would have chosen the others"
    assert len(firsts[0.5]) == 100
    assert 200 < firsts[0.5].mean() < 300


def test_villages_without_links_keep_their_chance_and_are_neither_ranked_nor_deterred() -> None:
    apart = np.array([False, True, True, True, False])
    world = only(world_of(5, promotion_rate=1.0), "weight_party")
    world.settings["outside_resources"]["links_frozen"] = ~apart
    world.townships.columns["detections"] = 0.2
    year_of(world, meetings_valid=np.arange(5) / 15)
    Supervision().step(world)
    assert world.now["promotions"].tolist() == [0, 1, 1, 1, 0]
    np.testing.assert_allclose(world.townships.columns["score_middle"], 0.4)
    np.testing.assert_allclose(world.villages.columns["promotion_chance"], [1.0, 0.5, 0.5, 1.0, 1.0])
    np.testing.assert_allclose(world.offices.columns["integrity"], np.where(apart, 0.802, 0.8))


def test_five_things_are_asked_for_and_counted_done_really_and_on_paper() -> None:
    world = world_of(2)
    world.settings["membership"]["quota"] = [0.0, 1e6]
    monthly = {"meetings_valid": 1 / 6, "updates": [0.5, 2.0], "listed": [0.0, 4.0], "measures": [0.0, 4.0]}
    year_of(world, **monthly, measures_matched=[0.0, 1.0], projects_started=[0.0, 0.25], projects_show=[0.0, 0.125])
    asked, done, reported = fidelity(world, world.settings["supervision"], np.ones(2))
    assert asked.tolist() == [2.0, 5.0]
    np.testing.assert_allclose(done, [0.5 + 0.5, 0.5 + 0.0 + 0.25 + 0.5 + 1.0])
    np.testing.assert_allclose(reported, [0.75 + 0.5, 0.75 + 0.0 + 1.0 + 1.0 + 1.0])


def test_without_made_up_records_and_show_what_is_reported_done_was_done() -> None:
    world = world_of(3)
    world.settings["membership"]["quota"] = 0.5
    year_of(world, meetings_valid=0.25, admissions=0.1, updates=0.7, projects_started=0.1, listed=2, measures=2,
            measures_matched=2)  # fmt: skip
    Supervision().step(world)
    assert world.now["asked"].sum() > 0
    np.testing.assert_array_equal(world.now["done"], world.now["done_reported"])


def test_the_quota_asked_for_is_the_one_that_was_drawn() -> None:
    world = world_of(30)
    world.settings["membership"]["quota"] = 0.6
    V, places, adults = world.villages.columns, np.zeros(30), np.full((3, 30), 40.0)
    recruits_asked(V, world.settings["membership"], adults, DECEMBER, world.key, places, 0, 30)
    quota = stream("membership.quota")
    for v in range(30):
        drawn = [poisson(uniform(world.key, quota, V["identity"][v], month, 0), 2.0) for month in range(1449, 1452)]
        assert places[v] == sum(drawn)
