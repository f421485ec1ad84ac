"""The command that says how the model is cited, and why so many replicates."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.cli import main as cli
from sim.report.described.cite import citation
from sim.runs.sources import model_hash

ROOT = Path(__file__).resolve().parents[2]
WORLD = {"counties": 1, "townships": 3, "villages": 5}
OUTCOME = {"outcome": "trust", "ci_low": 0.010, "ci_high": 0.014, "variance_reduction": 8.0}


def results(folder: Path, **found: object) -> str:
    held = {
        "made_by": "ruralparty",
        "version": "0.0.9",
        "model_source_hash": "ab" * 16,
        "seeds": list(range(1, 41)),
        "scenarios": [{"world": WORLD}],
        **found,
    }
    (folder / "manifest.json").write_text(json.dumps(held), encoding="utf-8")
    return str(folder)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert cli.main(["cite", *words]) == cli.DONE
    return capsys.readouterr().out


def test_the_citation_is_that_of_the_file_beside_the_package(capsys):
    lines = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    told = dict(line.split(": ", 1) for line in lines if ": " in line)
    ours = citation()
    assert (ours["title"], ours["version"], ours["license"]) == (
        told["title"].strip('"'),
        told["version"],
        told["license"],
    )
    assert ours["authors"] == told["  - name"]
    text = said(capsys)
    assert all(each in text for each in (*ours.values(), model_hash(), "@software{ruralparty,"))


def test_results_are_cited_with_the_version_that_made_them(capsys, tmp_path):
    text = said(capsys, results(tmp_path))
    assert "Version 0.0.9" in text
    assert "ab" * 16 in text
    assert text.endswith("Each scenario was run 40 times (seeds 1 to 40), each time in a world of 15 villages.\n")


@pytest.mark.parametrize(
    ("found", "sentences"),
    [
        ({"wanted": {}, "capped": False, "reached_at": None}, ["The number of pairs was given in advance."]),
        (
            {"wanted": {"trust": 0.002}, "capped": False, "reached_at": 40},
            ["from 40 on and to 200 at most", "(trust ±0.002) over 20 further pairs", "held after 40 pairs."],
        ),
        (
            {"wanted": {"trust": 0.001}, "capped": True, "reached_at": None},
            ["The cap was reached before the precision."],
        ),
    ],
)
def test_the_passage_on_replicates_has_the_numbers_at_hand(capsys, tmp_path, found, sentences):
    text = said(capsys, results(tmp_path, pairs=40, outcomes=[OUTCOME], **found))
    assert "in 40 pairs of runs (seeds 1 to 40) of worlds of 15 villages" in text
    assert all(each in text for each in sentences)
    assert "trust 0.002" in text
    assert "8 to 8 times smaller" in text
    assert "fewer than" not in text  # 600 villages


def test_too_few_villages_are_told(capsys, tmp_path):
    text = said(capsys, results(tmp_path, pairs=20, outcomes=[OUTCOME], wanted={}, capped=False, reached_at=None))
    assert "these are 300 villages, fewer than the 600" in text


def test_the_record_holds_the_same(capsys, tmp_path):
    folder = results(tmp_path, pairs=20, outcomes=[OUTCOME], wanted={}, capped=False, reached_at=None)
    found = json.loads(said(capsys, folder, "--json"))
    assert found["replicates"]["pairs"] == 20
    assert found["replicates"]["villages"] == 15
    assert re.search(r"version = \{0\.0\.9\}", found["bibtex"])


def test_a_folder_without_results_is_refused(capsys, tmp_path):
    assert cli.main(["cite", str(tmp_path)]) == cli.BAD_INPUT
    assert "holds no results" in capsys.readouterr().err
