"""Levers of a policy, and which of them come with which of its doses."""

from __future__ import annotations

from typing import Any

from sim.core.compute.kernels import interpreted
from sim.core.config.calendar import MONTHS
from sim.extensions.trial import START, YEARS, Bystander, Everywhere
from sim.policies import find_policy


def moved(policy: str, dose: dict[str, Any]) -> frozenset[str]:
    """Levers that a policy moves at a dose in typical villages, in the years of a trial."""
    made, seen = find_policy(policy)(dose, Everywhere(START)), Bystander(policy)
    found: set[str] = set()
    for _ in range(MONTHS * YEARS):
        with interpreted():  # a dozen villages are not worth a compiler
            made.act(seen)
            seen.levers.compose()
        for mechanism, now in seen.levers.now.items():
            base = seen.levers.base[mechanism]
            if now is not base:
                found |= {f"{mechanism}.{name}" for name in now.dtype.names or () if (now[name] != base[name]).any()}
        seen.month += 1
        seen.months_run += 1
    return frozenset(found)


def by_dose(policy: str, dose: dict[str, Any], levers: list[str]) -> dict[str, tuple[str, ...]]:
    """Levers that fall away with one of the doses; empty where they do not part into fewer groups of more.

    Parameters
    ----------
    policy : str
    dose : dict
        As a scenario gives it.
    levers : list of str
        Levers to part.

    Returns
    -------
    dict of str to tuple of str
        Levers by dose; together all of them.

    Examples
    --------
    >>> from sim.analysis.why.levers import by_dose, moved
    >>> levers = sorted(moved("training", {}))
    >>> by_dose("training", {}, levers)["secretary_units"]
    ('effort.hours_taken', 'training.secretary_units')
    """
    idle = find_policy(policy).idle
    doses = [name for name, none in idle.items() if dose.get(name) != none]
    whole = moved(policy, dose)
    lost = {name: whole - moved(policy, {**dose, name: idle[name]}) for name in doses}
    found = {name: tuple(each for each in levers if each in gone) for name, gone in lost.items()}
    parted = [lever for group in found.values() for lever in group]
    if sorted(parted) != sorted(levers) or not 1 < len(found) < len(levers) or not all(found.values()):
        return {}
    return found
