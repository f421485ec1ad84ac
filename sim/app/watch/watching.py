"""The owner of the state of a page of one run: the run is a function of what it holds.

All that takes time is done by one thread of the owner's: it makes the run that the fields ask for and lives its months,
and drops what it is at as soon as the fields ask for another. So no run outlives what it was made from, and no control
waits for a run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from mesa.visualization.utils import force_update

from sim.app.owner import Owner
from sim.app.watch.state import Failure, Phase, State
from sim.app.watch.watched import Overtaken, Watched
from sim.app.watch.worlds import Worlds, worlds_of_fields
from sim.core.config.language import speaking
from sim.execution import warm
from sim.scenario.scenario import ScenarioError
from sim.words import catalogue  # noqa: F401  # what is wrong with a scenario is said in the language of the page

AHEAD = 2
"""Pictures on their way: while the browser draws one, the next is prepared."""

log = logging.getLogger(__name__)


class Watching(Owner[State]):
    """The state of a page, and the thread that makes and lives the run of it.

    Parameters
    ----------
    state : State
        What it begins with.
    make : callable
        Makes a run, given what :class:`Watched` takes.
    draw : callable
        Has all that follows the months drawn.
    worlds : callable
        What the runs of a state are made from.
    picture : callable
        What is drawn of the baseline and of a side beside each other; it is made here, between two months.
    """

    patience = 0.5
    """Seconds that a month waits for a picture: longer than a slow one takes, short enough if the browser has gone."""

    def __init__(
        self,
        state: State,
        make: Callable[..., Watched] = Watched,
        draw: Callable[[], None] = force_update,
        worlds: Callable[[State], Worlds] = worlds_of_fields,
        picture: Callable[[State, Watched, Watched], Any] = lambda state, base, side: None,
    ) -> None:
        super().__init__(state)
        self._make, self._draw = make, draw
        self._worlds, self._picture = worlds, picture
        self._drawn: tuple[int, int] | None = None

    def as_shown(self, state: State) -> tuple[Any, ...]:
        """All but the months, which are pushed."""
        pushed = ("lived", "steps", "moved", "scenario", "run", "beside", "picture")
        kept = (value for name, value in vars(state).items() if name not in pushed)
        return (*kept, state.phase, state.reached > 0, dict(state.moved), id(state.scenario), id(state.run))

    def note(self, number: int, month: int) -> None:
        """Take the browser's word that it shows a month of a run."""
        with self._news:
            self._drawn = number, month
            self._news.notify_all()

    def start(self) -> Callable[[], None]:
        """Begin to work; returns what ends it."""
        Thread(target=self._work, name="run of a page", daemon=True).start()
        return self.close

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._closed or self._has_work())
                state = self.state
            if self._closed:
                return
            try:
                self._prepare(state) if state.run is None else self._live(state, state.run)
            except Overtaken:
                pass
            except ScenarioError as error:
                self._fail(state, str(error))
            except Exception as error:
                if not self._closed:
                    log.exception("the run of a page has failed")
                    self._fail(state, f"{type(error).__name__}: {error}")

    def _has_work(self) -> bool:
        """Whether there is a run to be made, or a month to be lived."""
        return self.state.phase in (Phase.PREPARING, Phase.PLAYING) or self.state.steps > 0

    def _is_wanted(self, number: int) -> bool:
        """Whether the fields still ask for this run."""
        return self.state.number == number and not self._closed

    def _prepare(self, state: State) -> None:
        """Read the scenario and make the runs, which live through their burn-in and to the month that is wanted."""
        number, runs = state.number, {}
        with speaking(state.language):
            worlds = self._worlds(state)
            self.do(State.with_scenario, number, worlds.scenario)
            for side in state.sides:
                world = worlds.sides[side]
                runs[side] = self._make(
                    world.scenario, state.seed, world.moved, world.choice, number, lambda: self._is_wanted(number)
                )
        for run in runs.values():
            for _ in range(state.wanted):
                run.step()
        run, beside = runs[state.sides[-1]], runs[state.sides[0]] if len(runs) > 1 else None
        if run.burn_in >= warm.MONTHS and not warm.is_warm():
            with suppress(OSError):
                warm.note_warm()
        self._note(state, run, beside)

    def _note(self, state: State, run: Watched, beside: Watched | None) -> None:
        """Note how far the runs have come."""
        self.do(State.with_run, run, beside, self._picture(state, beside, run) if beside is not None else None)

    def _live(self, state: State, run: Watched) -> None:
        """Live the months of one picture, and have it drawn."""
        if state.playing:
            self._wait(state, run)
        for _ in range(state.months_per_picture if state.playing else 1):
            if self.state.playing == state.playing:
                for each in (run, state.beside):
                    if each is not None:
                        each.step()
        self._note(state, run, state.beside)
        with self.widgets:
            if self._is_wanted(run.number):
                self._draw()

    def _fail(self, state: State, detail: str) -> None:
        """Say why there is no run, or why it broke off."""
        self.do(State.with_failure, state.number, Failure("cannot" if state.run is None else "broke_off", detail))

    def _wait(self, state: State, run: Watched) -> None:
        """Wait until no more pictures than :data:`AHEAD` would be on their way, and for the pause between them."""

        def is_overtaken() -> bool:
            return not (self._is_wanted(run.number) and self.state.playing)

        def is_drawn() -> bool:
            if self._drawn is None:
                return True
            number, month = self._drawn
            return number == run.number and run.months_run - month < AHEAD * state.months_per_picture

        with self._news:
            self._news.wait_for(lambda: is_overtaken() or is_drawn(), self.patience)
            if state.pause_ms:
                self._news.wait_for(is_overtaken, state.pause_ms / 1000)
