"""A run in which the reform comes: contact through collection ends, and where the scenario says so the stakes fall.

Runs are named by what their scenario holds and not by its name, so the histories differ in what they state: the floor
of visits that is left after the reform, and the stakes before it, both at their defaults.
"""

from __future__ import annotations

import time
from dataclasses import replace

from sim.model import RuralParty
from sim.runs.run import Job, Run
from sim.runs.simulate import collect

REFORM_AFTER = 48
CONTACT, FLOOR, STAKES = "service.tax_contacts", "service.visit_floor", "effort.stakes"
STAKES_LEFT = 0.5


def live(job: Job) -> Run:
    """Do one run; scenarios that state a floor of visits meet the reform."""
    begun = time.process_time()
    model = RuralParty(job.scenario, rng=job.seed)
    first = model.month - model.burn_in
    for month in range(job.scenario.horizon.months):
        if month == REFORM_AFTER and FLOOR in job.scenario.parameters:
            model.levers.set_base(CONTACT, 0.0)
            if STAKES in job.scenario.parameters:
                model.levers.set_base(STAKES, STAKES_LEFT * model.levers[STAKES])
        model.step()
    return replace(collect(model, job, first, None), seconds=time.process_time() - begun)
