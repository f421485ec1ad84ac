"""The table of policies at equal money: rows, frontier, stored runs, and what is refused."""

from __future__ import annotations

import json

import pytest

from sim.analysis.budget_table import budget_table, from_runs, policies_named
from sim.cli import main as cli
from sim.report.comparison.budget_table_text import stored_table, table_latex, table_text

OUTCOMES = "trust", "capacity"
SMALL = ["--months", "12", "--townships", "1", "--villages", "1", "--village-size", "150", "-j", "1"]
COSTS = {"a": 10.0, "b": 20.0, "c": 5.0}
GAINS = {"a": 0.1, "b": 0.05, "c": 0.02}


def invented():
    """Three policies at one budget in four pairs; b costs more than a and gains less."""
    runs = []
    for seed in range(1, 5):
        luck = 0.001 * seed**2
        before = {"denominator": "registered", "policy": "", "budget": "", "seed": seed, "yuan": 0.0, "hours": 0.0}
        runs.append(before | {"trust": 0.5 + luck, "formalism": 0.3})
        for name in COSTS:
            key = before | {"policy": name, "budget": 30.0, "yuan": COSTS[name], "hours": 1.0}
            runs.append(key | {"trust": 0.5 + GAINS[name] + 1.1 * luck, "formalism": 0.3})
    plans = [{"policy": name, "budget": 30.0, "run_at": 30.0, "reading": "spends", "given": 1.0} for name in COSTS]
    return runs, plans


def test_rows_pair_each_run_with_the_baseline_of_its_seed():
    rows = {(row.policy, row.indicator.name): row for row in from_runs(*invented()).rows}
    trust = rows["a", "trust"]
    assert trust.difference.difference == pytest.approx(0.1 + 0.1 * 0.001 * (1 + 4 + 9 + 16) / 4)
    assert trust.per_unit.value == pytest.approx(10 / trust.difference.difference)
    assert rows["a", "formalism"].per_unit is None
    assert rows["b", "trust"].yuan == 20


def test_the_frontier_leaves_out_what_costs_more_and_gains_less():
    on = {row.policy for row in from_runs(*invented()).rows if row.frontier}
    assert on == {"a", "c"}


def test_a_policy_without_a_run_at_a_seed_of_the_baseline_is_refused():
    runs, plans = invented()
    with pytest.raises(ValueError, match="a at 30 yuan has no run"):
        from_runs([run for run in runs if run["policy"] != "a"], plans)


def test_what_is_not_allowed_is_refused_before_anything_runs():
    with pytest.raises(ValueError, match="did you mean 'training'"):
        policies_named(["trainin"])
    with pytest.raises(ValueError, match="not above 0"):
        budget_table([0])
    with pytest.raises(ValueError, match="list, registered, adjusted"):
        budget_table([30], denominators=["all"])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("table") / "made"
    words = ["table", "--policies", "training,meeting_rules", "--budgets", "8,30", "--reps", "3", *SMALL]
    assert cli.main([*words, "--outcomes", ",".join(OUTCOMES), "-o", str(folder)]) == 0
    return folder


def test_one_command_writes_the_table_in_every_form(made):
    names = {"table.csv", "table.txt", "table.tex", "runs.csv", "plans.csv", "manifest.json"}
    assert {path.name for path in made.iterdir()} == names
    rows = stored_table(made).rows
    assert len(rows) == 2 * 2 * len(OUTCOMES)
    spent = {(row.policy, row.budget): row.yuan for row in rows}
    assert spent["training", 8.0] == pytest.approx(8, rel=0.2)
    assert spent["meeting_rules", 8.0] == spent["meeting_rules", 30.0] < 8
    assert "cannot spend the budget" in (made / "table.txt").read_text(encoding="utf-8")


def test_a_scenario_that_is_the_same_at_two_budgets_is_run_once(made):
    runs = stored_table(made).runs
    of_rules = [run for run in runs if run["policy"] == "meeting_rules" and run["denominator"] == "list"]
    assert len(of_rules) == 3


def test_stored_runs_give_the_same_table_without_a_run(made, capsys):
    assert cli.main(["table", "--stored", str(made), "--json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert len(held["rows"]) == 8
    again = stored_table(made)
    assert table_text(again) + "\n" == (made / "table.txt").read_text(encoding="utf-8")
    assert table_latex(again) == (made / "table.tex").read_text(encoding="utf-8")
    assert "应到会人数口径：扣除支部名单所列者" in table_text(again, "zh")


def test_a_folder_without_stored_runs_is_refused(tmp_path, capsys):
    assert cli.main(["table", "--stored", str(tmp_path)]) == 2
    assert "holds no runs.csv" in capsys.readouterr().err
