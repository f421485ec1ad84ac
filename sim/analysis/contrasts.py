"""Contrasts of a study: which runs stand on either side, taken together by what, and their paired differences.

A *unit* is what an interval is taken over: a point, where points are a sample of what is not known, else a seed. In
each unit the mean of the runs after is taken less the mean of those before; both met the same luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.arms import COVERAGE, Arm, Arms
from sim.analysis.effects import PairedDifference, paired_difference

if TYPE_CHECKING:
    import pandas

    from sim.studies.folder import StudyFolder

MOST_ARMS = 60
"""Arms of one scenario beyond which each lever is averaged over all others instead of one table of all combinations."""
SEED, POINT = "seed", "point"
AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class Side:
    """Runs on one side of a contrast: one scenario at some rows of the design.

    Attributes
    ----------
    scenario : str
    rows : tuple of int
    """

    scenario: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Contrast:
    """Runs after less runs before.

    Attributes
    ----------
    arm : Arm
        What is compared; of an average over levers, the one lever.
    base : Arm
    after, before : Side
    unit : {"seed", "point"}
    units : dict of int to int
        Unit of each row, where units are points.
    averaged : bool
        Whether the other levers are averaged over.
    """

    arm: Arm
    base: Arm
    after: Side
    before: Side
    unit: str
    units: Mapping[int, int]
    averaged: bool = False

    def runs(self, frame: pandas.DataFrame) -> pandas.DataFrame:
        """Its runs in a table of runs, with ``side``, ``unit`` and ``future``.

        A run that several rows of a future share counts once. Unless levers are averaged over, runs without one of the
        same future and seed on the other side are left out.
        """
        import pandas

        parts = []
        for name, side in ((AFTER, self.after), (BEFORE, self.before)):
            mine = frame[(frame["scenario"] == side.scenario) & frame["row"].isin(side.rows)]
            unit = mine["seed"] if self.unit == SEED else mine["row"].map(self.units)
            future = mine["row"].map(self.units)
            parts.append(mine.assign(side=name, unit=unit.to_numpy(), future=future.to_numpy()))
        found = pandas.concat(parts)
        when = [each for each in ("year", "month") if each in found]
        found = found.drop_duplicates(["run", "side", "unit", "future", *when])
        if self.averaged:
            return found
        both = found.groupby(["unit", "seed", "future"])["side"].transform("nunique") == 2
        return found[both]


class Measured:
    """A contrast with the runs that there are.

    Parameters
    ----------
    contrast : Contrast
    frame : DataFrame
        Runs with their outcomes.
    """

    def __init__(self, contrast: Contrast, frame: pandas.DataFrame) -> None:
        self.contrast, self.table = contrast, contrast.runs(frame)
        self._known: dict[str, PairedDifference | None] = {}

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """Names of its runs, each once."""
        return tuple(dict.fromkeys(self.table["run"]))

    @cached_property
    def fewest(self) -> int:
        """Runs on the side that has fewer, each once."""
        counts = self.table.groupby("side")["run"].nunique()
        return int(counts.min()) if len(counts) == 2 else 0

    @cached_property
    def _places(self) -> tuple[np.ndarray, np.ndarray]:
        """Place of each run: its unit, by order, and its side; and how many runs stand at each place."""
        units, unit = np.unique(self.table["unit"].to_numpy(), return_inverse=True)
        place = 2 * unit + (self.table["side"] == AFTER).to_numpy(int)
        return place, np.bincount(place, minlength=2 * len(units))

    def sides(self, values: pandas.Series) -> tuple[np.ndarray, np.ndarray]:
        """Means before and after, a unit each; a unit in which a run has no value has none."""
        place, counts = self._places
        sums = np.bincount(place, values.to_numpy(float), minlength=len(counts))
        means = np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0)
        return means[::2], means[1::2]

    def difference(self, outcome: str) -> PairedDifference | None:
        """The paired difference of an outcome, worked out once."""
        if outcome not in self._known:
            found = paired_difference(*self.sides(self.table[outcome])) if len(self.table) else None
            self._known[outcome] = found
        return self._known[outcome]


def contrasts_of(arms: Arms, prepared: StudyFolder) -> list[Contrast]:
    """All contrasts of a study, in the order of its arms; none where nothing is compared.

    Parameters
    ----------
    arms : Arms
    prepared : StudyFolder
    """
    found: list[Contrast] = []
    unit = POINT if arms.sampled else SEED
    for scenario in prepared.titles:
        mine = [each for each in arms.arms if each.scenario == scenario]
        if sum(bool(each.levers) for each in mine) > MOST_ARMS:
            found += _averaged(mine, unit, arms.futures)
            mine = [each for each in mine if not each.levers]
        for arm in mine:
            base = arms.against(arm)
            if base is not None:
                after, before = Side(arm.scenario, arm.rows), Side(base.scenario, base.rows)
                found.append(Contrast(arm, base, after, before, unit, arms.futures))
    return found


def _averaged(arms: Sequence[Arm], unit: str, futures: Mapping[int, int]) -> Iterator[Contrast]:
    """Each policy that a lever delivers, less where it is not delivered, averaged over all that else is varied."""
    paths = dict.fromkeys(path for arm in arms for path, _ in arm.levers if path.endswith(f".{COVERAGE}"))
    scenario = arms[0].scenario
    for path in paths:
        with_it = [arm for arm in arms if path in dict(arm.levers)]
        rows = tuple(sorted(row for arm in with_it for row in arm.rows))
        others = tuple(sorted(row for arm in arms if arm not in with_it for row in arm.rows))
        if others:
            value = dict(with_it[0].levers)[path]
            arm, base = Arm(scenario, ((path, value),), rows), Arm(scenario, (), others)
            yield Contrast(arm, base, Side(scenario, rows), Side(scenario, others), unit, futures, averaged=True)
