"""``ruralparty run`` of a world of several counties: shares, one digest, one county, refusals, interruption."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli

WORLD = """\
name: nation
title: nation
extends: baseline
world: {counties: 4, townships: 1, villages: 2, village_size: 100}
"""
SPENT = "policies: {training: {start: 2021-02, budget: 3000}}\n"
HORIZON = "horizon: {months: 12, burn_in: 0}\n"


@pytest.fixture
def nation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nation.yaml").write_text(WORLD + HORIZON, encoding="utf-8")
    (tmp_path / "spent.yaml").write_text(WORLD + HORIZON + SPENT, encoding="utf-8")
    return tmp_path


def printed(capsys, *words):
    assert cli.main(["run", *words, "-j", "1", "--json"]) == cli.DONE
    return json.loads(capsys.readouterr().out)


def test_shares_and_one_call_print_one_digest(nation, capsys):
    # Shares follow from names, and those from the model's sources: twelve counties are hardly ever all in one share.
    text = (nation / "nation.yaml").read_text(encoding="utf-8").replace("counties: 4", "counties: 12")
    (nation / "nation.yaml").write_text(text, encoding="utf-8")
    (whole,) = printed(capsys, "nation.yaml", "--store", "alone")["counties"]
    assert (whole["counties"], whole["villages"]) == (12, 24)
    first = printed(capsys, "nation.yaml", "--store", "shared", "--shard", "2/2")
    assert first.keys() == {"done", "finished", "requested"}
    assert 0 < first["done"] == first["finished"] < first["requested"] == 12
    (last,) = printed(capsys, "nation.yaml", "--store", "shared", "--shard", "1/2")["counties"]
    (merged,) = printed(capsys, "nation.yaml", "--store", "shared")["counties"]
    assert last == merged == whole


def test_one_county_is_what_it_is_among_the_others(nation, capsys):
    among = printed(capsys, "nation.yaml", "--by", "county", "--outcomes", "trust")["by_county"]
    alone = printed(capsys, "nation.yaml", "--county", "3", "--outcomes", "trust")["outcomes"]
    assert among[2]["mean"] == alone[0]["mean"]
    assert among[1]["mean"] != alone[0]["mean"]


def test_results_in_a_folder_hold_the_digest(nation, capsys):
    (whole,) = printed(capsys, "nation.yaml", "-o", "out", "--outcomes", "trust,digital_theil")["counties"]
    manifest = json.loads((nation / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counties"] == [whole]
    assert (nation / "out" / "series" / "nation-1.parquet").is_file()


def test_a_county_that_is_not_there_and_shares_without_a_store_are_refused(nation, capsys):
    assert cli.main(["run", "nation.yaml", "--county", "5"]) == cli.BAD_INPUT
    assert "whose counties are 1 to 4" in capsys.readouterr().err
    assert cli.main(["run", "nation.yaml", "--shard", "1/2", "--no-store"]) == cli.BAD_INPUT
    assert "a store that all shares see: --store FOLDER" in capsys.readouterr().err


def test_a_budget_is_spent_in_one_world_and_that_is_said(nation, capsys):
    assert cli.main(["run", "spent.yaml", "-j", "1", "--json", "--outcomes", "capacity"]) == cli.DONE
    out, told = capsys.readouterr()
    assert "the budget of training is spent in all counties together, so that they are simulated as one world" in told
    assert json.loads(out)["counties"][0]["counties"] == 4


def test_a_county_that_fails_is_told_with_its_command_and_the_others_stay(nation, capsys, monkeypatch):
    from sim.model import RuralParty

    live = RuralParty.step

    def flawed(model):
        if model.future.world.first_county == 3:
            raise FloatingPointError("a made fault")
        live(model)

    monkeypatch.setattr(RuralParty, "step", flawed)
    assert cli.main(["run", "nation.yaml", "-j", "1", "--store", "runs"]) == cli.SOME_FAILED
    told = capsys.readouterr().err
    assert "county 3: FloatingPointError: a made fault" in told
    assert "replay: ruralparty run nation.yaml --reps 1 --seed 1 -j 1 -v --county 3" in told
    assert len(list((nation / "runs").rglob("*.run.parquet"))) == 3


def test_an_interruption_says_that_counties_are_kept_and_the_command_goes_on(nation, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.execution.work.simulate", interrupted)
    assert cli.main(["run", "nation.yaml", "-j", "1", "--store", "runs"]) == cli.INTERRUPTED
    assert "runs that ended are kept, and the same command goes on from there" in capsys.readouterr().err
