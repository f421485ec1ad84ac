"""What names kept runs, and what says that kernels are compiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.core.compute.kernel_cache import PACKAGE, cache_folder, fingerprint
from sim.execution import warm
from sim.execution.cache import RunStore
from sim.execution.work import WorkerDiffers, check_worker
from sim.runs import sources
from sim.runs.run import Job
from sim.studies.folder import open_study, prepare
from sim.studies.sweep import sweep
from tests.execution.invented_counties import world
from tests.studies.invented import write_study

work_it_out = sources.package_hash.__wrapped__


@pytest.fixture
def after_an_edit(monkeypatch):
    """Call to go on as if a file that makes runs had been edited."""
    return lambda: monkeypatch.setattr(sources, "numbers_hash", lambda: "f" * 32)


@pytest.fixture
def cold(tmp_path, monkeypatch):
    """An empty cache of kernels; call to forget which folders there are."""

    def forget():
        cache_folder.cache_clear()
        fingerprint.cache_clear()

    monkeypatch.setenv("RURALPARTY_CACHE", str(tmp_path))
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    forget()
    yield forget
    monkeypatch.undo()
    forget()


def test_kernels_whose_folder_was_deleted_are_compiled_again(cold):
    assert not warm.is_warm()
    warm.note_warm()
    assert warm.is_warm()
    shutil.rmtree(cache_folder(warm.KERNELS))
    assert not warm.is_warm()
    warm.note_warm()
    assert warm.is_warm()


@pytest.mark.parametrize("setting", ["BOUNDSCHECK", "OPT"])
def test_kernels_compiled_in_another_way_say_nothing_of_these(cold, monkeypatch, setting):
    import numba

    warm.note_warm()
    monkeypatch.setattr(numba.config, setting, "another")
    cold()
    assert not warm.is_warm()


def test_kernels_of_another_model_say_nothing_of_these(cold, monkeypatch):
    warm.note_warm()
    monkeypatch.setattr(warm, "model_hash", lambda: "another")
    assert not warm.is_warm()


@pytest.mark.parametrize("path", [path.name for path in sorted((PACKAGE / "runs").glob("*.py"))])
def test_an_edit_of_code_that_makes_runs_gives_them_other_names(path, monkeypatch):
    before, read_bytes = work_it_out(), Path.read_bytes
    edited = PACKAGE / "runs" / path
    monkeypatch.setattr(Path, "read_bytes", lambda self: read_bytes(self) + b" " * (self == edited))
    assert work_it_out() != before


@pytest.mark.parametrize("library", ["numpy", "numba", "scipy"])
def test_another_version_of_a_library_gives_runs_other_names(library, monkeypatch):
    before, version = work_it_out(), sources.version
    monkeypatch.setattr(sources, "version", lambda name: "0.0" if name == library else version(name))
    assert work_it_out() != before


def test_the_hash_is_the_same_each_time_and_not_that_of_the_model_alone():
    assert work_it_out() == sources.numbers_hash() != sources.model_hash()


def test_a_half_done_study_is_not_resumed_after_an_edit(tmp_path, after_an_edit):
    folder = write_study(tmp_path)
    assert prepare(folder).model == open_study(folder).model == sources.numbers_hash()
    after_an_edit()
    with pytest.raises(ValueError, match="the model has changed .* code, libraries or machine"):
        sweep(folder, engine="sequential")


def test_runs_of_before_an_edit_are_not_found(tmp_path, after_an_edit):
    store, job = RunStore(tmp_path), Job(world(2).scenario, 1)
    before = store.name(job)
    after_an_edit()
    assert store.name(job) != before


def test_a_worker_with_another_version_does_no_run(after_an_edit):
    expected = sources.numbers_hash()
    check_worker(expected)
    after_an_edit()
    with pytest.raises(WorkerDiffers, match="all machines must have the same versions"):
        check_worker(expected)
