"""Parameters: every number of the model, declared once with unit, range, tag, source and expected direction.

A ``Param`` stands in the class body of the mechanism or policy that reads it. Command-line help, sliders, sweep ranges,
error messages and documents are made from the declaration. At run time the values of a mechanism lie in one structured
array with a row for each village, so that a policy can move a *lever* (a ``Param`` with a law of composition) in the
villages it reaches and nowhere else.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Container
from dataclasses import dataclass, field
from functools import partial
from math import inf
from numbers import Real
from pathlib import Path
from typing import Any, Literal

from sim.core.config.bounds import SHARE_UNITS, bounds_of
from sim.core.config.declared import declared_in
from sim.core.config.language import Language, in_language, message
from sim.core.config.problems import shown_value
from sim.core.config.quantities import is_finite

Law = Literal["sum", "product", "odds", "or", "set"]
LAWS: dict[str, tuple[str, str]] = {
    "sum": ("amounts of all policies are added (money, hours, places)", "各政策相加"),
    "product": ("factors of all policies are multiplied (rates, times, capacities)", "各政策相乘"),
    "odds": ("odds ratios of all policies are multiplied (probabilities and shares)", "各政策的比值比相乘"),
    "or": ("on as soon as one policy switches it on", "任一政策开启即开启"),
    "set": ("set outright; a second policy that sets it is an error", "直接设定，只许一项政策"),
}
NEUTRAL: dict[str, float] = {"sum": 0.0, "product": 1.0, "odds": 1.0, "or": 0.0}
TAGS: dict[str, tuple[str, str]] = {
    "D": ("official data or rule", "官方数据或规则"),
    "L": ("literature", "文献"),
    "A": ("assumption", "假设"),
}
ASSUMED = "assumption"
"""Source of what nobody has measured."""


@dataclass(frozen=True)
class Param:
    """One number of the model.

    Parameters
    ----------
    default : float, bool or str
        Value of the baseline; a name from ``choices`` where these are given.
    unit : str
        Unit in words or symbols; ``"1"`` for pure numbers such as log odds.
    tag : {"D", "L", "A"}
        Official data or rule, literature, assumption.
    source : str
        A key of ``sources.yaml``.
    low, high : float, optional
        Range over which the value is varied; without one, half to double the default (by odds for shares and
        probabilities). Equal to the default for rules and conventions that are held fixed.
    raises, lowers : str, optional
        Indicator expected to rise (fall) when the value rises.
    either : str, optional
        Instead of a direction: why none can be expected.
    law : {"sum", "product", "odds", "or", "set"}, optional
        Makes the parameter a lever: how the moves of several policies compose.
    least : float, optional
        Least value that it can have at all, where that is not the least of its unit.
    former : float, bool or str, optional
        Value in the scenario ``former``: the default before the baseline was held against history, or the neutral
        value of a parameter that came with it. A scenario may give it even where it lies outside the range.
    symbol : str, optional
        Symbol in the equations of the model description.
    note, note_zh : str, optional
        What the value means, in one line of English and of Chinese. Doses of policies have both.
    en, zh : str, optional
        Short name, where the note is too long for a slider.
    choices : tuple of str, optional
        Names of the values of a rule; stored as 0, 1, ….
    active : bool
        Member of the set that calibration and sensitivity analysis vary.
    fitted : bool
        The default was fitted to the source, not taken from it.
    """

    default: float | bool | str
    unit: str
    tag: Literal["D", "L", "A"]
    source: str
    low: float | None = None
    high: float | None = None
    raises: str | None = None
    lowers: str | None = None
    either: str | None = None
    law: Law | None = None
    least: float | None = None
    former: float | bool | str | None = None
    symbol: str | None = None
    note: str = ""
    note_zh: str = ""
    en: str = ""
    zh: str = ""
    choices: tuple[str, ...] = ()
    active: bool = False
    fitted: bool = False
    name: str = field(default="", compare=False)

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    def label(self, language: Language) -> str:
        """Short name, or what the value means where it has none."""
        return in_language(language, self.en or self.note, self.zh or self.note_zh)

    def meaning(self, language: Language) -> str:
        """What the value means."""
        return in_language(language, self.note, self.note_zh)

    @property
    def is_switch(self) -> bool:
        """Whether the value is on or off."""
        return isinstance(self.default, bool)

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value of sweeps and sliders, by the rule of :class:`Param` where none is declared."""
        if self.choices:
            return 0.0, float(len(self.choices) - 1)
        if self.is_switch:
            return 0.0, 1.0
        value = self.number(self.default)
        low = _scaled(value, self.unit, 0.5) if self.low is None else self.low
        return low, _scaled(value, self.unit, 2.0) if self.high is None else self.high

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and greatest value that what several policies make of it may have, by what it means.

        What is set outright, chosen or switched keeps to its range; anything else to the bounds of its unit, but that
        it may be negative if its range is, and that a least value may be declared.
        """
        low, high = self.range
        if self.law == "set" or self.choices or self.is_switch:
            return float(low), float(high)
        least, most = bounds_of(self.unit)
        if self.least is not None:
            least = self.least
        return -inf if low < 0 else float(least), float(most)

    def number(self, value: float | bool | str) -> float:
        """The value as it is stored: a choice by its place, a switch as 0 or 1.

        Raises
        ------
        ValueError
            If the value is no number, no switch where one is wanted, or no name among the choices.
        """
        if self.choices:
            if isinstance(value, str) and value in self.choices:
                return float(self.choices.index(value))
            names = ", ".join(self.choices)
            raise ValueError(message("{value} is none of {names}", value=shown_value(value), names=names))
        if self.is_switch:
            if isinstance(value, bool) or value in (0, 1):
                return float(value)
            raise ValueError(message("{value} is neither true nor false", value=shown_value(value)))
        if isinstance(value, bool) or not isinstance(value, Real) or not is_finite(value):
            raise ValueError(message("{value} is not a finite number", value=shown_value(value)))
        return float(value)


def missing_from(param: Param, known: Container[str]) -> list[str]:
    """What a declaration lacks, each as the name of what to write; empty for a complete one.

    Parameters
    ----------
    param : Param
    known : container of str
        Indicators that may be expected to rise or fall.
    """
    found = [name for name in ("unit", "source") if not getattr(param, name)]
    found += [f"tag ({', '.join(TAGS)})"] * (param.tag not in TAGS)
    found += [f"law ({', '.join(LAWS)})"] * (param.law is not None and param.law not in LAWS)
    expected = [each for each in (param.raises, param.lowers, param.either) if each]
    if len(expected) != 1 or (param.either is None and expected[0] not in known):
        found.append("one direction (raises or lowers with the name of an outcome, or either)")
    try:
        low, high = param.range
        within = low <= param.number(param.default) <= high
    except (TypeError, ValueError):
        within = False
    return found if within else [*found, "a default within low and high"]


def held(default: float, unit: str, tag: Literal["D", "L", "A"], source: str, **words: Any) -> Param:
    """Declare a number that is held fixed, as rules and conventions are: its range is its default."""
    return Param(default, unit, tag, source, low=default, high=default, **words)


assumed = partial(Param, tag="A", source=ASSUMED)
"""Declare a number that nobody has measured."""
convention = partial(held, tag="A", source=ASSUMED)
"""Declare such a number that is held fixed."""


def _scaled(value: float, unit: str, factor: float) -> float:
    """A value times a factor, or (for shares and probabilities) with its odds times the factor; down if below 1."""
    if unit in SHARE_UNITS and 0 < value < 1:
        odds = value / (1 - value) * factor
        return odds / (1 + odds)
    return value * factor if value >= 0 else value / factor


class Parametrised:
    """Base of classes that declare ``Param``s in their body and are named after their file."""

    name: str
    params: dict[str, Param]

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        file = getattr(sys.modules.get(cls.__module__), "__file__", None) or cls.__module__.rpartition(".")[2]
        cls.name = cls.__dict__.get("name") or Path(file).stem
        cls.params = declared_in(cls, Param)

    @classmethod
    def summary(cls) -> str:
        """First line of the module's docstring: what this is, in one sentence."""
        text = inspect.getdoc(inspect.getmodule(cls)) or ""
        return text.partition("\n")[0]
