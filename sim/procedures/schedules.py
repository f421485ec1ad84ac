"""Age schedules of leaving and returning, in NumPy.

The migration mechanism makes its hazard table from these functions and the projection that fits the hazards uses the
same ones, so the fitted values and the simulated ones cannot drift apart. Levels, pay, peers and policies are not in
here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.core.compute.elementary import exps, logs
from sim.core.compute.functions import logistics

MEN, WOMEN = 0, 1


@dataclass(frozen=True)
class MigrationSchedule:
    """Shape of leaving and returning by age and sex; pairs are (men, women).

    Leaving is a Rogers-Castro schedule (children with parents, labour, a constant) with a peak at the age of leaving
    for school.

    Attributes
    ----------
    child, school, labour : pair of float
        Heights of the child, school and labour parts, relative to men at the peak of work.
    labour_decline : pair of float
        Fall of the labour part with age after its peak, 1/year.
    child_decline : float
        Fall of the child part with age, 1/year.
    school_age, school_width : float
        Centre and standard deviation of the school peak, years.
    labour_age, labour_rise : float
        Age (years) and steepness (1/year) at which the labour part sets in.
    constant : float
        Part that does not depend on age.
    last_age : float
        Nobody leaves from this age on, years.
    back : pair of float
        Factor of returning by sex.
    back_old : float
        Rise of returning at old age, relative to the young.
    back_age, back_width : float
        Age at which half of that rise is reached, and its width, years.
    """

    child: tuple[float, float]
    school: tuple[float, float]
    labour: tuple[float, float]
    labour_decline: tuple[float, float]
    child_decline: float
    school_age: float
    school_width: float
    labour_age: float
    labour_rise: float
    constant: float
    last_age: float
    back: tuple[float, float]
    back_old: float
    back_age: float
    back_width: float


def leave_schedule(age: ArrayLike, sex: ArrayLike, parameters: MigrationSchedule) -> NDArray[np.float64]:
    """Relative hazard of leaving; multiply by the level to get a hazard a month.

    Parameters
    ----------
    age : array
        Exact age, years.
    sex : array of int
        0 = men, 1 = women; broadcast against `age`.
    parameters : MigrationSchedule
        The shape.

    Returns
    -------
    array of float
        Shape of `age` and `sex` broadcast; 0 from `parameters.last_age` on.

    Raises
    ------
    ValueError
        If a sex is neither 0 nor 1.
    """
    years = np.asarray(age, dtype=np.float64)
    row = _sex_index(sex)
    decline = np.asarray(parameters.labour_decline)[row]
    rise = parameters.labour_rise
    peak_age = parameters.labour_age + logs(rise / decline) / rise
    labour = _labour_curve(years, decline, parameters) / _labour_curve(peak_age, decline, parameters)
    school = exps(-0.5 * ((years - parameters.school_age) / parameters.school_width) ** 2)
    child = exps(-parameters.child_decline * years)
    leaving = (
        np.asarray(parameters.child)[row] * child
        + np.asarray(parameters.school)[row] * school
        + np.asarray(parameters.labour)[row] * labour
        + parameters.constant
    )
    return np.where(years < parameters.last_age, leaving, 0.0)


def return_factor(age: ArrayLike, sex: ArrayLike, parameters: MigrationSchedule) -> NDArray[np.float64]:
    """Relative hazard of returning; multiply by the level to get a hazard a month.

    Parameters
    ----------
    age : array
        Exact age, years.
    sex : array of int
        0 = men, 1 = women; broadcast against `age`.
    parameters : MigrationSchedule
        The shape.

    Returns
    -------
    array of float
        Shape of `age` and `sex` broadcast.

    Raises
    ------
    ValueError
        If a sex is neither 0 nor 1.
    """
    years = np.asarray(age, dtype=np.float64)
    old = logistics((years - parameters.back_age) / parameters.back_width)
    return np.asarray(parameters.back)[_sex_index(sex)] * (1.0 + parameters.back_old * old)


def _labour_curve(
    years: NDArray[np.float64], decline: NDArray[np.float64], parameters: MigrationSchedule
) -> NDArray[np.float64]:
    since = years - parameters.labour_age
    return exps(-decline * since - exps(-parameters.labour_rise * since))


def _sex_index(sex: ArrayLike) -> NDArray[np.int64]:
    index = np.asarray(sex, dtype=np.int64)
    if index.size and (index.min() < MEN or index.max() > WOMEN):
        raise ValueError(f"sex {index.min()}..{index.max()} is not known: 0 = men, 1 = women")
    return index
