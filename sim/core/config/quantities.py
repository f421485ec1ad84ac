"""Numbers written with a unit, such as ``0.018 1/month`` or ``22 %/year``, in the unit that a setting is declared in.

A number in the declared unit needs no conversion and no units library; Pint is imported for other units only, with a
registry that holds nothing but the units of this model.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

from sim.core.config.language import message
from sim.core.config.numbers import plain

LONGEST = 400
"""Letters of a number with its unit; no longer text is looked at."""
QUANTITY = re.compile(r"\s*([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*")
WORD = re.compile(r"[^\W\d]+(?: [^\W\d]+)*")
UNIT = re.compile(rf"1?(?:\s*[/*]\s*)?{WORD.pattern}(?:\s*[/*]\s*{WORD.pattern})*|1")
UNITS = (
    "month = [time]",
    "year = 12 * month",
    "day = year / 365",
    "week = 7 * day",
    "hour = [work]",
    "minute = hour / 60",
    "yuan = [money]",
    "percent = 0.01",
)
PLAIN = ("share", "probability", "ratio", "factor", "odds ratio", "log odds", "weight", "ln")
"""Words that stand for a pure number. Any other word that is not in ``UNITS`` is a thing counted, such as needs."""


def is_finite(number: float) -> bool:
    """Whether a number is one that a computer can reckon with: finite, and no whole number beyond all others."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


@cache
def _registry() -> Any:
    from pint import UnitRegistry

    registry = UnitRegistry(None)
    for line in UNITS:
        registry.define(line)
    return registry


def _spelled(unit: str) -> str:
    """Spell a unit in the words of the registry: singular, no signs, pure numbers as 1."""
    words = unit.replace("%", "percent").replace("0-1", "ratio").strip()
    if not UNIT.fullmatch(words):
        raise ValueError(message("has the unit {unit!r}, which is none", unit=unit))
    words = f"1{words}" if words.startswith("/") else words
    return WORD.sub(lambda found: "1" if found[0] in PLAIN else found[0].replace(" ", "_").removesuffix("s"), words)


def _things(spelled: str) -> list[str]:
    """List the words of a unit that convert to themselves only."""
    return sorted(set(WORD.findall(spelled)) - {line.split()[0] for line in UNITS})


def convert(number: float, unit: str, wanted: str) -> float:
    """Convert a number from one unit to another.

    Raises
    ------
    ValueError
        If a unit cannot be read or the two measure different things.
    """
    if unit == wanted:
        return number
    given, asked = _spelled(unit), _spelled(wanted)
    if given == asked:
        return number
    if _things(given) != _things(asked):
        raise _no_conversion(unit, wanted)
    from pint.errors import PintError

    registry = _registry()
    try:
        for word in _things(asked):
            if word not in registry:
                registry.define(f"{word} = [{word}]")
        return float(registry.Quantity(number, given).to(asked).magnitude)
    except PintError as error:
        raise _no_conversion(unit, wanted) from error


def _no_conversion(unit: str, wanted: str) -> ValueError:
    return ValueError(message("has the unit {unit!r}, which does not convert to {wanted!r}", unit=unit, wanted=wanted))


def parse(text: str, unit: str) -> float:
    """Read a number from text: bare, or followed by a unit that converts to the declared one.

    Parameters
    ----------
    text : str
        Such as ``"0.018"``, ``"0.018 1/month"``, ``"22 %/year"``.
    unit : str
        Declared unit.

    Raises
    ------
    ValueError
        If the text does not begin with a number or the unit does not convert.
    """
    found = QUANTITY.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or found[2].startswith((",", ".")):
        raise ValueError(message("is not a number"))
    number = float(found[1].replace("_", ""))
    return convert(number, found[2], unit) if found[2] else number


def out_of_range(given: object, number: float) -> str:
    """What is said of a number out of range; one written in another unit is told in the declared one."""
    if isinstance(given, str) and plain(number) not in given:
        return message("comes to {number}, which is out of range", number=plain(number))
    return message("is out of range")
