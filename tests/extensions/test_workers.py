"""Workers load exactly what the process has loaded that hands out the work, and refuse what differs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.core.compute.kernel_cache import PACKAGE
from sim.core.recording.indicator import Spread
from sim.execution.engines import engine_of
from sim.execution.runner import Runner
from sim.execution.work import do_chunk, task_of
from sim.execution.workers import Workers
from sim.extensions.loading import ExtensionError
from sim.extensions.registry import forget, named, records, use
from sim.indicators import INDICATORS
from sim.policies import find_policy, policy_names
from sim.runs.jobs import resolve
from tests.extensions.conftest import MECHANISM, OUTCOME, POLICY

SHARED = {"note": "mean over villages", "note_zh": "各村均值"}


def everything(scenarios: tuple[str, str]) -> list[object]:
    """Register one of each kind, and give the scenarios."""
    sim.register(POLICY, OUTCOME, MECHANISM)
    sim.register(Spread("mean_trust", "0-1", "mean of trust", "村均信任", "mean", "trust", "adults", **SHARED))
    with_quarrels = {"parameters.land_quarrels.chance": 0.05}
    return [each.scenario.changed(with_quarrels) for each in resolve(scenarios)]


def digests(runs: sim.execution.run.Runs) -> list[bytes]:
    assert not runs.failures
    return [run.sums.tobytes() for each in runs.runs.values() for run in each]


def test_runs_of_processes_are_those_of_this_process(scenarios):
    given = everything(scenarios)
    runs = [sim.run(given, seeds=[1, 2], jobs=2, engine=each, store=False) for each in ("process", "sequential")]
    assert digests(runs[0]) == digests(runs[1])
    values = [[run.value(INDICATORS["mean_trust"], 0, 12) for run in each.runs["rounds"]] for each in runs]
    assert values[0] == values[1]
    assert all(0 < value < 1 for value in values[0])
    compared = sim.compare(*given, reps=2, jobs=1, outcomes=["unmet_needs", "mean_trust", "visits"], store=False)
    assert compared.difference("rounds", "visits").difference > 0
    assert [each.indicator.name for each in compared.outcomes] == ["unmet_needs", "mean_trust", "visits"]


@pytest.mark.verify
def test_runs_of_dask_are_those_of_this_process(scenarios):
    given = everything(scenarios)
    runs = [sim.run(given, seeds=[1], jobs=2, engine=each, store=False) for each in ("dask", "sequential")]
    assert digests(runs[0]) == digests(runs[1])


def test_a_worker_refuses_a_file_with_another_content_or_none(written, scenarios):
    path = Path(written("evening_rounds.py", Path(POLICY).read_text(encoding="utf-8")))
    sim.register(path)
    task = task_of("", "", [])
    path.write_text(path.read_text(encoding="utf-8") + "\n# dearer\n", encoding="utf-8")
    with Workers(1) as worker:
        with pytest.raises(ExtensionError, match="is not what it was when the work was handed out .hash"):
            worker.submit(do_chunk, task).result()
        path.unlink()
        with pytest.raises(ExtensionError, match=r"evening_rounds\.py cannot be read"):
            worker.submit(do_chunk, task).result()


def names_there(place: int) -> list[str]:
    """Policies that a worker knows."""
    return policy_names()


def test_functions_that_are_called_on_each_item_find_them_too(scenarios):
    sim.register(POLICY)
    with Runner(engine_of("process", 1)) as runner:
        assert runner.map(names_there, [0], lambda item, error: [error]) == [policy_names()]
        forget()
        assert runner.map(names_there, [0], lambda item, error: [error]) == [policy_names()]
    assert "evening_rounds" not in policy_names()


def test_exactly_what_a_task_says_is_there(written):
    sim.register(POLICY)
    sim.register(Spread("mean_trust", "0-1", "mean of trust", "村均信任", "rank", "trust", "adults",
                        other=("visits", ""), **SHARED))  # fmt: skip
    wanted, names, rank = records(), named(), INDICATORS["mean_trust"]
    assert json.loads(task_of("", "", []))["extensions"] == wanted
    forget()
    sim.register(MECHANISM)
    use(wanted)
    assert (named(), INDICATORS["mean_trust"]) == (names, rank)
    forget()
    sim.register(find_evening_rounds())
    only = records()
    forget()
    use(only)
    assert [each["class"] for each in named()] == ["EveningRounds"]
    use([])
    assert named() == []


def find_evening_rounds() -> type:
    """The class of the file."""
    sim.register(POLICY)
    found = find_policy("evening_rounds")
    forget()
    return found


SCRIPT = """
{policy}

import sim

sim.register(EveningRounds)

if __name__ == "__main__":
    runs = sim.run({scenario!r}, reps=2, jobs=2, store=False)
    assert not runs.failures, runs.failures
    print(EveningRounds.name, [run.policies for run in runs.runs["rounds"]])
"""


def test_a_script_registers_a_class_of_its_own_and_runs_it_on_processes(written, scenarios):
    text = SCRIPT.format(policy=Path(POLICY).read_text(encoding="utf-8"), scenario=scenarios[1])
    script = written("evening_rounds.py", text)
    where = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=where, check=False)
    assert done.stdout == "evening_rounds [('evening_rounds',), ('evening_rounds',)]\n", done.stderr
