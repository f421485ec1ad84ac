"""Study files: every error at once, each with its line, what is allowed and the nearest name."""

from __future__ import annotations

import pytest

from sim.scenario.scenario import ScenarioError
from sim.studies.read import load_study
from tests.studies.invented import write_study

GOOD = """\
scenarios: [baseline, training]
levers:
  policies.training.dose.units: {low: 0.5, high: 3, levels: 3}
  world.villages: {low: 2, high: 4}
uncertainties:
  parameters.migration.leave: declared
  parameters.meetings.denominator: declared
  world.archetype: [national, hollow]
design: {kind: full}
window: 24
outcomes: [headlines, capacity]
keep: [monthly]
"""


def test_a_study_file_says_what_is_varied_and_what_is_kept(tmp_path):
    plan = load_study(write_study(tmp_path / "own", text=GOOD.replace("{", "{{").replace("}", "}}")))
    dose, villages, leave, rule, archetype = plan.factors
    assert plan.name == "own"
    assert (dose.role, dose.low, dose.high, dose.levels) == ("lever", 0.5, 3.0, 3)
    assert villages.steps(2) == [2, 4]
    assert (leave.low, leave.high) == (0.010, 0.022)
    assert set(rule.values) == {"registered", "adjusted"}
    assert archetype.values == ("national", "hollow")
    assert plan.keep == ("scalars", "monthly")
    assert plan.outcomes.count("capacity") == 1


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("window: 24", "windows: 24", 10, "did you mean 'window'"),
        ("[baseline, training]", "[baseline, trainin]", 1, "training"),
        ("training.dose.units", "training.dose.unit", 3, "units"),
        ("low: 0.5, high: 3", "low: 3, high: 0.5", 3, "is no range"),
        ("low: 0.5, high: 3", "low: 0.5, high: 9", 3, "0 to 4"),
        ("levels: 3", "level: 3", 3, "levels"),
        ("parameters.migration.leave: declared", "parameters.migration.leav: declared", 6, "migration.leave"),
        ("[national, hollow]", "[national, hollo]", 8, "national"),
        ("[national, hollow]", "{low: 1, high: 2}", 8, "has no range"),
        ("world.archetype: [national, hollow]", "world.villages: {low: 1, high: 2}", 8, "stands under levers as well"),
        (
            "policies.training.dose.units",
            "policies.online_branch.coverage",
            3,
            "no scenario of this study has the policy",
        ),
        ("{kind: full}", "{kind: ful}", 9, "full"),
        ("{kind: full}", "{kind: [full]}", 9, "there is no such design"),
        ("{kind: full}", "{kind: lhs}", 9, "design.points"),
        ("{kind: full}", "{kind: full, points: 3}", 9, "is not used by full"),
        ("window: 24", "window: 1000", 10, "out of range"),
        ("capacity", "capacit", 11, "capacity"),
        ("[monthly]", "[daily]", 12, "scalars, yearly, monthly"),
        ("window: 24", "replicates: 0", 10, "1 to 1000000"),
        ("window: 24", "seed: -1", 10, "0 to 4294967295"),
        ("window: 24", "constants: {world.village: 2}", 10, "world.villages"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_type_instead(tmp_path, before, after, line, message):
    assert before in GOOD
    text = GOOD.replace(before, after).replace("{", "{{").replace("}", "}}")
    with pytest.raises(ScenarioError) as caught:
        load_study(write_study(tmp_path, text=text))
    told = str(caught.value)
    assert message in told
    assert f"study.yaml:{line}" in told


def test_all_mistakes_are_told_at_once(tmp_path):
    text = GOOD.replace("full", "ful").replace("[monthly]", "[daily]").replace("window: 24", "seed: x")
    with pytest.raises(ScenarioError) as caught:
        load_study(write_study(tmp_path, text=text.replace("{", "{{").replace("}", "}}")))
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("replicates", "expected"),
    [
        ("{precision: {trust: 0.01}, baseline: baseline}", set()),
        ("{precision: {trust: 0.01}}", set()),
        ("{precision: {trst: 0.01}, baseline: baseline}", {"replicates.precision.trst"}),
        ("{precision: {trust: -1}, baselin: baseline}", {"replicates.precision.trust", "replicates.baselin"}),
    ],
)
def test_one_mistake_is_not_told_as_several(tmp_path, replicates, expected):
    text = GOOD.replace("[baseline, training]", "[baseline, trainin]").replace(
        "[headlines, capacity]\n", f"headlines\nreplicates: {replicates}\n"
    )
    text = text.replace("  policies.training.dose.units: {low: 0.5, high: 3, levels: 3}\n", "")
    with pytest.raises(ScenarioError) as caught:
        load_study(write_study(tmp_path / "own", text=text.replace("{", "{{").replace("}", "}}")))
    assert {problem.key for problem in caught.value.problems} == {"scenarios"} | expected


def test_a_mistyped_factor_is_not_told_as_nothing_to_vary(tmp_path):
    text = "scenarios: [baseline]\nuncertainties: {parameters.migration.leav: declared}\ndesign: {kind: full}\n"
    with pytest.raises(ScenarioError) as caught:
        load_study(write_study(tmp_path / "own", text=text.replace("{", "{{").replace("}", "}}")))
    assert [problem.key for problem in caught.value.problems] == ["uncertainties.parameters.migration.leav"]
