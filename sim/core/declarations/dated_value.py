"""Dated values: a parameter that changes with the calendar month, in steps or linearly between dates."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from sim.core.config.calendar import name_of
from sim.core.config.numbers import plain

Value = float | bool | str
UNTIL, FROM, AT = "until", "from", "at"


@dataclass(frozen=True)
class DatedValue:
    """Values of a parameter by date.

    Attributes
    ----------
    dates : tuple of int
        Calendar months, ascending, 0 = January 1900.
    values : tuple of number, switch or choice
        Steps: the value from each date on; one more stands first if there is a value before the first date.
        Linear: the value at each date.
    linear : bool
        Whether the value goes straight from date to date; before the first and after the last it is constant.
    """

    dates: tuple[int, ...]
    values: tuple[Value, ...]
    linear: bool = False

    def at(self, month: int) -> Value:
        """Value in a calendar month."""
        if not self.linear:
            return self.values[max(bisect_right(self.dates, month) - 1 + len(self.values) - len(self.dates), 0)]
        place = bisect_right(self.dates, month)
        if place in (0, len(self.dates)):
            return self.values[min(place, len(self.dates) - 1)]
        (start, end), (low, high) = self.dates[place - 1 : place + 1], map(float, self.values[place - 1 : place + 1])
        return low + (high - low) * (month - start) / (end - start)

    @property
    def plain(self) -> dict[str, Value]:
        """The table as a scenario file has it."""
        words = [AT if self.linear else FROM] * len(self.dates)
        names = [f"{word} {name_of(date)}" for word, date in zip(words, self.dates, strict=True)]
        if len(self.values) > len(self.dates):
            names.insert(0, f"{UNTIL} {name_of(self.dates[0])}")
        return dict(zip(names, self.values, strict=True))

    def __str__(self) -> str:
        """The table as it is written in a scenario file, numbers to six digits."""
        said = (f"{name}: {shown_value(value)}" for name, value in self.plain.items())
        return f"{{{', '.join(said)}}}"


def shown_value(value: Any) -> str:
    """A parameter's value as it is written in a scenario file, numbers to six digits."""
    return str(value).lower() if isinstance(value, bool) else plain(value) if isinstance(value, float) else str(value)


ParameterValue = Value | DatedValue
"""A parameter's value in a scenario."""


def plain_of(value: Any) -> Any:
    """A parameter's value as a scenario file has it: a dated one as its table."""
    return value.plain if isinstance(value, DatedValue) else value
