"""Numbers written with a unit, such as ``0.018 1/month`` or ``22 %/year``, in the unit that a setting is declared in.

A number in the declared unit needs no conversion and no units library; Pint is imported for other units only, with a
registry that holds nothing but the units of this model.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

QUANTITY = re.compile(r"\s*([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*")
UNITS = (
    "month = [time]",
    "year = 12 * month",
    "week = 0.23 * month",
    "day = month / 30",
    "hour = [work]",
    "minute = hour / 60",
    "yuan = [money]",
    "percent = 0.01",
    "thousand = 1000",
)
PLAIN = {"share", "probability", "0-1", "ratio", "factor", "1", "odds", "points"}
"""Units that are pure numbers. Those neither here nor made of ``UNITS`` (persons, needs, …) convert to themselves only."""


@cache
def _registry() -> Any:
    from pint import UnitRegistry

    registry = UnitRegistry(None, on_redefinition="ignore")
    for line in UNITS:
        registry.define(line)
    return registry


def _spelled(unit: str) -> str:
    words = unit.replace("%", "percent").replace("¥", "yuan")
    return "/".join(
        "1"
        if part.strip() in PLAIN | {""}
        else re.sub(r"^(months|years|days|weeks|hours|minutes)$", lambda m: m[0][:-1], part.strip())
        for part in words.split("/")
    )


def convert(number: float, unit: str, wanted: str) -> float:
    """Convert a number from one unit to another.

    Raises
    ------
    ValueError
        If a unit is unknown or the two measure different things.
    """
    if unit == wanted or _spelled(unit) == _spelled(wanted):
        return number
    from pint.errors import PintError

    try:
        registry = _registry()
        return float(registry.Quantity(number, _spelled(unit)).to(_spelled(wanted)).magnitude)
    except (PintError, AttributeError, ValueError, TypeError, AssertionError) as error:
        raise ValueError(f"{unit!r} cannot be converted to {wanted!r}") from error


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
    found = QUANTITY.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a number")
    number = float(found[1].replace("_", ""))
    return convert(number, found[2], unit) if found[2] else number
