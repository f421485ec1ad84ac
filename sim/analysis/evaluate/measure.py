"""What an evaluation sees of a village: how things are, what is reported, or what a survey finds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.analysis.evaluate.plan import SURVEYED, Look, Survey

Floats = NDArray[np.float64]


def seen(values: Floats, look: Look, survey: Survey, rng: np.random.Generator) -> Floats:
    """Values as they are measured.

    Parameters
    ----------
    values : float array, shape (villages, periods)
        Of the outcome that is looked at: real, or as reported.
    look : Look
    survey : Survey
    rng : Generator
        Luck of the survey, the same with and without the pilot.

    Returns
    -------
    float array, shape (villages, periods)
        NaN where nobody answers.
    """
    return surveyed(values, look.outcome, survey, rng) if look.measure == SURVEYED else values


def surveyed(values: Floats, outcome: str, survey: Survey, rng: np.random.Generator) -> Floats:
    """Means of the answers of a survey.

    Those who answer are above those who do not by ``lean``, so that the mean is off by that times the share of those
    who do not; each answer differs from the village's value by ``deviation``.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.evaluate.measure import surveyed
    >>> from sim.analysis.evaluate.plan import Survey
    >>> survey = Survey(persons=10, non_response=0.5, deviation={"trust": 0.0}, lean={"trust": 0.1})
    >>> surveyed(np.array([[0.4, 0.6]]), "trust", survey, np.random.default_rng(1)).round(9).tolist()
    [[0.45, 0.65]]
    """
    answers = rng.binomial(survey.persons, 1 - survey.non_response, size=values.shape)
    noise = rng.normal(size=values.shape) * survey.deviation[outcome] / np.sqrt(np.maximum(answers, 1))
    found = values + survey.lean.get(outcome, 0.0) * survey.non_response + noise
    return np.asarray(np.where(answers > 0, found, np.nan))
