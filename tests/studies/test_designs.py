"""Designs: which points, their names, and that points stay when a design grows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.runs.identity import canonical, point_id, put, run_id
from sim.studies.designs import points_of
from sim.studies.factors import Factor
from sim.studies.folder import open_study, prepare
from sim.studies.plan import DesignPlan
from tests.studies.invented import TEXT, write_study

NUMBER = Factor("parameters.a", "uncertainty", 2.0, 4.0)
RATIO = Factor("parameters.b", "uncertainty", 0.01, 1.0, scale="log")
CHOICE = Factor("parameters.c", "lever", values=("registered", "adjusted"))
WHOLE = Factor("world.villages", "lever", 1.0, 3.0, whole=True)
ALL = (NUMBER, RATIO, CHOICE, WHOLE)


def points(tmp_path, factors=ALL, **settings):
    return points_of(DesignPlan(**settings), factors, tmp_path)


def test_places_become_values_and_values_places():
    assert [NUMBER.at(u) for u in (0.0, 0.5, 1.0)] == [2.0, 3.0, 4.0]
    assert RATIO.at(0.5) == pytest.approx(0.1)
    assert [CHOICE.at(u) for u in (0.0, 0.49, 0.5, 1.0)] == ["registered", "registered", "adjusted", "adjusted"]
    assert [WHOLE.at(u) for u in (0.0, 0.34, 0.67, 1.0)] == [1, 2, 3, 3]
    for factor in ALL:
        again = factor.at(factor.place(factor.at(0.7)))
        assert again == (factor.at(0.7) if factor.values else pytest.approx(factor.at(0.7)))


def test_every_third_of_a_latin_hypercube_of_three_holds_one_point(tmp_path):
    found = points(tmp_path, (NUMBER, RATIO), kind="lhs", points=(3,))
    assert sorted(int(NUMBER.place(each[0]) * 3) for each in found) == [0, 1, 2]
    assert sorted(int(RATIO.place(each[1]) * 3) for each in found) == [0, 1, 2]


def test_a_full_factorial_holds_every_combination_once(tmp_path):
    found = points(tmp_path, kind="full", levels=3)
    assert len(set(found)) == len(found) == 3 * 3 * 2 * 3
    assert (2.0, 0.01, "registered", 1) in found


def test_a_fractional_factorial_is_balanced_and_uncorrelated_between_factors(tmp_path):
    found = points(tmp_path, (NUMBER, RATIO, CHOICE, WHOLE), kind="fractional")
    places = np.array([[f.place(v) > 0.5 for f, v in zip(ALL, row, strict=True)] for row in found], float)
    assert len(found) == 8
    assert (places.mean(axis=0) == 0.5).all()
    assert np.abs(np.corrcoef(places.T) - np.eye(4)).max() < 1e-12


def test_one_at_a_time_moves_one_factor_and_leaves_the_others_to_the_scenario(tmp_path):
    found = points(tmp_path, kind="one_at_a_time")
    assert found[0] == (None, None, None, None)
    assert all(sum(value is not None for value in row) == 1 for row in found[1:])
    assert len(found) == 1 + 2 + 2 + 2 + 2


def test_a_morris_trajectory_moves_one_factor_a_step(tmp_path):
    found = points(tmp_path, (NUMBER, RATIO), kind="morris", points=(4,))
    assert len(found) == 4 * 3
    for first, second in zip(found[0:2], found[1:3], strict=True):
        assert sum(a != b for a, b in zip(first, second, strict=True)) == 1


def test_a_saltelli_design_has_the_rows_that_salib_expects(tmp_path):
    assert len(points(tmp_path, (NUMBER, RATIO), kind="saltelli", points=(8,))) == 8 * (2 + 2)
    assert len(points(tmp_path, (NUMBER, RATIO), kind="saltelli", points=(8,), second_order=True)) == 8 * (2 * 2 + 2)


@pytest.mark.parametrize("kind", ["sobol", "saltelli"])
def test_sequences_grow_at_their_end(tmp_path, kind):
    few, many = (points(tmp_path, kind=kind, points=(size,)) for size in (8, 16))
    assert many[: len(few)] == few


@pytest.mark.parametrize("kind", ["lhs", "sobol", "morris"])
def test_points_and_runs_keep_their_names_when_a_design_grows(tmp_path, kind):
    text = TEXT.replace("lhs", kind)
    few = prepare(write_study(tmp_path, 4, 2, text))
    before, named = few.design.column("point").to_pylist(), set(few.names[0].tolist())
    many = prepare(write_study(tmp_path, 6, 3, text))
    after = many.design.column("point").to_pylist()
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert named < set(many.names[0].tolist())
    assert open_study(tmp_path).design.equals(many.design)


def test_a_design_can_be_made_again_from_its_batches_alone(tmp_path):
    prepare(write_study(tmp_path / "grown", 4))
    grown = prepare(write_study(tmp_path / "grown", 6))
    batches = TEXT.replace("points: {points}", "points: [4, 2]")
    afresh = prepare(write_study(tmp_path / "afresh", text=batches))
    assert grown.design.equals(afresh.design)


def test_names_follow_from_content_alone():
    plain = {"name": "a", "title": "x", "rationale": "", "parameters": {"p": 1}, "policies": {}, "world": {"v": 2}}
    same = {**plain, "name": "b", "title": "y", "parameters": {"p": 1.0}}
    assert canonical(plain) == canonical(same)
    first = run_id("model", canonical(plain), 1, "kept")
    assert len(first) == 32
    others = [("other", 1, "kept"), ("model", 2, "kept"), ("model", 1, "other")]
    assert len({first, *(run_id(model, canonical(plain), seed, kept) for model, seed, kept in others)}) == 4
    assert canonical(put(plain, {"parameters.q.r": 3.0})) != canonical(plain)
    assert put(plain, {"policies.training.coverage": 0.5}) == plain
    assert point_id({"a": 1.0, "b": None}) == point_id({"a": 1.0})
