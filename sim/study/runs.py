"""A run as arrays: what a worker hands back when its model is gone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.core.recorder import Indicator, terms


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
    keep_lives, keep_villages : bool
        Whether to hand back the hash of every life, and the tallies village by village.
    """

    scenario: Any
    seed: int
    command: str = ""
    keep_lives: bool = False
    keep_villages: bool = False

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return "" if self.scenario is None else str(self.scenario.name)


@dataclass(frozen=True)
class Run:
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
    lives : (identity, life) arrays, optional
    persons : dict of str to int
        Identities of a few persons, for ``ruralparty story``.
    seconds : float
        Processor time of the run.
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
    lives: tuple[np.ndarray, np.ndarray] | None = None
    seconds: float = 0.0
    persons: dict[str, int] = field(default_factory=dict)

    @property
    def months(self) -> int:
        """Months under study, burn-in left out."""
        return len(self.sums) - self.burn_in

    def _sum(self, expression: str) -> np.ndarray:
        return sum(
            (sign * self.sums[:, self.tallies.index(name)] for name, sign in terms(expression)),
            np.zeros(len(self.sums)),
        )

    def value(self, indicator: Indicator, since: int, until: int) -> float:
        """An indicator over the months ``since:until`` under study; NaN if there is nothing to divide by."""
        window = slice(self.burn_in + since, self.burn_in + until)
        below = (
            self._sum(indicator.denominator)[window].sum() if indicator.denominator else self.villages * (until - since)
        )
        return float(indicator.scale * self._sum(indicator.numerator)[window].sum() / below) if below else float("nan")

    def series(self, indicator: Indicator, over: int = 1) -> np.ndarray:
        """An indicator month by month.

        Parameters
        ----------
        indicator : Indicator
            What to compute.
        over : int
            Months whose tallies are summed before the ratio is taken, the month itself the last of them.

        Returns
        -------
        float array, shape (months,)
            Over the period under study; NaN where there is nothing to divide by.
        """
        above = trailing(self._sum(indicator.numerator), over)
        below = trailing(
            self._sum(indicator.denominator)
            if indicator.denominator
            else np.full(len(self.sums), float(self.villages)),
            over,
        )
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(below != 0, indicator.scale * above / below, np.nan)[self.burn_in :]

    def village(self, place: int) -> Run:
        """The run as seen from one village.

        Raises
        ------
        ValueError
            If the tallies of villages were not kept.
        """
        if self.by_village is None:
            raise ValueError("the tallies of villages were not kept; run with by_village=True")
        return replace(self, sums=self.by_village[:, place].astype(np.float64), villages=1, by_village=None, lives=None)

    @property
    def person_years(self) -> float:
        """Registered person-years of the period under study."""
        return float(self._sum("registered")[self.burn_in :].sum() / 12)


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


def trailing(values: np.ndarray, over: int) -> np.ndarray:
    """Sums over the last ``over`` entries, fewer at the start."""
    return np.convolve(values, np.ones(over))[: len(values)]


def live(job: Job) -> Run | Failure:
    """Do one run and let go of its model.

    Returns
    -------
    Run or Failure
        An error of the model is a record, never a stop.
    """
    import traceback

    begun = time.process_time()
    try:
        from sim.lives import lives_of
        from sim.model import RuralParty
        from sim.story import samples

        model = RuralParty(job.scenario, rng=job.seed)
        first, persons = model.month - model.burn_in, samples(model)
        for _ in range(job.scenario.horizon.months):
            model.step()
        lives = lives_of(model) if job.keep_lives else None
        return replace(collect(model, job, first, lives), seconds=time.process_time() - begun, persons=persons)
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def collect(model: Any, job: Job, start: int, lives: tuple[np.ndarray, np.ndarray] | None) -> Run:
    """The arrays of a finished model."""
    recorder = model.recorder
    kept = recorder.kept[: recorder.month]
    since = model.burn_in
    return Run(
        scenario=job.name,
        seed=job.seed,
        start=start,
        burn_in=model.burn_in,
        tallies=tuple(recorder.names),
        sums=kept.sum(axis=1, dtype=np.float64),
        villages=kept.shape[1],
        policies=tuple(model.ledger.policies),
        yuan=model.ledger.yuan[:, :, since:].sum(axis=(1, 2)),
        hours=model.ledger.hours[:, :, since:].sum(axis=(1, 2)),
        by_village=kept.copy() if job.keep_villages else None,
        lives=lives,
    )


def values(runs: Iterable[Run], indicator: Indicator, window: tuple[int, int]) -> np.ndarray:
    """An indicator over a window of each run, shape (runs,)."""
    return np.array([run.value(indicator, *window) for run in runs])


def bands(
    runs: Sequence[Run], indicator: Indicator, over: int = 12, share: float = 0.9
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
