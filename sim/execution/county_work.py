"""What a worker does: some counties of a world, each published as soon as it is finished."""

from __future__ import annotations

import json
import time
from pathlib import Path
from traceback import format_exc
from typing import Any

from sim.execution.county_files import CountyFiles
from sim.execution.work import LIVE, check_worker, function_named
from sim.runs.counties import of_county
from sim.runs.identity import as_text
from sim.runs.jobs import Job
from sim.runs.run import Failure, Run

BY_VILLAGE, CHECK = "by_village", "check"
"""What a task keeps or does beside the usual."""


def do_counties(text: str) -> str:
    """Do the counties of a chunk.

    Parameters
    ----------
    text : str
        A :class:`sim.execution.work.Task` as JSON. Its runs are named ``FOLDER/NUMBER`` after the folder of the store
        and the county.

    Returns
    -------
    str
        An :class:`sim.execution.work.Answer` as JSON.

    Raises
    ------
    StoreError
        If a county cannot be written.
    WorkerDiffers
        If the model here is not that of the process that hands out the work.
    """
    from sim.scenario.scenario import from_plain

    begun = time.monotonic()
    task = json.loads(text)
    do = function_named(task["do"])
    if task["do"] == LIVE:
        check_worker(task["model"])
    kept = task["kept"]["tables"]
    by_village, check = BY_VILLAGE in kept, CHECK in kept
    worlds: dict[int, Any] = {}
    failed = []
    for name, place, seed in task["runs"]:
        folder, number = name.rsplit("/", 1)
        files = CountyFiles(Path(task["store"]) / folder, [int(number)])
        if not files.missing():  # published by a worker that was killed before it could answer
            continue
        if place not in worlds:
            worlds[place] = from_plain(task["scenarios"][place])
        found: Run | Failure
        try:
            found = do(Job(of_county(worlds[place], int(number)), seed, keep_villages=by_village, check=check))
        except Exception as error:
            found = Failure("", seed, f"{type(error).__name__}: {error}", "", format_exc())
        if isinstance(found, Failure):
            failed.append({"run": name, "seed": seed, "error": found.error, "trace": found.trace})
        else:
            files.write(int(number), found)
    count = len(task["runs"]) - len(failed)
    return as_text({"part": "", "count": count, "done": [], "failed": failed, "seconds": time.monotonic() - begun})
