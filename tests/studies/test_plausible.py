"""The plausible set: read, checked, and run over."""

from __future__ import annotations

import json

import pytest

from sim.analysis.compare import compare
from sim.cli import main as cli
from sim.execution.run import run
from sim.runs.jobs import at_point, by_seed
from sim.runs.sources import model_hash
from sim.scenario.scenario import ScenarioError, load
from sim.studies import plausible
from sim.studies.designs import points_of
from sim.studies.plan import DesignPlan
from sim.studies.plausible import plausible_set
from sim.studies.read import load_study
from sim.studies.size import count_points
from tests.whole import small

ROWS = "point,parameters.migration.leave,parameters.trust.drift\n0,0.012,0.003\n1,0.018,0.006\n"
FEW = {"world.townships": 1, "world.villages": 2, "world.village_size": 150, "horizon.months": 18, "horizon.burn_in": 1}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A set of two points, in place of the package's."""
    (tmp_path / "plausible.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "plausible.json").write_text(json.dumps({"model": model_hash()}), encoding="utf-8")
    monkeypatch.setattr(plausible, "DATA", tmp_path)
    return tmp_path


def test_it_is_read_whole_or_in_part(here):
    found = plausible_set()
    assert found.points[1] == {"parameters.migration.leave": 0.018, "parameters.trust.drift": 0.006}
    assert (len(found.points), found.in_all, found.notes) == (2, 2, [])
    assert len(plausible_set(1).points) == 1
    with pytest.raises(ValueError, match="has 2 points; 3"):
        plausible_set(3)


def test_it_says_when_it_is_of_an_earlier_model_and_when_there_is_none(here):
    (here / "plausible.json").write_text(json.dumps({"model": "another"}), encoding="utf-8")
    assert "earlier version" in plausible_set().notes[0]
    (here / "plausible.csv").write_text(ROWS.replace("trust.drift", "trust.drifd"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"trust\.drifd"):
        plausible_set()
    (here / "plausible.csv").unlink()
    with pytest.raises(ValueError, match="make plausible"):
        plausible_set()


def test_what_a_scenario_sets_itself_stays(here):
    scenario = small({"parameters.trust.drift": 0.005})
    at = at_point(scenario, plausible_set().points[0])
    assert at.parameters["trust.drift"] == 0.005
    assert at.parameters["migration.leave"] == 0.012


def test_seeds_are_shared_evenly():
    with pytest.raises(ValueError, match="multiple"):
        by_seed([{}, {}], [1, 2, 3])


def test_runs_and_pairs_are_those_of_the_scenarios_at_the_points(here, tmp_path):
    points = plausible_set().points
    both = [load(name).changed(FEW) for name in ("baseline", "training")]
    options = {"jobs": 1, "store": tmp_path / "store"}
    found = run(both[0], reps=4, seed=5, points=points, **options)
    apart = [
        run(at_point(both[0], point), reps=2, seed=seed, **options) for point, seed in zip(points, (5, 7), strict=True)
    ]
    assert [each.digest for each in found.runs["baseline"]] == [
        each.digest for one in apart for each in one.runs["baseline"]
    ]
    compared = compare(both[0], both[1], reps=2, seed=5, points=points, outcomes=["trust"], **options)
    assert compared.difference("training", "trust").pairs == 2
    first = run(at_point(both[1], points[0]), reps=1, seed=5, **options)
    assert compared.runs["training"][0].digest == first.runs["training"][0].digest
    with pytest.raises(ValueError, match="fixed number"):
        compare(both[0], both[1], reps="auto", precision=0.1, points=points)


def test_points_pairs_and_hours_are_said_first(here, tmp_path, capsys):
    lines = ["name: tiny", "title: tiny", "extends: baseline", "horizon: {months: 13, burn_in: 1}"]
    lines.append("world: {townships: 1, villages: 1, village_size: 150}")
    (tmp_path / "tiny.yaml").write_text("\n".join(lines), encoding="utf-8")
    words = ["run", str(tmp_path / "tiny.yaml"), "-j", "1", "--no-store", "--reps", "2"]
    assert cli.main([*words, "--over", "plausible", "1"]) == cli.DONE
    assert capsys.readouterr().err.startswith("1 of 2 plausible points, 2 pairs, 2 runs, about 0.0")
    assert cli.main([*words, "--over", "everything"]) == cli.BAD_INPUT
    assert "allowed are plausible" in capsys.readouterr().err


STUDY = """
name: over
scenarios: [baseline, training]
constants: {world.townships: 1, world.villages: 1, world.village_size: 150, horizon.months: 18, horizon.burn_in: 1}
uncertainties: plausible
"""


def test_a_study_runs_over_it(here, tmp_path):
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    plan = load_study(tmp_path)
    assert points_of(plan.design, plan.factors, tmp_path) == [(0.012, 0.003), (0.018, 0.006)]
    assert count_points(plan.design, plan.factors) == 2
    text = STUDY.replace("plausible", "plausible 1") + (
        "levers: {policies.training.dose.units: [1.0, 2.0]}\ndesign: {kind: plausible}\n"
    )
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    plan = load_study(tmp_path)
    found = points_of(plan.design, plan.factors, tmp_path)
    assert found == [(1.0, 0.012, 0.003), (2.0, 0.012, 0.003)]
    assert count_points(plan.design, plan.factors) == 2
    assert DesignPlan.of(plan.design.plain()) == plan.design


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("uncertainties: plausible 3", "has 2 points"),
        ("uncertainties: plausable", "is no table"),
        ("uncertainties: plausible\ndesign: {kind: lhs, points: 4}", "does not fit"),
        ("uncertainties: {parameters.trust.drift: declared}\ndesign: {kind: plausible}", "does not fit"),
    ],
)
def test_what_a_study_cannot_mean_by_it_is_told(here, tmp_path, entries, told):
    (tmp_path / "study.yaml").write_text(STUDY.replace("uncertainties: plausible", entries), encoding="utf-8")
    with pytest.raises(ScenarioError, match=told):
        load_study(tmp_path)


def test_patterns_are_looked_for_at_its_points(here):
    from sim.validation.patterns import find_patterns, judge

    world = {"world.villages": 1, "world.townships": 1, "world.village_size": 150}
    given = {"patterns": find_patterns(["P17"]), "archetypes": ["national"], "denominators": ["adjusted"], "jobs": 1}
    (over, *_), failures = judge(**given, seeds=2, changes=world, points=plausible_set().points)
    (plain, *_), _ = judge(**given, seeds=2, changes=world)
    assert failures == []
    assert over.seeds == plain.seeds == 2
    assert over.mean != plain.mean
