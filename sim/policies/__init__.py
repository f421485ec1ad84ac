"""Interventions, one file each: what it does in the world, what it costs, how it fails, and what money buys of it.

All that is said of a policy stands in its file, in English and Chinese, in the form of ``common/words.py``, which also
names what is missing from one.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sim.core.config.language import message
from sim.core.declarations.only_class import only_class
from sim.policies.common.policy import Policy

OUTSIDE: dict[str, type[Policy]] = {}
"""Policies from outside the package, by name (``sim/extensions/``)."""


def policy_names() -> list[str]:
    """Names of all policies, in alphabetical order; a policy is called as its file."""
    return sorted((*_files(), *OUTSIDE))


@cache
def _files() -> tuple[str, ...]:
    """Names of the files, looked up once a process."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")))


def find_policy(name: str) -> type[Policy]:
    """Find the policy of that name.

    Raises
    ------
    KeyError
        If there is none.
    """
    if name in OUTSIDE:
        return OUTSIDE[name]
    if name not in policy_names():
        known = ", ".join(policy_names())
        raise KeyError(message("there is no policy {name!r}; the policies are {known}", name=name, known=known))
    return only_class(import_module(f"{__name__}.{name}"), Policy)


def make_policies(scenario: Any) -> list[Policy]:
    """Make the scenario's policies that do anything, in alphabetical order.

    A policy of dose zero or coverage zero is left out: the run is the baseline, bit for bit.
    """
    made = []
    for name in sorted(scenario.policies):
        plan = scenario.policies[name]
        policy = find_policy(name)
        if not policy.is_nothing(plan.dose, plan.delivery):
            made.append(policy(plan.dose, plan.delivery))
    return made
