"""Commands that put the model beside what is known."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli


def test_fit_prints_the_start_population_beside_its_tables(capsys, tiny):
    assert cli.main(["fit", tiny[0], "--seed", "3", "--lang", "zh"]) == cli.DONE
    said = capsys.readouterr()
    assert said.out.startswith("tiny，种子3：户籍人口")
    assert said.err == ""
    assert cli.main(["fit", tiny[0], "--seed", "3", "--json"]) == cli.DONE
    record = json.loads(capsys.readouterr().out)
    registered = [row for row in record["marginals"] if row["marginal"] == "registered"]
    assert record["seed"] == 3
    for side in ("expected", "found"):
        assert sum(row[side] for row in registered) == pytest.approx(1.0)
    assert cli.main(["fit", tiny[1], "--seed", "3", "--json"]) == cli.DONE  # policies do not reach the start
    assert json.loads(capsys.readouterr().out)["marginals"] == record["marginals"]
