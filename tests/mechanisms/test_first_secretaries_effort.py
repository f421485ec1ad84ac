"""What first secretaries and graduate officials add to the hours of a village, and what they take from its own."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms.digital import Digital
from sim.mechanisms.effort import Effort
from sim.mechanisms.first_secretaries import FirstSecretaries
from sim.mechanisms.graduate_officials import GraduateOfficials
from sim.mechanisms.supervision import Supervision
from tests.worlds import World

EFFORT = Effort()
TASKS = ("secretary_service", "secretary_economy", "secretary_party", "secretary_trace")


def office(posted: float = 0.0, graduate: bool = False, formalism: float = 0.25, crowding: float = 0.25) -> World:
    """A village of 2021 with effective hours of a first secretary, or a graduate at last month's formalism."""
    world = World(EFFORT, Digital(), Supervision(), FirstSecretaries(), GraduateOfficials(), villages=1, persons=2)
    V, O = world.villages.columns, world.offices.columns
    F, G = world.first_secretaries.columns, world.graduate_officials.columns
    V["local_wage"], V["registered"], V["full_members"], V["success_share"] = 4432.0, 1300, 39, 0.44
    V["committee_members"], V["committee_capacity"], V["formalism"] = 4, 0.4, formalism
    O["holder"], O["capacity"], O["willingness"], O["motivation"] = 1, 0.5, 0.55, 0.5
    V["posted_hours"], F["posted"], F["capacity"], F["willingness"] = posted, posted > 0, 0.62, 0.6
    world.settings["first_secretaries"]["crowding"] = crowding
    if graduate:
        G["posted"], G["capacity"] = True, 0.55
        V["graduate_hours"] = 128 * (1 - formalism)
    return world


def after(world: World) -> np.void:
    EFFORT.step(world)
    return world.villages.columns[0]


@pytest.mark.parametrize("crowding", [0.0, 0.25, 0.6])
@pytest.mark.parametrize("posted", [38.4, 128.0, 384.0])
def test_own_effort_falls_by_the_share_of_hours_that_first_secretaries_supply(posted: float, crowding: float) -> None:
    alone, helped = after(office()), after(office(posted, crowding=crowding))
    own = float(alone["secretary_hours"] + alone["committee_hours"])
    left = 1 - crowding * posted / (posted + own)
    assert helped["secretary_hours"] == pytest.approx(left * alone["secretary_hours"], rel=1e-12)
    assert helped["committee_hours"] == pytest.approx(left * alone["committee_hours"], rel=1e-12)


def test_hours_of_the_four_tasks_still_add_up() -> None:
    village = after(office(128.0, graduate=True))
    assert sum(village[task] for task in TASKS) == pytest.approx(village["secretary_hours"], abs=1e-9)


def test_effective_hours_are_shared_out_as_the_village_shares_its_own() -> None:
    alone, helped = after(office()), after(office(100.0, crowding=0.0))
    rest = alone["secretary_hours"] - alone["secretary_trace"]
    assert helped["work_hours"] - alone["work_hours"] == pytest.approx(100.0)
    kept = 1 - 0.25 * (1 - 0.5)
    for task in ("party", "economy", "service"):
        share, party = alone[f"secretary_{task}"] / rest, alone["secretary_party"] / rest
        joint = 0.0 if task == "party" else 0.5 * 0.3 * party
        gained = helped[f"{task}_hours"] - alone[f"{task}_hours"]
        assert gained == pytest.approx(kept * (share + joint) * 100.0, rel=1e-9), task


def test_documents_of_a_graduate_official_are_last_months_formalism_of_his_hours() -> None:
    alone, helped = after(office(formalism=0.4)), after(office(graduate=True, formalism=0.4))
    assert helped["trace_hours"] - alone["trace_hours"] == pytest.approx(0.4 * 128)
    assert helped["work_hours"] - alone["work_hours"] == pytest.approx(0.6 * 128)
    assert helped["secretary_trace"] == alone["secretary_trace"]  # nobody else writes less
    world = office(graduate=True, formalism=0.4)
    village = after(world)
    total = village["secretary_hours"] + village["committee_hours"] + 128
    assert world.now["cadre_hours"][0] == pytest.approx(total)
    assert world.now["cadre_trace"][0] == pytest.approx(village["trace_hours"])


def test_a_vacant_office_leaves_the_weighing_of_tasks_to_the_first_secretary() -> None:
    world = office(128.0)
    world.offices.columns["holder"], world.offices.columns["willingness"] = 0, 0.0
    world.settings["effort"]["stakes"] = 0.0
    village = after(world)
    kept = 1 - 0.25 * (1 - 0.5)
    assert village["party_hours"] == pytest.approx(kept * 0.6 / 2.4 * 128.0)
    assert village["work_hours"] == pytest.approx(128.0)
    assert village["secretary_hours"] == 0.0


def test_leadership_weighs_the_capacity_of_all_by_their_hours() -> None:
    world = office(100.0, graduate=True)
    world.now["first_calls"], world.now["first_calls_failed"] = 4, 1
    world.recorder.close()
    village = after(world)
    hours = float(village["secretary_hours"])
    committee = float(village["committee_hours"]) * 60 / 114  # four of 15 hours beside nine heads of six
    able = hours * 0.5 + committee * 0.4 + 100 * 0.62 + 128 * 0.55
    mean = able / (hours + committee + 100 + 128)
    assert village["work_hours"] > 60
    assert village["leadership"] == pytest.approx(math.cbrt(0.75 * mean), rel=1e-9)
    assert world.now["leadership"][0] == village["leadership"]


def test_the_weakest_link_of_responsibility_is_written() -> None:
    world = office()
    world.settings["effort"]["coordination"] = 0.9
    world.settings["supervision"]["assessment"], world.settings["supervision"]["sanction"] = 1.0, 0.2
    assert after(world)["chain"] == pytest.approx(0.6)


def test_the_chance_of_promotion_is_the_one_superiors_leave_to_the_secretary() -> None:
    usual, hopeful = office(), office()
    hopeful.villages.columns["promotion_chance"] = 0.5
    EFFORT.step(usual)
    EFFORT.step(hopeful)
    assert hopeful.offices.columns["motivation"][0] > usual.offices.columns["motivation"][0]


@pytest.mark.parametrize(("months", "added"), [(0, 0.0), (11, 0.0), (12, 0.2), (600, 0.2)])
def test_blame_adds_to_documents_where_no_money_has_come_for_a_year(months: int, added: float) -> None:
    world = office()
    world.settings["effort"]["blame"] = 0.2
    world.settings["effort"]["inspection_hours"] = world.settings["effort"]["platform_hours"] = 0.0
    world.villages.columns["months_since_aid"] = months
    paper = 0.05 + 0.6 * (0.8 + added)
    worth = 0.55 * 2.4 + 0.6 * (0.09 + 0.32 + 0.12)
    assert after(world)["formalism"] == pytest.approx(paper / (paper + worth))


def test_weight_on_digital_activity_adds_to_documents() -> None:
    world = office()
    world.settings["effort"]["weight_digital"] = 0.3
    world.settings["effort"]["inspection_hours"] = world.settings["effort"]["platform_hours"] = 0.0
    paper = 0.05 + 0.6 * (0.8 + 0.3)
    worth = 0.55 * 2.4 + 0.6 * (0.09 + 0.32 + 0.12)
    assert after(world)["formalism"] == pytest.approx(paper / (paper + worth))
