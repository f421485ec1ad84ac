"""Results are there as a whole or not at all, and never over somebody else's files."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.indicators import INDICATORS
from sim.report.layout.folder import MANIFEST, NotOurs, as_json, check_free, series_writer, write_files, written_whole
from tests.report.invented import MONTHS, invented_run

OURS = json.dumps({"made_by": "ruralparty"})


def test_results_take_the_place_of_earlier_results(tmp_path):
    target = tmp_path / "out"
    for name in ("first.txt", "second.txt"):
        with written_whole(target) as folder:
            write_files(folder, {MANIFEST: OURS, name: "x"})
    assert sorted(path.name for path in target.iterdir()) == [MANIFEST, "second.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def results(target, *names, manifest=OURS):
    with written_whole(target) as folder:
        write_files(folder, {MANIFEST: manifest, **dict.fromkeys(names, "of the program")})


def test_what_a_user_put_beside_results_is_there_after_the_next_results(tmp_path):
    target = tmp_path / "out"
    results(target, "summary.csv", "costs.csv", "series/a-1.parquet")
    (target / "figs" / "empty").mkdir(parents=True)
    (target / "notes.txt").write_text("mine")
    (target / "figs" / "a.R").write_text("plot()")
    (target / "series" / "read.me").write_text("mine too")
    (target / "data").symlink_to("elsewhere/large")
    results(target, "summary.csv")
    names = sorted(path.relative_to(target).as_posix() for path in target.rglob("*"))
    own = ["data", "figs", "figs/a.R", "figs/empty", "notes.txt", "series", "series/read.me"]
    assert names == sorted([*own, MANIFEST, "summary.csv"])
    assert (target / "figs" / "a.R").read_text() == "plot()"
    assert str((target / "data").readlink()) == "elsewhere/large"
    assert json.loads((target / MANIFEST).read_text())["files"] == [MANIFEST, "summary.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_beside_a_manifest_that_lists_no_files_what_is_named_like_results_is_replaced_and_all_else_kept(tmp_path):
    (tmp_path / "out" / "series").mkdir(parents=True)
    for name in (MANIFEST, "summary.csv", "by_age.csv", "series/a-1.parquet", "notes.txt"):
        (tmp_path / "out" / name).write_text(OURS)
    results(tmp_path / "out", "costs.csv")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["costs.csv", MANIFEST, "notes.txt"]


@pytest.mark.parametrize("name", ["index.html", "by_age.csv", "series/mine.parquet"])
def test_a_users_file_named_like_results_is_refused_before_anything_is_written(tmp_path, name):
    target = tmp_path / "out"
    results(target, "summary.csv", "series/a-1.parquet")
    (target / name).write_text("mine")
    with pytest.raises(NotOurs, match=f"{name}, which this program did not make.*move it"):
        check_free(target)
    assert (target / name).read_text() == "mine"


def test_a_users_file_is_not_lost_to_a_result_of_a_new_name(tmp_path):
    target = tmp_path / "out"
    results(target, "summary.csv")
    (target / "other.csv").write_text("mine")
    with pytest.raises(NotOurs, match="was not made by this program"):
        results(target, "other.csv")
    assert (target / "other.csv").read_text() == "mine"
    assert (target / "summary.csv").exists()


def test_an_interruption_between_the_renamings_leaves_the_old_folder(tmp_path, monkeypatch):
    target = tmp_path / "out"
    results(target, "summary.csv")
    (target / "notes.txt").write_text("mine")
    renamed = Path.rename

    def interrupted(path, to):
        if Path(to) == target and "-old-" not in str(path):
            raise KeyboardInterrupt
        return renamed(path, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        results(target, "costs.csv")
    assert sorted(path.name for path in target.iterdir()) == [MANIFEST, "notes.txt", "summary.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def fail_while_writing(target):
    with written_whole(target) as folder:
        write_files(folder, {"half.txt": "x"})
        raise KeyboardInterrupt


def test_nothing_half_written_is_left_and_earlier_results_stay(tmp_path):
    target = tmp_path / "out"
    with written_whole(target) as folder:
        write_files(folder, {MANIFEST: OURS})
    with pytest.raises(KeyboardInterrupt):
        fail_while_writing(target)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in target.iterdir()] == [MANIFEST]


@pytest.mark.parametrize(
    "manifest", [None, "{}", "not json", '{"made_by": "somebody"}', pytest.param("[" * 100_000, id="deep")]
)
def test_a_folder_of_somebody_else_is_refused_and_left_as_it_is(tmp_path, manifest):
    (tmp_path / "thesis.txt").write_text("years of work")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(NotOurs, match="did not make"):
        check_free(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_nobody_waits_for_a_pipe_in_the_place_of_a_manifest(tmp_path):
    os.mkfifo(tmp_path / MANIFEST)
    with pytest.raises(NotOurs, match="did not make"):
        check_free(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(NotOurs, match="is no folder"):
        check_free(tmp_path / "out")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
@pytest.mark.parametrize(
    "made", [os.mkfifo, lambda path: os.symlink(os.devnull, path), lambda path: os.symlink("x", path)]
)
def test_pipes_devices_and_links_to_nothing_are_refused_and_stay(tmp_path, made):
    made(tmp_path / "out")
    before = os.lstat(tmp_path / "out")
    for attempt in (check_free, lambda place: write_to(place)):
        with pytest.raises(NotOurs, match="is no folder"):
            attempt(tmp_path / "out")
    assert os.lstat(tmp_path / "out") == before


def write_to(place):
    with written_whole(place) as fresh:
        (fresh / "x").touch()


def test_the_root_of_a_disk_is_refused():
    with pytest.raises(NotOurs, match="where a disk begins"):
        check_free(Path(os.path.abspath(os.sep)))


def test_a_folder_in_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(NotOurs, match="would lie in it"):
        check_free(tmp_path / "out" / "deep" / "deeper")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("reason", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_place_where_nothing_can_be_written_is_found_by_writing(tmp_path, monkeypatch, reason):
    def refuse(self, content):
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(OSError, match="nothing can be written to .* give -o another folder"):
        check_free(tmp_path / "new" / "deep")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="of Linux")
@pytest.mark.parametrize("place", ["/proc/x", "/proc/self/deep/er", "/sys/x", "/dev/fd/x", "{long}", "{long}/x"])
def test_a_place_that_no_folder_can_be_made_in_is_refused(tmp_path, place):
    with pytest.raises(OSError, match="nothing can be written"):
        check_free(Path(place.format(long=tmp_path / ("x" * 300))))


def test_a_disk_that_begins_there_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("os.path.ismount", lambda path: path == tmp_path)
    with pytest.raises(NotOurs, match="where a disk begins"):
        check_free(tmp_path)


def test_a_place_that_is_well_is_left_as_it_was(tmp_path):
    check_free(tmp_path / "new" / "deep")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_may_be_filled(tmp_path):
    with written_whole(tmp_path / "a" / "b") as folder:
        write_files(folder, {"series/x.txt": b"bytes"})
    assert (tmp_path / "a" / "b" / "series" / "x.txt").read_bytes() == b"bytes"


def test_numbers_that_are_not_finite_are_null_in_json():
    assert json.loads(as_json({"a": float("nan"), "b": [np.float64(1.5), float("inf")], 3: (1,)})) == {
        "a": None,
        "b": [1.5, None],
        "3": [1],
    }


def test_series_read_back_as_the_indicators_month_by_month(tmp_path):
    run = invented_run("training", 5)
    series_writer(run)(tmp_path / "run.parquet")
    table = pq.read_table(tmp_path / "run.parquet")
    assert table.column_names[:3] == ["scenario", "seed", "month"]
    assert table.num_rows == MONTHS
    assert table["month"].to_pylist()[0] == "2021-01"
    expected = run.series(INDICATORS["trust"]).astype(np.float32)
    np.testing.assert_array_equal(table["trust"].to_numpy(), expected)
    assert set(table["scenario"].to_pylist()) == {"training"}


def test_series_by_village_have_a_row_a_village_and_month(tmp_path):
    run = invented_run("training", 5)
    kept = np.stack([run.sums, 2 * run.sums, run.sums], axis=1).astype(np.float32)
    series_writer(replace(run, villages=3, by_village=kept))(tmp_path / "run.parquet")
    table = pq.read_table(tmp_path / "run.parquet").to_pandas()
    assert len(table) == 3 * MONTHS
    members = table.pivot(index="month", columns="village", values="members")
    np.testing.assert_allclose(members[1], 2 * members[0], rtol=1e-6)
