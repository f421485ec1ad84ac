"""A sweep does every run once, whatever does them, whatever breaks, and says what it could not do."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.execution.files import StoreError
from sim.execution.locks import ALL, AtWork, at_work
from sim.execution.records import Merger, Records
from sim.execution.workers import killed_text
from sim.runs import sources
from sim.studies.clean import clear
from sim.studies.edited import told_edit
from sim.studies.folder import open_study, prepare
from sim.studies.query import Study
from sim.studies.status import study_digest
from sim.studies.sweep import sweep
from tests.studies.coordinator import has_published, kill, published, start
from tests.studies.invented import FLAW, POISON, TEXT, swept, write_study


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Status of a study done in one process."""
    return swept(write_study(tmp_path_factory.mktemp("undisturbed"))).status


def test_runs_that_points_share_are_done_once(undisturbed):
    # The baseline has no training: its runs differ by migration only, which is another number at each of 3 points.
    assert (undisturbed.points, undisturbed.requested, undisturbed.done, undisturbed.to_do) == (3, 30, 30, 0)


def test_a_lever_of_a_policy_that_a_scenario_lacks_adds_no_runs_to_it(tmp_path):
    kept = [line for line in TEXT.splitlines() if "migration" not in line and line != "uncertainties:"]
    write_study(tmp_path, text="\n".join(kept))
    assert swept(tmp_path).status.requested == 5 + 3 * 5


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_give_the_digest_of_one(tmp_path, undisturbed, workers):
    found = swept(write_study(tmp_path), engine="process", jobs=workers)
    assert found.status.digest == undisturbed.digest


def test_any_executor_gives_the_same_digest(tmp_path, undisturbed):
    with ThreadPoolExecutor(2) as executor:
        found = swept(write_study(tmp_path), engine=executor)
    assert found.status.digest == undisturbed.digest


def test_three_shards_give_the_same_digest_and_share_the_runs(tmp_path, undisturbed):
    write_study(tmp_path)
    done = [swept(tmp_path, shard=(place, 3)).tally.done for place in (3, 1, 2)]
    assert sum(done) == 30
    assert max(done) < 30
    assert swept(tmp_path).tally.done == 0
    assert swept(tmp_path).status.digest == undisturbed.digest


def test_killed_coordinators_lose_nothing_that_was_published(tmp_path):
    expected = swept(write_study(tmp_path / "calm", 3, 20)).status
    folder = write_study(tmp_path / "killed", 3, 20)
    for _ in range(2):
        before = published(folder)
        process = start(folder)
        assert has_published(process, folder, before)
        kill(process)
        assert before <= published(folder)
    found = swept(folder, "slow")
    assert found.status.digest == expected.digest
    assert found.status.done == found.status.requested == 120
    assert 0 < found.tally.done < 120


def mortal_study(folder):
    """A study whose run at one seed kills its process the first time."""
    folder.mkdir()
    scenario = f"name: own\ntitle: own\nextends: baseline\nrationale: {folder / 'mark'}\n"
    (folder / "own.yaml").write_text(scenario, encoding="utf-8")
    return write_study(folder, text="scenarios: [own.yaml]\nreplicates: 20\noutcomes: [trust]\n")


def test_a_worker_that_is_killed_takes_no_run_with_it(tmp_path):
    expected = swept(mortal_study(tmp_path / "calm"), "quick").status
    found = swept(mortal_study(tmp_path / "killed"), "mortal", engine="process", jobs=2)
    assert found.tally.breaks == 1
    assert found.failures == []
    assert found.status.digest == expected.digest


def test_a_run_that_kills_its_worker_becomes_one_record_and_all_others_are_done(tmp_path):
    text = "name: poison\nscenarios: [baseline]\nreplicates: 30\noutcomes: [trust, capacity]\n"
    found = swept(write_study(tmp_path, text=text), "deadly", engine="process", jobs=2)
    assert [failure["seed"] for failure in found.failures] == [POISON]
    assert "worker of this run died 3 times" in found.failures[0]["error"]
    assert found.failures[0]["error"].endswith("the last time: the worker died, exit code -9, SIGKILL")
    assert found.failures[0]["replay"] == f"ruralparty recheck {tmp_path} --run {found.failures[0]['run']} -v"
    assert (found.status.done, found.status.failed, found.status.to_do) == (29, 1, 0)
    assert swept(tmp_path, "deadly").tally.done == 0


def test_the_digest_of_a_study_does_not_depend_on_how_a_worker_was_killed(tmp_path):
    digests = set()
    for place, cause in enumerate(("exit code -9, SIGKILL", "its last worker was tcp://node:8786", "another error")):
        folder = write_study(tmp_path / str(place), text="scenarios: [baseline]\noutcomes: [trust, capacity]\n")
        study = open_study(swept(folder).prepared.folder)
        study.store.delete(study.store.parts()[0])
        error = killed_text("3 times", RuntimeError(cause)) if place < 2 else f"RuntimeError: {cause}"
        study.store.fail({**study.requested_at([0])[0], "error": error, "replay": ""})
        digests.add(study_digest(study))
    assert len(digests) == 2


def test_an_error_of_the_model_is_a_record_and_stops_nothing(tmp_path):
    text = "name: flaw\nscenarios: [baseline]\nreplicates: 9\noutcomes: [trust, capacity]\n"
    found = swept(write_study(tmp_path, text=text), "flawed")
    told = [(each["seed"], each["error"]) for each in found.failures]
    assert told == [(FLAW, "ZeroDivisionError: nothing to divide by")]
    assert found.status.done == 8
    again = swept(tmp_path, "flawed", retry=True)
    assert again.status.failed == 1
    assert len(again.failures) == 1


def test_a_half_written_record_of_a_failure_is_passed_over(tmp_path):
    text = "name: flaw\nscenarios: [baseline]\nreplicates: 9\noutcomes: [trust, capacity]\n"
    swept(write_study(tmp_path, text=text), "flawed")
    with open(tmp_path / "runs" / "failed.jsonl", "a", encoding="utf-8") as file:
        file.write('{"run": "half a reco')
    found = swept(tmp_path, "flawed", retry=True)
    assert len(found.failures) == 1


def test_another_model_is_refused_and_a_new_design_names_the_runs_anew(tmp_path, monkeypatch):
    swept(write_study(tmp_path))
    monkeypatch.setattr(sources, "numbers_hash", lambda: "1" * 32)
    with pytest.raises(ValueError, match="the model has changed"):
        swept(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert swept(tmp_path).tally.done == 30


def test_a_changed_scenario_is_refused_until_the_study_is_designed_again(tmp_path):
    scenario = tmp_path / "own.yaml"
    text = "name: own\ntitle: own\nextends: baseline\nhorizon: {months: %d, burn_in: 0}\n"
    scenario.write_text(text % 24, encoding="utf-8")
    study = write_study(tmp_path / "study", text="scenarios: [../own.yaml]\nreplicates: 2\noutcomes: [trust]\n")
    swept(study)
    scenario.write_text(text % 36, encoding="utf-8")
    with pytest.raises(ValueError, match="own: the scenario has changed"):
        swept(study)
    scenario.unlink()
    assert swept(study).status.done == 2  # moved away: the folder stands for itself


def test_the_manifest_says_how_the_results_came_about(tmp_path):
    swept(write_study(tmp_path))
    found = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    requested = {"version", "git", "model_source_hash", "lock_sha256", "python", "libraries", "processor", "system"}
    requested |= {"root_seed", "draws", "data_sha256", "command", "start", "end", "core_hours", "study", "digest"}
    assert requested <= set(found)
    assert found["core_hours"] == pytest.approx(30 * 0.25 / 3600)
    assert {"hash", "scenarios", "factors", "design", "kept"} <= set(found["study"])


def test_more_replicates_cost_only_the_new_ones(tmp_path):
    swept(write_study(tmp_path, replicates=5))
    assert swept(write_study(tmp_path, replicates=6)).tally.done == 6


def test_an_engine_or_shard_that_does_not_exist_is_refused(tmp_path):
    write_study(tmp_path)
    with pytest.raises(ValueError, match="there is no engine 'mpi'"):
        swept(tmp_path, engine="mpi")
    with pytest.raises(ValueError, match="I from 1 to N"):
        swept(tmp_path, shard=(4, 3))
    with pytest.raises(FileNotFoundError, match=r"holds study\.yaml"):
        sweep(tmp_path / "nowhere")


KEEP = "keep: [scalars, yearly, monthly]"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (TEXT.replace(KEEP, "keep: [scalars]"), "keep was ['scalars', 'yearly', 'monthly'], is ['scalars']"),
        (TEXT.replace("[trust, capacity]", "[trust]"), "outcomes was ['trust', 'capacity'], is ['trust']"),
    ],
)
def test_other_outputs_lose_nothing_and_what_is_done_again_is_said(tmp_path, undisturbed, other, told):
    swept(write_study(tmp_path))
    said: list[str] = []
    edited = swept(write_study(tmp_path, text=other), told=said.append)
    (note,) = edited.notes
    assert said == [note]
    assert told in note
    assert "30 of 30 runs are to be done with it; the 30 done before stay" in note
    assert (edited.status.done, edited.status.to_do) == (30, 0)
    back = swept(write_study(tmp_path))
    assert back.tally.done == 0
    assert "0 of 30 runs are to be done with it" in back.notes[0]
    assert back.status.digest == undisturbed.digest
    study = Study(tmp_path)
    assert len(study.frame(table="yearly")) == 60
    assert clear(tmp_path).runs == 30
    assert Study(tmp_path).status().digest == undisturbed.digest


def test_runs_that_lack_a_table_are_done_again_and_said(tmp_path, undisturbed):
    swept(write_study(tmp_path))
    for path in (tmp_path / "runs" / "yearly").glob("part-*"):
        path.unlink()
    found = swept(tmp_path)
    assert found.notes == ["30 runs lack tables that are to be kept (scalars, yearly, monthly): done again"]
    assert found.tally.done == 30
    assert found.status.digest == undisturbed.digest
    assert len(Study(tmp_path).frame(table="yearly")) == 60


def test_parts_are_merged_with_their_like_only(tmp_path):
    swept(write_study(tmp_path))
    swept(write_study(tmp_path, text=TEXT.replace(KEEP, "keep: [scalars]")))
    records = Records(tmp_path / "runs")
    Merger(records, records.all_parts()).finish()
    shapes = [records.shape(part)[0] for part in records.all_parts()]
    assert sorted(shapes) == [(), ("yearly", "monthly")]


def test_a_study_that_is_moved_while_it_is_swept_stops_and_is_not_made_anew(tmp_path):
    folder = tmp_path / "study"
    folder.mkdir()
    scenario = f"name: own\ntitle: own\nextends: baseline\nrationale: {folder}\n"
    (folder / "own.yaml").write_text(scenario, encoding="utf-8")
    write_study(folder, text="scenarios: [own.yaml]\nreplicates: 9\noutcomes: [trust]\n")
    with pytest.raises(StoreError, match=r"study/runs/.*: the folder is not there any more"):
        swept(folder, "vanishing", chunk_seconds=0)
    assert not folder.exists()
    assert swept(tmp_path / "study-elsewhere").status.to_do == 0


def test_a_second_sweep_of_a_study_stops_and_a_share_of_what_is_left_does_not(tmp_path):
    prepared = prepare(write_study(tmp_path))
    prepared.make_folders()
    for share, others in ((ALL, [None, (1, 2)]), ((1, 2), [None, (1, 2)])):
        with at_work(prepared.store.folder, share):
            for other in others:
                with pytest.raises(AtWork, match="another process is doing these runs"):
                    swept(tmp_path, shard=other)
            with pytest.raises(AtWork):
                clear(tmp_path)
            assert clear(tmp_path, dry_run=True).runs == 0
            assert prepared.store.parts() == []
    with at_work(prepared.store.folder, (1, 2)):
        assert swept(tmp_path, shard=(2, 2)).tally.done > 0
    assert swept(tmp_path).status.to_do == 0


def test_what_an_edit_back_and_forth_has_left_out_is_done_again_and_said(tmp_path, undisturbed):
    swept(write_study(tmp_path))
    for path in (tmp_path / "runs" / "yearly").glob("part-*"):  # as an older version lost them by merging
        path.unlink()
    swept(write_study(tmp_path, text=TEXT.replace(KEEP, "keep: [scalars]")))
    back = swept(write_study(tmp_path))
    assert "30 of 30 runs are to be done with it" in back.notes[0]
    assert back.notes[1] == "30 runs lack tables that are to be kept (scalars, yearly, monthly): done again"
    assert back.status.digest == undisturbed.digest
    assert len(Study(tmp_path).frame(table="yearly")) == 60


def test_status_says_that_a_scenario_of_the_study_was_edited(tmp_path):
    (tmp_path / "own.yaml").write_text("name: own\ntitle: Own\nextends: baseline\nworld: {villages: 3}\n")
    write_study(tmp_path, text=TEXT.replace("[baseline, training]", "[baseline, training, own.yaml]"))
    study = prepare(tmp_path)
    assert told_edit(study) == ""
    (tmp_path / "own.yaml").write_text("name: own\ntitle: Own\nextends: baseline\nworld: {villages: 4}\n")
    assert told_edit(study).startswith("own: the scenario has changed")


def test_status_says_how_many_runs_an_edit_would_redo(tmp_path):
    swept(write_study(tmp_path))
    assert told_edit(open_study(tmp_path)) == ""
    write_study(tmp_path, text=TEXT.replace("replicates: {replicates}", "replicates: 7"))
    assert told_edit(open_study(tmp_path)).endswith("takes it over: 12 of 42 runs would be to do")
    write_study(tmp_path, text=TEXT.replace("[trust, capacity]", "[truss]"))
    assert "is not valid now" in told_edit(open_study(tmp_path))
    write_study(tmp_path, replicates=30_000)
    assert "--dry-run" in told_edit(open_study(tmp_path))
