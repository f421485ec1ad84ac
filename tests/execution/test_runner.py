"""The runner and an engine that has lost its workers without a word."""

from __future__ import annotations

from concurrent.futures import Executor, Future

from sim.execution import runner
from sim.execution.engines import Engine, Inline
from sim.execution.progress import Progress
from sim.execution.runner import Runner, Taken, Work
from sim.execution.work import Asked, answer_of, do_chunk, task_of
from sim.runs.outputs import Outputs
from tests.studies.invented import OUTCOMES, quick

PLAIN = {"name": "own", "title": "own", "horizon": {"months": 24, "burn_in": 0}}


class Deserted(Executor):
    """Takes work and never does it."""

    def submit(self, function, /, *given, **keywords) -> Future:
        return Future()


def task(runs: list[int]) -> str:
    """Invented runs whose names are their numbers."""
    return task_of("", "", [Asked(f"{run:032x}", PLAIN, run) for run in runs], Outputs(OUTCOMES, "12", ("scalars",)))


def test_an_engine_whose_workers_have_left_is_started_anew_and_nobody_is_blamed(monkeypatch):
    monkeypatch.setattr(runner, "EMPTY_SECONDS", -1.0)
    monkeypatch.setattr(Progress, "tick_seconds", 0.0)
    made: list[Executor] = []
    poisoned: list[int] = []
    done: list[str] = []

    def make() -> Executor:
        made.append(Inline() if made else Deserted())
        return made[-1]

    def answered(text: str, runs: list[int]) -> Taken:
        answer = answer_of(text)
        done.extend(run for run, _ in answer.done)
        return Taken(answer.count, len(answer.failed), answer.seconds)

    monkeypatch.setattr("sim.execution.work.simulate", quick)
    engine = Engine(make, 2, empty=lambda executor: isinstance(executor, Deserted))
    with Runner(engine) as found:
        tally = found.do(Work(do_chunk, task, answered, lambda *run: poisoned.append(run[0])), range(1, 8))
    assert (len(made), tally.breaks, tally.done, poisoned) == (2, 1, 7, [])
    assert sorted(done) == [f"{run:032x}" for run in range(1, 8)]


class KilledWorker(Exception):
    """Named as dask's, which tries a run several times before it says this."""


class Refusing(Inline):
    """A cluster that gives up every chunk."""

    def submit(self, function, /, *given, **keywords) -> Future:
        future: Future = Future()
        future.set_exception(KilledWorker("its last worker was tcp://node:8786"))
        return future


def test_a_run_that_a_cluster_gives_up_is_recorded_with_what_the_cluster_said():
    poisoned: list[tuple[int, str]] = []
    work = Work(do_chunk, task, lambda answer, runs: Taken(0, 0, 0.0), lambda *told: poisoned.append(told))
    with Runner(Engine(Refusing, 1)) as found:
        tally = found.do(work, [5])
    assert (tally.done, tally.failed) == (0, 1)
    ((run, error),) = poisoned
    assert run == 5
    assert "died as often as the cluster tried it" in error
    assert error.endswith("the last time: its last worker was tcp://node:8786")
