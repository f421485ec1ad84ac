"""Commands that check and describe."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli
from sim.core.declarations.dated_value import shown_value
from sim.policies import find_policy, policy_names
from sim.scenario.files import shipped_folder, shipped_names
from sim.scenario.scenario import load


def test_policies_as_json_hold_what_the_table_holds(capsys):
    assert cli.main(["policies", "--json"]) == cli.DONE
    found = json.loads(capsys.readouterr().out)
    assert cli.main(["policies"]) == cli.DONE
    table = " ".join(capsys.readouterr().out.split())
    assert found.keys() == set(policy_names())
    for each in found.values():
        costs = [each[f"{key}_{year}"] for key in ("yuan", "hours") for year in ("first_year", "later_year")]
        assert " ".join(f"{value:,.0f}" for value in costs) in table
        assert each["items"]
        assert {lever.partition(".")[2] for lever in each["levers"]} <= {word.strip(",;") for word in table.split()}
    assert (found["training"]["code"], found["training"]["zh"]) == ("I1", "党员教育培训")
    assert "training.units" in found["training"]["levers"]


def test_validate_prints_every_problem_and_says_what_is_valid(capsys, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: Bad Name\ntitle: x\npolices: {}\n", encoding="utf-8")
    assert cli.main(["validate", "training", str(bad)]) == cli.BAD_INPUT
    told = capsys.readouterr().out
    assert "training: valid" in told
    assert f"{bad}:1" in told
    assert "did you mean 'policies'?" in told
    assert cli.main(["validate", "training", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out) == {"training": []}


def test_all_shipped_scenarios_are_valid(capsys):
    assert cli.main(["validate", *map(str, sorted(shipped_folder().glob("*.yaml")))]) == cli.DONE


@pytest.mark.parametrize("name", [name for name in policy_names() if name in shipped_names()])
def test_a_policy_says_where_the_scenario_of_its_name_gives_other_doses(capsys, name):
    plan, params = load(name).policies[name], find_policy(name).params
    other = [
        key for key, value in plan.dose.items() if params[key].number(value) != params[key].number(params[key].default)
    ]
    assert cli.main(["explain", name]) == cli.DONE
    told = " ".join(capsys.readouterr().out.split())
    assert (f"The scenario {name} is not the policy at these doses" in told) == bool(other)
    assert all(f"{key} {shown_value(plan.dose[key])} (" in told for key in other)


def test_what_has_no_effect_is_said_beside_valid(capsys, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "name: mine\ntitle: mine\nextends: training\npolicies: {training: {rule: weakest}}\n", encoding="utf-8"
    )
    assert cli.main(["validate", str(path)]) == cli.DONE
    assert "mine: rule of training has no effect: at this coverage all villages are reached" in capsys.readouterr().out
