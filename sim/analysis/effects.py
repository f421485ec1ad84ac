"""Paired effects: differences at the same seeds with their intervals, p, and q after Benjamini and Hochberg.

Baseline and alternative meet the same luck at the same seed (common random numbers), so the difference is taken seed by
seed. Its variance, not the variance of each side, sets how many runs an answer costs. Comparisons, tables at equal
money, studies and experiments all take their effects from here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.compute.intervals import CONFIDENCE, mean_interval
from sim.core.config.language import message
from sim.indicators import INDICATORS
from sim.studies.stopping import skewness, too_skewed, varies

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("baseline", "difference", "low", "high", "pairs", "same_sign", "p")
"""What a row of a table of effects shows of a :class:`PairedDifference`."""


@dataclass(frozen=True)
class PairedDifference:
    """Alternative minus baseline at the same seeds.

    Attributes
    ----------
    baseline, alternative, difference : float
        Means over the pairs.
    low, high : float
        95 % t-interval of the difference; NaN for a single pair.
    pairs : int
        Pairs in which both sides have a value.
    variance_reduction : float
        (var a + var b) / var(a - b): how many times more unpaired runs the same precision would cost. Infinite if the
        difference is the same in every pair; NaN if nothing varies or there is a single pair.
    same_sign : float
        Share of pairs whose difference has the sign of the mean; NaN if the mean is 0.
    missing : tuple of int
        Places of the pairs in which one side has no value.
    identical : bool
        Whether both sides are equal in every pair, to the last bit.
    skew : float
        Skewness of the differences over the pairs.
    p : float
        Of the two-sided paired t-test; NaN for a single pair.
    """

    baseline: float
    alternative: float
    difference: float
    low: float
    high: float
    pairs: int
    variance_reduction: float
    same_sign: float
    missing: tuple[int, ...] = ()
    identical: bool = False
    skew: float = 0.0
    p: float = math.nan

    @property
    def skewed(self) -> bool:
        """Whether few pairs make most of the difference, so that its interval may be too narrow."""
        return too_skewed(self.pairs, self.skew)

    @property
    def half_width(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0, so that it raises or lowers."""
        return self.verdict in ("raises", "lowers")

    @property
    def verdict(self) -> str:
        """``raises``, ``lowers``, ``none`` (the interval holds 0), ``identical``, or ``unknown`` (no interval)."""
        if self.identical:
            return "identical"
        if not (math.isfinite(self.low) and math.isfinite(self.high)):
            return "unknown"
        if self.low <= 0 <= self.high:
            return "none"
        return "raises" if self.difference > 0 else "lowers"


def paired_difference(
    baseline: np.ndarray, alternative: np.ndarray, confidence: float = CONFIDENCE
) -> PairedDifference | None:
    """Mean difference over pairs, with its interval and what pairing has gained.

    Parameters
    ----------
    baseline, alternative : float array, shape (pairs,)
        An outcome at the same seeds. A pair in which one side is NaN (nothing to divide by in that run) is left out and
        listed.
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    PairedDifference or None
        Nothing if no pair has a value on both sides.

    Raises
    ------
    ValueError
        If the lengths differ.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.effects import paired_difference
    >>> found = paired_difference(np.array([10.0, 12.0, 9.0]), np.array([11.0, 13.5, 9.5]))
    >>> found.difference, found.pairs, round(found.p, 4)
    (1.0, 3, 0.0742)
    """
    a, b = np.asarray(baseline, dtype=float), np.asarray(alternative, dtype=float)
    if a.shape != b.shape or a.ndim != 1:
        fault = message("pairs want two rows of equal length; got shapes {a} and {b}", a=a.shape, b=b.shape)
        raise ValueError(fault)
    usable = np.isfinite(a) & np.isfinite(b)
    if not usable.any():
        return None
    missing = tuple(int(place) for place in np.flatnonzero(~usable))
    a, b = a[usable], b[usable]
    steps = b - a
    mean, low, high = mean_interval(steps, confidence)
    return PairedDifference(
        baseline=float(a.mean()),
        alternative=float(b.mean()),
        difference=mean,
        low=low,
        high=high,
        pairs=len(steps),
        variance_reduction=variance_reduction(a, b),
        same_sign=float((np.sign(steps) == np.sign(mean)).mean()) if mean else math.nan,
        missing=missing,
        identical=bool((a == b).all()),
        skew=skewness(steps),
        p=p_value((np.asarray(alternative) - np.asarray(baseline))[usable]),
    )


def variance_reduction(a: np.ndarray, b: np.ndarray) -> float:
    """(var a + var b) / var(b - a); see :class:`PairedDifference`."""
    if len(a) < 2:
        return math.nan
    apart = float(np.var(a, ddof=1) + np.var(b, ddof=1))
    if varies(b - a) and (together := float(np.var(b - a, ddof=1))) > 0:
        return apart / together
    return math.inf if varies(a) or varies(b) else math.nan


def p_value(steps: np.ndarray) -> float:
    """Two-sided p of the t-test that the mean is 0: SciPy's ``ttest_1samp`` to the last bit, in a fortieth of the time.

    1 where all steps are 0, 0 where they are alike and not 0, NaN for a single one. As in SciPy, single precision
    stays single.
    """
    if len(steps) < 2:
        return math.nan
    if np.ptp(steps) == 0:
        return float(steps[0] == 0)
    from scipy.special import stdtr

    count, mean = np.asarray(len(steps), steps.dtype), steps.mean()
    error = np.sqrt(np.mean((steps - mean) ** 2) * (count / (count - 1)) / count)
    return float(2 * stdtr(count - 1, -abs(mean / error)))


def adjusted(p: Sequence[float] | np.ndarray) -> np.ndarray:
    """q: p after Benjamini and Hochberg (1995) over all that there are; NaN stays NaN and does not count."""
    q = np.array(p, float)
    order = np.argsort(q)[: np.isfinite(q).sum()]  # NaN is sorted to the end
    scaled = q[order] * (len(order) / np.arange(1, len(order) + 1))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def effect(before: np.ndarray, after: np.ndarray) -> dict[str, Any]:
    """A paired difference as a row of a table, as far as :data:`SHOWN`; empty if no pair has a value on both sides."""
    found = paired_difference(before, after)
    return {name: getattr(found, name) for name in SHOWN} if found else {}


def effects(frame: pd.DataFrame, outcomes: Sequence[str], by: Sequence[str] = ()) -> pd.DataFrame:
    """Paired difference of each arm from the baseline.

    Parameters
    ----------
    frame : DataFrame
        A row a run, with ``arm`` (empty for the baseline), ``replicate``, the columns of ``by`` and the outcomes.
    outcomes : sequence of str
    by : sequence of str
        Columns within which arms and baseline are paired.

    Returns
    -------
    DataFrame
        ``by``, arm, outcome, unit, baseline, difference, low, high (95 % t-interval), pairs, same_sign, p and q: p of
        the paired t-test, q after Benjamini and Hochberg over the whole table.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    keys = [*by, "replicate"]
    before = frame[frame["arm"] == ""].drop_duplicates(keys).set_index(keys)
    for label, group in frame[frame["arm"] != ""].drop_duplicates(["arm", *keys]).groupby([*by, "arm"], sort=False):
        named = dict(zip([*by, "arm"], label, strict=True))
        after = group.set_index(keys)
        base = before.loc[after.index]
        for outcome in outcomes:
            if row := effect(base[outcome].to_numpy(float), after[outcome].to_numpy(float)):
                rows.append({**named, "outcome": outcome, "unit": INDICATORS[outcome].unit, **row})
    return with_q(pd.DataFrame(rows))


def with_q(table: pd.DataFrame) -> pd.DataFrame:
    """The table with ``q``: its column ``p`` adjusted over all rows, see :func:`adjusted`."""
    table["q"] = adjusted(table["p"].to_numpy())
    return table


def steps_from(frame: pd.DataFrame, outcomes: Sequence[str]) -> pd.DataFrame:
    """Each run's outcomes less those of the baseline at the same seed, a row an arm and replicate."""
    keys = ["arm", "replicate"]
    here = frame.drop_duplicates(keys).set_index(keys)[list(outcomes)]
    base = here.loc[""]
    alternatives = here.drop(index="", level="arm")
    steps = alternatives - base.loc[alternatives.index.get_level_values("replicate")].to_numpy()
    return steps.reset_index()


def share_of_lives_changed(
    baseline: tuple[np.ndarray, np.ndarray], alternative: tuple[np.ndarray, np.ndarray]
) -> float:
    """Share of persons whose life differs between two runs at one seed.

    Parameters
    ----------
    baseline, alternative : (identity, life) arrays
        Everybody who ever lived in the run, each identity once, and the hash of the states she lived through.

    Returns
    -------
    float
        Persons whose hash differs, or who live in one of the two runs only, as a share of all who live in either.
    """
    (ids_a, life_a), (ids_b, life_b) = baseline, alternative
    _, place_a, place_b = np.intersect1d(ids_a, ids_b, assume_unique=True, return_indices=True)
    in_all = len(ids_a) + len(ids_b) - len(place_a)
    same = int((life_a[place_a] == life_b[place_b]).sum())
    return (in_all - same) / in_all if in_all else 0.0
