"""A dated run beside the published figures: one world from the census of 2010 on, and what it says of each figure."""

from __future__ import annotations

import traceback
from collections.abc import Sequence

import numpy as np

from sim.core.config.calendar import MONTHS, month_of
from sim.indicators import INDICATORS
from sim.runs.run import Failure, Job, Run
from sim.validation.backcast import RECLASSIFICATION, lived
from sim.validation.backcast_targets import (
    CENSUS_2010,
    FIRST_YEAR,
    OLD,
    SCHOOL_AGES,
    Snapshot,
    compare_with_tables,
    internet_users,
)
from sim.validation.dated_figures import CLEAN_UP, DatedFigure, dated_figures

IN_A_TOWNSHIP = 8
QUARTERLY = 4.0


def world_of(villages: int, size: int) -> dict[str, int]:
    """A county of so many villages, in townships of eight where that comes out even, else in one."""
    townships, rest = divmod(villages, IN_A_TOWNSHIP)
    shape = (townships, IN_A_TOWNSHIP) if townships and not rest else (1, villages)
    return {"counties": 1, "townships": shape[0], "villages": shape[1], "village_size": size}


def observe(job: Job) -> dict[str, float] | Failure:
    """Live a dated world, and say what it gives for each published figure; an error is a record, never a stop.

    Returns
    -------
    dict of str to float, or Failure
        By :attr:`~sim.validation.dated_figures.DatedFigure.key`; NaN where a figure has nothing to divide by.
    """
    try:
        return summarise(*live(job))
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def live(job: Job) -> tuple[list[Snapshot], Run, int]:
    """Live a dated world: what it was like at the start, each year's end and the census day, its run, its last year."""
    from sim.runs.simulate import collect

    model, snapshots = lived(job)
    first = model.month - job.scenario.horizon.months - model.burn_in
    until = FIRST_YEAR + model.month // MONTHS - month_of(f"{FIRST_YEAR}-01") // MONTHS - 1
    return snapshots, collect(model, job, first, None), until


def summarise(snapshots: Sequence[Snapshot], run: Run, until: int) -> dict[str, float]:
    """What a dated run gives for each published figure.

    Parameters
    ----------
    snapshots : sequence of Snapshot
        The start, each year's end, and the census day of 2020.
    run : Run
    until : int
        Last year.
    """
    reader = _Reader(snapshots, run, until)
    return {each.key: reader.value(each) for each in dated_figures(until)}


class _Reader:
    """Values of one run, by figure."""

    def __init__(self, snapshots: Sequence[Snapshot], run: Run, until: int) -> None:
        self.run, self.until = run, until
        self.at = {each.time: each for each in snapshots}
        rows = compare_with_tables([snapshots], until, RECLASSIFICATION)
        self.known = {(row.target, row.group, row.time): row.model for row in rows}

    def value(self, figure: DatedFigure) -> float:
        """The run's value for a figure."""
        known = self.known.get((figure.name, figure.group, figure.time))
        return float(known) if known is not None else float(getattr(self, f"_{figure.name}")(figure.time))

    def _over(self, indicator: str, first: int, last: int) -> float:
        """An indicator over whole years of the run."""
        since, until = (
            month_of(f"{year}-{month}") - month_of(CENSUS_2010) for year, month in ((first, "01"), (last, "12"))
        )
        return self.run.value(INDICATORS[indicator], max(since, 0), until + 1)

    def _years(self, indicator: str, time: str) -> float:
        first, _, last = time.partition("-")
        return self._over(indicator, int(first), int(last or first))

    def _december(self, indicator: str, year: int) -> float:
        month = month_of(f"{year}-12") - month_of(CENSUS_2010)
        return self.run.value(INDICATORS[indicator], month, month + 1)

    def _recruits(self, time: str) -> float:
        first, last = map(int, time.split("-"))
        return sum(self.known["recruits", "", str(year)] for year in range(first, last + 1))

    def _net_exits(self, time: str) -> float:
        first, last = map(int, time.split("-"))
        years = [year for year in range(first, last + 1) if year != CLEAN_UP]
        return float(np.mean([self._over("net_exits", year, year) for year in years]))

    def _out_migrants_age_change(self, time: str) -> float:
        first, last = map(int, time.split("-"))
        return self._december("out_migrants_age", last) - self._december("out_migrants_age", first)

    def _out_migrants_51(self, time: str) -> float:
        return self._december("out_migrants_51", int(time))

    def _year_end(self, time: str) -> Snapshot:
        return self.at[f"{int(time) + 1}-01"]

    def _devices_minors(self, time: str) -> float:
        return internet_users(self._year_end(time), SCHOOL_AGES)

    def _devices_60(self, time: str) -> float:
        return internet_users(self._year_end(time), slice(OLD, None))

    def _meetings_on_paper(self, time: str) -> float:
        return self._years("meetings_reported", time) / QUARTERLY

    def _first_calls_failed(self, time: str) -> float:
        return self._years("quorum_failure", time)

    def _election_votes(self, time: str) -> float:
        return self._years("election_votes", time)

    def _election_turnout(self, time: str) -> float:
        return self._years("election_turnout", time)

    def _income_low(self, time: str) -> float:
        return self._december("income_low", int(time))

    def _secretary_women(self, time: str) -> float:
        return self._years("secretary_women", time)

    def _secretary_age(self, time: str) -> float:
        return self._years("secretary_age", time)

    def _secretary_hours(self, time: str) -> float:
        held = 1.0 - self._years("vacancy", time)
        return self._years("secretary_hours", time) / held if held > 0 else float("nan")
