"""Submodels, one file each: what it reads, writes and draws, its parameters, its kernel, its step."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.core.declarations.mechanism import Mechanism
    from sim.core.declarations.parameters import Param


def mechanism_names() -> list[str]:
    """Names of all mechanisms: those of the month in their order, then the start."""
    from sim.month import MONTH

    return [*(step.mechanism for step in MONTH), "start"]


def find_mechanism(name: str) -> type[Mechanism]:
    """Find the mechanism of that name; only its own module is imported.

    Raises
    ------
    KeyError
        If there is none.
    """
    from sim.core.declarations.mechanism import Mechanism
    from sim.core.declarations.only_class import only_class

    if name not in mechanism_names():
        raise KeyError(f"there is no mechanism {name!r}; the mechanisms are {', '.join(mechanism_names())}")
    return only_class(import_module(f"{__name__}.{name}"), Mechanism)


@cache
def all_parameters() -> dict[str, Param]:
    """Every parameter of every mechanism as ``mechanism.parameter``; the levers are those with a law."""
    return {f"{name}.{key}": param for name in mechanism_names() for key, param in find_mechanism(name).params.items()}
