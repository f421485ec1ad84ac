"""A projection beside the census of the year in which it ends, by five-year age and sex."""

from dataclasses import dataclass

import numpy as np

from sim.world import tables
from sim.world.projection import Projection
from sim.world.tables import GROUP_YEARS

FITTED_GROUPS = 17
"""Ages 0-4 .. 80-84; older ages have few persons and national death rates."""


@dataclass(frozen=True)
class ProjectionFit:
    """A projection beside a census of village residents.

    Attributes
    ----------
    error : array of float, [sex, group]
        Model over census, less 1, ages 0-4 .. 80-84.
    residents, census_residents, away : float
        Persons of all ages.
    mean_error, largest_error : float
        Mean absolute error of persons (ages below 85) and the largest absolute error of a group.
    misplaced : float
        Share of residents below 85 that the model has in a wrong age and sex group.
    residents_0_14, residents_60_plus : float
        Shares of residents.
    away_mean_age, away_women, away_up_to_40 : float
        Of the away aged 16-65: mean age, share of women, share aged 40 or less.
    """

    error: np.ndarray
    residents: float
    census_residents: float
    away: float
    mean_error: float
    largest_error: float
    misplaced: float
    residents_0_14: float
    residents_60_plus: float
    away_mean_age: float
    away_women: float
    away_up_to_40: float


def compare_with_census(projection: Projection) -> ProjectionFit:
    """Model over census less 1 by 5-year age and sex, and totals.

    Raises
    ------
    ValueError
        If the projection does not end in a census year.
    """
    census = tables.residents(projection.year)
    modelled, counted = sums_by_group(projection.home), sums_by_group(census)
    workers = projection.away[:, 16:66]
    middle = np.arange(16, 66) + 0.5
    total = projection.home.sum()
    error = modelled / counted - 1.0
    return ProjectionFit(
        error=error,
        residents=float(total),
        census_residents=float(census.sum()),
        away=float(projection.away.sum()),
        mean_error=float(np.abs(modelled - counted).sum() / counted.sum()),
        largest_error=float(np.abs(error).max()),
        misplaced=float(np.abs(modelled / modelled.sum() - counted / counted.sum()).sum() / 2),
        residents_0_14=float(projection.home[:, :15].sum() / total),
        residents_60_plus=float(projection.home[:, 60:].sum() / total),
        away_mean_age=float((workers * middle).sum() / workers.sum()),
        away_women=float(workers[1].sum() / workers.sum()),
        away_up_to_40=float(workers[:, :25].sum() / workers.sum()),
    )


def sums_by_group(persons: np.ndarray) -> np.ndarray:
    """Sums of 5-year ages 0-4 .. 80-84."""
    return persons[:, : FITTED_GROUPS * GROUP_YEARS].reshape(2, FITTED_GROUPS, GROUP_YEARS).sum(axis=2)
