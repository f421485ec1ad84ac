"""What a page of one run is: its fields, the run of these fields, whether it plays; and what controls make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sim.app.watch.watched import Watched
from sim.core.config.language import Language
from sim.core.declarations.dated_value import Value
from sim.scenario.scenario import Scenario
from sim.words.page import FALLBACK

BASE, SIDE = "", "A"
"""Letters of the baseline and of the side with what was changed."""
BOTH = (BASE, SIDE)


class Phase(StrEnum):
    """What a run is doing."""

    PREPARING = "preparing"
    IDLE = "idle"
    PLAYING = "playing"
    PAUSED = "paused"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True)
class Failure:
    """Why there is no run, or why it broke off.

    Attributes
    ----------
    key : str
        Key of the sentence that says it, among the words of the page.
    detail : str
        What was wrong.
    """

    key: str
    detail: str


@dataclass(frozen=True)
class State:
    """State of a page; all that a control can change is in it, and nothing of it is kept anywhere else.

    Its methods are what controls and runs do: each returns the state that follows, which may be the same.

    Attributes
    ----------
    choice, seed, moved
        Fields that make a run: scenario, seed, and levers that were moved.
    asked : optional
        Question of the comparing page that makes the runs, in place of those fields.
    sides : tuple of str
        Letters of the runs that are shown: one, or the baseline's and that of a side, which then live month by month
        together.
    language : {"en", "zh"}
        Language of the page.
    playing : bool
        Whether months are to follow each other, as soon as there is a run.
    steps : int
        Single months that were asked for and are not lived yet.
    months_per_picture, pause_ms : int
        How fast it plays: months for each picture, and milliseconds between pictures.
    number : int
        Number of the run that the fields ask for; a new one whenever they change.
    wanted : int
        Months that the run is to have lived when it is there: it is lived again from its start, to be shown one month
        earlier or beside another.
    resets : int
        How often fields were set from outside, so that what was typed into them and refused falls away.
    scenario : Scenario or None
        As it was read for this run; None while it has not been, or cannot be.
    run : Watched or None
        The run of the fields; None while it is being made, or cannot be.
    beside : Watched or None
        The run of the baseline, where both are shown; made and lived with the other.
    picture : optional
        What is drawn of two runs, made where they are lived.
    failure : Failure or None
        Why there is none, or why it broke off.
    lived : int
        Months lived since the start of the horizon.
    """

    choice: str = "baseline"
    seed: int = 1
    moved: Mapping[str, Value] = field(default_factory=dict)
    language: Language = FALLBACK
    asked: Any = None
    sides: tuple[str, ...] = (SIDE,)
    playing: bool = False
    steps: int = 0
    months_per_picture: int = 1
    pause_ms: int = 0
    number: int = 1
    wanted: int = 0
    resets: int = 0
    scenario: Scenario | None = None
    run: Watched | None = None
    beside: Watched | None = None
    picture: Any = None
    failure: Failure | None = None
    lived: int = 0

    @property
    def phase(self) -> Phase:
        """What the run is doing; worked out, so that it cannot contradict the rest."""
        if self.failure is not None:
            return Phase.FAILED
        if self.run is None:
            return Phase.PREPARING
        if self.lived >= self.run.future.horizon.months:
            return Phase.ENDED
        if self.playing:
            return Phase.PLAYING
        return Phase.PAUSED if self.lived else Phase.IDLE

    @property
    def reached(self) -> int:
        """Months that the run has lived, or is to have lived when it is there."""
        return self.lived if self.run is not None else self.wanted

    def _anew(self, wanted: int = 0) -> State:
        """Ask for another run, which plays if this one does."""
        gone = replace(self, run=None, beside=None, picture=None, failure=None, lived=0, steps=0)
        return replace(gone, number=self.number + 1, wanted=wanted)

    # What controls do.

    def choose(self, choice: str) -> State:
        """Take another scenario, with its own values."""
        if choice == self.choice:
            return self
        return replace(self._anew(), choice=choice, moved={}, scenario=None, resets=self.resets + 1)

    def reseed(self, seed: int) -> State:
        """Take another seed."""
        return self if seed == self.seed else replace(self._anew(), seed=seed)

    def move(self, lever: str, value: Value | None) -> State:
        """Move a lever; None for the value of the scenario."""
        moved = {name: each for name, each in self.moved.items() if name != lever}
        if value is not None:
            moved[lever] = value
        return self if moved == self.moved else replace(self._anew(), moved=moved)

    def back(self) -> State:
        """Give every lever the value of the scenario."""
        return replace(self._anew(), moved={}, resets=self.resets + 1) if self.moved else self

    def ask(self, asked: Any, sides: tuple[str, ...]) -> State:
        """Take another question of the comparing page, and the sides that are to be shown of it."""
        return self if asked == self.asked else replace(self._anew(), asked=asked, sides=sides)

    def show(self, sides: tuple[str, ...]) -> State:
        """Show other sides, in the month that is reached."""
        return self if sides == self.sides else replace(self._anew(self.reached), sides=sides)

    def before(self) -> State:
        """Go back by one month and wait there: the run is lived again to that month, which draws the same numbers."""
        return replace(self._anew(self.reached - 1), playing=False) if self.reached else self

    def restart(self) -> State:
        """Begin again at the first month and wait there; the scenario's file is read again."""
        return replace(self._anew(), playing=False, resets=self.resets + 1)

    def play(self) -> State:
        """Let the months follow each other, or pause."""
        over = self.phase in (Phase.ENDED, Phase.FAILED)
        return self if over else replace(self, playing=not self.playing, steps=0)

    def step(self) -> State:
        """Live one month."""
        return replace(self, steps=self.steps + 1) if self.phase in (Phase.IDLE, Phase.PAUSED) else self

    def pace(self, **given: int) -> State:
        """Set how fast it plays: ``months_per_picture``, ``pause_ms``."""
        return replace(self, **given)

    def speak(self, language: Language) -> State:
        """Change the language; what could not be made is tried again, to say in that language why."""
        again = self._anew() if self.failure and self.run is None else self
        return replace(again, language=language)

    # What the run of a number has come to; that of another number is not asked for any more.

    def with_scenario(self, number: int, scenario: Scenario) -> State:
        """Note the scenario as it was read."""
        return replace(self, scenario=scenario) if number == self.number else self

    def with_run(self, run: Watched, beside: Watched | None = None, picture: Any = None) -> State:
        """Note the run, as far as it has lived, and what is shown of it beside the baseline."""
        if run.number != self.number:
            return self
        lived = replace(self, run=run, lived=run.lived, beside=beside, picture=picture)
        if run.is_over:
            return replace(lived, playing=False, steps=0)
        return replace(lived, steps=max(self.steps - 1, 0)) if run.lived > self.lived else lived

    def with_failure(self, number: int, failure: Failure) -> State:
        """Note why there is no run, or why it broke off; without a run there is no scenario to take values from."""
        if number != self.number:
            return self
        kept = {} if self.run else {"scenario": None}
        return replace(self, failure=failure, playing=False, steps=0, wanted=0, **kept)
