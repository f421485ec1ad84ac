"""Factors: what a design varies, and the value that a number between 0 and 1 stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from sim.core.config.setting import Setting, declared
from sim.core.declarations.parameters import Param
from sim.runs.identity import Plain

Value = float | int | bool | str
Point = tuple[Value | None, ...]
"""Values in the order of the factors; None = as the scenario has it."""
Role = Literal["lever", "uncertainty"]
ROLES: dict[Role, str] = {"lever": "levers", "uncertainty": "uncertainties"}
"""Entries of a study file, by the role of the factors that stand there."""
SCALES = ("linear", "log")


@dataclass(frozen=True)
class Factor(Plain):
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


def declarations() -> dict[str, Declaration]:
    """What the model declares about every path that can be a factor."""
    from sim.mechanisms import all_parameters
    from sim.policies import find_policy, policy_names
    from sim.policies.common.delivery import Delivery
    from sim.scenario.scenario import Horizon
    from sim.world.specification import WorldSpec

    params = {f"parameters.{key}": param for key, param in all_parameters().items()}
    settings = {f"horizon.{key}": each for key, each in declared(Horizon).items()}
    settings |= {f"world.{key}": each for key, each in declared(WorldSpec).items()}
    for name in policy_names():
        params |= {f"policies.{name}.dose.{key}": param for key, param in find_policy(name).params.items()}
        settings |= {f"policies.{name}.{key}": each for key, each in declared(Delivery).items()}
    return {path: _of_param(each) for path, each in params.items()} | {
        path: _of_setting(each) for path, each in settings.items()
    }


def _of_param(param: Param) -> Declaration:
    if param.choices:
        return Declaration(param.unit, None, None, tuple(param.choices), ranged=True)
    if param.is_switch:
        return Declaration(param.unit, None, None, (False, True), ranged=True)
    low, high = param.range
    return Declaration(param.unit, low, high, ranged=True)


def _of_setting(setting: Setting) -> Declaration:
    if setting.choices:
        return Declaration(setting.unit, None, None, tuple(setting.choices))
    if setting.form in ("month", "text"):
        return Declaration(setting.unit, None, None)
    return Declaration(setting.unit, setting.low, setting.high, whole=setting.form in ("count", "span"))
