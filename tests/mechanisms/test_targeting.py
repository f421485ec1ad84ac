"""Targeting: errors of the list in their limits, capture, quotas, exits, aid, what neighbours learn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.agents.codes import ASSETS, GONE, NOBODY
from sim.mechanisms.targeting import Targeting
from tests.limits import Limits
from tests.mechanisms.poverty import POOR_SHARE, errors, month_of, poor_world, total
from tests.worlds import World

TARGETING = Targeting()


@pytest.mark.limit
def test_without_noise_and_capture_the_list_has_no_errors(limit: Limits) -> None:
    world = poor_world()
    world.live(TARGETING)
    for name, found in zip(("inclusion", "exclusion"), errors(world), strict=True):
        limit("V23", f"{name} error without noise and capture", 0.0, found, 0.0)
    assert total(world, "listed") > 0


@pytest.mark.limit
@pytest.mark.parametrize(("noise", "error"), [(0.1, 0.10), (0.2, 0.21), (0.3, 0.30), (0.45, 0.41), (0.6, 0.50)])
def test_errors_follow_the_table_of_noise(noise: float, error: float, limit: Limits) -> None:
    """The places go village by village, which costs the lists of 400 households about two points less than one list."""
    world = poor_world(villages=40, homes=400, noise=noise)
    world.live(TARGETING)
    inclusion, exclusion = errors(world)
    assert inclusion == pytest.approx(exclusion)
    limit("V23", f"inclusion = exclusion error at noise {noise}", error, inclusion, 0.03)


@pytest.mark.limit
def test_half_as_many_places_again_trade_one_error_for_the_other(limit: Limits) -> None:
    world = poor_world(villages=40, homes=400, noise=0.3, quota_bias=1.5)
    world.live(TARGETING)
    inclusion, exclusion = errors(world)
    limit("V23", "inclusion error, quota 1.5, noise .3", 0.44, inclusion, 0.03)
    limit("V23", "exclusion error, quota 1.5, noise .3", 0.15, exclusion, 0.03)


@pytest.mark.limit
def test_endless_noise_makes_the_list_a_lottery(limit: Limits) -> None:
    world = poor_world(villages=40, homes=400, noise=1000.0, quota_bias=1.5)
    world.live(TARGETING)
    inclusion, exclusion = errors(world)
    places = total(world, "listed") / 16000
    assert places == pytest.approx(1.5 * POOR_SHARE, abs=0.005)
    tolerance = 3.0 / math.sqrt(total(world, "listed"))
    limit("V23", "inclusion error, endless noise", 1.0 - POOR_SHARE, inclusion, tolerance)
    limit("V23", "exclusion error, endless noise", 1.0 - places, exclusion, tolerance)


def test_what_is_known_of_households_lowers_both_errors() -> None:
    few, many = (poor_world(villages=20, noise=0.6, noise_known=1.5) for _ in range(2))
    for world, visits in ((few, 10.0), (many, 3000.0)):
        world.recorder.now["visits"] = visits
        world.recorder.close()
        world.live(TARGETING)
    assert few.villages.columns["knowledge"].max() < 0.6
    # 3,000 visits a month in 300 households are known without fail.
    assert many.villages.columns["knowledge"].min() > 0.99
    assert all(less < more for less, more in zip(errors(many), errors(few), strict=True))


@pytest.mark.limit
def test_more_noise_makes_more_errors_of_both_kinds_at_equal_luck(limit: Limits) -> None:
    draws, more = 100, 1.25
    grown = []
    for seed in range(draws):
        noise = 0.1 + 0.5 * (seed + 0.5) / draws
        pair = [poor_world(villages=10, noise=each, quota_bias=1.2, seed=seed) for each in (noise, more * noise)]
        for world in pair:
            world.live(TARGETING)
        grown.append(np.subtract(*map(errors, reversed(pair))))
    for name, differences in zip(("inclusion", "exclusion"), np.transpose(grown), strict=True):
        limit.at_least("V30", f"share of draws: more noise, no less {name} error", 0.99, np.mean(differences >= 0))
        assert np.mean(differences > 0) > 0.9


def related(world: World) -> list[int]:
    """Make row 0 of the first village secretary with a mother in 7, a child in 9, a brother in 11; returns homes."""
    P, O = world.people.columns, world.offices.columns
    P.mother[0], P.mother[9], P.mother[11], P.mother[13] = 7, 0, 7, 8
    P.father[0] = NOBODY
    O["holder_row"] = -1
    O["holder_row"][0], O["holder"][0] = 0, P.identity[0]
    return [0, 7, 9, 11]


def test_close_relatives_of_the_secretary_are_found_each_december() -> None:
    world = poor_world(villages=2)
    kin = related(world)
    world.households.columns.cadre_kin[:] = True
    world.live(TARGETING)
    marked = np.flatnonzero(world.households.columns.cadre_kin[world.households.rows()])
    assert marked.tolist() == kin


def test_the_dead_and_outsiders_make_no_kin() -> None:
    world = poor_world(villages=1)
    related(world)
    world.people.columns.group[7] = GONE
    world.live(TARGETING)
    assert np.flatnonzero(world.households.columns.cadre_kin).tolist() == [0, 9, 11]
    world.offices.columns["outsider"] = True
    world.month = month_of(2019, 11)
    world.live(TARGETING)
    assert not world.households.columns.cadre_kin.any()


@pytest.mark.limit
def test_capture_only_reorders_kin(limit: Limits) -> None:
    lists = []
    for capture in (0.0, 2.0):
        world = poor_world(villages=1, noise=0.3, capture=capture)
        kin = related(world)
        world.live(TARGETING)
        lists.append(world.households.columns.registered.copy())
    fair, captured = lists
    assert captured.sum() == fair.sum()
    joined, dropped = np.flatnonzero(captured & ~fair), np.flatnonzero(fair & ~captured)
    assert len(joined) == len(dropped) > 0
    limit("V23", "capture: households that join the list and are no kin", 0, len(set(joined) - set(kin)), 0)
    limit("V23", "capture: kin that leave the list", 0, len(set(dropped) & set(kin)), 0)


def test_oversight_as_the_holder_of_the_office_knows_it_leaves_less_capture() -> None:
    lists = {}
    for over in (0.0, 0.9, 1.0):
        world = poor_world(villages=1, noise=0.3, capture=2.0)
        world.villages.columns["oversight"] = over
        kin = related(world)
        world.live(TARGETING)
        lists[over] = world.households.columns.registered[kin].sum()
    world = poor_world(villages=1, noise=0.3, capture=0.0)
    kin = related(world)
    world.live(TARGETING)
    assert lists[1.0] == world.households.columns.registered[kin].sum()
    assert lists[0.0] >= lists[0.9] >= lists[1.0] < lists[0.0]


def test_appraisal_hears_more_scores_and_leaves_less_capture() -> None:
    alone, together = (poor_world(villages=40, noise=0.6, appraisal=value) for value in (0.0, 1.0))
    for world in (alone, together):
        world.people.columns.trust[:] = 0.8
        world.live(TARGETING)
    assert total(alone, "appraisals") == 0.0
    assert total(together, "appraisals") == 40.0
    held = together.villages.columns["appraised"]
    assert total(together, "appraisals_valid") == held.sum() > 30
    assert errors(together)[0] < errors(alone)[0] - 0.05


def test_without_a_quorum_the_old_list_stands() -> None:
    world = poor_world(villages=3, misreport=-50.0)
    world.live(TARGETING)
    before = world.households.columns.registered.copy()
    world.settings["targeting"]["appraisal"], world.settings["votes"]["delegates"] = 1.0, -50.0
    world.households.columns.income_year[world.households.rows()[::3]] = 100.0
    world.month = month_of(2019, 11)
    world.live(TARGETING)
    assert total(world, "appraisals") == 3.0
    assert total(world, "appraisals_valid") == 0.0
    np.testing.assert_array_equal(world.households.columns.registered, before)


def test_registered_less_wrongly_listed_is_poor_less_missed() -> None:
    """V6, month after month, with noise, capture, errors of the quota and exits; aid apart."""
    world = poor_world(villages=6, noise=0.6, capture=0.8, quota_error=0.3, months=30)
    related(world)
    H, rows = world.households.columns, world.households.rows()
    for month in range(30):
        H.income_year[rows] *= np.exp(0.1 * np.sin(np.arange(len(rows)) + month))
        poor = H.income_year[rows] < world.settings["livelihoods"]["line"][0]
        world.live(TARGETING)
        listed, wrongly, missed = (total(world, name) for name in ("listed", "listed_not_poor", "poor_not_listed"))
        assert listed - wrongly == poor.sum() - missed
    assert world.recorder.series("exits_reported").sum() > 0


def test_aid_goes_to_the_listed_alone_and_does_not_strike_them_off() -> None:
    world = poor_world(villages=2, aid=100000.0, exit_target=0.0, misreport=-50.0)
    world.live(TARGETING)
    H = world.households.columns
    first = H.registered.copy()
    np.testing.assert_array_equal(H.aid > 0, first)
    assert total(world, "aid_paid") == pytest.approx(first.sum() * 100000.0 / 12)
    # A year later aid has lifted them, but without it they are as poor as before.
    H.income_year[first] += 100000.0
    H.aid_year[first] = 100000.0
    world.month = month_of(2019, 11)
    world.live(TARGETING)
    np.testing.assert_array_equal(H.registered, first)
    assert errors(world) == (0.0, 0.0)


def test_quotas_err_by_village_and_alike_every_year() -> None:
    world = poor_world(villages=300, homes=100, quota_error=0.3, misreport=-50.0)
    world.live(TARGETING)
    quota = world.villages.columns["quota"].copy()
    poor = world.recorder.series("listed")[-1] - world.recorder.series("listed_not_poor")[-1]
    poor += world.recorder.series("poor_not_listed")[-1]
    error = quota / poor - 1.0
    assert abs(error.mean()) < 3 * 0.33 / math.sqrt(300)
    assert 0.27 < error.std() < 0.37
    world.month = month_of(2019, 11)
    world.live(TARGETING)
    again = world.villages.columns["quota"] / poor - 1.0
    assert np.corrcoef(error, again)[0, 1] > 0.9


def test_exits_follow_what_is_seen_and_under_pressure_what_is_asked() -> None:
    shares = []
    for target in (0.0, 0.5):
        world = poor_world(villages=20, exit_target=target, misreport=-3.0)
        world.offices.columns["integrity"] = 0.8
        world.settings["supervision"]["audit"] = 0.0
        world.live(TARGETING)
        listed = total(world, "listed")
        world.month = month_of(2019, 11)
        world.live(TARGETING)
        # Without noise only misreports leave, and all of them are false.
        assert total(world, "exits_false") == total(world, "exits_reported")
        assert world.villages.columns["exit_pressure"].max() == target
        shares.append((total(world, "exits_reported") / listed, 3 / math.sqrt(listed)))
    for (share, tolerance), lean in zip(shares, (-3.0, 0.0), strict=True):
        assert share == pytest.approx(1 / (1 + math.exp(-lean)), abs=tolerance)


def test_those_who_earn_enough_leave_truly_and_with_deprivations_counting_only_without_them() -> None:
    for weight, leaves in ((0.0, True), (0.5, False)):
        world = poor_world(villages=4, md_weight=weight, misreport=-50.0, seen_right=1.0)
        H = world.households.columns
        world.live(TARGETING)
        listed = np.flatnonzero(H.registered)
        H.income_year[listed] = 50000.0
        H.deprivations[listed] = ASSETS
        world.month = month_of(2019, 11)
        world.live(TARGETING)
        assert (H.months_since_exit[listed] > 0).all() == leaves
        assert total(world, "exits_false") == 0.0


def test_matched_measures_raise_permanent_income_and_repair_housing() -> None:
    world = poor_world(villages=30, match=0.6, match_known=0.0)
    H = world.households.columns
    H.deprivations[:] = ASSETS
    before = H.permanent_income.astype(float).copy()
    world.live(TARGETING)
    listed = np.flatnonzero(H.registered)
    rise, matched = H.permanent_income[listed] - before[listed], H.matched[listed]
    np.testing.assert_allclose(rise[matched], 0.25 * 0.7, atol=1e-5)
    np.testing.assert_allclose(rise[~matched], 0.25 * 0.7 * 0.2, atol=1e-5)
    assert matched.mean() == pytest.approx(0.6, abs=3 * 0.49 / math.sqrt(len(listed)))
    np.testing.assert_array_equal(H.deprivations[listed] == 0, matched)
    assert (H.cause[listed] == ASSETS).all()
    assert total(world, "measures_matched") == matched.sum()


def test_neighbours_within_four_of_a_wrong_entry_see_it_the_month_after() -> None:
    world = poor_world(villages=1, homes=60, noise=0.0)
    H, V = world.households.columns, world.villages.columns
    H.income_year[:60] = 20000.0
    H.income_year[[2, 30]] = 1000.0
    world.settings["targeting"]["quota_bias"] = 0.5  # one place for two
    world.live(TARGETING)
    omitted = 30 if H.registered[2] else 2
    near = {(omitted + step) % 60 for step in (-4, -3, -2, -1, 1, 2, 3, 4)}
    assert set(np.flatnonzero(H.wrong_nearby[:60])) == near
    assert V["list_wrong"][0]
    world.live(TARGETING)
    assert not V["list_wrong"][0]


def test_a_list_without_errors_is_not_unfair_and_an_appraised_one_less_so() -> None:
    world = poor_world(villages=2)
    world.live(TARGETING)
    assert not world.villages.columns["list_wrong"].any()
    assert not world.households.columns.wrong_nearby.any()
    minded = []
    for accepted in (0.0, 1.0):
        world = poor_world(villages=10, noise=0.6, appraisal=1.0, appraisal_accepted=accepted)
        world.live(TARGETING)
        held = world.villages.columns["appraised"]
        minded.append(
            sum(
                world.households.columns.wrong_nearby[s].sum()
                for s, h in zip(world.households.slices(), held, strict=True)
                if h
            )
        )
    assert minded[0] > 0
    assert minded[1] == 0
