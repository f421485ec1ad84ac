"""States that the emulator of differences speaks for: doses of policies, a dozen unknowns, the rule of the quorum.

Villages are those of the baseline's archetype and horizon, six of them. A policy that is on starts a year after the
start and reaches everywhere; everything of its delivery but the ramp is as declared.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.doses import SCALED_BY_POWER
from sim.core.config.calendar import MONTHS, name_of
from sim.core.declarations.dated_value import Value
from sim.core.declarations.parameters import Param
from sim.mechanisms import all_parameters
from sim.policies import find_policy, policy_names
from sim.policies.common.policy import PRICE
from sim.runs.jobs import QUORUM, QUORUM_RULES
from sim.scenario.scenario import Scenario, load
from sim.studies.new import UNKNOWNS

Floats = NDArray[np.float64]
BASELINE = "baseline"
WORLD = {"world.townships": 2, "world.villages": 3}
"""Six villages of the baseline's archetype."""
RAMPS = (0, 6)
"""Months until a policy has its full dose: those that shipped scenarios and the page's levers have."""
MANY = (0.34, 0.25, 0.15, 0.1, 0.08, 0.08)
"""Chances of one policy, of two, and so on."""
AS_DECLARED, ONE_DOSE = 0.3, 0.35
"""Chances that all doses of a policy are the declared ones, and that one of them is moved alone."""
USUAL = 0.5
"""Chance that a dose or an unknown is the usual one."""
NAMED = "parameters."


@dataclass(frozen=True)
class State:
    """Something that can be asked.

    Attributes
    ----------
    doses : dict of str to dict
        Doses of each policy that is on; what is left out is as declared.
    unknowns : dict of str to float
        Parameters by ``mechanism.parameter``; what is left out is as declared.
    quorum : str
        Rule of the quorum.
    ramp : int
        Months until policies have their full dose.
    """

    doses: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    unknowns: Mapping[str, float] = field(default_factory=dict)
    quorum: str = QUORUM_RULES[0]
    ramp: int = RAMPS[-1]


@dataclass(frozen=True)
class Space:
    """What is varied, and the place of each input.

    Attributes
    ----------
    doses : dict of (str, str) to Param
        By policy and dose: amounts and switches, neither prices nor choices.
    unknowns : dict of str to Param
        By ``mechanism.parameter``.
    """

    doses: Mapping[tuple[str, str], Param]
    unknowns: Mapping[str, Param]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the inputs."""
        doses = (f"{policy}.{dose}" for policy, dose in self.doses)
        return (*doses, *self.unknowns, *(f"{QUORUM}:{rule}" for rule in QUORUM_RULES[1:]))

    @cached_property
    def rest(self) -> Floats:
        """Inputs where no policy is on and nothing but the usual is assumed."""
        return self.inputs(State())

    @cached_property
    def partners(self) -> tuple[tuple[int, ...], ...]:
        """What each input, and last the baseline's outcome, may act together with.

        A dose does so with those of its policy and with what is assumed, everything with the baseline's outcome; that
        doses of two policies add up is an approximation, of which the errors tell.
        """
        count, doses = len(self.names), len(self.doses)
        shared = (*range(doses, count), count)
        policies = [policy for policy, _ in self.doses]
        own = [(*(place for place, each in enumerate(policies) if each == policy), *shared) for policy in policies]
        return (*own, *(tuple(range(count + 1)) for _ in shared))

    def inputs(self, state: State) -> Floats:
        """Inputs of a state, each between 0 and 1."""
        found = []
        for (policy, dose), param in self.doses.items():
            given = state.doses.get(policy)
            at = off_value(policy, dose, param) if given is None else given.get(dose, param.default)
            found.append(place_of(param, at))
        found += [place_of(param, state.unknowns.get(name, param.default)) for name, param in self.unknowns.items()]
        return np.array([*found, *(float(state.quorum == rule) for rule in QUORUM_RULES[1:])])

    def draw(self, seed: int, number: int) -> State:
        """The state of a number, whatever others are drawn: a few policies, and what is assumed."""
        rng = np.random.default_rng([seed, number])
        policies = list(dict.fromkeys(policy for policy, _ in self.doses))
        count = 1 + int(rng.choice(len(MANY), p=MANY))
        first = policies[number % len(policies)]  # each is met as often
        others = [each for each in policies if each != first]
        chosen = [first, *(others[place] for place in rng.permutation(len(others))[: count - 1])]
        doses = {policy: self._drawn(policy, rng) for policy in chosen}
        unknowns = {
            name: float(value_at(param, rng.random())) for name, param in self.unknowns.items() if rng.random() >= USUAL
        }
        quorum = QUORUM_RULES[0] if rng.random() < USUAL else str(rng.choice(QUORUM_RULES[1:]))
        return State(doses, unknowns, quorum, int(rng.choice(RAMPS)))

    def _drawn(self, policy: str, rng: np.random.Generator) -> dict[str, Value]:
        """Doses of a policy: as declared, one of them moved and the others at rest, or each by chance."""
        params = {dose: param for (name, dose), param in self.doses.items() if name == policy}
        idle = find_policy(policy).zero_dose()
        carriers = [dose for dose in params if dose in idle] or list(params)
        way = rng.random()
        if way < AS_DECLARED:
            return {}
        if way < AS_DECLARED + ONE_DOSE:
            moved = carriers[int(rng.integers(len(carriers)))]
            return {**idle, moved: value_at(params[moved], rng.random())}
        found: dict[str, Value] = {}
        for dose, param in params.items():
            usual = idle.get(dose, param.default)
            found[dose] = usual if rng.random() < USUAL else value_at(param, rng.random())
        return found


def space() -> Space:
    """The space as the model is declared."""
    doses = {
        (policy, dose): param
        for policy in policy_names()
        for dose, param in find_policy(policy).params.items()
        if param.either != PRICE and not param.choices and param.range[0] < param.range[1]
    }
    declared = all_parameters()
    names = [path.removeprefix(NAMED) for path in UNKNOWNS]
    return Space(doses, {name: declared[name] for name in names})


def off_value(policy: str, dose: str, param: Param) -> Value:
    """What a dose counts as where its policy is not on."""
    return find_policy(policy).idle.get(dose, param.default)


def is_by_power(param: Param) -> bool:
    """Whether equal steps of a number are ratios."""
    return param.unit in SCALED_BY_POWER and param.range[0] > 0


def place_of(param: Param, value: Value) -> float:
    """Place of a value in the range of a parameter, between 0 and 1 where it lies within."""
    low, high = param.range
    number = param.number(value)
    if is_by_power(param):
        return math.log(number / low) / math.log(high / low)
    return (number - low) / (high - low)


def value_at(param: Param, place: float) -> Value:
    """Value at a place of the range."""
    low, high = param.range
    if param.is_switch:
        return place >= 0.5
    if is_by_power(param):
        return float(min(max(low * (high / low) ** place, low), high))
    return float(low + place * (high - low))


def scenarios_of(state: State) -> tuple[Scenario, Scenario]:
    """The baseline and the alternative of a state.

    Raises
    ------
    ScenarioError
        If two policies set the same thing outright, or a value is not allowed.
    """
    assumed: dict[str, Any] = {f"{NAMED}{name}": value for name, value in state.unknowns.items()}
    if state.quorum != QUORUM_RULES[0]:
        assumed[f"{NAMED}{QUORUM}"] = state.quorum
    before = load(BASELINE).changed(WORLD | assumed)
    start = name_of(before.horizon.start + MONTHS)
    policies = {
        f"policies.{policy}": {"dose": dict(doses), "start": start, "ramp": state.ramp}
        for policy, doses in state.doses.items()
    }
    return before, before.changed(policies)
