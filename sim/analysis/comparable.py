"""Comparability: what scenarios must share to be compared, and what tells them apart beside their policies.

A pair is the same persons meeting the same luck. Another world or another burn-in makes other persons: their difference
is that of the worlds, whatever the policies are. Other parameters leave the persons and their luck, but their effect
cannot be told from that of the policies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.core.config.language import message
from sim.core.declarations.dated_value import ParameterValue
from sim.mechanisms import find_mechanism
from sim.runs.jobs import Named

SHARED = ("horizon", "world")


def check_comparable(scenarios: Sequence[Named]) -> Any:
    """The horizon that all scenarios share.

    Parameters
    ----------
    scenarios : sequence of Named
        The baseline, then the alternatives.

    Returns
    -------
    Horizon

    Raises
    ------
    ValueError
        If one differs from the first in a month of its horizon or in anything of its world; every difference is named.
    """
    first, *others = scenarios
    before = first.scenario.plain()
    found = []
    for other in others:
        after = other.scenario.plain()
        for table in SHARED:
            for key in {**before[table], **after[table]}:
                value, there = before[table].get(key), after[table].get(key)
                if there != value:
                    line = message(
                        "{key}: {value} in {name}, {there} in {other}",
                        key=f"{table}.{key}", value=_said(value), name=first.name, there=_said(there), other=other.name,
                    )  # fmt: skip
                    found.append(f"  {line}")
    if found:
        fault = message(
            "these scenarios are no pair: the same persons must meet the same luck over the same months, so horizon "
            "and world must be the same"
        )
        advice = message(
            "set these keys as {name} has them, or leave them out of a file that extends it", name=first.name
        )
        raise ValueError("\n".join((fault, *found, advice)))
    return first.scenario.horizon


def _said(value: Any) -> str:
    return message("none") if value is None else str(value)


def other_parameters(baseline: Any, alternative: Any) -> dict[str, ParameterValue]:
    """Parameters whose values differ between two scenarios, by ``mechanism.parameter``, as the alternative has them.

    Parameters
    ----------
    baseline, alternative : Scenario
    """
    keys = sorted({*baseline.parameters, *alternative.parameters})
    return {key: _value(alternative, key) for key in keys if _value(alternative, key) != _value(baseline, key)}


def _value(scenario: Any, key: str) -> ParameterValue:
    """A parameter's value in a scenario, its default where none is given."""
    mechanism, _, name = key.partition(".")
    value: ParameterValue = scenario.parameters.get(key, find_mechanism(mechanism).params[name].default)
    return value
