"""Dated figures and what a dated run says of them."""

from __future__ import annotations

import math

import pytest

from sim.runs.run import Failure, Job
from sim.validation.backcast import dated_world
from sim.validation.backcast_targets import published
from sim.validation.dated_figures import LAST, dated_figures
from sim.validation.dated_runs import observe
from tests.whole import run, small

WORLD = {"counties": 1, "townships": 1, "villages": 2, "village_size": 150}


@pytest.fixture(scope="module")
def seen() -> dict[str, float]:
    """A tiny dated world beside the figures."""
    found = observe(Job(dated_world(LAST, WORLD), 3))
    assert not isinstance(found, Failure), found.trace
    return found


def test_every_figure_has_a_run_s_value(seen):
    figures = dated_figures()
    assert list(seen) == [each.key for each in figures]
    assert len(set(seen)) == len(figures)
    rare = {"election_votes 2013", "election_turnout 2012-2015"}  # of two villages perhaps none elects
    assert {key for key, value in seen.items() if not math.isfinite(value)} <= rare


def test_figures_end_with_the_last_year():
    for until in (2012, 2017, 2020):
        found = dated_figures(until)
        assert found
        assert max(each.year for each in found) <= until
    assert {each.name for each in dated_figures(2017)} < {each.name for each in dated_figures()}
    assert [each.time for each in dated_figures(2017) if each.name == "farmer_members"][-1] == "2017"


def test_a_tolerance_is_two_deviations_of_observation_and_model():
    figures = {each.key: each for each in dated_figures()}
    votes, members = figures["election_votes 2013"], figures["farmer_members 2015"]
    assert 2 * math.hypot(votes.observed, votes.discrepancy) == pytest.approx(0.05)
    assert votes.observed == pytest.approx(math.sqrt(0.5432 * 0.4568 / 449))
    assert 2 * math.hypot(members.observed, members.discrepancy) == pytest.approx(
        0.025 * published("farmer_members")[2015]
    )


def test_inputs_are_named_and_the_centenary_is_shown_only():
    figures = dated_figures()
    assert {each.name for each in figures if each.given} == {"recruits", "internet_use", "devices_minors"}
    assert [each.key for each in figures if not each.matched] == ["recruits 2021"]
    assert all(each.low <= each.high and each.source and each.how and each.status for each in figures)


def test_recruits_of_all_years_are_those_of_each(seen):
    years = sum(value for key, value in seen.items() if key.startswith("recruits") and "-" not in key)
    assert seen["recruits 2012-2021"] == pytest.approx(years)


def test_a_run_that_fails_is_a_record():
    world = dated_world(2012, WORLD)
    found = observe(Job(world, -5, "ruralparty calibrate"))
    assert isinstance(found, Failure)
    assert found.command == "ruralparty calibrate"


def test_votes_are_counted_over_the_members_of_the_branch_joint_branches_included():
    joint = {"world.villages": 4, "world.village_size": 100, "parameters.meetings.call_month": 2}
    joint |= {f"parameters.offices.{name}": value for name, value in (("returnees_stand", 1.0), ("first_age_most", 55))}
    sums = run(small(joint | {"horizon.months": 120})).recorder
    present, members, due, valid = (
        sums.series(f"election_{name}") for name in ("present", "members", "due_valid", "present_valid")
    )
    assert present.sum() > 0
    assert (present <= members).all()
    assert (valid >= 0.8 * due).all()
    assert (valid <= present).all()
