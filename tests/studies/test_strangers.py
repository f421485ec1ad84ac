"""A study folder made by a stranger: refused by name or swept, and nothing outside of it is read or written."""

from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from sim.execution.files import StoreError
from sim.studies.clean import clear
from sim.studies.folder import open_study, prepare
from sim.studies.manifest import study_hash
from sim.studies.query import Study
from sim.studies.recheck import reproduce
from tests.studies.invented import invented, swept, write_study

PART = f"part-{'0' * 32}.parquet"
FILES = ["manifest.json", "design.parquet", "wanted.parquet", "runs/failed.jsonl", f"runs/scalars/{PART}"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folder = write_study(tmp_path_factory.mktemp("finished"))
    swept(folder)
    return folder


@pytest.fixture
def folder(finished, tmp_path, monkeypatch):
    """A finished study, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(finished, tmp_path / "study")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def open_socket(path: Path) -> None:
    socket.socket(socket.AF_UNIX).bind(os.path.relpath(path))  # a name of a socket may not be long


def link_outside(path: Path) -> None:
    outside = Path("outside")
    outside.write_text("mine", encoding="utf-8")
    path.symlink_to(outside.resolve())


def link_in_a_circle(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [pipe, open_socket, Path.mkdir, link_outside, link_in_a_circle])
@pytest.mark.parametrize("name", FILES)
def test_what_is_no_regular_file_is_named_with_its_cure_and_never_read(folder, name, make):
    path = folder / name
    path.unlink(missing_ok=True)
    make(path)
    with pytest.raises(ValueError, match=rf"{path.name}.*(ruralparty (design|sweep) |delete it)"):
        Study(folder).frame()
    if "runs/scalars" in name:
        assert "set aside" in swept(folder).notes[0]
    else:
        with pytest.raises(ValueError, match=path.name):
            swept(folder)
    if Path("outside").exists():
        assert Path("outside").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["runs", "runs/scalars", "runs/yearly", "logs", "scenarios", "runs/locks"])
def test_nothing_is_written_through_a_link_in_the_place_of_a_folder(folder, name):
    outside = Path("outside")
    outside.mkdir()
    shutil.rmtree(folder / name)
    (folder / name).symlink_to(outside.resolve())
    said = []
    for work in (swept, clear, prepare):
        try:
            work(folder)
        except StoreError as error:
            said.append(str(error))
    assert said
    assert all(f"{name} is a link" in each for each in said)
    assert list(outside.iterdir()) == []


def rewritten(folder: Path, change) -> None:
    """Edit the manifest as somebody would who knows how it is checked."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    points = parquet.read_table(folder / "design.parquet").column("point").to_pylist()
    manifest["study"]["hash"] = study_hash(manifest["study"], points)
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: found["study"]["scenarios"][0].update(name="../../x"), r"study\.scenarios\[0\]\.name"),
        (lambda found: found["study"]["scenarios"][0].update(name="/etc/x"), r"study\.scenarios\[0\]\.name"),
        (lambda found: found["study"]["kept"].update(tables=["../../x"]), r"study\.kept\.tables\[0\]"),
        (lambda found: found["study"]["factors"][0].update(path="__class__"), r"study\.factors\[0\]\.path"),
        (lambda found: found["study"].update(seed="1"), r"study\.seed is '1'"),
        (lambda found: found["study"].update(replicates=True), r"study\.replicates is True"),
        (lambda found: found["study"].pop("kept"), r"study\.kept is missing"),
        (lambda found: found.update(sweeps=3), "sweeps is 3"),
        (lambda found: found.update(libraries=None), "libraries is None"),
        (lambda found: found["study"].update(scenarios={"a": 1}), r"study\.scenarios is"),
    ],
)
def test_a_manifest_that_says_what_it_may_not_is_refused_by_entry(folder, change, told):
    rewritten(folder, change)
    for ask in (Study, swept, clear, lambda given: reproduce(given, folder.parent / "again", engine=invented())):
        with pytest.raises(
            ValueError, match=rf"manifest\.json is damaged .*{told}.*`ruralparty design .*` makes it anew"
        ):
            ask(folder)
    assert not (folder.parent / "again").exists()
    prepare(folder)
    assert swept(folder).tally.done == 0


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe{}", b"3", b'{"study": 3}', b"[" * 100_000, b'{"study": {"seed": NaN}}']
)
def test_a_manifest_that_is_none_is_refused_with_its_cure(folder, content):
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"manifest\.json .*`ruralparty design .*` makes it anew"):
        Study(folder)


def test_a_huge_manifest_is_refused_unread(folder):
    os.truncate(folder / "manifest.json", 10**12)  # a file of holes, which takes no room
    with pytest.raises(ValueError, match=r"manifest\.json.* bytes.*`ruralparty design .*` makes it anew"):
        Study(folder)


def test_an_edited_value_in_the_manifest_is_told(folder):
    path = folder / "manifest.json"
    text = path.read_text(encoding="utf-8").replace('"village_size": 1300', '"village_size": 1301')
    found = json.loads(text)
    found["study"]["scenarios"][0]["horizon"]["months"] += 1
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(ValueError, match="are not what was designed; `ruralparty design"):
        Study(folder).frame()


@pytest.mark.parametrize(
    "table",
    [
        {"row": [1.5], "point": ["a"]},
        {"a": [1]},
        {"run": ["x"], "row": [0], "scenario": ["baseline"], "replicate": [0], "seed": [1]},
    ],
)
@pytest.mark.parametrize("name", ["design.parquet", "wanted.parquet"])
def test_a_foreign_table_is_refused_with_its_cure(folder, name, table):
    parquet.write_table(arrow.table(table), folder / name)
    with pytest.raises(ValueError, match=rf"{name} .*`ruralparty design .*` makes it anew"):
        Study(folder).frame()


@pytest.mark.parametrize("table", [{"run": ["x" * 32], "digest": ["y"]}, {"run": [1]}, {}])
def test_a_foreign_file_among_the_parts_is_named_and_set_aside(folder, table):
    path = folder / "runs" / "scalars" / PART
    parquet.write_table(arrow.table(table), path)
    assert [PART in each for each in Study(folder).status().damaged] == [True]
    found = swept(folder)
    assert (found.tally.done, found.status.damaged) == (0, [])
    assert not path.exists()


@pytest.mark.parametrize(
    "line", [b"garbage", b"[]", b'{"run": 5}', b'{"run": "x", "error": "y"}', b"\xff\xff", b'{"a": }']
)
def test_a_record_of_a_failure_that_is_none_is_named_with_its_cure(folder, line):
    (folder / "runs" / "failed.jsonl").write_bytes(line + b"\n")
    for ask in (lambda given: Study(given).status(), lambda given: Study(given).frame(), swept):
        with pytest.raises(ValueError, match=r"failed\.jsonl.* delete "):
            ask(folder)


def test_files_named_like_modules_are_data_to_nobody(folder):
    for name in ("sim.py", "json.py", "pyarrow.py", "conftest.py"):
        (folder / name).write_text("raise SystemExit('run')", encoding="utf-8")
    (folder / "runs" / "scalars").joinpath("sitecustomize.py").write_text("raise SystemExit('run')", encoding="utf-8")
    assert swept(folder).status.to_do == 0
    assert len(Study(folder).frame()) == 30


def test_a_folder_with_signs_of_patterns_in_its_name_is_read(finished, tmp_path):
    folder = shutil.copytree(finished, tmp_path / "a[1]*{b}?'c")
    shutil.copytree(finished, tmp_path / "a1b")
    assert len(Study(folder).frame()) == 30
    assert swept(folder).status.to_do == 0


def test_a_folder_of_the_version_before_is_read_merged_and_swept(folder):
    expected = Study(folder).status().digest
    prepared = open_study(folder)
    for path in [folder / "design.parquet", folder / "wanted.parquet", *(folder / "runs").rglob("part-*")]:
        parquet.write_table(
            parquet.ParquetFile(path).read().replace_schema_metadata(None), path, write_page_checksum=True
        )
    assert len(Study(folder).frame()) == 30
    assert (swept(folder).tally.done, Study(folder).status().digest) == (0, expected)
    assert prepared.store.damaged() == {}
