"""Differences of runs from the baseline arm at the same point and seed, as columns of a table of runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

ENDING = "_difference"


def difference_of(outcome: str) -> str:
    """Name of the column that holds the differences of an outcome."""
    return outcome + ENDING


def with_differences(
    frame: pandas.DataFrame, outcomes: Sequence[str], baseline: str | int, when: Sequence[str] = ()
) -> pandas.DataFrame:
    """Each run's outcomes less those of the baseline arm, paired by common random numbers.

    Parameters
    ----------
    frame : DataFrame
        A row a run, with ``row``, ``scenario``, ``replicate`` and the outcomes.
    outcomes : sequence of str
    baseline : str or int
        A scenario, whose runs at the same row and replicate are taken off; or a row of the design, whose runs of the
        same scenario are.
    when : sequence of str
        The column of years or months of a series.

    Returns
    -------
    DataFrame
        The same with a column ``<outcome>_difference`` for each: 0 in the baseline's own runs, NaN where the baseline's
        run is not there.

    Examples
    --------
    >>> import pandas
    >>> from sim.studies.differences import with_differences
    >>> runs = {"row": [0, 0, 1, 1], "scenario": ["baseline", "training"] * 2, "replicate": 0}
    >>> frame = pandas.DataFrame({**runs, "trust": [0.5, 0.625, 0.25, 0.5]})
    >>> with_differences(frame, ["trust"], "baseline")["trust_difference"].tolist()
    [0.0, 0.125, 0.0, 0.25]
    """
    import pandas

    other = "row" if isinstance(baseline, str) else "scenario"
    keys = [other, "replicate", *when]
    at = frame[keys].astype({other: str})
    mine = (frame["scenario"].astype(str) if isinstance(baseline, str) else frame["row"]) == baseline
    base = frame.loc[mine, list(outcomes)].set_axis(pandas.MultiIndex.from_frame(at[mine]))
    paired = base[~base.index.duplicated()].reindex(pandas.MultiIndex.from_frame(at))
    steps = frame[list(outcomes)] - paired.to_numpy()
    return pandas.concat([frame, steps.rename(columns=difference_of)], axis=1)
