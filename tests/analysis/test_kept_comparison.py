"""A comparison asked for again costs nothing, and is the same to the last byte."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sim.analysis.compare import compare
from sim.analysis.comparison import Comparison
from sim.execution.progress import Progress
from sim.report.comparison.save import save_comparison
from tests.whole import small

pytestmark = pytest.mark.usefixtures("unmoved_sources")
SHORT = {"horizon.months": 12, "horizon.burn_in": 1, "world.townships": 1, "world.village_size": 150}
BASE = small(SHORT)
TAUGHT = BASE.changed({"name": "taught", "policies.training": {}})
ONLINE = BASE.changed({"name": "online", "policies.online_branch": {}})


class Announced(Progress):
    """Notes how many runs are announced, and how many end."""

    def __init__(self) -> None:
        self.wanted = self.ended = 0

    def expect(self, runs: int) -> None:
        self.wanted += runs

    def done(self, runs: int = 1) -> None:
        self.ended += runs


def compared(store: Path | bool, *alternatives, **options) -> tuple[Comparison, tuple[int, int]]:
    """The comparison, and how many of its runs came from the store and were done; the latter as was announced."""
    progress = Announced()
    options = {"reps": 2, "window": "all", "outcomes": ["trust", "visits"], "jobs": 1, **options}
    found = compare(BASE, list(alternatives or (TAUGHT,)), store=store, progress=progress, **options)
    assert progress.wanted == progress.ended == found.counted.done
    return found, (found.counted.stored, found.counted.done)


def written(found: Comparison, folder: Path) -> dict[str, bytes]:
    """The files of a comparison without what is timed: the manifest, and the line of the page on the processor."""
    save_comparison(found, folder, command=["compare"], begun=datetime(2026, 1, 1, tzinfo=UTC), window="all")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    lines = found["index.html"].split(b"\n")
    timed = [line for line in lines if b" core-seconds" in line]
    assert len(timed) == 1
    return found | {"index.html": b"\n".join(line for line in lines if line not in timed)}


@pytest.mark.parametrize("by", [None, "age", "branch_size"])
def test_files_from_the_store_are_those_of_fresh_runs_and_so_are_those_of_half_a_store(tmp_path, by):
    fresh, counted = compared(False, TAUGHT, ONLINE, by=by)
    assert counted == (0, 6)
    compared(tmp_path / "store", ONLINE, by=by, reps=1)
    half, counted = compared(tmp_path / "store", TAUGHT, ONLINE, by=by)
    assert counted == (2, 4)
    stored, counted = compared(tmp_path / "store", TAUGHT, ONLINE, by=by, jobs=2)
    assert counted == (6, 0)
    expected = written(fresh, tmp_path / "fresh")
    assert {"summary.csv", "summary.tex", "costs.csv", "figure.pdf", "index.html"} <= set(expected)
    assert written(half, tmp_path / "half") == expected
    assert written(stored, tmp_path / "stored") == expected
    assert stored.lives_changed == half.lives_changed == fresh.lives_changed


def test_more_pairs_and_one_more_alternative_cost_their_own_runs_only(tmp_path):
    assert compared(tmp_path)[1] == (0, 4)
    assert compared(tmp_path)[1] == (4, 0)
    assert compared(tmp_path, reps=5)[1] == (4, 6)
    assert compared(tmp_path, TAUGHT, ONLINE, reps=5)[1] == (10, 5)
    assert compared(tmp_path, ONLINE, seed=4, reps=3)[1] == (4, 2)


def test_other_outcomes_and_another_window_cost_nothing_and_villages_apart_their_runs(tmp_path):
    compared(tmp_path)
    assert compared(tmp_path, outcomes=["capacity"], window=6)[1] == (4, 0)
    assert compared(tmp_path, by="age")[1] == (4, 0)
    assert compared(tmp_path, by="branch_size")[1] == (0, 4)
    assert compared(tmp_path, by="township")[1] == (4, 0)
    assert compared(tmp_path)[1] == (4, 0)


def test_pairs_until_a_precision_go_through_the_same_store(tmp_path):
    wanted = {"reps": "auto", "precision": 1.0, "least": 2, "cap": 12, "outcomes": ["trust"]}
    found, counted = compared(tmp_path, **wanted)
    assert counted == (0, 2 * found.stopping.pairs)
    again, counted = compared(tmp_path, **wanted)
    assert counted == (2 * found.stopping.pairs, 0)
    assert again.stopping == found.stopping


def test_pilots_of_a_budget_go_through_the_same_store(tmp_path):
    found, (stored, done) = compared(tmp_path, budget="30 yuan/person/year")
    assert done > 4
    assert stored == 2 or found.spending["taught"].reading != "spends"  # the pilots of the scale that was found
    again, counted = compared(tmp_path, budget="30 yuan/person/year")
    assert counted == (stored + done, 0)
    assert again.spending == found.spending


def test_worlds_of_a_kind_go_through_the_same_store(tmp_path):
    found, (stored, done) = compared(tmp_path, by="county_type", reps=1)
    assert (stored, done) == (0, 2 * len({each.en for each in found.whom.groups}))
    assert compared(tmp_path, by="county_type", reps=1)[1] == (done, 0)


def test_asked_for_afresh_everything_is_run_and_stored_again(tmp_path):
    compared(tmp_path)
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*.parquet")}
    assert compared(tmp_path, fresh=True)[1] == (0, 4)
    assert {path for path, number in before.items() if path.stat().st_ino == number} == set()
    assert compared(tmp_path)[1] == (4, 0)


def test_two_scenarios_that_differ_in_words_only_share_their_runs(tmp_path):
    compared(tmp_path)
    renamed = TAUGHT.changed({"name": "renamed", "title": "Another title"})
    found, counted = compared(tmp_path, renamed)
    assert counted == (4, 0)
    assert [run.scenario for run in found.runs["renamed"]] == ["renamed", "renamed"]
