"""Answering questions of one visitor: one thread, the newest question only, answers in stages.

Every control of the page leads to a question. The thread drops what it is at as soon as there is a newer one. All
visitors share the pool of processes, the store of runs and the memory of finished answers; nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Condition, Thread
from typing import Any

from sim.analysis.comparable import check_comparable
from sim.analysis.compare import WINDOW
from sim.analysis.comparison import Stopping, TooFewRuns, pairs_of_extremes
from sim.analysis.emulator.speak import is_stale
from sim.analysis.pairs import Pairs
from sim.analysis.reading import Reading, read
from sim.app.compare.answer import Answer, Known, Memory, Stage, from_memory
from sim.app.compare.asked import Asked, scenarios_of
from sim.app.compare.errands import Errand, Going, Results, run
from sim.app.compare.estimates import estimate
from sim.app.compare.figures import figures_of
from sim.app.compare.looked_at import LookedAt
from sim.app.compare.pool import Pool
from sim.core.config.language import Language, speaking
from sim.execution.progress import Counting
from sim.execution.simulator import Simulator
from sim.indicators import HEADLINES, indicator_named
from sim.runs.jobs import LIST, quorum_rule, seeds_from
from sim.runs.window import window_of
from sim.scenario.scenario import ScenarioError

FEW = 4
BATCHES = (FEW, 8, 16, 20, 32)
"""Pairs after which an answer is shown; numbers on the page change no oftener."""
CHUNK_SECONDS = 0.4
"""Time that a worker goes on with a question that has been overtaken, about."""
STEPS = 20
"""Numbers of an errand change no oftener than so many times."""
PRECISE = 0.5
"""An interval is narrow enough at this part of what matters to either side."""

log = logging.getLogger(__name__)


class Overtaken(Exception):
    """There is a newer question, or nobody who would hear the answer."""


@dataclass(frozen=True)
class Shared:
    """What all visitors of a server share.

    Attributes
    ----------
    pool : Pool
    memory : Memory
    results : Results
        What came of errands.
    store : str or bool
        Store of runs, as of :func:`sim.run`.
    outcomes : tuple of str
        Indicators that are compared.
    """

    pool: Pool = field(default_factory=Pool)
    memory: Memory = field(default_factory=Memory)
    results: Results = field(default_factory=Results)
    store: Any = True
    outcomes: tuple[str, ...] = HEADLINES

    @cached_property
    def looked_at(self) -> LookedAt:
        """Pairs that are looked at village by village."""
        return LookedAt(self.pool)


class Answering:
    """The thread that answers one visitor.

    Parameters
    ----------
    shared : Shared
    tell : callable
        Is told every answer, in this thread.
    report : callable, optional
        Is told how far an errand has come.
    """

    def __init__(
        self, shared: Shared, tell: Callable[[Answer], None], report: Callable[[Going], None] | None = None
    ) -> None:
        self.shared, self._tell, self._report = shared, tell, report or (lambda going: None)
        self._news = Condition()
        self._asked: tuple[Asked, Language] | None = None
        self._number = self._answered = 0
        self._errands: list[Errand] = []
        self._at: Errand | None = None
        self._language: Language = "en"
        self._closed = False

    def start(self) -> Callable[[], None]:
        """Begin to work; returns what ends it."""
        Thread(target=self._work, name="answers of a page", daemon=True).start()
        return self.close

    def ask(self, asked: Asked, language: Language = "en") -> None:
        """Ask; a question that is being answered is dropped, unless it is the same in the same language."""
        with self._news:
            if self._asked != (asked, language):
                self._asked, self._language = (asked, language), language
                self._number += 1
            self._errands = [each for each in self._errands if each.asked == asked]
            self._news.notify_all()

    def send(self, errand: Errand) -> None:
        """Have an errand done after the answer and the errands before it; a new question ends them all."""
        with self._news:
            if errand not in (self._at, *self._errands):
                self._errands.append(errand)
            self._news.notify_all()

    def recall(self, errand: Errand) -> None:
        """Drop an errand."""
        with self._news:
            self._errands = [each for each in self._errands if each != errand]
            if self._at == errand:
                self._at = None

    def at_once(self, asked: Asked) -> Answer:
        """What memory has of a question: the answer, or an estimate, or nothing."""
        counting = Answer(asked, Stage.COUNTING, wanted=asked.pairs)
        known = estimate(asked, self.shared.memory)
        return counting if known is None else from_memory(counting, known)

    def cancel(self) -> None:
        """Drop the question and its errands; what is known of it stays."""
        with self._news:
            self._asked, self._errands = None, []
            self._number += 1
            self._news.notify_all()

    def close(self) -> None:
        """Drop the question and end the thread."""
        with self._news:
            self._closed = True
            self._number += 1
            self._news.notify_all()

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._has_work() or self._errands)
                if self._closed:
                    return
                number, asked, errand = self._number, None, None
                if self._asked is not None and self._has_work():
                    self._answered = number
                    asked, self._language = self._asked
                else:
                    errand = self._at = self._errands.pop(0)
            with speaking(self._language), suppress(Overtaken):
                if asked is not None:
                    self._answer(asked, number)
                    is_stale()  # seconds, once a process: a lever that is moved next does not wait for it
                elif errand is not None:
                    self._do(errand, number)

    def _has_work(self) -> bool:
        """Whether there is a question that is not answered."""
        return self._number > self._answered and self._asked is not None

    def _check(self, number: int) -> None:
        """Go on if the question is still wanted.

        Raises
        ------
        Overtaken
            If it is not.
        """
        if number != self._number or self._closed:
            raise Overtaken

    def _do(self, errand: Errand, number: int) -> None:
        """Do an errand; where only the language has changed, it is done after the answer in the other one."""

        def check() -> None:
            if errand != self._at:
                raise Overtaken
            self._check(number)

        told = _Told(check, lambda: self._report(Going(errand, told.ended, told.total)))
        try:
            check()
            with self._simulator(told) as simulator:
                result = run(errand, simulator, self.shared.outcomes)
            self.shared.results.keep(errand, result)
            self._report(Going(errand, result=result))
        except Overtaken:
            with self._news:
                wanted = self._asked is not None and self._asked[0] == errand.asked
                if wanted and errand == self._at and not self._closed:
                    self._errands.insert(0, errand)
            raise
        except (ScenarioError, TooFewRuns, ValueError) as error:
            self._report(Going(errand, failure=str(error)))
        except Exception as error:
            log.exception("an errand of a page could not be done")
            self._report(Going(errand, failure=f"{type(error).__name__}: {error}"))
        finally:
            with self._news:
                self._at = None

    def _simulator(self, told: _Told) -> Simulator:
        """Runs for one question on the pool of all, in chunks so short that another question soon has its turn."""
        engine = self.shared.pool.turn()
        return Simulator(progress=told, store=self.shared.store, engine=engine, chunk_seconds=CHUNK_SECONDS)

    def _answer(self, asked: Asked, number: int) -> None:
        """Answer a question in stages; what goes wrong is an answer too."""
        try:
            for answer in self._stages(asked, number):
                self._check(number)
                self._tell(answer)
        except Overtaken:
            raise
        except (ScenarioError, TooFewRuns) as error:
            self._tell(Answer(asked, Stage.FAILED, failure=str(error)))
        except Exception as error:
            log.exception("a question of a page could not be answered")
            self._tell(Answer(asked, Stage.FAILED, failure=f"{type(error).__name__}: {error}"))

    def _stages(self, asked: Asked, number: int) -> Iterator[Answer]:
        """What is known of a question, stage by stage."""
        named = scenarios_of(asked)
        counting = Answer(asked, Stage.COUNTING, wanted=asked.pairs, runs=len(named) * asked.pairs)
        if len(named) == 1:  # nothing to compare: the baseline alone says what is there
            yield replace(counting, stage=Stage.FINAL)
            return
        is_known = self.at_once(asked).stage is Stage.FINAL
        horizon = check_comparable(named)
        window = window_of(WINDOW, horizon.start, horizon.months)
        pairs = Pairs(named, [indicator_named(name) for name in self.shared.outcomes], window)
        told = _Told(lambda: self._check(number))
        with self._simulator(told) as simulator:
            told.plan(len(named) * asked.pairs)
            tried = 0
            for most in _batches(asked.pairs):
                pairs.add(simulator, seeds_from(asked.seed + tried, most - tried))
                tried = most
                found = pairs.conclude(Stopping(len(pairs.paired)))
                readings = read(found)
                enough = most == asked.pairs or (most >= BATCHES[3] and is_precise(readings))
                stage = Stage.FINAL if enough else Stage.FEW
                known = replace(counting, stage=stage, pairs=most, done=told.ended, seconds=told.seconds_left())
                if enough or not is_known:
                    figures = figures_of(found, readings)
                    yield replace(known, comparison=found, readings=readings, figures=figures)
                if enough:
                    break
            self.shared.memory.keep(Known(asked, tuple(readings), figures, most))
            if all(quorum_rule(each.scenario) == LIST for each in named) and pairs_of_extremes(len(pairs.paired)):
                both = replace(found, extremes=pairs.under_extremes(simulator))
                readings = read(both)
                self.shared.memory.keep(Known(asked, tuple(readings), figures, most))
                yield replace(known, comparison=both, readings=readings, figures=figures)


def is_precise(readings: list[Reading]) -> bool:
    """Whether every interval is narrower to either side than half of what matters."""
    return all(each.found.half_width <= PRECISE * each.least for each in readings)


def _batches(pairs: int) -> list[int]:
    return [each for each in BATCHES if each < pairs] + [pairs]


class _Told(Counting):
    """Counts runs for the time left, and stops the work when the question has been overtaken."""

    tick_seconds = 0.05

    def __init__(self, check: Callable[[], None], report: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._check, self._report, self._told = check, report, -1

    def tick(self) -> None:
        """Stop if there is a newer question; say how far the work has come, in twentieths."""
        self._check()
        part = STEPS * self.ended // max(self.total, 1)
        if self._report is not None and part != self._told:
            self._told = part
            self._report()

    def plan(self, runs: int) -> None:
        """Take the number of runs; nothing is printed."""
        self.planned = runs

    def close(self) -> None:
        """Nothing is printed."""
