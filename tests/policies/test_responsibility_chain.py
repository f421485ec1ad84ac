"""Responsibility chain: what it sets, the weakest link, and lists without the hours for them."""

from __future__ import annotations

import pytest

from tests.policies.paired import lived, mean
from tests.policies.stage import VILLAGES, Stage, policy

YEAR = {"horizon.months": 12}


def test_the_links_are_set_unless_they_were_stronger() -> None:
    stage = Stage(policy("responsibility_chain"))
    stage.levers.set_base("supervision.sanction", 0.95)
    stage.live(2)
    assert stage.levers["effort.coordination"] == pytest.approx([0.9] * VILLAGES)
    assert stage.levers["supervision.assessment"] == pytest.approx([0.8] * VILLAGES)
    assert stage.levers["supervision.sanction"] == pytest.approx([0.95] * VILLAGES)
    assert stage.levers["service.relay"] == pytest.approx([0.85] * VILLAGES, abs=1e-3)
    assert stage.levers["service.need_hours"] == pytest.approx([0.85 * 3] * VILLAGES)
    assert stage.ledger.hours[0, 0, :2].tolist() == [6.0, 6.0]
    assert stage.ledger.yuan[0, 0, :2].tolist() == [2000.0, 0.0]


def test_coordination_stays_at_the_weakest_link() -> None:
    whole = lived({"responsibility_chain": {}}, YEAR)
    without_sanction = lived({"responsibility_chain": {"dose": {"sanction": 0.0}}}, YEAR)
    assert mean(whole, "chain") == pytest.approx(0.9)
    assert mean(without_sanction, "chain") == pytest.approx(0.75)
    assert mean(lived(None, YEAR), "chain") == pytest.approx(0.5)


@pytest.mark.parametrize("seed", [1, 2])
def test_lists_become_documents_where_no_hours_come_with_them(seed: int) -> None:
    chain: dict[str, dict[str, object]] = {"responsibility_chain": {}}
    pay: dict[str, dict[str, object]] = {"secretary_pay": {"dose": {"full_time": True}}}
    before, alone, paid = (lived(plan, YEAR, seed=seed) for plan in (None, chain, {**chain, **pay}))
    assert mean(alone, "formalism") > mean(before, "formalism") + 0.05
    assert mean(alone, "secretary_service_hours") < mean(before, "secretary_service_hours")
    assert mean(paid, "formalism") < mean(before, "formalism")
    assert mean(paid, "service_fulfilment") > mean(alone, "service_fulfilment")


def test_sanctions_make_documents_a_cover_where_no_money_comes() -> None:
    dry = {"outside_resources.granted": 0.0, "outside_resources.organisations": 0.0, "targeting.aid": 0.0}
    pay = {"secretary_pay": {"dose": {"full_time": True}}}  # hours in plenty: documents above what is asked for
    blamed, unblamed = (
        lived({**pay, "responsibility_chain": {"dose": {"blame": blame}}}, YEAR, dry) for blame in (0.5, 0.0)
    )
    assert mean(blamed, "formalism") > mean(unblamed, "formalism")
