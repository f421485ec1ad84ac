"""How long the comparing page lets its visitor wait, without the browser: answers at once, from four pairs, from 32.

``python -m benchmarks.app`` asks as a page asks (``sim/app/compare/answering.py``), with a store and a pool of its own.
Four pairs and 32 are told in single runs timed in the same minutes, since the seconds are those of this machine; what a
browser adds is measured by ``tests/app/compare``. It takes about two minutes on two cores.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from queue import Queue

from sim.app.compare.answer import Answer, Stage
from sim.app.compare.answering import FEW, Answering, Shared
from sim.app.compare.asked import MOST_PAIRS, Asked, first_asked, scenarios_of
from sim.app.compare.pool import Pool
from sim.execution.simulator import Simulator
from sim.runs.jobs import jobs_of
from sim.runs.run import RUN, TRAJECTORIES
from sim.runs.simulate import simulate
from sim.scenario.scenario import load

MOVES = 40
TARGETS = {"estimate": (0.06, 0.15), "few": 2.5, "most": 18.0}
"""Seconds of an estimate (median, 95 of 100), and single runs that four and 32 pairs of one alternative may take."""
SINGLE, ASIDE = 5, 900_001
"""Single runs that are timed, and their first seed."""


def moved(asked: Asked, place: int) -> Asked:
    """The question with side A's first lever somewhere else."""
    side = asked.sides[0].moved("training.dose.units", 1.0 + 0.05 * place, load(asked.scenario).horizon)
    return asked.with_side(0, side)


class Visitor:
    """Asks, and takes the time of each answer."""

    def __init__(self, shared: Shared) -> None:
        self.heard: Queue[tuple[float, Answer]] = Queue()
        self.answering = Answering(shared, lambda answer: self.heard.put((time.perf_counter(), answer)))
        self.answering.start()

    def wait(self, asked: Asked, *stages: Stage, pairs: int = 0) -> float:
        """Seconds from the question to an answer of one of these stages and at least so many pairs."""
        begun = time.perf_counter()
        self.answering.ask(asked)
        while True:
            at, answer = self.heard.get()
            if answer.stage is Stage.FAILED:
                raise SystemExit(answer.failure)
            if answer.stage in stages and answer.pairs >= pairs:
                return at - begun

    def known_at_once(self, asked: Asked) -> float:
        """Seconds until there is an estimate."""
        begun = time.perf_counter()
        if self.answering.at_once(asked).stage is not Stage.ESTIMATE:
            raise SystemExit("there is no answer near this one")
        return time.perf_counter() - begun


def single_runs(asked: Asked) -> float:
    """Median seconds of a single run in this process."""
    named = scenarios_of(asked)[1:]
    layers = (RUN, TRAJECTORIES)
    taken = []
    for job in jobs_of(named, range(ASIDE, ASIDE + SINGLE), layers):
        begun = time.perf_counter()
        simulate(job)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    first = replace(first_asked(), pairs=MOST_PAIRS)
    with tempfile.TemporaryDirectory() as folder:
        shared = Shared(pool=Pool(), store=folder)
        named = scenarios_of(first)
        with Simulator(
            store=folder, engine=shared.pool.turn()
        ) as simulator:  # kernels are read, the baseline is stored
            simulator.results(jobs_of(named[:1], range(1, 1 + MOST_PAIRS), (RUN, TRAJECTORIES)))
        visitor = Visitor(shared)
        few, most, single = [], [], []
        for place in range(3):
            single.append(single_runs(moved(first, place)))
            few.append(visitor.wait(moved(first, place), Stage.FEW, pairs=FEW))
            most.append(few[-1] + visitor.wait(moved(first, place), Stage.FINAL, pairs=BATCH))
        each = statistics.median(single)
        print(f"a single run {each:.2f} s")
        for name, seconds, pairs in (("few", few, FEW), ("most", most, MOST_PAIRS)):
            middle = statistics.median(seconds)
            told = f"{middle:.2f} s, {middle / each:.1f} single runs (at most {TARGETS[name]})"
            print(f"{pairs} pairs of one changed alternative, the baseline stored: {told}")
        waits = sorted(visitor.known_at_once(moved(first, 5 + place)) for place in range(MOVES))
        p50, p95 = statistics.median(waits), waits[int(0.95 * MOVES)]
        print(f"estimate: p50 {1e3 * p50:.0f} ms, p95 {1e3 * p95:.0f} ms (60 and 150)")
        visitor.answering.close()
        shared.pool.close()


BATCH = 20
"""Pairs from which an answer may be precise enough to be the last."""

if __name__ == "__main__":
    main()
