"""What a difference says to a reader: seen or not, large enough to matter or not, better or worse, and its doubts.

A difference is *seen* if its interval leaves out 0 and q, after Benjamini and Hochberg over all that are shown
together, is below .05. It *matters* if it is seen and at least as large as the reader asks: by default what the
indicator declares. Neither is a parameter of the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.analysis.comparison import Comparison, Extremes, Outcome
from sim.analysis.effects import PairedDifference, adjusted
from sim.core.config.callers import number
from sim.core.config.language import Language, in_language, message
from sim.core.recording.indicator import AnyIndicator
from sim.indicators import indicator_named

FALSE_DISCOVERIES = 0.05
"""Of the differences called seen, so many are expected to be luck at most."""
USUAL: Mapping[str, float] = {"share": 0.02, "0-1": 0.02}
USUAL_PART = 0.05
"""What matters where nothing is declared: two points of a share or an index, else a twentieth of the baseline."""
LEFT_UNDER_A_RULE = 0.5
"""A difference that keeps less than this part of itself under an extreme of the quorum rule rests on the rule."""
BETTER, WORSE, CHANGED, NONE, UNKNOWN = "better", "worse", "changed", "none", "unknown"
FEW_PAIRS, QUORUM_RULE, MISSING_PAIRS = "few_pairs", "quorum_rule", "missing_pairs"


@dataclass(frozen=True)
class Reading:
    """One difference as it is read.

    Attributes
    ----------
    outcome : Outcome
    q : float
        p after Benjamini and Hochberg over all differences shown; NaN for a single pair.
    least : float
        Difference from which it matters, in the unit of the outcome.
    under : dict of str to PairedDifference
        The same under each extreme of the quorum rule; empty if they were not run.
    """

    outcome: Outcome
    q: float
    least: float
    under: Mapping[str, PairedDifference]

    @property
    def indicator(self) -> AnyIndicator:
        """The outcome's declaration."""
        return self.outcome.indicator

    @property
    def found(self) -> PairedDifference:
        """The paired difference."""
        return self.outcome.difference

    @property
    def seen(self) -> bool:
        """Whether the interval leaves out 0 and q is below .05."""
        return self.found.clear and self.q < FALSE_DISCOVERIES

    @property
    def matters(self) -> bool:
        """Whether it is seen and at least as large as the reader asks."""
        return self.seen and abs(self.found.difference) >= self.least

    @property
    def size(self) -> float:
        """Size of the difference in units of what matters."""
        return abs(self.found.difference) / self.least if self.least else math.inf

    @property
    def verdict(self) -> str:
        """``better``, ``worse``, ``changed`` (neither is better), ``none`` seen, or ``unknown`` (a single pair)."""
        if not self.seen:
            return UNKNOWN if self.found.verdict == "unknown" else NONE
        side = self.indicator.better * self.found.difference
        return CHANGED if side == 0 else BETTER if side > 0 else WORSE

    @property
    def resting(self) -> str:
        """The extreme of the quorum rule under which least is left, if a difference that matters rests on the rule."""
        left = {rule: other.difference / self.found.difference for rule, other in self.under.items() if self.matters}
        rule = min(left, key=left.__getitem__, default="")
        return rule if rule and self.moved_by(rule) and left[rule] < LEFT_UNDER_A_RULE else ""

    def moved_by(self, rule: str) -> bool:
        """Whether an extreme of the quorum rule makes a difference to the difference that matters."""
        return abs(self.under[rule].difference - self.found.difference) >= self.least

    @property
    def doubts(self) -> tuple[str, ...]:
        """What speaks against it: few pairs that make most of it, pairs without a value, the quorum rule."""
        said = (FEW_PAIRS, self.found.skewed), (MISSING_PAIRS, bool(self.found.missing)), (QUORUM_RULE, self.resting)
        return tuple(name for name, holds in said if holds)


def read(comparison: Comparison, matters: Mapping[str, float] | None = None) -> list[Reading]:
    """Readings of all differences of a comparison, in their order.

    Parameters
    ----------
    comparison : Comparison
    matters : mapping of str to float, optional
        The reader's own least differences by outcome, in its unit.

    Raises
    ------
    ValueError
        If ``matters`` names no outcome, or a difference is not above 0.

    Examples
    --------
    >>> import sim
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 300, "horizon.months": 24}
    >>> baseline, training = (sim.load(name).changed(few) for name in ("baseline", "training"))
    >>> found = sim.compare(baseline, training, reps=4, jobs=1, outcomes="capacity")
    >>> reading, = read(found, {"capacity": 0.001})
    >>> reading.seen, reading.matters, reading.verdict
    (True, True, 'better')
    """
    own = check_matters(matters or {})
    q = adjusted([outcome.difference.p for outcome in comparison.outcomes])
    return [
        Reading(outcome, float(each), least_of(outcome, own), _under(comparison.extremes, outcome))
        for outcome, each in zip(comparison.outcomes, q, strict=True)
    ]


def check_matters(matters: Mapping[str, float]) -> dict[str, float]:
    """A reader's least differences, checked.

    Raises
    ------
    ValueError
        If one names no outcome or is not above 0.
    """
    found = {indicator_named(name).name: number("matters", least) for name, least in matters.items()}
    for name, least in found.items():
        if not 0 < least < math.inf:
            raise ValueError(
                message("{name!r} matters from {least}; allowed are numbers above 0", name=name, least=least)
            )
    return found


def least_of(outcome: Outcome, own: Mapping[str, float]) -> float:
    """Difference from which an outcome matters: the reader's own, what is declared, or the usual."""
    return least_for(outcome.indicator, outcome.difference.baseline, own)


def least_for(indicator: AnyIndicator, baseline: float, own: Mapping[str, float]) -> float:
    """The same of an indicator with this level in the baseline."""
    if indicator.name in own:
        return own[indicator.name]
    if indicator.matters is not None:
        return indicator.matters.least
    return USUAL.get(indicator.unit, USUAL_PART * abs(baseline))


def why_it_matters(indicator: AnyIndicator, own: Mapping[str, float], language: Language) -> str:
    """Where the least difference comes from, in a phrase."""
    if indicator.name in own:
        return in_language(language, "your own", "由使用者设定")
    if indicator.matters is not None:
        return indicator.matters.reason(language)
    if indicator.unit in USUAL:
        return in_language(language, "two points, as nothing is declared", "未声明，取两个百分点")
    return in_language(language, "a twentieth of the baseline, as nothing is declared", "未声明，取基准值的二十分之一")


def _under(extremes: Extremes | None, outcome: Outcome) -> dict[str, PairedDifference]:
    """The same outcome under each extreme of the quorum rule."""
    found: dict[str, PairedDifference] = {}
    for rule, others in (extremes.outcomes if extremes else {}).items():
        for each in others:
            if (each.scenario, each.indicator.name) == (outcome.scenario, outcome.indicator.name):
                found[rule] = each.difference
    return found


def of_scenario(readings: Sequence[Reading], name: str) -> list[Reading]:
    """Those of one alternative."""
    return [each for each in readings if each.outcome.scenario == name]
