"""The store of runs on the command line: what is printed, written and cleared."""

from __future__ import annotations

import json

import pytest

from sim.cli import main as cli
from sim.execution.cache import stored_runs
from sim.scenario.scenario import load

pytestmark = pytest.mark.usefixtures("unmoved_sources")


@pytest.fixture
def words(tiny) -> list[str]:
    return ["compare", *tiny, "--reps", "2", "-j", "1", "--outcomes", "trust"]


def test_the_report_and_the_manifest_say_where_the_runs_came_from(capsys, tmp_path, words):
    kept = ["--store", str(tmp_path / "store")]
    assert cli.main([*words, *kept]) == cli.DONE
    first = capsys.readouterr().out
    assert "4 runs: 0 from the store, 4 done now" in first
    assert cli.main([*words, *kept, "--lang", "zh", "-o", str(tmp_path / "out")]) == cli.DONE
    assert "共4次运行：4次取自存储，0次为本次运行" in capsys.readouterr().out
    held = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (held["runs"], held["runs_from_store"], held["runs_done"]) == (4, 4, 0)
    assert cli.main([*words, *kept, "--fresh"]) == cli.DONE
    again = capsys.readouterr().out
    assert again == first


def test_the_variable_names_a_folder_and_a_switch_keeps_nothing(capsys, tmp_path, monkeypatch, words):
    monkeypatch.setenv("RURALPARTY_STORE", str(tmp_path / "store"))
    assert cli.main([*words, "--no-store"]) == cli.DONE
    assert not (tmp_path / "store").exists()
    assert cli.main(words) == cli.DONE
    assert len(list(stored_runs(tmp_path / "store"))) == 4
    assert "0 from the store" in capsys.readouterr().out


def test_a_store_and_none_are_not_asked_for_together(capsys, words):
    with pytest.raises(SystemExit) as stopped:
        cli.main([*words, "--store", "x", "--no-store"])
    assert stopped.value.code == 2


def test_a_bound_that_is_none_is_exit_2(capsys, tmp_path, monkeypatch, words):
    monkeypatch.setenv("RURALPARTY_STORE_GB", "plenty")
    assert cli.main([*words, "--store", str(tmp_path / "store")]) == cli.BAD_INPUT
    assert "allowed are gigabytes above 0" in capsys.readouterr().err


@pytest.mark.parametrize("below", ["", "/deep"])
def test_a_store_that_is_a_file_is_exit_2_before_anything_is_run(capsys, tmp_path, monkeypatch, words, below):
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    store = f"{tmp_path / 'notes'}{below}"
    assert cli.main([*words, "--store", store]) == cli.BAD_INPUT
    monkeypatch.setenv("RURALPARTY_STORE", store)
    assert cli.main(words) == cli.BAD_INPUT
    said = capsys.readouterr()
    assert said.err.count("notes is no folder, and the store of runs is one") == 2
    assert said.out == ""


def test_gc_of_a_store_that_is_not_there_is_exit_2(capsys, tmp_path):
    assert cli.main(["gc", "--store", str(tmp_path / "nowhere")]) == cli.BAD_INPUT
    assert "there is no store of runs at" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_a_run_asked_for_again_is_read_and_one_to_be_checked_is_done(capsys, tmp_path, tiny):
    words = ["run", tiny[0], "--reps", "2", "-j", "1", "--store", str(tmp_path / "store"), "--outcomes", "trust"]
    assert cli.main(words) == cli.DONE
    first = capsys.readouterr().out.splitlines()
    assert cli.main([*words, "-o", str(tmp_path / "out")]) == cli.DONE
    second = capsys.readouterr().out.splitlines()
    assert second[:-1] == first[:-1]
    assert [lines[-1] for lines in (first, second)] == [
        "2 runs: 0 from the store, 2 done now",
        "2 runs: 2 from the store, 0 done now",
    ]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["runs_from_store"] == 2
    assert cli.main([*words, "--check", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["runs_done"] == 2


def test_an_interrupted_comparison_goes_on_where_it_stopped(capsys, tmp_path, monkeypatch, words):
    from sim.execution.cache import RunStore

    kept = ["--store", str(tmp_path / "store")]
    write = RunStore.write

    def write_one(store, job, run):
        write(store, job, run)
        raise KeyboardInterrupt

    monkeypatch.setattr(RunStore, "write", write_one)
    assert cli.main([*words, *kept]) == cli.INTERRUPTED
    assert "runs that ended are kept" in capsys.readouterr().err
    monkeypatch.setattr(RunStore, "write", write)
    assert cli.main([*words, *kept]) == cli.DONE
    assert "4 runs: 1 from the store, 3 done now" in capsys.readouterr().out


def test_what_the_switches_of_the_store_say_is_what_the_store_reads():
    from sim.cli import output
    from sim.execution import cache

    assert (output.STORE_PLACE, output.NO_STORE) == (cache.PLACE, cache.NOTHING)


def test_gc_without_a_study_clears_the_store(capsys, tmp_path, monkeypatch, words):
    from sim.execution import cache

    store = tmp_path / "store"
    assert cli.main([*words, "--store", str(store)]) == cli.DONE
    capsys.readouterr()
    assert cli.main(["gc", "--store", str(store)]) == cli.DONE
    assert f"{store}: deleted: 0 runs" in capsys.readouterr().out
    monkeypatch.setattr(cache, "generation", lambda: "0123456789ab")
    assert cli.main(["gc", "--store", str(store), "--dry-run", "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)["runs"] == 4
    assert len(list(stored_runs(store))) == 4
    assert cli.main(["gc", "--store", str(store)]) == cli.DONE
    assert list(store.iterdir()) == []


def test_a_table_of_policies_costs_nothing_the_second_time(capsys, tmp_path, tiny):
    words = ["table", "--baseline", tiny[0], "--policies", "training", "--budgets", "30", "--reps", "2", "-j", "1"]
    words += ["--outcomes", "trust", "--window", "all", "--store", str(tmp_path / "store")]
    assert load(tiny[0]).horizon.months == 13
    assert cli.main(words) == cli.DONE
    first = capsys.readouterr().out
    assert cli.main(words) == cli.DONE
    second = capsys.readouterr().out
    assert second.splitlines()[:-1] == first.splitlines()[:-1]
    assert second.splitlines()[-1].endswith(", 0 done now")
    assert not first.splitlines()[-1].endswith(", 0 done now")
