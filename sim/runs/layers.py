"""Serialisation of a whole run: Parquet tables of one row, an array a column.

``run`` holds what every comparison needs. ``trajectories`` and ``villages`` are large, wanted by some only, files
of their own: a run that holds them serves whoever asks for less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.core.recording.aggregation import GroupTable
from sim.indicators.groups import GROUPS
from sim.runs.identity import digest_of
from sim.runs.run import RUN, TRAJECTORIES, VILLAGES, Job, Run, compared

FORMAT = 2
Arrays = Mapping[str, np.ndarray]


def to_arrays(run: Run) -> dict[str, tuple[dict[str, Any], Arrays]]:
    """The layers that a run has: what is told of it, and its arrays."""
    spread = run.spread
    if run.by_village is not None:  # whoever asks for less finds what it would have had
        spread = {name: run.by_village[:, :, run.tallies.index(name)] for name in compared()}
    named = {"spread": spread, "places": run.places, "traits": run.traits}
    about = {
        "start": run.start,
        "burn_in": run.burn_in,
        "villages": run.villages,
        "tallies": list(run.tallies),
        "policies": list(run.policies),
        "persons": list(run.persons.items()),
        "cut": [[*where, places] for where, places in run.cut.items()],
        "seconds": run.seconds,
        "digest": run.digest,
        "names": {kind: list(arrays) for kind, arrays in named.items()},
        "lead": None if run.by_group is None else run.by_group.lead,
    }
    arrays = {"sums": run.sums.T, "yuan": run.yuan, "hours": run.hours}
    arrays |= {kind: np.stack([each.T for each in found.values()]) for kind, found in named.items() if found}
    if run.by_group is not None:
        arrays["groups"] = run.by_group.kept.T
    found: dict[str, tuple[dict[str, Any], Arrays]] = {RUN: (about, arrays)}
    if run.trajectories is not None:
        found[TRAJECTORIES] = {}, {"identity": run.trajectories[0], "life": run.trajectories[1]}
    if run.by_village is not None:
        found[VILLAGES] = {}, {"tallies": run.by_village.T}
    return found


def from_arrays(job: Job, layers: Mapping[str, tuple[dict[str, Any], Arrays]]) -> Run:
    """The run as a worker would have handed it back for this job."""
    about, arrays = layers[RUN]
    named = {
        kind: {name: turned(each) for name, each in zip(names, arrays[kind], strict=True)} if names else {}
        for kind, names in about["names"].items()
    }
    groups = None
    if about["lead"] is not None:
        groups = GroupTable(GROUPS, 1, about["lead"])
        groups.kept = turned(arrays["groups"])
    found = Run(
        scenario=job.name,
        seed=job.seed,
        start=about["start"],
        burn_in=about["burn_in"],
        tallies=tuple(about["tallies"]),
        sums=turned(arrays["sums"]),
        villages=about["villages"],
        policies=tuple(about["policies"]),
        yuan=arrays["yuan"],
        hours=arrays["hours"],
        seconds=about["seconds"],
        persons=dict(about["persons"]),
        cut={(lever, bound): places for lever, bound, places in about["cut"]},
        spread=named["spread"],
        places=named["places"],
        by_group=groups,
        traits=named["traits"],
        digest=about["digest"],
    )
    if TRAJECTORIES in layers:
        trajectories = layers[TRAJECTORIES][1]
        found = replace(found, trajectories=(trajectories["identity"], trajectories["life"]))
    if VILLAGES in layers:
        found = replace(found, by_village=turned(layers[VILLAGES][1]["tallies"]), spread={})
    return found


def turned(array: np.ndarray) -> np.ndarray:
    """The transpose, contiguous: arrays are smaller with their months last, and sums depend on the order in memory."""
    return np.ascontiguousarray(array.T)


def digest_of_run(run: Run) -> str:
    """Digest of the numbers of a run, the same whether its villages were kept apart or not.

    What it cost in processor time is no part of it, nor is what other layers hold.
    """
    _, arrays = to_arrays(run)[RUN]
    parts: list[str | bytes] = []
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        parts += [name, str(array.shape), array.dtype.str, array.tobytes()]
    return digest_of(*parts)
