"""Scenarios: what is shipped loads, what is broken is refused with every fault, what is read is what was written."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.config.calendar import month_of
from sim.scenario import files as scenario_files
from sim.scenario.files import shipped_folder, shipped_names
from sim.scenario.scenario import Scenario, ScenarioError, from_plain, load, validate_file

ROOT = Path(__file__).resolve().parents[2]
TITLED = "name: mine\ntitle: Mine\n"


def written(folder: Path, text: str, name: str = "mine") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_scenarios_are_complete(name: str) -> None:
    scenario = load(name)
    assert scenario.name == name
    assert scenario.title["en"] != scenario.title["zh"]
    assert len(scenario.rationale.split()) > 10
    assert (name in ("baseline", "former")) == (not scenario.policies)


def test_shipped_scenarios_differ_from_the_baseline_in_policies_only() -> None:
    baseline = load("baseline")
    for name in set(shipped_names()) - {"former"}:
        scenario = load(name)
        assert (scenario.world, scenario.horizon, scenario.parameters) == (baseline.world, baseline.horizon, {})


@pytest.mark.parametrize("name", shipped_names())
def test_plain_tables_read_back_as_the_same_scenario(name: str) -> None:
    scenario = load(name)
    assert from_plain(scenario.plain()) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_defaults_of_a_scenario_made_in_code_are_those_of_the_baseline() -> None:
    made, shipped = Scenario().plain(), load("baseline").plain()
    made.pop("rationale"), shipped.pop("rationale")
    assert made == shipped


def test_a_path_and_a_name_give_the_same_scenario() -> None:
    assert load(shipped_folder() / "training.yaml") == load("training")


def test_a_file_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    below = (
        "extends: baseline\npolicies:\n  training: {dose: {units: 1, share: 0.5}, coverage: 0.5}\n  online_branch: {}\n"
    )
    written(tmp_path, TITLED + below + "parameters: {supervision.audit: 0.1}\n", "below")
    above = "extends: below.yaml\npolicies:\n  training: {dose: {units: 3}}\n  online_branch: off\n"
    scenario = load(written(tmp_path, TITLED + above + "parameters: {supervision.inspections: 2}\n"))
    training = scenario.policies["training"]
    assert set(scenario.policies) == {"training"}
    assert (training.dose["units"], training.dose["share"], training.delivery.coverage) == (3, 0.5, 0.5)
    assert scenario.parameters == {"supervision.audit": 0.1, "supervision.inspections": 2}


@pytest.mark.parametrize(
    ("written_as", "stored"),
    [("2", 2.0), ("24 1/year", 2.0), ("2 1/month", 2.0), ("0.5e0", 0.5), ("200 %/month", 2.0), ("2_0e-1", 2.0)],
)
def test_values_are_stored_in_the_declared_unit(tmp_path: Path, written_as: str, stored: float) -> None:
    scenario = load(written(tmp_path, TITLED + f"parameters: {{supervision.inspections: {written_as}}}\n"))
    assert scenario.parameters["supervision.inspections"] == pytest.approx(stored)


def test_delivery_reads_months_spans_and_ends(tmp_path: Path) -> None:
    text = "policies:\n  training: {start: 2022-03, end: 2023-02, ramp: 1 year, coverage: 40 %}\n"
    delivery = load(written(tmp_path, TITLED + text)).policies["training"].delivery
    assert (delivery.start, delivery.duration, delivery.ramp) == (month_of("2022-03"), 12, 12)
    assert delivery.coverage == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("start", "tables"), [("2010-01", 2010), ("2015-12", 2010), ("2016-01", 2020), ("2021-01", 2020)]
)
def test_the_start_decides_the_census_unless_the_file_does(tmp_path: Path, start: str, tables: int) -> None:
    assert load(written(tmp_path, TITLED + f"horizon: {{start: {start}}}\n")).world.tables == tables
    assert load("baseline").changed({"horizon.start": start}).world.tables == tables
    chosen = TITLED + f"horizon: {{start: {start}}}\nworld: {{tables: 2010}}\n"
    assert load(written(tmp_path, chosen)).world.tables == 2010


def test_changes_are_checked_like_a_file() -> None:
    baseline = load("baseline")
    changed = baseline.changed(
        {
            "world.archetype": "national",
            "parameters.supervision.audit": 0.2,
            "policies.training.dose.units": 1,
            "policies.online_branch": {"coverage": 0.5},
        }
    )
    assert changed.world.archetype == "national"
    assert changed.parameters == {"supervision.audit": 0.2}
    assert changed.policies["training"].dose["units"] == 1
    assert changed.policies["online_branch"].delivery.coverage == 0.5
    taken_out = {"policies.training": "off", "policies.online_branch": "off", "parameters.supervision.audit": "off"}
    assert changed.changed({**taken_out, "world.archetype": "labour-exporting"}) == baseline
    with pytest.raises(ScenarioError) as caught:
        baseline.changed({"world.archetyp": "national", "policies.training.coverage": 3})
    assert [problem.key for problem in caught.value.problems] == ["world.archetyp", "policies.training.coverage"]
    with pytest.raises(ScenarioError, match="not a table"):
        baseline.changed({"world.archetype.name": "national"})


@pytest.mark.parametrize("path", ["world.archetype", "horizon.months", "policies.training.dose.units"])
def test_policies_and_parameters_are_taken_out_by_off_and_nothing_else_is(path: str, tmp_path: Path) -> None:
    training = load("training")
    with pytest.raises(ScenarioError) as caught:
        training.changed({path: "off"})
    assert [problem.key for problem in caught.value.problems] == [path]
    table, *keys = path.split(".")
    text = f"name: a\ntitle: a\nextends: training\n{table}:\n"
    text += "".join(f"{'  ' * depth}{key}:\n" for depth, key in enumerate(keys, 1)).rstrip() + " off\n"
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "own.yaml")
    assert [problem.key for problem in caught.value.problems] == [path]


@pytest.mark.parametrize("value", [b"0.1", object(), [0.1], np.array([0.1, 0.2]), 10**400, None, np.nan, "half \ud800"])
def test_what_is_no_value_is_refused_in_python_as_in_a_file(value: object) -> None:
    baseline = load("baseline")
    for path in ("parameters.supervision.audit", "policies.training.dose.units", "world.villages", "horizon.start"):
        with pytest.raises(ScenarioError, match=path):
            baseline.changed({path: value})
    assert baseline.changed({"parameters.supervision.audit": np.float32(0.25)}).parameters == {
        "supervision.audit": 0.25
    }


def test_an_error_names_every_problem_and_survives_a_process_border() -> None:
    with pytest.raises(ScenarioError) as caught:
        from_plain({"nam": "x", "world": {"villages": 0}})
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert str(again).splitlines()[0] == "4 problems:"
    assert "settings: world.villages = 0: is out of range; allowed: 1 to 200 (villages)" in str(again)


def test_an_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'online_branch'"):
        load("online-brnch")
    assert validate_file("no/such/folder/training_2.yaml")[0].nearest == "training"


def test_a_file_is_offered_where_its_ending_was_forgotten_or_its_name_mistyped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, f"{TITLED}extends: baseline\n", "my_training")
    child = written(tmp_path, f"{TITLED}extends: my_trainin\n", "child")
    for typed, offered in (("my_training", "my_training.yaml"), ("./my_trainng.yaml", "my_training.yaml")):
        (problem,) = validate_file(typed)
        assert problem.nearest == offered, typed
    assert validate_file(child)[0].nearest == "my_training.yaml"
    assert validate_file("chld.yaml")[0].nearest == "child.yaml"


def test_a_directory_in_the_place_of_a_scenario_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "dir.yaml").mkdir()
    (problem,) = validate_file(tmp_path / "dir.yaml")
    assert problem.fault == "is a directory, not a file"


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_breaks_the_reader(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    assert validate_file(path), "a text this short cannot be a whole scenario"


def test_validation_imports_neither_mesa_nor_numba_nor_pint() -> None:
    script = (
        "import sys; from sim.scenario.scenario import validate_file;"
        "assert not validate_file('online_branch_integrated');"
        "print(sorted({'mesa', 'numba', 'pint', 'scipy', 'pydantic', 'pandas'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_an_installed_package_holds_its_own_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = load("training")
    shutil.copytree(shipped_folder(), tmp_path / "sim" / "scenarios")
    written(tmp_path, "name: baseline\ntitle: Of another package\n", "baseline")
    monkeypatch.setattr(scenario_files, "PACKAGE", tmp_path / "sim")
    monkeypatch.chdir(tmp_path)
    assert shipped_folder() == tmp_path / "sim" / "scenarios"
    assert load("training") == expected


def test_an_installation_without_scenarios_says_where_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenario_files, "PACKAGE", tmp_path / "sim")
    with pytest.raises(FileNotFoundError, match="baseline.yaml"):
        load("baseline")
