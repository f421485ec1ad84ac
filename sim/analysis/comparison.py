"""What a comparison of scenarios found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.analysis.budget import Account, Spending, cost_of
from sim.analysis.comparable import other_parameters
from sim.analysis.effects import PairedDifference
from sim.analysis.for_whom import ForWhom
from sim.analysis.ratio import Ratio, cost_per_unit
from sim.core.config.language import message
from sim.core.declarations.dated_value import ParameterValue
from sim.core.recording.indicator import AnyIndicator
from sim.execution.simulator import RunCounts
from sim.runs.run import Failure, Run, values

PART, FEWEST_PAIRS = 4, 5
"""One pair in so many is run under each extreme of the quorum rule; no fewer, or an interval is too wide to be read."""


@dataclass(frozen=True)
class Cost:
    """What an alternative costs more than the baseline over the period under study, mean over the pairs.

    Attributes
    ----------
    yuan, hours : float
        For a registered person in a year.
    yuan_in_all, hours_in_all : float
        For all villages and years.
    yuan_village, hours_village : float
        For a village in a year.
    """

    yuan: float
    hours: float
    yuan_in_all: float
    hours_in_all: float
    yuan_village: float
    hours_village: float


@dataclass(frozen=True)
class Outcome:
    """One outcome of one alternative against the baseline."""

    scenario: str
    indicator: AnyIndicator
    difference: PairedDifference


@dataclass(frozen=True)
class Extremes:
    """Differences under the extremes of the quorum rule.

    Whether a branch counts those away among those due is a state of each branch under the rule in force (``list``).
    What a policy does if nobody ever asks for a list (``registered``), or everybody is always excused (``adjusted``),
    bounds what the unknown share of branches with a list can do to a result.

    Attributes
    ----------
    pairs : int
        Pairs asked for under each.
    outcomes : dict of str to sequence of Outcome
        By rule, in the order of the comparison's own outcomes.
    """

    pairs: int
    outcomes: Mapping[str, Sequence[Outcome]]


def pairs_of_extremes(pairs: int) -> int:
    """How many pairs are run under each extreme of a comparison of so many: a quarter, or 0 below five.

    Examples
    --------
    >>> [pairs_of_extremes(pairs) for pairs in (8, 20, 50)]
    [0, 5, 12]
    """
    quarter = pairs // PART
    return quarter if quarter >= FEWEST_PAIRS else 0


@dataclass(frozen=True)
class Stopping:
    """How many pairs were run, and why no more.

    Attributes
    ----------
    pairs : int
        Pairs run.
    wanted : dict of str to float
        Half-width wanted of each outcome; empty if the number of pairs was given.
    capped : bool
        Whether the cap was reached before the precision.
    reached_at : int or None
        Pairs after which the precision held.
    """

    pairs: int
    wanted: Mapping[str, float] = field(default_factory=dict)
    capped: bool = False
    reached_at: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Results of :func:`compare`.

    Attributes
    ----------
    scenarios : tuple of Scenario
        The baseline, then the alternatives.
    runs : dict of str to list of Run
        By scenario, in the order of the seeds; only seeds at which all scenarios ended well.
    outcomes : list of Outcome
        By alternative, then by outcome.
    costs : dict of str to Cost
    lives_changed : dict of str to float
        Share of persons whose life differs from the baseline, mean over the pairs.
    window : (int, int)
        Months of the period under study over which outcomes are summed.
    stopping : Stopping
    failures : list of Failure
    notes : list of str
        What the reader must know about values that are missing.
    given : tuple of str
        Names or paths that the scenarios were given by; empty for those made in Python.
    spending : dict of str to Spending
        By alternative, where they are compared at equal money or hours.
    whom : ForWhom or None
        Differences by group, class of villages, place or world, if asked for.
    extremes : Extremes or None
        The same under the extremes of the quorum rule, if asked for.
    counted : RunCounts
        How many runs came from the store and how many were done, pilots and other worlds included.
    points : tuple of dict
        Values of parameters at each pair, where the pairs were run at points.
    """

    scenarios: tuple[Any, ...]
    runs: dict[str, list[Run]]
    outcomes: list[Outcome]
    costs: dict[str, Cost]
    lives_changed: dict[str, float]
    window: tuple[int, int]
    stopping: Stopping
    failures: list[Failure]
    notes: list[str] = field(default_factory=list)
    given: tuple[str, ...] = ()
    spending: Mapping[str, Spending] = field(default_factory=dict)
    whom: ForWhom | None = None
    extremes: Extremes | None = None
    counted: RunCounts = field(default_factory=RunCounts)
    points: tuple[Mapping[str, Any], ...] = ()

    @property
    def baseline(self) -> str:
        """Name of the baseline."""
        return str(self.scenarios[0].name)

    @property
    def alternatives(self) -> list[str]:
        """Names of the alternatives."""
        return [str(scenario.name) for scenario in self.scenarios[1:]]

    def other_parameters(self, alternative: str) -> dict[str, ParameterValue]:
        """Parameters that an alternative has otherwise than the baseline: its effect is not that of its policies alone.

        A lever that is set as a parameter books no cost, however much it moves.
        """
        base, *others = self.scenarios
        return other_parameters(base, next(each for each in others if each.name == alternative))

    def cost_by_pair(self, alternative: str, account: Account) -> np.ndarray:
        """What an alternative costs more than the baseline, a registered person and year, by pair."""
        pairs = zip(self.runs[alternative], self.runs[self.baseline], strict=True)
        return np.array([cost_of(after, account) - cost_of(before, account) for after, before in pairs])

    def cost_per_unit(self, outcome: Outcome, account: Account) -> Ratio | None:
        """What one unit of an outcome costs in the direction in which it moved, a registered person and year.

        Returns
        -------
        Ratio or None
            Nothing if the interval of the difference holds 0, or the outcome got worse, or nothing was spent, or the
            alternative changes parameters too: what these do is not bought.
        """
        if self.other_parameters(outcome.scenario) or not outcome.difference.clear:
            return None
        after, before = (
            values(self.runs[name], outcome.indicator, self.window) for name in (outcome.scenario, self.baseline)
        )
        costs = self.cost_by_pair(outcome.scenario, account)
        return cost_per_unit(costs, after - before, outcome.indicator.better)

    def difference(self, alternative: str, outcome: str) -> PairedDifference:
        """The paired difference of one outcome.

        Raises
        ------
        KeyError
            If there is none: the outcome was not asked for, or has no value in any pair (see ``notes``).
        """
        for row in self.outcomes:
            if (row.scenario, row.indicator.name) == (alternative, outcome):
                return row.difference
        fault = message("there is no difference of {outcome!r} for {name!r}", outcome=outcome, name=alternative)
        raise KeyError(fault)


class TooFewRuns(RuntimeError):
    """No seed at which all scenarios ended well.

    Attributes
    ----------
    failures : list of Failure
    """

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        first = failures[0]
        super().__init__(
            message(
                "no pair of runs ended well; first error: {scenario} at seed {seed}: {error}",
                scenario=first.scenario,
                seed=first.seed,
                error=first.error,
            )  # fmt: skip
        )
