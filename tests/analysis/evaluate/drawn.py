"""Panels of villages drawn from known laws."""

from __future__ import annotations

import numpy as np

from sim.analysis.evaluate.panels import NEVER, Panel


def drawn(
    rng: np.random.Generator,
    *,
    cohorts: dict[int, int],
    never: int,
    periods: int = 4,
    effect: object = 0.0,
    village: float = 1.0,
    noise: float = 1.0,
    holes: float = 0.0,
) -> Panel:
    """Villages with effects of their own and of periods, noise, and an effect by cohort and period.

    Parameters
    ----------
    cohorts : dict of int to int
        Villages by the period with which they begin.
    effect : float, or function of arrays of cohorts and periods since the beginning
    holes : float
        Share of what is not seen.
    """
    first = np.repeat([NEVER, *cohorts], [never, *cohorts.values()])
    shape = (len(first), periods)
    values = village * rng.normal(size=(len(first), 1)) + np.linspace(0, 0.3, periods) + noise * rng.normal(size=shape)
    panel = Panel(values, first)
    since = np.arange(periods) - first[:, None]
    gained = effect(first[:, None], since) if callable(effect) else np.full(shape, float(effect))
    values = values + np.where(panel.under, gained, 0.0)
    if holes:
        values = np.where(rng.random(shape) < holes, np.nan, values)
    return Panel(values, first)
