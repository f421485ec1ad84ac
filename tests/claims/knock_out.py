"""A claim shown by taking its mechanism out: what it says moves, and stands still where there is nothing to move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sim.indicators import INDICATORS
from sim.model import RuralParty
from tests.whole import run, small

WORLD: dict[str, Any] = {"world.villages": 6}  # twelve in all
GOOD_PLATFORM: dict[str, Any] = {
    "digital.designated_hours": 40.0,
    "digital.launch_quality": 0.9,
    "digital.integrated": True,
    "digital.innovation": 0.06,
    "digital.mandate": 0.2,
}
ALL_USE_IT: dict[str, Any] = {
    **GOOD_PLATFORM,
    "digital.mandate": 1.0,
    "digital.attention": 1.0,
    "digital.local_content": 1.0,
    "digital.coupling": 1.0,
    "start.skill_mean": 0.95,
    "start.coverage_mean": 0.95,
    "service.find_hours": 60.0,
}
START = "2021-01"
POLICY = "policies."
Frozen = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class KnockOut:
    """One mechanism out and in, in worlds of the same luck.

    Parameters
    ----------
    moves : mapping
        By indicator, 1 or -1: what the claim says happens where the mechanism is in.
    on, off : mapping
        What sets the mechanism in and out: parameters as ``mechanism.name``, policies as ``policies.name`` with their
        doses (in force from the end of burn-in), settings of the scenario as ``world.name``.
    world : mapping
        What both have in common, beside the default world.
    gone : mapping, optional
        What takes from both what the claim speaks of, so that the mechanism has nothing to act on.
    stands : tuple of str
        Indicators that are then the same bit for bit; those of ``moves`` unless given.
    still : tuple of str
        Indicators that the mechanism does not touch even where it is in.
    """

    moves: Mapping[str, int]
    on: Mapping[str, Any]
    off: Mapping[str, Any] = field(default_factory=dict)
    world: Mapping[str, Any] = field(default_factory=dict)
    gone: Mapping[str, Any] | None = None
    stands: tuple[str, ...] = ()
    still: tuple[str, ...] = ()


def lived(changes: Mapping[str, Any]) -> dict[str, float]:
    """Indicators of a small run of what the changes make of the default world, over all months after burn-in."""
    return kept(tuple(sorted((name, frozen(value)) for name, value in changes.items())))


@cache
def kept(changes: Frozen) -> dict[str, float]:
    """A run, lived once for all claims that look at it."""
    model = lived_model(changes)
    month = model.burn_in
    return {name: float(model.recorder.indicator(it, month, by_month=False)) for name, it in INDICATORS.items()}


def lived_model(changes: Frozen, seed: int = 1) -> RuralParty:
    """The model after the run."""
    changed: dict[str, Any] = dict(WORLD)
    parameters: dict[str, Any] = {}
    policies: dict[str, Any] = {}
    for name, value in changes:
        if name.startswith(POLICY):
            policies[name.removeprefix(POLICY)] = {"start": START, "dose": dict(value)}
        elif name.startswith(("world.", "horizon.")):
            changed[name] = value
        else:
            parameters[name] = value
    scenario = small(changed, policies)
    # Knocked out may mean a value outside the declared range.
    return run(replace(scenario, parameters={**scenario.parameters, **parameters}), seed=seed, check=False)


def frozen(value: Any) -> Any:
    """A value that can be a key: doses as pairs."""
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else value
