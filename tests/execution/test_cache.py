"""The store of whole runs: what comes out is what was put in, to the last bit, or nothing."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from sim.core.compute.kernel_cache import PACKAGE, sources_of
from sim.core.recording.aggregation import GroupTable
from sim.execution import cache
from sim.execution.cache import RunStore, opened, store_root, stored_runs, surplus
from sim.execution.files import UNFINISHED, refused
from sim.execution.progress import Progress
from sim.execution.simulator import Simulator
from sim.execution.tables import Damaged
from sim.runs import layers as whole
from sim.runs.run import LAYERS, RUN, TRAJECTORIES, VILLAGES, Failure, Job, Run
from sim.runs.simulate import simulate
from sim.studies.clean import clear_runs
from tests.report.invented import invented_run
from tests.whole import small

SHORT = {"horizon.months": 12, "horizon.burn_in": 1, "world.townships": 1, "world.village_size": 150}
pytestmark = pytest.mark.usefixtures("unmoved_sources")
MONTH_SECONDS = 30 * 86400


class Counting(Progress):
    """Counts the runs that are announced."""

    def __init__(self) -> None:
        self.requested = 0

    def expect(self, runs: int) -> None:
        self.requested += runs


def same(a, b) -> bool:
    """Whether two values are the same to the last bit and lie alike in memory."""
    if isinstance(a, np.ndarray):
        alike = a.dtype == b.dtype and a.shape == b.shape and a.strides == b.strides
        return alike and a.tobytes() == b.tobytes()
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, GroupTable):
        return (a.lead, a.names, a.groups) == (b.lead, b.names, b.groups) and same(a.kept, b.kept)
    if isinstance(a, tuple):
        return len(a) == len(b) and all(same(*each) for each in zip(a, b, strict=True))
    return type(a) is type(b) and a == b


def differing(a: Run, b: Run) -> list[str]:
    """Names of the fields that differ, processor time aside."""
    names = [each.name for each in fields(Run) if each.name != "seconds"]
    return [name for name in names if not same(getattr(a, name), getattr(b, name))]


def job(
    seed: int = 1, trajectories: bool = False, villages: bool = False, check: bool = False, name: str = "small"
) -> Job:
    layers = (RUN, *[TRAJECTORIES] * trajectories, *[VILLAGES] * villages)
    return Job(small(SHORT).changed({"name": name}), seed, f"replay {seed}", layers, check)


def simulated(store: RunStore, jobs: list[Job], progress: Progress | None = None) -> list[Run | Failure]:
    """Runs of jobs, done in this process as far as they are not stored."""
    with Simulator(1, progress, store=store) as simulator:
        return simulator.results(jobs)


@pytest.fixture
def instead(monkeypatch):
    """Call to have a worker do something else than simulating."""
    return lambda function: monkeypatch.setattr("sim.execution.work.simulate", function)


@pytest.fixture(scope="module")
def full() -> Run:
    """A run with all that can be kept."""
    return simulate(job(trajectories=True, villages=True))


@pytest.fixture
def store(tmp_path) -> RunStore:
    found = RunStore(tmp_path / "runs")
    found.make()
    return found


@pytest.mark.parametrize("villages", [False, True])
@pytest.mark.parametrize("trajectories", [False, True])
def test_a_stored_run_that_holds_more_serves_a_job_that_asks_for_less(store, full, trajectories, villages):
    requested = job(trajectories=trajectories, villages=villages)
    store.write(store.name(requested), full)
    assert differing(simulate(requested), store.read(requested)) == []


def test_arrays_of_a_run_lie_in_memory_as_they_are_read_from_the_store(full):
    arrays = [full.sums, full.yuan, full.hours, full.by_village, full.by_group.kept, *full.trajectories]
    arrays += [*full.places.values(), *full.traits.values(), *simulate(job()).spread.values()]
    assert all(each.flags.c_contiguous for each in arrays)


def test_what_comes_from_the_store_may_be_written_to(store, full):
    store.write(store.name(job()), full)
    found = store.read(job(trajectories=True, villages=True))
    for each in (found.sums, found.yuan, found.trajectories[0], found.places["county"], found.by_village):
        assert each.flags.writeable


@pytest.mark.parametrize(("held", "asked"), [((False, False), (True, False)), ((True, False), (False, True))])
def test_a_stored_run_that_holds_less_is_not_given(store, full, held, asked):
    less = replace(full, trajectories=full.trajectories if held[0] else None)
    less = less if held[1] else replace(less, by_village=None, spread=simulate(job()).spread)
    store.write(store.name(job()), less)
    assert store.read(job()) is not None
    assert store.read(job(trajectories=asked[0], villages=asked[1])) is None
    assert store.notes == []


def test_a_run_is_found_under_any_name_and_at_no_other_seed_or_setting(store, full):
    store.write(store.name(job()), full)
    found = store.read(job(name="other"))
    assert (found.scenario, found.seed) == ("other", 1)
    assert store.read(job(seed=2)) is None
    longer = replace(job(), scenario=job().scenario.changed({"parameters.migration.leave": 0.02}))
    assert store.read(longer) is None


def test_runs_of_another_model_or_version_are_not_found(store, full, monkeypatch):
    store.write(store.name(job()), full)
    monkeypatch.setattr(cache, "generation", lambda: "0123456789ab")
    assert store.read(job()) is None
    monkeypatch.undo()
    monkeypatch.setattr(cache, "kept_text", lambda: "another version of a library")
    assert store.read(job()) is None


def test_all_sources_behind_a_run_are_in_its_name():
    from sim.runs.sources import run_sources

    behind = {path.relative_to(PACKAGE).as_posix() for path in sources_of("sim.runs.simulate").values()}
    behind |= {path.relative_to(PACKAGE).as_posix() for path in sources_of("sim.runs.outputs").values()}
    named = {path.relative_to(PACKAGE).as_posix() for path in run_sources()}
    assert {"runs/traits.py", "runs/window.py", "runs/counties.py"} <= behind
    unnamed = {"__init__.py", "words/changes.py"}  # the latter says what older files are told, and decides no number
    assert behind - named == unnamed & behind


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(place: float):
    def flip(content: bytes) -> bytes:
        at = int(place * (len(content) - 1))
        return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :]

    return flip


@pytest.mark.parametrize(
    "spoil", [cut, lambda content: b"", lambda content: b"PAR1" * 20, flipped(0.02), flipped(0.1), flipped(1.0)]
)
@pytest.mark.parametrize("layer", LAYERS)
def test_a_damaged_file_is_named_and_its_run_is_done_anew(store, full, layer, spoil):
    requested = job(trajectories=True, villages=True)
    store.write(store.name(requested), full)
    path = store.path(store.name(requested), layer)
    path.write_bytes(spoil(path.read_bytes()))
    with Simulator(1, store=store) as simulator:
        (found,) = simulator.results([requested])
        assert simulator.counted.done == 1
    assert differing(found, full) == []
    (note,) = store.notes
    assert str(path) in note
    assert "is run again" in note
    assert differing(RunStore(store.root).read(requested), full) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_file_with_one_bit_turned_is_refused(store, full, layer):
    name = f"{layer}-of-a-run"
    path = store.root / name
    cache.write_layer(path, name, *whole.to_arrays(full)[layer])
    content = path.read_bytes()
    for step in range(300):
        path.write_bytes(flipped(step / 299)(content))
        with pytest.raises(Damaged):
            cache.read_layer(path, name)


def test_the_file_of_another_run_under_this_name_is_not_believed(store, full):
    store.write(store.name(job()), full)
    store.write(store.name(job(seed=2)), full)
    mine, others = (store.path(store.name(job(seed=seed)), RUN) for seed in (1, 2))
    mine.write_bytes(others.read_bytes())
    assert store.read(job()) is None
    assert "damaged" in store.notes[0]


def test_the_user_is_told_of_damaged_files_once_the_runs_are_over(store, full, capsys, instead):
    for seed in range(1, 9):
        store.write(store.name(job(seed)), full)
    for path in store.root.rglob("*.run.parquet"):
        path.write_bytes(b"")
    instead(lambda each: full)
    simulated(store, [job(seed) for seed in range(1, 9)])
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    assert lines[-1] == "and 3 more"


@pytest.mark.parametrize(("number", "message"), [(28, "the disk is full"), (30, "read-only"), (122, "quota")])
def test_a_folder_that_takes_nothing_is_told_once_and_no_result_is_lost(
    tmp_path, monkeypatch, capsys, instead, number, message
):
    def refuse(path, table, what, **options):
        if tmp_path in path.parents:
            raise refused(path.parent, OSError(number, os.strerror(number)))
        publish_table(path, table, what, **options)

    publish_table = cache.publish_table
    monkeypatch.setattr(cache, "publish_table", refuse)
    instead(lambda each: invented_run("baseline", each.seed))
    found = simulated(RunStore(tmp_path), [job(seed) for seed in (1, 2, 3)])
    assert [each.seed for each in found] == [1, 2, 3]
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line
    assert "--no-store" in line
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_store_that_is_no_folder_is_told_and_no_result_is_lost(tmp_path, capsys, instead):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    instead(lambda each: invented_run("baseline", each.seed))
    assert all(isinstance(each, Run) for each in simulated(RunStore(tmp_path / "file"), [job(1), job(2)]))
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_only_runs_that_are_not_stored_are_done_and_announced(store, instead):
    progress = Counting()
    instead(lambda each: invented_run("baseline", each.seed))
    simulated(store, [job(3)])
    with Simulator(1, progress, store=store) as simulator:
        simulator.results([job(seed) for seed in (2, 4)])
        found = simulator.results([job(seed) for seed in (1, 2, 3, 4, 5)])
        assert (simulator.counted.stored, simulator.counted.done) == (1, 4)
    assert progress.requested == 4
    assert [each.seed for each in found] == [1, 2, 3, 4, 5]


def test_a_failure_is_never_stored(store, instead):
    def fail(each: Job) -> Failure:
        return Failure(each.name, each.seed, "ValueError: made to fail", each.command)

    instead(fail)
    assert [each.seed for each in simulated(store, [job(1)])] == [1]
    assert store.read(job(1)) is None
    assert list(stored_runs(store.root)) == []


@pytest.mark.parametrize(("check", "fresh"), [(True, False), (False, True)])
def test_a_run_to_be_checked_or_asked_for_afresh_is_done_once_and_stored(store, full, instead, check, fresh):
    store.write(store.name(job()), replace(full, seconds=-1.0))
    done: list[int] = []
    instead(lambda each: done.append(each.seed) or full)
    with Simulator(1, store=store, fresh=fresh) as simulator:
        simulator.results([job(check=check)])
        simulator.results([job(check=check)])
    assert done == [1]
    assert store.read(job()).seconds == full.seconds


def test_a_run_that_cannot_be_put_into_files_is_a_failure_and_stops_nothing(tmp_path, instead):
    odd = replace(invented_run("baseline", 1), sums=np.array([[object()]]))
    instead(lambda each: odd if each.seed == 1 else invented_run("baseline", each.seed))
    first, second = simulated(RunStore(tmp_path), [job(1), job(2)])
    assert isinstance(first, Failure)
    assert "cannot be kept" in first.error
    assert isinstance(second, Run)


def test_runs_are_neither_kept_nor_looked_for_when_the_model_is_altered_meanwhile(
    tmp_path, full, monkeypatch, capsys, instead
):
    source = tmp_path / "mechanism.py"
    source.write_text("before", encoding="utf-8")
    known = {source: (source.stat().st_mtime_ns, source.stat().st_size)}
    monkeypatch.setattr(cache, "first_seen", lambda: known)
    instead(lambda each: full)
    store = RunStore(tmp_path / "runs")
    store.make()
    store.write(store.name(job()), full)
    with Simulator(1, store=store) as simulator:
        simulator.results([job(1)])
        assert (simulator.counted.stored, simulator.counted.done) == (1, 0)
        source.write_text("afterwards", encoding="utf-8")
        simulator.results([job(1), job(2)])
        assert (simulator.counted.stored, simulator.counted.done) == (1, 2)
    assert len(list(stored_runs(store.root))) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "have been altered" in line


def aged(store: RunStore, path: Path, seconds: float) -> None:
    about = path.stat()
    os.utime(path, (about.st_atime, about.st_mtime - seconds))


def test_runs_unused_for_a_month_are_deleted_and_reading_is_using(store, full):
    for seed in (1, 2):
        store.write(store.name(job(seed)), full)
    for path in store.root.rglob("*.parquet"):
        aged(store, path, MONTH_SECONDS + 3600)
    store.read(job(1))
    store.clear()
    assert len(list(stored_runs(store.root))) == 1
    assert store.read(job(1)) is not None


def test_beyond_the_bound_the_runs_unused_for_longest_go(store, full, monkeypatch):
    for seed in (1, 2, 3):
        store.write(store.name(job(seed)), full)
        for layer in LAYERS:
            aged(store, store.path(store.name(job(seed)), layer), 1000 * (4 - seed))
    size = max(run.size for run in stored_runs(store.root))
    monkeypatch.setenv("RURALPARTY_STORE_GB", str(2.5 * size / 1e9))
    store.clear()
    assert [store.read(job(seed)) is not None for seed in (1, 2, 3)] == [False, True, True]
    assert surplus(store.root) == []


@pytest.mark.parametrize("text", ["much", "0", "-1", "nan"])
def test_a_bound_that_is_none_is_refused_before_anything_is_run(tmp_path, monkeypatch, text):
    monkeypatch.setenv("RURALPARTY_STORE_GB", text)
    with pytest.raises(ValueError, match="RURALPARTY_STORE_GB"):
        opened(tmp_path)


def test_clearing_deletes_runs_of_other_versions_and_unfinished_files_and_nothing_of_others(store, full, monkeypatch):
    store.write(store.name(job()), full)
    mine = store.root / "0123456789ab" / "series.parquet"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    unfinished = store.root / cache.generation() / f"{UNFINISHED}1-abc"
    unfinished.write_bytes(b"half")
    monkeypatch.setattr(cache, "generation", lambda: "fedcba987654")
    store.write(store.name(job()), full)
    would = clear_runs(store.root, dry_run=True, old_seconds=-1)
    assert (would.runs, would.files) == (1, 1)
    assert would.bytes > 0
    assert unfinished.is_file()
    assert clear_runs(store.root).files == 0  # young: another process might be writing it
    assert clear_runs(store.root, old_seconds=-1).files == 1
    assert mine.read_bytes() == b"mine"
    assert store.read(job()) is not None


def test_a_folder_that_another_process_deletes_meanwhile_is_no_fault(store, full, monkeypatch, tmp_path, instead):
    glob, ours = Path.glob, store.root / cache.generation()

    def gone_first(folder, pattern):
        if folder == ours:
            ours.rename(tmp_path / "gone")
        return glob(folder, pattern)

    instead(lambda each: full)
    with Simulator(1, store=store) as simulator:
        simulator.results([job()])
        monkeypatch.setattr(Path, "glob", gone_first)
    monkeypatch.undo()
    assert not ours.exists()


def test_what_is_pinned_stays_beyond_the_bound_and_a_month_until_it_is_let_go_of(store, full, monkeypatch):
    names = [store.name(job(seed)) for seed in (1, 2)]
    for name in names:
        store.write(name, full)
    for path in store.root.rglob("*.parquet"):
        aged(store, path, MONTH_SECONDS + 3600)
    pin = store.pin(names[:1])
    monkeypatch.setenv("RURALPARTY_STORE_GB", "1e-9")
    store.clear()
    assert [store.holds(name, LAYERS) for name in names] == [True, False]
    del pin
    store.clear()
    assert not store.holds(names[0], LAYERS)


def test_a_pin_that_nobody_came_back_to_is_forgotten_after_a_month(store, full):
    name = store.name(job())
    store.write(name, full)
    pin = store.pin([name])
    for path in (*store.root.rglob("*.parquet"), *store.root.rglob("*.json")):
        aged(store, path, MONTH_SECONDS + 3600)
    store.clear()
    assert not store.holds(name, LAYERS)
    del pin


def test_the_store_lies_beside_the_kernels_or_where_it_is_put(tmp_path, monkeypatch):
    monkeypatch.delenv("RURALPARTY_STORE")
    monkeypatch.setenv("RURALPARTY_CACHE", str(tmp_path / "cache"))
    assert store_root() == tmp_path / "cache" / "runs"
    monkeypatch.delenv("RURALPARTY_CACHE")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert store_root() == tmp_path / "xdg" / "ruralparty" / "runs"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert store_root() == tmp_path / "local" / "ruralparty" / "runs"
    monkeypatch.setenv("RURALPARTY_STORE", str(tmp_path / "mine"))
    assert opened().root == tmp_path / "mine"
    assert opened(tmp_path / "other").root == tmp_path / "other"


def test_nothing_is_kept_where_nothing_is_to_be_kept(tmp_path, monkeypatch):
    assert opened(False).temporary
    monkeypatch.setenv("RURALPARTY_STORE", "none")
    found = opened()
    assert found.temporary
    root = found.root
    del found
    assert not root.exists()
    assert opened(tmp_path).root == tmp_path
