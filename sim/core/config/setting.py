"""Settings that are no parameters of a mechanism: each a dataclass field that carries its unit, range and meaning."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from sim.core.config.calendar import month_of, name_of, span_of
from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest, shown
from sim.core.config.quantities import is_finite, out_of_range, parse
from sim.core.config.yaml_lines import Node

Form = Literal["number", "count", "month", "span", "choice", "switch", "text"]
MISSING = object()


@dataclass(frozen=True)
class Setting:
    """Declaration of one setting.

    Parameters
    ----------
    form : str
        How it is written: a number, a whole number (count), a month (``2021-01``), a span (``6 months``), one of
        ``choices``, a switch (``true`` or ``false``, nothing else), or text.
    unit, note : str
        Unit and meaning.
    low, high : float, optional
        Smallest and largest value allowed.
    choices : tuple, optional
        Values allowed.
    optional : bool
        Whether nothing (``key:`` and no more) is a value, which stands for none, no limit or no end.
    """

    form: Form
    unit: str
    note: str
    low: float | None = None
    high: float | None = None
    choices: tuple[Any, ...] = ()
    optional: bool = False

    @property
    def allowed(self) -> str:
        """What may be given, in words."""
        if self.choices:
            return ", ".join(str(choice) for choice in self.choices)
        if self.form == "switch":
            return "true, false"
        if self.form == "month":
            first, last = name_of(int(self.low or 0)), name_of(int(self.high or 0))
            return message("{first} to {last}", first=first, last=last)
        return message("text") if self.form == "text" else shown(self.low, self.high)


def setting(
    default: Any,
    form: Form,
    unit: str,
    note: str,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[Any, ...] = (),
) -> Any:
    """Declare a dataclass field; ``...`` as default means that it must be given, None that nothing is a value of it."""
    declared = {"setting": Setting(form, unit, note, low, high, choices, default is None)}
    return field(metadata=declared) if default is ... else field(default=default, metadata=declared)


def declared(owner: type) -> dict[str, Setting]:
    """List the settings of a dataclass by name."""
    return {each.name: each.metadata["setting"] for each in fields(owner) if "setting" in each.metadata}


def value_of(item: Setting, node: Node, path: str, problems: list[Problem]) -> Any:
    """Check the value of a setting; ``MISSING`` after a problem was added."""
    given = node.value
    if given is None and item.optional:
        return None
    fault, value = "", MISSING
    try:
        value = _read(item, given)
    except ValueError as error:
        fault = str(error)
    if not fault and item.choices and not is_among(value, item.choices):
        fault = message("is not among the choices")
    elif not fault and isinstance(value, int | float) and not item.choices and _outside(value, item):
        fault = out_of_range(given if item.form in ("number", "count") else value, value)
    if not fault:
        return value
    words = [choice for choice in item.choices if isinstance(choice, str) and isinstance(given, str)]
    problems.append(node.problem(path, fault, item.allowed, item.unit, nearest(given, words)))
    return MISSING


def is_among(value: object, choices: tuple[Any, ...]) -> bool:
    """Whether a value is one of the choices: 2010.0 is not 2010, and ``true`` is not 1."""
    return any(type(value) is type(choice) and value == choice for choice in choices)


def read_settings(
    owner: type, table: Node, path: str, problems: list[Problem], others: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Read the settings of a dataclass from a table; what is faulty is left out and added to the problems.

    Parameters
    ----------
    owner : type
        Dataclass with settings.
    table : Node
        Table to read.
    path : str
        Dotted path of the table.
    problems : list of Problem
        Added to.
    others : tuple of str
        Keys that the caller reads itself.
    """
    known = declared(owner)
    if not isinstance(table.value, dict):
        problems.append(table.problem(path, message("is no table"), ", ".join((*others, *known))))
        return {}
    values = {}
    for key, node in table.value.items():
        inner = f"{path}.{key}" if path else key
        if key in known:
            value = value_of(known[key], node, inner, problems)
            if value is not MISSING:
                values[key] = value
        elif key not in others:
            problems.append(node.unknown(inner, key, (*others, *known)))
    return values


def _outside(value: float, item: Setting) -> bool:
    return (
        not is_finite(value)
        or (item.low is not None and value < item.low)
        or (item.high is not None and value > item.high)
    )


def _read(item: Setting, given: Any) -> Any:
    if given is None:
        raise ValueError(message("has no value"))
    if item.form == "choice":
        return given
    if item.form == "switch":
        if not isinstance(given, bool):
            raise ValueError(message("is neither true nor false"))
        return given
    if item.form == "text":
        if not isinstance(given, str):
            raise ValueError(message("is no text"))
        return given
    if item.form == "month":
        if not isinstance(given, str):
            raise ValueError(message("is no month; write the year and the month, such as 2021-01"))
        return month_of(given)
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        span = message("is no span; write a whole number of months or years, such as 6 months")
        raise ValueError(span if item.form == "span" else message("is no number"))
    if isinstance(given, str):
        number: float = span_of(given) if item.form == "span" else parse(given, item.unit)
    else:
        number = given
    if item.form in ("count", "span"):
        if not is_finite(number) or number != int(number):
            raise ValueError(message("is no whole number"))
        return int(number)
    return float(number) if is_finite(number) else number
