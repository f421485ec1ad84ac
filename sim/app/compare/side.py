"""One side of a comparison: what is set of policies beyond the baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.core.config.calendar import MONTHS, name_of
from sim.core.declarations.dated_value import Value
from sim.policies import find_policy
from sim.scenario.scenario import Horizon, Scenario

DOSE = "dose"
"""Second word of the path of a dose; that of what delivery takes is the setting itself."""
RAMP = 6
"""Months until a policy that is switched on by a lever has its full dose."""


@dataclass(frozen=True)
class Side:
    """Policies of an alternative.

    Attributes
    ----------
    settings : dict of str to value
        By path, such as ``training.dose.units`` or ``training.start``; what is not set has its declared default. A
        policy of which nothing is set is not there.
    """

    settings: Mapping[str, Value] = field(default_factory=dict)

    @property
    def policies(self) -> list[str]:
        """Names of the policies of which something is set, in the order in which they came."""
        return list(dict.fromkeys(path.partition(".")[0] for path in self.settings))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is set, so that the side is the baseline."""
        return not self.settings

    def dose(self, policy: str, name: str) -> Value:
        """A dose as it is now: of a policy that is not there, the one that does nothing."""
        declared = find_policy(policy)
        if policy not in self.policies:
            return declared.zero_dose().get(name, declared.params[name].default)
        return self.settings.get(f"{policy}.{DOSE}.{name}", declared.params[name].default)

    def moved(self, path: str, value: Value, horizon: Horizon) -> Side:
        """The side with one setting changed; a policy that was not there begins a year after the start.

        Parameters
        ----------
        path : str
            Of a dose or of delivery.
        value : number, switch or text
        horizon : Horizon
            Of the baseline.

        Examples
        --------
        >>> from sim.scenario.scenario import load
        >>> side = Side().moved("training.dose.units", 2.0, load("baseline").horizon)
        >>> side.settings["training.dose.units"], side.settings["training.dose.secretary_units"]
        (2.0, 0.0)
        """
        policy = path.partition(".")[0]
        settings = dict(self.settings)
        if policy not in self.policies:
            idle = find_policy(policy).zero_dose()
            settings |= {f"{policy}.{DOSE}.{name}": each for name, each in idle.items()}
            settings |= {f"{policy}.start": name_of(horizon.start + MONTHS), f"{policy}.ramp": RAMP}
        return replace(self, settings=settings | {path: value})

    def without(self, policy: str) -> Side:
        """The side without a policy."""
        kept = {path: value for path, value in self.settings.items() if path.partition(".")[0] != policy}
        return replace(self, settings=kept)

    def changes(self) -> dict[str, Any]:
        """What makes the alternative from the baseline, as :meth:`Scenario.changed` takes it.

        A policy stands there whole, so that nothing of one of the baseline's with the same name is left.
        """
        tables: dict[str, dict[str, Any]] = {}
        for path, value in self.settings.items():
            policy, *rest = path.split(".")
            table = tables.setdefault(policy, {DOSE: {}})
            (table[DOSE] if rest[0] == DOSE else table)[rest[-1]] = value
        return {f"policies.{policy}": table for policy, table in tables.items()}


def side_of(scenario: Scenario) -> Side:
    """What a scenario sets of policies."""
    settings: dict[str, Value] = {}
    for policy, table in scenario.plain()["policies"].items():
        usual = find_policy(policy).params
        settings |= {f"{policy}.{DOSE}.{name}": value for name, value in table[DOSE].items() if name in usual}
        settings |= {f"{policy}.{name}": value for name, value in table.items() if _is_set(name, value)}
    return Side(settings)


def _is_set(name: str, value: Any) -> bool:
    """Whether a setting of delivery is one that a page can hold, and not the default that it has anyway."""
    from sim.policies.common.delivery import Delivery

    usual = next((each.default for each in Delivery.__dataclass_fields__.values() if each.name == name), None)
    return name != DOSE and isinstance(value, int | float | str) and value != usual
