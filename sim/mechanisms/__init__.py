"""Submodels, one file each: what it reads, writes and draws, its parameters, its kernel, its step."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from sim.core.config.language import message

if TYPE_CHECKING:
    from sim.core.declarations.mechanism import Mechanism
    from sim.core.declarations.parameters import Param
    from sim.month import Step

OUTSIDE: dict[str, type[Mechanism]] = {}
"""Mechanisms from outside the package, by name (``sim/extensions/``)."""


def mechanism_names() -> list[str]:
    """Names of all mechanisms: those of the month in their order, then the start."""
    return [*(step.mechanism for step in month_steps()), "start"]


def month_steps() -> list[Step]:
    """Steps of the month in their order, those from outside the package at the places that they ask for."""
    from sim.month import MONTH, Step

    def outside(side: str, step: Step) -> list[Step]:
        places = [(name, OUTSIDE[name].place) for name in sorted(OUTSIDE)]
        return [
            Step(name, place.title_en, place.title_zh, place.reason, place.reason_zh)
            for name, place in places
            if getattr(place, side) == step.mechanism
        ]

    return [each for step in MONTH for each in (*outside("before", step), step, *outside("after", step))]


def find_mechanism(name: str) -> type[Mechanism]:
    """Find the mechanism of that name; only its own module is imported.

    Raises
    ------
    KeyError
        If there is none.
    """
    from sim.core.declarations.mechanism import Mechanism
    from sim.core.declarations.only_class import only_class

    if name in OUTSIDE:
        return OUTSIDE[name]
    if name not in mechanism_names():
        known = ", ".join(mechanism_names())
        raise KeyError(message("there is no mechanism {name!r}; the mechanisms are {known}", name=name, known=known))
    return only_class(import_module(f"{__name__}.{name}"), Mechanism)


def all_parameters() -> dict[str, Param]:
    """Every parameter of every mechanism as ``mechanism.parameter``; the levers are those with a law."""
    return _all_parameters(tuple(OUTSIDE.values()))


@cache
def _all_parameters(outside: tuple[type[Mechanism], ...]) -> dict[str, Param]:
    return {f"{name}.{key}": param for name in mechanism_names() for key, param in find_mechanism(name).params.items()}
