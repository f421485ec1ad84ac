"""Files that extend others: each is a scenario of its own and checked whole; what is none is not told about."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.core.config.language import speaking
from sim.core.config.problems import Problem
from sim.scenario.scenario import ScenarioError, from_plain, load, validate_file
from sim.words.catalogue import catalogue

TITLED = "name: {0}\ntitle: {0}\n"
SECRET = "swordfish"


def chain(folder: Path, *texts: str) -> list[Problem]:
    """Problems of the first of some files, each of which extends the next."""
    for place, text in enumerate(texts):
        more = f"extends: file_{place + 1}.yaml\n" if place + 1 < len(texts) else ""
        (folder / f"file_{place}.yaml").write_text(more + text, encoding="utf-8")
    return validate_file(folder / "file_0.yaml")


def places(problems: list[Problem]) -> list[tuple[str, int | None, str]]:
    return [(Path(problem.file).name, problem.line, problem.key) for problem in problems]


def test_a_misspelt_table_is_found_in_every_file_of_a_chain(tmp_path: Path) -> None:
    texts = [
        TITLED.format(name) + f"{key}: {{}}\n" for name, key in (("a", "worlds"), ("b", "polices"), ("c", "horizn"))
    ]
    found = chain(tmp_path, *texts)
    assert places(found) == [("file_2.yaml", 3, "horizn"), ("file_1.yaml", 4, "polices"), ("file_0.yaml", 4, "worlds")]
    assert [problem.nearest for problem in found] == ["horizon", "policies", "world"]


def test_a_fault_is_found_though_the_file_above_replaces_it_and_told_once(tmp_path: Path) -> None:
    above = TITLED.format("a") + "horizon: {months: 12}\n"
    found = chain(tmp_path, above, TITLED.format("b") + "horizon: {months: ten, burn_in: }\nparameters: {a.b: 1}\n")
    assert places(found) == [
        ("file_1.yaml", 3, "horizon.months"),
        ("file_1.yaml", 3, "horizon.burn_in"),
        ("file_1.yaml", 4, "parameters.a.b"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{SECRET}\n",
        f"password: {SECRET}\n",
        f"- {SECRET}\n",
        f"a: !{SECRET} x\nb: &{SECRET} y\n",
        f"name: x\n{SECRET}: 1\n",
        f"a: *{SECRET}\n",
        f"root:{SECRET}:0:0\nother: {SECRET}: x\n",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_a_file_that_is_no_scenario_nothing_is_told(tmp_path: Path, text: str, language) -> None:
    with speaking(language):
        found = chain(tmp_path, TITLED.format("a"), text)
    assert found
    assert SECRET not in "".join(map(repr, found))


def test_a_chain_has_an_end(tmp_path: Path) -> None:
    assert chain(tmp_path, *[TITLED.format(f"a{number}") for number in range(20)]) == []
    (problem,) = chain(tmp_path, *[TITLED.format(f"a{number}") for number in range(21)])
    assert (Path(problem.file).name, problem.line, problem.allowed) == ("file_19.yaml", 1, "at most 20 files")


def test_a_file_is_extended_only_if_it_is_called_like_a_scenario(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(TITLED.format("b"), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(TITLED.format("a") + "extends: notes.txt\n", encoding="utf-8")
    (problem,) = validate_file(tmp_path / "a.yaml")
    assert problem.fault == "is no scenario: its name does not end in .yaml"


def test_where_a_file_is_missing_what_it_may_have_held_is_not_complained_about(tmp_path: Path) -> None:
    text = TITLED.format("a") + "extends: none.yaml\npolicies: {training: off, online_branch: {coverage: 2}}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    found = validate_file(tmp_path / "a.yaml")
    assert [problem.key for problem in found] == ["extends", "policies.online_branch.coverage"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_nobody_waits_for_a_pipe_that_is_extended_or_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "a.yaml").write_text(TITLED.format("a") + "extends: pipe.yaml\n", encoding="utf-8")
    for path in ("a.yaml", "pipe.yaml"):
        (problem,) = validate_file(tmp_path / path)
        assert problem.fault == "is no regular file but a pipe, a device or the like"


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + ".yaml", "~nosuchuser", ".", "..", "", "/", "a\0b"])
def test_what_no_file_is_called_is_no_scenario(name: str, tmp_path: Path) -> None:
    assert len(validate_file(name)) == 1
    with pytest.raises(ScenarioError):
        load(name)


def test_what_extends_nothing_in_a_file_means_nothing_in_python() -> None:
    with pytest.raises(ScenarioError, match="means nothing outside a file"):
        from_plain({"name": "a", "title": "A", "extends": "training"})


def test_an_end_far_behind_every_run_reads_back(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TITLED.format("a") + "policies: {training: {end: 9999-12}}\n", encoding="utf-8")
    scenario = load(tmp_path / "a.yaml")
    assert from_plain(scenario.plain()) == scenario


def test_problems_are_told_in_chinese(tmp_path: Path) -> None:
    assert catalogue("zh")
    with speaking("zh"):
        (problem,) = chain(tmp_path, TITLED.format("a") + "world: {village_size: 50, }\n")
        lines = str(ScenarioError([problem])).splitlines()
    assert lines[0] == "1 处问题："
    assert lines[1].endswith("file_0.yaml:3: world.village_size = 50: 超出范围；允许：100 至 10000（人）")
