"""How differences are shown: in steps that a reader can picture, never with more than three digits.

Shares and indices from 0 to 1 are shown times 100, visits of an adult per 100 adults, everything else in its unit. This
is the one place that knows; matrix, sentences, figures and tiles ask it. Tables and files keep the unit of the outcome.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sim.analysis.effects import PairedDifference
from sim.core.config.language import Language, in_language
from sim.core.config.numbers import plain
from sim.report.layout.numbers import fixed
from sim.words.labels import SPACE, unit_label

PER_HUNDRED = 100.0
MOST_DECIMALS = 4


@dataclass(frozen=True)
class Step:
    """The unit in which differences of outcomes are shown.

    Attributes
    ----------
    factor : float
        From the unit of the outcome.
    en, zh : str
        Words behind a number.
    level : str
        Sign behind a level, which stands beside the step and needs no other words.
    one : str
        English words behind 1, where they are others.
    said, said_one : str
        The same in a sentence, where there is room for more than beside an axis or in a column.
    gained : float
        Step that a price is stated for, as it is shown.
    """

    factor: float
    en: str
    zh: str
    level: str = ""
    one: str = ""
    said: str = ""
    said_one: str = ""
    gained: float = 1.0

    def word(self, language: Language, value: str = "") -> str:
        """Words behind a difference of this printed value, as a sentence says it; without one, beside an axis."""
        said = (self.said_one if _is_one(value) else self.said) if value else ""
        return in_language(language, said, self.zh) if said else self.beside(language, value)

    def beside(self, language: Language, value: str = "") -> str:
        """Words behind a printed value where there is no room for a sentence's."""
        return in_language(language, self.one if self.one and _is_one(value) else self.en, self.zh)


def _is_one(value: str) -> bool:
    return value.lstrip("+−") == "1"


STEPS: Mapping[str, Step] = {
    "share": Step(PER_HUNDRED, "points", "个百分点", "%", "point", "percentage points", "percentage point"),
    "0-1": Step(PER_HUNDRED, "of 100", "分", said="points of 100", said_one="point of 100"),
    "visits/adult-year": Step(PER_HUNDRED, "per 100 adults", "次/百人"),
    "meetings/year": Step(1.0, "meetings", "次", gained=0.1),
    "persons": Step(1.0, "persons", "人", one="person"),
    "year": Step(1.0, "years", "岁", one="year", gained=0.1),
}


def step_of(unit: str) -> Step:
    """The step of a unit; one that has none of its own is shown as it is."""
    return STEPS.get(unit) or Step(1.0, unit_label(unit, "en"), unit_label(unit, "zh"))


def decimals_of(values: Iterable[float], least: float) -> int:
    """Decimals of a row of differences as they are shown: about two digits of the largest, and none finer than needed.

    Examples
    --------
    >>> decimals_of([-16.6, -19.2, -13.9], 5.0), decimals_of([0.65, 0.76], 0.25), decimals_of([0.09, 0.1], 1.0)
    (1, 2, 2)
    """
    known = [abs(value) for value in values if math.isfinite(value) and value]
    if not known:
        return 1
    fine = 1 - math.floor(math.log10(max(known) / 2))
    most = max(2, 1 - math.floor(math.log10(least))) if least else fine
    return max(0, min(fine, most, MOST_DECIMALS))


@dataclass(frozen=True)
class Shown:
    """A difference as it is printed, with signs and without its unit."""

    step: str
    low: str
    high: str

    @property
    def size(self) -> str:
        """The step without its sign."""
        return self.step.lstrip("+−")


def shown(found: PairedDifference, unit: str, decimals: int) -> Shown:
    """A difference and the bounds of its interval.

    A bound on whose sign the reading hangs is followed by up to two decimals more, so that it does not read 0.
    """
    factor = step_of(unit).factor
    values = [factor * each for each in (found.difference, found.low, found.high)]
    if found.clear:
        nearest = min(map(abs, values))
        wanted = next((d for d in range(decimals, decimals + 3) if round(nearest, d)), decimals)
        decimals = min(wanted, MOST_DECIMALS)
    return Shown(*(fixed(each, decimals, sign=True) for each in values))


def least_shown(least: float, unit: str, language: Language, narrow: bool = False) -> str:
    """A least difference that matters with its unit, in few words where it stands in a narrow column."""
    step = step_of(unit)
    value = plain(least * step.factor, 3, thousands=True)
    words = step.beside(language, value) if narrow else step.word(language, value)
    return f"{value}{SPACE[language]}{words}"


def level_shown(value: float, unit: str, language: Language) -> str:
    """A level beside differences: no more digits than it takes to see how large they are against it."""
    step = step_of(unit)
    value = value * step.factor
    digits = 2 if step.factor == PER_HUNDRED else 3
    if not math.isfinite(value):
        return "–"
    whole = math.floor(math.log10(abs(value))) + 1 if value else 1
    number = fixed(value, max(0, min(2, digits - max(whole, 1))))
    return f"{number}{SPACE[language]}{step.level}" if step.level else number
