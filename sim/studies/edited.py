"""What an edit of a study file would do, told before anything is done."""

from __future__ import annotations

import numpy as np

from sim.core.config.language import message
from sim.execution.names import is_among, names_of
from sim.execution.records import Records
from sim.runs import sources
from sim.runs.outputs import Outputs
from sim.scenario.scenario import ScenarioError
from sim.studies.folder import StudyFolder, is_stale, prepared, told_moved_on
from sim.studies.plan import study_file
from sim.studies.points import requested_table
from sim.studies.read import load_study
from sim.studies.size import count_points

MOST_COUNTED = 20_000
"""Runs up to which naming them all takes about a second."""


def told_edit(study: StudyFolder) -> str:
    """What an edit of the study or of a scenario's file asks for; nothing if both are as they were designed."""
    if not is_stale(study):
        return told_moved_on(study)
    try:
        counted = _counted(study)
    except (ScenarioError, ValueError) as error:
        return message("study.yaml has been altered and is not valid now: {error}", error=error)
    if counted is None:
        return message(
            "study.yaml has been altered since these runs were named; `ruralparty sweep` takes it over, "
            "`ruralparty design {folder} --dry-run` counts what it would do",
            folder=study.folder,
        )
    return message(
        "study.yaml has been altered since these runs were named; `ruralparty sweep` takes it over: "
        "{to_do} of {requested} runs would be to do",
        to_do=counted[0],
        requested=counted[1],
    )


def _counted(study: StudyFolder) -> tuple[int, int] | None:
    """Runs to do and runs that are asked for; None if they are too many to be named for a status."""
    file = study_file(study.folder)
    plan = load_study(file)
    if count_points(plan.design, plan.factors) * len(plan.scenarios) * plan.replicates > MOST_COUNTED:
        return None
    plan, _, points = prepared(file)
    if len(points) * len(plan.scenarios) * plan.replicates > MOST_COUNTED:
        return None
    kept = Outputs(plan.outcomes, plan.window, plan.keep)
    plains = [each.plain() for each in plan.scenarios]
    named = points, plan.replicates, plan.seed, sources.numbers_hash(), kept, plan.second
    table = requested_table(plains, plan.factors, *named)
    names = np.unique(names_of(table.column("run")))
    done = is_among(names, Records(study.folder / "runs", kept).done())
    return int((~done).sum()), len(names)
