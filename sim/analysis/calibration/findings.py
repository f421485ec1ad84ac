"""What a calibration says: figures before and after, what nothing moves, what nothing constrains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.calibrate import Calibrated, goals_of
from sim.analysis.calibration.implausibility import CUT, deciding
from sim.validation.dated_figures import DatedFigure

Floats = NDArray[np.float64]
LOW, HIGH = 0.05, 0.95
UNCONSTRAINED = 0.1
"""Largest distance of a distribution from the uniform one (Kolmogorov) at which nothing is said to constrain it."""


@dataclass(frozen=True)
class FigureFound:
    """One figure before the first wave and after the last.

    Attributes
    ----------
    figure : DatedFigure
    matched : bool
        Whether it was allowed to rule points out.
    before, after : (float, float, float)
        Mean over points and the interval that holds nine tenths of them; NaN where there are none.
    met_before : float
        Share of the first wave's points whose runs it does not rule out.
    met_after : float
        The same of the points that the emulators leave.
    moved_by : tuple of str
        Parameters that move it, the strongest first.
    seed_share : float
        Share of the variance of one run over the first wave's points that is the seed's.
    """

    figure: DatedFigure
    matched: bool
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    met_before: float
    met_after: float
    moved_by: tuple[str, ...]
    seed_share: float


@dataclass(frozen=True)
class ParameterFound:
    """One parameter after the last wave.

    Attributes
    ----------
    path : str
    low, high : float
        Its range.
    within : (float, float)
        Places in its range between which nine tenths of what is left lie, as values; NaN for a choice.
    distance : float
        How far the distribution of what is left is from the uniform one it began with, 0 to 1 (Kolmogorov).
    moves : int
        Figures that it moves.
    """

    path: str
    low: float
    high: float
    within: tuple[float, float]
    distance: float
    moves: int

    @property
    def constrained(self) -> bool:
        """Whether some figure constrains it."""
        return self.distance > UNCONSTRAINED


def _range(values: Floats) -> tuple[float, float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return (float("nan"),) * 3
    low, high = np.quantile(known, (LOW, HIGH))
    return float(known.mean()), float(low), float(high)


def moved_by(found: Calibrated) -> dict[str, tuple[str, ...]]:
    """Parameters that move each figure in some wave, those of the first wave first and by strength."""
    keys = [each.key for each in found.plan.figures]
    return {
        key: tuple(dict.fromkeys(path for summary in found.summaries for path in summary["moved"][key])) for key in keys
    }


def figures_found(found: Calibrated) -> list[FigureFound]:
    """Every figure, before and after."""
    first, moved = found.tables[0], moved_by(found)
    goals = goals_of(found.plan.figures)
    noise = np.nan_to_num(first.seed_variances())
    implausible = first.implausibilities(goals, noise)
    last = found.tables[-1]
    after = last.implausibilities(goals, np.nan_to_num(last.seed_variances()))
    rows = []
    for place, figure in enumerate(found.plan.figures):
        of_means = np.nanvar(first.means[:, place]) if np.isfinite(first.means[:, place]).any() else np.nan
        seeds = max(float(np.median(first.counts[:, place])), 1.0)
        whole = of_means - noise[place] / seeds + noise[place]
        rows.append(
            FigureFound(
                figure=figure,
                matched=found.plan.is_matched(figure),
                before=_range(first.means[:, place]),
                after=_range(found.plausible.means[:, place]),
                met_before=float((implausible[:, place] <= CUT).mean()),
                met_after=float((after[:, place] <= CUT).mean()),
                moved_by=moved[figure.key],
                seed_share=float(noise[place] / whole) if whole > 0 else float("nan"),
            )
        )
    return rows


def parameters_found(found: Calibrated) -> list[ParameterFound]:
    """Every parameter of the active set, the most constrained first."""
    rows = []
    for place, factor in enumerate(found.plan.factors):
        places = np.sort(found.left[:, place])
        distance, within = float("nan"), (float("nan"), float("nan"))
        if len(places):
            steps = np.arange(1, len(places) + 1) / len(places)
            distance = float(max(np.abs(steps - places).max(), np.abs(steps - 1 / len(places) - places).max()))
            if not factor.values:
                low, high = np.quantile(places, (LOW, HIGH))
                within = float(factor.at(float(low))), float(factor.at(float(high)))
        moves = sum(factor.path in by for summary in found.summaries for by in summary["moved"].values())
        rows.append(ParameterFound(factor.path, factor.low, factor.high, within, distance, moves))
    return sorted(rows, key=lambda each: -np.nan_to_num(each.distance))


def in_the_way(found: Calibrated) -> list[tuple[str, float]]:
    """Matched figures that rule out the least implausible point that was run, the worst first."""
    goals = goals_of(found.plan.figures)
    matched = [place for place, each in enumerate(found.plan.figures) if found.plan.is_matched(each)]
    movers = moved_by(found)
    best: tuple[float, Floats] | None = None
    for table in found.tables:
        implausible = table.implausibilities(goals, np.nan_to_num(table.seed_variances()))
        moved = [place for place in matched if movers[found.plan.figures[place].key]]
        deciding_ones = deciding(implausible[:, moved])
        place = int(deciding_ones.argmin())
        if best is None or deciding_ones[place] < best[0]:
            best = float(deciding_ones[place]), implausible[place]
    assert best is not None
    worst = [(found.plan.figures[place].key, float(best[1][place])) for place in matched if best[1][place] > CUT]
    named = [(key, value) for key, value in worst if movers[key]]
    return sorted(named, key=lambda each: -each[1])
