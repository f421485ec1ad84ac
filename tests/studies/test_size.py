"""Size of a study: points are counted as they are made, and what is too large is told before anything is made."""

from __future__ import annotations

import pytest

from sim.cli import main as cli
from sim.scenario.scenario import ScenarioError
from sim.studies.designs import points_of
from sim.studies.estimate import estimate
from sim.studies.factors import Factor
from sim.studies.folder import prepare
from sim.studies.plan import DesignPlan
from sim.studies.size import Size, count_points
from tests.studies.invented import write_study

NUMBERS = tuple(Factor(f"parameters.{name}", "uncertainty", 1.0, 2.0) for name in "abc")
CHOICE = Factor("parameters.d", "lever", values=("first", "second"))
WHOLE = Factor("world.villages", "lever", 1.0, 3.0, whole=True)
LARGE = """\
scenarios: [baseline]
constants: {{world.townships: 1, world.villages: 1, world.village_size: 300, horizon.months: 12, horizon.burn_in: 0}}
uncertainties:
  parameters.migration.leave: declared
  parameters.migration.back: declared
  parameters.trust.drift: declared
  parameters.needs.arise_home: declared
design: {{kind: full, levels: 300}}
replicates: {replicates}
"""


@pytest.mark.parametrize(
    "plan",
    [
        DesignPlan(),
        DesignPlan("full", levels=4),
        DesignPlan("fractional"),
        DesignPlan("one_at_a_time", levels=5),
        DesignPlan("lhs", points=(5, 2)),
        DesignPlan("sobol", points=(8,)),
        DesignPlan("saltelli", points=(4,)),
        DesignPlan("saltelli", points=(4,), second_order=True),
        DesignPlan("morris", points=(3,)),
    ],
    ids=lambda plan: f"{plan.kind} {plan.second_order}",
)
@pytest.mark.parametrize("factors", [(*NUMBERS, CHOICE, WHOLE), NUMBERS, (CHOICE, WHOLE)], ids=len)
def test_points_are_as_many_as_were_counted(tmp_path, plan, factors):
    counted, made = count_points(plan, factors), len(points_of(plan, factors, tmp_path))
    assert made <= counted if plan.kind == "fractional" else made == counted


@pytest.mark.parametrize(
    ("plan", "points"),
    [
        (DesignPlan("full", levels=1000), 1000**3),
        (DesignPlan("lhs", points=(10_000_000, 1)), 10_000_001),
        (DesignPlan("saltelli", points=(10_000_000,), second_order=True), 80_000_000),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_what_is_too_large_to_be_made_is_counted(plan, points):
    assert count_points(plan, NUMBERS) == points
    assert not Size(points, len(NUMBERS), 1, 1).fits


def test_a_study_of_a_million_runs_fits():
    assert Size(100_000, 5, 2, 5).fits


def test_a_study_that_is_too_large_is_refused_with_the_arithmetic_and_its_line(tmp_path):
    folder = write_study(tmp_path, text=LARGE)
    with pytest.raises(ScenarioError) as caught:
        prepare(folder)
    (problem,) = caught.value.problems
    assert (problem.line, problem.key) == (8, "design")
    assert "8,100,000,000 points x 1 scenarios x 5 replicates = 40,500,000,000 runs" in problem.fault
    assert "--dry-run" in problem.allowed
    assert sorted(path.name for path in folder.iterdir()) == ["study.yaml"]


def test_the_dry_run_of_a_study_that_is_too_large_tells_what_it_would_cost(tmp_path, capsys):
    folder = write_study(tmp_path, text=LARGE)
    assert cli.main(["design", str(folder), "--dry-run"]) == cli.DONE
    told = capsys.readouterr().out
    assert "40500000000" in told.replace(",", "")
    assert "too large to be designed" in told
    assert cli.main(["design", str(folder)]) == cli.BAD_INPUT


def test_most_replicates_are_counted_where_they_are_too_many_to_be_named(tmp_path):
    wanted = "{{precision: {{trust: 0.001}}, baseline: 0, cap: 1000000}}"
    text = LARGE.replace("levels: 300", "levels: 4").replace("{replicates}", wanted)
    found = estimate(write_study(tmp_path, text=text))
    assert found.points == 256
    assert found.most_runs == 256 * 1_000_000
    assert found.runs == 256 * found.replicates
