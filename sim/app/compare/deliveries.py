"""When and where a policy arrives, as a sentence of words that open lists: what may be chosen, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.app.compare.side import Side
from sim.core.config.calendar import MONTHS, month_of, name_of
from sim.core.config.language import Language
from sim.core.declarations.dated_value import Value
from sim.policies.common.delivery import LONGEST
from sim.procedures.targets import RULES
from sim.scenario.scenario import Horizon
from sim.words.compare import say

RAMPS = (0, 6, 12, 24, 36)
SPANS = (12, 24, 36, 60)
COVERAGES = (1.0, 0.75, 0.5, 0.25, 0.1)
DELIVERIES: Mapping[str, Value] = {"start": "", "ramp": 0, "coverage": 1.0, "rule": "random", "duration": 0}
"""Settings of delivery that the page has, and what they are where nothing is set; a duration of 0 has no end."""
OTHERS = ("strength", "leak", "budget")
"""Settings that a scenario may bring, and an address holds, but no list of the page changes."""


@dataclass(frozen=True)
class Words:
    """A dotted word: what it sets, what is chosen, and what may be.

    Attributes
    ----------
    name, label : str
    value : value
    options : list of (value, str)
    """

    name: str
    label: str
    value: Value
    options: list[tuple[Value, str]]


def read_delivery(name: str, text: str, language: Language) -> Value:
    """A setting of delivery as an address or a list of the page gives it.

    Raises
    ------
    ValueError
        If it is not valid; says what is allowed.
    """
    if name == "start":
        try:
            return name_of(month_of(text))
        except ValueError:
            raise ValueError(say("no_month", language, text=text)) from None
    if name == "rule":
        if text not in RULES:
            raise ValueError(say("no_choice", language, text=text, allowed=", ".join(RULES)))
        return text
    low, high = (0.0, 1.0) if name in ("coverage", "strength", "leak") else (0.0, float(LONGEST))
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not low <= found <= high or (high > 1 and found != int(found)):
        raise ValueError(say("no_number", language, text=text, allowed=f"{low:g} – {high:g}"))
    return found if high == 1 else int(found)


def sentence_of(side: Side, policy: str, horizon: Horizon, language: Language) -> list[Words]:
    """The dotted words of a policy of a side."""
    now = {name: side.settings.get(f"{policy}.{name}", usual) for name, usual in DELIVERIES.items()}
    told = {
        "start": _starts(horizon, str(now["start"])),
        "ramp": [(each, _ramp(each, language)) for each in _with(RAMPS, now["ramp"])],
        "coverage": [(each, _coverage(each, language)) for each in _with(COVERAGES, now["coverage"])],
        "rule": [(each, say(f"rule_{each}", language)) for each in RULES],
        "duration": [(each, _duration(each, language)) for each in _with((0, *SPANS), now["duration"])],
    }
    if float(now["coverage"]) >= 1:
        del told["rule"]  # which come first makes no difference where all come
    return [Words(name, say(f"set_{name}", language), now[name], options) for name, options in told.items()]


def is_usual(name: str, value: Value) -> bool:
    """Whether a setting of delivery is what it is anyway."""
    return name != "start" and name in DELIVERIES and DELIVERIES[name] == value


def _with(usual: tuple[Any, ...], now: Value) -> list[Any]:
    """What is usual, and what is set."""
    return [*usual, *([now] if now not in usual else [])]


def _starts(horizon: Horizon, now: str) -> list[tuple[Value, str]]:
    """Each January of the horizon, and what is set."""
    first = -(-horizon.start // MONTHS) * MONTHS
    names = [name_of(month) for month in range(first, horizon.last + 1, MONTHS)]
    return [(name, name) for name in sorted({*names, *([now] if now else [])})]


def _ramp(months: int, language: Language) -> str:
    return say("at_once", language) if not months else say("after_months", language, months=months)


def _coverage(share: float, language: Language) -> str:
    return say("all_villages", language) if share >= 1 else say("some_villages", language, share=f"{100 * share:g}")


def _duration(months: int, language: Language) -> str:
    return say("no_end", language) if not months else say("for_months", language, months=months)
