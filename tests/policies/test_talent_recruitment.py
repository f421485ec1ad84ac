"""Young talent: whoever comes home by the package can found an enterprise, and without that no jobs come of it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.codes import PROBATIONARY
from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

VILLAGE = {"world.village_size": 600, "horizon.months": 36, "parameters.migration.enterprise": 0.1}
PACKAGE = {"talent_recruitment": {"dose": {"quota": 1.0, "ability": 1.0, "skill": 1.0, "returnees": 20.0}}}


def test_the_package_moves_returning_and_costs_by_the_person() -> None:
    stage = Stage(policy("talent_recruitment")).live(12)
    assert (stage.levers["migration.back"] > stage.levers.base["migration"]["back"]).all()
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([2 * 30000] * 12)


@pytest.mark.parametrize("seed", [1, 2])
def test_who_comes_home_by_it_brings_jobs_and_cooperatives_where_returnees_found_enterprises(seed: int) -> None:
    without, with_it = (lived(plan, VILLAGE, seed=seed) for plan in (None, PACKAGE))
    for name in ("returned", "enterprises_founded", "employed", "jobs", "cooperatives"):
        assert mean(with_it, name, 12) > mean(without, name, 12), name
    none = {**VILLAGE, "parameters.migration.enterprise": 0.0}
    jobs = [mean(lived(plan, none, seed=seed), "employed") for plan in (None, PACKAGE)]
    np.testing.assert_array_equal(jobs, 0.0)


def test_more_are_admitted_and_they_are_abler() -> None:
    """Skill is not asked for: over eight seeds it stays where it was, against the weight of ability."""
    many = {
        "world.village_size": 1300,
        "world.villages": 24,
        "horizon.months": 60,
        "parameters.meetings.denominator": "adjusted",
    }
    weights = {"talent_recruitment": {"dose": {"ability": 5.0, "skill": 5.0, "returnees": 0.0}}}
    before, after = (lived(plan, many) for plan in (None, weights))
    assert mean(after, "admissions") > mean(before, "admissions")
    found = []
    for model in (before, after):
        P = model.people.columns
        joined = (P.stage >= PROBATIONARY) & (P.group != 0) & (P.applied >= 0) & (P.stage_months < 60)
        found.append(P.ability[joined].mean())
    assert found[1] > found[0]
