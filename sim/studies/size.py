"""Size of a study, worked out by arithmetic before any point or name of a run is made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.core.config.language import message
from sim.studies.factors import Factor
from sim.studies.plan import DesignPlan, StudyPlan

MOST_MEMORY = 4e9
"""Bytes that the points and the names of the runs of a study may take while it is designed."""
BYTES_A_POINT, BYTES_A_VALUE, BYTES_A_RUN = 400, 60, 120
"""As measured while a study is designed: the name of a point, one of its values, and the row of a run."""
BYTES_A_GIGABYTE = 1e9


@dataclass(frozen=True)
class Size:
    """How much a study is.

    Parameters
    ----------
    points, factors, scenarios, replicates : int
    """

    points: int
    factors: int
    scenarios: int
    replicates: int

    @property
    def runs(self) -> int:
        """Runs, those that points share counted at each."""
        return self.points * self.scenarios * self.replicates

    @property
    def gigabytes(self) -> float:
        """Memory that designing it takes."""
        points = self.points * (BYTES_A_POINT + self.factors * BYTES_A_VALUE)
        return (points + self.runs * BYTES_A_RUN) / BYTES_A_GIGABYTE

    @property
    def fits(self) -> bool:
        """Whether it may be designed."""
        return self.gigabytes <= MOST_MEMORY / BYTES_A_GIGABYTE

    def __str__(self) -> str:
        return message(
            "{points:,} points x {scenarios:,} scenarios x {replicates:,} replicates = {runs:,} runs, "
            "whose names and points take about {gigabytes:,.1f} GB of memory",
            points=self.points, scenarios=self.scenarios, replicates=self.replicates, runs=self.runs,
            gigabytes=self.gigabytes,
        )  # fmt: skip


def size_of(plan: StudyPlan, points: int, replicates: int) -> Size:
    """Size of a study with so many points and replicates of each."""
    return Size(points, len(plan.factors), len(plan.scenarios), replicates)


def count_points(plan: DesignPlan, factors: Sequence[Factor]) -> int:
    """Points of a design, none of which is made; at most so many of a fractional one, 0 of a file that is not read.

    Parameters
    ----------
    plan : DesignPlan
    factors : sequence of Factor
    """
    if plan.kind == "file":
        return 0
    if plan.kind == "none" or not factors:
        return 1
    width = len(factors)
    if plan.kind == "fractional":  # a Hadamard matrix and its mirror
        return 2 << math.ceil(math.log2(width))
    if plan.kind == "plausible":
        levers = [factor for factor in factors if factor.role == "lever"]
        return sum(plan.points) * math.prod(len(factor.steps(plan.levels)) for factor in levers)
    if plan.kind == "full":
        return math.prod(len(factor.steps(plan.levels)) for factor in factors)
    if plan.kind == "one_at_a_time":
        return 1 + sum(len(factor.steps(plan.levels)) for factor in factors)
    each = {"saltelli": (2 * width if plan.second_order else width) + 2, "morris": width + 1}.get(plan.kind, 1)
    return sum(plan.points) * each
