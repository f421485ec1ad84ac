"""Collective projects: grants that are paid for, projects for show, and less initiative of one's own."""

from __future__ import annotations

import numpy as np
import pytest

from tests.laws.directions import PROJECTS
from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

ALONE = {**PROJECTS, "parameters.outside_resources.organisations": 0.0, "horizon.months": 24, "world.villages": 8}
GRANTS: dict[str, dict[str, object]] = {"collective_projects": {}}


def test_the_ledger_holds_what_the_villages_received_and_the_advice() -> None:
    model = lived(GRANTS, ALONE)
    received = model.recorder.series("grants")[model.burn_in :].sum(axis=0)
    assert received.sum() > 0
    booked = model.ledger.yuan[0, :, model.burn_in :].sum(axis=1)
    assert booked == pytest.approx(received + 2 * 10000)


def test_offers_can_be_kept_to_able_villages() -> None:
    stage = Stage(policy("collective_projects", {"leader_least": 0.25})).live()
    able = stage.villages.columns["leadership"] >= 0.25
    assert 0 < able.sum() < VILLAGES
    assert ((stage.levers["collective_economy.grant_offers"] > 0) == able).all()
    assert ((stage.ledger.yuan[0, :, 0] > 0) == able).all()


def test_a_longer_plan_leaves_fewer_projects_for_show() -> None:
    odds = []
    for horizon in (1.0, 3.0, 6.0):
        stage = Stage(policy("collective_projects", {"horizon": horizon})).live()
        show = float(stage.levers["collective_economy.show"][0])
        odds.append(show / (1 - show))
    usual = odds[1]
    assert odds == pytest.approx([3 * usual, usual, usual / 2])


@pytest.mark.parametrize("seed", [1, 2])
def test_projects_are_for_show_where_documentation_takes_the_time(seed: int) -> None:
    shares = [
        mean(lived(GRANTS, {**ALONE, "parameters.supervision.inspections": rate}, seed=seed), "show_share")
        for rate in (0.0, 4.0)
    ]
    assert shares[1] > shares[0]


def test_many_projects_fail_and_more_where_the_secretary_is_less_able() -> None:
    failed = []
    for slope in (0.0, 3.0):  # the secretaries' capacity is below one half in the mean
        model = lived(GRANTS, ALONE, {"collective_economy.success_capacity": slope})
        started, lost = (float(model.recorder.series(f"projects_{n}").sum()) for n in ("started", "failed"))
        failed.append(lost / started)
    assert failed[1] > failed[0] > 0.3


def test_after_the_grants_villages_propose_less_of_their_own() -> None:
    ended = {"collective_projects": {"duration": 12}}
    own = []
    for crowding in (0.0, 0.7):
        models = [lived(ended, ALONE, {"collective_economy.aid_crowding": crowding}, seed=seed) for seed in (1, 2)]
        own.append(np.mean([mean(model, "items_entered", since=12) for model in models]))
    assert own[1] < own[0]
