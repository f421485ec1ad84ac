"""Counties that live at once: results made of their numbers, and worlds of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.recording.aggregation import GroupTable
from sim.indicators.groups import GROUPS
from sim.runs.jobs import Named
from sim.runs.run import VILLAGES as VILLAGES_KEPT
from sim.runs.run import Failure, Job, Run, compared
from sim.scenario.scenario import load

TALLIES = ("registered", "meetings", *compared())
MONTHS, VILLAGES = 14, 3
done: list[int] = []
"""Numbers of the counties done in this process."""
stopping_at: set[int] = set()
failing_at: set[int] = set()


def world(counties: int, changes: dict[str, Any] | None = None) -> Named:
    """A scenario of so many counties of three villages."""
    size = {"world.counties": counties, "world.townships": 1, "world.villages": VILLAGES, "world.village_size": 100}
    return Named(load("baseline").changed({**size, "horizon.months": MONTHS, "horizon.burn_in": 2, **(changes or {})}))


def quick(job: Job) -> Run | Failure:
    """A county whose numbers follow from its own and the seed, with parts that no sum of floats can hold exactly."""
    number = job.scenario.world.first_county
    if number in stopping_at:
        raise KeyboardInterrupt
    done.append(number)
    if number in failing_at:
        return Failure(job.name, job.seed, "ValueError: no luck", "", "trace")
    dice = np.random.default_rng([number, job.seed])
    apart = dice.lognormal(0, 9, (MONTHS + 2, VILLAGES, len(TALLIES))).astype(np.float32)
    groups = GroupTable(GROUPS, 1, MONTHS + 2)
    groups.kept = dice.random((1, 1, *groups.now.shape[1:]))
    spread = {name: apart[:, :, TALLIES.index(name)] for name in compared()}
    return Run(
        scenario=job.name,
        seed=job.seed,
        start=1452,
        burn_in=2,
        tallies=TALLIES,
        sums=apart.sum(axis=1, dtype=np.float64),
        villages=VILLAGES,
        policies=("training",),
        yuan=dice.random(1),
        hours=dice.random(1),
        by_village=apart if VILLAGES_KEPT in job.layers else None,
        seconds=0.5,
        persons={"random": number},
        spread={} if VILLAGES_KEPT in job.layers else spread,
        places={"township": np.zeros(VILLAGES, np.int64), "county": np.zeros(VILLAGES, np.int64)},
        by_group=groups,
        traits={"income": dice.random(VILLAGES)},
    )
