"""YAML files: whatever is raised at a text has its file and line; depth is counted in the structure."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import pytest

from sim.core.config import yaml_lines
from sim.core.config.problems import Problem, in_order, told
from sim.core.config.yaml_lines import plant, read


def tree(folder: Path, text: str) -> tuple[Any, list[Problem]]:
    path = folder / "x.yaml"
    path.write_bytes(text.encode())
    problems: list[Problem] = []
    node = read(path, problems)
    assert all(problem.file == str(path) for problem in problems)
    return node and node.plain, problems


def test_whatever_is_raised_at_a_text_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> float:
        raise RecursionError(f"at {text}")

    monkeypatch.setattr(yaml_lines, "_decimal", fail)
    found, (problem,) = tree(tmp_path, "a: 1\nb:\n  c: 2\n  d: 2.5\n")
    assert found is None
    assert (problem.line, problem.fault) == (4, "not YAML: at 2.5")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a: 1\nb: "\\U00110000"\n', 2),
        ('a: 1\nb: "\\x"\n', 2),
        ("a: 1\nb: 'open\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\nb: @\n", 2),
        ("a: 1\n--- \nb: 1\n", 2),
        ("%YAML 1.1\n---\na: yes\n", 2),
        ("a: 1\nb: \x07\n", 2),
    ],
)
def test_a_text_that_is_no_yaml_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    found, (problem,) = tree(tmp_path, text)
    assert (found, problem.line) == (None, line)


@pytest.mark.parametrize("value", ["0x_", "-_", "0b_", "._"])
def test_digits_of_no_number_are_told_beside_other_faults(tmp_path: Path, value: str) -> None:
    found, problems = tree(tmp_path, f"a: {value}\nb: &b 1\nc: 3\n")
    assert found == {"c": 3}
    assert [problem.line for problem in problems] == [1, 2]


def test_two_escapes_of_json_are_one_character_and_half_of_them_is_none(tmp_path: Path) -> None:
    assert tree(tmp_path, 'a: "\\ud83d\\ude00"\n') == ({"a": "😀"}, [])
    _, (problem,) = tree(tmp_path, 'a: 1\nb: "\\ude00"\n')
    assert (problem.line, problem.key) == (2, "b")
    str(problem).encode()


def test_text_made_in_python_is_text_as_well() -> None:
    problems: list[Problem] = []
    plant({"a": ["good", {"b": "half \ud800"}]}, "settings", problems)
    assert [problem.key for problem in problems] == ["a[1].b"]


@pytest.mark.parametrize(
    "text",
    [
        "# " + "[" * 500 + "\na: 1\n",
        "a: '" + "{" * 500 + "'\n",
        "a: |\n" + " " * 60 + "- deep in a text\n",
        "a: [1, 2] # ]]]]]]]]]]\n" * 1 + "b: 1\n",
    ],
)
def test_brackets_and_blanks_of_comments_and_texts_are_no_depth(tmp_path: Path, text: str) -> None:
    assert tree(tmp_path, text)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5_000,
        "a: # ]]]]\n  " + "[" * 5_000,
        "a:\n" + "".join(" " * depth + "b:\n" for depth in range(1, 900)),
        "a:\n  " + "- " * 5_000 + "1\n",
        "a: " + "{b: " * 5_000,
    ],
)
def test_depth_is_bounded_however_it_is_written(tmp_path: Path, text: str) -> None:
    found, problems = tree(tmp_path, text)
    assert (found, [problem.fault for problem in problems]) == (None, ["is nested too deeply"])


def test_values_are_bounded(tmp_path: Path) -> None:
    _, (problem,) = tree(tmp_path, "a: [" + "1," * yaml_lines.MOST_VALUES + "]\n")
    assert (problem.line, problem.fault, problem.allowed) == (1, "has too many values", "at most 100000")


def test_laughs_are_not_multiplied(tmp_path: Path) -> None:
    lines = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    _, problems = tree(tmp_path, "\n".join(lines) + "\n")
    assert len(problems) == 60


def test_many_faults_are_told_and_looked_at_no_longer_than_anybody_reads(tmp_path: Path) -> None:
    names = [f"supervision_{number}" for number in range(300)]
    node = plant({}, "x.yaml", [])
    problems = [node.unknown(f"key.{number}", f"supervison_{number}", names) for number in range(60_000)]
    begun = process_time()
    found = in_order(problems)
    lines = told(found)
    assert process_time() - begun < 5
    assert (len(found), len(lines)) == (60_000, 51)
    assert "did you mean 'supervision_0'?" in lines[0]
    assert lines[-1] == "and 59950 more problems"


def test_a_long_value_is_shown_in_part_and_a_problem_is_one_printable_line() -> None:
    problem = Problem("x.yaml", 1, "a\n\ud800" * 200, 10**5_000, "is wrong")
    assert len(str(problem)) < 1_000
    assert str(problem).isprintable()
    assert "a number of thousands of digits" in str(problem)
