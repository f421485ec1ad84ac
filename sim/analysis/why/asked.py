"""What is asked about: a policy on a scenario, or the policies of one scenario on another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.analysis.budget_table import alone
from sim.policies import policy_names
from sim.scenario.files import shipped_names
from sim.scenario.scenario import as_scenario, load


def pair_of(policy: Any, scenario: Any = "baseline", changes: dict[str, Any] | None = None) -> tuple[Any, Any]:
    """The baseline and the alternative of a question why.

    Parameters
    ----------
    policy : str, Path or Scenario
        Name of a policy, at the doses that the scenario has of it, or the shipped scenario of its name, or as declared;
        or another scenario, whose policies are added.
    scenario : str, Path or Scenario
    changes : dict, optional
        Settings of both by dotted path.

    Returns
    -------
    baseline, alternative : Scenario

    Examples
    --------
    >>> from sim.analysis.why.asked import pair_of
    >>> baseline, alternative = pair_of("rotation")
    >>> list(baseline.policies), list(alternative.policies)
    ([], ['rotation'])
    """
    base = as_scenario(scenario)
    if changes:
        base = base.changed(changes)
    if policy in policy_names():
        if policy in base.policies:
            left = {name: plan for name, plan in base.policies.items() if name != policy}
            return replace(base, policies=left), base
        if policy not in shipped_names():
            return base, alone(policy, base)
    added = load(policy) if isinstance(policy, str) else as_scenario(policy)
    merged = replace(base, policies=base.policies | added.policies, name=added.name, title=added.title)
    return base, merged.changed({})
