"""One run (a replication): what is to be done, and what comes of it as arrays when its model is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.core.config.language import message
from sim.core.recording.aggregation import GroupTable
from sim.core.recording.indicator import AnyIndicator, Spread, terms
from sim.core.recording.outcomes import Outcomes
from sim.indicators import INDICATORS

RUN, TRAJECTORIES, VILLAGES = LAYERS = ("run", "trajectories", "villages")
"""What can be asked of a run; each is a file of its own."""


@dataclass(frozen=True)
class Job:
    """One run to do.

    Parameters
    ----------
    scenario : Scenario
        Resolved scenario.
    seed : int
        Seed of the run.
    command : str
        Command that replays it.
    layers : tuple of str
        What is asked of the run, among ``LAYERS``: its numbers, the hash of every life, the tallies village by village.
    check : bool
        Whether to check the invariants after every month.
    """

    scenario: Any
    seed: int
    command: str = ""
    layers: tuple[str, ...] = (RUN,)
    check: bool = False

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return "" if self.scenario is None else str(self.scenario.name)


@dataclass(frozen=True)
class Run(Outcomes):
    """Results of one scenario at one seed.

    Attributes
    ----------
    scenario : str
    seed : int
    start : int
        Calendar month of the first month, burn-in included; 0 = January 1900.
    burn_in : int
        Months before the period under study.
    tallies : tuple of str
        Names of the columns of ``sums``.
    sums : float64 array, shape (months, tallies)
        Tallies summed over the villages.
    villages : int
        Number of villages.
    policies : tuple of str
    yuan, hours : float64 arrays, shape (policies,)
        Costs booked after burn-in.
    by_village : float32 array, shape (months, villages, tallies), optional
    trajectories : (identity, life) arrays, optional
    persons : dict of str to int
        Identities of a few persons, for ``ruralparty story``.
    seconds : float
        Processor time of the run.
    spread : dict of str to float32 array, shape (months, villages)
        Tallies that comparisons between villages need.
    places : dict of str to int array, shape (villages,)
        Township and county of each village.
    by_group : GroupTable, optional
        Tallies by year and group of persons, summed over the villages.
    traits : dict of str to float array, shape (villages,)
        Traits of the villages at the start of the period under study (``traits.py``).
    counties : sequence of Run
        Runs of the counties of a world that was lived county by county, each read when it is asked for; they stand for
        ``spread``.
    cut : dict of (str, float) to int
        Levers that the policies would have moved beyond a bound, to which they were kept: villages times months, by
        lever and bound.
    digest : str
        Of all numbers of all counties, in the order of the counties; empty for a world lived as one.
    """

    scenario: str
    seed: int
    start: int
    burn_in: int
    tallies: tuple[str, ...]
    sums: np.ndarray
    villages: int
    policies: tuple[str, ...] = ()
    yuan: np.ndarray = field(default_factory=lambda: np.zeros(0))
    hours: np.ndarray = field(default_factory=lambda: np.zeros(0))
    by_village: np.ndarray | None = None
    trajectories: tuple[np.ndarray, np.ndarray] | None = None
    seconds: float = 0.0
    persons: dict[str, int] = field(default_factory=dict)
    spread: Mapping[str, np.ndarray] = field(default_factory=dict)
    places: Mapping[str, np.ndarray] = field(default_factory=dict)
    by_group: GroupTable | None = None
    traits: Mapping[str, np.ndarray] = field(default_factory=dict)
    counties: Sequence[Run] = ()
    cut: Mapping[tuple[str, float], int] = field(default_factory=dict)
    digest: str = ""

    def apart(self, expression: str, over_months: Callable[[np.ndarray], np.ndarray]) -> np.ndarray | None:
        """A sum of tallies over months, villages last; nothing if they were not kept.

        Months are summed county by county: the months of all villages are never in memory together.
        """
        if self.counties:
            parts = [county.apart(expression, over_months) for county in self.counties]
            known = [part for part in parts if part is not None]
            return np.concatenate(known, axis=-1) if len(known) == len(parts) else None
        found = np.zeros((len(self.sums), self.villages)) if expression else np.ones((len(self.sums), self.villages))
        for name, sign in terms(expression):
            if name in self.spread:
                found += sign * self.spread[name]
            elif self.by_village is not None:
                found += sign * self.by_village[:, :, self.tallies.index(name)]
            else:
                return None
        return over_months(found)

    def groups(self, indicator: AnyIndicator, by: str, since: int, until: int) -> np.ndarray:
        """An indicator by group of persons over the whole years within the months ``since:until`` under study.

        Returns
        -------
        float array, shape (parts,)

        Raises
        ------
        ValueError
            If it is not counted by group, or no whole year lies in these months.
        """
        if self.by_group is None:
            raise ValueError(message("this run holds no tallies by group"))
        return self.by_group.values(indicator, by, self.burn_in + since, self.burn_in + until)

    def village(self, place: int) -> Run:
        """The run as seen from one village.

        Raises
        ------
        ValueError
            If the tallies of villages were not kept.
        """
        return self.of([place])

    def of(self, villages: Sequence[int]) -> Run:
        """The run as seen from some of its villages.

        Raises
        ------
        ValueError
            If the tallies of villages were not kept.
        """
        if self.by_village is None:
            raise ValueError(message("the tallies of villages were not kept; run with by_village=True"))
        chosen = self.by_village[:, list(villages)]
        return replace(
            self,
            sums=chosen.sum(axis=1, dtype=np.float64),
            villages=len(villages),
            by_village=chosen if len(villages) > 1 else None,
            spread={},
            places={},
            by_group=None,
            trajectories=None,
            counties=(),
            digest="",
        )

    @property
    def person_years(self) -> float:
        """Registered person-years of the period under study."""
        return float(self.summed("registered")[self.burn_in :].sum() / 12)


@dataclass(frozen=True)
class Failure:
    """A run that ended in an error.

    Attributes
    ----------
    scenario : str
    seed : int
    error : str
        Type and message.
    command : str
        Command that replays it.
    trace : str
        Where it happened, for ``-v``.
    """

    scenario: str
    seed: int
    error: str
    command: str
    trace: str = ""


def compared() -> list[str]:
    """Tallies that comparisons between villages need."""
    spreads = [each for each in INDICATORS.values() if isinstance(each, Spread)]
    return sorted({name for each in spreads for name in each.tallies})


def values(runs: Iterable[Run], indicator: AnyIndicator, window: tuple[int, int]) -> np.ndarray:
    """An indicator over a window of each run, shape (runs,)."""
    return np.array([run.value(indicator, *window) for run in runs])


def bands(
    runs: Sequence[Run], indicator: AnyIndicator, over: int = 12, share: float = 0.9
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Median over seeds and the band that holds a share of them.

    Returns
    -------
    low, median, high : float arrays, shape (months,)
        NaN in months in which no run has a value.
    """
    import warnings

    rows = np.stack([run.series(indicator, over) for run in runs])
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN slice", RuntimeWarning)
        low, median, high = np.nanquantile(rows, [(1 - share) / 2, 0.5, (1 + share) / 2], axis=0)
    return low, median, high
