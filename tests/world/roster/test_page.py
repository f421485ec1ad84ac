"""The page about a county of one's own, and what `ruralparty new` writes: all of it runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import sim
from sim.cli import main as cli
from sim.extensions.registry import forget
from sim.policies import policy_names
from sim.studies.new_county import ROWS, new_county, scenario_name
from sim.studies.new_files import new_policy, new_scenario
from sim.world.roster.columns import FORMS
from tests.world.roster.counties import read

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "own-county.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_runs_from_top_to_bottom(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    kinds = []
    for kind, text in BLOCK.findall(PAGE):
        kinds.append(kind)
        if kind == "python":
            exec(compile(text, "own-county.md", "exec"), {})
            continue
        for line in text.splitlines():
            words = shlex.split(line)[1:]
            more = ["-j", "1", "--no-store"] if words[0] == "run" else []
            assert cli.main([*words, *more]) == cli.DONE, capsys.readouterr().err
    assert kinds == ["sh", "python"]


def test_the_page_names_every_table():
    for form in FORMS:
        assert f"| `{form.name}` {form.zh} |" in PAGE


def test_a_county_to_begin_with_has_every_column_explained_and_is_met(tmp_path):
    file = new_county(tmp_path / "My county 1")
    assert sim.load(file).name == "my_county_1"
    county, problems, notes = read(file.parent)
    assert not problems
    assert int(county.registered.sum()) == 3000
    assert len(notes) == 1
    for form in FORMS:
        text = (file.parent / "README.md").read_text(encoding="utf-8")
        assert all(f"* {column.name} {column.zh}" in text for column in form.columns)
        if form.name in ROWS:
            table = (file.parent / f"{form.name}.csv").read_text(encoding="utf-8-sig")
            assert all(f"# {column.name} {column.zh}" in table for column in form.columns)


def test_nothing_that_is_there_is_written_over(tmp_path):
    new_county(tmp_path)
    new_scenario(tmp_path / "mine")
    new_policy(tmp_path / "rounds.py")
    for again in (
        lambda: new_county(tmp_path),
        lambda: new_scenario(tmp_path / "mine.yaml"),
        lambda: new_policy(tmp_path / "rounds"),
    ):
        with pytest.raises(ValueError, match="is there already"):
            again()


def test_a_policy_to_begin_with_is_taken(tmp_path):
    file = new_policy(tmp_path / "late_calls")
    try:
        sim.register(str(file))
        assert "late_calls" in policy_names()
    finally:
        forget()


@pytest.mark.parametrize(
    ("text", "name"), [("mine", "mine"), ("2021 plan", "scenario_2021_plan"), ("我的县", "scenario")]
)
def test_a_scenario_has_a_name_that_it_may_have(text, name):
    assert scenario_name(text) == name


def test_too_many_names_are_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "county", "a", "b"]) == cli.BAD_INPUT
    assert "new county takes one name" in capsys.readouterr().err
    assert cli.main(["new", "study", "robust"]) == cli.BAD_INPUT
    assert "new study takes an analysis and a name" in capsys.readouterr().err
