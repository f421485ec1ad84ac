"""What happens to an indicator when one parameter goes from its lowest to its highest value, at equal luck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.core.parameters import Param
from sim.indicators import INDICATORS
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.scenario import Scenario
from tests.whole import run, small

SEEDS = (11, 12, 13)
MONTHS = 36
DOSES: dict[str, Param] = {
    f"policies.{name}.dose.{key}": param for name in policy_names() for key, param in find_policy(name).params.items()
}
CASES: dict[str, Param] = {
    name: param
    for name, param in {**{f"parameters.{key}": param for key, param in all_parameters().items()}, **DOSES}.items()
    if param.either is None
}
# Parameters that act only where something else is switched on.
NEEDS: dict[str, dict[str, object]] = {}


def ends(param: Param) -> tuple[float | bool | str, float | bool | str]:
    """Lowest and highest value to try; a value held fixed is halved and doubled."""
    if param.choices:
        return param.choices[0], param.choices[-1]
    if param.is_switch:
        return False, True
    low, high = param.range
    if low == high:
        low, high = (low / 2, high * 2) if low else (0.0, 1.0)
        if param.unit in ("share", "probability", "0-1"):
            high = min(high, 1.0)
    return low, high


def with_value(scenario: Scenario, name: str, value: float | bool | str) -> Scenario:
    """The scenario with one value, also where that lies outside the declared range (of values held fixed)."""
    kind, _, key = name.partition(".")
    if kind == "parameters":
        return replace(scenario, parameters={**scenario.parameters, key: value})
    policy, _, dose = key.partition(".dose.")
    plan = scenario.policies[policy]
    return replace(scenario, policies={**scenario.policies, policy: replace(plan, dose={**plan.dose, dose: value})})


def difference(name: str) -> np.ndarray:
    """Indicator at the high end less indicator at the low end of a parameter, shape (seeds,)."""
    param = CASES[name]
    indicator = INDICATORS[param.raises or param.lowers or ""]
    changes = dict(NEEDS.get(name, {}))
    if name.startswith("policies."):
        changes[f"policies.{name.split('.')[1]}.start"] = "2021-01"
    values = []
    for seed in SEEDS:
        pair = []
        for value in ends(param):
            model = run(with_value(small({"horizon.months": MONTHS, **changes}), name, value), seed=seed)
            pair.append(float(model.recorder.indicator(indicator, model.burn_in, by_month=False)))
        values.append(pair[1] - pair[0])
    return np.array(values)
