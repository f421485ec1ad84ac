"""Simulation of one scenario at one seed: a model lives through its months and becomes arrays."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.runs.counties import Fold, county_error, county_jobs
from sim.runs.layers import digest_of_run
from sim.runs.run import TRAJECTORIES, VILLAGES, Failure, Job, Run, compared
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
    counties = county_jobs(job)
    if len(counties) > 1:
        return _county_by_county(counties)
    begun = time.process_time()
    try:
        from sim.model import RuralParty
        from sim.runs.story import samples

        model = RuralParty(job.scenario, rng=job.seed, check=job.check)
        first, persons, traits = model.month - model.burn_in, samples(model), traits_of(model)
        for _ in range(job.scenario.horizon.months):
            model.step()
        trajectories = trajectories_of(model) if TRAJECTORIES in job.layers else None
        found = collect(model, job, first, trajectories)
        found = replace(found, seconds=time.process_time() - begun, persons=persons, traits=traits)
        return replace(found, digest=digest_of_run(found))
    except Exception as error:
        return Failure(job.name, job.seed, f"{type(error).__name__}: {error}", job.command, traceback.format_exc())


def _county_by_county(counties: Sequence[Job]) -> Run | Failure:
    fold = Fold()
    for job in counties:
        found = simulate(job)
        if isinstance(found, Failure):
            return replace(found, error=county_error(job, found.error))
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
        by_village=kept.copy() if VILLAGES in job.layers else None,
        trajectories=trajectories,
        spread={} if VILLAGES in job.layers else {name: recorder.series(name).copy() for name in compared()},
        places=recorder.places,
        cut=dict(model.levers.cut),
        by_group=None if recorder.by_group is None else recorder.by_group.summed(),
    )
