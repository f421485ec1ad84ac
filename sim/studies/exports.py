"""Tables of a study for other tools: complete ones, since analyses turn a gap into numbers without a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.core.config.language import message
from sim.execution.parts import SERIES
from sim.studies.designs import problem_of
from sim.studies.differences import difference_of
from sim.studies.folder import StudyFolder
from sim.studies.stopping import varies

if TYPE_CHECKING:
    import pandas

SHOWN = 10


class MissingValues(ValueError):
    """A table with gaps was asked for by an analysis that would turn them into wrong numbers."""


def complete(frame: pandas.DataFrame, expected: int, outcomes: Sequence[str]) -> pandas.DataFrame:
    """The frame, if every run is in it and has a value.

    Parameters
    ----------
    frame : DataFrame
        A row a run.
    expected : int
        Rows that it ought to have.
    outcomes : sequence of str
        Columns without a gap.

    Raises
    ------
    MissingValues
        If a run is not there or has no value; the runs are named.
    """
    if len(frame) < expected:
        raise MissingValues(
            message(
                "{missing} of {expected} runs are not done; `ruralparty status` tells which",
                missing=expected - len(frame),
                expected=expected,
            )
        )
    for outcome in outcomes:
        if (gaps := frame.loc[frame[outcome].isna(), "run"]).size:
            listed = ", ".join(gaps.head(SHOWN)) + ", …" * (gaps.size > SHOWN)
            raise MissingValues(
                message(
                    "{outcome} has no value in {count} runs: {listed}", outcome=outcome, count=gaps.size, listed=listed
                )
            )
    return frame


def as_ema(
    frame: pandas.DataFrame, factors: Sequence[str], outcomes: Sequence[str]
) -> tuple[pandas.DataFrame, dict[str, np.ndarray]]:
    """Experiments and outcomes as EMA workbench takes them; see :meth:`~sim.studies.query.Study.to_ema`."""
    experiments = frame[list(factors)].copy()
    experiments["policy"] = frame["scenario"].astype(str)
    experiments["scenario"] = frame["row"].astype(str) + "-" + frame["replicate"].astype(str)
    return experiments, {name: frame[name].to_numpy() for name in outcomes}


def as_salib(
    frame: pandas.DataFrame, prepared: StudyFolder, outcome: str
) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """Problem, samples and values as SALib takes them; see :meth:`~sim.studies.query.Study.to_salib`."""
    values = frame.groupby("row")[outcome].mean().sort_index().to_numpy()
    factors = prepared.factors
    rows = prepared.design.to_pylist()
    samples = np.array([[factor.place(row[factor.path]) for factor in factors] for row in rows])
    if not factors:
        raise ValueError(message("nothing is varied in this study"))
    if (gaps := np.isnan(samples).any(axis=0)).any():
        paths = ", ".join(np.array([factor.path for factor in factors])[gaps])
        fault = message("points leave {paths} as the scenario has it; SALib wants values", paths=paths)
        raise MissingValues(fault)
    if not varies(values):
        fault = message("{outcome} is the same at every point: there is no variance to share out", outcome=outcome)
        raise ValueError(fault)
    return problem_of(factors), samples, values


def as_xarray(
    frame: pandas.DataFrame, prepared: StudyFolder, outcomes: Sequence[str], table: str, differences: bool
) -> Any:
    """A dataset over scenario, row, replicate and time; see :meth:`~sim.studies.query.Study.to_xarray`."""
    keys = ["scenario", "row", "replicate", *([SERIES[table]] if table in SERIES else [])]
    named = [*outcomes, *(map(difference_of, outcomes) if differences else ())]
    found = frame.assign(scenario=frame["scenario"].astype(str)).set_index(keys)[named].to_xarray()
    points = prepared.design.to_pandas().set_index("row")
    for factor in prepared.factors:
        found = found.assign_coords({factor.path: ("row", points[factor.path].reindex(found["row"].values).to_numpy())})
    return found
