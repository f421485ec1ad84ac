"""The manifest says what is needed to make results again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from sim.core.compute.kernel_cache import PACKAGE
from sim.execution.provenance import data_files, library_versions, manifest
from sim.runs.run import Failure
from sim.runs.sources import model_hash, model_sources
from sim.scenario.scenario import from_plain
from tests.report.invented import invented_comparison

WANTED = {
    "version",
    "git",
    "model_source_hash",
    "python",
    "libraries",
    "processor",
    "system",
    "root_seed",
    "draws",
    "scenarios",
    "data_sha256",
    "command",
    "start",
    "end",
}


def made(failures=()):
    comparison = invented_comparison()
    runs = [run for each in comparison.runs.values() for run in each]
    begun = datetime(2026, 1, 2, tzinfo=UTC)
    return comparison, manifest(comparison.scenarios, runs, failures, ["ruralparty", "compare"], begun)


def test_manifest_holds_all_that_is_promised():
    comparison, held = made()
    assert set(held) >= WANTED
    assert held["seeds"] == [1, 2, 3, 4, 5, 6]
    assert held["core_seconds"] == 9.0
    assert held["quorum_denominator"]["training"] == "list"
    assert [from_plain(each).name for each in held["scenarios"]] == [each.name for each in comparison.scenarios]


def test_failed_runs_stand_in_the_manifest_with_their_replay():
    _, held = made([Failure("x", 9, "ValueError: y", "ruralparty run x --seed 9")])
    assert held["failed"] == [
        {"scenario": "x", "seed": 9, "error": "ValueError: y", "replay": "ruralparty run x --seed 9"}
    ]


def test_data_files_carry_their_sha256():
    files = data_files()
    assert files
    for name, digest in files.items():
        assert hashlib.sha256((PACKAGE / name).read_bytes()).hexdigest() == digest


def test_model_hash_covers_mechanisms_and_tables_but_not_reports():
    names = {path.relative_to(PACKAGE).as_posix() for path in model_sources()}
    assert {"mechanisms/meetings.py", "core/compute/draws.py", "core/compute/streams.yaml", "model.py"} <= names
    assert not any(name.startswith(("report/", "words/", "execution/", "studies/", "app/", "cli/")) for name in names)
    assert len(model_hash()) == 32


def test_versions_of_all_libraries_are_known():
    assert "not installed" not in library_versions().values()
