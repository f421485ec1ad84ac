"""Social organisations: where they go, and what becomes of the money."""

from __future__ import annotations

import numpy as np
import pytest

from tests.policies.paired import lived
from tests.policies.stage import Stage, policy

WIDE = {"world.villages": 16, "horizon.months": 24}
INVITED: dict[str, dict[str, object]] = {"social_organisations": {}}


def test_public_money_is_booked_as_it_is_to_be_expected() -> None:
    booked = received = 0.0
    for seed in (1, 2, 3):
        model = lived(INVITED, WIDE, seed=seed)
        booked += float(model.ledger.yuan[0].sum()) - 32 * 2 * 3000
        received += float(model.recorder.series("grants")[model.burn_in :].sum()) / 3  # a half is added to each yuan
    assert booked == pytest.approx(received, rel=0.2)


def test_a_village_without_matching_money_pays_for_liaison_only() -> None:
    stage = Stage(policy("social_organisations", {"matching": 0.0})).live(12)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([3000] * 12)
    assert stage.levers["outside_resources.organisations"] == pytest.approx([0.03] * 12)


def test_more_come_where_leadership_is_able_and_less_of_the_money_is_lost_there() -> None:
    leadership, more, grants, lost = [], [], [], []
    for seed in (1, 2):
        before, after = lived(None, WIDE, seed=seed), lived(INVITED, WIDE, seed=seed)
        come = [model.recorder.series("organisations")[model.burn_in :].sum(axis=0) for model in (before, after)]
        more.append(come[1] - come[0])
        series = after.recorder.series
        leadership.append(series("leadership")[after.burn_in :].mean(axis=0))
        grants.append(series("grants")[after.burn_in :].sum(axis=0))
        lost.append(series("grants_lost")[after.burn_in :].sum(axis=0))
    able = np.concatenate(leadership) > np.median(leadership)
    added, given, gone = np.concatenate(more), np.concatenate(grants), np.concatenate(lost)
    assert added[able].sum() > 1.3 * added[~able].sum() > 0
    assert gone[able].sum() / given[able].sum() < gone[~able].sum() / given[~able].sum() - 0.1
