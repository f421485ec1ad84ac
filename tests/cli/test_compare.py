"""``ruralparty compare``: what is printed is written, and where it may be written."""

from __future__ import annotations

import csv
import json

from sim.cli import main as cli


def test_compare_writes_what_it_prints(capsys, tmp_path, tiny):
    out = tmp_path / "out"
    words = ["compare", *tiny, "--reps", "2", "-j", "1", "-o", str(out), "--outcomes", "capacity,trust", "--json"]
    assert cli.main(words) == cli.DONE
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert [row["outcome"] for row in told["outcomes"]] == ["capacity", "trust"]
    assert f"written: {out}" in said.err
    held = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert held["command"] == ["ruralparty", *words]
    assert held["outcomes"] == told["outcomes"]
    assert (out / "summary.csv").read_text(encoding="utf-8").count("\n") == 3
    assert str(tiny[0]) in (out / "index.html").read_text(encoding="utf-8")


def test_a_folder_of_somebody_else_is_refused_before_anything_is_run(capsys, tmp_path, tiny):
    (tmp_path / "mine.txt").write_text("x")
    assert cli.main(["compare", *tiny, "-o", str(tmp_path)]) == cli.BAD_INPUT
    assert "did not make" in capsys.readouterr().err


def test_sentences_stand_before_the_table_and_a_reader_s_own_least_differences_count(capsys, tmp_path, tiny):
    words = ["compare", *tiny, "--reps", "2", "-j", "1", "--outcomes", "capacity,trust", "-o", str(tmp_path / "out")]
    assert (
        cli.main([*words, "--matters", "capacity=0.9", "--matters", "trust=0.9", "--figure", "differences"]) == cli.DONE
    )
    said = capsys.readouterr().out
    assert said.startswith("In the simulated villages, against the baseline:")
    assert said.index("No difference that matters is seen in any of 2.") < said.index("variance reduction")
    with (tmp_path / "out" / "summary.csv").open(encoding="utf-8") as file:
        assert {row["matters"] for row in csv.DictReader(file)} == {"0.9"}


def test_a_wrong_least_difference_is_refused_before_anything_is_run(capsys, tiny):
    for given, told in (("trsut=0.1", "did you mean 'trust'"), ("trust=0", "allowed are numbers above 0")):
        assert cli.main(["compare", *tiny, "--matters", given]) == cli.BAD_INPUT
        assert told in capsys.readouterr().err
