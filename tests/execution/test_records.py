"""The store: whole files or none, parts merged without loss, repeated runs counted once, leftovers cleared."""

from __future__ import annotations

import os
import resource
import shutil
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from sim.execution.files import StoreError, append, lines, publish_text
from sim.execution.records import Merger, Records
from sim.runs.identity import part_name
from sim.studies.clean import clear
from sim.studies.folder import open_study, prepare
from sim.studies.query import Study
from sim.studies.recheck import recheck
from sim.studies.status import status_of
from tests.studies.invented import invented, swept, write_study


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = write_study(tmp_path_factory.mktemp("store"))
    swept(folder, chunk_seconds=0)
    return folder


@pytest.fixture
def study(original, tmp_path):
    """A finished study, to be spoilt."""
    return open_study(shutil.copytree(original, tmp_path / "study"))


def split(study) -> list[str]:
    """The study's runs in parts of single runs, as a sweep that was killed leaves them."""
    store = study.store
    (whole,) = store.parts()
    tables = {table: store.read(table, whole) for table in study.kept.tables}
    for run in tables["scalars"].column("run").to_pylist():
        for table in ("yearly", "monthly", "scalars"):
            rows = [place for place, name in enumerate(tables[table].column("run").to_pylist()) if name == run]
            store.write(table, part_name([run]), tables[table].take(rows))
    store.delete(whole)
    return store.parts()


def test_merging_keeps_every_run_and_digest(study):
    before = status_of(study)
    parts = split(study)
    assert len(parts) == 30
    assert status_of(study).digest == before.digest
    Merger(study.store, parts).finish()
    after = status_of(study)
    assert (after.parts, after.digest, after.done) == (1, before.digest, 30)


def test_a_crash_between_publishing_a_merged_part_and_deleting_its_sources_counts_no_run_twice(study):
    before = status_of(study).core_hours
    whole = study.store.parts()[0]
    kept = {table: study.store.path(table, whole).read_bytes() for table in study.kept.tables}
    split(study)
    for table, content in kept.items():
        study.store.path(table, whole).write_bytes(content)
    assert status_of(study).done == 30
    assert status_of(study).core_hours == before
    asked = Study(study.folder)
    assert len(asked.frame()) == 30
    assert len(asked.frame(table="yearly")) == 30 * 2
    assert len(asked.frame(table="monthly")) == 30 * 24


def test_a_part_that_another_process_has_merged_is_no_error(study):
    assert study.store.merge([*study.store.parts(), "part-gone.parquet"]) is None
    assert status_of(study).done == 30


@pytest.fixture
def merged_meanwhile(study, monkeypatch):
    """The study, whose parts another process merges as soon as one has been read for processor time or in full."""
    split(study)
    read = Records.read
    begun = []

    def reading(self, table, part, columns=None):
        found = read(self, table, part, columns)
        if not begun and (columns is None or "seconds" in columns):
            begun.append(part)
            self.merge(self.parts())
        return found

    monkeypatch.setattr(Records, "read", reading)
    return study


def test_status_is_told_while_another_process_merges(merged_meanwhile):
    found = status_of(merged_meanwhile)
    assert (found.done, found.core_hours) == (30, pytest.approx(30 * 0.25 / 3600))
    assert len(merged_meanwhile.store.parts()) == 1


def test_runs_are_done_again_while_another_process_merges(merged_meanwhile):
    assert recheck(merged_meanwhile.folder, 30, engine=invented()).equal == 30
    assert len(merged_meanwhile.store.parts()) == 1


def test_a_part_that_goes_while_it_is_measured_has_no_size(study, monkeypatch):
    monkeypatch.setattr(Path, "is_file", lambda self: True)
    assert study.store.size("part-gone.parquet") == 0


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def one_wrong_byte(path: Path) -> None:
    group = parquet.ParquetFile(path).metadata.row_group(0)
    column = next(group.column(k) for k in range(group.num_columns) if group.column(k).path_in_schema == "trust")
    content = bytearray(path.read_bytes())
    content[column.data_page_offset + column.total_compressed_size - 1] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [cut_off, one_wrong_byte])
@pytest.mark.parametrize("table", ["scalars", "yearly"])
def test_a_part_that_is_damaged_is_named_set_aside_and_done_again(study, spoil, table):
    digest = status_of(study).digest
    path = study.store.path(table, study.store.parts()[0])
    spoil(path)
    found = status_of(study)
    assert (found.done, found.to_do) == (0, 30)
    assert [str(path) in each for each in found.damaged] == [True]
    for ask in (Study(study.folder).frame, lambda: Study(study.folder).query("SELECT count(*) FROM scalars")):
        with pytest.raises(ValueError, match=rf"{path.name} is damaged .*: `ruralparty sweep .*` does their"):
            ask()
    (note,) = swept(study.folder).notes
    assert "set aside" in note
    assert (study.store.folder / "damaged" / f"{table}-{path.name}").is_file()
    assert (status_of(study).digest, status_of(study).damaged) == (digest, [])
    assert len(Study(study.folder).frame(table="yearly")) == 60


def test_files_that_would_be_too_large_are_an_error_and_leave_nothing_behind(tmp_path):
    folder = write_study(tmp_path, 3, 40)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    swept_before = open_study(prepared_of(folder))
    resource.setrlimit(resource.RLIMIT_FSIZE, (6000, before[1]))
    try:
        with pytest.raises(StoreError, match="larger than is allowed"):
            swept(folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    store = swept_before.store
    assert not list(store.folder.rglob(".unfinished-*"))
    for part in store.parts():
        assert store.read("scalars", part).num_rows
    assert swept(folder).status.to_do == 0


def prepared_of(folder: Path) -> Path:
    """The folder, designed."""
    prepare(folder)
    return folder


@pytest.mark.parametrize(
    ("number", "message"), [(28, "the disk is full"), (30, "read-only"), (13, "may not write"), (122, "quota")]
)
def test_a_disk_that_takes_no_more_is_an_error_in_words_and_damages_nothing(study, monkeypatch, number, message):
    digest = status_of(study).digest
    parts = split(study)

    def refuse(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match=message):
        Merger(study.store, parts).finish()
    assert not list(study.folder.rglob(".unfinished-*"))
    assert status_of(study).digest == digest


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.txt"
    publish_text(path, "before")
    with pytest.raises(UnicodeEncodeError):
        publish_text(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "before"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_lines_after_a_half_written_one_are_read(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"a": 1}\n{"b', encoding="utf-8")
    append(path, {"c": 3})
    assert list(lines(path)) == [{"a": 1}, {"c": 3}]


def test_clearing_deletes_what_is_not_wanted_and_nothing_else(study):
    text = (study.folder / "study.yaml").read_text(encoding="utf-8").replace("replicates: 5", "replicates: 4")
    (study.folder / "study.yaml").write_text(text, encoding="utf-8")
    digest = swept(study.folder).status.digest
    orphan = study.store.path("yearly", "part-orphan.parquet")
    orphan.write_bytes(b"never finished")
    would = clear(study.folder, dry_run=True, old_seconds=-1)
    assert (would.runs, would.files) == (6, 1)
    assert orphan.is_file()
    assert clear(study.folder).files == 0  # young: a worker might be writing it
    assert clear(study.folder, old_seconds=-1).files == 1
    found = open_study(study.folder)
    assert len(found.store.done()) == 24
    assert status_of(found).digest == digest
    assert clear(study.folder, dry_run=True, old_seconds=-1).runs == 0
