"""Broken files are refused, with every problem of each: file, line, key, value, what is allowed, unit, nearest name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.scenario.scenario import ScenarioError, load, validate_file

FOLDER = Path(__file__).parent / "bad_scenarios"
EXPECTED: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(
    (FOLDER / "expected.yaml").read_text(encoding="utf-8")
)
FILES = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.yaml")} - {"expected"}


def test_every_broken_file_has_its_problems_written_down() -> None:
    assert set(EXPECTED) == FILES
    assert len(FILES) >= 36


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_all_problems_of_a_broken_file_are_reported_at_once(name: str) -> None:
    problems = validate_file(FOLDER / f"{name}.yaml")
    assert len(problems) == len(EXPECTED[name]) > 0
    for problem, expected in zip(problems, EXPECTED[name], strict=True):
        assert problem.file == str(FOLDER / f"{expected.get('file', name)}.yaml")
        assert problem.line == expected.get("line")
        assert problem.key == expected.get("key", "")
        assert str(expected.get("value", None)) == repr(problem.value)
        assert problem.fault == expected["fault"]
        assert problem.allowed.startswith(expected["allowed"])
        assert problem.unit == expected.get("unit", "")
        assert problem.nearest == expected.get("nearest", "")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_file_is_not_loaded(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(FOLDER / f"{name}.yaml")
    assert str(caught.value.problems) == str(validate_file(FOLDER / f"{name}.yaml"))


def test_a_message_is_one_line_with_place_subject_fault_range_unit_and_advice() -> None:
    (problem,) = validate_file(FOLDER / "unknown_world_key.yaml")
    place, message = str(problem).split(": ", 1)
    assert place == f"{FOLDER / 'unknown_world_key.yaml'}:5"
    assert message.startswith("world.village_sise = 500: is not known; allowed: archetype, ")
    assert message.endswith("; did you mean 'village_size'?")
    (problem,) = validate_file(FOLDER / "village_too_small.yaml")
    assert str(problem).endswith("world.village_size = 50: is out of range; allowed: 100 to 10000 (persons)")
