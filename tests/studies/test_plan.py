"""Study files: every error at once, each with its line, what is allowed and the nearest name."""

from __future__ import annotations

import pytest

from sim.scenario.scenario import Scenario, ScenarioError
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
    assert set(rule.values) == {"registered", "adjusted", "list"}
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


UNUSED = [
    (
        "{low: 0.5, high: 3, levels: 3}",
        "{values: [1, 2], low: 0, high: 3, levels: 2, scale: log}",
        "low high levels scale",
    ),
    ("{kind: full}", "{kind: full, seed: 2}", "seed"),
    ("{kind: full}", "{kind: full, second_order: true, trajectories_levels: 4, file: a.csv}", "second_order"),
    ("{kind: full}", "{kind: lhs, points: 4, levels: 3}", "levels"),
    ("{kind: full}", "{kind: sobol, points: 4, second_order: false}", "second_order"),
    ("{kind: full}", "{kind: saltelli, points: 4, trajectories_levels: 4}", "trajectories_levels"),
    ("{kind: full}", "{kind: morris, points: 4, file: points.csv}", "file"),
    ("{kind: full}", "{kind: fractional, levels: 2}", "levels"),
    ("{kind: full}", "{kind: none, points: 3}", "points"),
]


def problems(folder, text):
    with pytest.raises(ScenarioError) as caught:
        load_study(write_study(folder, text=text.replace("{", "{{").replace("}", "}}")))
    return {each.key: each for each in caught.value.problems}


@pytest.mark.parametrize(("before", "after", "names"), UNUSED)
def test_an_entry_that_would_mean_nothing_is_refused_by_name(tmp_path, before, after, names):
    assert before in GOOD
    found = problems(tmp_path, GOOD.replace(before, after))
    line = next(number for number, text in enumerate(GOOD.splitlines(), 1) if before in text)
    for name in names.split():
        here = [each for key, each in found.items() if key.endswith(f".{name}") and each.line == line]
        assert [each.allowed for each in here] == ["nothing: leave it out"]


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("[national, hollow]", "[national]", "uncertainties.world.archetype"),
        ("[national, hollow]", "[national, off]", "uncertainties.world.archetype"),
        ("[national, hollow]", "[a, b, c, d, e, f, g, h, i, j, k, l, m]", "uncertainties.world.archetype"),
        ("{low: 2, high: 4}", f"{list(range(1, 30))}".replace("2,", "2.5,", 1), "levers.world.villages"),
        ("{low: 2, high: 4}", f"{list(range(-1, 30))}", "levers.world.villages"),
        ("{kind: full}", "{kind: none}", "design"),
        ("{kind: full}", "{kind: lhs, points: []}", "design.points"),
        ("{kind: full}", '{kind: saltelli, points: 4, second_order: "no"}', "design.second_order"),
        ("{kind: full}", "{kind: saltelli, points: 4, second_order: 0}", "design.second_order"),
        ("{low: 2, high: 4}", "{low: 2, high: 4, levels: 5}", "levers.world.villages.levels"),
        ("{low: 2, high: 4}", "{low: 1.5, high: 4}", "levers.world.villages"),
        ("{low: 2, high: 4}", "{low: 2, high: 4, scale: log}", "levers.world.villages.scale"),
        (
            "{low: 0.5, high: 3, levels: 3}",
            "{low: 0, high: 3, scale: log}",
            "levers.policies.training.dose.units.scale",
        ),
        ("{low: 0.5, high: 3, levels: 3}", "{low: 0.5, high: .inf}", "levers.policies.training.dose.units"),
        ("window: 24", "constants: {world.villages: 3}", "constants.world.villages"),
        ("window: 24", "constants: {policies.openness.coverage: 0.5}", "constants.policies.openness.coverage"),
        ("window: 24", "constants: {horizon.months: }", "constants.horizon.months"),
        ("window: 24", "window: 24.0", "window"),
        ("window: 24", "window: true", "window"),
        ("window: 24", "name: ''", "name"),
        ("window: 24", "title: {en: a, fr: b}", "title.fr"),
        ("[headlines, capacity]", "[trust, trust]", "outcomes"),
        ("[headlines, capacity]", "", "outcomes"),
        ("[monthly]", "[monthly, monthly]", "keep"),
        ("[baseline, training]", "[baseline, training, baseline]", "scenarios"),
    ],
)
def test_what_has_no_meaning_there_is_refused(tmp_path, before, after, key):
    assert before in GOOD
    found = problems(tmp_path, GOOD.replace(before, after))
    line = next(number for number, text in enumerate(GOOD.splitlines(), 1) if before in text)
    assert found[key].line == line


@pytest.mark.parametrize("design", ["{kind: lhs, points: 4}", "{kind: fractional}"])
def test_levels_of_a_factor_mean_something_in_designs_by_steps_only(tmp_path, design):
    problem = problems(tmp_path, GOOD.replace("{kind: full}", design))["levers.policies.training.dose.units.levels"]
    assert (problem.line, problem.allowed) == (3, "nothing: leave it out")


def test_a_window_lies_in_every_period_that_a_study_varies(tmp_path):
    text = "levers: {horizon.months: {low: 12, high: 60}}\ndesign: {kind: fractional}\nwindow: 24\n"
    assert "12 months" in problems(tmp_path, text)["window"].fault
    text = text.replace("24", "12").replace("{", "{{").replace("}", "}}")
    assert load_study(write_study(tmp_path, text=text)).window == "12"


def test_second_order_means_something_with_several_factors_only(tmp_path):
    one = "scenarios: [baseline]\nuncertainties: {parameters.migration.leave: declared}\n"
    text = f"{one}design: {{kind: saltelli, points: 4, second_order: true}}\n"
    assert problems(tmp_path, text)["design.second_order"].line == 3


@pytest.mark.parametrize("given", [123, None, b"study", "", " "])
def test_what_is_no_path_is_no_study(given):
    with pytest.raises((TypeError, ValueError), match="^a study is given by its folder or its study.yaml, not by "):
        load_study(given)


@pytest.mark.parametrize("given", ["x" * 400, "no/such/folder", "~nosuchuser/study"])
def test_what_is_not_there_is_told_in_a_sentence(given):
    with pytest.raises((FileNotFoundError, ValueError), match="there is no study at|who is not known here"):
        load_study(given)


def test_a_thousand_values_are_tried_at_their_ends(tmp_path, monkeypatch):
    values = ", ".join(str(round(0.01 + 0.00001 * number, 5)) for number in range(1000))
    text = f"uncertainties: {{parameters.migration.leave: [{values}]}}\ndesign: full\n"
    tried = []
    changed = Scenario.changed
    monkeypatch.setattr(Scenario, "changed", lambda self, changes: tried.append(changes) or changed(self, changes))
    plan = load_study(write_study(tmp_path, text=text.replace("{", "{{").replace("}", "}}")))
    assert len(plan.factors[0].values) == 1000
    assert len(tried) < 5
