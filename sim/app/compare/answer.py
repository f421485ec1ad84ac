"""Answers of the comparing page: at first from memory, then from few pairs, then from enough."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock

import numpy as np

from sim.analysis.comparison import Comparison
from sim.analysis.reading import Reading
from sim.app.compare.asked import Asked
from sim.app.compare.figures import Figures

KEPT = 200
"""Answers that a server remembers, without their runs."""


class Stage(StrEnum):
    """How far an answer has come."""

    COUNTING = "counting"
    ESTIMATE = "estimate"
    FEW = "few"
    FINAL = "final"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class Answer:
    """What is known of a question.

    Attributes
    ----------
    question : Asked
        What was asked; whoever asks something else meanwhile drops the answer.
    stage : Stage
    readings : list of Reading
    figures : Figures or None
        What is drawn of it.
    comparison : Comparison or None
        With its runs, of the question that is shown now; None in memory.
    pairs, wanted : int
        Pairs done, and the most.
    done, runs : int
        Runs done of those that this answer takes.
    seconds : float or None
        Seconds that are left, as far as that is known.
    failure : str
        Why there is none.
    nearest : Asked or None
        The question whose figures these are, where they are those of another one.
    emulated : frozenset of str
        Outcomes that an emulator foretells.
    """

    question: Asked
    stage: Stage
    readings: Sequence[Reading] = field(default=(), repr=False)
    figures: Figures | None = field(default=None, repr=False)
    comparison: Comparison | None = field(default=None, repr=False)
    pairs: int = 0
    wanted: int = 0
    done: int = 0
    runs: int = 0
    seconds: float | None = None
    failure: str = ""
    nearest: Asked | None = None
    emulated: frozenset[str] = frozenset()

    @property
    def asked(self) -> Asked:
        """The question that these figures answer: an estimate is that of another one."""
        return self.nearest or self.question

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.readings)


@dataclass(frozen=True)
class Known:
    """A finished answer without its runs, or what an emulator foretells of some of its outcomes."""

    asked: Asked
    readings: tuple[Reading, ...]
    figures: Figures | None
    pairs: int
    emulated: frozenset[str] = frozenset()


def from_memory(counting: Answer, known: Known) -> Answer:
    """What memory knows of a question: an estimate, or the answer itself, whose runs are being read then."""
    figures = replace(counting, readings=known.readings, figures=known.figures)
    if known.asked == counting.question and not known.emulated:
        return replace(figures, stage=Stage.FINAL, pairs=known.pairs)
    nearest = None if known.asked == counting.question else known.asked
    return replace(figures, stage=Stage.ESTIMATE, nearest=nearest, emulated=known.emulated)


class Memory:
    """Finished answers of a server by question, and the one nearest to a new question."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Known] = OrderedDict()
        self._lock = Lock()

    def keep(self, known: Known) -> None:
        """Remember a finished answer."""
        with self._lock:
            self._kept[known.asked.key] = known
            self._kept.move_to_end(known.asked.key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def nearest(self, asked: Asked) -> Known | None:
        """The answer to the question that is most like this one, if any differs in the size of settings only."""
        with self._lock:
            exact = self._kept.get(asked.key)
            known = list(self._kept.values())
        if exact is not None:
            return exact
        apart = [(distance(asked, other.asked), place) for place, other in enumerate(known)]
        least, place = min(apart, default=(np.inf, -1))
        return known[place] if np.isfinite(least) else None

    def baseline_of(self, asked: Asked) -> dict[str, float]:
        """Outcomes of a question's baseline, where a question of the same baseline, assumptions and seed is known."""
        with self._lock:
            known = reversed(list(self._kept.values()))
        for each in known:
            if each.readings and _same_baseline(each.asked, asked):
                return {reading.indicator.name: reading.found.baseline for reading in each.readings}
        return {}


def _same_baseline(one: Asked, other: Asked) -> bool:
    named = ("scenario", "quorum", "months", "seed", "assumptions")
    return all(getattr(one, name) == getattr(other, name) for name in named)


def distance(one: Asked, other: Asked) -> float:
    """How far two questions are apart: sum of relative steps of what is a number; infinite if anything else differs."""
    if one.frame != other.frame:
        return np.inf
    found = 0.0
    pairs = zip((*(side.settings for side in one.sides), one.assumptions),
                (*(side.settings for side in other.sides), other.assumptions), strict=True)  # fmt: skip
    for mine, theirs in pairs:
        if set(mine) != set(theirs):
            return np.inf
        for path, value in mine.items():
            if value == theirs[path]:
                continue
            numbers = [each for each in (value, theirs[path]) if isinstance(each, int | float)]
            if len(numbers) < 2:
                return np.inf
            found += abs(numbers[0] - numbers[1]) / max(abs(numbers[0]), abs(numbers[1]))
    return found
