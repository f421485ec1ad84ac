"""Runs done again: equal, different, damaged; and studies that have been moved to another place."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from sim.cli import main as cli
from sim.runs import sources
from sim.studies.estimate import estimate
from sim.studies.folder import open_study, prepare
from sim.studies.query import Study
from sim.studies.recheck import recheck, replay, reproduce
from sim.studies.sweep import sweep
from tests.studies.invented import FLAW, flawed, invented, quick, swept, write_study

SMALL = """\
scenarios: [baseline]
constants:
  world.counties: 1
  world.townships: 1
  world.villages: 2
  world.village_size: 100
  horizon.burn_in: 0
  horizon.months: 3
uncertainties:
  parameters.migration.leave: declared
design: {{kind: lhs, points: 2}}
outcomes: all
keep: [yearly, monthly]
"""


@pytest.fixture
def study(tmp_path):
    folder = write_study(tmp_path / "study")
    swept(folder)
    return open_study(folder)


def spoil(study, column: str, with_digest: bool) -> str:
    """Alter the stored value of one run; the digest beside it too, if asked for."""
    (part,) = study.store.parts()
    table = study.store.read("scalars", part)
    values = table.column(column).to_numpy().copy()
    values[0] += 1.0
    table = table.set_column(table.schema.get_field_index(column), column, [values])
    if with_digest:
        digests = ["0" * 32, *table.column("digest").to_pylist()[1:]]
        table = table.set_column(table.schema.get_field_index("digest"), "digest", [digests])
    study.store.write("scalars", part, table)
    return str(table.column("run")[0])


def test_runs_done_again_are_equal(study):
    found = recheck(study.folder, 7, engine=invented())
    assert (found.equal, found.well) == (7, True)


def test_numbers_that_were_altered_in_the_store_are_told(study):
    run = spoil(study, "trust", with_digest=False)
    found = recheck(study.folder, 30, engine=invented())
    assert (found.damaged, found.different, found.well) == ([run], [], False)


def test_a_run_that_comes_out_differently_is_told(study):
    run = spoil(study, "trust", with_digest=True)
    found = recheck(study.folder, 30, engine=invented())
    assert found.different == [run]
    assert not found.well


def test_nothing_to_compare_with_is_an_error(tmp_path):
    prepare(write_study(tmp_path))
    with pytest.raises(ValueError, match="no run of"):
        recheck(tmp_path, engine=invented())


def test_one_run_is_replayed_by_the_first_characters_of_its_name(study, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    name = study.names[0][4].decode()
    found = replay(study.folder, name[:10])
    runs, digests = study.store.digests()
    assert found.digest == found.stored == digests[runs == name.encode()][0].decode()
    assert found.failure == {}
    with pytest.raises(ValueError, match="names 0 runs"):
        replay(study.folder, "zzzzzz")


def test_the_command_of_a_failed_run_shows_its_error_and_where_it_happened(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.execution.work.simulate", flawed)
    text = "scenarios: [baseline]\nreplicates: 9\noutcomes: [trust, capacity]\n"
    failure = swept(write_study(tmp_path, text=text), "flawed").failures[0]
    assert failure["seed"] == FLAW
    words = failure["replay"].split()
    assert words[:4] == ["ruralparty", "recheck", str(tmp_path), "--run"]
    again = replay(tmp_path, words[4]).failure
    assert again["error"] == failure["error"]
    assert "in flawed" in again["trace"]


def test_a_study_is_repeated_elsewhere_to_the_last_bit(study, tmp_path):
    found = reproduce(study.folder, tmp_path / "again", engine=invented())
    assert (found.equal, found.different, found.missing, found.same_model) == (30, [], 0, True)
    assert Study(tmp_path / "again").status().digest == Study(study.folder).status().digest


def test_a_repetition_with_another_model_compares_run_by_run(study, tmp_path, monkeypatch):
    run = spoil(study, "trust", with_digest=True)
    monkeypatch.setattr(sources, "numbers_hash", lambda: "1" * 32)
    monkeypatch.setattr(sources, "model_hash", lambda: "2" * 32)
    found = reproduce(study.folder, tmp_path / "again", engine=invented())
    assert (found.equal, found.different, found.same_model, found.well) == (29, [run], False, False)


def without_runs(study, place):
    """What is published where the runs themselves are not: manifest, design and names of the runs."""
    place.mkdir()
    for name in ("manifest.json", "design.parquet", "wanted.parquet"):
        shutil.copy(study / name, place)
    return place


@pytest.mark.parametrize("other_model", [False, True])
def test_a_manifest_alone_is_enough_to_see_that_its_digest_comes_out(tmp_path, monkeypatch, capsys, other_model):
    monkeypatch.setattr("sim.execution.work.simulate", flawed)
    swept(write_study(tmp_path / "study"), "flawed")
    alone = without_runs(tmp_path / "study", tmp_path / "alone")
    if other_model:  # only the names of runs differ
        monkeypatch.setattr(sources, "numbers_hash", lambda: "1" * 32)
    found = reproduce(alone, tmp_path / "again", engine="sequential")
    assert (found.equal, found.different, found.as_stated, found.well) == (0, [], True, True)
    assert cli.main(["reproduce", str(alone), "-o", str(tmp_path / "again"), "-j", "1"]) == cli.DONE
    assert f"digest {found.stated}, which is the one" in capsys.readouterr().out


def test_a_digest_that_does_not_come_out_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sim.execution.work.simulate", quick)
    swept(write_study(tmp_path / "study"))
    alone = without_runs(tmp_path / "study", tmp_path / "alone")
    held = json.loads((alone / "manifest.json").read_text(encoding="utf-8"))
    (alone / "manifest.json").write_text(json.dumps(held | {"digest": "0" * 32}), encoding="utf-8")
    assert cli.main(["reproduce", str(alone), "-o", str(tmp_path / "again"), "-j", "1"]) == cli.SOME_FAILED
    assert f"the manifest states {'0' * 32}" in capsys.readouterr().out


def test_a_manifest_made_before_gives_its_digest_with_the_model_itself(tmp_path):
    sweep(write_study(tmp_path / "study", text=SMALL), engine="sequential")
    alone = without_runs(tmp_path / "study", tmp_path / "alone")
    found = reproduce(alone, tmp_path / "again", engine="sequential")
    assert found.as_stated
    assert found.same_model


def test_a_folder_that_names_a_function_of_its_own_calls_nothing(tmp_path):
    folder = write_study(tmp_path / "study")
    name = prepare(folder).names[0][0].decode()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["study"]["do"] = "somewhere:trap"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for ask in (
        lambda: recheck(folder, engine="sequential"),
        lambda: replay(folder, name),
        lambda: reproduce(folder, tmp_path / "again", engine="sequential"),
        lambda: sweep(folder, engine="sequential"),
    ):
        with pytest.raises(ValueError, match=r"manifest\.json: study\.do is 'somewhere:trap'"):
            ask()
    assert not (tmp_path / "again").exists()


def test_a_repetition_in_the_same_place_is_refused(study):
    with pytest.raises(ValueError, match="name another folder"):
        reproduce(study.folder, study.folder, engine=invented())


def test_a_study_that_was_moved_is_read_resumed_and_repeated(tmp_path):
    here = tmp_path / "here"
    here.mkdir()
    own = "name: own\ntitle: own\nextends: baseline\nhorizon: {months: 24, burn_in: 0}\n"
    (here / "own.yaml").write_text(own, encoding="utf-8")
    write_study(here / "study", text="scenarios: [../own.yaml]\nreplicates: 9\noutcomes: [trust, capacity]\n")
    expected = swept(here / "study").status
    swept(here / "study", shard=(1, 2))
    there = shutil.move(here / "study", tmp_path / "there")
    shutil.rmtree(here)
    assert len(Study(there).frame()) == 9
    store = open_study(there).store
    for part in store.parts():
        store.delete(part)
    swept(there, shard=(1, 2))
    assert 0 < Study(there).status().done < 9
    assert swept(there).status.digest == expected.digest
    assert reproduce(there, tmp_path / "again", engine=invented()).well


def test_what_a_study_will_cost_is_measured_on_a_trial_and_then_on_its_runs(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.studies.estimate.simulate", quick)
    folder = write_study(tmp_path, 40, 50)
    before = estimate(folder)
    assert (before.points, before.runs, before.to_do, before.measured_on) == (40, 4000, 4000, 1)
    assert before.core_hours == pytest.approx(4000 * 0.25 / 3600)
    assert not (folder / "manifest.json").exists()
    write_study(folder, 40, 2)
    swept(folder)
    after = estimate(folder)
    assert (after.done, after.to_do, after.measured_on) == (160, 0, 160)
    assert before.bytes_each == pytest.approx(after.bytes_each, rel=0.25)


def test_the_model_itself_gives_the_same_numbers_again(tmp_path):
    found = sweep(write_study(tmp_path, text=SMALL), engine="sequential")
    assert (found.status.done, found.failures) == (2, [])
    values = Study(tmp_path).frame(["registered", "trust"])
    assert np.isfinite(values[["registered", "trust"]].to_numpy()).all()
    assert recheck(tmp_path, 1, engine="sequential").well
