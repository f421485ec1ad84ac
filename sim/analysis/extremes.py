"""A comparison under the extremes of the quorum rule, with a quarter of its pairs.

Whether a branch counts those away among those due is a state of each branch under the rule in force (``list``). What a
policy does if nobody ever asks for a list (``registered``) or everybody is always excused (``adjusted``) bounds what
the unknown share of branches with a list can do to a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.analysis.comparison import Outcome

PART = 4
"""One pair in so many is run under each extreme."""
FEWEST = 2
"""Pairs below which there is no interval."""


@dataclass(frozen=True)
class Extremes:
    """Differences under the extremes of the quorum rule.

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
    """How many pairs are run under each extreme of a comparison of so many; 0 where a quarter gives no interval.

    Examples
    --------
    >>> [pairs_of_extremes(pairs) for pairs in (4, 8, 20, 50)]
    [0, 2, 5, 12]
    """
    quarter = pairs // PART
    return quarter if quarter >= FEWEST else 0
