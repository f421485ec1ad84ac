"""Entry and exit: removals want a quorum, and whatever leaves makes the branch smaller."""

from __future__ import annotations

import numpy as np
import pytest

from sim.procedures.due_lists import BY_LIST, REGISTERED
from tests.policies.paired import lived, mean
from tests.policies.stage import Stage, policy

LARGE = {"world.village_size": 1300, "horizon.months": 36, "parameters.meetings.denominator": "registered"}
NONE_HELD = {**LARGE, "world.archetype": "hollow", "parameters.meetings.attend": 0.0, "parameters.start.groups": 0.0}
QUORATE = {**LARGE, "parameters.meetings.denominator": "adjusted"}
NOTHING_ELSE = {"threshold": -10.0, "months": 0.0, "kin": 1.0, "transfer_duty": 0.0, "suspension": 0.0, "review": 0.0}
REMOVAL = {"entry_exit_management": {"dose": {**NOTHING_ELSE, "exit_open": 1.0}}}
TRANSFER = {"entry_exit_management": {"dose": {**NOTHING_ELSE, "exit_open": 0.0, "transfer_duty": 0.2}}}


def test_relatives_lose_their_bonus_and_review_takes_hours() -> None:
    stage = Stage(policy("entry_exit_management")).live(12)
    assert (stage.levers["membership.score_kin"] == 0).all()
    assert stage.levers["membership.threshold"] == pytest.approx(0.3)
    assert stage.ledger.yuan.sum(axis=2)[0] == pytest.approx([45 * 50] * 12)
    assert stage.ledger.hours.sum(axis=2)[0] == pytest.approx([45 * 0.25] * 12)


def test_where_branches_have_lists_the_review_has_them_ask_for_one() -> None:
    former, by_list = (Stage(policy("entry_exit_management")) for _ in range(2))
    former.levers.set_base("meetings.denominator", REGISTERED)
    by_list.levers.set_base("meetings.denominator", BY_LIST)
    asks = former.levers.base["meetings"]["list_ask"].copy()
    assert (former.live().levers["meetings.list_ask"] == asks).all()
    assert by_list.live().levers["meetings.list_ask"] == pytest.approx(asks + 0.1)
    reviewed = Stage(policy("entry_exit_management", {"exit_open": 0.0, "transfer_duty": 0.0, "suspension": 0.0}))
    reviewed.levers.set_base("meetings.denominator", BY_LIST)
    assert (reviewed.live().levers["effort.hours_taken"] > 0).all()  # a list takes the review, without a way out too


def test_a_review_brings_lists_where_branches_have_them() -> None:
    lists = {**LARGE, "parameters.meetings.denominator": "list", "parameters.meetings.list_ask": 0.0}
    ask = {"entry_exit_management": {"dose": {**NOTHING_ELSE, "exit_open": 0.0, "ask": 0.4}}}
    before, after = lived(None, lists), lived(ask, lists)
    assert mean(before, "list_in_force") == 0
    assert mean(after, "list_in_force") > 0.3
    assert mean(after, "quorum_failure") < mean(before, "quorum_failure")


def test_a_branch_without_quorum_proposes_removals_and_removes_nobody() -> None:
    before, after = lived(None, NONE_HELD), lived(REMOVAL, NONE_HELD)
    assert mean(before, "quorum_failure") == 1
    assert mean(after, "items_entered") > mean(before, "items_entered")
    assert mean(after, "exits") == mean(before, "exits")
    with_quorum, removed = lived(None, QUORATE), lived(REMOVAL, QUORATE)
    assert mean(removed, "exits") > mean(with_quorum, "exits")
    assert mean(removed, "habit") < mean(with_quorum, "habit")  # each removal costs the others habit


def test_transfers_leave_the_denominator_and_make_branches_too_small_for_themselves() -> None:
    tiny = {"world.village_size": 150, "horizon.months": 36}
    guests: list[float] = []
    for plan in (None, TRANSFER):
        models = [lived(plan, tiny, seed=seed) for seed in (1, 2, 3)]
        guests.append(sum(int((model.villages.columns["branch"] != np.arange(4)).sum()) for model in models))
        members = sum(float(model.villages.columns["full_members"].sum()) for model in models)
        guests.append(members)
    assert guests[2] > guests[0]
    assert guests[3] < guests[1]


def test_members_out_of_contact_no_longer_keep_meetings_from_their_quorum() -> None:
    suspended = {"entry_exit_management": {"dose": {**NOTHING_ELSE, "exit_open": 0.0, "suspension": 0.2}}}
    before, after = lived(None, LARGE), lived(suspended, LARGE)
    assert mean(after, "quorum_failure") < mean(before, "quorum_failure") - 0.1
    assert mean(after, "exits") > mean(before, "exits")
