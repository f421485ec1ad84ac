"""One scenario at one seed: a model lives through its months and becomes arrays."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from sim.runs.jobs import Job
from sim.runs.run import Failure, Run, compared
from sim.runs.traits import traits_of


def trajectories_of(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Identities and life hashes of the living and the gone, in order of identity.

    Parameters
    ----------
    model : RuralParty
        After its last month.

    Returns
    -------
    identity : uint64 array, shape (persons,)
    life : uint32 array, shape (persons,)

    Raises
    ------
    ValueError
        If two persons carry one identity.
    """
    columns, rows = model.people.columns, model.people.rows()
    identity = np.concatenate([columns.identity[rows], *(ids for ids, _ in model.departed)])
    life = np.concatenate([columns.life[rows], *(lived for _, lived in model.departed)])
    order = np.argsort(identity, kind="stable")
    identity, life = identity[order], life[order]
    twice = identity[1:][identity[1:] == identity[:-1]]
    if len(twice):
        raise ValueError(f"{len(twice)} identities stand twice among the persons of the run, first {int(twice[0])}")
    return identity, life


def simulate(job: Job) -> Run | Failure:
    """Do one run and let go of its model; of a world of several counties, one county after the other.

    Returns
    -------
    Run or Failure
        An error of the model is a record, never a stop.
    """
    import traceback

    from sim.runs.counties import in_parts, numbers, of_county

    if job.scenario is not None and in_parts(job.scenario):
        return _county_by_county(job, {number: of_county(job.scenario, number) for number in numbers(job.scenario)})
    begun = time.process_time()
    try:
        from sim.model import RuralParty
        from sim.runs.story import samples

        model = RuralParty(job.scenario, rng=job.seed, check=job.check)
        first, persons, traits = model.month - model.burn_in, samples(model), traits_of(model)
        for _ in range(job.scenario.horizon.months):
            model.step()
        trajectories = trajectories_of(model) if job.keep_trajectories else None
        found = collect(model, job, first, trajectories)
        return replace(found, seconds=time.process_time() - begun, persons=persons, traits=traits)
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def _county_by_county(job: Job, counties: Mapping[int, Any]) -> Run | Failure:
    from sim.runs.counties import Fold

    fold = Fold()
    for number, scenario in counties.items():
        found = simulate(replace(job, scenario=scenario))
        if isinstance(found, Failure):
            return replace(found, error=f"county {number}: {found.error}")
        fold.add(found)
    return fold.result()


def collect(model: Any, job: Job, start: int, trajectories: tuple[np.ndarray, np.ndarray] | None) -> Run:
    """The arrays of a finished model."""
    recorder = model.recorder
    kept = recorder.kept[: recorder.month]
    since = model.burn_in
    return Run(
        scenario=job.name,
        seed=job.seed,
        start=start,
        burn_in=model.burn_in,
        tallies=tuple(recorder.names),
        sums=recorder.summed(),
        villages=kept.shape[1],
        policies=tuple(model.ledger.policies),
        yuan=model.ledger.yuan[:, :, since:].sum(axis=(1, 2)),
        hours=model.ledger.hours[:, :, since:].sum(axis=(1, 2)),
        by_village=kept.copy() if job.keep_villages else None,
        trajectories=trajectories,
        spread={} if job.keep_villages else {name: recorder.series(name).copy() for name in compared()},
        places=recorder.places,
        by_group=None if recorder.by_group is None else recorder.by_group.summed(),
    )
