"""Pairs of small runs with the same luck, with a policy and without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sim.indicators import INDICATORS
from sim.model import RuralParty
from tests.whole import run, small

START = "2021-01"


def lived(
    policies: Mapping[str, Mapping[str, Any]] | None = None,
    changes: Mapping[str, Any] | None = None,
    parameters: Mapping[str, float] | None = None,
    seed: int = 1,
) -> RuralParty:
    """A small run, policies in force from the end of burn-in.

    Parameters
    ----------
    policies : mapping, optional
        By name, each a table of ``dose`` and delivery settings.
    changes : mapping, optional
        Of the scenario, by dotted path.
    parameters : mapping, optional
        By ``mechanism.parameter``, also outside their declared ranges.
    seed : int
        Of the run.
    """
    plans = {name: {"start": START, **plan} for name, plan in (policies or {}).items()}
    scenario = small(changes, plans)
    return run(replace(scenario, parameters={**scenario.parameters, **(parameters or {})}), seed=seed)


def mean(model: RuralParty, indicator: str, since: int = 0) -> float:
    """An indicator over all villages and all months from so many months after burn-in."""
    return float(model.recorder.indicator(INDICATORS[indicator], model.burn_in + since, by_month=False))
