"""Observation: every tally against a plain sum over the columns; groups and villages agree; the same bits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.agents.codes import AWAY_STEP, FULL, GROUPS, PROBATIONARY, SEX_STEP, SUSPENDED
from sim.core.columns.columns import columns_of
from sim.indicators import INDICATORS
from sim.indicators.groups import GROUPS as BY_GROUP
from sim.indicators.tallies import GroupTallies
from sim.mechanisms.observation import Observation
from sim.procedures import cells
from sim.procedures.cells import AGE_CELLS, AWAY_CELLS, BIN_OF_GROUP, CELL_OF_BIN, CELL_OF_GROUP, HOME_CELLS, NO_CELL
from tests.mechanisms.observed import digest, observed
from tests.worlds import World

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def world() -> World:
    return observed()


@pytest.fixture(scope="module")
def facts(world):
    """What is known of the living: age, sex and presence, and the columns by name."""
    P, V = world.people.columns, world.villages.columns
    rows = np.flatnonzero(P.group != 0)
    group = P.group[rows].astype(int) - 1
    found = {name: getattr(P, name)[rows] for name in P.names}
    found |= {"age": group % SEX_STEP, "woman": group % AWAY_STEP >= SEX_STEP, "away": group >= AWAY_STEP}
    found["village"] = np.searchsorted(V["first"], rows, side="right") - 1
    return found


def tallied(of: dict) -> dict:
    """Who counts in each tally of people, or what is added up."""
    age, away, account, stage, left = of["age"], of["away"], of["account"], of["stage"], of["left_behind"]
    adult, home, member = age >= 18, ~of["away"], of["stage"] >= PROBATIONARY
    return {
        "residents": home,
        "residents_60": home & (age >= 60),
        "adults": adult,
        "adults_home": adult & home,
        "adults_away": adult & away,
        "adults_45": adult & (age <= 45),
        "adults_60": age >= 60,
        "active": adult & (account == 2),
        "active_45": adult & (age <= 45) & (account == 2),
        "active_60": (age >= 60) & (account == 2),
        "dormant": adult & (account == 1),
        "device_adults": adult & of["device"],
        "device_60": home & (age >= 60) & of["device"],
        "trust": adult * of["trust"].astype(float),
        "trust_high": adult & (of["trust"] > 0.5),
        "no_contact_year": adult & home & (of["months_without_contact"] >= 12),
        "applicants": adult & (stage == 1),
        "activists": adult & (stage == 2),
        "activists_45": adult & (stage == 2) & (age <= 45),
        "children": age < 16,
        "left_children_both": (age < 16) & home & (left & 8 > 0),
        "left_children_one": (age < 16) & home & (left & 16 > 0),
        "women_home": adult & home & of["woman"] & (age < 60),
        "left_women": adult & home & of["woman"] & (age < 60) & (left & 1 > 0),
        "left_elders": home & (age >= 60) & (left & 2 > 0),
        "members": member,
        "full_members": (stage == FULL) & (of["pending"] != SUSPENDED),
        "habit": ((stage == FULL) & (of["pending"] != SUSPENDED)) * of["habit"].astype(float),
        "members_home": member & home,
        "members_60": member & (age >= 60),
        "members_35": member & (age <= 35),
        "members_women": member & of["woman"],
        "members_middle_home": member & home & (age >= 30) & (age <= 45),
        "members_60_home": member & home & (age >= 60),
        "pocket_members": member & of["pocket"],
        "willingness": member * of["willingness"].astype(float),
    }


def test_every_tally_is_the_plain_sum_over_the_columns(world, facts):
    for name, counted in tallied(facts).items():
        expected = np.bincount(facts["village"], counted, minlength=len(world.villages.columns))
        np.testing.assert_allclose(world.now[name], expected, rtol=1e-12, err_msg=name)
        assert expected.sum() > 0 or name == "left_elders", name


def test_suspended_members_are_on_no_roll_of_full_members(world, facts):
    counted = (facts["stage"] == FULL) & (facts["pending"] != SUSPENDED)
    assert 0 < counted.sum() < (facts["stage"] == FULL).sum()
    expected = np.bincount(facts["village"], counted, minlength=len(world.villages.columns))
    assert world.villages.columns["full_members"].tolist() == world.now["full_members"].tolist() == expected.tolist()


def test_the_office_is_tallied_where_somebody_holds_it(world):
    assert world.now["vacancies"].tolist() == [0, 0, 1]
    assert world.now["tenure"].tolist() == [30, 30, 0]
    assert world.now["integrity"].tolist() == [0.9, 0.9, 0]
    assert world.now["secretary_women"].tolist() == [1, 1, 0]
    assert world.now["leadership"].tolist() == [0.4] * 3


def test_the_nearest_member_is_asked_for_in_december_only():
    assert observed().now["residents_counted"].sum() > 0
    assert observed(months=2).now["residents_counted"].sum() == 0


@pytest.mark.parametrize(
    ("tally", "cells_of", "counted"),
    [
        ("persons", "age", lambda of: 1.0),
        ("successes", "sex", lambda of: of["events"] & 1),
        ("failures", "sex", lambda of: of["events"] >> 1 & 1),
        ("not_found", "age", lambda of: of["events"] >> 2 & 1),
        ("visits", "away", lambda of: of["events"] >> 3 & 1),
        ("messages", "age", lambda of: of["events"] >> 4),
        ("no_contact", "away", lambda of: of["months_without_contact"] >= 12),
        ("misperception", "sex", lambda of: of["misperception"].astype(float)),
        ("dormant", "age", lambda of: of["account"] == 1),
    ],
)
def test_groups_are_plain_sums_over_their_adults(world, facts, tally, cells_of, counted):
    age, sex, away = facts["age"], facts["woman"], facts["away"]
    part = {"age": np.select([age < 45, age < 60], [0, 1], 2), "sex": sex.astype(int), "away": away.astype(int)}[
        cells_of
    ]
    amount = (age >= 18) * np.asarray(counted(facts), float)
    found = world.recorder.by_group.of(tally).sum(axis=0)
    for place, (label, _, chosen) in enumerate(BY_GROUP.groupings[cells_of].parts):
        assert found[list(chosen)].sum() == pytest.approx(amount[part == place].sum()), label


def test_the_left_behind_are_groups_beside_the_others(world, facts):
    found = world.recorder.by_group.of("trust").sum(axis=0)
    for bit, (label, _, (cell,)) in zip((1, 2, 4), BY_GROUP.groupings["left_behind"].parts, strict=True):
        inside = (facts["age"] >= 18) & ~facts["away"] & (facts["left_behind"] & bit > 0)
        assert found[cell] == pytest.approx(facts["trust"][inside].astype(float).sum()), label


def test_cells_part_the_adults_and_leave_out_children_and_the_gone():
    group = np.arange(1, GROUPS)
    age, woman, away = (group - 1) % SEX_STEP, (group - 1) % AWAY_STEP >= SEX_STEP, group > AWAY_STEP
    expected = np.select([age < 45, age < 60], [0, 1], 2) + AGE_CELLS * (woman + 2 * away)
    assert (CELL_OF_GROUP[1:] == np.where(age < 18, NO_CELL, expected)).all()
    assert CELL_OF_GROUP[0] == NO_CELL
    assert (CELL_OF_BIN[BIN_OF_GROUP] == CELL_OF_GROUP).all()
    assert (BIN_OF_GROUP[1:] >= 8).all(), "the bins of the gone are theirs alone"
    assert set(HOME_CELLS) | set(AWAY_CELLS) == set(range(12))


def test_places_of_the_tallies_by_group_are_those_of_their_declaration():
    names = list(columns_of(GroupTallies))
    assert names[cells.PERSONS] == "persons"
    assert names[cells.ARISEN] == "needs_arisen"
    assert names[cells.NOT_FOUND_SEARCHES] == "not_found"
    assert names[cells.NO_CONTACT] == "no_contact"
    assert names[cells.WITH_DEVICE] == "device"
    assert names[cells.MISPERCEPTION] == "misperception"
    assert len(names) == cells.MISPERCEPTION + 1


def test_an_indicator_by_group_and_its_villages_agree():
    world = observed(months=12)
    recorder = world.recorder
    recorder.close()
    for name in ("trust", "device_share", "no_contact", "dormant_share"):
        indicator = INDICATORS[name]
        by_village = recorder.indicator(indicator, by="away", by_month=False, by_village=True)
        assert by_village.shape == (3, 2)
        tallies = recorder.series(indicator.denominator).sum()
        parts = recorder.by_group.kept.sum(axis=(0, 1))
        counted, restricted = BY_GROUP.sources[indicator.denominator]
        places = [recorder.by_group.names.index(each) for each in counted]
        inside = [cell for cell in restricted if cell in (*HOME_CELLS, *AWAY_CELLS)]
        assert parts[inside][:, places].sum() == pytest.approx(float(tallies))
    whole, by_sex = (recorder.indicator(INDICATORS["trust"], by_month=False, by=by) for by in (None, "sex"))
    assert by_sex.min() < whole < by_sex.max()


def test_a_village_counts_as_without_admission_after_three_years():
    world = World(villages=2, persons=10, months=40)
    for month in range(40):
        world.now["admissions"][1] = month == 5
        Observation().step(world)
        assert world.now["no_admission"].tolist() == [month >= 35, month > 40], month
        world.recorder.close()
        world.month += 1


def test_an_admission_is_forgotten_after_three_years():
    world = World(villages=1, persons=10, months=80)
    seen = []
    for month in range(60):
        world.now["admissions"] = month == 10
        Observation().step(world)
        seen.append(world.now["no_admission"][0])
        world.recorder.close()
    assert np.flatnonzero(seen).tolist() == list(range(46, 60))


def test_plain_python_gives_the_same_bits_without_a_warning():
    plain = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-m", "tests.mechanisms.observed"],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout == digest()
