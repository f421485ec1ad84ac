"""Dated values of parameters as a scenario file has them: how they are spelled, and every fault of one at once.

Steps: ``{until 2006-01: 1.0, from 2006-01: 0}`` is 1 to December 2005 and 0 from January 2006; each further step is a
``from``, which holds until the next. Linear: ``{at 2006-01: 1.0, at 2010-01: 0.2}`` goes straight from date to date and
is constant before the first and after the last.
"""

from __future__ import annotations

from sim.core.config.calendar import month_of, name_of
from sim.core.config.problems import Problem, nearest
from sim.core.config.yaml_lines import Node
from sim.core.declarations.dated_value import AT, FROM, UNTIL, DatedValue, Value
from sim.core.declarations.parameters import Param
from sim.scenario.values import param_value

WORDS = (UNTIL, FROM, AT)
EXAMPLES = "steps such as {until 2006-01: 1, from 2006-01: 0}, or linear such as {at 2006-01: 1, at 2010-01: 0.2}"
Window = tuple[int, int]
"""First and last calendar month of a run, burn-in included."""


def dated_value(
    param: Param, node: Node, path: str, problems: list[Problem], window: Window | None
) -> DatedValue | None:
    """Read a dated value; None after problems were added.

    Parameters
    ----------
    param : Param
        What it is a value of.
    node : Node
        A table of dates.
    path : str
        Dotted path of the parameter.
    problems : list of Problem
        Added to.
    window : tuple of int or None
        Months of the run, in which every date must lie; None if they are not known.
    """
    before = len(problems)
    entries: list[tuple[int, str, Value | None]] = []
    for key, each in node.value.items():
        value, date = param_value(param, each, f"{path}.{key}", problems), _date(key, each, path, problems, window)
        if date:
            entries.append((*date, value))
    if len(entries) == len(node.value):
        problems += [node.problem(path, *fault) for fault in _faults(param, entries, window)]
    if len(problems) > before:
        return None
    entries.sort(key=lambda entry: (entry[1] != UNTIL, entry[0]))
    dates = tuple(month for month, word, _ in entries if word != UNTIL)
    return DatedValue(dates, tuple(value for *_, value in entries if value is not None), entries[-1][1] == AT)


def _date(key: str, node: Node, path: str, problems: list[Problem], window: Window | None) -> tuple[int, str] | None:
    """Month and word of an entry such as ``from 2006-01``; None after a problem was added."""
    word, _, text = key.partition(" ")
    if word not in WORDS:
        like, fault = nearest(word, WORDS), f"begins with none of {', '.join(WORDS)}"
        problems.append(node.problem(f"{path}.{key}", fault, EXAMPLES, nearest=like and f"{like} {text}".strip()))
        return None
    try:
        month = month_of(text)
    except ValueError as error:
        problems.append(node.problem(f"{path}.{key}", str(error), f"{word} and a month", "month"))
        return None
    if window:
        first, last = window[0] + (word == UNTIL), window[1]
        if not first <= month <= last:
            allowed = f"{name_of(first)} to {name_of(last)}, burn-in included"
            problems.append(node.problem(f"{path}.{key}", "lies outside the run", allowed, "month"))
    return month, word


def _faults(param: Param, entries: list[tuple[int, str, Value | None]], window: Window | None) -> list[tuple[str, str]]:
    """What is wrong with the dates together: each fault, and what is allowed."""
    if len(entries) < 2:
        fault = "has one date only" if entries else "is an empty table"
        return [(fault, f"the value alone, or two dates and more: {EXAMPLES}")]
    months = {word: sorted(month for month, each, _ in entries if each == word) for word in WORDS}
    found = [
        (f"has two values for {word} {name_of(month)}", "each date once")
        for word in (FROM, AT)
        for month in sorted(set(months[word]))
        if months[word].count(month) > 1
    ]
    if months[AT]:
        if months[UNTIL] or months[FROM]:
            found.append(("mixes steps and linear values", EXAMPLES))
        if param.choices or param.is_switch:
            found.append(("has nothing between its values to go through", f"steps, with {UNTIL} and {FROM}"))
        return found
    if len(months[UNTIL]) > 1:
        return [*found, (f"has {UNTIL} more than once", f"one {UNTIL}, and a {FROM} for each later step")]
    begin = months[FROM][0]
    if not months[UNTIL]:
        if window and begin > window[0]:
            found.append((f"has no value before {name_of(begin)}", f"{UNTIL} {name_of(begin)} beside it"))
        return found
    end = months[UNTIL][0]
    if end < begin:
        found.append((f"has no value from {name_of(end)} until {name_of(begin)}", f"{FROM} {name_of(end)}"))
    if end > begin:
        found.append((f"has two values from {name_of(begin)} until {name_of(end)}", f"{UNTIL} {name_of(begin)}"))
    return found
