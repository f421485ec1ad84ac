"""Projects: who proposes, what a meeting has to do with it, how they start, fail and are counted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.votes import Votes
from tests.mechanisms.money import economy, passed, village_world


def within(share: float, number: int) -> float:
    """Three and a half standard errors of a share."""
    return 3.5 * math.sqrt(share * (1 - share) / number) + 1e-12


def logistic(x: float) -> float:
    """Probability of log odds."""
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize(
    ("capacity", "potential", "integrity", "copied"),
    [(0.5, 0.0, 0.8, 0.0), (0.8, -1.0, 0.9, 0.0), (0.2, 1.0, 0.3, 0.0), (0.5, 0.0, 0.8, 0.25)],
)
def test_a_project_starts_well_with_the_probability_of_the_equation(
    capacity: float, potential: float, integrity: float, copied: float
) -> None:
    number = 4000
    world = village_world(number)
    V, O = world.villages.columns, world.offices.columns
    O["capacity"], O["integrity"], V["potential"], V["copied"] = capacity, integrity, potential, copied
    world.settings["collective_economy"]["copy_penalty"] = 2.0
    passed(world)
    world.live(economy(world))
    lean = 0.2 + 2 * (capacity - 0.5) + 0.4 * potential + (integrity - 0.8) - 2.0 * (1 - copied) * (copied > 0)
    well = logistic(lean)
    assert world.recorder.series("projects_started")[0].sum() == number
    found = 1 - world.recorder.series("projects_failed")[0].mean()
    assert found == pytest.approx(well, abs=within(well, number))
    assert (V["real_projects"] + V["show_projects"]).sum() == round(found * number)
    assert not (V["project_waiting"] | V["project_passed"]).any()
    assert (V["copied"] == 0).all()


def test_formalism_makes_projects_for_show() -> None:
    number = 4000
    world = village_world(number)
    world.villages.columns["formalism"] = np.where(np.arange(number) < number // 2, 0.0, 0.5)
    passed(world)
    world.live(economy(world))
    show = world.recorder.series("projects_show")[0].reshape(2, -1).mean(axis=1)
    assert show[0] == pytest.approx(0.1, abs=within(0.1, number // 2))
    assert show[1] == pytest.approx(0.4, abs=within(0.4, number // 2))


def test_real_projects_join_the_assets_and_show_projects_only_leave_salvage() -> None:
    world = village_world(600)
    V, C = world.villages.columns, world.settings["collective_economy"]
    passed(world, 60_000.0)
    mechanism = economy(world)
    world.live(mechanism)
    real, show = V["real_projects"] == 1, V["show_projects"] == 1
    assert min(real.sum(), show.sum(), (~real & ~show).sum()) > 50
    assert V["assets"][real] == pytest.approx(60_000)
    assert V["assets"][show] == pytest.approx(0)
    assert V["assets"][~real & ~show] == pytest.approx(0.15 * 60_000)
    assert (V["show_money"] == 60_000 * show).all()
    C["failure_real"] = C["failure_show"] = 1e9
    world.live(mechanism)
    assert V["assets"] == pytest.approx(0.15 * 60_000 * (1 - 0.03 / 12))
    assert (V["real_projects"] + V["show_projects"] + V["real_money"] + V["show_money"] == 0).all()


def test_show_projects_fail_ten_times_as_fast() -> None:
    number = 3000
    world = village_world(number)
    V = world.villages.columns
    V["real_projects"] = V["show_projects"] = 2
    V["real_money"] = V["show_money"] = V["assets"] = 1000.0
    mechanism = economy(world)
    for _ in range(12):
        world.live(mechanism)
    real, show = math.exp(-0.004 * 12), math.exp(-0.04 * 12)
    assert V["real_projects"].sum() / (2 * number) == pytest.approx(real, abs=within(real, 2 * number))
    assert V["show_projects"].sum() / (2 * number) == pytest.approx(show, abs=within(show, 2 * number))


def test_a_project_waits_for_a_meeting_for_hours_and_for_money() -> None:
    world = village_world(5)
    V, S = world.villages.columns, world.settings["votes"]
    world.settings["collective_economy"]["initiation"], S["matters"], S["yes"] = 1e9, 0.0, 1.0
    V["fund"], V["eligible"], V["present"] = [50_000.0, 10_000.0, 50_000.0, 50_000.0, 50_000.0], 9, 9
    V["meeting_valid"] = [True, True, False, True, True]
    V["economy_hours"] = [30.0, 30.0, 30.0, 19.0, 30.0]
    mechanism = economy(world)
    world.live(mechanism, Votes())
    assert V["project_waiting"].tolist() == [True, False, True, True, True]
    assert V["project_passed"].tolist() == [True, False, False, True, True]
    assert V["backlog"].tolist() == [0, 0, 1, 0, 0]
    world.settings["collective_economy"]["initiation"] = 0.0
    V["fund"][4] = 0.0
    world.live(mechanism, Votes())
    assert world.recorder.series("projects_started")[1].tolist() == [1, 0, 0, 0, 0]
    V["meeting_valid"], V["economy_hours"], V["fund"][4] = True, 20.0, 20_000.0
    world.live(mechanism, Votes())
    assert world.recorder.series("projects_started")[2].tolist() == [0, 0, 0, 1, 1]
    world.live(mechanism, Votes())
    assert world.recorder.series("projects_started")[3].tolist() == [0, 0, 1, 0, 0]
    assert world.recorder.series("items_entered").sum() == 4
    assert world.recorder.series("items_passed").sum() == 4


def test_with_three_steps_a_project_waits_a_month_before_the_meeting() -> None:
    world = village_world(2, persons=30)
    V, S = world.villages.columns, world.settings["votes"]
    world.settings["collective_economy"]["initiation"], S["matters"], S["yes"], S["steps"] = 1e9, 0.0, 1.0, 3.0
    S["delegates"] = 50.0
    Votes().setup(world)
    V["fund"], V["eligible"], V["present"], V["meeting_valid"] = 50_000.0, 9, 9, True
    world.offices.columns["one_shoulder"] = [True, False]
    world.live(Votes())
    assert V["project_waiting"].tolist() == [True, True]
    assert V["project_passed"].tolist() == [True, False]
    world.live(Votes())
    assert V["project_passed"].tolist() == [True, True]
    assert V["backlog"].tolist() == [0, 0]


def test_outside_money_lowers_own_initiation_for_two_years() -> None:
    number, months = 3000, 3
    world = village_world(3 * number)
    V = world.villages.columns
    world.settings["collective_economy"]["initiation"], world.settings["votes"]["matters"] = 0.2, 0.0
    V["fund"] = 50_000.0
    V["months_since_aid"] = np.repeat([0, 23, 24], number)
    for _ in range(months):
        world.live(Votes())
        V["project_waiting"] = False
    entered = world.recorder.series("items_entered").sum(axis=0).reshape(3, number).mean(axis=1) / months
    aided, alone = 1 - math.exp(-0.2 * 0.7), 1 - math.exp(-0.2)
    assert entered[:2] == pytest.approx([aided, aided], abs=within(aided, number * months))
    assert entered[2] == pytest.approx(alone, abs=within(alone, number * months))


def test_wrong_beliefs_of_the_secretary_or_of_a_village_without_one_lower_own_initiation() -> None:
    number, months = 3000, 3
    world = village_world(3 * number)
    V, O, P, C = (
        world.villages.columns,
        world.offices.columns,
        world.people.columns,
        world.settings["collective_economy"],
    )
    C["initiation"], C["misreading"], world.settings["votes"]["matters"] = 0.2, 0.5, 0.0
    V["fund"], V["months_since_aid"] = 50_000.0, 24
    V["belief_mean"] = np.repeat([0.0, 0.8, 0.8], number)
    O["holder_row"] = np.where(np.arange(3 * number) < 2 * number, -1, V["first"])
    P.misperception[V["first"]] = 0.4
    for _ in range(months):
        world.live(Votes())
        V["project_waiting"] = False
    entered = world.recorder.series("items_entered").sum(axis=0).reshape(3, number).mean(axis=1) / months
    for found, wrong in zip(entered, (0.0, 0.8, 0.4), strict=True):
        expected = 1 - math.exp(-0.2 * (1 - 0.5 * wrong))
        assert found == pytest.approx(expected, abs=within(expected, number * months))


def test_a_village_has_one_proposal_at_a_time() -> None:
    world = village_world(50)
    V = world.villages.columns
    world.settings["collective_economy"]["initiation"], world.settings["votes"]["matters"] = 1e9, 0.0
    V["fund"] = 50_000.0
    for _ in range(4):
        world.live(Votes())
    assert world.recorder.series("items_entered").sum(axis=0).tolist() == [1] * 50


def test_a_copied_practice_is_proposed_at_once_where_there_is_money() -> None:
    world = village_world(3)
    V = world.villages.columns
    world.settings["collective_economy"]["initiation"], world.settings["votes"]["matters"] = 0.0, 0.0
    V["fund"], V["copied"] = [50_000.0, 50_000.0, 0.0], [0.5, 0.0, 0.5]
    world.live(Votes())
    assert V["project_waiting"].tolist() == [True, False, False]


def test_a_grant_pays_for_the_project_but_for_the_own_share_and_what_is_lost() -> None:
    world = village_world(2)
    V, C = world.villages.columns, world.settings["collective_economy"]
    C["grant_offers"], C["own_share"], C["success"], C["show"], C["show_formalism"] = 0.1, 0.25, 99.0, 0.0, 0.0
    V["leadership"] = 0.5
    passed(world, 0.0)
    V["fund"] = [10_000.0, 80_000.0]
    world.live(economy(world))
    well_spent = logistic(0.5)
    assert V["real_money"] == pytest.approx([150_000 * well_spent + 10_000, 150_000 * well_spent + 50_000])
    assert V["fund"] == pytest.approx([0.0, 30_000.0])
    assert world.recorder.series("grants")[0].tolist() == [150_000, 150_000]
    assert world.recorder.series("grants_lost")[0] == pytest.approx(150_000 * (1 - well_spent))
    assert V["months_since_aid"].tolist() == [0, 0]


def test_projects_are_asked_for_after_two_years() -> None:
    number = 2000
    world = village_world(number)
    V, C = world.villages.columns, world.settings["collective_economy"]
    V["real_projects"], V["assets"], V["real_money"] = 3, 3e5, 3e5  # old ones, which nobody asks for
    C["failure_real"] = 0.02
    mechanism = economy(world)
    passed(world)
    world.live(mechanism)
    begun, show = (world.recorder.series(name)[0].sum() for name in ("projects_started", "projects_show"))
    well = 1 - world.recorder.series("projects_failed")[0].mean()
    for month in range(1, 25):
        assert world.recorder.series("projects_due").sum() == 0, month
        world.live(mechanism)
    assert world.recorder.series("projects_due")[-1].sum() == begun == number
    alive = world.recorder.series("projects_alive")[-1].sum() / number
    expected = (1 - show / number) * logistic(0.2) * math.exp(-0.02 * 24)
    assert well == pytest.approx(logistic(0.2), abs=0.1)
    assert alive == pytest.approx(expected, abs=within(expected, number))
    world.live(mechanism)
    assert world.recorder.series("projects_due")[-1].sum() == 0


def test_a_real_project_makes_the_jobs_of_three_hundred_residents() -> None:
    world = village_world(4)
    V, C = world.villages.columns, world.settings["collective_economy"]
    V["residents"], V["real_projects"], V["show_projects"] = [600, 600, 200, 600], [0, 1, 1, 1], 2
    C["failure_real"], C["jobs"] = 0.0, [0.0, 0.0, 0.0, 0.25]
    world.live(economy(world))
    assert V["jobs"].tolist() == [0.0, 0.5, 1.0, 0.75]
