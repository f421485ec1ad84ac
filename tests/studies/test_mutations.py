"""Mutated study files and tables of points: each is refused with its place, or is a study whose points can be run."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from sim.core.config.problems import Problem
from sim.indicators import INDICATORS
from sim.runs.identity import canonical
from sim.scenario.scenario import ScenarioError, from_plain
from sim.studies.factors import declarations
from sim.studies.folder import prepared
from sim.studies.plan import ENTRIES, TABLES
from sim.studies.points import changes_at, design_table, set_point
from sim.studies.read import KEYS
from sim.studies.read_design import DESIGN_KEYS
from sim.studies.read_factors import KEYS as FACTOR_KEYS
from sim.studies.read_replicates import KEYS as REPLICATES_KEYS
from tests.mutations import as_file, mutated_bytes, mutated_tree

DOSE, LEAVE, RULE = "policies.training.dose.units", "parameters.migration.leave", "parameters.meetings.denominator"
VILLAGES, ARCHETYPE = "world.villages", "world.archetype"
COMMON: dict[str, Any] = {
    "name": "mutated",
    "title": {"en": "a title", "zh": "标题"},
    "scenarios": ["baseline", "training"],
    "constants": {"horizon.months": 24, "world.townships": 1},
    "levers": {DOSE: {"low": 0.5, "high": 3}, VILLAGES: {"low": 2, "high": 4}},
    "uncertainties": {LEAVE: "declared", RULE: ["registered", "adjusted"], ARCHETYPE: ["national", "hollow"]},
    "seed": 7,
    "outcomes": ["headlines", "capacity"],
    "window": "all",
    "keep": ["yearly"],
}
DESIGNS: tuple[dict[str, Any], ...] = (
    {"kind": "lhs", "points": [3, 2], "seed": 4},
    {"kind": "sobol", "points": 4},
    {"kind": "saltelli", "points": 2, "second_order": True},
    {"kind": "morris", "points": 2, "trajectories_levels": 4},
    {"kind": "full", "levels": 2},
    {"kind": "one_at_a_time", "levels": 3},
    {"kind": "fractional"},
    {"kind": "file", "file": "points.csv"},
)
REPLICATES: tuple[Any, ...] = (2, {"precision": {"trust": 0.01}, "baseline": "baseline", "least": 20, "cap": 40})
WORDS = tuple(
    dict.fromkeys(
        (*KEYS, *DESIGN_KEYS, *FACTOR_KEYS, *REPLICATES_KEYS, *ENTRIES, *TABLES, *list(INDICATORS)[:5], "baseline")
        + (
            DOSE,
            LEAVE,
            RULE,
            VILLAGES,
            ARCHETYPE,
            "horizon.start",
            "horizon.months",
            "world.persons",
            "policies.training",
        )
    )
)
TABLE = f"""\
{DOSE},{VILLAGES},{LEAVE},{RULE},{ARCHETYPE}
0.5,2,0.012,registered,national
3,4,,adjusted,hollow
,3,0.02,"adjusted",
"""
FIRST = 3


def study(random: Random) -> dict[str, Any]:
    """A valid study."""
    return {**COMMON, "design": random.choice(DESIGNS), "replicates": random.choice(REPLICATES)}


def faults(folder: Path) -> list[Problem]:
    """Why a study is refused; one that is not has points at which its scenarios are scenarios."""
    try:
        plan, _, points = prepared(folder)
    except ScenarioError as error:
        return error.problems
    design_table(plan.factors, points[:FIRST])
    for point in points[:FIRST]:
        for scenario in plan.scenarios:
            plain = set_point(scenario.plain(), changes_at(point, plan.factors))
            canonical(from_plain(plain).plain())
    return []


def has_its_place(problem: Problem, folder: Path) -> bool:
    """Whether a fault has a file of the study, and a line unless the file as a whole is at fault."""
    whole = not problem.key or problem.value is None
    return (
        Path(problem.file).is_relative_to(folder) and (problem.line is not None or whole) and "\n" not in str(problem)
    )


def check(folder: Path, seed: int, count: int) -> int:
    """Mutate studies; how many were refused."""
    random = Random(seed)
    refused = 0
    for number in range(count):
        place = folder / str(number)
        place.mkdir()
        plain, table = study(random), TABLE.encode()
        if plain["design"]["kind"] == "file" and random.random() < 0.7:
            table = mutated_bytes(TABLE, random)
            text = as_file(plain).encode()
        elif random.random() < 0.2:
            text = mutated_bytes(as_file(plain), random)
        else:
            text = as_file(mutated_tree(plain, random, WORDS)).encode("utf-8", errors="surrogatepass")
        (place / "study.yaml").write_bytes(text)
        (place / "points.csv").write_bytes(table)
        try:
            found = faults(place)
            assert [str(each) for each in found if not has_its_place(each, place)] == []
            refused += bool(found)
        except Exception as error:
            error.add_note(f"{text.decode(errors='replace')}\n{table.decode(errors='replace')}")
            raise
    return refused


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design["kind"])
@pytest.mark.parametrize("replicates", REPLICATES, ids=("fixed", "precision"))
def test_what_is_mutated_is_valid_before(tmp_path, design, replicates):
    text = as_file({**COMMON, "design": design, "replicates": replicates})
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "points.csv").write_text(TABLE, encoding="utf-8")
    assert faults(tmp_path) == []


def test_mutated_studies_are_refused_with_their_place_or_can_be_run(tmp_path):
    assert 250 < check(tmp_path, 1, 500) < 500


@pytest.mark.verify
def test_thousands_of_mutated_studies_are_refused_with_their_place_or_can_be_run(tmp_path):
    assert 2500 < check(tmp_path, 2, 5000) < 5000


def test_known_words_are_the_models():
    known = declarations()
    assert {DOSE, LEAVE, RULE, VILLAGES, ARCHETYPE, "horizon.start", "horizon.months"} <= set(known)
