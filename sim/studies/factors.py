"""Factors: what a design varies, and the value that a number between 0 and 1 stands for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Value = float | int | bool | str
Role = Literal["lever", "uncertainty"]
SCALES = ("linear", "log")


@dataclass(frozen=True)
class Factor:
    """One thing that a design varies.

    Parameters
    ----------
    path : str
        Dotted path in a scenario, as :meth:`sim.scenario.scenario.Scenario.changed` takes it.
    role : {"lever", "uncertainty"}
        What a policy maker sets, or what nobody knows.
    low, high : float
        Range; not used where ``values`` are given.
    values : tuple
        The values themselves.
    levels : int
        Steps of a range in factorial designs, ends included; 0 = as the design says.
    scale : {"linear", "log"}
        Whether equal steps are differences or ratios.
    whole : bool
        Whether only whole numbers are allowed.
    """

    path: str
    role: Role
    low: float = 0.0
    high: float = 1.0
    values: tuple[Value, ...] = ()
    levels: int = 0
    scale: str = "linear"
    whole: bool = False

    def at(self, unit: float) -> Value:
        """Value at a place between 0 and 1; choices and whole numbers share the places evenly."""
        if self.values:
            return self.values[min(int(unit * len(self.values)), len(self.values) - 1)]
        if self.whole:
            return min(math.floor(self.low + unit * (self.high - self.low + 1)), int(self.high))
        if unit in (0.0, 1.0):  # logarithms would miss the ends by a hair
            return self.high if unit else self.low
        if self.scale == "log":
            value = math.exp(math.log(self.low) + unit * (math.log(self.high) - math.log(self.low)))
        else:
            value = self.low + unit * (self.high - self.low)
        return min(max(value, self.low), self.high)

    def place(self, value: Value | None) -> float:
        """Place between 0 and 1 of a value, the middle of its share for choices and whole numbers; NaN for None."""
        if value is None:
            return math.nan
        if self.values:
            return (self.values.index(value) + 0.5) / len(self.values)
        number = float(value)
        if self.whole:
            return (number - self.low + 0.5) / (self.high - self.low + 1)
        if self.scale == "log":
            return math.log(number / self.low) / math.log(self.high / self.low)
        return (number - self.low) / (self.high - self.low)

    def steps(self, levels: int) -> list[Value]:
        """Values of a factorial design: all choices, or so many steps over the range."""
        if self.values:
            return list(self.values)
        count = self.levels or levels
        if self.whole:
            width = int(self.high - self.low)
            places = {int(self.low) + round(width * k / (count - 1)) for k in range(count)}
            return sorted(places)
        return [self.at(k / (count - 1)) for k in range(count)]

    def plain(self) -> dict[str, Any]:
        """The factor as a table of JSON."""
        return vars(self) | {"values": list(self.values)}


def factor_of(table: Mapping[str, Any]) -> Factor:
    """Factor of a table that :meth:`Factor.plain` made."""
    return Factor(**{**table, "values": tuple(table["values"])})


@dataclass(frozen=True)
class Declaration:
    """What is known about a path of a scenario.

    Parameters
    ----------
    unit : str
    low, high : float or None
        Range allowed; None for words.
    choices : tuple
        Values allowed, if they are few.
    whole : bool
        Whether only whole numbers are allowed.
    ranged : bool
        Whether ``declared`` may stand for the range: it is a range of uncertainty, not merely of what is possible.
    """

    unit: str
    low: float | None
    high: float | None
    choices: tuple[Value, ...] = ()
    whole: bool = False
    ranged: bool = False


def declaration(path: str) -> Declaration | None:
    """What the model declares about a path; None if there is no such setting."""
    first, _, rest = path.partition(".")
    if first == "parameters":
        from sim.mechanisms import all_parameters

        return _of_param(all_parameters().get(rest))
    if first in ("horizon", "world"):
        from sim.core.config.setting import declared
        from sim.scenario.scenario import Horizon
        from sim.world.specification import WorldSpec

        return _of_setting(declared(Horizon if first == "horizon" else WorldSpec).get(rest))
    if first == "policies":
        return _of_policy(rest)
    return None


def _of_policy(rest: str) -> Declaration | None:
    from sim.core.config.setting import declared
    from sim.policies import find_policy, policy_names
    from sim.policies.common.delivery import Delivery

    policy, _, key = rest.partition(".")
    if policy not in policy_names():
        return None
    if key.startswith("dose."):
        return _of_param(find_policy(policy).params.get(key.removeprefix("dose.")))
    return _of_setting(declared(Delivery).get(key))


def _of_param(param: Any) -> Declaration | None:
    if param is None:
        return None
    if param.choices:
        return Declaration(param.unit, None, None, tuple(param.choices), ranged=True)
    if param.is_switch:
        return Declaration(param.unit, None, None, (False, True), ranged=True)
    low, high = param.range
    return Declaration(param.unit, low, high, ranged=True)


def _of_setting(setting: Any) -> Declaration | None:
    if setting is None:
        return None
    if setting.choices:
        return Declaration(setting.unit, None, None, tuple(setting.choices))
    if setting.form in ("month", "text"):
        return Declaration(setting.unit, None, None)
    return Declaration(setting.unit, setting.low, setting.high, whole=setting.form in ("count", "span"))


def all_paths() -> list[str]:
    """Every path that can be a factor, for suggestions."""
    from sim.core.config.setting import declared
    from sim.mechanisms import all_parameters
    from sim.policies import find_policy, policy_names
    from sim.policies.common.delivery import Delivery
    from sim.scenario.scenario import Horizon
    from sim.world.specification import WorldSpec

    found = [f"parameters.{key}" for key in all_parameters()]
    found += [f"horizon.{key}" for key in declared(Horizon)] + [f"world.{key}" for key in declared(WorldSpec)]
    for name in policy_names():
        found += [f"policies.{name}.dose.{key}" for key in find_policy(name).params]
        found += [f"policies.{name}.{key}" for key in declared(Delivery)]
    return found
