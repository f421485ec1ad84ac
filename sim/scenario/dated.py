"""Dated values of parameters as a scenario file has them: how they are spelled, and every fault of one at once.

Steps: ``{until 2006-01: 1.0, from 2006-01: 0}`` is 1 to December 2005 and 0 from January 2006; each further step is a
``from``, which holds until the next. Linear: ``{at 2006-01: 1.0, at 2010-01: 0.2}`` goes straight from date to date and
is constant before the first and after the last.
"""

from __future__ import annotations

from sim.core.config.calendar import month_of, name_of
from sim.core.config.language import message
from sim.core.config.problems import Problem, nearest
from sim.core.config.yaml_lines import Node
from sim.core.declarations.dated_value import AT, FROM, UNTIL, DatedValue, Value
from sim.core.declarations.parameters import Param
from sim.scenario.values import param_value

WORDS = (UNTIL, FROM, AT)
Window = tuple[int | None, int | None]
"""First and last calendar month of a run, burn-in included; None where it is not known."""


def examples() -> str:
    """How a dated value is written."""
    steps, linear = "{until 2006-01: 1, from 2006-01: 0}", "{at 2006-01: 1, at 2010-01: 0.2}"
    return message("steps such as {steps}, or linear such as {linear}", steps=steps, linear=linear)


def dated_value(param: Param, node: Node, path: str, problems: list[Problem], window: Window) -> DatedValue | None:
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
        Months of the run, in which every date must lie.
    """
    before = len(problems)
    entries: list[tuple[int, str, Value | None]] = []
    for key, each in node.value.items():
        value, date = param_value(param, each, f"{path}.{key}", problems), _date(key, each, path, problems, window)
        if date:
            entries.append((*date, value))
    months = {word: sorted(month for month, each, _ in entries if each == word) for word in WORDS}
    faults = _clashes(param, months)
    if len(entries) == len(node.value):  # with all dates read it is known what lies between them
        faults += _gaps(months, window)
    problems += [node.problem(path, *fault) for fault in faults]
    if len(problems) > before:
        return None
    entries.sort(key=lambda entry: (entry[1] != UNTIL, entry[0]))
    dates = tuple(month for month, word, _ in entries if word != UNTIL)
    return DatedValue(dates, tuple(value for *_, value in entries if value is not None), entries[-1][1] == AT)


def _date(key: str, node: Node, path: str, problems: list[Problem], window: Window) -> tuple[int, str] | None:
    """Month and word of an entry such as ``from 2006-01``; None after a problem was added."""
    word, _, text = key.partition(" ")
    if word not in WORDS:
        like, fault = nearest(word, WORDS), message("begins with none of {words}", words=", ".join(WORDS))
        problems.append(node.problem(f"{path}.{key}", fault, examples(), nearest=like and f"{like} {text}".strip()))
        return None
    try:
        month = month_of(text)
    except ValueError as error:
        problems.append(node.problem(f"{path}.{key}", str(error), message("{word} and a month", word=word), "month"))
        return None
    first, last = window
    if first is not None and word == UNTIL:
        first += 1
    if not is_within(month, (first, last)):
        allowed = message("{months}, burn-in included", months=shown_months(first, last))
        problems.append(node.problem(f"{path}.{key}", message("lies outside the run"), allowed, "month"))
    return month, word


def is_within(month: int, window: Window) -> bool:
    """Whether a month lies in a window, as far as its ends are known."""
    first, last = window
    return (first is None or first <= month) and (last is None or month <= last)


def shown_months(first: int | None, last: int | None) -> str:
    """Say from when to when, as far as it is known."""
    if first is not None and last is not None:
        return message("{first} to {last}", first=name_of(first), last=name_of(last))
    if first is not None:
        return message("from {first} on", first=name_of(first))
    return message("until {last}", last=name_of(last)) if last is not None else message("any month")


def _clashes(param: Param, months: dict[str, list[int]]) -> list[tuple[str, str]]:
    """What does not go together, whatever else there is: each fault, and what is allowed."""
    found = [
        (message("has two values for {date}", date=f"{word} {name_of(month)}"), message("each date once"))
        for word in (FROM, AT)
        for month in sorted(set(months[word]))
        if months[word].count(month) > 1
    ]
    if months[AT]:
        if months[UNTIL] or months[FROM]:
            found.append((message("mixes steps and linear values"), examples()))
        if param.choices or param.is_switch:
            allowed = message("steps, with {until} and {begin}", until=UNTIL, begin=FROM)
            found.append((message("has nothing between its values to go through"), allowed))
    elif len(months[UNTIL]) > 1:
        allowed = message("one {until}, and a {begin} for each later step", until=UNTIL, begin=FROM)
        found.append((message("has {until} more than once", until=UNTIL), allowed))
    return found


def _gaps(months: dict[str, list[int]], window: Window) -> list[tuple[str, str]]:
    """What is missing between the dates, or stands twice: each fault, and what is allowed."""
    dates = sum(map(len, months.values()))
    if dates < 2:
        fault = message("has one date only") if dates else message("is an empty table")
        return [(fault, message("the value alone, or two dates and more: {examples}", examples=examples()))]
    if months[AT] or len(months[UNTIL]) > 1:
        return []
    begin = months[FROM][0]
    if not months[UNTIL]:
        if window[0] is None or begin <= window[0]:
            return []
        allowed = message("{date} beside it", date=f"{UNTIL} {name_of(begin)}")
        return [(message("has no value before {first}", first=name_of(begin)), allowed)]
    end = months[UNTIL][0]
    if end < begin:
        fault = message("has no value from {first} until {last}", first=name_of(end), last=name_of(begin))
        return [(fault, f"{FROM} {name_of(end)}")]
    if end > begin:
        fault = message("has two values from {first} until {last}", first=name_of(begin), last=name_of(end))
        return [(fault, f"{UNTIL} {name_of(begin)}")]
    return []
