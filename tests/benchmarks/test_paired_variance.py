"""The factor of paired differences is that of the runs, and outcomes that nothing moves are not counted."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from benchmarks import paired_variance
from benchmarks.paired_variance import Row
from sim.analysis.effects import paired_difference
from sim.indicators import HEADLINES
from sim.runs.run import Run
from sim.runs.simulate import simulate


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    def measured(policies: list[str]) -> list[Row]:
        world = paired_variance.WORLD | {"world.townships": 1, "world.villages": 2, "horizon.burn_in": 0}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paired_variance, "WORLD", world)
            return paired_variance.measure(3, policies, 1)

    return measured(["training"])


def test_every_headline_outcome_has_a_row_of_each_kind_of_dose(rows: list[Row]) -> None:
    assert [(row.dose, row.outcome) for row in rows] == [(d, o) for d in paired_variance.DOSES for o in HEADLINES]
    assert all(0 <= row.moved <= 1 and 0 < row.trajectories < 1 for row in rows)


def test_the_factor_is_that_of_paired_differences(rows: list[Row]) -> None:
    from sim.indicators import INDICATORS
    from sim.runs.run import Job, values
    from sim.scenario.scenario import load

    world = paired_variance.WORLD | {"world.townships": 1, "world.villages": 2, "horizon.burn_in": 0}
    before = load("baseline").changed(world)
    after = before.changed({"policies.training": {}, "policies.training.strength": paired_variance.SMALL})
    sides = [
        [run for seed in (1, 2, 3) if isinstance(run := simulate(Job(each, seed)), Run)] for each in (before, after)
    ]
    a, b = (values(side, INDICATORS["capacity"], (36, 48)) for side in sides)
    (row,) = [row for row in rows if (row.dose, row.outcome) == ("strength", "capacity")]
    assert row.factor == pytest.approx(paired_difference(a, b).variance_reduction)
    assert row.difference == pytest.approx((b - a).mean())


def invented(outcome: str, factor: float, policy: str = "training", moved: float = 1.0) -> Row:
    return Row(policy, "strength", outcome, 40, moved, 0.1, 0.2, factor, 3 * factor, 0.05)


def test_tables_count_what_moves_and_name_what_is_below_the_target() -> None:
    rows = [invented("trust", 40.0), invented("capacity", 2.0), invented("members", math.nan, moved=0.0)]
    rows.append(invented("trust", 100.0, "rotation"))
    assert paired_variance.counted(rows, "training", "strength") == {"trust": 40.0, "capacity": 2.0}
    table = paired_variance.policy_table(rows).splitlines()
    assert table[2] == "| training | strength 0.2 | 2 | 21.0 | 2.0 | capacity | 63.0 | 5 % |"
    assert paired_variance.weak_table(rows).count("\n") == 2
    said = paired_variance.summary(rows)["strength"]
    assert (
        "2 policies move something; median of all 3 factors 40.0, of the 3 of outcomes that move in every pair" in said
    )
    assert "every outcome at least 5 in 1; 1 factors below it" in said


def test_words_around_the_tables_stay() -> None:
    first, last = paired_variance.TABLES
    text = f"before\n{first}\n\nold\n\n{last}\nafter\n"
    assert paired_variance.between(text, "new") == f"before\n{first}\n\nnew\n\n{last}\nafter\n"


def test_the_table_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, page = tmp_path / "pairing.csv", tmp_path / "pairing.md"
    given = ["paired_variance", "--csv", str(table), "--page", str(page)]
    monkeypatch.setattr(sys, "argv", given)
    monkeypatch.setattr(paired_variance, "measure", lambda *_: [invented("trust", 40.0)])
    paired_variance.main()
    head, row = table.read_bytes().splitlines(keepends=True)
    assert head.startswith(b"policy,dose,outcome,pairs,moved,")
    assert row == b"training,strength,trust,40,1,0.1,0.2,40,120,0.05\r\n"
    before = table.read_bytes(), page.read_bytes()
    monkeypatch.setattr(paired_variance, "measure", lambda *_: [invented("trust", 40.0), None])
    with pytest.raises(TypeError):
        paired_variance.main()
    assert (table.read_bytes(), page.read_bytes()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairing.csv", "pairing.md"]
