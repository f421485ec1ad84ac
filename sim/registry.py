"""What is declared: all mechanisms and policies by name. Imports neither Mesa nor Numba."""

from __future__ import annotations

from importlib import import_module

from sim.core.mechanism import Mechanism
from sim.mechanisms.stand_ins import STAND_INS
from sim.mechanisms.start import Start
from sim.month import MONTH


def make_mechanisms() -> dict[str, Mechanism]:
    """One instance of each mechanism by name: those of the month in their order, the start, then the stand-ins."""
    found: dict[str, Mechanism] = {}
    for step in MONTH:
        module = import_module(f"sim.mechanisms.{step.mechanism}")
        (declared,) = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Mechanism) and value.__module__ == module.__name__
        ]
        found[step.mechanism] = declared()
    for others in (Start, *STAND_INS):
        found[others.name] = others()
    return found
