"""Graduate officials: posts and their price, and that documents take their hours where formalism is high."""

from __future__ import annotations

import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

YEAR = {"horizon.months": 12}
DEMANDING = {**YEAR, "parameters.supervision.inspections": 4.0}
POSTED: dict[str, dict[str, object]] = {"graduate_official": {}}


def test_a_post_is_paid_by_the_month() -> None:
    stage = Stage(policy("graduate_official", {"pay": 6000.0})).live(12)
    assert (stage.levers["graduate_officials.posts"] == 1).all()
    assert stage.levers["graduate_officials.pay"] == pytest.approx([6000.0] * VILLAGES)
    assert stage.levers["graduate_officials.member_share"] == pytest.approx([2 / 3] * VILLAGES)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([12 * 6000 + 5 * 200] * VILLAGES)


def test_graduates_bring_skill_and_service() -> None:
    without, with_them = lived(None, YEAR), lived(POSTED, YEAR)
    assert mean(with_them, "graduate_officials") > 0.8
    assert mean(with_them, "platform_quality") > mean(without, "platform_quality")
    assert mean(with_them, "service_fulfilment") > mean(without, "service_fulfilment")


def test_hours_of_graduates_are_drawn_into_documents_as_formalism_rises() -> None:
    calm, demanding = lived(POSTED, YEAR), lived(POSTED, DEMANDING)
    assert mean(calm, "graduate_officials") == mean(demanding, "graduate_officials")
    assert mean(demanding, "graduate_hours") < 0.7 * mean(calm, "graduate_hours")
    gain = [
        mean(with_them, "visits") - mean(lived(None, world), "visits")
        for with_them, world in ((calm, YEAR), (demanding, DEMANDING))
    ]
    assert 0 < gain[1] < gain[0]
