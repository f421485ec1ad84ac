"""What leaves the page is what the command line takes, and computes the same number for number."""

from __future__ import annotations

import csv
import io
import re
import shlex
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import sim
from sim.app.compare.brought import MOST_CHARACTERS, bring
from sim.app.compare.exports import (
    as_yaml,
    citation,
    command_of,
    courses_csv,
    exported,
    numbers_csv,
    offered,
    python_of,
    scenario_files,
)
from sim.app.compare.pictures import picture_of
from sim.app.compare.state import State
from sim.cli.main import main
from sim.scenario.files import shipped_names
from sim.scenario.scenario import load
from tests.app.compare.answers import PAIRS, state_of
from tests.app.compare.test_state import MOVES


def written(state: State, folder) -> None:
    for name, scenario in scenario_files(state).items():
        (folder / name).write_text(as_yaml(scenario), encoding="utf-8")


@pytest.mark.parametrize("move", MOVES)
def test_scenarios_are_files_that_validate_and_say_the_same(move, tmp_path, capsys):
    state = MOVES[move](State().use("training"))
    written(state, tmp_path)
    for name, scenario in scenario_files(state).items():
        assert main(["validate", str(tmp_path / name)]) == 0
        assert load(str(tmp_path / name)).plain() == scenario.plain()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_goes_through_a_file_unchanged(name, tmp_path):
    path = tmp_path / f"{name}.yaml"
    path.write_text(as_yaml(load(name)), encoding="utf-8")
    assert load(str(path)).plain() == load(name).plain()


def test_the_command_computes_the_same_number_for_number(answered, tmp_path, monkeypatch, capsys):
    state = state_of(answered)
    written(state, tmp_path)
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(command_of(state))
    assert program == "ruralparty"
    assert words[1:4] == ["side_0.yaml", "side_a.yaml", "side_b.yaml"]
    assert main([*words, "-j", "1", "--no-store", "-o", "found"]) == 0
    capsys.readouterr()
    assert numbers_csv(state.shown) == Path("found/summary.csv").read_text(encoding="utf-8")


def test_the_python_names_the_same_files_and_pairs(answered):
    text = python_of(state_of(answered))
    compile(text, "python", "exec")
    assert f"sim.compare('side_0.yaml', ['side_a.yaml', 'side_b.yaml'], reps={PAIRS}, seed=1" in text
    assert "sim.compare('baseline', ['side_a.yaml']" in python_of(State().use("training"))
    assert hasattr(sim, "compare")


def test_a_citation_names_version_pairs_seed_and_digest_of_an_exact_answer_only(answered):
    state = state_of(answered)
    assert answered.figures.digest in citation(state)
    assert f"{PAIRS} pairs from seed 1" in citation(state)
    assert "no exact answer yet" in citation(state.move("training.dose.units", 3.0).waiting())


def test_courses_hold_every_kind_outcome_and_place(answered):
    rows = list(csv.DictReader(io.StringIO(courses_csv(answered))))
    assert {row["kind"] for row in rows} == {"level", "difference", "percent"}
    assert {row["scenario"] for row in rows} == {"small", "side_a", "side_b"}
    one = list(csv.DictReader(io.StringIO(courses_csv(answered, "trust"))))
    assert {row["outcome"] for row in one} == {"trust"}


def test_all_that_is_offered_can_be_had_and_nothing_else(answered):
    state = state_of(answered)
    for each in offered(state):
        name, kind, text = exported(state, each["name"])
        assert name
        assert kind
        assert text
    for name in ("scenario:../x", "nothing"):
        with pytest.raises(KeyError):
            exported(state, name)
    with pytest.raises(KeyError):
        exported(State().use("training"), "numbers")


@pytest.mark.parametrize("kind", ["difference", "level", "percent"])
def test_a_picture_stands_alone(answered, kind):
    text = picture_of("trust", replace(state_of(answered).draw(kind), tiles=("trust",)))
    root = ElementTree.fromstring(text)
    assert root.tag.endswith("svg")
    assert "In the simulated villages" in text
    assert not re.search(r"(href|url)\(?[\"']?http", text)


GOOD = "name: mine\ntitle: {en: Mine, zh: 我的}\nextends: baseline\nhorizon: {months: 24}\n"
BROUGHT = {
    "horizon: {months: 0}\nname: mine\n": "horizon.months = 0: is out of range",
    "name: mine\nextends: /etc/passwd\n": "not among the shipped scenarios",
    "name: mine\nextends: ../baseline\n": "not among the shipped scenarios",
    "name: [\n": "",
    "x" * (MOST_CHARACTERS + 1): "longer than 100000 characters",
}


def test_a_scenario_that_is_brought_becomes_a_file_of_the_visit(tmp_path):
    found = bring(GOOD, tmp_path, "en")
    assert found.faults == ()
    assert load(found.path) == found.scenario
    assert list(tmp_path.iterdir())[0].name.startswith("brought-")


@pytest.mark.parametrize("text", BROUGHT)
def test_what_cannot_be_run_is_refused_with_its_faults_and_no_path_of_the_server(text, tmp_path):
    found = bring(text, tmp_path, "en")
    assert found.scenario is None
    assert found.faults
    assert BROUGHT[text] in "\n".join(found.faults)
    assert str(tmp_path) not in "\n".join(found.faults)


def test_every_fault_is_told_with_its_line(tmp_path):
    faults = "\n".join(
        bring("name: mine\ntitle: x\nhorizon: {months: 0}\npolicies: {trainin: {}}\n", tmp_path, "en").faults
    )
    assert re.search(r"yaml:3:? .*months", faults)
    assert re.search(r"yaml:4:? .*trainin", faults)
