"""An evaluation on the bench: worlds are lived, measured and estimated, and what comes of it is summed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sim.analysis.evaluate.bench import Asked, Result, results_of
from sim.analysis.evaluate.read import load_evaluation
from sim.analysis.evaluate.table import Evaluated, evaluated
from sim.analysis.evaluate.worlds import lived_worlds, told_missing
from sim.core.config.language import message
from sim.execution.progress import Progress
from sim.execution.simulator import call_on_all
from sim.runs.run import Failure
from sim.studies.plan import study_file

WORLDS = "worlds"


def evaluate(
    given: str | Path, *, worlds: int | None = None, jobs: int = 0, progress: Callable[[], Progress] = Progress
) -> tuple[Evaluated, list[Result], list[Failure]]:
    """Do the study of an evaluation; the same call goes on after an interruption.

    Parameters
    ----------
    given : str or Path
        File of the study, or its folder; worlds are kept beside it.
    worlds : int, optional
        Instead of the number that the study says.
    jobs : int
        Processes, 0 = one for each processor. The results do not depend on it.
    progress : callable
        Gives what is told of the worlds as they end, and of their estimates.

    Returns
    -------
    found : Evaluated
    results : list of Result
        Every estimate of every world.
    failures : list of Failure
        Worlds that ended in an error, which are left out.

    Raises
    ------
    ScenarioError, ValueError
        If the study is not valid, or too few worlds were lived.
    """
    plan = load_evaluation(given)
    if worlds is not None:
        plan = replace(plan, worlds=worlds)
    lived, failures = lived_worlds(plan, study_file(given).parent / WORLDS, jobs, progress())
    if len(lived) < 2:
        raise ValueError(
            message("{count} worlds were lived to their end, and an evaluation takes two", count=len(lived))
        )
    asked = [Asked(plan, world) for world in lived]
    found = call_on_all(results_of, asked, _lost, jobs=jobs, progress=progress())
    results = [result for each in found for result in each]
    return evaluated(plan, lived, results, told_missing(plan, lived)), results, failures


def _lost(asked: Asked, error: str) -> list[Result]:
    """A world whose estimates killed their worker is estimated here, where an error is told."""
    return results_of(asked)
