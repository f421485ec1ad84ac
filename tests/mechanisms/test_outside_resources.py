"""Outside resources: how many come, what is lost of their money, who is copied and how well it fits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.county import County
from sim.agents.township import Township
from sim.core.columns.columns import TableStore
from sim.mechanisms.outside_resources import OutsideResources
from tests.mechanisms.money import village_world
from tests.worlds import World


def outside(world: World) -> OutsideResources:
    """The mechanism, ready for its first month."""
    mechanism = OutsideResources()
    mechanism.setup(world)
    return mechanism


def efficiency(leadership: float, formalism: float) -> float:
    """Share of outside money that is well spent, by the equation."""
    return 1 / (1 + math.exp(-(0.5 + 2 * (leadership - 0.5) - 1.5 * (formalism - 0.3))))


def test_organisations_come_by_a_poisson_number_of_the_stated_mean() -> None:
    number, months = 3000, 4
    world = village_world(2 * number)
    V = world.villages.columns
    world.settings["outside_resources"]["organisations"] = 0.2
    V["leadership"] = np.repeat([0.5, 0.9], number)
    mechanism = outside(world)
    for _ in range(months):
        world.live(mechanism)
    came = world.recorder.series("organisations").reshape(months, 2, number).transpose(1, 0, 2).reshape(2, -1)
    for arrivals, mean in zip(came, (0.2, 0.2 * math.exp(1.5 * 0.4)), strict=True):
        error = 3.5 * math.sqrt(mean / (number * months))
        assert arrivals.mean() == pytest.approx(mean, abs=error)
        assert (arrivals == 0).mean() == pytest.approx(math.exp(-mean), abs=error)
        assert arrivals.var() == pytest.approx(mean, rel=0.06)


def test_grants_are_lognormal_and_reach_the_fund_less_what_is_lost() -> None:
    world = village_world(6000)
    V = world.villages.columns
    world.settings["outside_resources"]["organisations"] = 0.5
    V["leadership"], V["formalism"] = np.repeat([0.3, 0.8], 3000), np.tile([0.1, 0.6], 3000)
    world.live(outside(world))
    gross, lost = (world.recorder.series(name)[0] for name in ("grants", "grants_lost"))
    one = gross[world.recorder.series("organisations")[0] == 1]
    assert np.median(one) == pytest.approx(50_000, rel=0.06)
    assert np.log(one).std() == pytest.approx(0.8, rel=0.06)
    share = np.array([efficiency(a, b) for a, b in zip(V["leadership"], V["formalism"], strict=True)])
    assert V["grants"] == pytest.approx(share * gross, rel=1e-5)
    assert lost == pytest.approx((1 - share) * gross, rel=1e-5)


def test_money_of_first_secretaries_and_of_policies_loses_as_much() -> None:
    world = village_world(2)
    V, S = world.villages.columns, world.settings["outside_resources"]
    S["organisations"], S["granted"] = 0.0, [0.0, 1000.0]
    V["grants"], V["leadership"], V["formalism"] = [4000.0, 3000.0], 0.5, 0.3
    world.live(outside(world))
    assert V["grants"] == pytest.approx(4000 * efficiency(0.5, 0.3))
    assert world.recorder.series("grants")[0].tolist() == [4000, 4000]


def test_matching_doubles_what_an_organisation_brings() -> None:
    worlds = [village_world(300), village_world(300)]
    for world, matching in zip(worlds, (0.0, 1.0), strict=True):
        S = world.settings["outside_resources"]
        S["organisations"], S["matching"] = 0.5, matching
        world.live(outside(world))
    single, double = (world.recorder.series("grants")[0] for world in worlds)
    assert single.sum() > 0
    assert double == pytest.approx(2 * single)


def test_helpers_give_their_hours_for_half_a_year_and_stays_follow_each_other() -> None:
    world = village_world(400)
    V, S = world.villages.columns, world.settings["outside_resources"]
    S["organisations"], S["helper_hours"][0] = 0.8, 5.0
    mechanism = outside(world)
    world.live(mechanism)
    came = world.recorder.series("organisations")[0]
    assert set(came) >= {0, 1, 2}
    assert V["helper_hours"][1:] == pytest.approx(20.0 * (came[1:] > 0))
    assert V["helper_hours"][0] == 20.0 * (came[0] > 0) + 5.0
    S["organisations"] = 0.0
    for _ in range(30):
        world.live(mechanism)
    given = world.recorder.series("helper_hours").sum(axis=0)
    assert given[1:] == pytest.approx(120.0 * came[1:])
    assert V["helper_hours"].tolist() == [5.0] + [0.0] * 399


def test_departments_share_the_sum_of_the_year_out_and_bias_moves_it_to_the_large() -> None:
    shares = []
    for bias in (0.0, 2.0):
        world = village_world(200)
        V, S = world.villages.columns, world.settings["outside_resources"]
        S["organisations"], S["department_grants"], S["grant_bias"] = 0.0, 50_000.0, bias
        V["registered"] = np.repeat([500, 1500], 100)
        mechanism = outside(world)
        for _ in range(24):
            V["grants"] = 0.0
            world.live(mechanism)
        grants = world.recorder.series("grants")
        assert grants[:12].sum() == pytest.approx(200 * 50_000)
        assert grants.sum() == pytest.approx(2 * 200 * 50_000)
        assert grants[:6].sum() == pytest.approx(grants[:12].sum() / 2, rel=0.1)
        assert set(np.unique(grants)) <= {0, 100_000, 200_000, 300_000}
        shares.append(grants[:, 100:].sum() / grants.sum())
    assert shares[0] == pytest.approx(0.5, abs=3.5 * math.sqrt(0.25 / 200))
    assert shares[1] == pytest.approx(0.9, abs=3.5 * math.sqrt(0.09 / 200))


def test_frozen_links_keep_the_shares_and_the_examples_of_the_start() -> None:
    grants = []
    for size in (900, 90_000):
        world = village_world(10)
        S, V = world.settings["outside_resources"], world.villages.columns
        S["organisations"], S["department_grants"], S["grant_bias"], S["links_frozen"] = 0.0, 50_000.0, 2.0, 1.0
        V["registered"][3], V["real_projects"] = size, 1
        mechanism = outside(world)
        for _ in range(12):
            world.live(mechanism)
        grants.append(world.recorder.series("grants").sum(axis=0).tolist())
        assert (world.townships.columns["success"] == 0).all()
    assert grants[0] == grants[1]


def test_fit_falls_with_the_distance_from_the_nearest_demonstration_of_the_county() -> None:
    world = village_world(5)
    world.counties = TableStore(County, 2)
    world.townships = TableStore(Township, 2)
    V, S, T = world.villages.columns, world.settings["outside_resources"], world.townships.columns
    V["county"] = V["township"] = [0, 0, 0, 0, 1]
    V["registered"] = [900, 900, 900 * math.e**0.35, 900, 900]
    V["income"] = [20_000, 20_000, 20_000, 20_000 * math.e**0.6, 20_000]
    V["dispersion"] = [0.0, 0.5, 1.0, 0.0, 0.0]
    T["success"] = 1.0
    S["demonstration"], S["imitation"], S["organisations"] = [1, 0, 0, 0, 0], 1e9, 0.0
    world.live(outside(world))
    assert V["copied"] == pytest.approx([0, math.exp(-0.5), math.exp(-math.sqrt(2)), math.exp(-2), 0], rel=2e-3)
    assert world.recorder.series("copies")[0].tolist() == [0, 1, 1, 1, 0]


def test_copying_follows_the_hazard_and_needs_success_in_the_township_and_an_example() -> None:
    number, months = 6000, 3
    world = village_world(2 * number + 2)
    world.townships = TableStore(Township, 2)
    V, S, T = world.villages.columns, world.settings["outside_resources"], world.townships.columns
    V["township"] = np.repeat([0, 1], number + 1)
    V["income"], S["organisations"] = 20_000, 0.0
    V["real_projects"][: number + 1 : 2] = 1
    mechanism = outside(world)
    world.live(mechanism)
    assert T["success"].tolist() == pytest.approx([0.5, 0.0], abs=1e-4)
    assert world.recorder.series("copies").sum() == 0
    S["demonstration"][[0, number + 1]] = 1.0
    V["dispersion"][1:number] = 1.0
    for _ in range(months):
        world.live(mechanism)
    copied = V["copied"] > 0
    expected = 1 - math.exp(-months * 0.03 * 0.5 * math.exp(-1))
    error = 3.5 * math.sqrt(expected * (1 - expected) / (number - 1))
    assert copied[1:number].mean() == pytest.approx(expected, abs=error)
    assert not copied[number + 1 :].any()
    assert not copied[0]


def test_urban_feedback_comes_and_ends_with_the_programme() -> None:
    world = village_world(2)
    V, S = world.villages.columns, world.settings["outside_resources"]
    mechanism = outside(world)
    S["urban_feedback"] = [0.0, 0.5]
    world.live(mechanism)
    assert V["backup"].tolist() == [0.0, 0.5]
    assert V["remote_hours"].tolist() == [0.0, 5.0]
    S["urban_feedback"] = 0.0
    world.live(mechanism)
    assert (V["backup"] + V["remote_hours"] == 0).all()


def test_enterprises_that_help_for_nothing_are_there_every_other_month() -> None:
    world = village_world(4000)
    V, S = world.villages.columns, world.settings["outside_resources"]
    S["enterprise_hours"] = np.repeat([0.0, 10.0], 2000)
    mechanism, months = outside(world), []
    for _ in range(2):
        world.live(mechanism)
        months.append(V["remote_hours"].copy())
    assert not np.array(months)[:, :2000].any()
    there = np.array(months)[:, 2000:] == 10.0
    assert there.mean() == pytest.approx(0.5, abs=3.5 * 0.5 / math.sqrt(4000))
    assert (there[0] & there[1]).mean() == pytest.approx(0.25, abs=3.5 * math.sqrt(0.1875 / 2000))


def test_a_fit_check_lets_nobody_copy_what_fits_worse() -> None:
    copied = []
    for least in (0.0, 0.5):
        world = village_world(2000)
        V, S = world.villages.columns, world.settings["outside_resources"]
        S["organisations"], S["imitation"], S["fit_least"], S["demonstration"][0] = 0.0, 0.5, least, 1.0
        V["real_projects"], V["income"] = 1, 20_000
        V["dispersion"] = np.arange(2000) / 1000
        mechanism = outside(world)
        for _ in range(3):
            world.live(mechanism)
        copied.append(V["copied"].copy())
    assert 0 < copied[0][copied[0] > 0].min() < 0.2
    assert copied[1][copied[1] > 0].min() >= 0.5
    assert (copied[1] == np.where(copied[0] >= 0.5, copied[0], 0)).all()
