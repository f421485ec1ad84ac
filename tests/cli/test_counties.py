"""``ruralparty run`` of a world of several counties: shares, one digest, one county, refusals, interruption."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli
from sim.execution import county_stream as stream

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


def test_shares_and_one_call_print_one_digest_and_only_keep_keeps(nation, capsys):
    (whole,) = printed(capsys, "nation.yaml")["counties"]
    assert (whole["counties"], whole["villages"]) == (4, 8)
    assert not (nation / "results" / "counties").exists()
    shares = [printed(capsys, "nation.yaml", "--keep", "kept", "--shard", f"{place}/2") for place in (2, 1)]
    assert [(share["done"], share["finished"], share["wanted"]) for share in shares] == [(2, 2, 4), (2, 4, 4)]
    (merged,) = printed(capsys, "nation.yaml", "--keep", "kept")["counties"]
    assert merged == whole
    assert len(list((nation / "kept").rglob("county-*.npz"))) == 4


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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["spent.yaml", "--keep", "kept", "--shard", "1/2"],
            "policies.training.budget of scenario 'nation' is spent in",
        ),
        (["nation.yaml", "--shard", "1/2"], "--shard wants --keep FOLDER"),
        (["baseline", "--keep", "kept", "--shard", "1/2"], "has one county: there is nothing to share out"),
        (["baseline", "--keep", "kept"], "--keep keeps the counties of a world of several"),
        (["nation.yaml", "--keep", "spent.yaml"], "spent.yaml is a file; finished counties are kept in a folder"),
        (["nation.yaml", "--county", "5"], "whose counties are 1 to 4"),
    ],
)
def test_what_cannot_be_lived_by_county_is_refused_with_the_way_out(nation, capsys, words, told):
    assert cli.main(["run", *words]) == cli.BAD_INPUT
    assert told in capsys.readouterr().err


def test_a_budget_is_spent_in_one_world_and_that_is_said(nation, capsys):
    assert cli.main(["run", "spent.yaml", "-j", "1", "--json", "--outcomes", "capacity"]) == cli.DONE
    out, told = capsys.readouterr()
    assert "the budget of training is spent in all counties together, so that they are lived as one world" in told
    assert "counties" not in json.loads(out)


def test_a_county_that_fails_is_told_with_its_command_and_the_others_stay(nation, capsys, monkeypatch):
    from sim.model import RuralParty

    live = RuralParty.step

    def flawed(model):
        if model.future.world.first_county == 3:
            raise FloatingPointError("a made fault")
        live(model)

    monkeypatch.setattr(RuralParty, "step", flawed)
    assert cli.main(["run", "nation.yaml", "-j", "1"]) == cli.SOME_FAILED
    told = capsys.readouterr().err
    assert "county 3: FloatingPointError: a made fault" in told
    assert "replay: ruralparty run nation.yaml --reps 1 --seed 1 -j 1 -v --county 3" in told
    kept = {path.name for path in (nation / "results" / "counties").rglob("*.npz")}
    assert kept == {"county-0001.npz", "county-0002.npz", "county-0004.npz"}


def test_an_interruption_says_where_the_counties_are_and_that_the_command_goes_on(nation, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(stream, "do_counties", interrupted)
    assert cli.main(["run", "nation.yaml", "-j", "1"]) == cli.INTERRUPTED
    told = capsys.readouterr().err
    assert "counties that are finished stay in results/counties, and the same command goes on" in told
